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

/// The words of a hit as they are written, with their first bytes at hand.
#[derive(Clone, Copy, Debug)]
pub struct Written<'t> {
    words: &'t [u8],
    /// The first sixteen bytes, the first one lowest, and 0 for those that there are not.
    head: u128,
}

/// How many bytes of words a slot holds.
const HEAD: usize = 16;

impl<'t> Written<'t> {
    /// The words between two bytes of a text; none if they are not there.
    #[inline]
    #[must_use]
    pub fn new(text: &'t [u8], from: usize, to: usize) -> Self {
        let words = text.get(from..to).unwrap_or(&[]);
        // Read with what stands behind them, which is then cut off: nobody can foretell how long they are.
        let head = match text.get(from..).and_then(<[u8]>::first_chunk::<HEAD>) {
            Some(chunk) if words.len() < HEAD => u128::from_le_bytes(*chunk) & ((1 << (8 * words.len())) - 1),
            Some(chunk) => u128::from_le_bytes(*chunk),
            None => Self::short_head(words),
        };
        Self { words, head }
    }

    /// At the end of a text.
    #[cold]
    fn short_head(words: &[u8]) -> u128 {
        let mut chunk = [0; HEAD];
        chunk.iter_mut().zip(words).for_each(|(place, byte)| *place = *byte);
        u128::from_le_bytes(chunk)
    }
}

/// Words and their senses. All of most words stand in it, so that a look at it is enough.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    head: u128,
    key: u32,
    /// Where the words are, for those longer than their head.
    words: u32,
    first_sense: u32,
    senses: u16,
    length: u8,
    layer: u8,
}

/// How many words have a slot, as a power of two.
const SLOTS: u32 = 15;
/// When there are so many bytes of words, or of candidates a sixteenth of it, all is forgotten.
const MOST: usize = 1 << 20;

impl Default for Known {
    fn default() -> Self {
        Self { slots: vec![Slot::default(); 1 << SLOTS], words: Vec::new(), senses: Vec::new(), candidates: Vec::new(), generation: 0 }
    }
}

impl Known {
    #[inline]
    fn slot(layer: u8, key: u32, written: Written<'_>) -> usize {
        // The same name at the start of a sentence and in the plural has other slots.
        let written = (written.head as u64 & 0xff) << 8 | written.words.len() as u64 & 0xff;
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
    pub fn get(&self, layer: u8, key: u32, written: Written<'_>) -> Option<Range<u32>> {
        let slot = &self.slots[Self::slot(layer, key, written)];
        // No words are empty, so that a slot that was never filled fits none.
        let same =
            (slot.key == key) & (slot.layer == layer) & (usize::from(slot.length) == written.words.len()) & (slot.head == written.head);
        let senses = slot.first_sense..slot.first_sense + u32::from(slot.senses);
        (same && (written.words.len() <= HEAD || self.has_all(slot, written.words))).then_some(senses)
    }

    /// Whether the words of a slot that are longer than their head are these.
    #[inline(never)]
    fn has_all(&self, slot: &Slot, words: &[u8]) -> bool {
        let from = slot.words as usize;
        self.words.get(from..from + words.len()) == Some(words)
    }

    /// Reads what [`Known::senses`] will read, so that it is in the cache when it is looked at one by one; see
    /// [`biospan_lexicon::image::Image::touch`].
    #[inline]
    #[must_use]
    pub fn touch<'s>(&self, senses: impl Iterator<Item = &'s Range<u32>>) -> u32 {
        let sense = |senses: &Range<u32>| self.senses.get(senses.start as usize);
        let candidate = |senses| sense(senses).and_then(|sense| self.candidates.get(sense.candidates.start as usize));
        senses.fold(0, |sum, senses| sum.wrapping_add(candidate(senses).map_or(0, |candidate| candidate.concept)))
    }

    /// Remembers the senses that `add` adds for some words; returns where they are.
    pub fn learn(&mut self, layer: u8, key: u32, written: Written<'_>, add: impl FnOnce(&mut Known)) -> Range<u32> {
        if self.words.len() > MOST || self.candidates.len() > MOST / 16 {
            *self = Known { generation: self.generation + 1, ..Known::default() };
        }
        let first = self.senses.len() as u32;
        add(self);
        let senses = first..self.senses.len() as u32;
        // No name is so long or has so many types; such words are looked up every time.
        if let (Ok(length), Ok(count)) = (u8::try_from(written.words.len()), u16::try_from(senses.len())) {
            let words = self.words.len() as u32;
            if written.words.len() > HEAD {
                self.words.extend_from_slice(written.words);
            }
            let slot = Slot { head: written.head, key, words, first_sense: first, senses: count, length, layer };
            self.slots[Self::slot(layer, key, written)] = slot;
        }
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
    pub fn senses(&self, senses: Range<u32>) -> impl Iterator<Item = (&Sense, &[Candidate])> {
        let candidates = |sense: &Sense| &self.candidates[sense.candidates.start as usize..sense.candidates.end as usize];
        self.senses[senses.start as usize..senses.end as usize].iter().map(move |sense| (sense, candidates(sense)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(words: &str) -> Written<'_> {
        Written::new(words.as_bytes(), 0, words.len())
    }

    proptest! {
        #[test]
        fn words_are_known_again_wherever_they_stand(words in "[ab]{1,20}", other in "[ab]{1,20}", before in "[ab]{0,3}", behind in "[ab]{0,20}") {
            let mut known = Known::default();
            known.learn(0, 7, written(&words), |known| known.add(3, std::iter::empty(), |_| Features(5)));
            let text = format!("{before}{words}{behind}");
            prop_assert_eq!(known.get(0, 7, Written::new(text.as_bytes(), before.len(), before.len() + words.len())), Some(0..1));
            let text = format!("{other}{behind}");
            prop_assert_eq!(known.get(0, 7, Written::new(text.as_bytes(), 0, other.len())).is_some(), other == words);
        }
    }

    #[test]
    fn words_are_known_as_they_are_written_and_by_dictionary_and_key() {
        let mut known = Known::default();
        assert_eq!(known.get(0, 7, written("IL-6")), None);
        let learned = known.learn(0, 7, written("IL-6"), |known| known.add(3, std::iter::empty(), |_| Features(5)));
        assert_eq!(known.get(0, 7, written("IL-6")), Some(learned.clone()));
        for (layer, key, words) in [(0, 7, "IL-7"), (0, 8, "IL-6"), (1, 7, "IL-6")] {
            assert_eq!(known.get(layer, key, written(words)), None);
        }
        let senses: Vec<_> = known.senses(learned).map(|(sense, candidates)| (sense.kind, sense.features, candidates.len())).collect();
        assert_eq!(senses, [(3, Features(5), 0)]);
    }

    #[test]
    fn what_is_known_stays_small() {
        let mut known = Known::default();
        let words = "a".repeat(200);
        for key in 0..20_000 {
            known.learn(0, key, written(&words), |_| {});
            assert!(known.words.len() <= MOST + 2 * words.len());
        }
        assert_eq!(known.get(0, 19_999, written(&words)), Some(0..0));
        let long = "a".repeat(300);
        known.learn(0, 1, written(&long), |_| {});
        assert_eq!(known.get(0, 1, written(&long)), None);
    }
}
