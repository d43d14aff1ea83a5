//! Rule `member`: what stands behind the name of a family or complex names one of its genes: `IL-2R beta` is IL2RB,
//! `GlyR alpha 1` is GLRA1, `PKC epsilon` PRKCE.

use biospan_lexicon::image::Image;
use biospan_lexicon::token::{Gap, Token};

use super::candidate::Group;
use super::local::Tokenized;
use super::sense::HUMAN;
use super::{Resolved, Resolver};
use crate::document::{ByteOffset, Span};

/// Greek letters, with the letter that symbols have for them.
const GREEK: [(&str, &str, char); 7] = [
    ("alpha", "α", 'A'),
    ("beta", "β", 'B'),
    ("gamma", "γ", 'G'),
    ("delta", "δ", 'D'),
    ("epsilon", "ε", 'E'),
    ("zeta", "ζ", 'Z'),
    ("theta", "θ", 'Q'),
];

/// The end of a symbol that the tokens behind a name stand for, and the end of the last of them: `B` for `beta`, `A1` for
/// `alpha 1`.
fn ending(text: &str, tokens: &[Token]) -> Option<(String, u32)> {
    let word = |token: &Token| &text[token.start as usize..token.end as usize];
    let joins = |token: &&Token| matches!(token.gap, Gap::Nothing | Gap::Space | Gap::Hyphen);
    let first = tokens.first().filter(joins)?;
    let (_, _, letter) = GREEK.iter().find(|(name, sign, _)| word(first) == *name || word(first) == *sign)?;
    let digits = |token: &&Token| word(token).len() == 1 && word(token).bytes().all(|byte| byte.is_ascii_digit());
    let number = tokens.get(1).filter(joins).filter(digits);
    let free = tokens.get(1 + usize::from(number.is_some())).is_none_or(|next| next.gap != Gap::Nothing);
    free.then(|| (format!("{letter}{}", number.map_or("", word)), number.unwrap_or(first).end))
}

impl Resolver<'_> {
    /// The gene that the words behind the name of a family or complex make of it, if exactly one has a symbol for it.
    pub(super) fn member(&self, paper: Tokenized<'_>, group: &Group, family: &Resolved) -> Option<Resolved> {
        let behind = paper.tokens.get((group.first + group.length) as usize..)?;
        let (ending, end) = ending(paper.text, behind)?;
        let image = self.image(family.layer)?;
        let members = image.details(image.concept(family.concept)?).members;
        let mut fitting = members.iter().filter(|member| is_human(image, **member) && symbol(image, **member).ends_with(&ending));
        let member = *fitting.next().filter(|_| fitting.next().is_none())?;
        let kind = self.kinds.of(family.layer, image.concept(member)?.entity_type);
        let span = Span { start: family.span.start, end: ByteOffset(end) };
        Some(Resolved { span, kind, concept: member, ..family.clone() })
    }
}

fn symbol<'i>(image: &Image<'i>, concept: u32) -> &'i str {
    image.concept(concept).map_or("", |concept| image.surface(concept.name))
}

fn is_human(image: &Image<'_>, concept: u32) -> bool {
    image.concept(concept).is_some_and(|concept| image.taxon(concept) == HUMAN)
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::token::tokenize;

    use super::*;

    #[test]
    fn greek_letters_behind_a_name_end_a_symbol() {
        for (text, expected) in [
            (" beta chain", Some(("B", 5))),
            ("-α", Some(("A", 3))),
            (" alpha 1 rose", Some(("A1", 8))),
            (" alpha1", Some(("A1", 7))),
            (" alpha1b", None),
            (" alpha 12", Some(("A", 6))),
            (", beta", None),
            (" subunit", None),
            ("", None),
        ] {
            let text = format!("X{text}");
            let mut tokens = Vec::new();
            tokenize(&text, 0, text.len(), &mut tokens);
            let found = ending(&text, &tokens[1..]);
            assert_eq!(found, expected.map(|(end, at)| (end.to_owned(), at + 1)), "{text}");
        }
    }
}
