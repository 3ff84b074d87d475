//! Site and theme to artifacts. Pure: nothing here reads, writes or knows the time.

pub mod body;
pub mod highlight;
