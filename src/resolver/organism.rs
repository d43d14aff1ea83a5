//! Rule `organism`: a gene of man becomes its ortholog where the paper speaks of mice or rats.

use biospan_lexicon::token::{Gap, Token};

use super::cue::Cues;
use super::sense::HUMAN;

/// Where the paper names which organism.
#[derive(Clone, Debug, Default)]
pub struct Organisms {
    /// Token and taxon, in the order of the text.
    places: Vec<(u32, u32)>,
    /// The organism that is named most often; man if none is.
    main: u32,
}

impl Organisms {
    /// Finds the organism words among tokens.
    #[must_use]
    pub fn new(tokens: &[Token], cues: &Cues) -> Self {
        let mut places = Vec::new();
        let mut counts: Vec<(u32, usize)> = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            let Some(organism) = cues.organism(token.hash) else { continue };
            places.push((index as u32, organism));
            match counts.iter_mut().find(|(taxon, _)| *taxon == organism) {
                Some((_, count)) => *count += 1,
                None => counts.push((organism, 1)),
            }
        }
        let main = counts.iter().max_by_key(|(taxon, count)| (*count, *taxon == HUMAN)).map_or(HUMAN, |(taxon, _)| *taxon);
        Self { places, main }
    }

    /// The organism that a gene mentioned at a token belongs to: the one named last before it in its sentence, else the
    /// next one in its sentence, else the main one.
    #[must_use]
    pub fn at(&self, tokens: &[Token], token: u32) -> u32 {
        let next = self.places.partition_point(|(place, _)| *place < token);
        let same_sentence = |from: u32, to: u32| tokens[from as usize + 1..=to as usize].iter().all(|token| token.gap != Gap::Break);
        let before = next.checked_sub(1).map(|at| self.places[at]).filter(|(place, _)| same_sentence(*place, token));
        let after = self.places.get(next).copied().filter(|(place, _)| same_sentence(token, *place));
        before.or(after).map_or(self.main, |(_, taxon)| taxon)
    }
}
