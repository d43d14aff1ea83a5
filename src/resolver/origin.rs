//! Rule `boundary`, before a cell type: a word for its organ or lineage belongs to it (`pulmonary endothelial cells`, `cord blood
//! lymphocytes`, `malignant B cells`). What a paper did to the cells, their age, organism, genotype and transmitter are left out,
//! since corpora disagree about these; so are the organs of the senses, and those that lymphocytes only pass through (`thymic`).

use biospan_lexicon::token::Gap;

use super::candidate::Group;
use super::local::Tokenized;
use crate::document::ByteOffset;

/// Adjectives and nouns of organs and lineages, sorted.
const ORIGINS: [&str; 78] = [
    "adrenal",
    "adrenocortical",
    "airway",
    "alveolar",
    "aortic",
    "arterial",
    "articular",
    "biliary",
    "blood",
    "bronchial",
    "cardiac",
    "cerebellar",
    "cerebral",
    "cervical",
    "colonic",
    "cord",
    "corneal",
    "cortical",
    "decidual",
    "dermal",
    "duodenal",
    "endometrial",
    "epidermal",
    "epithelial",
    "erythroid",
    "esophageal",
    "gastric",
    "genital",
    "gingival",
    "granulocytic",
    "hepatic",
    "hippocampal",
    "hypothalamic",
    "ileal",
    "intestinal",
    "islet",
    "jejunal",
    "leukaemic",
    "leukemic",
    "liver",
    "lung",
    "lymphatic",
    "lymphoid",
    "malignant",
    "mammary",
    "mesenteric",
    "microvascular",
    "monocytic",
    "myeloid",
    "nasal",
    "neoplastic",
    "olfactory",
    "oral",
    "ovarian",
    "pancreatic",
    "peritoneal",
    "pituitary",
    "placental",
    "pleural",
    "proprioceptive",
    "prostatic",
    "pulmonary",
    "renal",
    "spinal",
    "striatal",
    "stromal",
    "synovial",
    "testicular",
    "thalamic",
    "thyroid",
    "tracheal",
    "tubular",
    "umbilical",
    "urothelial",
    "uterine",
    "vascular",
    "venous",
    "ventricular",
];

/// So many words of origin stand before a cell type at most (`human umbilical cord blood`).
const MOST: usize = 3;

/// The first token and byte of a cell type with the words of its origin before it, which begin at `free` at the earliest.
#[must_use]
pub fn begin(paper: Tokenized<'_>, group: &Group, free: ByteOffset) -> (u32, ByteOffset) {
    let mut begin = (group.first, group.span.start);
    for _ in 0..MOST {
        let at = begin.0 as usize;
        let (Some(first), Some(before)) = (paper.tokens.get(at), at.checked_sub(1).and_then(|at| paper.tokens.get(at))) else { break };
        let word = paper.text.get(before.start as usize..before.end as usize).unwrap_or("");
        let apart = first.gap == Gap::Space && before.end + 1 == first.start && before.gap != Gap::Hyphen;
        let blood = || word.eq_ignore_ascii_case("peripheral") && paper.text[first.start as usize..].starts_with("blood");
        if !apart || before.start < free.0 || !is_origin(word) && !blood() {
            break;
        }
        begin = (at as u32 - 1, ByteOffset(before.start));
    }
    begin
}

/// Whether a word is one of [`ORIGINS`], which may have a capital at the start of a sentence.
fn is_origin(word: &str) -> bool {
    let known = |word: &str| ORIGINS.binary_search(&word).is_ok();
    known(word) || word.starts_with(|first: char| first.is_ascii_uppercase()) && known(&word.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Annotator;
    use crate::formats::read::{ReadOptions, read};

    #[test]
    fn a_cell_type_takes_the_words_of_its_organ_or_lineage_along() {
        let annotator = Annotator::new().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("We isolated gastric stem cells there.", "gastric stem cells"),
            ("Malignant T cells were stained.", "Malignant T cells"),
            ("We isolated umbilical cord blood lymphocytes there.", "umbilical cord blood lymphocytes"),
            ("We isolated thymic T cells there.", "T cells"),
            ("We isolated human T cells there.", "T cells"),
            ("We isolated activated T cells there.", "T cells"),
            ("We isolated retinal neurons there.", "neurons"),
            ("It is found in extra-thymic T cells.", "T cells"),
            ("The liver, neurons and muscle were seen.", "neurons"),
        ] {
            for document in read("note.txt", text.as_bytes().to_vec(), &ReadOptions::default()).expect("text is read") {
                let document = document.expect("text is read");
                let mut worker = annotator.worker();
                let mentions = worker.annotate(&document).mentions;
                let cell = mentions.iter().find(|mention| mention.concept.entity_type == "cell_type");
                assert_eq!(cell.and_then(|mention| mention.span.of(text)), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn the_words_are_sorted() {
        assert!(ORIGINS.is_sorted());
    }
}
