//! The Content-Security-Policy of every page: nothing but this site, and no inline code but what the build itself put there.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

/// SHA-256 digests, in base64, of what the templates inline, without `sha256-` before them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InlineHashes {
    pub styles: BTreeSet<String>,
    pub scripts: BTreeSet<String>,
}

/// The policy. Forms may go nowhere: the search form is answered by the page itself, and must not put what was searched into a URL
/// even where the script fails.
pub fn policy(hashes: &InlineHashes) -> String {
    let directives = [
        "default-src 'none'".to_string(),
        sources("style-src", &hashes.styles),
        sources("script-src", &hashes.scripts),
        "img-src 'self'".to_string(),
        "connect-src 'self'".to_string(),
        "manifest-src 'self'".to_string(),
        "worker-src 'self'".to_string(),
        "base-uri 'none'".to_string(),
        "form-action 'none'".to_string(),
        "frame-ancestors 'none'".to_string(),
    ];
    directives.join("; ")
}

/// The digest of an inlined style or script, as CSP Level 3 wants it: over the text between the tags, to the byte.
pub fn sha256_base64(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

fn sources(directive: &str, hashes: &BTreeSet<String>) -> String {
    let hashes: String = hashes.iter().map(|hash| format!(" 'sha256-{hash}'")).collect();
    format!("{directive} 'self'{hashes}")
}

/// Base64 with padding (RFC 4648 §4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * n) & 63) as usize];
            out.push(if n <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_rfc() {
        let table =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")];
        for (text, expected) in table {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        assert_eq!(sha256_base64("alert('Hello, world.');"), "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }

    #[test]
    fn inlined_code_is_named_by_its_digest() {
        let hashes = InlineHashes { styles: BTreeSet::from(["b=".to_string(), "a=".to_string()]), scripts: BTreeSet::new() };
        let policy = policy(&hashes);
        assert!(policy.starts_with("default-src 'none'; style-src 'self' 'sha256-a=' 'sha256-b='; script-src 'self'; "), "{policy}");
    }
}
