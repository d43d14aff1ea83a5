//! Rule `boundary`: the head noun belongs to a cell type whose name lacks it: `sinusoidal endothelial cells`, `iNKT cells`;
//! and a gene takes along what is written to its symbol: `SERCA2b`, `Gdt1p`, `NRG-1 beta`.

use biospan_lexicon::token::{Gap, Token};

use super::candidate::Group;
use super::local::Tokenized;
use crate::document::{ByteOffset, Span};

/// Words that make `cell` a part of something else: `NK cell line`, `Sertoli cell tumour`.
const OTHERWISE: [&str; 10] = ["line", "lines", "death", "cycle", "tumor", "tumour", "tumors", "tumours", "carcinoma", "count"];

/// The span of a cell type with the head noun behind it, if one stands there that the name lacks.
#[must_use]
pub fn with_head(paper: Tokenized<'_>, group: &Group) -> Option<Span> {
    let to = (group.first + group.length) as usize;
    let word = |index: usize| paper.tokens.get(index).map(|token| &paper.text[token.start as usize..token.end as usize]);
    let own = word(to.checked_sub(1)?)?;
    let head = paper.tokens.get(to).filter(|token| matches!(token.gap, Gap::Space | Gap::Plus))?;
    if !matches!(word(to)?, "cell" | "cells") || own.ends_with('s') || own.eq_ignore_ascii_case("cell") {
        return None;
    }
    let next = paper.tokens.get(to + 1).filter(|token| matches!(token.gap, Gap::Space | Gap::Hyphen)).and_then(|_| word(to + 1));
    let free = next.is_none_or(|next| !OTHERWISE.contains(&next));
    free.then_some(Span { start: group.span.start, end: ByteOffset(head.end) })
}

/// The end of the small letter that is written to a symbol before the token `to`, with at most one digit: it tells an isoform (`b`
/// of `SERCA2b`, `v4` of `FLNB2v4`) or the protein (`p` of yeast's `Gdt1p`). Alleles and constructs (`Bmp2C`, `Dmrt7KO`) are none.
#[must_use]
pub fn ending(paper: Tokenized<'_>, to: usize) -> Option<ByteOffset> {
    let mut behind = paper.tokens.get(to..)?.iter().take_while(|token| token.gap == Gap::Nothing);
    let letter = |token: &Token| paper.text[token.start as usize..token.end as usize].bytes().all(|byte| byte.is_ascii_lowercase());
    let ending = behind.next().filter(|token| token.end - token.start == 1 && letter(token))?;
    let number = behind.next();
    let short = number.is_none_or(|number| number.end - number.start == 1) && behind.next().is_none();
    short.then(|| ByteOffset(number.unwrap_or(ending).end))
}

/// Greek letters that tell isoforms apart.
const GREEK: [&str; 10] = ["alpha", "beta", "gamma", "delta", "epsilon", "α", "β", "γ", "δ", "ε"];

/// The end of the Greek letter behind a symbol that ends in a number, before the token `to`: it tells an isoform (`NRG-1 beta`). A
/// deletion (`CCR5delta32`) and what a hyphen joins to the next word (`IL-6 alpha-chain`) are none.
#[must_use]
pub fn isoform(paper: Tokenized<'_>, to: usize) -> Option<ByteOffset> {
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let greek = paper.tokens.get(to).filter(|token| matches!(token.gap, Gap::Space | Gap::Nothing))?;
    if !GREEK.contains(&word(greek)) || !word(paper.tokens.get(to.checked_sub(1)?)?).bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let behind = paper.tokens.get(to + 1);
    let free = behind.is_none_or(|next| {
        let digits = word(next).bytes().all(|byte| byte.is_ascii_digit());
        !matches!(next.gap, Gap::Nothing | Gap::Hyphen) && !digits
    });
    free.then_some(ByteOffset(greek.end))
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::token::tokenize;

    use super::*;
    use crate::Annotator;

    #[test]
    fn a_gene_takes_an_ending_along_that_is_written_to_it() {
        for (text, tokens, expected) in [
            ("SERCA2b rose", 2, Some("SERCA2b")),
            ("Gdt1p rose", 2, Some("Gdt1p")),
            ("FLNBv4 rose", 1, None),
            ("FLNB2v4 rose", 2, Some("FLNB2v4")),
            ("JAK2V617F rose", 2, None),
            ("CD4T cells", 2, None),
            ("HP216 rose", 1, None),
            ("PAX6gene rose", 2, None),
            ("Bmp2C rose", 2, None),
            ("Dmrt7KO mice", 2, None),
            ("STAT3 b", 2, None),
            ("STAT3", 2, None),
        ] {
            let mut all = Vec::new();
            tokenize(text, 0, text.len(), &mut all);
            let paper = Tokenized { text, tokens: &all };
            assert_eq!(ending(paper, tokens).map(|end| &text[..end.index()]), expected, "{text}");
        }
    }

    #[test]
    fn a_gene_takes_the_greek_letter_of_its_isoform_along() {
        for (text, tokens, expected) in [
            ("NRG-1 beta rose", 2, Some("NRG-1 beta")),
            ("GN-2beta, GN-3", 2, Some("GN-2beta")),
            ("NRG-1 β", 2, Some("NRG-1 β")),
            ("CCR5delta32 rose", 2, None),
            ("IL-6 alpha-chain", 2, None),
            ("IL-6 alpha 2 integrin", 2, None),
            ("PPAR gamma rose", 1, None),
            ("NRG-1 rose", 2, None),
        ] {
            let mut all = Vec::new();
            tokenize(text, 0, text.len(), &mut all);
            let paper = Tokenized { text, tokens: &all };
            assert_eq!(isoform(paper, tokens).map(|end| &text[..end.index()]), expected, "{text}");
        }
    }

    #[test]
    fn a_cell_type_takes_its_head_noun_along_and_nothing_else() {
        let annotator = Annotator::new().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("We saw sinusoidal endothelial cells there.", Some("sinusoidal endothelial cells")),
            ("We saw neurons there.", Some("neurons")),
            ("We saw T cells there.", Some("T cells")),
            ("We grew a sinusoidal endothelial cell line there.", Some("sinusoidal endothelial")),
        ] {
            let found = annotator.found(text);
            let cell = found.iter().find(|(_, entity_type, _)| entity_type == "cell_type");
            assert_eq!(cell.map(|(words, ..)| words.as_str()), expected, "{text}");
        }
    }
}
