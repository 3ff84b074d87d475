//! The web app manifest of one language: under which name and from which page the portal opens when kept on the home screen.

use serde::Serialize;

use crate::model::{Direction, UrlPath};

/// A manifest; its fields are those of the W3C's Web Application Manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    pub name: String,
    pub short_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub lang: String,
    pub dir: Direction,
    pub start_url: UrlPath,
    pub theme_color: String,
    pub background_color: String,
    pub icons: Vec<Icon>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Icon {
    pub src: UrlPath,
    /// `192x192`, or `any` for SVG.
    pub sizes: String,
    #[serde(rename = "type")]
    pub media_type: String,
    /// `any`, `maskable` or `monochrome`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

/// What is the same in every language. The scope is the whole site, so that changing the language does not leave the app; the
/// browser's back button stays.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    manifest: &'a Manifest,
    id: &'a UrlPath,
    scope: &'static str,
    display: &'static str,
}

/// The manifest as JSON.
pub fn manifest(manifest: &Manifest) -> String {
    let whole = Whole { manifest, id: &manifest.start_url, scope: "/", display: "minimal-ui" };
    serde_json::to_string(&whole).expect("BUG: a manifest holds nothing but strings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_read_back() {
        let icon = Icon {
            src: UrlPath::new("/assets/icon.svg"),
            sizes: "any".to_string(),
            media_type: "image/svg+xml".to_string(),
            purpose: None,
        };
        let text = manifest(&Manifest {
            name: "دليل \"x\"".to_string(),
            short_name: "دليل".to_string(),
            description: None,
            lang: "ar".to_string(),
            dir: Direction::Rtl,
            start_url: UrlPath::new("/ar/"),
            theme_color: "#fff".to_string(),
            background_color: "#fff".to_string(),
            icons: vec![icon],
        });
        let expected = serde_json::json!({
            "name": "دليل \"x\"", "short_name": "دليل", "lang": "ar", "dir": "rtl", "start_url": "/ar/", "id": "/ar/", "scope": "/",
            "display": "minimal-ui", "theme_color": "#fff", "background_color": "#fff",
            "icons": [{"src": "/assets/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), expected);
    }
}
