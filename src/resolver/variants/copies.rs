//! Rule `variant`: copies of whole genes (`copy number gain of MYC`, `ERBB2 and MET amplification`) are a variant of each gene that
//! the words stand beside, where no gene is multiplied in a tube. Amplifications and homozygous deletions, which corpora of variants
//! leave out, are for who asks for them.

use biospan_lexicon::token::Token;

use super::{Meaning, Named, Tie, Variants, owner, probability, resolved, sentence};
use crate::document::Span;
use crate::resolver::evidence::Form;
use crate::resolver::local::Tokenized;
use crate::resolver::{Resolved, Resolver};
use crate::variant::{Change, Copies, Level, Sureness, Variant, copies};

/// What joins genes that have one word for their copies.
const JOINTS: [&str; 7] = [", ", " and ", ", and ", " or ", ", or ", "/", " and/or "];
/// Words of sentences in which a gene is multiplied in a tube or put into a cell, as they begin.
const IN_TUBES: [&str; 17] = [
    "PCR",
    "qPCR",
    "primer",
    "polymerase",
    "cycle",
    "cycling",
    "template",
    "cDNA",
    "amplicon",
    "isothermal",
    "plasmid",
    "vector",
    "construct",
    "cassette",
    "transgen",
    "sequencing",
    "Ct",
];
/// How far they are looked for in the sentence, in tokens.
const REACH: usize = 50;
/// Words that make what stands before them another thing (`amplification of the MYC signal`, `GAPDH amplification products`).
const OTHER_THINGS: [&str; 19] = [
    "signal",
    "pathway",
    "response",
    "exon",
    "promoter",
    "loop",
    "activity",
    "region",
    "fragment",
    "expression",
    "protein",
    "effect",
    "product",
    "reaction",
    "efficien",
    "curve",
    "plot",
    "step",
    "sequence",
];

impl Resolver<'_> {
    /// Adds the copies of genes among the mentions.
    pub(in crate::resolver) fn add_copies(&self, paper: Tokenized<'_>, mentions: &mut Vec<Resolved>, variants: &mut Variants) {
        let Some((_, kind)) = &self.variants else { return };
        let own = |mention: &&Resolved| self.owns_variants(mention.kind) && mention.form == Form::Whole && !mention.nested;
        let genes: Vec<&Resolved> = mentions.iter().filter(own).collect();
        let joined = |left: &&Resolved, right: &&Resolved| {
            paper.text.get(left.span.end.index()..right.span.start.index()).is_some_and(|between| JOINTS.contains(&between))
        };
        let mut new = Vec::new();
        for list in genes.chunk_by(joined) {
            let (Some(first), Some(last)) = (list.first(), list.last()) else { continue };
            let Some((span, copies)) = beside(paper, first, last) else { continue };
            // Copies, or a copy number, are spoken of.
            let counted = || span.of(paper.text).is_some_and(|words| words.contains("cop") || words.contains("Cop"));
            if !self.amplifications && !counted() {
                continue;
            }
            let at = mentions.partition_point(|mention| mention.span.end <= span.start);
            if mentions.get(at).is_some_and(|mention| mention.span.overlaps(span)) {
                continue;
            }
            let change = Variant { level: Level::Genomic, from: None, to: None, change: Change::Copies(copies) };
            let token = paper.within(span).start as u32;
            for gene in list {
                let concept = variants.named.len() as u32;
                let meaning = Meaning::Change(change.clone());
                variants.named.push(Named { meaning, number: None, gene: Some((owner(gene), Tie::Beside)) });
                let sure = probability(Sureness::Likely).min(gene.probability);
                new.push(resolved(token, span, *kind, sure, concept, list.len() > 1));
            }
        }
        if !new.is_empty() {
            mentions.extend(new);
            mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
        }
    }
}

/// The words for copies before the first gene of a list or behind its last.
fn beside(paper: Tokenized<'_>, first: &Resolved, last: &Resolved) -> Option<(Span, Copies)> {
    let behind = || copies::behind(paper.text, last.span.end.index()).map(|(span, copies)| (span, copies, span.end));
    let before = || copies::before(paper.text, first.span.start.index()).map(|(span, copies)| (span, copies, last.span.end));
    let (span, copies, end) = behind().or_else(before)?;
    let next = paper.tokens.partition_point(|token| token.start < end.0);
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let begins = |token: &Token, words: &[&str]| {
        words.iter().any(|cue| word(token).get(..cue.len()).is_some_and(|start| start.eq_ignore_ascii_case(cue)))
    };
    let other = paper.tokens.get(next).is_some_and(|token| begins(token, &OTHER_THINGS));
    let said = span.len() > "amplifications".len() && !matches!(copies, Copies::Number(1..));
    let in_tube = || {
        let (from, to) = sentence(paper, first.first);
        let near = (from as usize).max(next.saturating_sub(REACH))..(to as usize).min(next + REACH);
        paper.tokens.get(near).is_some_and(|near| near.iter().any(|token| begins(token, &IN_TUBES)))
    };
    (!other && (said || !in_tube())).then_some((span, copies))
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn copies_of_a_gene_are_its_variant() {
        let annotator = Annotator::builder().amplifications(true).types(["variant"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Copy number gain of MYC was found.", &[("Copy number gain", "MYC g.?[gain]")][..]),
            ("We saw MYC copy-number losses.", &[("copy-number losses", "MYC g.?[loss]")]),
            ("Patients with EGFR-amplified tumours.", &[("amplified", "EGFR g.?[amplified]")]),
            (
                "ERBB2 and MYC amplification was rare.",
                &[("amplification", "ERBB2 g.?[amplified]"), ("amplification", "MYC g.?[amplified]")],
            ),
            ("Homozygous deletion of CDKN2A was rare.", &[("Homozygous deletion", "CDKN2A g.?[0]")]),
            ("Patients have three copies of the SMN2 gene.", &[("three copies", "SMN2 g.?[3]")]),
            ("Amplification of GAPDH took 30 cycles of PCR.", &[]),
            ("Amplification of TP53 signals, and MYC amplification products.", &[]),
        ] {
            let found = annotator.named(text);
            let found: Vec<(&str, &str)> = found.iter().map(|(words, name)| (words.as_str(), name.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
