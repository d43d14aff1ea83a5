//! From hits to mentions: rules over what the words of a paper may mean, in the order in which they speak.
//!
//! 1. [`candidate`]: policy, letter case and marks decide which names the words may stand for; [`known`] remembers it.
//!    `genus` spells abbreviated species out.
//! 2. [`context`]: cue words, brackets, hyphens and author names around them; [`other_name`]: words that are a part of the
//!    name of something else; `phrase`, `sequence` and `age`: set phrases, bases and days.
//! 3. [`local`]: a short form means what this paper says. `initials`, `surname`, `place` and `label`: authors, states and codes.
//! 4. [`support`]: other names of the concept in the paper; enumerations.
//! 5. [`feature`]: all that was seen is weighed; `families`, `one_sense`, `doubtful`, `score` and `longer` make the sum a probability.
//!    `compound` refuses pieces of others; `ion` gives elements their charge, [`variants`] joins what a grammar finds.
//! 6. [`overlap`]: the longest and surest wins.
//!    [`boundary`] takes the head noun along; `member` makes a family's name that of one of its genes.
//! 7. [`sense`]: which concept of the type is meant.
//! 8. `inverted` and `coordination`: names with their head in front are turned, those that share a part opened.
//! 9. [`organism`]: a gene becomes that of the paper's organism; [`variants`] are tied to their genes.
//!    [`product`]: where it is asked for, whether the gene or its protein is meant.

mod age;
mod amount;
mod belonging;
pub mod boundary;
pub mod calibration;
pub mod candidate;
mod compound;
pub mod context;
mod coordination;
pub mod cue;
pub mod definition;
mod description;
mod doubtful;
pub mod evidence;
pub mod explanation;
mod families;
pub mod feature;
mod genus;
mod initials;
mod inverted;
mod ion;
mod judgement;
pub mod kinds;
pub mod known;
mod label;
mod line;
pub mod local;
mod longer;
mod member;
mod misprint;
mod one_sense;
pub mod organism;
pub mod other_name;
mod others;
pub mod overlap;
mod person;
mod phrase;
mod place;
pub mod product;
mod score;
pub mod sense;
mod sequence;
mod strain;
pub mod support;
mod surname;
pub mod variants;
mod vernacular;
mod words;

use biospan_lexicon::image::{Image, NameEntry};
use biospan_lexicon::search::Hit;

use crate::dictionary::amended::Amended;
use crate::document::{ByteOffset, Definition, Span};

use belonging::Belonging;
use candidate::{Candidate, Candidates, Group, Layer, Names};
use cue::{Cues, LINES, Voices, voices_for};
use evidence::Form;
use feature::Features;
use kinds::{Kind, Kinds};
use local::Tokenized;
pub use others::Others;
use product::Products;
use variants::Variants;
use words::Words;

use crate::variant::Finder;

/// Declares the rules that can be switched off: a field each, and the word for it.
macro_rules! rules {
    ($($field:ident = $word:literal,)*) => {
        /// The rules that `--without` can switch off, in the order in which they speak.
        pub const RULES: [&str; [$($word),*].len()] = [$($word),*];

        /// Which of [`RULES`] speak.
        #[derive(Clone, Copy, Debug)]
        struct Rules {
            $($field: bool,)*
        }

        impl Rules {
            fn without(off: &[String]) -> Rules {
                Rules { $($field: !off.iter().any(|known| known == $word),)* }
            }
        }
    };
}

rules! {
    prefix = "prefix",
    interrupted = "interrupted",
    spelling = "spelling",
    context = "context",
    other_name = "other-name",
    phrase = "phrase",
    sequence = "sequence",
    age = "age",
    genus = "genus",
    strain = "strain",
    line_case = "line-case",
    line_cue = "line-cue",
    vernacular = "vernacular",
    local_definition = "local-definition",
    initials = "initials",
    surname = "surname",
    place = "place",
    label = "label",
    support = "support",
    enumeration = "enumeration",
    measured = "measured",
    families = "families",
    one_sense = "one-sense",
    doubtful = "doubtful",
    longer = "longer",
    variant = "variant",
    overlap = "overlap",
    compound = "compound",
    ion = "ion",
    boundary = "boundary",
    member = "member",
    organism = "organism",
    inverted = "inverted",
    coordination = "coordination",
    product = "product",
}

/// One mention as the resolver leaves it.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Its bytes.
    pub span: Span,
    /// Its first token.
    pub first: u32,
    /// The entity type.
    pub kind: Kind,
    /// The dictionary.
    pub layer: u8,
    /// The concept there.
    pub concept: u32,
    /// The name that it was found by.
    pub entry: NameEntry,
    /// What spoke.
    pub features: Features,
    /// How sure it is.
    pub probability: f32,
    /// The other concepts that the words may name.
    pub alternatives: Others,
    /// The organism that turned a human gene into its ortholog.
    pub organism: Option<u32>,
    /// How the words stand for the name.
    pub form: Form,
    /// Whether it stands inside a longer mention.
    pub nested: bool,
}

/// Dictionaries, weights and rules of a run.
pub struct Resolver<'a> {
    images: Vec<Image<'a>>,
    amended: &'a [Amended],
    kinds: &'a Kinds,
    voices: Vec<Voices>,
    cues: Cues,
    organism_weights: organism::Weights,
    variants: Option<(Finder, Kind)>,
    organism: Option<u32>,
    products: Option<Products<'a>>,
    rules: Rules,
    least: f32,
    nested: bool,
    person_words: bool,
    amplifications: bool,
}

/// Where a paper says what it is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Front {
    /// The title, or the first sentence.
    pub title: Span,
    /// From the title to the end of the abstract, or of the first paragraphs.
    pub head: Span,
}

/// Buffers, kept from document to document.
#[derive(Default)]
pub struct Workspace {
    candidates: Candidates,
    words: Words,
    variants: Variants,
}

impl Workspace {
    /// The variants of the last paper.
    #[must_use]
    pub fn variants(&self) -> &Variants {
        &self.variants
    }

    /// The candidate of a group that ranks first.
    #[must_use]
    pub fn best(&self, group: &Group) -> Option<&Candidate> {
        self.candidates.of(group).iter().max_by(|left, right| left.rank.total_cmp(&right.rank))
    }
}

impl<'a> Resolver<'a> {
    /// A resolver over the layers' images; see [`crate::Builder`] for the options.
    #[must_use]
    pub fn new(images: Vec<Image<'a>>, kinds: &'a Kinds, without: &[String], least: f32, nested: bool) -> Self {
        let voices = kinds.names().iter().map(|name| voices_for(name)).collect();
        let cues = images.first().map(Cues::new).unwrap_or_default();
        let organism_weights = images.first().map(organism::Weights::new).unwrap_or_default();
        let rules = Rules::without(without);
        let variants = kinds.grammar().filter(|_| rules.variant).map(|kind| (Finder::default(), kind));
        Self {
            images,
            amended: &[],
            kinds,
            voices,
            cues,
            organism_weights,
            variants,
            organism: None,
            products: None,
            rules,
            least,
            nested,
            person_words: false,
            amplifications: false,
        }
    }

    /// Whether words for people are mentions of the species.
    #[must_use]
    pub fn person_words(self, person_words: bool) -> Self {
        Self { person_words, ..self }
    }

    /// Whether amplifications and homozygous deletions of whole genes are variants.
    #[must_use]
    pub fn amplifications(self, amplifications: bool) -> Self {
        Self { amplifications, ..self }
    }

    /// With what a user's policy made of the names of each layer; without policy there is none.
    #[must_use]
    pub fn amended(self, amended: &'a [Amended]) -> Self {
        Self { amended, ..self }
    }

    /// With an organism that all genes are of, whatever the paper says.
    #[must_use]
    pub fn organism(self, organism: Option<u32>) -> Self {
        Self { organism, ..self }
    }

    fn names(&self, layer: u8) -> Option<Names<'_>> {
        let amended = self.amended.get(usize::from(layer));
        self.image(layer).map(|image| Names { image, amended })
    }

    /// The entity types.
    #[must_use]
    pub fn kinds(&self) -> &'a Kinds {
        self.kinds
    }

    /// The image of a layer.
    #[must_use]
    pub fn image(&self, layer: u8) -> Option<&Image<'a>> {
        self.images.get(usize::from(layer))
    }

    /// Weighs what the hits of each layer may mean. Groups are left in `work`, each with its features and probability.
    pub fn weigh(&self, paper: Tokenized<'_>, sentences: &[Span], hits: &[Vec<Hit>], definitions: &[Definition], work: &mut Workspace) {
        work.candidates.clear();
        for (layer, hits) in (0u8..).zip(hits) {
            let Some(names) = self.names(layer) else { continue };
            let layer = Layer { names, number: layer, kinds: self.kinds };
            let named = |own: &[Candidate], kind: Kind| self.name_features(own, self.voices[usize::from(kind)]);
            work.candidates.add(layer, paper, hits, named);
            if self.rules.prefix && layer.number == 0 {
                work.candidates.add_prefixed(layer, paper, named);
            }
            if self.rules.interrupted && layer.number == 0 {
                work.candidates.add_interrupted(layer, paper, &self.cues, named);
            }
            if self.rules.spelling && layer.number == 0 {
                work.candidates.add_misspelt(layer, paper, named);
            }
        }
        if self.images.len() > 1 {
            work.candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
        }
        if let Some(species) = self.species().filter(|_| self.rules.genus) {
            genus::with_epithets(paper, species, &mut work.candidates);
            genus::spell_out(paper, species, &mut work.candidates);
        }
        if let Some(species) = self.species().filter(|_| self.rules.strain) {
            strain::with_strains(paper, species, &mut work.candidates);
        }
        if let Some(species) = self.species() {
            genus::without_bare(paper, species, &mut work.candidates);
        }
        self.describe(paper, sentences, work);
        if self.rules.phrase {
            phrase::refuse(paper, &mut work.candidates.groups, &self.cues);
        }
        if self.rules.sequence {
            sequence::refuse(paper, &mut work.candidates.groups);
        }
        if self.rules.age {
            age::refuse(paper, &mut work.candidates.groups);
        }
        if self.rules.local_definition {
            let akin = |candidate: &Candidate, word: u64| {
                let Some(image) = self.image(candidate.layer) else { return false };
                let Some(concept) = image.concept(candidate.concept) else { return false };
                // The long names of a gene of mouse or rat are those of the human one.
                let human = || image.ortholog(concept, sense::HUMAN).and_then(|human| image.concept(human));
                concept.may_have_word(word) || human().is_some_and(|human| human.may_have_word(word))
            };
            local::apply(paper, definitions, self.kinds, &self.cues, &mut work.candidates, akin);
        }
        // Behind the definitions, which say nothing of authors, towns and files.
        if self.rules.initials {
            initials::refuse(paper, &mut work.candidates.groups);
        }
        if self.rules.surname {
            surname::refuse(paper, &mut work.candidates.groups);
        }
        if self.rules.place {
            place::refuse(paper, &mut work.candidates.groups);
        }
        if self.rules.label {
            label::refuse(paper, &mut work.candidates.groups);
        }
        // Behind the definitions, which know `PCV2` as a whole.
        if let Some(species) = self.species().filter(|_| self.rules.genus) {
            genus::with_types(paper, species, &mut work.candidates);
        }
        if self.rules.support {
            support::support(&mut work.candidates, self.kinds);
        }
        self.judge(paper, work);
        let is_line = |group: &Group| self.voices[usize::from(group.kind)] == LINES && !group.own;
        if self.rules.line_case {
            line::with_capitals(paper, &mut work.candidates, is_line);
        }
        if self.rules.line_cue {
            line::with_cues(paper, &mut work.candidates.groups, is_line);
        }
        if let Some(species) = self.species().filter(|_| self.rules.vernacular) {
            vernacular::apply(paper, &mut work.candidates.groups, |group| group.kind == species && !group.own);
        }
        if let Some(species) = self.species().filter(|_| !self.person_words) {
            person::refuse(&mut work.candidates.groups, paper.tokens, &self.cues, |group| group.kind == species && !group.own);
        }
        self.add_variants(paper, sentences, work);
    }

    fn species(&self) -> Option<Kind> {
        self.voices.iter().position(|voices| *voices == cue::SPECIES).map(|kind| kind as Kind)
    }

    /// The groups of the last [`Resolver::weigh`], for those who measure.
    #[must_use]
    pub fn groups<'w>(&self, work: &'w Workspace) -> &'w [Group] {
        &work.candidates.groups
    }

    /// Chooses the mentions.
    #[must_use]
    pub fn choose(&self, paper: Tokenized<'_>, front: Front, work: &mut Workspace) -> Vec<Resolved> {
        let groups = &work.candidates.groups;
        let least: Vec<f32> = (0..).take(self.kinds.names().len()).map(|kind| self.kinds.least(kind, self.least)).collect();
        let variants = &work.variants;
        let admitted = |group: &Group| {
            if self.is_variant(group) {
                return self.variant_score(paper.text, group, variants) >= self.least;
            }
            group.probability >= if group.own { self.least } else { least[usize::from(group.kind)] }
        };
        let kept = overlap::winners(groups, admitted, self.nested || !self.rules.overlap);
        let mut mentions: Vec<Resolved> = Vec::with_capacity(kept.len());
        let mut parts: Vec<Resolved> = Vec::new();
        let mut end = ByteOffset(0);
        for index in kept {
            let group = &groups[index];
            let nested = group.span.end <= end;
            let free = end;
            end = end.max(group.span.end);
            if self.is_variant(group) {
                self.open_variant(paper, group, &mut work.variants, &mut mentions);
                continue;
            }
            if self.open_joined((group, &work.candidates), nested, &mut parts) {
                continue;
            }
            let mut resolved = sense::choose(group, work.candidates.of(group), nested);
            if self.rules.boundary && self.voices[usize::from(group.kind)] == cue::CELL {
                resolved.span = boundary::with_head(paper, group).unwrap_or(resolved.span);
                end = end.max(resolved.span.end);
            }
            if self.rules.member && self.kinds.is_family(group.kind) {
                resolved = self.member(paper, group, &resolved, free).unwrap_or(resolved);
                end = end.max(resolved.span.end);
            }
            if self.rules.boundary && self.kinds.has_symbols(group.kind) {
                let to = group.first + group.length;
                // `caspase-3 beta actin` is two genes.
                let name = |at: usize| groups[at].first == to && groups[at].length > 1;
                let from = groups.partition_point(|other| other.first < to);
                let isoform = || {
                    boundary::isoform(paper, to as usize)
                        .filter(|_| !(from..groups.len()).take_while(|at| groups[*at].first == to).any(name))
                };
                resolved.span.end = boundary::ending(paper, to as usize).or_else(isoform).unwrap_or(resolved.span.end);
                end = end.max(resolved.span.end);
            }
            if self.rules.inverted
                && let Some(inverted) = self.inverted(paper, (group, &work.candidates), &resolved)
            {
                end = end.max(inverted.span.end);
                parts.push(inverted);
                continue;
            }
            let begin = |begin: (u32, ByteOffset)| {
                let voices = self.voices[usize::from(group.kind)];
                let asked = self.rules.boundary && matches!(voices, cue::CELL | cue::DISEASE) && !nested;
                if asked { Belonging { cues: &self.cues, voices }.begin(paper, begin, free) } else { begin }
            };
            let candidates = &work.candidates;
            let opened = self.rules.coordination && self.open_coordination(paper, (group, candidates), &resolved, begin, &mut parts);
            if opened {
                continue;
            }
            (resolved.first, resolved.span.start) = begin((resolved.first, resolved.span.start));
            mentions.push(resolved);
        }
        if !parts.is_empty() {
            coordination::join_parts(&mut mentions, parts);
        }
        if self.rules.organism {
            self.move_to_organisms(paper, front, &mut mentions);
        }
        self.add_fusions(paper, &work.candidates, &mut mentions, &mut work.variants);
        self.add_copies(paper, &mut mentions, &mut work.variants);
        self.tie_variants(paper, &mentions, &mut work.variants);
        mentions.retain(|mention| self.kinds.wanted(mention.kind));
        mentions
    }
}
