//! Search: an index for each language, small enough for a phone on a slow line, and the engine that asks it.
//!
//! ```text
//! Corpus ─build→ Head + Part ─part::encode→ files ─part::decode→ Engine ─search→ Hits
//! ```
//!
//! The browser decodes the same files and ranks by the same rules (`themes/default/assets/search.js`). Knows nothing of portals, pages
//! or HTML: `render` makes the `Corpus`.

pub mod bucket;
pub mod build;
mod codec;
pub mod engine;
pub mod family;
pub mod fold;
pub mod part;
mod slots;

pub use bucket::Index;
pub use build::{Concept, Corpus, SourcePage, SourceSection, build};
pub use engine::{Engine, Hit, Reason};
pub use part::{Head, Part};

/// Letters of a snippet.
const SNIPPET: usize = 62;

/// The index of a corpus, in as many files as it needs.
pub fn index(corpus: &Corpus) -> Index {
    let (head, part) = build(corpus, SNIPPET);
    Index::new(head, part)
}

/// The best answers of an index, as the browser finds them.
pub fn search(index: &Index, query: &str, limit: usize) -> Vec<Hit> {
    let words = engine::words(&index.head, query);
    index.loaded(&words).search(query, limit)
}
