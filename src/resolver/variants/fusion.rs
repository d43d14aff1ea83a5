//! Rule `variant`: two genes that became one (`BCR-ABL1`, `EML4::ALK`) are a variant around both.

use std::cell::OnceCell;
use std::collections::HashSet;

use biospan_lexicon::token::{Gap, Token};

use super::{Meaning, Named, Owner, Variants, owner, probability, resolved};
use crate::document::{ByteOffset, Span};
use crate::resolver::candidate::Candidates;
use crate::resolver::evidence::Form;
use crate::resolver::local::Tokenized;
use crate::resolver::{Resolved, Resolver, sense};
use crate::variant::Sureness;

/// Words that speak of two genes that became one, as they begin.
const FUSED: [&str; 10] =
    ["fusion", "fused", "rearrang", "translocat", "chimer", "oncoprotein", "oncogene", "positive", "transcript", "leukaemogenic"];
/// How far behind the genes they stand, in tokens.
const REACH: usize = 3;

impl Resolver<'_> {
    /// Adds the fusions of two genes, `BCR-ABL1` and `EML4::ALK`; the genes stay, inside. Words that may be many things are a
    /// gene where the other gene and a word for a fusion stand beside them, or where the two are known to become one.
    pub(in crate::resolver) fn add_fusions(
        &self,
        paper: Tokenized<'_>,
        candidates: &Candidates,
        mentions: &mut Vec<Resolved>,
        variants: &mut Variants,
    ) {
        let Some((_, kind)) = &self.variants else { return };
        let mut fused: Vec<(Resolved, Resolved, bool)> = Vec::new();
        let edges = OnceCell::new();
        for gene in mentions.iter().filter(|mention| self.owns_variants(mention.kind) && mention.form == Form::Whole) {
            let (left, right) = if let Some(left) = self.joined(paper, candidates, mentions, &edges, gene, true) {
                (left, gene.clone())
            } else if let Some(right) = self.joined(paper, candidates, mentions, &edges, gene, false) {
                (gene.clone(), right)
            } else {
                continue;
            };
            let joint = paper.text.get(left.span.end.index()..right.span.start.index());
            let said = joint == Some("::") || self.known_fusion(&left, &right) || joint != Some("/") && said_fused(paper, &right);
            fused.push((left, right, said));
        }
        fused.extend(mentions.iter().filter_map(|gene| self.named_as_one(paper, candidates, gene)));
        let pair = |fusion: &(Resolved, Resolved, bool)| (owner(&fusion.0), owner(&fusion.1));
        let said: HashSet<(Owner, Owner)> = fused.iter().filter(|fusion| fusion.2).map(pair).collect();
        fused.retain(|fusion| said.contains(&pair(fusion)));
        fused.dedup_by_key(|fusion| fusion.0.span.start);
        if fused.is_empty() {
            return;
        }
        let whole = |left: &Resolved, right: &Resolved| Span { start: left.span.start, end: right.span.end };
        let replaced: HashSet<Span> = fused.iter().flat_map(|(left, right, _)| [left.span, right.span, whole(left, right)]).collect();
        mentions.retain(|mention| !replaced.contains(&mention.span));
        // In a chain of three the one between is a part of two.
        let mut parts: HashSet<Span> = HashSet::new();
        for (left, right, _) in fused {
            let concept = variants.named.len() as u32;
            variants.named.push(Named { meaning: Meaning::Fusion(owner(&left), owner(&right)), number: None, gene: None });
            // The two lend evidence to each other.
            let least = if self.known_fusion(&left, &right) { probability(Sureness::Likely) } else { self.least };
            let sure = left.probability.max(right.probability).max(least);
            mentions.push(resolved(left.first, whole(&left, &right), *kind, sure, concept, false));
            let new = [left, right].into_iter().filter(|gene| parts.insert(gene.span));
            mentions.extend(new.map(|gene| Resolved { nested: true, probability: gene.probability.max(least), ..gene }));
        }
        mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    }

    /// Whether two genes are known to become one.
    fn known_fusion(&self, left: &Resolved, right: &Resolved) -> bool {
        let symbol = |gene: &Resolved| {
            let image = self.image(gene.layer)?;
            image.concept(gene.concept).map(|concept| image.surface(concept.name))
        };
        symbol(left).zip(symbol(right)).is_some_and(|pair| KNOWN.contains(&pair))
    }

    /// The two genes of a known fusion that the dictionary has as a name of one of them: `BCR-ABL`.
    fn named_as_one(&self, paper: Tokenized<'_>, candidates: &Candidates, gene: &Resolved) -> Option<(Resolved, Resolved, bool)> {
        // Most names are shorter or have no joint.
        let words = gene.span.of(paper.text).filter(|words| words.len() >= SHORTEST_FUSION)?;
        let joint = memchr::memchr2(b'-', b'/', words.as_bytes()).filter(|_| self.owns_variants(gene.kind) && gene.form == Form::Whole)?;
        let kind = self.kinds.named("gene")?;
        let (end, start) = (gene.span.start.0 + joint as u32, gene.span.start.0 + joint as u32 + 1);
        let from = candidates.groups.partition_point(|group| group.first < gene.first);
        let inside = candidates.groups[from..].iter().take_while(|group| group.span.start < gene.span.end);
        let part = |span: Span| {
            let group = inside.clone().find(|group| group.kind == kind && group.span == span)?;
            let own = candidates.of(group);
            (!own.is_empty()).then(|| sense::choose(group, own, true))
        };
        let left = part(Span { start: gene.span.start, end: ByteOffset(end) })?;
        let right = part(Span { start: ByteOffset(start), end: gene.span.end })?;
        self.known_fusion(&left, &right).then_some((left, right, true))
    }

    /// The gene that a hyphen, a slash or two colons join to another, before or behind it.
    fn joined(
        &self,
        paper: Tokenized<'_>,
        candidates: &Candidates,
        mentions: &[Resolved],
        edges: &OnceCell<[Edges; 2]>,
        gene: &Resolved,
        before: bool,
    ) -> Option<Resolved> {
        let text = paper.text.as_bytes();
        let edge = if before {
            let text = text.get(..gene.span.start.index())?;
            // Most genes stand between blanks.
            text.last().filter(|last| may_join(last))?;
            let joint = JOINTS.iter().find(|joint| text.ends_with(joint.as_bytes()))?;
            gene.span.start.0 - joint.len() as u32
        } else {
            let text = text.get(gene.span.end.index()..)?;
            text.first().filter(|first| may_join(first))?;
            let joint = JOINTS.iter().find(|joint| text.starts_with(joint.as_bytes()))?;
            gene.span.end.0 + joint.len() as u32
        };
        let [chosen, groups] = edges.get_or_init(|| self.edges(paper, candidates, mentions));
        let chosen = chosen.first(edge, before).and_then(|index| mentions.get(index));
        let other = chosen.cloned().or_else(|| {
            let group = groups.first(edge, before).and_then(|index| candidates.groups.get(index))?;
            let own = candidates.of(group);
            (!own.is_empty()).then(|| sense::choose(group, own, true))
        })?;
        (owner(&other) != owner(gene) && other.form == Form::Whole).then_some(other)
    }

    /// The edges of the genes and families among the mentions, and of the groups that may be genes.
    fn edges(&self, paper: Tokenized<'_>, candidates: &Candidates, mentions: &[Resolved]) -> [Edges; 2] {
        let own = mentions.iter().enumerate().filter(|(_, mention)| self.owns_variants(mention.kind));
        let gene = self.kinds.named("gene");
        let groups = candidates.groups.iter().enumerate().filter(|(_, group)| Some(group.kind) == gene);
        let text = paper.text.as_bytes();
        [Edges::of(text, own.map(|(index, own)| (own.span, index))), Edges::of(text, groups.map(|(index, own)| (own.span, index)))]
    }
}

/// Where those of some spans begin and end that a joint may stand beside, with their numbers, both in order.
#[derive(Default)]
struct Edges {
    starts: Vec<(u32, usize)>,
    ends: Vec<(u32, usize)>,
}

impl Edges {
    fn of(text: &[u8], spans: impl Iterator<Item = (Span, usize)>) -> Self {
        let mut edges = Edges::default();
        for (span, index) in spans {
            if span.start.index().checked_sub(1).and_then(|before| text.get(before)).is_some_and(may_join) {
                edges.starts.push((span.start.0, index));
            }
            if text.get(span.end.index()).is_some_and(may_join) {
                edges.ends.push((span.end.0, index));
            }
        }
        edges.starts.sort_unstable();
        edges.ends.sort_unstable();
        edges
    }

    /// The first span that ends at an edge, or begins there.
    fn first(&self, edge: u32, ends: bool) -> Option<usize> {
        let edges = if ends { &self.ends } else { &self.starts };
        let at = edges.partition_point(|(other, _)| *other < edge);
        edges.get(at).filter(|(other, _)| *other == edge).map(|(_, index)| *index)
    }
}

/// What joins two genes that became one.
const JOINTS: [&str; 7] = ["::", "--", "-", "/", "\u{2010}", "\u{2011}", "\u{2013}"];

/// The fewest bytes of two symbols and a joint (`BCR-ABL`).
const SHORTEST_FUSION: usize = 7;

/// Kinases that are known to become one with another gene, which papers name as proteins without a word for the fusion: the first
/// gene in the order of the new one.
const KNOWN: [(&str, &str); 22] = [
    ("BCR", "ABL1"),
    ("CCDC6", "RET"),
    ("CD74", "ROS1"),
    ("DNAJB1", "PRKACA"),
    ("EML4", "ALK"),
    ("ETV6", "ABL1"),
    ("ETV6", "NTRK3"),
    ("ETV6", "PDGFRB"),
    ("FGFR2", "BICC1"),
    ("FGFR3", "TACC3"),
    ("FIP1L1", "PDGFRA"),
    ("KIAA1549", "BRAF"),
    ("KIF5B", "ALK"),
    ("KIF5B", "RET"),
    ("LMNA", "NTRK1"),
    ("NCOA4", "RET"),
    ("NPM1", "ALK"),
    ("NUP214", "ABL1"),
    ("SDC4", "ROS1"),
    ("SLC34A2", "ROS1"),
    ("TPM3", "ALK"),
    ("TPM3", "NTRK1"),
];

/// Whether a byte may be one of a joint's.
fn may_join(byte: &u8) -> bool {
    matches!(byte, b':' | b'-' | b'/' | 0x80..)
}

/// Whether a word behind two genes says that they are fused.
fn said_fused(paper: Tokenized<'_>, right: &Resolved) -> bool {
    let from = paper.tokens.partition_point(|token| token.start < right.span.end.0);
    let behind = paper.tokens[from..].iter().take(REACH).take_while(|token| token.gap != Gap::Break);
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    behind
        .into_iter()
        .any(|token| FUSED.iter().any(|cue| word(token).get(..cue.len()).is_some_and(|start| start.eq_ignore_ascii_case(cue))))
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn two_genes_are_one_where_the_paper_or_their_names_say_so() {
        let annotator = Annotator::builder().types(["gene", "variant"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("We saw BCR-ABL1 there.", &[("BCR-ABL1", "BCR::ABL1"), ("BCR", "BCR"), ("ABL1", "ABL1")][..]),
            ("We saw BCR/ABL there.", &[("BCR/ABL", "BCR::ABL1"), ("BCR", "BCR"), ("ABL", "ABL1")]),
            ("We saw EML4::ALK there.", &[("EML4::ALK", "EML4::ALK"), ("EML4", "EML4"), ("ALK", "ALK")]),
            ("We saw NPM-ALK there.", &[("NPM-ALK", "NPM1::ALK"), ("NPM", "NPM1"), ("ALK", "ALK")]),
            ("The TMPRSS2-ERG fusion rose.", &[("TMPRSS2-ERG", "TMPRSS2::ERG"), ("TMPRSS2", "TMPRSS2"), ("ERG", "ERG")]),
            ("EGFR/ALK positive tumours grew.", &[("EGFR", "EGFR"), ("ALK", "ALK")]),
            ("The B cell receptor (BCR) signals. Signaling of the BCR rose.", &[]),
            ("Signaling of the BCR in B cells rose.", &[]),
        ] {
            let found = annotator.named(text);
            let found: Vec<(&str, &str)> = found.iter().map(|(words, name)| (words.as_str(), name.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
