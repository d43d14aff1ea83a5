//! Rule `line-case`: a cell line has a name of its own, with capitals: `horse`, `and 2` and `at 4` are none, whatever lines are
//! called `Horse`, `AND-2` and `AT4`.

use biospan_lexicon::surface::{Case, Letters};

use super::candidate::{Candidate, Group};
use super::local::Tokenized;

/// Whether the words of a group of cell lines have no capital though the names have.
pub fn is_plain(paper: Tokenized<'_>, group: &Group, candidates: &[Candidate]) -> bool {
    let words = group.span.of(paper.text).unwrap_or("");
    Letters::of(words).capitals == 0 && candidates.iter().all(|candidate| candidate.likeness.case != Case::Same)
}

#[cfg(test)]
mod tests {
    use crate::Annotator;
    use crate::formats::read::{ReadOptions, read};

    #[test]
    fn a_cell_line_is_written_with_its_capitals() {
        let annotator = Annotator::builder().types(["cell_line"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("HeLa cells and HepG2 cells were grown with MCF7 cells.", &["HeLa", "HepG2", "MCF7"][..]),
            ("A horse was seen at 4 and at 3 hours.", &[]),
        ] {
            let mut worker = annotator.worker();
            for document in read("note.txt", text.as_bytes().to_vec(), &ReadOptions::default()).expect("text is read") {
                let document = document.expect("text is read");
                let mentions = worker.annotate(&document).mentions;
                let words: Vec<_> = mentions.iter().filter_map(|mention| mention.span.of(text)).collect();
                assert_eq!(words, expected, "{text}");
            }
        }
    }
}
