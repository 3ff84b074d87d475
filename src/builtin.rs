//! The files compiled into the binary: the default theme and the interface strings, under the paths they have in a portal.
//!
//! Decides nothing: `load` lays them under the portal's own files.

/// Path and bytes, in path order.
pub const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
