//! The record as JSON on one line.

use super::json::{self, JsonOptions};
use super::{Carries, Format, Frame};

/// JSON Lines.
pub const FORMAT: Format = Format {
    name: "jsonl",
    description: "biospan's record, one object a line",
    ending: "jsonl",
    frame: |_| Frame::Stream { head: "" },
    append: |record, options, out| {
        json::append(record, JsonOptions { text: options.text, pretty: false }, out)?;
        out.push(b'\n');
        Ok(())
    },
    beside: None,
    carries: Carries::ALL,
};
