//! What misleads or endangers a reader though the site is sound: one file for each family of rules, in the table below.
//!
//! Looks at the `Site` and never at files or output; whether a reference exists at all is for `resolve`.

mod freshness;
mod parity;
mod terms;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::Site;

/// A family of rules: its name, and what it finds.
pub type Rule = (&'static str, fn(&Site) -> Vec<Diagnostic>);

#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    ("freshness", freshness::check),
    ("parity", parity::check),
    ("terms", terms::check),
];

/// Everything that the rules find, in the order of files and places.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = RULES.par_iter().flat_map_iter(|(_, rule)| rule(site)).collect();
    found.sort();
    found
}
