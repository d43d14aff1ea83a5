//! The different words of a paper that may name something.

use biospan_lexicon::hash;
use biospan_lexicon::token::Token;

use super::cue::ByHash;

/// The different words of a paper that may name something, numbered as they come.
#[derive(Debug, Default)]
pub struct Words {
    numbers: ByHash<u32>,
    /// By word, how often it occurs.
    pub counts: Vec<u32>,
    /// By word and kind, the most log-odds of any of its places.
    pub most: Vec<f32>,
}

impl Words {
    /// Forgets the last paper.
    pub fn clear(&mut self) {
        self.numbers.clear();
        self.counts.clear();
        self.most.clear();
    }

    /// The number of the words that `tokens` are; letter case and plural endings do not count.
    pub fn number(&mut self, tokens: &[Token]) -> u32 {
        let next = self.counts.len() as u32;
        let number = *self.numbers.entry(hash::sequence(tokens.iter().map(|token| token.hash))).or_insert(next);
        if number == next {
            self.counts.push(0);
        }
        self.counts[number as usize] += 1;
        number
    }
}
