//! Finding the keys of an image in a sequence of tokens: every name at every place, overlapping ones too.
//!
//! Work goes in stages over a block of tokens, so that look-ups that miss the cache overlap: filters first
//! (small enough for the second-level cache), then the tables, then the longer names.

use crate::hash::extend;
use crate::image::{EMPTY, Image, Opening, Slot};
use crate::token::{Gap, Token, TokenCase};

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
    /// Tokens that may be names by themselves; the first so many of [`BLOCK`] count.
    singles: Vec<u32>,
    /// Tokens that may begin a longer name, with the hash of the pair; as above.
    pairs: Vec<(u32, u64)>,
    /// The hash of each token of a block with the one behind it.
    hashes: Vec<u64>,
    /// By token of a block, the words of the filters for single tokens and for pairs that its bits are looked for in.
    words: [Vec<u64>; 2],
    opened: Vec<Opened>,
    longs: Vec<(Hit, u64)>,
    found: [Vec<Hit>; 3],
}

/// A pair of tokens with which names of three tokens and more begin.
#[derive(Clone, Copy, Debug)]
struct Opened {
    token: u32,
    /// See [`Opening::lengths`].
    lengths: u32,
    /// Hash of the first three tokens.
    triple: u64,
}

/// How many tokens are taken at a time.
const BLOCK: usize = 1024;

#[inline]
fn filter_bits(hash: u64) -> u64 {
    1 << (hash & 63) | 1 << ((hash >> 6) & 63) | 1 << ((hash >> 12) & 63)
}

#[inline]
fn filter_word(hash: u64, words: usize) -> usize {
    (hash >> 18) as usize & (words - 1)
}

/// A blocked Bloom filter, three bits of one word a hash, eight bits a name and more.
pub(crate) fn filter(hashes: impl ExactSizeIterator<Item = u64>) -> Vec<u64> {
    let mut words = vec![0u64; (hashes.len() * 8 / 64).max(1).next_power_of_two()];
    let count = words.len();
    for hash in hashes {
        words[filter_word(hash, count)] |= filter_bits(hash);
    }
    words
}

#[inline]
pub(crate) fn passes(filter: &[u64], hash: u64) -> bool {
    has(filter[filter_word(hash, filter.len())], hash)
}

/// Whether a word of a filter has all bits of a hash.
#[inline]
fn has(word: u64, hash: u64) -> bool {
    // Shifted down and not masked: three shifts less, and the answer is a bit that can be added.
    word >> (hash & 63) & word >> (hash >> 6 & 63) & word >> (hash >> 12 & 63) & 1 == 1
}

#[inline]
pub(crate) fn slot_of(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// How many slots are looked at together.
const NEAR: usize = 4;

/// The key of a hash. Slots side by side are compared without a branch for each, since nobody can foretell which it is.
#[inline]
fn find(slots: &[Slot], hash: u64) -> Option<u32> {
    let at = slot_of(hash, slots.len());
    if let Some(near) = slots.get(at..).and_then(<[Slot]>::first_chunk::<NEAR>) {
        // One bit a slot where the search ends.
        let ends = |slot: &Slot| u32::from(slot.fingerprint == hash as u32) | u32::from(slot.key == EMPTY);
        let ends = near.iter().enumerate().fold(0, |sum, (index, slot)| sum | ends(slot) << index);
        if let Some(slot) = near.get(ends.trailing_zeros() as usize) {
            return (slot.key != EMPTY).then_some(slot.key);
        }
    }
    walk(slots, at, hash)
}

#[cold]
fn walk(slots: &[Slot], mut at: usize, hash: u64) -> Option<u32> {
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

/// What is known of a pair of tokens: its key if it is a name, and which longer names begin with it.
#[inline]
fn find_pair(image: &Image<'_>, hash: u64) -> Option<Opening> {
    let key = find(image.pairs, hash)?;
    if key & Opening::BIT == 0 {
        return Some(Opening { key, lengths: 0 });
    }
    image.openings.get((key & !Opening::BIT) as usize).copied()
}

/// The key of a sequence of tokens that is a name, by the tokens' hashes.
#[must_use]
pub fn key_of(image: &Image<'_>, tokens: &[u64]) -> Option<u32> {
    let hash = crate::hash::sequence(tokens.iter().copied());
    // The filters, which lie in the cache, tell most that are none.
    match tokens.len() {
        0 => None,
        1 => passes(image.single_filter, hash).then(|| find(image.singles, hash))?.map(|key| key & KEY),
        2 => passes(image.pair_filter, hash).then(|| find_pair(image, hash))?.map(|pair| pair.key).filter(|key| *key != EMPTY),
        _ => {
            let triple = crate::hash::sequence(tokens[..3].iter().copied());
            passes(image.triple_filter, triple).then(|| find(image.longs, hash))?
        }
    }
}

/// What follows the last token.
const END: Token = Token { start: 0, end: 0, hash: 0, gap: Gap::Break, case: TokenCase::Small };

impl Search {
    /// Appends all hits in `tokens` to `hits`, ordered by first token, shorter ones first. No hit crosses a
    /// [`Gap::Break`].
    pub fn all(&mut self, image: &Image<'_>, tokens: &[Token], hits: &mut Vec<Hit>) {
        self.singles.resize(BLOCK, 0);
        self.pairs.resize(BLOCK, (0, 0));
        self.hashes.resize(BLOCK, 0);
        self.words.iter_mut().for_each(|words| words.resize(BLOCK, 0));
        for from in (0..tokens.len()).step_by(BLOCK) {
            let (singles, pairs) = self.filter(image, tokens, from, (from + BLOCK).min(tokens.len()));
            self.touch(image, tokens, singles, pairs);
            self.found.iter_mut().for_each(Vec::clear);
            self.find_singles(image, tokens, singles);
            self.find_pairs(image, tokens, pairs);
            self.find_longs(image, tokens);
            merge(&self.found, hits);
        }
    }

    /// Collects what in `tokens[from..to]` may begin a name; returns how many tokens and pairs that are.
    ///
    /// In loops as short as can be: the processor has only so many instructions in view, and the fewer belong to one
    /// token, the more of the filters' words are on their way at the same time.
    fn filter(&mut self, image: &Image<'_>, tokens: &[Token], from: usize, to: usize) -> (usize, usize) {
        let (mut singles, mut pairs) = (0, 0);
        let own = &tokens[from..to];
        // Nothing follows the last token of all.
        let followers = &tokens[from + 1..];
        for ((own, next), pair) in own.iter().zip(followers).zip(&mut self.hashes) {
            *pair = extend(own.hash, next.hash);
        }
        let [single_words, pair_words] = &mut self.words;
        for (own, word) in own.iter().zip(&mut *single_words) {
            *word = image.single_filter[filter_word(own.hash, image.single_filter.len())];
        }
        for (pair, word) in self.hashes[..own.len()].iter().zip(&mut *pair_words) {
            *word = image.pair_filter[filter_word(*pair, image.pair_filter.len())];
        }
        // All are written, and the place moves on behind those that pass: a branch would be a guess.
        for ((own, word), at) in own.iter().zip(&*single_words).zip(from as u32..) {
            self.singles[singles] = at;
            singles += usize::from(has(*word, own.hash));
        }
        for (((pair, next), word), at) in self.hashes.iter().zip(followers).zip(&*pair_words).zip(from as u32..).take(own.len()) {
            self.pairs[pairs] = (at, *pair);
            pairs += usize::from(has(*word, *pair) & (next.gap != Gap::Break));
        }
        (singles, pairs)
    }

    /// Reads the slots that are looked up next. These loads do not wait for each other, and the look-ups find their slots
    /// in the cache.
    fn touch(&self, image: &Image<'_>, tokens: &[Token], singles: usize, pairs: usize) {
        let singles = self.singles[..singles].iter().map(|&token| slot_of(tokens[token as usize].hash, image.singles.len()));
        let pairs = self.pairs[..pairs].iter().map(|&(_, hash)| slot_of(hash, image.pairs.len()));
        let touched = singles.fold(0u32, |sum, at| sum.wrapping_add(image.singles[at].fingerprint));
        std::hint::black_box(pairs.fold(touched, |sum, at| sum.wrapping_add(image.pairs[at].fingerprint)));
    }

    fn find_singles(&mut self, image: &Image<'_>, tokens: &[Token], singles: usize) {
        for &token in &self.singles[..singles] {
            let own = &tokens[token as usize];
            if let Some(key) = find(image.singles, own.hash).filter(|key| own.case as u32 >= key >> CASE_SHIFT) {
                self.found[0].push(Hit { token, length: 1, key: key & KEY });
            }
        }
    }

    /// Names of two tokens, and pairs that begin longer ones.
    fn find_pairs(&mut self, image: &Image<'_>, tokens: &[Token], pairs: usize) {
        self.opened.clear();
        for &(token, hash) in &self.pairs[..pairs] {
            let Some(pair) = find_pair(image, hash) else { continue };
            if pair.key != EMPTY {
                self.found[1].push(Hit { token, length: 2, key: pair.key });
            }
            if pair.lengths != 0
                && let Some(next) = tokens.get(token as usize + 2)
                && next.gap != Gap::Break
            {
                self.opened.push(Opened { token, lengths: pair.lengths, triple: extend(hash, next.hash) });
            }
        }
    }

    /// Names of three tokens and more.
    fn find_longs(&mut self, image: &Image<'_>, tokens: &[Token]) {
        self.longs.clear();
        for opened in self.opened.iter().filter(|opened| passes(image.triple_filter, opened.triple)) {
            longer(tokens, opened, &mut self.longs);
        }
        let slots = self.longs.iter().map(|(_, hash)| slot_of(*hash, image.longs.len()));
        std::hint::black_box(slots.fold(0u32, |sum, at| sum.wrapping_add(image.longs[at].fingerprint)));
        for (hit, hash) in &self.longs {
            if let Some(key) = find(image.longs, *hash) {
                self.found[2].push(Hit { key, ..*hit });
            }
        }
    }
}

/// Appends what may be a name and begins with the three tokens, its key not known yet.
fn longer(tokens: &[Token], opened: &Opened, longs: &mut Vec<(Hit, u64)>) {
    let mut hash = opened.triple;
    let mut rest = opened.lengths;
    for (next, length) in tokens[opened.token as usize + 3..].iter().chain(std::iter::once(&END)).zip(3..) {
        if rest & 1 == 1 {
            longs.push((Hit { token: opened.token, length, key: EMPTY }, hash));
        }
        rest >>= 1;
        if rest == 0 || next.gap == Gap::Break {
            return;
        }
        hash = extend(hash, next.hash);
    }
}

/// Appends hits from lists of shorter and longer ones that are each in order.
fn merge(lists: &[Vec<Hit>; 3], hits: &mut Vec<Hit>) {
    let mut rest = lists.each_ref().map(Vec::as_slice);
    let rank = |hits: &[Hit]| hits.first().map_or(u64::MAX, |hit| u64::from(hit.token) << 32 | u64::from(hit.length));
    let mut ranks = rest.map(rank);
    loop {
        let first = if ranks[0] < ranks[1].min(ranks[2]) { 0 } else { 1 + usize::from(ranks[2] < ranks[1]) };
        let Some((hit, others)) = rest[first].split_first() else { return };
        hits.push(*hit);
        rest[first] = others;
        ranks[first] = rank(others);
    }
}
