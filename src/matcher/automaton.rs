//! The oracle that the compiled engine is tested against. It takes longer to build than the compiled engine's image, so
//! that dictionaries given at run time are compiled too.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use biospan_lexicon::image::Image;
use biospan_lexicon::search::Hit;
use biospan_lexicon::token::{Gap, Token, TokenCase, tokenize};

use super::Matcher;

/// Bytes of one token's hash in the automaton's alphabet.
const WIDTH: usize = 8;

/// An Aho-Corasick automaton over token hashes. A match counts if it begins at a token.
#[derive(Clone)]
pub struct Automaton {
    /// Pattern to key of the image, and the letter case that a name of one token needs.
    keys: Arc<Vec<(u32, TokenCase)>>,
    automaton: Arc<AhoCorasick>,
    haystack: Vec<u8>,
    /// Byte of the haystack, divided by [`WIDTH`], to token.
    places: Vec<u32>,
}

impl Automaton {
    /// An automaton over the names of `image`.
    ///
    /// # Errors
    /// More names than the automaton can number.
    pub fn new(image: Image<'_>) -> Result<Self, BuildError> {
        let mut tokens = Vec::new();
        let mut keys = Vec::new();
        let mut patterns: Vec<Vec<u8>> = Vec::new();
        for key in image.keys() {
            let Some(entry) = image.entries(key).first() else { continue };
            let name = image.surface(entry.surface);
            tokens.clear();
            tokenize(name, 0, name.len(), &mut tokens);
            patterns.push(tokens.iter().flat_map(|token| token.hash.to_le_bytes()).collect());
            keys.push((key, if tokens.len() == 1 { image.needed_case(key) } else { TokenCase::Small }));
        }
        let automaton =
            AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).match_kind(MatchKind::Standard).build(patterns)?;
        Ok(Self { keys: Arc::new(keys), automaton: Arc::new(automaton), haystack: Vec::new(), places: Vec::new() })
    }
}

impl Matcher for Automaton {
    fn find(&mut self, tokens: &[Token], hits: &mut Vec<Hit>) {
        self.haystack.clear();
        self.places.clear();
        for (index, token) in tokens.iter().enumerate() {
            if token.gap == Gap::Break {
                // No name holds the hash 0, so that none crosses it.
                self.haystack.extend_from_slice(&0u64.to_le_bytes());
                self.places.push(u32::MAX);
            }
            self.haystack.extend_from_slice(&token.hash.to_le_bytes());
            self.places.push(index as u32);
        }
        let first = hits.len();
        for found in self.automaton.find_overlapping_iter(&self.haystack) {
            if found.start() % WIDTH == 0 {
                let token = self.places[found.start() / WIDTH];
                let length = (found.len() / WIDTH) as u32;
                let (key, needed) = self.keys[found.pattern().as_usize()];
                if tokens.get(token as usize).is_some_and(|own| own.case >= needed) {
                    hits.push(Hit { token, length, key });
                }
            }
        }
        hits[first..].sort_unstable();
    }
}
