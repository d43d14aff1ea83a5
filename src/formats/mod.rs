//! The forms in which papers come and records go: one file a format, all of one shape.

pub mod read;
pub mod write;
