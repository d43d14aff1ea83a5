//! What words were found to mean before. Four of five names in a paper stood in it before, and what their words may mean
//! hangs on the words alone: looking it up in the dictionary and comparing case and marks is done once.

use std::ops::Range;

use biospan_lexicon::image::flags;
use biospan_lexicon::surface::Case;

use super::candidate::Candidate;
use super::feature::Features;
use super::kinds::Kind;

/// All concepts of one type that some words may name, wherever they stand.
#[derive(Clone, Debug)]
pub struct Sense {
    /// The entity type.
    pub kind: Kind,
    /// Where its candidates are among those of [`Known`].
    candidates: Range<u32>,
    /// What the words and the names say.
    pub features: Features,
    /// Whether a dictionary of the user's has the name.
    pub own: bool,
    /// Whether policy says that the words are a name of the type, as good as certain.
    pub sure: bool,
    /// How close the closest of its names is to its concept.
    pub closest: u8,
}

/// The senses of words, by dictionary, key and the words as they are written. It serves one run's options.
#[derive(Debug)]
pub struct Known {
    /// By a hash of the three; the last words with the hash stay.
    slots: Vec<Slot>,
    words: Vec<u8>,
    senses: Vec<Sense>,
    candidates: Vec<Candidate>,
    generation: u64,
}

/// Words and their senses, as ranges.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u32,
    layer: u8,
    words: (u32, u32),
    senses: (u32, u32),
}

/// How many words have a slot, as a power of two.
const SLOTS: u32 = 14;
/// When there are so many bytes of words, or of candidates a sixteenth of it, all is forgotten.
const MOST: usize = 1 << 20;

impl Default for Known {
    fn default() -> Self {
        Self { slots: vec![Slot::default(); 1 << SLOTS], words: Vec::new(), senses: Vec::new(), candidates: Vec::new(), generation: 0 }
    }
}

impl Known {
    #[inline]
    fn slot(layer: u8, key: u32, words: &[u8]) -> usize {
        // The same name at the start of a sentence and in the plural has other slots.
        let written = words.first().map_or(0, |first| u64::from(*first)) << 8 | words.len() as u64 & 0xff;
        let all = u64::from(key) << 24 | written << 8 | u64::from(layer);
        (all.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - SLOTS)) as usize
    }

    /// How often all was forgotten: what [`Known::get`] said before that is void.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The senses of words that were learned before.
    #[inline]
    pub fn get(&self, layer: u8, key: u32, words: &[u8]) -> Option<Range<usize>> {
        let slot = &self.slots[Self::slot(layer, key, words)];
        // No words are empty, so that a slot that was never filled fits none.
        let known = self.words.get(slot.words.0 as usize..slot.words.1 as usize)?;
        let same = slot.key == key && slot.layer == layer && are_same(known, words);
        same.then_some(slot.senses.0 as usize..slot.senses.1 as usize)
    }

    /// Remembers the senses that `add` adds for some words; returns where they are.
    pub fn learn(&mut self, layer: u8, key: u32, words: &[u8], add: impl FnOnce(&mut Known)) -> Range<usize> {
        if self.words.len() > MOST || self.candidates.len() > MOST / 16 {
            *self = Known { generation: self.generation + 1, ..Known::default() };
        }
        let (first_byte, first) = (self.words.len() as u32, self.senses.len());
        self.words.extend_from_slice(words);
        add(self);
        let (words_range, senses) = ((first_byte, self.words.len() as u32), first..self.senses.len());
        let slot = Slot { key, layer, words: words_range, senses: (senses.start as u32, senses.end as u32) };
        self.slots[Self::slot(layer, key, words)] = slot;
        senses
    }

    /// Adds a sense with its candidates; `features` and `own` are told of them.
    pub fn add(&mut self, kind: Kind, candidates: impl Iterator<Item = Candidate>, features: impl FnOnce(&[Candidate]) -> Features) {
        let from = self.candidates.len();
        self.candidates.extend(candidates);
        let added = &self.candidates[from..];
        let own = added.iter().any(|candidate| candidate.layer > 0);
        // WNT and RAS are Wnt and Ras.
        let raised = |candidate: &Candidate| candidate.entry.has(flags::CAPITALISED) && candidate.likeness.case == Case::Raised;
        let faithful = |candidate: &Candidate| candidate.likeness.case.is_faithful() || raised(candidate);
        let sure = added.iter().any(|candidate| candidate.entry.has(flags::SURE) && faithful(candidate));
        let closest = added.iter().map(|candidate| candidate.entry.scope().closeness()).min().unwrap_or(u8::MAX);
        let features = features(added);
        self.senses.push(Sense { kind, candidates: from as u32..self.candidates.len() as u32, features, own, sure, closest });
    }

    /// Senses and their candidates, by what [`Known::get`] or [`Known::learn`] returned.
    pub fn senses(&self, senses: Range<usize>) -> impl Iterator<Item = (&Sense, &[Candidate])> {
        let candidates = |sense: &Sense| &self.candidates[sense.candidates.start as usize..sense.candidates.end as usize];
        self.senses[senses].iter().map(move |sense| (sense, candidates(sense)))
    }
}

/// Whether words are the same, without a call for short ones, as nearly all are.
#[inline]
fn are_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    // The last eight bytes may overlap the first.
    match (one.first_chunk::<8>(), one.last_chunk::<8>(), other.first_chunk::<8>(), other.last_chunk::<8>()) {
        (Some(first), Some(last), Some(other_first), Some(other_last)) => {
            first == other_first && last == other_last && (one.len() <= 16 || one == other)
        }
        _ => one.iter().zip(other).all(|(left, right)| left == right),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_the_same_byte_by_byte(one in "[ab]{0,24}", other in "[ab]{0,24}", at in 0usize..24) {
            prop_assert_eq!(are_same(one.as_bytes(), other.as_bytes()), one == other);
            let mut changed = one.clone().into_bytes();
            prop_assert!(are_same(&changed, one.as_bytes()));
            if let Some(byte) = changed.get_mut(at) {
                *byte = b'c';
                prop_assert!(!are_same(&changed, one.as_bytes()));
            }
        }
    }

    #[test]
    fn words_are_known_as_they_are_written_and_by_dictionary_and_key() {
        let mut known = Known::default();
        assert_eq!(known.get(0, 7, b"IL-6"), None);
        let learned = known.learn(0, 7, b"IL-6", |known| known.add(3, std::iter::empty(), |_| Features(5)));
        assert_eq!(known.get(0, 7, b"IL-6"), Some(learned.clone()));
        for (layer, key, words) in [(0, 7, b"IL-7"), (0, 8, b"IL-6"), (1, 7, b"IL-6")] {
            assert_eq!(known.get(layer, key, words), None);
        }
        let senses: Vec<_> = known.senses(learned).map(|(sense, candidates)| (sense.kind, sense.features, candidates.len())).collect();
        assert_eq!(senses, [(3, Features(5), 0)]);
    }

    #[test]
    fn what_is_known_stays_small() {
        let mut known = Known::default();
        let words = [b'a'; 1 << 12];
        for key in 0..1000 {
            known.learn(0, key, &words, |_| {});
            assert!(known.words.len() <= MOST + 2 * words.len());
        }
        assert_eq!(known.get(0, 999, &words), Some(0..0));
    }
}
