//! The record as JSON; `docs/json.md` describes every field.
