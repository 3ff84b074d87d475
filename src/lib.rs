//! dalil: a static site generator for trustworthy legal information in many languages on slow connections.
//!
//! ```text
//! Sources ─parse→ Documents ─resolve→ Site ─check→ Diagnostics
//!                                     Site + Theme ─render→ files ─verify→ Diagnostics
//!                                     files ─emit→ public/   or   ─publish→ preview server
//! ```
//!
//! The modules in reading order. Only `load` reads files and only `emit` writes them; everything between is pure.

pub mod builtin;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod digest;
pub mod emit;
pub mod finding;
pub mod i18n;
pub mod load;
pub mod markup;
pub mod memo;
pub mod model;
pub mod outside;
pub mod parse;
pub mod pdf;
pub mod picture;
pub mod pipeline;
pub mod render;
pub mod resolve;
pub mod search;
mod search_tests;
pub mod serve;
pub mod theme;
pub mod translate;
pub mod verify;
mod weigh;
mod xml;
mod yaml;
