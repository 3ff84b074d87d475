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
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn spells_known_digests() {
        assert_eq!(super::csp_hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
        assert!(super::hex(b"").starts_with("e3b0c44298fc1c14"));
    }
}
