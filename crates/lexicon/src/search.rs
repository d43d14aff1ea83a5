//! Finding the keys of an image in a sequence of tokens: every name at every place, overlapping ones too.
//!
//! Work goes in stages over a block of tokens, so that look-ups that miss the cache overlap: filters first
//! (small enough for the second-level cache), then the tables, then the longer names.

use crate::hash::extend;
use crate::image::{EMPTY, Image, PairSlot, Slot};
use crate::token::{Gap, Token};

/// A key found in a sequence of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Index of its first token.
    pub token: u32,
    /// Number of tokens.
    pub length: u32,
    /// The key; [`Image::entries`] has its names.
    pub key: u32,
}

/// Buffers of a search, kept from text to text.
#[derive(Clone, Debug, Default)]
pub struct Search {
    singles: Vec<u32>,
    pairs: Vec<(u32, u64)>,
}

/// How many tokens are taken at a time.
const BLOCK: usize = 1024;

#[inline]
pub(crate) fn filter_bits(hash: u64) -> u64 {
    1 << (hash & 63) | 1 << ((hash >> 6) & 63) | 1 << ((hash >> 12) & 63)
}

#[inline]
pub(crate) fn filter_word(hash: u64, words: usize) -> usize {
    (hash >> 18) as usize & (words - 1)
}

#[inline]
fn passes(filter: &[u64], hash: u64) -> bool {
    let bits = filter_bits(hash);
    filter[filter_word(hash, filter.len())] & bits == bits
}

#[inline]
pub(crate) fn slot_of(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

fn find(slots: &[Slot], hash: u64) -> Option<u32> {
    let mut at = slot_of(hash, slots.len());
    // A full table, which only a damaged image has, ends the walk too.
    for _ in 0..slots.len() {
        let slot = slots[at];
        if slot.key == EMPTY {
            return None;
        }
        if slot.fingerprint == hash as u32 {
            return Some(slot.key);
        }
        at = if at + 1 == slots.len() { 0 } else { at + 1 };
    }
    None
}

/// The bits of a single-token slot's key that hold the case that the name needs.
pub(crate) const CASE_SHIFT: u32 = 30;
const KEY: u32 = (1 << CASE_SHIFT) - 1;

fn find_pair(slots: &[PairSlot], hash: u64) -> Option<PairSlot> {
    let mut at = slot_of(hash, slots.len());
    for _ in 0..slots.len() {
        let slot = slots[at];
        if slot.key == EMPTY && slot.lengths == 0 {
            return None;
        }
        if slot.fingerprint == hash as u32 {
            return Some(slot);
        }
        at = if at + 1 == slots.len() { 0 } else { at + 1 };
    }
    None
}

/// The key of a sequence of tokens that is a name, by the tokens' hashes.
#[must_use]
pub fn key_of(image: &Image<'_>, tokens: &[u64]) -> Option<u32> {
    let hash = crate::hash::sequence(tokens.iter().copied());
    match tokens.len() {
        0 => None,
        1 => find(image.singles, hash).map(|key| key & KEY),
        2 => find_pair(image.pairs, hash).map(|slot| slot.key).filter(|key| *key != EMPTY),
        _ => find(image.longs, hash),
    }
}

impl Search {
    /// Appends all hits in `tokens` to `hits`, ordered by first token, shorter ones first. No hit crosses a
    /// [`Gap::Break`].
    pub fn all(&mut self, image: &Image<'_>, tokens: &[Token], hits: &mut Vec<Hit>) {
        let first = hits.len();
        for from in (0..tokens.len()).step_by(BLOCK) {
            self.block(image, tokens, from, (from + BLOCK).min(tokens.len()), hits);
        }
        hits[first..].sort_unstable();
    }

    /// Hits that begin in `tokens[from..to]`.
    fn block(&mut self, image: &Image<'_>, tokens: &[Token], from: usize, to: usize, hits: &mut Vec<Hit>) {
        self.singles.clear();
        self.pairs.clear();
        for at in from..to {
            let hash = tokens[at].hash;
            if passes(image.single_filter, hash) {
                self.singles.push(at as u32);
            }
            if let Some(next) = tokens.get(at + 1)
                && next.gap != Gap::Break
            {
                let pair = extend(hash, next.hash);
                if passes(image.pair_filter, pair) {
                    self.pairs.push((at as u32, pair));
                }
            }
        }
        // These loads do not wait for each other; the look-ups below then find their slots in the cache.
        let singles = self.singles.iter().map(|&token| slot_of(tokens[token as usize].hash, image.singles.len()));
        let pairs = self.pairs.iter().map(|&(_, hash)| slot_of(hash, image.pairs.len()));
        let touched = singles.fold(0u32, |sum, at| sum.wrapping_add(image.singles[at].fingerprint));
        std::hint::black_box(pairs.fold(touched, |sum, at| sum.wrapping_add(image.pairs[at].fingerprint)));
        for &token in &self.singles {
            let own = &tokens[token as usize];
            if let Some(key) = find(image.singles, own.hash).filter(|key| own.case as u32 >= key >> CASE_SHIFT) {
                hits.push(Hit { token, length: 1, key: key & KEY });
            }
        }
        for &(token, hash) in &self.pairs {
            let Some(slot) = find_pair(image.pairs, hash) else { continue };
            if slot.key != EMPTY {
                hits.push(Hit { token, length: 2, key: slot.key });
            }
            if slot.lengths != 0 {
                longer(image, tokens, token, hash, slot.lengths, hits);
            }
        }
    }
}

/// Names of three tokens and more that begin at `token` with a known pair.
fn longer(image: &Image<'_>, tokens: &[Token], token: u32, pair: u64, lengths: u32, hits: &mut Vec<Hit>) {
    let mut hash = pair;
    let mut rest = lengths;
    for (more, next) in tokens[token as usize + 2..].iter().enumerate() {
        if rest == 0 || next.gap == Gap::Break {
            return;
        }
        hash = extend(hash, next.hash);
        if more == 0 && !passes(image.triple_filter, hash) {
            return;
        }
        if rest & 1 == 1
            && let Some(key) = find(image.longs, hash)
        {
            hits.push(Hit { token, length: more as u32 + 3, key });
        }
        rest >>= 1;
    }
}
