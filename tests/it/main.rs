//! Tests of the whole: one binary, since every binary that is linked carries the dictionary.

mod batch;
mod chains;
mod check;
mod cli;
mod convert;
mod corpus;
mod dict;
mod dictionary;
mod eval;
mod explain;
#[cfg(feature = "sqlite")]
mod index;
mod page;
mod readme;
mod round_trip;
mod sample;
mod schema;
mod shell;
