//! What machines read: sitemap, feeds, robots.txt, the host's headers and redirects.
//!
//! Each is a pure function from plain values to bytes. None of them knows the site, templates or the clock: what is listed, and under
//! which date, is the caller's.

mod csp;
mod feed;
mod headers;
mod redirects;
mod robots;
mod sitemap;
mod url;

pub use csp::{InlineHashes, policy};
pub use feed::{Entry, Feed, feed};
pub use headers::headers;
pub use redirects::redirects;
pub use robots::robots;
pub use sitemap::{SitemapUrl, sitemap};
pub use url::{encoded, encoded_value};
