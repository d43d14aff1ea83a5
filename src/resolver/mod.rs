//! From hits to mentions: rules over what the words of a paper may mean, in the order in which they speak.
//!
//! 1. [`candidate`]: policy, letter case and marks decide which names the words may stand for; [`known`] remembers it.
//! 2. [`context`]: cue words, brackets, hyphens and author names around them.
//! 3. [`local`]: a short form means what this paper says.
//! 4. [`support`]: other names of the concept in the paper; enumerations.
//! 5. [`feature`]: all that was seen is weighed; the sum is the score.
//! 6. [`overlap`]: the longest and surest wins.
//! 7. [`sense`] and [`organism`]: which concept of the type is meant.
//! 8. [`coordination`]: names that share a part are opened.

pub mod candidate;
pub mod context;
pub mod coordination;
pub mod cue;
pub mod definition;
pub mod evidence;
pub mod feature;
pub mod kinds;
pub mod known;
pub mod local;
pub mod organism;
mod others;
pub mod overlap;
pub mod sense;
pub mod support;

use biospan_lexicon::hash;
use biospan_lexicon::image::{Image, NameEntry, flags};
use biospan_lexicon::search::Hit;
use biospan_lexicon::token::Token;

use crate::dictionary::amended::Amended;
use crate::document::{Definition, Span};

use candidate::{Candidate, Candidates, Group, Layer, Names};
use cue::{ByHash, Cues, Voices, voices_for};
use feature::{Feature, Features, probability, sum};
use kinds::{Kind, Kinds};
use local::Tokenized;
use organism::{ORGANISMS, Organisms};
use others::ALTERNATIVES;
pub use others::Others;

/// The rules that `--without` can switch off, in the order in which they speak.
pub const RULES: [&str; 10] =
    ["context", "local-definition", "support", "enumeration", "measured", "families", "one-sense", "overlap", "organism", "coordination"];

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
    /// Whether the words are a part of a coordination.
    pub coordinated: bool,
    /// Whether it stands inside a longer mention.
    pub nested: bool,
}

/// Which of [`RULES`] speak.
#[derive(Clone, Copy, Debug)]
struct Rules {
    context: bool,
    local_definition: bool,
    support: bool,
    enumeration: bool,
    measured: bool,
    families: bool,
    one_sense: bool,
    overlap: bool,
    organism: bool,
    coordination: bool,
}

impl Rules {
    fn without(off: &[String]) -> Rules {
        let [context, local_definition, support, enumeration, measured, families, one_sense, overlap, organism, coordination] =
            RULES.map(|rule| !off.iter().any(|known| known == rule));
        Rules { context, local_definition, support, enumeration, measured, families, one_sense, overlap, organism, coordination }
    }
}

/// Dictionaries, weights and rules of a run.
pub struct Resolver<'a> {
    images: Vec<Image<'a>>,
    amended: &'a [Amended],
    kinds: &'a Kinds,
    voices: Vec<Voices>,
    cues: Cues,
    organism_weights: organism::Weights,
    rules: Rules,
    least: f32,
    nested: bool,
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
}

/// The different words of a paper that may name something, numbered as they come.
#[derive(Default)]
struct Words {
    numbers: ByHash<u32>,
    /// By word, how often it occurs.
    counts: Vec<u32>,
    /// By word and kind, the most log-odds of any of its places.
    most: Vec<f32>,
}

impl Words {
    fn clear(&mut self) {
        self.numbers.clear();
        self.counts.clear();
        self.most.clear();
    }

    /// The number of the words that `tokens` are; letter case and plural endings do not count.
    fn number(&mut self, tokens: &[Token]) -> u32 {
        let next = self.counts.len() as u32;
        let number = *self.numbers.entry(hash::sequence(tokens.iter().map(|token| token.hash))).or_insert(next);
        if number == next {
            self.counts.push(0);
        }
        self.counts[number as usize] += 1;
        number
    }
}

impl Workspace {
    /// The candidate of a group that ranks first.
    #[must_use]
    pub fn best(&self, group: &Group) -> Option<&Candidate> {
        self.candidates.of(group).iter().max_by(|left, right| left.rank.total_cmp(&right.rank))
    }
}

/// [`Scope::closeness`](biospan_lexicon::table::Scope::closeness) of an alias.
const ALIAS: u8 = 2;

impl<'a> Resolver<'a> {
    /// A resolver over the layers' images; see [`crate::Builder`] for the options.
    #[must_use]
    pub fn new(images: Vec<Image<'a>>, kinds: &'a Kinds, without: &[String], least: f32, nested: bool) -> Self {
        let voices = kinds.names().iter().map(|name| voices_for(name)).collect();
        let cues = images.first().map(Cues::new).unwrap_or_default();
        let organism_weights = images.first().map(organism::Weights::new).unwrap_or_default();
        Self { images, amended: &[], kinds, voices, cues, organism_weights, rules: Rules::without(without), least, nested }
    }

    /// With what a user's policy made of the names of each layer; without policy there is none.
    #[must_use]
    pub fn amended(self, amended: &'a [Amended]) -> Self {
        Self { amended, ..self }
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
        }
        if self.images.len() > 1 {
            work.candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
        }
        self.describe(paper, sentences, work);
        if self.rules.local_definition {
            let akin = |candidate: &Candidate, word: u64| {
                let concept = self.image(candidate.layer).and_then(|image| image.concept(candidate.concept));
                concept.is_some_and(|concept| concept.may_have_word(word))
            };
            local::apply(paper, definitions, self.kinds, &self.cues, &mut work.candidates, akin);
        }
        if self.rules.support {
            support::support(&mut work.candidates, self.kinds);
        }
        for group in &mut work.candidates.groups {
            group.log_odds = sum(group.features, self.kinds.weights(group.kind));
        }
        if self.rules.enumeration {
            support::enumeration(paper, &mut work.candidates, self.kinds);
        }
        for group in &mut work.candidates.groups {
            // A dictionary of the user's says what it means.
            if group.own {
                group.log_odds = group.log_odds.max(kinds::OWN);
            }
            if group.sure {
                group.log_odds = group.log_odds.max(kinds::SURE);
            }
        }
        if self.rules.families {
            self.families(&mut work.candidates);
        }
        if self.rules.one_sense {
            self.one_sense(&mut work.candidates.groups, &mut work.words);
        }
        self.score(&mut work.candidates.groups);
    }

    /// Rule `families`: a family name names the family. Where a family or complex has the words as its own name and a gene
    /// only as an alias (MEK, Ras, NF-κB), the family is meant as surely as the gene would be. Not so where policy
    /// says that papers mean the gene (VEGF for VEGFA, Akt for AKT1).
    fn families(&self, candidates: &mut Candidates) {
        let Candidates { all, groups, .. } = candidates;
        for same in groups.chunk_by_mut(|left, right| (left.first, left.length) == (right.first, right.length)) {
            if same.len() == 1 {
                continue;
            }
            let is_family = |group: &Group| self.kinds.is_family(group.kind);
            let of = |group: &Group| &all[group.candidates.start as usize..group.candidates.end as usize];
            let owned = |group: &Group| of(group).iter().any(|candidate| candidate.entry.has(flags::OWNER));
            let gene = same.iter().position(|group| self.kinds.has_symbols(group.kind) && !is_family(group));
            let family = same.iter().enumerate().filter(|(_, group)| is_family(group)).min_by_key(|(_, group)| group.closest);
            let (Some(gene), Some((family, _))) = (gene, family) else { continue };
            let defined = same[gene].features.has(Feature::Defined) || same[family].features.has(Feature::Defined);
            if same[family].closest < same[gene].closest && same[gene].closest >= ALIAS && !defined && !owned(&same[gene]) {
                let surer = same[gene].log_odds.max(same[family].log_odds);
                same[gene].log_odds = same[family].log_odds.min(same[gene].log_odds) - 1.0;
                same[family].log_odds = surer;
            }
        }
    }

    /// Rule `one-sense`: words mean the same throughout a paper, so that a place that says little goes half the way to the
    /// place that says most.
    fn one_sense(&self, groups: &mut [Group], words: &mut Words) {
        let kinds = self.kinds.names().len();
        words.most.clear();
        words.most.resize(words.counts.len() * kinds, f32::MIN);
        let place = |group: &Group| group.words.map(|words| words as usize * kinds + usize::from(group.kind));
        for group in groups.iter() {
            if let Some(most) = place(group).and_then(|place| words.most.get_mut(place)) {
                *most = most.max(group.log_odds);
            }
        }
        for group in groups.iter_mut() {
            if let Some(most) = place(group).and_then(|place| words.most.get(place)) {
                group.log_odds = (group.log_odds + most) / 2.0;
            }
        }
    }

    /// Log-odds to probabilities; a short form is as sure as the long form that defines it, if that is surer.
    fn score(&self, groups: &mut [Group]) {
        for group in groups.iter_mut() {
            let gene = self.voices[usize::from(group.kind)] == cue::GENE;
            // A part of a longer run of letters and digits is no name, but that genes grow Greek letters and numbers; nor is
            // a surname before "et al", nor an ordinary word at the start of its sentence ("Best results …").
            let has = |feature| group.features.has(feature);
            let word = gene && has(Feature::Word) && has(Feature::Capitalised) && has(Feature::SentenceStart);
            // What the paper defines as something else is something else, however often it is a name elsewhere.
            let other = has(Feature::DefinedOther) && !has(Feature::Defined);
            let refused = has(Feature::Joined) && !gene || has(Feature::Author) || word || other;
            group.probability = if refused { 0.0 } else { probability(group.log_odds) };
        }
        for at in 0..groups.len() {
            let Some(place) = groups[at].long_form else { continue };
            let from = groups.partition_point(|group| group.first < place.0);
            let same = |group: &&Group| (group.first, group.length, group.kind) == (place.0, place.1, groups[at].kind);
            let long = groups[from..].iter().take_while(|group| group.first == place.0).find(same);
            if let Some(long) = long.map(|long| long.probability) {
                groups[at].probability = groups[at].probability.max(long);
            }
        }
    }

    /// The features of every group that do not depend on other places of the paper.
    fn describe(&self, paper: Tokenized<'_>, sentences: &[Span], work: &mut Workspace) {
        let Workspace { candidates, words: known } = work;
        known.clear();
        let mut sentence = 0;
        let mut capitals = sentences.first().and_then(|span| span.of(paper.text)).is_some_and(context::in_capitals);
        let groups = &mut candidates.groups;
        for same in groups.chunk_by_mut(|left, right| left.span == right.span) {
            let span = same[0].span;
            while sentences.get(sentence).is_some_and(|sentence| sentence.end <= span.start) {
                sentence += 1;
                capitals = sentences.get(sentence).and_then(|span| span.of(paper.text)).is_some_and(context::in_capitals);
            }
            let tokens = &paper.tokens[same[0].first as usize..(same[0].first + same[0].length) as usize];
            let number = known.number(tokens);
            let mut place = Features::default();
            place.add(Feature::Any);
            place.add_if(capitals, Feature::CapitalSentence);
            place.add_if(sentences.get(sentence).is_some_and(|sentence| sentence.start == span.start), Feature::SentenceStart);
            let around = if self.rules.context { context::Surroundings::of(paper, &same[0], &self.cues) } else { Default::default() };
            for group in same {
                group.sentence = sentence as u32;
                group.words = Some(number);
                // What the words and the names say stands there already.
                group.features.0 |= place.0 | around.features(self.voices[usize::from(group.kind)]).0;
            }
        }
        for group in groups.iter_mut() {
            let count = group.words.and_then(|words| known.counts.get(words as usize));
            group.features.add_if(count.is_some_and(|count| *count >= 3), Feature::Frequent);
        }
        self.rivals(groups);
    }

    /// What the names say by which a group was found.
    fn name_features(&self, own: &[Candidate], voices: Voices) -> Features {
        let (gene, cell) = (voices == cue::GENE, voices == cue::CELL);
        let best = own.iter().max_by(|left, right| left.rank.total_cmp(&right.rank));
        let mut features = candidate::key_features(own);
        if let Some(best) = best {
            features.0 |= candidate::name_features(best).0;
            // Genes count papers, drugs and diseases vocabularies.
            let (known, unknown) = if gene { (9, 0) } else { (4, 1) };
            features.add_if(best.entry.literature >= known, Feature::WellKnown);
            features.add_if(!cell && best.entry.literature <= unknown, Feature::Unknown);
            features.add_if(best.entry.has(flags::OTHER_ORGANISM), Feature::OtherOrganism);
        }
        if !self.rules.measured {
            features.remove(Feature::Rarely);
            features.remove(Feature::Usually);
        }
        features
    }

    /// Tells each group which other types have the name, and whether a longer name of its own type lies around it.
    fn rivals(&self, groups: &mut [Group]) {
        for same in groups.chunk_by_mut(|left, right| (left.first, left.length) == (right.first, right.length)) {
            // Most names are of one type.
            if same.len() == 1 {
                continue;
            }
            for at in 0..same.len() {
                let (kind, own) = (same[at].kind, same[at].closest);
                let mut features = same[at].features;
                let rivals = || same.iter().filter(|other| other.kind != kind);
                if let Some(rival) = rivals().map(|other| other.closest).min() {
                    features.add_if(rival < own, Feature::RivalCloser);
                    features.add_if(rival > own, Feature::OwnCloser);
                }
                rivals().filter_map(|other| self.kinds.also(other.kind)).for_each(|feature| features.add(feature));
                same[at].features = features;
            }
        }
        let mut reach: Vec<u32> = vec![0; self.kinds.names().len()];
        for group in groups {
            let end = group.first + group.length;
            let farthest = &mut reach[usize::from(group.kind)];
            group.features.add_if(*farthest >= end, Feature::Inside);
            *farthest = (*farthest).max(end);
        }
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
        let kept = overlap::winners(groups, self.least, self.nested || !self.rules.overlap);
        let mut mentions: Vec<Resolved> = Vec::with_capacity(kept.len());
        let mut parts: Vec<Resolved> = Vec::new();
        let mut end = crate::document::ByteOffset(0);
        for index in kept {
            let group = &groups[index];
            let nested = group.span.end <= end;
            end = end.max(group.span.end);
            let resolved = self.concept(group, work.candidates.of(group), nested);
            let opened = self.rules.coordination && self.open_coordination(paper, group, &resolved, &mut parts);
            if !opened {
                mentions.push(resolved);
            }
        }
        if !parts.is_empty() {
            join_parts(&mut mentions, parts);
        }
        if self.rules.organism {
            self.move_to_organisms(paper, front, &mut mentions);
        }
        mentions.retain(|mention| self.kinds.wanted(mention.kind));
        mentions
    }

    /// Where the paper names which organism, as far as its chosen mentions tell.
    #[must_use]
    pub fn organisms(&self, paper: Tokenized<'_>, front: Front, mentions: &[Resolved]) -> Organisms {
        let mut organisms = Organisms::new(paper.tokens, &self.cues, front);
        let genes = mentions.iter().filter(|mention| mention.probability >= 0.5 && self.is_gene(mention));
        organisms.hear_symbols(genes.filter_map(|mention| mention.span.of(paper.text)));
        organisms
    }

    fn is_gene(&self, mention: &Resolved) -> bool {
        mention.layer == 0 && self.kinds.has_symbols(mention.kind)
    }

    /// Rule `organism`: a gene is of the organism that most speaks for, at this place and at the others of the same gene.
    fn move_to_organisms(&self, paper: Tokenized<'_>, front: Front, mentions: &mut [Resolved]) {
        if !mentions.iter().any(|mention| self.is_gene(mention)) {
            return;
        }
        let Some(image) = self.image(0) else { return };
        let organisms = self.organisms(paper, front, mentions);
        let mut judged: Vec<(usize, u32, [f32; ORGANISMS.len()])> = Vec::new();
        let mut by_gene: ByHash<([f32; ORGANISMS.len()], f32)> = ByHash::default();
        for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| self.is_gene(mention)) {
            let Some(concept) = image.concept(mention.concept) else { continue };
            let human = if concept.taxon == sense::HUMAN { None } else { image.ortholog(concept, sense::HUMAN) };
            let gene = human.unwrap_or(mention.concept);
            let signs = organisms.at(paper, mention.first, mention.span.of(paper.text).unwrap_or(""));
            let judgement = self.organism_weights.judge(&signs);
            let (sums, count) = by_gene.entry(u64::from(gene).wrapping_mul(0x9e37_79b9_7f4a_7c15)).or_default();
            sums.iter_mut().zip(judgement).for_each(|(sum, own)| *sum += own);
            *count += 1.0;
            judged.push((index, gene, judgement));
        }
        for (index, gene, own) in judged {
            let (sums, count) = by_gene[&u64::from(gene).wrapping_mul(0x9e37_79b9_7f4a_7c15)];
            let total = |class: &usize| own[*class] + sums[*class] / count;
            let class = (0..ORGANISMS.len() - 1).max_by(|left, right| total(left).total_cmp(&total(right))).unwrap_or(0);
            self.move_to(image, ORGANISMS[class], &mut mentions[index]);
        }
    }

    fn concept(&self, group: &Group, candidates: &[Candidate], nested: bool) -> Resolved {
        let order = |left: &&Candidate, right: &&Candidate| {
            right.rank.total_cmp(&left.rank).then((left.layer, left.concept).cmp(&(right.layer, right.concept)))
        };
        // The first few in order. A group is never empty.
        let mut ranked = [&candidates[0]; ALTERNATIVES + 1];
        let mut count = 1;
        for candidate in &candidates[1..] {
            let place = ranked[..count].iter().position(|other| order(&candidate, other).is_lt()).unwrap_or(count);
            if place < ranked.len() {
                count = (count + 1).min(ranked.len());
                ranked[place..count].rotate_right(1);
                ranked[place] = candidate;
            }
        }
        let (best, others) = (ranked[0], &ranked[1..count]);
        Resolved {
            span: group.span,
            first: group.first,
            kind: group.kind,
            layer: best.layer,
            concept: best.concept,
            entry: best.entry,
            features: group.features,
            probability: group.probability,
            alternatives: others.iter().map(|other| (other.layer, other.concept)).collect(),
            organism: None,
            coordinated: false,
            nested,
        }
    }

    /// Replaces a gene by its ortholog in an organism; 0 is one whose genes we do not have.
    fn move_to(&self, image: &Image<'a>, wanted: u32, mention: &mut Resolved) {
        let Some(concept) = image.concept(mention.concept) else { return };
        if concept.taxon == wanted || wanted == 0 {
            return;
        }
        if self.kinds.is_family(mention.kind) {
            // The family stays; its members are those of the organism.
            mention.organism = Some(wanted);
            return;
        }
        if let Some(ortholog) = image.ortholog(concept, wanted) {
            mention.alternatives = std::iter::once((0, mention.concept)).chain(mention.alternatives.iter().copied()).collect();
            mention.concept = ortholog;
            mention.organism = Some(wanted);
        }
    }

    /// Adds the parts of a coordination to `parts`; whether they take the place of the whole (`ERK1/2` is two genes).
    fn open_coordination(&self, paper: Tokenized<'_>, group: &Group, whole: &Resolved, parts: &mut Vec<Resolved>) -> bool {
        let Some(names) = self.names(whole.layer) else { return false };
        let image = names.image;
        if self.kinds.is_family(whole.kind) && whole.layer == 0 {
            let gene = |entry: &NameEntry| {
                let kind = self.kinds.of(whole.layer, entry.entity_type);
                self.kinds.has_symbols(kind) && !self.kinds.is_family(kind)
            };
            let listed = coordination::listed(paper, group, image);
            let found: Vec<Resolved> = listed.iter().filter_map(|part| self.part(&names, whole, part, gene)).collect();
            if !found.is_empty() && found.len() == listed.len() {
                parts.extend(found.into_iter().map(|part| Resolved { span: whole.span, ..part }));
                return true;
            }
        }
        let found = match self.kinds.name(whole.kind) {
            "gene" | "gene_family" | "complex" | "drug" => coordination::numbers(paper, group, image),
            "disease" | "cell_type" => coordination::shared_head(paper, group, image).into_iter().collect(),
            _ => return false,
        };
        let same_kind = |entry: &NameEntry| self.kinds.of(whole.layer, entry.entity_type) == whole.kind;
        // What only slashes join is one expression that names several: all of them have its span.
        let slashes = found.iter().take_while(|part| part.slash).count();
        let end = found[..slashes].last().map_or(whole.span.end, |part| part.span.end);
        let span = Span { start: whole.span.start, end };
        let before = parts.len();
        for (index, part) in found.iter().enumerate() {
            let own = if index < slashes { span } else { part.span };
            parts.extend(self.part(&names, whole, part, same_kind).map(|resolved| Resolved { span: own, ..resolved }));
        }
        let opened = slashes > 0 && parts.len() > before;
        if opened {
            parts.push(Resolved { span, coordinated: true, ..whole.clone() });
        }
        opened
    }

    /// A part of a coordination as a mention, if a name of the right type has its key.
    fn part(&self, names: &Names<'_>, whole: &Resolved, part: &coordination::Part, right: impl Fn(&NameEntry) -> bool) -> Option<Resolved> {
        let entry = names.entries(part.key).iter().filter(|entry| right(entry)).min_by_key(|entry| (entry.scope, entry.concept))?;
        Some(Resolved {
            span: part.span,
            first: part.first,
            kind: self.kinds.of(whole.layer, entry.entity_type),
            concept: entry.concept,
            entry: *entry,
            alternatives: Others::default(),
            organism: None,
            coordinated: true,
            ..whole.clone()
        })
    }
}

/// Puts the parts of coordinations among the mentions: a part replaces what crosses it or is no longer than it, and gives
/// way to a longer mention around it. Parts of one expression have one span.
fn join_parts(mentions: &mut Vec<Resolved>, mut parts: Vec<Resolved>) {
    parts.sort_by_key(|part| (part.span.start, part.span.end, part.first));
    let mut last = Span::default();
    parts.retain(|part| {
        let free = part.span.start >= last.end || part.span == last;
        last = if free { part.span } else { last };
        free
    });
    mentions.retain(|mention| {
        let spans = parts.as_slice();
        let first = spans.partition_point(|part| part.span.end <= mention.span.start);
        let touched = spans[first..].iter().take_while(|part| part.span.start < mention.span.end);
        touched.into_iter().all(|part| mention.span.contains(part.span) && mention.span != part.span)
    });
    let mut around = crate::document::ByteOffset(0);
    let mut rest = mentions.iter().peekable();
    parts.retain(|part| {
        while let Some(mention) = rest.next_if(|mention| mention.span.start <= part.span.start) {
            around = around.max(mention.span.end);
        }
        around <= part.span.start
    });
    mentions.append(&mut parts);
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.first));
}
