//! The nouns of dalil, in the order the stages make them: sources, documents, registers, site, artifacts. Values only, no behaviour
//! beyond looking things up; the verbs are in `load`, `parse`, `resolve`, `check`, `render` and `emit`.

mod artifact;
mod body;
mod document;
mod freshness;
mod language;
mod paths;
mod registers;
mod site;
mod source;

pub use artifact::*;
pub use body::*;
pub use document::*;
pub use freshness::*;
pub use language::*;
pub use paths::*;
pub use registers::*;
pub use site::*;
pub use source::*;
