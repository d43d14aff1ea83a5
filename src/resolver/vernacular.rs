//! Rule `vernacular`: a common name is not written in capitals within a sentence of small letters: `CAT` and `PIGs` are an enzyme
//! and genes there, not animals. Nor is it the animal where another word makes it another one (`deer mice`, `cotton rats`) or a
//! virus that is named after it (`sheep poxvirus`).

use biospan_lexicon::surface::Letters;
use biospan_lexicon::token::{Gap, Token};

use super::candidate::Group;
use super::feature::Feature;
use super::local::Tokenized;

/// Words before mice that are no house mice.
const OF_MICE: [&str; 10] = ["footed", "deer", "wood", "field", "harvest", "spiny", "jumping", "grasshopper", "marsupial", "birch"];
/// Words before rats that are no brown or black rats.
const OF_RATS: [&str; 9] = ["cotton", "kangaroo", "mole", "wood", "bush", "sand", "bamboo", "cane", "pouched"];

/// Refuses the groups that `is_species` where they are none: in capitals where the names have small letters, or a part of another
/// name.
pub fn apply(paper: Tokenized<'_>, groups: &mut [Group], is_species: impl Fn(&Group) -> bool) {
    for group in groups.iter_mut().filter(|group| is_species(group)) {
        let has = |feature| group.features.has(feature);
        let capitals = || Letters::of(group.span.of(paper.text).unwrap_or("")).capitals;
        let shouted = group.length == 1 && has(Feature::Raised) && !has(Feature::CapitalSentence) && capitals() > 1;
        // ORFV002 is a protein of ORFV.
        let glued = paper.text.as_bytes().get(group.span.end.index()).is_some_and(u8::is_ascii_digit);
        if glued || shouted || group.length == 1 && is_other(paper, group) || is_host(paper, group) {
            group.probability = 0.0;
        }
    }
}

/// Words for mice and for rats.
const MICE: [&str; 2] = ["mouse", "mice"];
const RATS: [&str; 2] = ["rat", "rats"];

/// Both words of `deer mice` and `cotton rats`.
fn is_other(paper: Tokenized<'_>, group: &Group) -> bool {
    let first = group.first as usize;
    let word = |token: &Token, words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(written(paper, token)));
    let joins = |pair: &[Token]| {
        let [before, animal] = pair else { return false };
        matches!(animal.gap, Gap::Space | Gap::Hyphen)
            && (word(animal, &MICE) && word(before, &OF_MICE) || word(animal, &RATS) && word(before, &OF_RATS))
    };
    let pair = |from: usize| paper.tokens.get(from..from + 2).is_some_and(joins);
    pair(first) || first.checked_sub(1).is_some_and(pair)
}

/// `sheep` in `sheep poxvirus`; `virus` by itself may be said of any host (`swine virus`).
fn is_host(paper: Tokenized<'_>, group: &Group) -> bool {
    let shown = Letters::of(group.span.of(paper.text).unwrap_or(""));
    if shown.capitals > 1 {
        return false;
    }
    let next = paper.tokens.get((group.first + group.length) as usize).filter(|next| next.gap == Gap::Space);
    let behind = next.map(|next| written(paper, next)).filter(|word| word.len() > VIRUSES);
    behind.is_some_and(|word| word.ends_with("virus") || word.ends_with("viruses"))
}

/// The length of `viruses`.
const VIRUSES: usize = 7;

fn written<'t>(paper: Tokenized<'t>, token: &Token) -> &'t str {
    paper.text.get(token.start as usize..token.end as usize).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_common_name_is_the_animal_only_by_itself_and_in_small_letters() {
        let annotator = Annotator::builder().types(["species"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("The activity of CAT and the expression of PIGs were measured.", &[][..]),
            ("Cats and a pig were kept.", &["Cats", "pig"]),
            ("STUDIES ON THE LIVER OF THE RAT", &["RAT"]),
            ("We caught deer mice and cotton rats, and fed mice and rats.", &["mice", "rats"]),
            ("The sheep poxvirus came from a sheep.", &["sheep"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
