//! All integration tests, in one binary. Each looks at dalil from outside: through the library's front doors or the program itself.
#![allow(clippy::disallowed_methods, reason = "tests make portals on disk and look at what dalil writes")]

mod bad_input;
mod check;
mod docs;
mod emit;
mod fixture;
mod freshness;
mod load;
mod parity;
mod pictures;
mod rebuild;
mod same_bytes;
mod search;
mod serve;
mod shell;
mod tidy;
mod weight;

/// One test for each folder of `tests/sites`, made by `build.rs`. See `fixture::check_site` for what a folder holds.
mod sites {
    include!(concat!(env!("OUT_DIR"), "/sites.rs"));
}

/// One test for each folder of `tests/check`, made by `build.rs`. See `check::check_rule` for what a folder holds.
mod checks {
    include!(concat!(env!("OUT_DIR"), "/checks.rs"));
}
