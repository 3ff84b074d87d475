//! From the resolved site to the files of the output.

pub mod outputs;
