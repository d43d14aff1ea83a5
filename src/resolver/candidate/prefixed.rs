//! Rule `prefix`: genes with a letter before the symbol: that of their organism (`hDaxx`, `mCB2`, `rhBMP-2`), `p` for a
//! phosphorylated protein (`pERK`), `c` for the gene of the cell that a virus has too (`cKit`).

use biospan_lexicon::search::{Hit, key_of};
use biospan_lexicon::token::{Gap, Token, TokenCase, tokenize};

use super::{Candidate, Candidates, Layer, words};
use crate::document::{ByteOffset, Span};
use crate::resolver::feature::{Feature, Features};
use crate::resolver::kinds::Kind;
use crate::resolver::local::Tokenized;
use crate::resolver::sense::HUMAN;

/// What stands before a symbol, and the organism that it means (NCBI taxonomy identifier). `r` before `h` is "recombinant".
const PREFIXES: [(&str, u32); 9] =
    [("h", HUMAN), ("hu", HUMAN), ("hum", HUMAN), ("rh", HUMAN), ("rhu", HUMAN), ("rHu", HUMAN), ("m", 10090), ("rm", 10090), ("r", 10116)];

/// A symbol behind a prefix has so many letters and digits at least: `mAb` is no mouse gene.
const SHORTEST: usize = 3;
/// A symbol has so many tokens at most.
const MOST_TOKENS: usize = 4;

/// The length of the prefix of a word, and its organism: the longest prefix that stands before a capital.
///
/// ```
/// use biospan::resolver::candidate::prefixed::prefix;
/// assert_eq!(prefix("hDaxx"), Some((1, 9606)));
/// assert_eq!(prefix("herring"), None);
/// ```
#[must_use]
pub fn prefix(word: &str) -> Option<(usize, u32)> {
    let before_capital =
        |prefix: &str| word.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()));
    let fitting = PREFIXES.iter().filter(|(prefix, _)| before_capital(prefix));
    fitting.max_by_key(|(prefix, _)| prefix.len()).map(|(prefix, organism)| (prefix.len(), *organism))
}

/// The organism that the words name before a symbol, if they were found by a name without it.
#[must_use]
pub fn organism_of(words: &str, name: &str) -> Option<u32> {
    if !matches!(words.as_bytes(), [b'h' | b'm' | b'r', ..]) {
        return None;
    }
    let (length, organism) = prefix(words)?;
    let both = name.get(..=length).is_some_and(|start| start.eq_ignore_ascii_case(&words[..=length]));
    (!both).then_some(organism)
}

impl Candidates {
    /// Adds genes whose symbols stand behind a prefix, where no name begins.
    pub fn add_prefixed(&mut self, layer: Layer<'_>, paper: Tokenized<'_>, named: impl Fn(&[Candidate], Kind) -> Features) {
        let sorted = self.groups.len();
        let mut symbol: Vec<Token> = Vec::new();
        for (at, token) in paper.tokens.iter().enumerate().filter(|(_, token)| token.case == TokenCase::Mixed) {
            let word = &paper.text[token.start as usize..token.end as usize];
            let Some(before) = Before::of(word) else { continue };
            let from = self.groups[..sorted].partition_point(|group| (group.first as usize) < at);
            if self.groups[..sorted].get(from).is_some_and(|group| group.first as usize == at) {
                continue;
            }
            let joins = |next: &&Token| matches!(next.gap, Gap::Nothing | Gap::Hyphen | Gap::Space);
            let last = paper.tokens[at + 1..].iter().take(MOST_TOKENS - 1).take_while(joins).last().unwrap_or(token);
            let start = token.start as usize;
            symbol.clear();
            if let Before::Cell = before {
                tokenize(paper.text, start, start + 1, &mut symbol);
            }
            let letters = symbol.len();
            tokenize(paper.text, start + before.length(), last.end as usize, &mut symbol);
            if let (Before::Cell, Some(behind)) = (before, symbol.get_mut(letters)) {
                behind.gap = Gap::Nothing;
            }
            self.add_symbol(layer, paper.text, (at as u32, token.start), (before, &symbol, letters), &named);
        }
        if self.groups.len() > sorted {
            self.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
        }
    }

    /// Adds the longest gene symbol at the beginning of `symbol`, with what stands before it from token and byte `start` on. So many
    /// of its tokens as `letters` are no tokens of the paper: the `c` of `cKit`.
    fn add_symbol(
        &mut self,
        layer: Layer<'_>,
        text: &str,
        start: (u32, u32),
        (before, symbol, letters): (Before, &[Token], usize),
        named: &impl Fn(&[Candidate], Kind) -> Features,
    ) {
        for length in (1 + letters..=symbol.len()).rev() {
            let own = &symbol[..length];
            let hashes: Vec<u64> = own.iter().map(|token| token.hash).collect();
            let Some(key) = key_of(layer.names.image, &hashes) else { continue };
            let stem = Tokenized { text, tokens: own };
            let hit = Hit { token: 0, length: length as u32, key };
            let (span, written) = words(stem, &hit);
            let senses = self.learn(layer, stem, &hit, (span, written), named);
            let symbols = span.of(text).unwrap_or("").bytes().filter(u8::is_ascii_alphanumeric).count() >= SHORTEST;
            // `hMSC` is a cell, `mAbs` are antibodies.
            let gene = |kind: Kind, own: &[Candidate]| layer.kinds.has_symbols(kind) && own.iter().any(|one| !one.likeness.plural);
            let genes = self.known.senses(senses.clone()).all(|(sense, own)| gene(sense.kind, own));
            // `pCR2` is a plasmid: only what papers mean for a gene is phosphorylated.
            let usual = || self.known.senses(senses.clone()).any(|(sense, _)| sense.sure || sense.features.has(Feature::Usually));
            if !symbols || senses.is_empty() || !genes || before == Before::Phosphorylated && !usual() {
                continue;
            }
            self.place(
                &Hit { token: start.0, length: (length - letters) as u32, key },
                Span { start: ByteOffset(start.1), end: span.end },
                senses,
            );
            return;
        }
    }
}

/// What stands before a symbol.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The letters of an organism, so many.
    Organism(usize),
    /// `p`.
    Phosphorylated,
    /// `c`, which is a part of the name (`c-Kit`).
    Cell,
}

impl Before {
    fn of(word: &str) -> Option<Before> {
        match word.as_bytes() {
            [b'h' | b'm' | b'r', ..] => prefix(word).map(|(length, _)| Before::Organism(length)),
            [b'p', next, ..] if next.is_ascii_uppercase() => Some(Before::Phosphorylated),
            [b'c', next, ..] if next.is_ascii_uppercase() => Some(Before::Cell),
            _ => None,
        }
    }

    fn length(self) -> usize {
        match self {
            Before::Organism(length) => length,
            Before::Phosphorylated | Before::Cell => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Annotator;

    #[test]
    fn a_symbol_behind_a_prefix_may_end_a_text() {
        let annotator = Annotator::builder().types(["gene"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [("The cells had cKit", "cKit"), ("We grew cells with cKit and cMyc", "cMyc"), ("They made hDaxx", "hDaxx")]
        {
            assert_eq!(annotator.words(text).last().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_prefix_stands_before_a_capital_and_names_an_organism() {
        for (word, expected) in [
            ("hDaxx", Some((1, HUMAN))),
            ("mCB2", Some((1, 10090))),
            ("rhBMP", Some((2, HUMAN))),
            ("rHuEpo", Some((3, HUMAN))),
            ("humEAA4", Some((3, HUMAN))),
            ("rSKCa", Some((1, 10116))),
            ("human", None),
            ("m", None),
            ("H", None),
            ("", None),
        ] {
            assert_eq!(prefix(word), expected, "{word}");
        }
    }

    #[test]
    fn a_name_that_has_the_letter_itself_says_nothing_of_the_organism() {
        for (words, name, expected) in [
            ("hDaxx", "DAXX", Some(HUMAN)),
            ("mMyc", "MYC", Some(10090)),
            ("mTOR", "mTOR", None),
            ("mTOR", "MTOR", None),
            ("hTERT", "hTERT", None),
            ("Daxx", "DAXX", None),
        ] {
            assert_eq!(organism_of(words, name), expected, "{words} by {name}");
        }
    }
}
