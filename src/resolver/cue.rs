//! Words beside a name that speak for or against a type: `dictionaries/cues.tsv`, columns `word side speaks_for`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use biospan_lexicon::image::Image;
use biospan_lexicon::policy::key;
use biospan_lexicon::token::tokenize;

use super::organism::Setting;
use super::other_name::Naming;

/// What a word can speak for, as bits.
pub type Voices = u8;

/// Genes, families and complexes.
pub const GENE: Voices = 1;
/// Drugs.
pub const DRUG: Voices = 1 << 1;
/// Diseases.
pub const DISEASE: Voices = 1 << 2;
/// Cell types.
pub const CELL: Voices = 1 << 3;
/// Species.
pub const SPECIES: Voices = 1 << 6;
/// Cell lines.
pub const LINE: Voices = 1 << 7;
/// What speaks for a cell line: what speaks for cells speaks for those of a line too.
pub const LINES: Voices = LINE | CELL;
/// None of the types: the words mean something else.
pub const NONE: Voices = 1 << 4;

/// What a word says, by where it stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cue {
    /// Right behind a name.
    pub after: Voices,
    /// Right before a name.
    pub before: Voices,
    /// At the end of a long form.
    pub head: Voices,
    /// The organism that it names, or that a strain, line or tissue of this name belongs to (NCBI taxonomy identifier).
    pub organism: Option<u32>,
    /// Whether it names only a strain, line or tissue.
    pub material: bool,
    /// Whether it is a word for people.
    pub person: bool,
    /// The kind of paper that it belongs to.
    pub setting: Option<Setting>,
    /// What it makes of the words beside it, as a part of a longer name.
    pub naming: Option<Naming>,
}

/// A hasher for keys that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map whose keys are token hashes.
pub type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Hashed>>;

/// All cue words, by token hash.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    by_word: ByHash<Cue>,
    /// In front of the map: most words are no cue.
    filter: Filter,
    /// In front of the map for those who look beside a name.
    beside: Filter,
    /// In front of the map for those who ask for organisms and settings only.
    organisms: Filter,
    /// In front of the map for those who ask for parts of longer names only.
    namings: Filter,
    /// Words before a name that are a part of it, apart from the others: organs stand everywhere.
    belonging: ByHash<Voices>,
    /// The first words of phrases.
    openings: Filter,
    /// Phrases that mean something else than their parts, by the hash of their tokens.
    phrases: ByHash<()>,
}

/// A filter of 32,768 bits, one for a hash: with some hundreds of words in it, it lets one other word in fifty through.
#[derive(Clone, Debug)]
struct Filter(Box<[u64; 512]>);

impl Default for Filter {
    fn default() -> Self {
        Self(Box::new([0; 512]))
    }
}

impl Filter {
    fn add(&mut self, hash: u64) {
        self.0[(hash >> 6 & 511) as usize] |= 1 << (hash & 63);
    }

    #[inline]
    fn passes(&self, hash: u64) -> bool {
        self.0[(hash >> 6 & 511) as usize] >> (hash & 63) & 1 == 1
    }
}

impl Cues {
    /// The cue words of an image.
    #[must_use]
    pub fn new(image: &Image<'_>) -> Self {
        let mut cues = Cues::default();
        for line in image.facts("cue") {
            let mut columns = line.split('\t');
            let (Some(word), Some(side), Some(speaks_for)) = (columns.next(), columns.next(), columns.next()) else { continue };
            // `product` has its own.
            if side.starts_with("product-") {
                continue;
            }
            let hash = key(word);
            if side == "phrase" {
                cues.openings.add(first_token(word));
                cues.phrases.insert(hash, ());
                continue;
            }
            if side == "belongs" {
                *cues.belonging.entry(hash).or_default() |= voice(speaks_for);
                continue;
            }
            let cue = cues.by_word.entry(hash).or_default();
            match side {
                "after" => cue.after |= voice(speaks_for),
                "before" => cue.before |= voice(speaks_for),
                "head" => cue.head |= voice(speaks_for),
                "organism" | "material" => {
                    cue.organism = speaks_for.rsplit(':').next().and_then(|taxon| taxon.parse().ok());
                    cue.material = side == "material";
                }
                "person" => cue.person = true,
                "setting" => cue.setting = Setting::from_word(speaks_for),
                "name" => cue.naming = Naming::from_word(speaks_for),
                _ => continue,
            }
            cues.filter.add(hash);
            if matches!(side, "after" | "before") {
                cues.beside.add(hash);
            }
            if matches!(side, "organism" | "material" | "setting") {
                cues.organisms.add(hash);
            }
            if side == "name" {
                cues.namings.add(hash);
            }
        }
        cues
    }

    /// What a word says, by its token's hash.
    #[inline]
    #[must_use]
    pub fn get(&self, hash: u64) -> Option<Cue> {
        if self.filter.passes(hash) { self.by_word.get(&hash).copied() } else { None }
    }

    /// [`Cues::get`] for those who look beside a name.
    #[inline]
    #[must_use]
    pub fn beside(&self, hash: u64) -> Option<&Cue> {
        if self.beside.passes(hash) { self.by_word.get(&hash) } else { None }
    }

    /// What a word makes of those beside it, by its token's hash.
    #[inline]
    #[must_use]
    pub fn naming(&self, hash: u64) -> Option<Naming> {
        if self.namings.passes(hash) { self.by_word.get(&hash).and_then(|cue| cue.naming) } else { None }
    }

    /// The types before whose names a word is a part of them, by its token's hash.
    #[inline]
    #[must_use]
    pub fn belongs(&self, hash: u64) -> Voices {
        self.belonging.get(&hash).copied().unwrap_or_default()
    }

    /// Whether a token is the first of a phrase; seldom true of others.
    #[inline]
    #[must_use]
    pub fn begins_phrase(&self, hash: u64) -> bool {
        self.openings.passes(hash)
    }

    /// Whether a sequence of tokens is a phrase that means something else than its parts.
    #[must_use]
    pub fn is_phrase(&self, hash: u64) -> bool {
        self.phrases.contains_key(&hash)
    }

    /// [`Cues::get`] for those who ask for organisms and settings only.
    #[inline]
    #[must_use]
    pub fn organism(&self, hash: u64) -> Option<Cue> {
        if self.organisms.passes(hash) { self.by_word.get(&hash).copied() } else { None }
    }
}

/// The hash of the first token of some words.
fn first_token(words: &str) -> u64 {
    let mut tokens = Vec::new();
    tokenize(words, 0, words.len(), &mut tokens);
    tokens.first().map_or(0, |token| token.hash)
}

fn voice(speaks_for: &str) -> Voices {
    match speaks_for {
        "gene" => GENE,
        "drug" => DRUG,
        "disease" => DISEASE,
        "cell_type" => CELL,
        "species" => SPECIES,
        "cell_line" => LINE,
        _ => NONE,
    }
}

/// The voices that speak for an entity type.
#[must_use]
pub fn voices_for(entity_type: &str) -> Voices {
    match entity_type {
        "gene" | "gene_family" | "complex" => GENE,
        "drug" => DRUG,
        "disease" => DISEASE,
        "cell_type" => CELL,
        "species" => SPECIES,
        "cell_line" => LINES,
        _ => 0,
    }
}
