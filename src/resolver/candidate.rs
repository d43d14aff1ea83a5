//! Hits to candidates: which names the words of the paper may stand for, by policy, letter case and marks.

pub mod interrupted;
pub mod misspelt;
pub mod prefixed;

use std::ops::Range;

use biospan_lexicon::image::{Image, NameEntry, Surface, flags};
use biospan_lexicon::search::Hit;
use biospan_lexicon::surface::{Case, Comparer, Letters, Likeness, same_letters};
use biospan_lexicon::table::Scope;
use biospan_lexicon::token::{Gap, Token};

use super::feature::{Feature, Features};
use super::kinds::{Kind, Kinds};
use super::known::{Known, Written};
use super::local::Tokenized;
use super::sense;
use crate::dictionary::amended::Amended;
use crate::document::Span;

/// One concept that the words of a hit may name.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The dictionary.
    pub layer: u8,
    /// Index of the concept there.
    pub concept: u32,
    /// The name.
    pub entry: NameEntry,
    /// How the words compare with it.
    pub likeness: Likeness,
    /// How well the concept stands among those of one type that have the name; higher is better.
    pub rank: f32,
}

/// All concepts of one type that the same words may name.
#[derive(Clone, Debug)]
pub struct Group {
    /// Index of the first token.
    pub first: u32,
    /// Number of tokens.
    pub length: u32,
    /// Bytes of the text.
    pub span: Span,
    /// Index of the sentence.
    pub sentence: u32,
    /// The number of the words among those of the paper.
    pub words: Option<u32>,
    /// The entity type.
    pub kind: Kind,
    /// Where its candidates are.
    pub candidates: std::ops::Range<u32>,
    /// What speaks for and against it.
    pub features: Features,
    /// Whether a dictionary of the user's has the name.
    pub own: bool,
    /// Whether policy says that the words are a name of the type, as good as certain.
    pub sure: bool,
    /// How close the closest of its names is to its concept; see [`Scope::closeness`].
    pub closest: u8,
    /// What its features are worth, in log-odds.
    pub log_odds: f32,
    /// The probability that the words mean a concept of the type.
    pub probability: f32,
    /// The long form that the paper defines the words by: first token and number of tokens.
    pub long_form: Option<(u32, u32)>,
}

impl Group {
    /// Refuses the group at its place, whatever the paper defines its words as.
    pub fn refuse(&mut self) {
        self.features.add(Feature::OtherName);
        self.long_form = None;
    }
}

/// Everything that the hits of one document may mean.
#[derive(Debug, Default)]
pub struct Candidates {
    /// All candidates, a group's side by side.
    pub all: Vec<Candidate>,
    /// Groups by first token, longer ones first, then by type.
    pub groups: Vec<Group>,
    known: Known,
    slips: misspelt::Slips,
    comparer: Comparer,
    /// By hit of a block, its span and the senses that were known when it began.
    block: Vec<(Span, Option<Range<u32>>)>,
    /// The keys of a block's hits whose senses were not.
    new: Vec<u32>,
    found: Vec<(Kind, Candidate)>,
    /// The strings that the words of a hit were compared with, by their place in the image: the concepts that share a key
    /// share most of their spellings too.
    compared: Vec<(Surface, Option<Likeness>)>,
}

/// One dictionary of a run.
#[derive(Clone, Copy)]
pub struct Layer<'r> {
    /// Its names.
    pub names: Names<'r>,
    /// Its number.
    pub number: u8,
    /// The entity types of the run.
    pub kinds: &'r Kinds,
}

/// The names of one layer, with what the user's policy made of some.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The layer's image.
    pub image: &'a Image<'a>,
    /// What the user's policy changed, if there is one.
    pub amended: Option<&'a Amended>,
}

impl<'a> Names<'a> {
    /// The names that share a key.
    #[inline]
    #[must_use]
    pub fn entries(self, key: u32) -> &'a [NameEntry] {
        self.amended.map_or_else(|| self.image.entries(key), |amended| amended.entries(self.image, key))
    }
}

/// A reading with a probability of this is a name by itself.
pub const LIKELY: f32 = 0.5;

/// How many hits are looked up at a time.
const BLOCK: usize = 256;

impl Candidates {
    /// Forgets the last document.
    pub fn clear(&mut self) {
        self.all.clear();
        self.groups.clear();
    }

    /// Adds the candidates of one layer's hits; `named` says what the names of a type's candidates say.
    pub fn add(&mut self, layer: Layer<'_>, paper: Tokenized<'_>, hits: &[Hit], named: impl Fn(&[Candidate], Kind) -> Features) {
        let mut rest = hits;
        while !rest.is_empty() {
            // A block ends between two tokens.
            let least = rest.len().min(BLOCK);
            let last = rest[least - 1].token;
            let more = rest[least..].iter().take_while(|hit| hit.token == last).count();
            let (block, behind) = rest.split_at(least + more);
            rest = behind;
            self.block.clear();
            self.new.clear();
            for hit in block {
                let (span, written) = words(paper, hit);
                let known = self.known.get(layer.number, hit.key, written);
                if known.is_none() {
                    self.new.push(hit.key);
                }
                self.block.push((span, known));
            }
            std::hint::black_box(self.known.touch(self.block.iter().filter_map(|(_, known)| known.as_ref())));
            std::hint::black_box(layer.names.image.touch(self.new.iter().copied()));
            self.add_block(layer, paper, block, &named);
        }
    }

    fn add_block(&mut self, layer: Layer<'_>, paper: Tokenized<'_>, hits: &[Hit], named: &impl Fn(&[Candidate], Kind) -> Features) {
        let generation = self.known.generation();
        // Longer ones first, as groups stand.
        let mut from = 0;
        for same in hits.chunk_by(|left, right| left.token == right.token) {
            for at in (from..from + same.len()).rev() {
                let (span, known) = self.block[at].clone();
                // Learning may have forgotten what was known when the block began.
                let senses = match known.filter(|_| self.known.generation() == generation) {
                    Some(known) => known,
                    None => self.known_or_learned(layer, paper, &hits[at], named),
                };
                self.place(&hits[at], span, senses);
            }
            from += same.len();
        }
    }

    /// What the words of a hit may mean; the hits before it may have learned it.
    #[inline(never)]
    fn known_or_learned(
        &mut self,
        layer: Layer<'_>,
        paper: Tokenized<'_>,
        hit: &Hit,
        named: &impl Fn(&[Candidate], Kind) -> Features,
    ) -> Range<u32> {
        let (span, words) = words(paper, hit);
        let known = self.known.get(layer.number, hit.key, words);
        known.unwrap_or_else(|| self.learn(layer, paper, hit, (span, words), named))
    }

    /// Adds the groups of a hit.
    #[inline]
    fn place(&mut self, hit: &Hit, span: Span, senses: Range<u32>) {
        for (sense, candidates) in self.known.senses(senses) {
            let from = self.all.len() as u32;
            match candidates {
                [only] => self.all.push(*only),
                several => self.all.extend_from_slice(several),
            }
            self.groups.push(Group {
                first: hit.token,
                length: hit.length,
                span,
                sentence: 0,
                words: None,
                kind: sense.kind,
                candidates: from..self.all.len() as u32,
                features: sense.features,
                own: sense.own,
                sure: sense.sure,
                closest: sense.closest,
                log_odds: 0.0,
                probability: 0.0,
                long_form: None,
            });
        }
    }

    /// Looks up what the words of a hit may mean, and remembers it.
    fn learn(
        &mut self,
        layer: Layer<'_>,
        paper: Tokenized<'_>,
        hit: &Hit,
        (span, written): (Span, Written<'_>),
        named: &impl Fn(&[Candidate], Kind) -> Features,
    ) -> Range<u32> {
        let words = span.of(paper.text).unwrap_or("");
        let own = &paper.tokens[hit.token as usize..(hit.token + hit.length) as usize];
        let letters = Letters::of(words);
        self.found.clear();
        let split = own.iter().any(|token| token.gap == Gap::Bracket) && !balanced(words);
        if !split && !words.is_empty() {
            self.look_up(layer, paper.text, hit, words, own, letters);
        }
        let found = &self.found;
        self.known.learn(layer.number, hit.key, written, |known| {
            for same in found.chunk_by(|left, right| left.0 == right.0) {
                let kind = same[0].0;
                let shape = shape_features(words, own, letters);
                known.add(kind, same.iter().map(|(_, candidate)| *candidate), |own| Features(shape.0 | named(own, kind).0));
            }
        })
    }

    /// Finds the candidates of a hit, by type.
    fn look_up(&mut self, layer: Layer<'_>, text: &str, hit: &Hit, words: &str, own: &[Token], letters: Letters) {
        let Layer { names, number, kinds } = layer;
        let image = names.image;
        self.compared.clear();
        let article = words.starts_with("a ");
        let short = letters.digits > 0 || letters.count <= 4 || article;
        let apart = short && letters.all_small() && own.iter().skip(1).any(|token| token.gap == Gap::Space);
        for entry in names.entries(hit.key) {
            let Some(likeness) = self.likeness(image, entry.surface, text, words, own) else { continue };
            let kind = kinds.of(number, entry.entity_type());
            if likeness.loose_gaps && kinds.name(kind) != "cell_line" {
                continue;
            }
            // ChEBI calls classes `a phenol` and `an alcohol`; the article is the sentence's.
            if (article || words.starts_with("an ")) && kinds.name(kind) == "drug" {
                continue;
            }
            let is_same = matches!(likeness.case, Case::Same | Case::Close);
            // `for 20 days`, `the past 2 weeks`, `et a` and `a beta blocker` are not FOR20, PAST2, ETA and A beta.
            if apart && (article || !likeness.same_gaps) && !is_same && kinds.has_symbols(kind) {
                continue;
            }
            let has_capital = || image.surface(entry.surface).chars().any(char::is_uppercase);
            // A genus that only hangs above others is for the rule that gives it an epithet.
            let genus = entry.scope() == Scope::Broad
                && own.len() == 1
                && letters.first_capital
                && likeness.case == Case::Same
                && kinds.name(kind) == "species";
            if genus || admitted(entry, likeness, letters, has_capital, hit.length, kinds.has_symbols(kind)) {
                let mut candidate = Candidate { layer: number, concept: entry.concept(), entry: *entry, likeness, rank: 0.0 };
                candidate.rank = sense::rank(&candidate);
                self.found.push((kind, candidate));
            }
        }
        if self.found.len() > 1 {
            // A name that policy is sure of, written as it is, speaks for its concept: `GPx` beside `GPX`.
            let other = |candidate: &Candidate| !candidate.entry.has(flags::SURE) || candidate.likeness.case != Case::Same;
            self.found
                .sort_by_key(|(kind, candidate)| (*kind, candidate.layer, candidate.concept, other(candidate), candidate.entry.scope()));
            self.found.dedup_by(|next, kept| next.0 == kept.0 && next.1.layer == kept.1.layer && next.1.concept == kept.1.concept);
        }
    }

    /// How the words, which are the tokens `own`, compare with the string at an offset of the surfaces.
    #[inline]
    fn likeness(&mut self, image: &Image<'_>, surface: Surface, text: &str, words: &str, own: &[Token]) -> Option<Likeness> {
        if let Some((_, known)) = self.compared.iter().rev().find(|(compared, _)| *compared == surface) {
            return *known;
        }
        let same = same_letters(image.surface_bytes(surface), words.as_bytes());
        let likeness = same.or_else(|| self.comparer.compare(image.surface(surface), text, own));
        self.compared.push((surface, likeness));
        likeness
    }

    /// Gives a group other candidates, ranked higher by `bonus`.
    pub fn rename(&mut self, group: usize, candidates: &[Candidate], bonus: f32) {
        let from = self.all.len() as u32;
        self.all.extend(candidates.iter().map(|candidate| Candidate { rank: candidate.rank + bonus, ..*candidate }));
        self.groups[group].candidates = from..self.all.len() as u32;
    }

    /// A likely group that begins with a token and is as asked for.
    #[must_use]
    pub fn likely(&self, first: u32, is_asked: impl Fn(&Group) -> bool) -> Option<&Group> {
        let from = self.groups.partition_point(|other| other.first < first);
        let mut same = self.groups[from..].iter().take_while(|other| other.first == first);
        same.find(|other| other.probability >= LIKELY && is_asked(other))
    }

    /// The candidates of a group.
    #[must_use]
    pub fn of(&self, group: &Group) -> &[Candidate] {
        self.all.get(group.candidates.start as usize..group.candidates.end as usize).unwrap_or(&[])
    }
}

/// The span and the words of a hit.
#[inline]
fn words<'t>(paper: Tokenized<'t>, hit: &Hit) -> (Span, Written<'t>) {
    let own = paper.tokens.get(hit.token as usize..(hit.token + hit.length) as usize).unwrap_or(&[]);
    let span = own.first().zip(own.last()).map_or(Span::default(), |(first, last)| Span::new(first.start, last.end));
    (span, Written::new(paper.text.as_bytes(), span.start.index(), span.end.index()))
}

/// Whether every bracket that opens in the words closes there.
fn balanced(words: &str) -> bool {
    [('(', ')'), ('[', ']')].iter().all(|(open, close)| words.matches(*open).count() == words.matches(*close).count())
}

/// Whether policy and letter case let the words stand for the name; `symbols` says that the type's short names are symbols,
/// `has_capital` whether the name has a capital.
fn admitted(entry: &NameEntry, likeness: Likeness, letters: Letters, has_capital: impl Fn() -> bool, tokens: u32, symbols: bool) -> bool {
    let scope = entry.scope();
    if matches!(scope, Scope::Broad | Scope::Narrow) {
        return false;
    }
    // `held` and `ago` are words of the language before they are genes; `insulin` is both.
    let known_small = entry.has(flags::SMALL) && entry.has(flags::USUALLY);
    if symbols && tokens == 1 && entry.has(flags::WORD) && letters.all_small() && !known_small {
        return false;
    }
    // A brand has no plural: `Metrics` are none of Metric.
    if scope == Scope::Brand && entry.has(flags::WORD) && likeness.plural {
        return false;
    }
    if entry.has(flags::ONLY_EXACT) && likeness.case != Case::Same {
        return false;
    }
    if entry.has(flags::ONLY_CAPITALS) && !letters.all_capitals() && !(likeness.plural && letters.capitals + 1 >= letters.count) {
        return false;
    }
    let characters = letters.count + letters.digits;
    // Refugee `camps` are no cAMP.
    if likeness.case == Case::Lowered && likeness.plural && letters.all_small() && characters <= 5 && letters.digits == 0 {
        return false;
    }
    match likeness.case {
        Case::Same | Case::Close => true,
        // A short word in small letters, written with a capital at the start of a sentence, is what it was.
        Case::Initial => true,
        // The time `tpR` is no tpr.
        Case::Raised if symbols && tokens == 1 && characters < 4 && letters.digits == 0 && !letters.first_capital => false,
        // `LEAD` in a heading may be lead; `MAP` is no map. Short names in capitals are symbols of their own.
        Case::Raised => characters > 4 || !letters.all_capitals() || letters.digits > 0 || has_capital(),
        // `kit` and `rest` are not KIT and REST; `il-6` and `tp53` are sloppy but clear.
        Case::Lowered if entry.has(flags::CAPITALS) && tokens == 1 => letters.first_capital && characters > 2 || characters > 6,
        // `mM-1` is a unit, no MM-1.
        Case::Lowered if entry.has(flags::CAPITALS) && characters < 5 => letters.first_capital || letters.all_small() && characters > 2,
        // Nor is `kit` the mouse's Kit, nor `met` methionine.
        Case::Uncapitalised => tokens > 1 || characters > if symbols { 6 } else { 3 },
        Case::Lowered | Case::Mixed => characters > 3 || letters.digits > 0 && characters > 2,
    }
}

/// What a candidate's name and its likeness to the words say.
#[must_use]
pub fn name_features(candidate: &Candidate) -> Features {
    let mut features = Features::default();
    let entry = &candidate.entry;
    match entry.scope() {
        Scope::Preferred | Scope::Symbol | Scope::Exact => {}
        Scope::Abbreviation => features.add(Feature::Abbreviation),
        Scope::Alias => features.add(Feature::Alias),
        Scope::Brand => features.add(Feature::Brand),
        Scope::Previous => features.add(Feature::Previous),
        Scope::Related => features.add(Feature::Related),
        Scope::Narrow | Scope::Broad => features.add(Feature::Width),
    }
    match candidate.likeness.case {
        Case::Same | Case::Initial | Case::Uncapitalised => {}
        Case::Close => features.add(Feature::Close),
        Case::Raised => features.add(Feature::Raised),
        Case::Lowered => features.add(Feature::Lowered),
        Case::Mixed => {
            features.add(Feature::Raised);
            features.add(Feature::Lowered);
        }
    }
    features.add_if(entry.has(flags::VARIANT), Feature::Variant);
    features.add_if(!candidate.likeness.same_gaps, Feature::OtherGaps);
    features.add_if(candidate.likeness.plural, Feature::Plural);
    features.add_if(candidate.likeness.singular, Feature::Singular);
    features
}

/// What policy and measurement say of a name, whichever concept of the type has it.
#[must_use]
pub fn key_features(candidates: &[Candidate]) -> Features {
    let mut features = Features::default();
    let (any, all) = candidates.iter().fold((0, u16::MAX), |(any, all), own| (any | own.entry.flags, all & own.entry.flags));
    for (flag, feature) in [(flags::WORD, Feature::Word), (flags::RARELY, Feature::Rarely), (flags::USUALLY, Feature::Usually)] {
        features.add_if(any & flag != 0, feature);
    }
    features.add_if(all & flags::NEEDS_EVIDENCE != 0, Feature::Doubtful);
    features.add_if((2..=3).contains(&candidates.len()), Feature::Contested);
    features.add_if(candidates.len() > 3, Feature::VeryContested);
    features
}

/// What the shape of the words says; `letters` are those of the words.
fn shape_features(words: &str, tokens: &[Token], letters: Letters) -> Features {
    let mut features = Features::default();
    // A word is what blanks and hyphens part, not letters and digits.
    if tokens.iter().skip(1).any(|token| token.gap != Gap::Nothing) {
        let blanks = words.bytes().filter(|byte| *byte == b' ').count();
        if blanks > 0 {
            features.add(if blanks > 1 { Feature::ThreeWords } else { Feature::TwoWords });
            return features;
        }
    }
    match letters.count + letters.digits {
        0..=2 => features.add(Feature::Two),
        3 => features.add(Feature::Three),
        4 => features.add(Feature::Four),
        5 | 6 => features.add(Feature::FiveOrSix),
        _ => {}
    }
    if letters.digits > 0 {
        features.add(Feature::Digits);
    } else if letters.all_capitals() || letters.capitals > 1 && letters.capitals + 1 == letters.count && words.ends_with('s') {
        features.add(Feature::Capitals);
    }
    if letters.all_small() {
        features.add(Feature::Small);
    } else if letters.capitalised() {
        features.add(Feature::Capitalised);
    }
    features
}
