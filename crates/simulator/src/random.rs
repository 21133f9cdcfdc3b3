//! Text that nobody can guess: codes, tokens, the `imprest_code` of orders.

/// `length` random characters: letters, digits, `_` and `-`.
///
/// # Panics
///
/// If the operating system has no randomness to give. Nothing that came in can bring that about.
pub(crate) fn text(length: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    // 64 letters divide 256 evenly: each is as likely as any other.
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 64)])).collect()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn it_is_as_long_as_asked_for_and_never_the_same() {
        assert_eq!(text(32).len(), 32);
        assert_ne!(text(32), text(32));
    }
}
