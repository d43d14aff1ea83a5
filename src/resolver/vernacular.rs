//! Rule `vernacular`: a common name is not written in capitals within a sentence of small letters: `CAT` and `PIGs` are an enzyme
//! and genes there, not animals.

use biospan_lexicon::surface::Letters;

use super::candidate::Group;
use super::feature::Feature;
use super::local::Tokenized;

/// Refuses the groups of one word that `is_species`, in capitals where the names have small letters.
pub fn apply(paper: Tokenized<'_>, groups: &mut [Group], is_species: impl Fn(&Group) -> bool) {
    for group in groups.iter_mut().filter(|group| group.length == 1 && is_species(group)) {
        let has = |feature| group.features.has(feature);
        let capitals = || Letters::of(group.span.of(paper.text).unwrap_or("")).capitals;
        if has(Feature::Raised) && !has(Feature::CapitalSentence) && capitals() > 1 {
            group.probability = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;
    use crate::formats::read::{ReadOptions, read};

    #[test]
    fn an_animal_is_not_written_in_capitals() {
        let annotator = Annotator::builder().types(["species"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("The activity of CAT and the expression of PIGs were measured.", &[][..]),
            ("Cats and a pig were kept.", &["Cats", "pig"]),
            ("STUDIES ON THE LIVER OF THE RAT", &["RAT"]),
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
