//! Rule `boundary`: the head noun belongs to a cell type whose name lacks it: `sinusoidal endothelial cells`, `iNKT cells`.

use biospan_lexicon::token::Gap;

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

#[cfg(test)]
mod tests {
    use crate::Annotator;
    use crate::formats::read::{ReadOptions, read};

    #[test]
    fn a_cell_type_takes_its_head_noun_along_and_nothing_else() {
        let annotator = Annotator::new().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("We saw sinusoidal endothelial cells there.", Some("sinusoidal endothelial cells")),
            ("We saw neurons there.", Some("neurons")),
            ("We saw T cells there.", Some("T cells")),
            ("We grew a sinusoidal endothelial cell line there.", Some("sinusoidal endothelial")),
        ] {
            let documents = read("note.txt", text.as_bytes().to_vec(), &ReadOptions::default()).expect("text is read");
            let mut worker = annotator.worker();
            for document in documents {
                let document = document.expect("text is read");
                let mentions = worker.annotate(&document).mentions;
                let cell = mentions.iter().find(|mention| mention.concept.entity_type == "cell_type");
                assert_eq!(cell.and_then(|mention| mention.span.of(text)), expected, "{text}");
            }
        }
    }
}
