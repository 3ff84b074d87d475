//! Translations and what they were made from: sections, the digests that pin them, and the facts that must agree.
//!
//! Pure. Knows pages and editions, but neither their URLs nor how they are shown; `check` words the findings, `cli` runs the commands.

mod assemble;
mod changes;
mod content;
mod digest;
mod facts;
mod flat;
mod fragment;
mod import;
mod interface;
mod markdown;
mod names;
mod pairing;
mod parity;
pub mod po;
mod returned;
mod scalar;
mod scan;
mod sections;
mod sheet;
mod stamp;
mod status;
mod tagged;
mod units;
pub mod xliff;

pub use changes::{ChangedLine, Changes, SectionDifference, Since, changes};
pub use digest::{PIN_DIGITS, SectionDigest, digests, freshness};
pub use facts::{Fact, Facts, Value, facts};
pub use import::{Imported, ImportedFile, import};
pub use interface::sheet as interface_sheet;
pub use parity::{Difference, differences};
pub use returned::Returned;
pub use sections::{Section, sections};
pub use sheet::{Bundle, Entry, EntryState, History, Old, Sheet, old_sections, sheet, wanted_history};
pub use stamp::{Pins, Stamp, Stamped, pins, stamp};
pub use status::{EditionStatus, LanguageStatus, Next, OutdatedSection, Overview, PageStatus, State, state, status, words_of};
pub use tagged::tagged;
