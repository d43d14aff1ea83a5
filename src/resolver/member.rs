//! Rule `member`: a Greek letter behind the name of a family or complex names one of its genes: `IL-2R beta` is IL2RB,
//! `GlyR alpha 1` is GLRA1, `PKC epsilon` and `PKC isoform epsilon` PRKCE; and so does one before it: `β1 integrin` is ITGB1.

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

/// Words between a family and the Greek letter of its member.
const NOUNS: [&str; 4] = ["isoform", "isoenzyme", "isozyme", "subunit"];

/// The end of a symbol that the tokens before a name stand for, whose first token has the gap `gap`, and the start of the first of
/// them: `B1` for `beta 1`. A letter alone belongs to the name if a hyphen joins it, and one that is joined to what stands before
/// it belongs to that (`TGF-beta SMAD`, `α4β7 integrin`).
fn beginning(text: &str, tokens: &[Token], gap: Gap) -> Option<(String, u32)> {
    let word = |token: &Token| &text[token.start as usize..token.end as usize];
    let letter = |token: &Token| {
        let known = GREEK.iter().find(|(name, sign, _)| word(token) == *name || word(token) == *sign);
        known.filter(|_| !matches!(token.gap, Gap::Nothing | Gap::Hyphen)).map(|(_, _, letter)| *letter)
    };
    match tokens {
        [.., greek, number] if matches!(gap, Gap::Space | Gap::Hyphen) && matches!(number.gap, Gap::Nothing | Gap::Space) => {
            let one = word(number).len() == 1 && word(number).bytes().all(|byte| byte.is_ascii_digit());
            match letter(greek) {
                Some(letter) if one => Some((format!("{letter}{}", word(number)), greek.start)),
                _ => letter(number).filter(|_| gap == Gap::Hyphen).map(|letter| (letter.to_string(), number.start)),
            }
        }
        [.., greek] if gap == Gap::Hyphen => letter(greek).map(|letter| (letter.to_string(), greek.start)),
        _ => None,
    }
}

/// The end of a symbol that the tokens behind a name stand for, and the end of the last of them: `B` for `beta`, `A1` for
/// `alpha 1`.
fn ending(text: &str, tokens: &[Token]) -> Option<(String, u32)> {
    let word = |token: &Token| &text[token.start as usize..token.end as usize];
    let joins = |token: &&Token| matches!(token.gap, Gap::Nothing | Gap::Space | Gap::Hyphen);
    let tokens = match tokens {
        [noun, rest @ ..] if noun.gap == Gap::Space && NOUNS.contains(&word(noun)) => rest,
        _ => tokens,
    };
    let first = tokens.first().filter(joins)?;
    let (_, _, letter) = GREEK.iter().find(|(name, sign, _)| word(first) == *name || word(first) == *sign)?;
    let digits = |token: &&Token| word(token).len() == 1 && word(token).bytes().all(|byte| byte.is_ascii_digit());
    let number = tokens.get(1).filter(joins).filter(digits);
    let free = tokens.get(1 + usize::from(number.is_some())).is_none_or(|next| next.gap != Gap::Nothing);
    free.then(|| (format!("{letter}{}", number.map_or("", word)), number.unwrap_or(first).end))
}

impl Resolver<'_> {
    /// The gene that the words beside the name of a family or complex make of it, if exactly one has a symbol for it; `free` is
    /// where the mention before it ends.
    pub(super) fn member(&self, paper: Tokenized<'_>, group: &Group, family: &Resolved, free: ByteOffset) -> Option<Resolved> {
        let (first, to) = (group.first as usize, (group.first + group.length) as usize);
        let behind = paper.tokens.get(to..)?;
        if let Some((ending, end)) = ending(paper.text, behind) {
            return self.with_ending(family, &ending, Span { start: family.span.start, end: ByteOffset(end) });
        }
        let before = paper.tokens.get(first.saturating_sub(2)..first)?;
        let (ending, start) = beginning(paper.text, before, paper.tokens.get(first)?.gap).filter(|(_, start)| *start >= free.0)?;
        let gene = self.with_ending(family, &ending, Span { start: ByteOffset(start), end: family.span.end })?;
        Some(Resolved { first: paper.tokens.partition_point(|token| token.start < start) as u32, ..gene })
    }

    /// The only human member of a family whose symbol ends so.
    fn with_ending(&self, family: &Resolved, ending: &str, span: Span) -> Option<Resolved> {
        let image = self.image(family.layer)?;
        let members = image.details(image.concept(family.concept)?).members;
        let mut fitting = members.iter().filter(|member| is_human(image, **member) && symbol(image, **member).ends_with(ending));
        let member = *fitting.next().filter(|_| fitting.next().is_none())?;
        let kind = self.kinds.of(family.layer, image.concept(member)?.entity_type);
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
    fn greek_letters_before_a_name_end_a_symbol() {
        for (text, expected) in [
            ("the beta 1 X", Some(("B1", 4))),
            ("the β1 X", Some(("B1", 4))),
            ("β1-X", Some(("B1", 0))),
            ("the delta-X", Some(("D", 4))),
            ("delta-X", Some(("D", 0))),
            ("the delta X", None),
            ("TGF-beta X", None),
            ("TGF-beta-X", None),
            ("α4β7 X", None),
            ("beta 12 X", None),
            ("the X", None),
        ] {
            let mut tokens = Vec::new();
            tokenize(text, 0, text.len(), &mut tokens);
            let (own, before) = tokens.split_last().expect("there is a name");
            let from = before.len().saturating_sub(2);
            let found = beginning(text, &before[from..], own.gap);
            assert_eq!(found, expected.map(|(end, at)| (end.to_owned(), at)), "{text}");
        }
    }

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
            (" isoform epsilon", Some(("E", 16))),
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
