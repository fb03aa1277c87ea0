//! Who types: the Unix user, asked for once at the edge.

/// The name of the user whom this process runs as; "uid 1234" where the machine has no name for the number.
pub fn name() -> String {
    let uid = nix::unistd::Uid::effective();
    match nix::unistd::User::from_uid(uid) {
        Ok(Some(user)) if !user.name.is_empty() => user.name,
        _ => format!("uid {uid}"),
    }
}
