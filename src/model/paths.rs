//! The four kinds of path that must never be mixed up: of a source file, of a page, of a URL and of an output file. All use `/`.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

macro_rules! path_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(path: impl Into<Arc<str>>) -> $name {
                $name(path.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

path_type!(
    /// A file of the portal, relative to its root: `content/en/index.md`.
    SourcePath
);
path_type!(
    /// A page, whatever the language: `situations/detained`. A folder's `index.md` has the folder's key; the home page is `index`.
    PageKey
);
path_type!(
    /// The path of a URL on the site, from the root: `/en/situations/detained/`.
    UrlPath
);
path_type!(
    /// A file of the output, relative to its root: `en/situations/detained/index.html`.
    OutPath
);

impl PageKey {
    pub const HOME: &'static str = "index";

    /// The key of the page that the file `path`, below a language's folder, is an edition of.
    pub fn of_file(path: &str) -> PageKey {
        let stem = path.strip_suffix(".md").unwrap_or(path);
        PageKey::new(stem.strip_suffix("/index").unwrap_or(stem))
    }

    pub fn is_home(&self) -> bool {
        self.as_str() == PageKey::HOME
    }

    /// The folder at the top of `content/<language>/`, or nothing for a page that lies there itself.
    pub fn section(&self) -> Option<&str> {
        self.as_str().split_once('/').map(|(section, _)| section)
    }

    /// The key one level up: `guides/removal` for `guides/removal/appeal`.
    pub fn parent(&self) -> Option<PageKey> {
        self.as_str().rsplit_once('/').map(|(parent, _)| PageKey::new(parent))
    }

    /// The last segment: `detained` for `situations/detained`.
    pub fn name(&self) -> &str {
        self.as_str().rsplit('/').next().unwrap_or(self.as_str())
    }
}

impl UrlPath {
    /// The file that a server answers this URL with.
    pub fn file(&self) -> OutPath {
        let path = self.as_str().trim_start_matches('/');
        OutPath::new(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() })
    }
}
