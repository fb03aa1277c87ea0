//! The envelope around everything stored: version, length, revision, CRC-32C, payload.
//!
//! Rule: redb does not verify checksums on ordinary reads, so nothing is decoded before its envelope was found
//! whole. The checksum covers the table and the key too: a row that turns up under another key is damage.

use crate::domain::ids::Revision;

/// The layout of the header itself; another number is damage, since `format` guards against newer files.
const LAYOUT: u8 = 1;

/// Bytes before the payload: layout 1, version 2, length 4, revision 8, CRC 4.
pub const HEADER: usize = 19;

/// What an envelope holds, once found whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened<'a> {
    /// Which stored version the payload is.
    pub version: u16,
    /// Which journal entry wrote it; 0 for rows that are derived.
    pub revision: Revision,
    /// The bytes of the value.
    pub payload: &'a [u8],
}

/// What is wrong with an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Fewer bytes than a header has.
    #[error("it is cut off")]
    Short,
    /// Not a layout of ours.
    #[error("it has no header of ours")]
    Layout,
    /// The length in the header is not the length that is there.
    #[error("its length is wrong")]
    Length,
    /// The checksum does not match.
    #[error("its checksum is wrong")]
    Checksum,
}

fn checksum(table: u8, key: &[u8], head: &[u8], payload: &[u8]) -> u32 {
    let crc = crc32c::crc32c(&[table]);
    let crc = crc32c::crc32c_append(crc, key);
    let crc = crc32c::crc32c_append(crc, head);
    crc32c::crc32c_append(crc, payload)
}

/// Puts a payload into an envelope for the row `key` of `table`.
pub fn seal(table: u8, key: &[u8], version: u16, revision: Revision, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + payload.len());
    out.push(LAYOUT);
    out.extend_from_slice(&version.to_le_bytes());
    // A payload is bounded by the codec far below 4 GiB.
    out.extend_from_slice(&u32::try_from(payload.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(&revision.0.to_le_bytes());
    let crc = checksum(table, key, &out, payload);
    out.extend_from_slice(&crc.to_le_bytes());
    out.extend_from_slice(payload);
    out
}

/// Takes the payload out of an envelope found under `key` of `table`.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn open<'a>(table: u8, key: &[u8], bytes: &'a [u8]) -> Result<Opened<'a>, Flaw> {
    let (head, rest) = bytes.split_at_checked(HEADER - 4).ok_or(Flaw::Short)?;
    let (crc, payload) = rest.split_at_checked(4).ok_or(Flaw::Short)?;
    let [layout, v0, v1, l0, l1, l2, l3, r0, r1, r2, r3, r4, r5, r6, r7] = *head else {
        return Err(Flaw::Short);
    };
    if layout != LAYOUT {
        return Err(Flaw::Layout);
    }
    if usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])) != Ok(payload.len()) {
        return Err(Flaw::Length);
    }
    if checksum(table, key, head, payload).to_le_bytes() != *crc {
        return Err(Flaw::Checksum);
    }
    Ok(Opened {
        version: u16::from_le_bytes([v0, v1]),
        revision: Revision(u64::from_le_bytes([r0, r1, r2, r3, r4, r5, r6, r7])),
        payload,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_under_its_own_key_only() {
        let bytes = seal(b'r', b"key", 3, Revision(9), b"payload");
        let opened = open(b'r', b"key", &bytes).unwrap();
        assert_eq!(opened, Opened { version: 3, revision: Revision(9), payload: b"payload" });
        assert_eq!(open(b'r', b"kez", &bytes), Err(Flaw::Checksum));
        assert_eq!(open(b'j', b"key", &bytes), Err(Flaw::Checksum));
    }

    #[test]
    fn every_single_bit_flip_is_found() {
        let good = seal(b'r', b"key", 1, Revision(2), b"some words of a record");
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(open(b'r', b"key", &bad).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn every_cut_and_every_tail_is_found() {
        let good = seal(b'r', b"key", 1, Revision(2), b"some words");
        for len in 0..good.len() {
            assert!(open(b'r', b"key", &good[..len]).is_err(), "{len} bytes");
        }
        let mut long = good.clone();
        long.push(0);
        assert_eq!(open(b'r', b"key", &long), Err(Flaw::Length));
    }

    #[test]
    fn a_hostile_length_asks_for_no_memory() {
        let mut bytes = seal(b'r', b"key", 1, Revision(2), b"x");
        bytes[3..7].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(open(b'r', b"key", &bytes), Err(Flaw::Length));
    }
}
