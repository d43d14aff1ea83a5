//! Copies of whole genes in words: `copy number gain of MYC`, `ERBB2 amplification`, `homozygous deletion of CDKN2A`, `three
//! copies of SMN2`. The words stand beside a gene, which the resolver knows.

use super::cursor::Cursor;
use super::events::SPELLED;
use super::normal::Copies;
use crate::document::Span;

/// What it is called, as far as it does not need a count.
const PHRASES: [(&str, Copies); 22] = [
    ("copy number gain", Copies::Gain),
    ("copy number gains", Copies::Gain),
    ("copy number increase", Copies::Gain),
    ("copy number increases", Copies::Gain),
    ("copy number duplication", Copies::Gain),
    ("copy number duplications", Copies::Gain),
    ("copy gain", Copies::Gain),
    ("copy gains", Copies::Gain),
    ("copy number amplification", Copies::Amplified),
    ("copy number amplifications", Copies::Amplified),
    ("amplification", Copies::Amplified),
    ("amplifications", Copies::Amplified),
    ("copy number loss", Copies::Loss),
    ("copy number losses", Copies::Loss),
    ("copy number deletion", Copies::Loss),
    ("copy number deletions", Copies::Loss),
    ("copy loss", Copies::Loss),
    ("copy losses", Copies::Loss),
    ("hemizygous deletion", Copies::Loss),
    ("hemizygous deletions", Copies::Loss),
    ("homozygous deletion", Copies::Number(0)),
    ("homozygous deletions", Copies::Number(0)),
];
/// Words between a gene and what is said of it.
const OF_GENE: [&str; 5] = ["gene", "genes", "oncogene", "oncogenes", "locus"];
/// The longest words before a gene that are looked at, in bytes.
const LONGEST: usize = 64;

/// What stands behind a gene that ends at `end`: ` copy number gain`, ` gene amplification`, `-amplified`.
pub fn behind(text: &str, end: usize) -> Option<(Span, Copies)> {
    // Behind nearly all genes stands something else.
    match text.as_bytes().get(end..)? {
        [b' ', first, second, ..] if matches!(&[first | 0x20, second | 0x20], b"am" | b"co" | b"ge" | b"he" | b"ho" | b"lo" | b"on") => {}
        [b'-', b'a', ..] | [0xe2, ..] => {}
        _ => return None,
    }
    let mut next = Cursor { bytes: text.as_bytes(), at: end };
    if next.dash() {
        let start = next.at;
        return next.word("amplified").then(|| (span(start, next.at), Copies::Amplified));
    }
    next.blank().then_some(())?;
    if next.one_of(&OF_GENE) {
        next.blank().then_some(())?;
    }
    let start = next.at;
    let copies = phrase(&mut next)?;
    Some((span(start, next.at), copies))
}

/// What stands before a gene that begins at `start`: `copy number loss of `, `amplification of the `, `three copies of `.
pub fn before(text: &str, start: usize) -> Option<(Span, Copies)> {
    let words = text.get(..start)?;
    let words = ["human ", "the "].iter().fold(words, |words, word| words.strip_suffix(word).unwrap_or(words)).strip_suffix(" of ")?;
    let end = words.len();
    let last = words.rsplit([' ', '-']).next().unwrap_or("");
    if last != "copies" && !PHRASES.iter().any(|(words, _)| words.ends_with(last) && !last.is_empty()) {
        return None;
    }
    let from = (end.saturating_sub(LONGEST)..end).find(|at| text.is_char_boundary(*at))?;
    let words = &text[from..end];
    // The longest words that end there.
    let starts = words.char_indices().filter(|(at, _)| *at == 0 && from == 0 || words[..*at].ends_with([' ', '(', '-', '/']));
    starts.map(|(at, _)| from + at).find_map(|at| {
        let mut next = Cursor { bytes: &text.as_bytes()[..end], at };
        let copies = phrase(&mut next).or_else(|| counted(&mut next))?;
        (next.at == end).then(|| (span(at, end), copies))
    })
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// One of the phrases; hyphens are blanks in them.
fn phrase(cursor: &mut Cursor<'_>) -> Option<Copies> {
    let first = cursor.peek().to_ascii_lowercase();
    PHRASES.iter().filter(|(words, _)| words.as_bytes()[0] == first).find_map(|(words, copies)| {
        let mut next = *cursor;
        let there = words.split(' ').enumerate().all(|(index, word)| (index == 0 || next.loose()) && next.word(word));
        there.then(|| {
            *cursor = next;
            *copies
        })
    })
}

/// `three copies`, `4 copies`.
fn counted(cursor: &mut Cursor<'_>) -> Option<Copies> {
    let mut next = *cursor;
    let behind = memchr::memchr(b' ', cursor.rest())?;
    cursor.rest()[behind + 1..].starts_with(b"copies").then_some(())?;
    let spelled = SPELLED.iter().position(|word| next.word(word)).filter(|at| at + 1 < SPELLED.len());
    let number = spelled.map_or_else(|| u32::try_from(next.number()?).ok(), |at| Some(at as u32 + 1))?;
    let copies = next.blank() && next.one_of(&["copies"]);
    (copies && number <= MOST).then(|| {
        *cursor = next;
        Copies::Number(number)
    })
}

/// More copies than that are of messengers or plasmids.
const MOST: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_copies_are_read_on_either_side_of_a_gene() {
        for (text, expected) in [
            ("copy number gain of MYC", Some(("copy number gain", Copies::Gain))),
            ("Copy-number losses of the MYC", Some(("Copy-number losses", Copies::Loss))),
            ("a homozygous deletion of MYC", Some(("homozygous deletion", Copies::Number(0)))),
            ("three copies of MYC", Some(("three copies", Copies::Number(3)))),
            ("the deletion of MYC", None),
            ("400 copies of MYC", None),
            ("MYC copy number gain", Some(("copy number gain", Copies::Gain))),
            ("MYC gene amplification", Some(("amplification", Copies::Amplified))),
            ("MYC-amplified", Some(("amplified", Copies::Amplified))),
            ("MYC 2 copies", None),
            ("MYC copy number", None),
        ] {
            let gene = text.find("MYC").expect("the gene of the case");
            let found = before(text, gene).or_else(|| behind(text, gene + 3));
            let found = found.map(|(span, copies)| (span.of(text).expect("a span of the text"), copies));
            assert_eq!(found, expected, "{text}");
        }
    }
}
