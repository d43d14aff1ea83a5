//! Numbers of dbSNP: `rs113488022`, `rs 1234`, `rs#1999764`.

use super::cursor::Cursor;
use super::{Reading, Sureness};

/// The fewest digits of a number; shorter ones are other things.
const DIGITS: usize = 3;

/// Reads a number at the cursor: no variant says what it is.
pub(super) fn read(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    if !next.eat(b"rs") && !next.eat(b"RS") {
        return None;
    }
    let parted = next.eat(b"#") || next.blank();
    let from = next.at;
    next.number()?;
    let digits = next.at - from;
    (digits >= DIGITS + usize::from(parted) && next.at_end()).then(|| Reading {
        end: next.at,
        variants: Vec::new(),
        sureness: Sureness::Clear,
    })
}
