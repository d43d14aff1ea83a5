//! Rule `variant`: variants that the grammar finds stand beside the dictionaries' readings of the same words, and each is tied
//! to the gene that the paper's own words give it.
//!
//! Whether the residue that a variant names stands at its place in the gene is not known offline; the tie says what it
//! rests on.

pub mod concept;
mod copies;
mod fusion;

use std::collections::HashMap;

use biospan_lexicon::image::NameEntry;
use biospan_lexicon::token::{Gap, Token};

use super::candidate::Group;
use super::evidence::Form;
use super::feature::Features;
use super::kinds::Kind;
use super::local::Tokenized;
use super::{Resolved, Resolver, Workspace};
use crate::document::Span;
use crate::variant::{Found, Sureness, Variant};

/// The layer of what no dictionary has; dictionaries have lower numbers.
pub const LAYER: u8 = u8::MAX;

/// How many tokens a word that is beside another is away at most.
const BESIDE: i64 = 3;
/// What a family of genes must be nearer than a gene, in tokens.
const FAMILY: i64 = 4;
/// How many tokens of a variant's sentence are looked at on either side; a list may be one sentence of any length.
const SENTENCE: usize = 500;

/// A concept of a dictionary, and the organism that it was moved to.
pub type Owner = (u8, u32, Option<u32>);

/// Why a variant belongs to a gene.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// The gene stands beside it.
    Beside,
    /// No other gene is nearer in the sentence.
    Sentence,
    /// The same variant is tied to the gene elsewhere in the paper.
    Elsewhere,
    /// The last gene that was named before it.
    Before,
    /// Most of the paper's genes are this one.
    Paper,
}

impl Tie {
    /// What the record says of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Tie::Beside => "a gene stands beside it",
            Tie::Sentence => "the nearest gene in the sentence",
            Tie::Elsewhere => "the same variant belongs to the gene elsewhere in the paper",
            Tie::Before => "the gene named last before it",
            Tie::Paper => "the gene that the paper names most",
        }
    }
}

/// What a variant's words stand for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A number of dbSNP.
    Numbered(String),
    /// A change with a normal form.
    Change(Variant),
    /// Two genes that became one.
    Fusion(Owner, Owner),
}

/// A variant of a paper.
#[derive(Clone, Debug)]
pub struct Named {
    /// What the words stand for.
    pub meaning: Meaning,
    /// The number of dbSNP that the paper gives for it.
    pub number: Option<String>,
    /// The gene that it belongs to, and why.
    pub gene: Option<(Owner, Tie)>,
}

/// The variants of a paper, kept from document to document.
#[derive(Debug, Default)]
pub struct Variants {
    found: Vec<Found>,
    named: Vec<Named>,
}

impl Variants {
    /// What the grammar found in the last paper, chosen or not, and how likely each is by its form alone.
    pub(crate) fn found(&self) -> impl Iterator<Item = (&Found, f32)> {
        self.found.iter().map(|found| (found, probability(found.sureness)))
    }

    /// The variant that a mention of [`LAYER`] names.
    #[must_use]
    pub fn get(&self, concept: u32) -> Option<&Named> {
        self.named.get(concept as usize)
    }
}

/// What an explanation says that a mention names.
pub(super) fn shown(variants: &Variants, mention: &Resolved) -> Option<String> {
    let named = variants.get(mention.concept).filter(|_| mention.layer == LAYER)?;
    match &named.meaning {
        Meaning::Numbered(number) => Some(format!("DBSNP:{number}")),
        Meaning::Change(variant) => Some(variant.to_string()),
        Meaning::Fusion(..) => Some("a fusion".to_owned()),
    }
}

/// How likely a form is a variant.
fn probability(sureness: Sureness) -> f32 {
    match sureness {
        Sureness::Clear => 0.97,
        Sureness::Likely => 0.88,
        // A dictionary's reading of the same words is as good.
        Sureness::Doubtful => 0.6,
    }
}

impl Resolver<'_> {
    /// Puts the variants of a paper beside the groups of its other readings.
    pub(super) fn add_variants(&self, paper: Tokenized<'_>, sentences: &[Span], work: &mut Workspace) {
        work.variants.found.clear();
        work.variants.named.clear();
        let Some((finder, kind)) = &self.variants else { return };
        finder.find(paper.text, paper.tokens, &mut work.variants.found);
        for (found, number) in work.variants.found.iter().zip(0u32..) {
            let tokens = paper.within(found.span);
            let first = paper.tokens.partition_point(|token| token.end <= found.span.start.0);
            work.candidates.groups.push(Group {
                first: first as u32,
                length: tokens.len().max(1) as u32,
                span: found.span,
                sentence: sentences.partition_point(|sentence| sentence.end <= found.span.start) as u32,
                words: None,
                kind: *kind,
                candidates: number..number,
                features: Features::default(),
                own: false,
                sure: false,
                closest: 0,
                log_odds: 0.0,
                probability: probability(found.sureness),
                long_form: None,
            });
        }
        if !work.variants.found.is_empty() {
            work.candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
        }
    }

    /// Whether a group is a variant of the grammar's.
    pub(super) fn is_variant(&self, group: &Group) -> bool {
        self.variants.as_ref().is_some_and(|(_, kind)| *kind == group.kind && group.candidates.is_empty())
    }

    /// The score of a variant's group.
    pub(super) fn variant_score(&self, text: &str, group: &Group, variants: &Variants) -> f32 {
        let found = variants.found.get(group.candidates.start as usize);
        found.map_or(group.probability, |found| self.kinds.form_score(found.form(text), group.probability))
    }

    /// The mentions of a variant's group: one, or as many as a list has.
    pub(super) fn open_variant(&self, paper: Tokenized<'_>, group: &Group, variants: &mut Variants, mentions: &mut Vec<Resolved>) {
        let Some(found) = variants.found.get(group.candidates.start as usize) else { return };
        let meanings: Vec<Meaning> = if found.variants.is_empty() {
            let digits = found.span.of(paper.text).unwrap_or("").chars().filter(char::is_ascii_digit);
            vec![Meaning::Numbered(format!("rs{}", digits.collect::<String>()))]
        } else {
            found.variants.iter().cloned().map(Meaning::Change).collect()
        };
        let several = meanings.len() > 1;
        // Nothing speaks about a variant after this.
        let score = self.variant_score(paper.text, group, variants);
        for meaning in meanings {
            let concept = variants.named.len() as u32;
            variants.named.push(Named { meaning, number: None, gene: None });
            mentions.push(resolved(group.first, group.span, group.kind, score, concept, several));
        }
    }

    /// Ties the variants among the mentions to genes, and to the numbers of dbSNP beside them.
    pub(super) fn tie_variants(&self, paper: Tokenized<'_>, mentions: &[Resolved], variants: &mut Variants) {
        let genes: Vec<&Resolved> = mentions.iter().filter(|mention| self.owns_variants(mention.kind)).collect();
        let own = || mentions.iter().filter(|mention| mention.layer == LAYER);
        if own().next().is_none() {
            return;
        }
        number_beside(paper.text, mentions, variants);
        let mut known: HashMap<Meaning, (Owner, Tie)> = HashMap::new();
        for mention in own() {
            let Some(named) = variants.named.get_mut(mention.concept as usize) else { continue };
            if let Meaning::Fusion(..) = named.meaning {
                continue;
            }
            // What was found beside a gene is that gene's.
            named.gene = named.gene.or_else(|| self.in_sentence(paper, mention, &genes));
            if let Some(tie) = named.gene.filter(|(_, tie)| known.get(&named.meaning).is_none_or(|best| *tie < best.1)) {
                known.insert(named.meaning.clone(), tie);
            }
        }
        let common = most_named(&genes);
        for mention in own() {
            let Some(named) = variants.named.get_mut(mention.concept as usize) else { continue };
            if let Meaning::Fusion(..) = named.meaning {
                continue;
            }
            let elsewhere = known.get(&named.meaning).map(|(owner, tie)| (*owner, *tie));
            named.gene = match (named.gene, elsewhere) {
                // One variant has one gene in a paper, unless another stands right beside it.
                (Some((_, Tie::Sentence)), Some((owner, Tie::Beside))) | (None, Some((owner, _))) => Some((owner, Tie::Elsewhere)),
                (Some(tie), _) => Some(tie),
                (None, None) => {
                    let before = genes.iter().rev().find(|gene| gene.span.end <= mention.span.start);
                    let common = common.map(|gene| (gene, Tie::Paper));
                    common.or(before.map(|gene| (owner(gene), Tie::Before)))
                }
            };
        }
    }

    fn owns_variants(&self, kind: Kind) -> bool {
        self.kinds.name(kind) == "gene" || self.kinds.is_family(kind)
    }

    /// The nearest gene in a variant's sentence.
    fn in_sentence(&self, paper: Tokenized<'_>, mention: &Resolved, genes: &[&Resolved]) -> Option<(Owner, Tie)> {
        let (from, to) = sentence(paper, mention.first);
        let index = |at: u32| paper.tokens.partition_point(|token| token.start < at) as i64;
        let (start, end) = (index(mention.span.start.0), index(mention.span.end.0));
        let distance = |gene: &&&Resolved| {
            let family = if self.kinds.is_family(gene.kind) { FAMILY } else { 0 };
            let (gene_start, gene_end) = (index(gene.span.start.0), index(gene.span.end.0));
            family
                + if gene_end <= start {
                    // A comma parts more than a blank.
                    let parted = paper.text.as_bytes().get(gene.span.end.index()) == Some(&b',');
                    start - gene_end + i64::from(parted)
                } else if of_gene(paper, end, gene_start) {
                    // V600E in BRAF, V600E mutation of BRAF
                    0
                } else {
                    // A gene behind a variant begins what follows, more often than not.
                    (gene_start - end).max(0) * 2 + 2
                }
        };
        // Mentions stand in order, and so do their first tokens.
        let range = genes.partition_point(|gene| gene.first < from)..genes.partition_point(|gene| gene.first < to);
        let inside = genes[range].iter().filter(|gene| !gene.span.overlaps(mention.span));
        let nearest = inside.map(|gene| (distance(&gene), gene)).min_by_key(|(distance, gene)| (*distance, gene.span.start))?;
        Some((owner(nearest.1), if nearest.0 <= BESIDE { Tie::Beside } else { Tie::Sentence }))
    }
}

/// Whether the few words between a variant and the gene behind it say that it belongs there.
fn of_gene(paper: Tokenized<'_>, end: i64, gene: i64) -> bool {
    let between = usize::try_from(end).ok().zip(usize::try_from(gene).ok()).and_then(|(end, gene)| paper.tokens.get(end..gene));
    between.is_some_and(|between| {
        let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
        between.len() <= 4 && between.iter().any(|token| matches!(word(token), "in" | "of"))
    })
}

fn owner(gene: &Resolved) -> Owner {
    (gene.layer, gene.concept, gene.organism)
}

/// The first token of a sentence and the one behind its last, [`SENTENCE`] tokens away at most.
fn sentence(paper: Tokenized<'_>, token: u32) -> (u32, u32) {
    let at = token as usize;
    let breaks = |token: &Token| token.gap == Gap::Break;
    let (least, most) = (at.saturating_sub(SENTENCE), paper.tokens.len().min(at + SENTENCE));
    let from = (least..(at + 1).min(most)).rev().find(|&index| breaks(&paper.tokens[index])).unwrap_or(least);
    let to = (at + 1..most).find(|&index| breaks(&paper.tokens[index])).unwrap_or(most);
    (from as u32, to as u32)
}

/// The gene that more than half of the genes' mentions name: each mention of another takes one of its voices away, so that
/// only it can be left.
fn most_named(genes: &[&Resolved]) -> Option<Owner> {
    let (mut left, mut voices) = (None, 0usize);
    for gene in genes.iter().map(|gene| Some(owner(gene))) {
        if voices == 0 {
            left = gene;
        }
        voices = if left == gene { voices + 1 } else { voices - 1 };
    }
    let named = genes.iter().filter(|gene| Some(owner(gene)) == left).count();
    left.filter(|_| named * 2 > genes.len())
}

/// `V600E (rs113488022)` and `rs113488022 (V600E)`: the number is that of the variant, wherever the paper names it.
fn number_beside(text: &str, mentions: &[Resolved], variants: &mut Variants) {
    let mut known: HashMap<Meaning, String> = HashMap::new();
    for pair in mentions.windows(2) {
        let [left, right] = pair else { continue };
        if left.layer != LAYER || right.layer != LAYER || left.form == Form::Part || right.form == Form::Part {
            continue;
        }
        let between = text.get(left.span.end.index()..right.span.start.index()).unwrap_or("");
        let behind = text.as_bytes().get(right.span.end.index()).copied();
        let bracketed = matches!(between, " (" | "(" | " [" | "; " | ", ")
            && (between.ends_with(['(', '[']) && matches!(behind, Some(b')' | b']' | b',' | b';'))
                || left.span.start.index().checked_sub(1).is_some_and(|at| text.as_bytes()[at] == b'(') && behind == Some(b')'));
        if !bracketed {
            continue;
        }
        let meaning = |mention: &Resolved| variants.named.get(mention.concept as usize).map(|named| &named.meaning);
        if let (Some(Meaning::Numbered(number)), Some(change @ Meaning::Change(_)))
        | (Some(change @ Meaning::Change(_)), Some(Meaning::Numbered(number))) = (meaning(left), meaning(right))
        {
            known.entry(change.clone()).or_insert_with(|| number.clone());
        }
    }
    if known.is_empty() {
        return;
    }
    for named in &mut variants.named {
        named.number = known.get(&named.meaning).cloned();
    }
}

fn resolved(first: u32, span: Span, kind: Kind, probability: f32, concept: u32, several: bool) -> Resolved {
    Resolved {
        span,
        first,
        kind,
        layer: LAYER,
        concept,
        entry: NameEntry::default(),
        features: Features::default(),
        probability,
        alternatives: super::Others::default(),
        organism: None,
        form: if several { Form::Part } else { Form::Whole },
        nested: false,
    }
}
