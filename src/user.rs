//! Who types: the Unix user, asked for once at the edge.

use std::path::PathBuf;

/// The name of the user whom this process runs as; "uid 1234" where the machine has no name for the number.
pub fn name() -> String {
    let uid = nix::unistd::Uid::effective();
    match nix::unistd::User::from_uid(uid) {
        Ok(Some(user)) if !user.name.is_empty() => user.name,
        _ => format!("uid {uid}"),
    }
}

/// The user's own folder: `$HOME`, else what the machine has on file; `None` if neither names one.
pub fn home() -> Option<PathBuf> {
    let told = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    told.or_else(|| {
        let user = nix::unistd::User::from_uid(nix::unistd::Uid::effective()).ok().flatten()?;
        Some(user.dir).filter(|home| home.is_absolute())
    })
}
