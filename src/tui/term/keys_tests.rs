//! Bytes as terminals send them, whole and in pieces, and the keys they stand for.

use super::*;
use proptest::prelude::*;

fn typed(pieces: &[&[u8]]) -> Vec<Typed> {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    for piece in pieces {
        decoder.feed(piece, &mut |typed| out.push(typed));
    }
    decoder.expire(&mut |typed| out.push(typed));
    assert_eq!(decoder.patience(), None);
    out
}

fn names(typed: &[Typed]) -> String {
    let name = |typed: &Typed| match typed {
        Typed::Paste(paste) => format!("paste({})", paste.text),
        Typed::Key(key) => {
            let code = match key.code {
                KeyCode::Char(c) => c.to_string(),
                other => format!("{other:?}"),
            };
            let mut out = String::new();
            for (modifier, letter) in
                [(KeyModifiers::CONTROL, "C-"), (KeyModifiers::ALT, "A-"), (KeyModifiers::SHIFT, "S-")]
            {
                if key.modifiers.contains(modifier) {
                    out.push_str(letter);
                }
            }
            out + &code
        }
    };
    typed.iter().map(name).collect::<Vec<_>>().join(" ")
}

const CASES: &[(&[u8], &str)] = &[
    (b"j", "j"),
    (b"V", "S-V"),
    (b"?:/", "? : /"),
    ("é王🦦".as_bytes(), "é 王 🦦"),
    (b"\r", "Enter"),
    (b"\t\x1b[Z", "Tab S-BackTab"),
    (b"\x7f\x08", "Backspace Backspace"),
    (b"\x03\x10\x13\x1a", "C-c C-p C-s C-z"),
    (b"\x00\x1c\x1f", "C-  C-\\ C-_"),
    (b"\n", "C-j"),
    (b"\x1b", "Esc"),
    (b"\x1b\x1b", "Esc Esc"),
    (b"\x1b\x1b[A", "Esc Up"),
    (b"\x1bx\x1bX\x1b\x7f\x1b\r", "A-x A-S-X A-Backspace A-Enter"),
    ("\x1bé".as_bytes(), "A-é"),
    (b"\x1b[", "A-["),
    (b"\x1bO", "A-O"),
    (b"\x1b[A\x1b[B\x1b[C\x1b[D", "Up Down Right Left"),
    (b"\x1bOA\x1bOB\x1bOH\x1bOF\x1bOM", "Up Down Home End Enter"),
    (b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "Home End Home End Home End"),
    (b"\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "Insert Delete PageUp PageDown"),
    (b"\x1b[1;5C\x1b[1;2A\x1b[1;3D\x1b[3;5~", "C-Right S-Up A-Left C-Delete"),
    (
        b"\x1bOP\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[24~\x1b[[A\x1b[[E",
        "F(1) F(1) F(5) F(6) F(10) F(12) F(1) F(5)",
    ),
    (b"\x1b[1;2P", "S-F(1)"),
    (b"\x1b[97;5u\x1b[27;5;46~\x1b[13;2u", "C-a C-. S-Enter"),
    (b"\x1b[97;1:3u\x1b[1;1:3A\x1b[1;1:1A", "Up"),
    (b"\x1b[200~one\rtwo\x1b[201~q", "paste(one\ntwo) q"),
    (b"\x1b[200~\x1b[201~", "paste()"),
    (b"\x1b[201~x", "x"),
    // Answers and reports that were never asked for, and nonsense.
    (b"\x1b[?64;1c\x1b[24;80R\x1b[I\x1b[Ox", "x"),
    (b"\x1b[<0;10;10Mx", "x"),
    (b"\x1b[999~\x1b[yx", "x"),
    (b"\xff\xc3\x28x", "x"),
    (b"\x1b[1\x07x", "x"),
    (b"\x1b[1;", ""),
    (b"\xc3", ""),
];

#[test]
fn bytes_become_keys() {
    for (bytes, want) in CASES {
        assert_eq!(names(&typed(&[bytes])), *want, "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_sequence_in_pieces_is_the_same_key() {
    for (bytes, want) in CASES {
        for at in 0..bytes.len() {
            assert_eq!(
                names(&typed(&[&bytes[..at], &bytes[at..]])),
                *want,
                "{} at {at}",
                bytes.escape_ascii()
            );
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(names(&typed(&single)), *want, "{}", bytes.escape_ascii());
    }
}

#[test]
fn an_overlong_sequence_is_dropped_whole() {
    let mut bytes = b"\x1b[".to_vec();
    bytes.extend(std::iter::repeat_n(b'1', 100_000));
    bytes.extend_from_slice(b"~j");
    assert_eq!(names(&typed(&[&bytes])), "j");
    let mut decoder = Decoder::default();
    decoder.feed(&bytes[..50_000], &mut |_| {});
    assert!(decoder.held.len() <= LONGEST);
}

#[test]
fn a_paste_that_never_ends_is_given_out_as_cut() {
    let typed = typed(&[b"\x1b[200~half a sent"]);
    assert_eq!(typed, [Typed::Paste(Paste { text: "half a sent".into(), cut: true })]);
}

#[test]
fn patience_is_short_for_keys_and_long_for_pastes() {
    let cases: [(&[u8], Option<Duration>); 5] = [
        (b"", None),
        (b"j", None),
        (b"\x1b", Some(ESCAPE)),
        (b"\x1b[200~", Some(PASTE)),
        (b"\x1b[200~x\x1b[201~", None),
    ];
    for (bytes, patience) in cases {
        let mut decoder = Decoder::default();
        decoder.feed(bytes, &mut |_| {});
        assert_eq!(decoder.patience(), patience, "{}", bytes.escape_ascii());
    }
}

proptest! {
    #[test]
    fn no_bytes_panic_or_pile_up(
        bytes in prop::collection::vec(prop_oneof![Just(0x1b), Just(b'['), Just(b';'), any::<u8>()], 0..300),
    ) {
        let mut decoder = Decoder::default();
        let mut controls = 0;
        decoder.feed(&bytes, &mut |typed| {
            if let Typed::Key(KeyEvent { code: KeyCode::Char(c), .. }) = typed {
                controls += usize::from(c.is_ascii_control());
            }
        });
        prop_assert!(decoder.held.len() <= LONGEST);
        prop_assert_eq!(controls, 0);
    }
}
