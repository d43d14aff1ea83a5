//! Rule `organism`: which organism a gene of the paper belongs to; a human gene then becomes its ortholog there.
//!
//! A conditional logistic model over man, mouse, rat and any other: what speaks for one organism ([`Sign`]: where it is
//! named, how often) has one weight for all of them; what tells of the kind of paper ([`Setting`]: tumours, embryos,
//! symbols in capitals) has one for each. The weights are `dictionaries/organism.tsv`, fitted on train splits by
//! `biospan dict weigh`. Naming the last organism before a gene is right for two genes of three (Luo et al. 2022,
//! Database baac090); this is right for four of five.

mod orthologs;

use biospan_lexicon::image::Image;
use biospan_lexicon::surface::Letters;
use biospan_lexicon::token::{Gap, Token};

use super::Front;
use super::cue::Cues;
use super::local::Tokenized;
use super::sense::HUMAN;
use crate::document::Span;

/// The organisms that are told apart; 0 is any other.
pub const ORGANISMS: [u32; 4] = [HUMAN, 10090, 10116, 0];

/// The header of `organism.tsv`: a sign or setting, what it speaks for (`any` for a sign), and its weight.
pub const HEADER: &str = "sign\torganism\tweight";

/// Declares an enumeration with a word for each value.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name { $($(#[$value_doc])* $value,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$value,)*];

            /// What tables call it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$value => $word,)* }
            }
        }
    };
}

words! {
    /// What speaks for one organism.
    Sign {
        /// Named one or two words before the gene.
        Beside = "beside",
        /// Named at most four words before it.
        Near = "near",
        /// The last one named before it in its sentence.
        Before = "before",
        /// Named somewhere before it in its sentence.
        AnyBefore = "any-before",
        /// The first one named behind it in its sentence.
        After = "after",
        /// Named somewhere behind it in its sentence.
        AnyAfter = "any-after",
        /// The only one in its sentence.
        Alone = "alone",
        /// The last one named before it in the paper.
        Last = "last",
        /// In the title.
        Title = "title",
        /// The only one in the title.
        AloneInTitle = "alone-in-title",
        /// Anywhere in the paper.
        Named = "named",
        /// More than 15 of 100 organism words.
        Some = "some",
        /// More than 35 of 100 organism words.
        Many = "many",
        /// A strain, line or tissue of it in the paper.
        Material = "material",
        /// A strain, line or tissue of it in the sentence.
        MaterialHere = "material-here",
    }
}

words! {
    /// What tells of the kind of paper, or of the way the gene is written.
    Setting {
        /// Always.
        Any = "any",
        /// No organism is named.
        NoneNamed = "none-named",
        /// The symbol is in capitals (`TP53`).
        Capitals = "capitals",
        /// The symbol begins with a capital (`Trp53`).
        Capitalised = "capitalised",
        /// The symbol is in small letters.
        Small = "small",
        /// Most symbols of the paper are in capitals.
        PaperCapitals = "paper-capitals",
        /// Most symbols of the paper begin with a capital.
        PaperCapitalised = "paper-capitalised",
        /// Tumours.
        Cancer = "cancer",
        /// Human cells in mice.
        Xenograft = "xenograft",
        /// Knockouts and transgenes.
        Engineered = "engineered",
        /// Embryos and development.
        Development = "development",
        /// Patients, families, alleles.
        Cohort = "cohort",
        /// Cell lines and transfection.
        CellLine = "cell-line",
        /// Spleen, macrophages, lymph nodes.
        Immunity = "immunity",
        /// Brain and nerves.
        Nerves = "nerves",
        /// Doses and models of disease.
        Treatment = "treatment",
        /// Bone, fat, muscle.
        Tissue = "tissue",
    }
}

impl Setting {
    /// The setting that a line of `cues.tsv` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Setting> {
        Setting::ALL.iter().find(|setting| setting.word() == word).copied()
    }
}

/// How strongly each setting holds, 0 to 1.
pub type Settings = [f32; Setting::ALL.len()];

/// Words of a setting that make it hold fully.
const FULL: f32 = 3.0;

/// What speaks for which organism at one place: bits of [`Sign`] by organism, and the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Signs {
    /// In the order of [`ORGANISMS`].
    pub by_organism: [u32; ORGANISMS.len()],
    /// Of the paper and of the gene's symbol.
    pub settings: Settings,
}

/// What the signs are worth.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    signs: [f32; Sign::ALL.len()],
    settings: [[f32; ORGANISMS.len()]; Setting::ALL.len()],
}

impl Weights {
    /// The weights of an image; none if it has none.
    #[must_use]
    pub fn new(image: &Image<'_>) -> Weights {
        let mut weights = Weights { signs: [0.0; Sign::ALL.len()], settings: [[0.0; ORGANISMS.len()]; Setting::ALL.len()] };
        for line in image.facts("organism") {
            let mut columns = line.split('\t');
            let (Some(word), Some(organism), Some(weight)) = (columns.next(), columns.next(), columns.next()) else { continue };
            let Ok(weight) = weight.parse::<f32>() else { continue };
            let class = organism_class(organism);
            if let (Some(setting), Some(class)) = (Setting::from_word(word), class) {
                weights.settings[setting as usize][class] = weight;
            } else if let Some(sign) = Sign::ALL.iter().find(|sign| sign.word() == word) {
                weights.signs[*sign as usize] = weight;
            }
        }
        weights
    }

    /// The logarithm of each organism's probability.
    #[must_use]
    pub fn judge(&self, signs: &Signs) -> [f32; ORGANISMS.len()] {
        let mut from_settings = [0.0f32; ORGANISMS.len()];
        for (weights, strength) in self.settings.iter().zip(&signs.settings) {
            from_settings.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * strength);
        }
        let mut sums = [0.0f32; ORGANISMS.len()];
        for (class, sum) in sums.iter_mut().enumerate() {
            let mut rest = signs.by_organism[class];
            while rest != 0 {
                *sum += self.signs.get(rest.trailing_zeros() as usize).copied().unwrap_or(0.0);
                rest &= rest - 1;
            }
            *sum += from_settings[class];
        }
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        // See [`super::feature::probability`].
        let log = most + libm::logf(sums.iter().map(|sum| libm::expf(sum - most)).sum());
        sums.map(|sum| sum - log)
    }
}

/// The place of an organism in [`ORGANISMS`] by its CURIE; `other` is the last.
#[must_use]
pub fn organism_class(word: &str) -> Option<usize> {
    if word == "other" {
        return Some(ORGANISMS.len() - 1);
    }
    let taxon: u32 = word.strip_prefix("NCBITaxon:")?.parse().ok()?;
    Some(class_of(taxon))
}

/// The taxonomy identifier of an organism that has genes here: by its English name, or its CURIE.
#[must_use]
pub fn by_name(given: &str) -> Option<u32> {
    let names = [("human", HUMAN), ("mouse", 10090), ("rat", 10116)];
    let is_meant = |(name, taxon): &&(&str, u32)| {
        let number =
            given.rsplit_once(':').map_or(Some(given), |(prefix, number)| prefix.eq_ignore_ascii_case("NCBITaxon").then_some(number));
        given.eq_ignore_ascii_case(name) || number.is_some_and(|number| number == taxon.to_string())
    };
    names.iter().find(is_meant).map(|(_, taxon)| *taxon)
}

/// What tables call an organism of [`ORGANISMS`].
#[must_use]
pub fn organism_word(class: usize) -> String {
    ORGANISMS.get(class).filter(|taxon| **taxon != 0).map_or_else(|| "other".to_owned(), |taxon| format!("NCBITaxon:{taxon}"))
}

fn class_of(taxon: u32) -> usize {
    ORGANISMS.iter().position(|known| *known == taxon).unwrap_or(ORGANISMS.len() - 1)
}

/// A word that names an organism, or a strain, line or tissue of it.
#[derive(Clone, Copy, Debug)]
struct Place {
    token: u32,
    class: u8,
    /// Only a strain, line or tissue.
    material: bool,
}

/// Where the paper names which organism, and what kind of paper it is.
#[derive(Clone, Debug, Default)]
pub struct Organisms {
    /// In the order of the text.
    places: Vec<Place>,
    /// Signs that hold everywhere in the paper.
    everywhere: [u32; ORGANISMS.len()],
    settings: Settings,
    /// First token and one past the last token of the sentence that was asked for last.
    sentence: (u32, u32),
}

impl Organisms {
    /// Finds the organism words among tokens and takes the species that the paper names (first token, taxon), and the words of settings in the front of the paper: a long text names
    /// everything somewhere.
    #[must_use]
    pub fn new(tokens: &[Token], cues: &Cues, front: Front, species: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut organisms = Organisms::default();
        let mut words: Vec<(Setting, u64)> = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            let Some(cue) = cues.organism(token.hash) else { continue };
            if let Some(taxon) = cue.organism {
                organisms.places.push(Place { token: index as u32, class: class_of(taxon) as u8, material: cue.material });
            }
            let within = front.head.start.0 <= token.start && token.start < front.head.end.0;
            if let Some(setting) = cue.setting.filter(|setting| within && !words.contains(&(*setting, token.hash))) {
                words.push((setting, token.hash));
                let strength = &mut organisms.settings[setting as usize];
                *strength = (*strength + 1.0 / FULL).min(1.0);
            }
        }
        organisms.add(species);
        organisms.settings[Setting::Any as usize] = 1.0;
        organisms.count(tokens, front.title);
        organisms
    }

    /// Species of mentions, where no organism word stands.
    fn add(&mut self, species: impl Iterator<Item = (u32, u32)>) {
        let known = self.places.len();
        for (token, taxon) in species {
            let near = |place: &Place| (token..token + 2).contains(&place.token);
            if !self.places[..known].iter().any(near) {
                self.places.push(Place { token, class: class_of(taxon) as u8, material: false });
            }
        }
        self.places.sort_by_key(|place| place.token);
    }

    /// The signs that hold everywhere.
    fn count(&mut self, tokens: &[Token], title: Span) {
        let mut counts = [0u32; ORGANISMS.len()];
        let mut titled = [false; ORGANISMS.len()];
        for place in &self.places {
            let class = usize::from(place.class);
            if place.material {
                self.everywhere[class] |= 1 << Sign::Material as u32;
                continue;
            }
            counts[class] += 1;
            titled[class] |= tokens[place.token as usize].start < title.end.0;
        }
        let all: u32 = counts.iter().sum();
        for (class, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let signs = &mut self.everywhere[class];
            *signs |= 1 << Sign::Named as u32;
            *signs |= u32::from(count * 100 > all * 15) << Sign::Some as u32;
            *signs |= u32::from(count * 100 > all * 35) << Sign::Many as u32;
            *signs |= u32::from(titled[class]) << Sign::Title as u32;
            let alone = titled[class] && titled.iter().filter(|titled| **titled).count() == 1;
            *signs |= u32::from(alone) << Sign::AloneInTitle as u32;
        }
        self.settings[Setting::NoneNamed as usize] = f32::from(u8::from(all == 0));
    }

    /// Notes how the paper writes the symbols of its genes.
    pub fn hear_symbols<'s>(&mut self, names: impl Iterator<Item = &'s str>) {
        let (mut symbols, mut capitals, mut capitalised) = (0u32, 0u32, 0u32);
        for shape in names.filter_map(symbol) {
            symbols += 1;
            capitals += u32::from(shape == Some(Setting::Capitals));
            capitalised += u32::from(shape == Some(Setting::Capitalised));
        }
        let most = |count: u32| f32::from(u8::from(symbols >= 2 && count * 2 > symbols));
        self.settings[Setting::PaperCapitals as usize] = most(capitals);
        self.settings[Setting::PaperCapitalised as usize] = most(capitalised);
    }

    /// What speaks for which organism at a gene.
    #[must_use]
    pub fn at(&mut self, paper: Tokenized<'_>, token: u32, name: &str) -> Signs {
        let mut signs = Signs { by_organism: self.everywhere, settings: self.settings };
        if let Some(Some(setting)) = symbol(name) {
            signs.settings[setting as usize] = 1.0;
        }
        if token < self.sentence.0 || token >= self.sentence.1 {
            self.sentence = sentence(paper.tokens, token);
        }
        let (from, to) = self.sentence;
        let first = self.places.partition_point(|place| place.token < from);
        let next = self.places.partition_point(|place| place.token < token);
        let last = self.places.partition_point(|place| place.token < to);
        let mut add = |place: &Place, sign: Sign| signs.by_organism[usize::from(place.class)] |= 1 << sign as u32;
        self.places[first..last].iter().filter(|place| place.material).for_each(|place| add(place, Sign::MaterialHere));
        let named = |range: std::ops::Range<usize>| self.places[range].iter().filter(|place| !place.material);
        if let Some(place) = named(0..next).next_back() {
            add(place, Sign::Last);
        }
        if let Some(place) = named(first..next).next_back() {
            add(place, Sign::Before);
            for (reach, sign) in [(2, Sign::Beside), (5, Sign::Near)] {
                if token - place.token <= reach {
                    add(place, sign);
                }
            }
        }
        if let Some(place) = named(next..last).next() {
            add(place, Sign::After);
        }
        named(first..next).for_each(|place| add(place, Sign::AnyBefore));
        named(next..last).for_each(|place| add(place, Sign::AnyAfter));
        if let Some(place) = named(first..last).next().filter(|one| named(first..last).all(|place| place.class == one.class)) {
            add(place, Sign::Alone);
        }
        signs
    }
}

/// First token and one past the last token of the sentence of a token.
fn sentence(tokens: &[Token], token: u32) -> (u32, u32) {
    let at = (token as usize).min(tokens.len());
    let begins = |index: &usize| tokens.get(*index).is_some_and(|token| token.gap == Gap::Break);
    let from = (0..=at).rev().find(begins).unwrap_or(0);
    let to = (at + 1..tokens.len()).find(begins).unwrap_or(tokens.len());
    (from as u32, to as u32)
}

/// `None` for what is no symbol (a phrase, one or two letters); else how it is written, if that tells something.
fn symbol(name: &str) -> Option<Option<Setting>> {
    if name.len() > 8 || name.contains(' ') {
        return None;
    }
    let letters = Letters::of(name);
    if letters.count < 3 {
        return None;
    }
    Some(if letters.capitals == letters.count {
        Some(Setting::Capitals)
    } else if letters.capitals == 1 && letters.first_capital {
        Some(Setting::Capitalised)
    } else if letters.capitals == 0 {
        Some(Setting::Small)
    } else {
        None
    })
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::token::tokenize;

    use super::*;
    use crate::dictionary::lexicon::embedded;

    /// The organism that most speaks for at the word `Abc1` of a text.
    fn judged(title: &str, rest: &str) -> u32 {
        let text = format!("{title} {rest}");
        let mut tokens = Vec::new();
        tokenize(&text, 0, text.len(), &mut tokens);
        let image = embedded().expect("the embedded image opens");
        let front = Front { title: Span::new(0, title.len() as u32), head: Span::new(0, text.len() as u32) };
        let mut organisms = Organisms::new(&tokens, &Cues::new(&image), front, std::iter::empty());
        let paper = Tokenized { text: &text, tokens: &tokens };
        let at = tokens.iter().position(|token| text[token.start as usize..].starts_with("Abc")).expect("the gene is there");
        let judgement = Weights::new(&image).judge(&organisms.at(paper, at as u32, "Abc1"));
        let best = (0..ORGANISMS.len()).max_by(|left, right| judgement[*left].total_cmp(&judgement[*right]));
        ORGANISMS[best.unwrap_or(0)]
    }

    #[test]
    fn the_organism_is_the_one_that_the_paper_speaks_of() {
        for (title, rest, expected) in [
            ("A gene of the skin.", "We studied Abc1 in patients with eczema.", HUMAN),
            ("A gene of the mouse skin.", "We studied Abc1 in knockout mice.", 10090),
            ("A gene of the rat kidney.", "Abc1 was measured in Wistar rats.", 10116),
            ("Mice and men.", "Loss of mouse Abc1 resembles the disease of a patient.", 10090),
            ("Growth of pancreatic cancer.", "Abc1 was silenced and tumors grew as xenografts in nude mice.", HUMAN),
            ("Budding in yeast.", "Saccharomyces cerevisiae lacking Abc1 does not bud.", 0),
        ] {
            assert_eq!(judged(title, rest), expected, "{title} {rest}");
        }
    }
}
