//! Long words that a slip of one letter makes unknown: `hepatocelular`, `pneumoina`.
//!
//! Two words differ by one letter (one more, one less, another, two swapped) if taking one letter from the one, or none, gives the
//! other, or the other less one of its letters (Garbe's symmetric deletions). An image holds a filter of the long words of names
//! less one letter each, which tells nearly all words of a text in a dozen looks that they are no slips, and the words themselves
//! as the low halves of their hashes. The first letter is taken for right: slips there are rare, and `a-` and `methyl` begin with
//! it.

use std::collections::BTreeSet;

use crate::hash;
use crate::search::{filter, passes, slot_of};

/// The fewest letters of a word that is looked after.
pub const SHORTEST: usize = 8;
/// The most.
pub const LONGEST: usize = 24;

/// The long words of a dictionary, and what is left of each without one of its letters.
#[derive(Clone, Copy, Debug, Default)]
pub struct LongWords<'a> {
    /// Low halves of the words' hashes, each in the slot that its hash gives or one behind it; 0 where none is.
    pub(crate) words: &'a [u32],
    /// Filter over the hashes of the words less one letter; its size is a power of two.
    pub(crate) shortened: &'a [u64],
}

/// The words of a text that a dictionary may have to look after: letters only, neither short nor endless.
#[must_use]
pub fn is_long(word: &[u8]) -> bool {
    (SHORTEST..=LONGEST).contains(&word.len()) && word.iter().all(u8::is_ascii_alphabetic)
}

/// Calls `each` with the word less each of its letters but the first; of equal letters side by side one is enough.
fn shortenings(word: &[u8], mut each: impl FnMut(usize, &[u8])) {
    let mut short = [0u8; LONGEST];
    let Some(rest) = word.len().checked_sub(1).filter(|rest| *rest <= LONGEST) else { return };
    for at in (1..word.len()).filter(|at| *at == 1 || word[*at] != word[at - 1]) {
        short[..at].copy_from_slice(&word[..at]);
        short[at..rest].copy_from_slice(&word[at + 1..]);
        each(at, &short[..rest]);
    }
}

/// Words and filter of [`LongWords`].
pub(crate) fn pack(words: &BTreeSet<Vec<u8>>) -> (Vec<u32>, Vec<u64>) {
    let mut slots = vec![0u32; if words.is_empty() { 0 } else { words.len() * 2 + 1 }];
    for hash in words.iter().map(|word| hash::token(word)) {
        let mut at = slot_of(hash, slots.len());
        while slots[at] != 0 && slots[at] != hash as u32 {
            at = (at + 1) % slots.len();
        }
        slots[at] = hash as u32;
    }
    let mut hashes: Vec<u64> = Vec::new();
    words.iter().for_each(|word| shortenings(word, |_, short| hashes.push(hash::token(short))));
    (slots, filter(hashes.into_iter()))
}

impl LongWords<'_> {
    /// Whether the word is one of them; letters are alike in either case.
    #[must_use]
    pub fn has(&self, word: &[u8]) -> bool {
        let hash = hash::token(word);
        let Some((before, behind)) = self.words.split_at_checked(slot_of(hash, self.words.len())) else { return false };
        // A full table, which only a damaged image has, ends the walk too.
        let run = behind.iter().chain(before).take_while(|slot| **slot != 0);
        hash as u32 != 0 && run.into_iter().any(|slot| *slot == hash as u32)
    }

    /// Those words from which `word`, which is none of them, differs by one letter behind its first, in small letters; sorted,
    /// no two alike.
    ///
    /// Hashes decide, so that one in ten thousand may be no word of the dictionary.
    #[must_use]
    pub fn near(&self, word: &[u8]) -> Vec<String> {
        let (mut found, mut shorter) = (Vec::new(), Vec::new());
        if self.words.is_empty() || word.len() + 1 < SHORTEST || word.len() > LONGEST || self.has(word) {
            return found;
        }
        let word = word.to_ascii_lowercase();
        let mut keep = |candidate: &[u8]| {
            if self.has(candidate) && candidate != word.as_slice() {
                found.extend(std::str::from_utf8(candidate).map(str::to_owned));
            }
        };
        let mut with = |word: &[u8], at: usize, letters: std::ops::RangeInclusive<u8>| {
            let mut longer = [&word[..at], b"a", &word[at..]].concat();
            for letter in letters {
                longer[at] = letter;
                keep(&longer);
            }
        };
        // One letter is missing.
        if passes(self.shortened, hash::token(&word)) {
            (1..=word.len()).for_each(|at| with(&word, at, b'a'..=b'z'));
        }
        shortenings(&word, |at, short| {
            // It is one too many; another should stand in its place, or in that of an equal one behind it; it belongs one place
            // further to the front or to the back.
            let own = word[at];
            let behind = at + word[at..].iter().take_while(|letter| **letter == own).count();
            if passes(self.shortened, hash::token(short)) {
                (at..behind).for_each(|at| with(short, at, b'a'..=b'z'));
                let swapped = [at - 1, behind].into_iter().filter(|at| (1..=short.len()).contains(at));
                swapped.for_each(|at| with(short, at, own..=own));
            }
            if self.has(short) {
                shorter.push(short.to_vec());
            }
        });
        shorter.iter().for_each(|short| keep(short));
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_one_slip_behind_their_first_letter() {
        let known = ["hepatocellular", "pneumonia", "pneumonic", "carcinoma", "leukaemia"];
        let (words, shortened) = pack(&known.iter().map(|word| word.as_bytes().to_vec()).collect());
        let long = LongWords { words: &words, shortened: &shortened };
        for (word, expected) in [
            ("hepatocelular", &["hepatocellular"][..]),
            ("Hepatocelllular", &["hepatocellular"]),
            ("pneumoina", &["pneumonia"]),
            ("pnuemonia", &["pneumonia"]),
            ("pneumoni", &["pneumonia", "pneumonic"]),
            ("carcinoma", &[]),
            ("carcinome", &["carcinoma"]),
            ("CARCIMOMA", &["carcinoma"]),
            ("karcinoma", &[]),
            ("arcinoma", &[]),
            ("leukaemiaa", &["leukaemia"]),
            ("leucemia", &[]),
            ("leukeamia", &["leukaemia"]),
            ("lekuaemai", &[]),
            ("carccnoma", &["carcinoma"]),
            ("", &[]),
            ("p", &[]),
        ] {
            assert_eq!(long.near(word.as_bytes()), expected, "{word}");
        }
        assert_eq!(LongWords::default().near(b"hepatocelular"), Vec::<String>::new());
    }
}
