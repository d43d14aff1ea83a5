//! Rule `interrupted`: a gene's name with a short form in brackets inside: `tumor necrosis factor (TNF)-alpha`,
//! `epidermal growth factor (EGF) receptor`. Names that other types have too are left alone, unless they seldom mean the other
//! type (the drug `interleukin-6`), and what a drug stands before: corpora of drugs mark `nitric oxide (NO)` before `synthase`.

use biospan_lexicon::search::{Hit, key_of};
use biospan_lexicon::token::{Gap, Token};

use super::{Candidate, Candidates, Group, Layer, words};
use crate::resolver::cue::{Cues, DRUG, GENE, voices_for};
use crate::resolver::feature::{Feature, Features};
use crate::resolver::kinds::Kind;
use crate::resolver::local::Tokenized;

/// A short form has so many tokens at most.
const SHORT: usize = 4;
/// So many tokens of a name stand before the bracket at most.
const BEFORE: usize = 5;
/// And so many behind it.
const BEHIND: usize = 3;

/// A bracket inside a name: the tokens before which it opens and closes, and what joins the name behind it.
struct Bracket {
    open: usize,
    close: usize,
    gap: Gap,
}

/// The bracket that opens before a token, if it holds a short form and the name may go on behind it.
fn bracket(paper: Tokenized<'_>, open: usize, cues: &Cues) -> Option<Bracket> {
    let before = paper.tokens.get(open.checked_sub(1)?)?;
    let first = paper.tokens.get(open)?;
    if first.gap != Gap::Bracket || paper.text.get(before.end as usize..first.start as usize)? != " (" {
        return None;
    }
    let behind = paper.tokens[open + 1..].iter().take(SHORT);
    let close = open + 1 + behind.take_while(|token| matches!(token.gap, Gap::Nothing | Gap::Hyphen)).count();
    let (last, next) = (paper.tokens.get(close - 1)?, paper.tokens.get(close).filter(|next| next.gap == Gap::Bracket)?);
    let short = paper.text.get(first.start as usize..last.end as usize)?;
    let gap = match paper.text.get(last.end as usize..next.start as usize)? {
        ")-" | ")" | ")‐" | ")‑" => Gap::Hyphen,
        // Behind a blank the sentence may go on; a receptor or a number is a part of the name.
        ") " => Gap::Space,
        _ => return None,
    };
    let word = &paper.text[next.start as usize..next.end as usize];
    let part =
        gap == Gap::Hyphen || cues.get(next.hash).is_some_and(|cue| cue.head & GENE != 0) || word.bytes().all(|byte| byte.is_ascii_digit());
    (part && short.bytes().any(|byte| byte.is_ascii_uppercase())).then_some(Bracket { open, close, gap })
}

impl Candidates {
    /// Adds genes whose names go on behind a short form in brackets.
    pub fn add_interrupted(&mut self, layer: Layer<'_>, paper: Tokenized<'_>, cues: &Cues, named: impl Fn(&[Candidate], Kind) -> Features) {
        let sorted = self.groups.len();
        let mut name: Vec<Token> = Vec::new();
        for open in 1..paper.tokens.len() {
            if paper.tokens[open].gap != Gap::Bracket {
                continue;
            }
            let Some(bracket) = bracket(paper, open, cues) else { continue };
            self.add_around(layer, paper, &bracket, &mut name, &named);
        }
        if self.groups.len() > sorted {
            self.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
        }
    }

    /// Adds the longest name around a bracket.
    fn add_around(
        &mut self,
        layer: Layer<'_>,
        paper: Tokenized<'_>,
        bracket: &Bracket,
        name: &mut Vec<Token>,
        named: &impl Fn(&[Candidate], Kind) -> Features,
    ) {
        let joins = |token: &&Token| matches!(token.gap, Gap::Nothing | Gap::Hyphen | Gap::Space);
        let before = 1 + paper.tokens[..bracket.open].iter().rev().take(BEFORE - 1).take_while(joins).count();
        let behind = 1 + paper.tokens[bracket.close + 1..].iter().take(BEHIND - 1).take_while(joins).count();
        for from in bracket.open - before.min(bracket.open)..bracket.open {
            for to in (bracket.close + 1..=bracket.close + behind).rev() {
                name.clear();
                name.extend_from_slice(&paper.tokens[from..bracket.open]);
                name.push(Token { gap: bracket.gap, ..paper.tokens[bracket.close] });
                name.extend_from_slice(&paper.tokens[bracket.close + 1..to]);
                let hashes: Vec<u64> = name.iter().map(|token| token.hash).collect();
                let Some(key) = key_of(layer.names.image, &hashes) else { continue };
                let joined = Tokenized { text: paper.text, tokens: name };
                let hit = Hit { token: 0, length: name.len() as u32, key };
                let (span, written) = words(joined, &hit);
                let senses = self.learn(layer, joined, &hit, (span, written), named);
                let seldom = |features: Features| features.has(Feature::Rarely) || features.has(Feature::Doubtful);
                let symbols = |kind: Kind| layer.kinds.has_symbols(kind);
                // `differentiation factors (GDFs) 8 and 9` are several, none of them factor 8.
                let plural = |(_, own): (_, &[Candidate])| own.iter().all(|one| one.likeness.plural);
                if bracket.gap == Gap::Space && self.known.senses(senses.clone()).any(plural) {
                    continue;
                }
                let known = || self.known.senses(senses.clone()).map(|(sense, _)| sense);
                let gene = known().any(|sense| symbols(sense.kind)) && known().all(|sense| symbols(sense.kind) || seldom(sense.features));
                let is_drug = |group: &Group| voices_for(layer.kinds.name(group.kind)) == DRUG && !seldom(group.features);
                let before = |group: &Group| group.first as usize >= from && (group.first + group.length) as usize == bracket.open;
                if gene && !self.groups.iter().any(|group| before(group) && is_drug(group)) {
                    self.place(&Hit { token: from as u32, length: (to - from) as u32, key }, span, senses);
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn names_are_found_around_brackets_behind_prefixes_and_in_lists() {
        let annotator = Annotator::new().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Expression of tumor necrosis factor (TNF)-alpha rose.", &[("tumor necrosis factor (TNF)-alpha", "TNF")][..]),
            ("Expression of interleukin (IL)-6 rose.", &[("interleukin (IL)-6", "IL6")]),
            (
                "Expression of interleukin (IL)-6 and interleukin (IL)-8 rose.",
                &[("interleukin (IL)-6", "IL6"), ("interleukin (IL)-8", "CXCL8")],
            ),
            ("The epidermal growth factor (EGF) receptor rose.", &[("epidermal growth factor (EGF) receptor", "EGFR")]),
            ("The differentiation factors (GDFs) 8 and 9 rose.", &[]),
            ("Expression of hDaxx rose.", &[("hDaxx", "DAXX")]),
            ("Expression of mDaxx rose in patients.", &[("mDaxx", "Daxx")]),
            ("The mRNA and mAbs of hMSC rose.", &[]),
            ("Levels of pSTAT3 and cKit rose.", &[("pSTAT3", "STAT3"), ("cKit", "KIT")]),
            ("The vector pCR2 and the cDNA were used.", &[]),
            ("We saw that NRG1 beta rose.", &[("NRG1 beta", "NRG1")]),
            ("Levels of MMP-2 and -9 rose.", &[("MMP-2 and -9", "MMP2"), ("MMP-2 and -9", "MMP9")]),
            ("The MMP2 and 9 genes rose.", &[("MMP2 and 9", "MMP2"), ("MMP2 and 9", "MMP9")]),
            ("MMP2 and 9 patients were seen.", &[("MMP2", "MMP2")]),
            ("Expression of SERCA2b rose.", &[("SERCA2b", "ATP2A2")]),
        ] {
            let genes = annotator.told(text, |words, own| (own.entity_type == "gene").then(|| (words.to_owned(), own.name.clone())));
            let found: Vec<(String, String)> = genes.into_iter().flatten().collect();
            let found: Vec<(&str, &str)> = found.iter().map(|(words, name)| (words.as_str(), name.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
