//! Rule `sequence`: three letters of bases are a codon or a piece of a primer beside other bases, and no name:
//! `5'-GGT ACC TTG-3'`, `CAT-TAT`, `GGT ACC TTG C-3'`, `ATG (Met)`. Nor are the letters of amino acids in an alignment: `DP C C NDK C DC K EG`.

use biospan_lexicon::token::{Gap, Token};

use super::candidate::Group;
use super::feature::Feature;
use super::local::Tokenized;
use crate::variant::residue;

/// So many bases together are a sequence.
const LEAST: usize = 3;
/// What marks the ends of a strand, behind a 5 or a 3.
const PRIMES: [char; 4] = ['\'', '\u{2032}', '\u{2019}', '\u{b4}'];

/// Whether the bytes are bases only.
fn are_bases(bytes: &[u8]) -> bool {
    bytes.len() >= LEAST && bytes.iter().all(|byte| matches!(byte, b'A' | b'C' | b'G' | b'T' | b'U'))
}

/// Refuses the groups of bases that stand beside other bases, or at the marked end of a strand.
pub fn refuse(paper: Tokenized<'_>, groups: &mut [Group]) {
    let bytes = paper.text.as_bytes();
    let of = |token: &Token| bytes.get(token.start as usize..token.end as usize).unwrap_or(&[]);
    for group in groups.iter_mut().filter(|group| group.length <= 2 && !group.own) {
        let at = group.first as usize;
        if (at..at + group.length as usize).all(|at| is_aligned(paper, at)) {
            group.features.add(Feature::OtherName);
            continue;
        }
        // `CAT-3` of CAT-3', `CT-3` and `C-3` behind other bases.
        let end = || paper.text[group.span.end.index()..].starts_with(PRIMES);
        if group.length == 2 && is_last_block(paper, at) {
            group.features.add(Feature::OtherName);
            continue;
        }
        if !are_bases(of(&paper.tokens[at])) || group.length == 2 && !end() {
            continue;
        }
        let joined = |token: &Token| matches!(token.gap, Gap::Space | Gap::Hyphen | Gap::Nothing);
        let before = at.checked_sub(1).map(|before| &paper.tokens[before]).filter(|_| joined(&paper.tokens[at]));
        let behind = paper.tokens.get(at + 1).filter(|behind| joined(behind));
        // 5'-GGT, TTG-3'
        let start = &paper.text[..group.span.start.index()];
        let strand = start.trim_end_matches(['-', ' ']).strip_suffix(PRIMES).is_some_and(|start| start.ends_with('5'));
        let other = |token: &Token| are_bases(of(token));
        // Its amino acid in brackets.
        let codon = || {
            let rest = paper.text[group.span.end.index()..].strip_prefix(" (").and_then(|rest| rest.split_once(')'));
            group.length == 1
                && of(&paper.tokens[at]).len() == 3
                && rest.is_some_and(|(code, _)| code.len() == 3 && residue::by_code(code.as_bytes()).is_some())
        };
        group.features.add_if(strand || before.is_some_and(other) || behind.is_some_and(other) || codon(), Feature::OtherName);
    }
}

/// Whether bases, however few, and the 3 of their end stand at the token `at` behind another block of the strand.
fn is_last_block(paper: Tokenized<'_>, at: usize) -> bool {
    let of = |at: usize| paper.tokens.get(at).map_or("", |token| &paper.text[token.start as usize..token.end as usize]).as_bytes();
    let [own, number] = &paper.tokens[at..at + 2] else { return false };
    let bases = of(at).iter().all(|byte| matches!(byte, b'A' | b'C' | b'G' | b'T' | b'U'));
    bases && own.gap == Gap::Space && number.gap == Gap::Hyphen && of(at + 1) == b"3" && at > 0 && are_bases(of(at - 1))
}

/// So many tokens on either side are looked at for an alignment, and so many of them are its letters.
const AROUND: usize = 4;
const ALIGNED: usize = 7;

/// Whether the token `at` stands in a row of one to three capitals each.
fn is_aligned(paper: Tokenized<'_>, at: usize) -> bool {
    let letters = |token: &Token| {
        let bytes = &paper.text.as_bytes()[token.start as usize..token.end as usize];
        bytes.len() <= 3 && bytes.iter().all(u8::is_ascii_uppercase)
    };
    let beside = |other: Option<&Token>| other.is_some_and(letters);
    let (before, behind) = (at.checked_sub(1).map(|before| &paper.tokens[before]), paper.tokens.get(at + 1));
    if paper.tokens[at].gap != Gap::Space || !letters(&paper.tokens[at]) || !beside(before) && !beside(behind) {
        return false;
    }
    let around = &paper.tokens[at.saturating_sub(AROUND)..paper.tokens.len().min(at + AROUND + 1)];
    around.iter().filter(|token| token.gap == Gap::Space && letters(token)).count() > ALIGNED
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn bases_beside_bases_and_days_of_embryos_are_no_names() {
        let annotator = Annotator::builder().types(["gene", "gene_family", "drug"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("The primer 5'-GGT ACC TTG CAT-3' was used.", &[][..]),
            ("The primers 5-GGT ACC TTG ACA-3 and 5'-GGT ACC CT-3' were used.", &[]),
            ("Scylla P DP C C NDK C DC K EG EC KT GC K CT S C and human AR.", &["AR"]),
            ("The reporter gene CAT was expressed.", &["CAT"]),
            ("Its first codon is changed from ATG (Met) to TTG (Leu).", &["Met", "Leu"]),
            ("Mouse embryos at E13.5 and E16, and pups at P7 and P10, expressed Sox9.", &["Sox9"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
