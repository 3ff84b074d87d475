//! Translations and what they were made from: sections, the digests that pin them, and the facts that must agree.
//!
//! Pure. Knows pages and editions, but neither their URLs nor how they are shown; `check` words the findings, `cli` runs the commands.

mod digest;
mod facts;
mod flat;
mod names;
mod parity;
mod scan;
mod sections;
mod stamp;
mod status;

pub use digest::{PIN_DIGITS, SectionDigest, digests, freshness};
pub use facts::{Fact, Facts, Value, facts};
pub use parity::{Difference, differences};
pub use sections::{Section, sections};
pub use stamp::{Pins, Stamp, Stamped, pins, stamp};
pub use status::{EditionStatus, LanguageStatus, Next, OutdatedSection, Overview, PageStatus, State, state, status};
