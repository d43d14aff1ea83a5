//! Rule `spelling`: long words of names of diseases and cell types with a slip of one letter (`hepatocelular carcinoma`,
//! `pneumoina`), where the words as they stand name nothing. Drugs are left out: one letter makes another compound of `propane`.

use biospan_lexicon::hash;
use biospan_lexicon::search::{Hit, key_of};
use biospan_lexicon::spelling;
use biospan_lexicon::token::{Gap, Token, TokenCase, tokenize};

use super::{Candidate, Candidates, Group, Layer, words};
use crate::document::Span;
use crate::resolver::cue::{ByHash, CELL, DISEASE, voices_for};
use crate::resolver::feature::{Feature, Features};
use crate::resolver::kinds::{Kind, Kinds};
use crate::resolver::local::Tokenized;

/// So many tokens of a name stand on either side of the word at most.
const AROUND: usize = 6;
/// How many words are remembered, of those that may be slips and of those that are none.
const REMEMBERED: usize = 16_384;
/// A name that is one word has so many letters at least.
const ALONE: usize = 9;
/// So many letters at the end of a word make its form: another one there makes an adjective of a noun (`hyperlipemic`), or another
/// noun (`hemolysin`).
const ENDING: usize = 3;
/// Endings of verbs and adverbs, which names have few of and texts many.
const OF_LANGUAGE: [&str; 4] = ["ly", "ing", "ed", "able"];
/// Endings of words that only medicine has; of others the language has too many, one letter from the name of a disease (`addition`,
/// `clustering`), for a word to be a slip by itself.
const MEDICAL: [&str; 12] = ["ia", "oma", "itis", "osis", "pathy", "trophy", "cyte", "blast", "clast", "phage", "phil", "rrhage"];

/// How a word differs from the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// Two letters are swapped, or `i` stands for `y`: no other word comes of that.
    Swapped,
    /// A letter is missing or too many.
    Length,
    /// A letter is another.
    Other,
}

impl Slip {
    /// What makes `word` of the `right` one, if it is a slip and not another form of the word; both are stems, and differ by a
    /// letter.
    fn of(word: &str, right: &str) -> Option<Slip> {
        let (word, right) = (word.as_bytes(), right.as_bytes());
        let alike = word.iter().zip(right).take_while(|(left, right)| left.eq_ignore_ascii_case(right)).count();
        if word.len() != right.len() {
            let longer = if word.len() > right.len() { word } else { right };
            let doubled = alike > 0 && longer.get(alike) == longer.get(alike - 1);
            return (alike + 1 < longer.len() || doubled).then_some(Slip::Length);
        }
        match (word.get(alike + 1), right.get(alike + 1)) {
            (left, right) if left != right => Some(Slip::Swapped),
            _ if matches!((word.get(alike), right.get(alike)), (Some(b'i'), Some(b'y')) | (Some(b'y'), Some(b'i'))) => Some(Slip::Swapped),
            _ => (alike + ENDING < word.len()).then_some(Slip::Other),
        }
    }

    /// Whether the right word, which is a name by itself, is meant by it.
    fn means_alone(self, word: &str, right: &str) -> bool {
        let ends = |ending: &str| right.ends_with(ending) && (self == Slip::Length || word.ends_with(ending));
        right.len() >= ALONE && (self == Slip::Swapped || MEDICAL.iter().any(|ending| ends(ending)))
    }
}

/// What words may be slips of, kept from document to document.
#[derive(Debug, Default)]
pub(super) struct Slips {
    known: ByHash<Box<[String]>>,
    /// Hashes of words that are no slips, as nearly all are, each in the place that it gives.
    none: Vec<u64>,
}

impl Slips {
    /// Whether a word with this hash is remembered as no slip.
    #[inline]
    fn is_none(&self, hash: u64) -> bool {
        self.none.get(hash as usize % REMEMBERED) == Some(&hash)
    }

    /// The words that a word in a text, with its hash, may be a slip of, in small letters.
    fn of(&mut self, layer: Layer<'_>, word: &str, hash: u64) -> &[String] {
        if self.known.len() >= REMEMBERED && !self.known.contains_key(&hash) {
            self.known.clear();
        }
        if !self.known.contains_key(&hash) {
            let near = layer.names.image.long_words().near(stem(word).as_bytes());
            if near.is_empty() {
                self.none.resize(REMEMBERED, 0);
                self.none[hash as usize % REMEMBERED] = hash;
                return &[];
            }
            self.known.insert(hash, near.into());
        }
        self.known.get(&hash).map_or(&[], |near| near)
    }
}

/// A word without the ending of the plural.
fn stem(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i'])).unwrap_or(word)
}

impl Candidates {
    /// Adds names that a slip in one of their long words hides.
    pub fn add_misspelt(&mut self, layer: Layer<'_>, paper: Tokenized<'_>, named: impl Fn(&[Candidate], Kind) -> Features) {
        let sorted = self.groups.len();
        let (mut next, mut reach) = (0, 0);
        let is_long = |token: &Token| (token.end - token.start) as usize + 1 >= spelling::SHORTEST;
        // Most tokens are short, and names have most of the long ones.
        for (at, token) in paper.tokens.iter().enumerate().filter(|(_, token)| is_long(token) && token.case != TokenCase::Capitals) {
            while let Some(group) = self.groups[..sorted].get(next).filter(|group| group.first as usize <= at) {
                reach = reach.max((group.first + group.length) as usize);
                next += 1;
            }
            if at < reach {
                continue;
            }
            let word = &paper.text[token.start as usize..token.end as usize];
            // The token's own hash is that of the singular, which other words have too.
            let hash = hash::token(word.as_bytes());
            if self.slips.is_none(hash) {
                continue;
            }
            // What has other letters is no slip of a word, and is not cut into bytes.
            let letters = word.bytes().all(|byte| byte.is_ascii_alphabetic());
            if !letters || OF_LANGUAGE.iter().any(|ending| word.ends_with(ending)) {
                continue;
            }
            let slips = self.slips.of(layer, word, hash);
            if !slips.is_empty() {
                let slips = slips.to_vec();
                slips.iter().any(|right| self.add_corrected(layer, paper, (at, right), &named));
            }
        }
        if self.groups.len() > sorted {
            self.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
        }
    }

    /// Adds the longest name over the token `at` with the `right` word in its place; whether there is one.
    fn add_corrected(
        &mut self,
        layer: Layer<'_>,
        paper: Tokenized<'_>,
        (at, right): (usize, &str),
        named: &impl Fn(&[Candidate], Kind) -> Features,
    ) -> bool {
        let joined = |token: &&Token| matches!(token.gap, Gap::Nothing | Gap::Hyphen | Gap::Space);
        let before = paper.tokens[..=at].iter().rev().take(AROUND).take_while(joined).count();
        let behind = paper.tokens[at + 1..].iter().take(AROUND).take_while(joined).count();
        let slip = paper.tokens[at];
        let word = &paper.text[slip.start as usize..slip.end as usize];
        let Some(kind) = Slip::of(stem(word), right) else { return false };
        let alone = kind.means_alone(stem(word), right);
        // The first letter is right, and stands as it did.
        let right = [&word[..1], &right[1..], &word[stem(word).len()..]].concat();
        let mut corrected: Vec<Token> = Vec::new();
        tokenize(&right, 0, right.len(), &mut corrected);
        let [only] = corrected[..] else { return false };
        let (least, most) = (at.saturating_sub(before), at + behind + 1);
        let mut hashes: Vec<u64> = paper.tokens[least..most].iter().map(|token| token.hash).collect();
        hashes[at - least] = only.hash;
        // Longer ones first.
        let lengths = (1..=most - least).rev().filter(|length| *length > 1 || alone);
        let windows = lengths.flat_map(|length| ((at + 1).saturating_sub(length).max(least)..=at).map(move |from| (from, from + length)));
        for (from, to) in windows.filter(|(_, to)| *to <= most) {
            let Some(key) = key_of(layer.names.image, &hashes[from - least..to - least]) else { continue };
            let (start, end) = (paper.tokens[from].start, paper.tokens[to - 1].end);
            let text = [&paper.text[start as usize..slip.start as usize], &right, &paper.text[slip.end as usize..end as usize]].concat();
            let mut own = Vec::new();
            tokenize(&text, 0, text.len(), &mut own);
            let hit = Hit { token: 0, length: (to - from) as u32, key };
            if own.len() != to - from {
                continue;
            }
            let stem = Tokenized { text: &text, tokens: &own };
            let (span, written) = words(stem, &hit);
            let senses = self.learn(layer, stem, &hit, (span, written), named);
            let kept = self.groups.len();
            self.place(&Hit { token: from as u32, ..hit }, Span::new(start, end), senses);
            self.keep(layer.kinds, kept);
            if self.groups.len() > kept {
                return true;
            }
        }
        false
    }

    /// Keeps the diseases and cells among the groups from `from` on, as found by a slip.
    fn keep(&mut self, kinds: &Kinds, from: usize) {
        let fits = |group: &Group| matches!(voices_for(kinds.name(group.kind)), DISEASE | CELL);
        let mut groups = self.groups.split_off(from);
        groups.retain(fits);
        groups.iter_mut().for_each(|group| group.features.add(Feature::Misspelt));
        self.groups.append(&mut groups);
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_slip_of_one_letter_hides_no_disease() {
        let annotator = Annotator::builder().types(["disease", "cell_type", "drug"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Those with hepatocelular carcinoma died.", &[("hepatocelular carcinoma", "hepatocellular carcinoma")][..]),
            ("Pneumoina and carcinmas were seen.", &[("Pneumoina", "pneumonia"), ("carcinmas", "carcinoma")]),
            ("Cultured hepatocites and hepatocytes grew.", &[("hepatocites", "hepatocyte"), ("hepatocytes", "hepatocyte")]),
            // What stands as it should, words of the language, other compounds, symbols.
            ("It was associeted with propane, SARCOMMA and methylating agents.", &[("propane", "propane")]),
            ("In addition, clustering of hydrophobic hemolysin, in tetraploid preosteoclasts, by epistasis.", &[]),
        ] {
            let found = annotator.named(text);
            let found: Vec<(&str, &str)> = found.iter().map(|(words, name)| (words.as_str(), name.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        }
        let without = Annotator::builder().types(["disease"]).without("spelling").build().expect("the embedded dictionary opens");
        assert_eq!(without.words("Those with hepatocelular carcinoma died."), ["carcinoma"]);
    }
}
