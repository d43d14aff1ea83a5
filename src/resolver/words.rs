//! The different words of a paper that may name something.

use biospan_lexicon::hash;
use biospan_lexicon::token::Token;

/// The different words of a paper that may name something, numbered as they come.
#[derive(Debug, Default)]
pub struct Words {
    /// By the lowest bits of a hash, or behind that place, the number of the words and one more; 0 where there are none.
    slots: Vec<u32>,
    /// By word, its hash.
    hashes: Vec<u64>,
    /// By word, how often it occurs.
    pub counts: Vec<u32>,
    /// By word and kind, the most log-odds of any of its places.
    pub most: Vec<f32>,
    /// By word and kind, how many of its places are what.
    pub places: Vec<Places>,
}

/// The places of some words that may be a type.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// How many they are.
    pub all: u32,
    /// How many of them are likely the type.
    pub likely: u32,
    /// The least probability of these.
    pub least: f32,
}

impl Words {
    /// Forgets the last paper.
    pub fn clear(&mut self) {
        let mask = self.slots.len().wrapping_sub(1);
        for hash in self.hashes.drain(..) {
            let mut at = hash as usize & mask;
            // All go, and with each those that stand behind it.
            while self.slots[at] != 0 {
                self.slots[at] = 0;
                at = (at + 1) & mask;
            }
        }
        self.counts.clear();
        self.most.clear();
        self.places.clear();
    }

    /// The number of the words that `tokens` are; letter case and plural endings do not count.
    pub fn number(&mut self, tokens: &[Token]) -> u32 {
        let hash = hash::sequence(tokens.iter().map(|token| token.hash));
        if self.hashes.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let at = self.place(hash);
        if self.slots[at] == 0 {
            self.hashes.push(hash);
            self.counts.push(0);
            self.slots[at] = self.hashes.len() as u32;
        }
        let number = self.slots[at] - 1;
        self.counts[number as usize] += 1;
        number
    }

    /// Where a hash stands, or would stand.
    #[inline]
    fn place(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 && self.hashes[self.slots[at] as usize - 1] != hash {
            at = (at + 1) & mask;
        }
        at
    }

    /// Twice as many slots.
    #[cold]
    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(FEWEST)];
        for number in 0..self.hashes.len() {
            let at = self.place(self.hashes[number]);
            self.slots[at] = number as u32 + 1;
        }
    }
}

/// How many slots there are at first.
const FEWEST: usize = 1 << 10;

#[cfg(test)]
mod tests {
    use biospan_lexicon::token::tokenize;

    use super::*;

    #[test]
    fn words_are_numbered_as_they_come_and_counted_from_paper_to_paper() {
        let mut words = Words::default();
        for _ in 0..2 {
            words.clear();
            let text: String = (0..3000).map(|number| format!("w{} ", number % 1500)).collect();
            let mut tokens = Vec::new();
            tokenize(&text, 0, text.len(), &mut tokens);
            let numbers: Vec<u32> = tokens.chunks(2).map(|own| words.number(own)).collect();
            assert!(numbers.iter().enumerate().all(|(at, number)| *number as usize == at % 1500));
            assert_eq!(words.counts, vec![2; 1500]);
            assert_eq!(words.slots.iter().filter(|slot| **slot != 0).count(), 1500);
        }
    }
}
