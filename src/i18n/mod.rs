//! Everything that differs between languages besides the texts of pages: interface strings and their plurals, dates, digits, lists,
//! alphabetical order and the names of languages.
//!
//! Reads no file and prints nothing. Each language's formatters are made once, in its `Catalog`, and shared between threads.

mod catalog;
mod collate;
mod complete;
mod dates;
mod keys;
mod lists;
mod locale;
mod message;
mod names;
mod numbers;
mod plurals;
mod strings;

pub use catalog::{Catalog, Catalogs, Wanted, parse};
pub use collate::{Collation, CollationKey};
pub use dates::{DateText, Dates, from_solar};
pub use keys::CODE_KEYS;
pub use lists::Lists;
pub use message::{Message, Part, Template};
pub use names::{LanguageName, language_name};
pub use numbers::{localised, number};
pub use plurals::{Form, Plurals};
