//! Finding names in tokens. Two engines behind one trait find the same hits: the compiled one over the image, which
//! annotates, and an Aho-Corasick automaton, which the tests hold it against.

mod automaton;
mod compiled;

pub use automaton::Automaton;
pub use biospan_lexicon::search::Hit;
pub use compiled::Compiled;

use biospan_lexicon::token::Token;

/// Finds every name at every place, overlapping and nested ones too: a shorter name must still be there when policy
/// drops the longer one. No hit crosses the start of a sentence or passage ([`biospan_lexicon::token::Gap::Break`]).
pub trait Matcher: Send {
    /// Appends the hits in `tokens` to `hits`, ordered by first token, shorter ones first.
    fn find(&mut self, tokens: &[Token], hits: &mut Vec<Hit>);
}

/// Of overlapping hits, those that begin first and, of these, the longest: the mode for callers who want plain
/// dictionary tagging.
#[must_use]
pub fn leftmost_longest(hits: &[Hit]) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::new();
    for group in hits.chunk_by(|left, right| left.token == right.token) {
        let Some(longest) = group.iter().max_by_key(|hit| hit.length) else { continue };
        if kept.last().is_none_or(|last| last.token + last.length <= longest.token) {
            kept.push(*longest);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::compile::{Ingredients, compile};
    use biospan_lexicon::image::{Image, OwnedImage};
    use biospan_lexicon::table::{ConceptRow, NameRow, Scope};
    use biospan_lexicon::token::tokenize;
    use proptest::prelude::*;

    use super::*;

    fn image(names: &[String]) -> OwnedImage {
        let concepts = names
            .iter()
            .enumerate()
            .map(|(index, name)| ConceptRow {
                id: format!("X:{index:05}").into(),
                entity_type: "drug".into(),
                name: name.as_str().into(),
                names: vec![NameRow { scope: Scope::Preferred, source: "".into(), text: name.as_str().into() }],
                ..ConceptRow::default()
            })
            .collect();
        let ingredients = Ingredients { concepts, ..Ingredients::default() };
        OwnedImage::new(&compile(&ingredients).expect("names compile").0)
    }

    fn hits(matcher: &mut impl Matcher, text: &str) -> Vec<Hit> {
        let mut tokens = Vec::new();
        for sentence in text.split_inclusive('.') {
            let from = sentence.as_ptr() as usize - text.as_ptr() as usize;
            tokenize(text, from, from + sentence.len(), &mut tokens);
        }
        let mut hits = Vec::new();
        matcher.find(&tokens, &mut hits);
        hits
    }

    fn both(names: &[String], text: &str) -> (Vec<Hit>, Vec<Hit>) {
        let owned = image(names);
        let image = Image::open(owned.bytes()).expect("a fresh image opens");
        (hits(&mut Compiled::new(image), text), hits(&mut Automaton::new(image).expect("names build"), text))
    }

    #[test]
    fn both_engines_find_the_table_of_cases() {
        for (names, text, expected) in [
            (vec!["IL-1"], "IL-10 and IL-1", vec![(3, 2)]),
            (vec!["lung cancer", "cancer", "small cell lung cancer"], "small cell lung cancer", vec![(0, 4), (2, 2), (3, 1)]),
            (vec!["a b c", "b c", "c d e f"], "a b c d e f", vec![(0, 3), (1, 2), (2, 4)]),
            (vec!["heart failure"], "The heart. failure", vec![]),
            (vec!["interferon alpha"], "Interferon-α, interferons alpha", vec![(0, 2), (2, 2)]),
            (vec!["aa bb"], "", vec![]),
        ] {
            let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
            let (compiled, automaton) = both(&names, text);
            let places: Vec<_> = compiled.iter().map(|hit| (hit.token, hit.length)).collect();
            assert_eq!(places, expected, "{text}");
            assert_eq!(compiled, automaton, "{text}");
        }
    }

    #[test]
    fn leftmost_longest_keeps_one_hit_a_place() {
        let names: Vec<String> = ["aa bb", "bb cc dd", "cc", "aa"].map(str::to_owned).to_vec();
        let (compiled, _) = both(&names, "aa bb cc dd cc");
        let places: Vec<_> = leftmost_longest(&compiled).iter().map(|hit| (hit.token, hit.length)).collect();
        assert_eq!(places, [(0, 2), (2, 1), (4, 1)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn both_engines_find_the_same_hits(
            names in prop::collection::vec("[ab]{2,3}([ -][abα1]{1,3}){0,5}", 1..40),
            text in "([abα1]{1,3}[ .,-]){0,80}",
        ) {
            let (compiled, automaton) = both(&names, &text);
            prop_assert_eq!(compiled, automaton);
        }
    }
}
