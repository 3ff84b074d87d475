//! Plain text as HTML: escaped, and with runs of the other direction set apart (W3C, "Inline markup and bidirectional text in HTML").
//!
//! Shared by the bodies that `render` writes and by templates. Knows no Markdown and no templates.

mod escape;
mod isolate;

pub use escape::{attribute_escaped, push_attribute, push_text, text_escaped};
pub use isolate::{has_rtl, push_isolated, text_isolated};
