//! The Content-Security-Policy of every page: nothing but this site, and no inline code but what the build itself put there.

use std::collections::BTreeSet;

/// What the templates inline, by digest: `sha256-…`, as `digest::csp_hash` spells it.
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

fn sources(directive: &str, hashes: &BTreeSet<String>) -> String {
    let hashes: String = hashes.iter().map(|hash| format!(" '{hash}'")).collect();
    format!("{directive} 'self'{hashes}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inlined_code_is_named_by_its_digest() {
        let hashes = InlineHashes { styles: BTreeSet::from(["sha256-b=".to_string(), "sha256-a=".to_string()]), scripts: BTreeSet::new() };
        let policy = policy(&hashes);
        assert!(policy.starts_with("default-src 'none'; style-src 'self' 'sha256-a=' 'sha256-b='; script-src 'self'; "), "{policy}");
    }
}
