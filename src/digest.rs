//! SHA-256 digests, in the two spellings that a site needs. The only user of the hashing library.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A text as `style-src` and `script-src` name it: `sha256-` and the digest in base64, without quotes (CSP Level 3, §2.3.1).
pub fn csp_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// In lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    hex_of([bytes])
}

/// Of all parts as one text.
pub fn hex_of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut hasher = Sha256::new();
    parts.into_iter().for_each(|part| hasher.update(part));
    hasher.finalize().iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn spells_known_digests() {
        assert_eq!(super::csp_hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
        assert!(super::hex(b"").starts_with("e3b0c44298fc1c14"));
        assert_eq!(super::hex_of([b"al".as_slice(), b"ert"]), super::hex(b"alert"));
    }
}
