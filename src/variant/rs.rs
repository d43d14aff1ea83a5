//! Numbers of dbSNP: `rs113488022`, `rs 1234`, `rs#1999764`.

use super::cursor::Cursor;
use super::{Reading, Sureness};

/// The fewest digits of a number; shorter ones are other things.
const DIGITS: usize = 3;
/// And behind capitals, which names of strains and stations have too.
const DIGITS_BEHIND_CAPITALS: usize = 5;

/// Reads a number at the cursor: no variant says what it is.
pub(super) fn read(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let capitals = next.eat(b"RS");
    if !capitals && !next.eat(b"rs") {
        return None;
    }
    let least = if capitals { DIGITS_BEHIND_CAPITALS } else { DIGITS };
    let parted = next.eat(b"#") || next.blank();
    let from = next.at;
    next.number()?;
    let digits = next.at - from;
    (digits >= least + usize::from(parted) && next.at_end()).then(|| Reading {
        end: next.at,
        variants: Vec::new(),
        sureness: Sureness::Clear,
    })
}
