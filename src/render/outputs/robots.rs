//! `robots.txt` (RFC 9309): everything may be read, and the sitemap says what there is.

/// The file, for the site at `base_url` (without a slash at the end).
pub fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", super::url::encoded(base_url))
}
