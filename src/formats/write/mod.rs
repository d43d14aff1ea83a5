//! Writers: a record to bytes.

pub mod json;
