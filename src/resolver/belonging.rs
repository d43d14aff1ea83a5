//! Rule `boundary`, before a name: words of the organ or lineage belong to a cell type (`pulmonary endothelial cells`, `cord blood
//! lymphocytes`, `malignant B cells`), words of the organ and of heredity to a disease (`cerebellar haemangioblastoma`, `X-linked
//! recessive ataxia`): `cues.tsv`, side `belongs`. What a paper did to cells, their age, organism, genotype and transmitter are left
//! out, since corpora disagree about these, as they do about how severe or sudden a disease is; so are the organs of the senses
//! before cells, and those that lymphocytes only pass through (`thymic`).

use biospan_lexicon::token::{Gap, Token};

use super::cue::{CELL, Cues, DISEASE, Voices};
use super::local::Tokenized;
use crate::document::ByteOffset;

/// So many words of origin stand before a cell type at most (`human umbilical cord blood`).
const MOST: usize = 4;

/// Words that belong to the names of a type.
#[derive(Clone, Copy)]
pub struct Belonging<'c> {
    /// All cue words.
    pub cues: &'c Cues,
    /// What speaks for the type.
    pub voices: Voices,
}

impl Belonging<'_> {
    fn has(self, token: &Token) -> bool {
        self.cues.belongs(token.hash) & self.voices != 0
    }

    /// How many of the tokens before `at` belong to what begins there.
    fn before(self, paper: Tokenized<'_>, at: usize) -> Option<usize> {
        let token = |back: usize| at.checked_sub(back).and_then(|at| paper.tokens.get(at));
        let word = |token: &Token| paper.text.get(token.start as usize..token.end as usize).unwrap_or("");
        let apart = |left: &Token, right: &Token| right.gap == Gap::Space && left.end + 1 == right.start;
        let (first, before) = (token(0)?, token(1).filter(|before| apart(before, token(0).unwrap_or(before)))?);
        let blood = || self.voices == CELL && word(before).eq_ignore_ascii_case("peripheral") && word(first).eq_ignore_ascii_case("blood");
        if before.gap != Gap::Hyphen && (self.has(before) || blood()) {
            return Some(1);
        }
        let linked = |x: &&Token| self.voices == DISEASE && word(x) == "X" && word(before) == "linked";
        if token(2).filter(linked).is_some() {
            return Some(2);
        }
        // `pulmonary and renal insufficiency`.
        let conjunction = matches!(word(before), "and" | "or") && self.voices == DISEASE && self.has(first);
        let other = token(2).filter(|other| conjunction && apart(other, before) && other.gap != Gap::Hyphen);
        other.filter(|other| self.has(other)).map(|_| 2)
    }

    /// The first token and byte of a name with the words before it that belong to it, which begin at `free` at the earliest.
    #[must_use]
    pub fn begin(self, paper: Tokenized<'_>, name: (u32, ByteOffset), free: ByteOffset) -> (u32, ByteOffset) {
        let mut begin = name;
        for _ in 0..MOST {
            let Some(count) = self.before(paper, begin.0 as usize) else { break };
            let first = begin.0 - count as u32;
            let start = ByteOffset(paper.tokens[first as usize].start);
            if start < free {
                break;
            }
            begin = (first, start);
        }
        begin
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_name_takes_the_words_that_belong_to_it_along() {
        for (entity_type, text, expected) in [
            ("cell_type", "We isolated gastric stem cells there.", "gastric stem cells"),
            ("cell_type", "Malignant T cells were stained.", "Malignant T cells"),
            ("cell_type", "We isolated umbilical cord blood lymphocytes there.", "umbilical cord blood lymphocytes"),
            ("cell_type", "Of peripheral blood lymphocytes there.", "peripheral blood lymphocytes"),
            ("cell_type", "We isolated thymic T cells there.", "T cells"),
            ("cell_type", "We isolated human T cells there.", "T cells"),
            ("cell_type", "We isolated activated T cells there.", "T cells"),
            ("cell_type", "We isolated retinal neurons there.", "neurons"),
            ("cell_type", "It is found in extra-thymic T cells.", "T cells"),
            ("cell_type", "The liver, neurons and muscle were seen.", "neurons"),
            ("disease", "A cerebellar haemangioblastoma was seen.", "cerebellar haemangioblastoma"),
            ("disease", "Two had X-linked recessive ataxia.", "X-linked recessive ataxia"),
            ("disease", "An autosomal dominant epilepsy syndrome.", "autosomal dominant epilepsy syndrome"),
            ("disease", "Familial breast and ovarian cancer.", "Familial breast and ovarian cancer"),
            ("disease", "Pulmonary and renal insufficiency.", "Pulmonary and renal insufficiency"),
            ("disease", "Of the muscle and ataxia.", "ataxia"),
            ("disease", "Two had severe ataxia.", "ataxia"),
        ] {
            let annotator = Annotator::builder().types([entity_type]).build().expect("the embedded dictionary opens");
            let found = annotator.found(text);
            assert_eq!(found.first().map(|(words, ..)| words.as_str()), Some(expected), "{text}");
        }
    }
}
