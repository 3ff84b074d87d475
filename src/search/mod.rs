//! Search: an index for each language, small enough for a phone on a slow line, and the engine that asks it.
//!
//! ```text
//! Corpus ─build→ Head + Part ─part::encode→ files ─part::decode→ Engine ─search→ Hits
//! ```
//!
//! The browser decodes the same files and ranks by the same rules (`themes/default/assets/search.js`). Knows nothing of portals, pages
//! or HTML: `render` makes the `Corpus`.

pub mod build;
mod codec;
pub mod engine;
pub mod family;
pub mod fold;
pub mod part;

pub use build::{Concept, Corpus, SourcePage, SourceSection, build};
pub use engine::{Engine, Hit, Reason};
pub use part::{Head, Part};

/// The index of one language as it is published.
#[derive(Debug, Clone)]
pub struct Index {
    /// What the client asks for first.
    pub file: String,
}

/// Letters of a snippet.
const SNIPPET: usize = 90;

impl Index {
    pub fn of(corpus: &Corpus) -> Index {
        let (head, part) = build(corpus, SNIPPET);
        Index { file: part::encode(Some(&head), &part) }
    }
}
