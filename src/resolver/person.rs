//! Rule `person-words`: `patients`, `women` and `children` are human beings, but only who asks for it has them as mentions of
//! the species; the organism of genes hears them all the same.

use biospan_lexicon::token::Token;

use super::candidate::Group;
use super::cue::Cues;

/// Refuses the words for people among the groups that `is_species`.
pub fn refuse(groups: &mut [Group], tokens: &[Token], cues: &Cues, is_species: impl Fn(&Group) -> bool) {
    for group in groups.iter_mut().filter(|group| group.length == 1 && is_species(group)) {
        let hash = tokens.get(group.first as usize).map(|token| token.hash);
        if hash.and_then(|hash| cues.get(hash)).is_some_and(|cue| cue.person) {
            group.probability = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn people_are_species_only_for_those_who_ask() {
        let text = "Women and children were treated. The patient had a dog. Human cells grew.";
        for (asked, expected) in [(false, &["dog", "Human"][..]), (true, &["Women", "children", "patient", "dog", "Human"])] {
            let annotator = Annotator::builder().person_words(asked).types(["species"]).build().expect("the embedded dictionary opens");
            assert_eq!(annotator.words(text), expected, "{asked}");
        }
    }
}
