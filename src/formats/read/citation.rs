//! What a cited work's entry says: label, authors, title, year, DOI and PMID.
//!
//! Entries come from plain text and from markup without tags inside, often with blanks where a page was broken
//! (`10. 3389/ fimmu`). Nothing here allocates but for what is found.

mod identifiers;

pub use identifiers::{doi, pmcid, pmid};

use crate::document::{Reference, Span};

/// The parts of one entry of a reference list. `text` is the entry alone and `span` the place where it stands in the
/// document's text.
///
/// ```
/// use biospan::document::Span;
/// use biospan::formats::read::citation::entry;
/// let text = "12. Moss T, Reed AB. Sepsis in mice. J Imag Med. (2019) 7:1-9. doi: 10.1000/jim. 12345, PMID: 31234567";
/// let reference = entry(text, Span::new(0, text.len() as u32));
/// assert_eq!(reference.label.as_deref(), Some("12"));
/// assert_eq!(reference.authors.as_deref(), Some("Moss T, Reed AB"));
/// assert_eq!(reference.title.as_deref(), Some("Sepsis in mice"));
/// assert_eq!((reference.year, reference.doi.as_deref()), (Some(2019), Some("10.1000/jim.12345")));
/// assert_eq!(reference.pmid.as_deref(), Some("31234567"));
/// ```
#[must_use]
pub fn entry(text: &str, span: Span) -> Reference {
    let (label, rest) = label(text);
    let (authors, title) = authors_and_title(rest);
    Reference {
        span,
        label: label.map(str::to_owned),
        authors: authors.map(one_line),
        title: title.map(one_line),
        year: year(rest),
        doi: doi(rest),
        pmid: pmid(rest),
    }
}

/// White space, line breaks included, as single blanks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The year of publication that an entry names (1600 to 2099): the one in brackets, else one with volume or month
/// behind it, else the last that is no part of a page, DOI or address.
///
/// ```
/// use biospan::formats::read::citation::year;
/// assert_eq!(year("Cancer in 2020. J Imag Med. (2021) 7:1999-2003."), Some(2021));
/// assert_eq!(year("Moss T. Sepsis in mice. J Imag Med 2019;7:1-9. Epub 2018 Dec 3."), Some(2019));
/// assert_eq!(year("1 of 2000000 cells"), None);
/// ```
#[must_use]
pub fn year(text: &str) -> Option<u16> {
    let bytes = text.as_bytes();
    let mut best: Option<(u8, u16)> = None;
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 4
            && let Some(value) = year_number(&bytes[at..at + 4])
            && let Some(weight) = year_weight(&bytes[..at], &bytes[at + 4..])
            // Of equal ones the first counts where it is sure, the last (behind the title) where it is not.
            && best.is_none_or(|(other, _)| weight > other || (weight == other && weight < 3))
        {
            best = Some((weight, value));
        }
        at += digits.max(1);
    }
    best.map(|(_, value)| value)
}

fn year_number(digits: &[u8]) -> Option<u16> {
    let value = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (1600..2100).contains(&value).then_some(value)
}

/// How surely a number is the year of publication, by what stands around it; `None` for what is none.
fn year_weight(before: &[u8], after: &[u8]) -> Option<u8> {
    const MONTHS: [&[u8]; 12] = [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let last = before.last().copied().unwrap_or(b' ');
    let next = after.first().copied().unwrap_or(b' ');
    let apart = matches!(last, b' ' | b'\t' | b'\n' | b'(' | b'[' | b',' | b';') || !last.is_ascii() || (last == b'.' && next == b';');
    // A letter tells works of one year apart: 2011a.
    let letter = next.is_ascii_lowercase() && !after.get(1).is_some_and(u8::is_ascii_alphanumeric);
    if !apart || (next.is_ascii_alphanumeric() && !letter) || matches!(next, b'-' | b'/' | b'_' | b'%') {
        return None;
    }
    if before.ends_with(b"Epub ") || before.ends_with(b"cited ") || before.ends_with(b"accessed ") {
        return Some(0);
    }
    let after = if letter { &after[1..] } else { after };
    let month = after.strip_prefix(b" ").is_some_and(|rest| MONTHS.iter().any(|month| rest.starts_with(month)));
    Some(match (last, after.first()) {
        (b'(' | b'[', Some(b')' | b']' | b',')) => 4,
        (_, Some(b';')) => 3,
        _ if month => 3,
        // "J Imag Med. 2019, 7, 1" and the like; a page or volume may still look so.
        (_, Some(b'.' | b',' | b':')) => 2,
        _ => 1,
    })
}

/// The label that an entry begins with (`[12]`, `12.`, `(12)`, `12Moss`), bare, and the rest.
pub(super) fn label(text: &str) -> (Option<&str>, &str) {
    let text = text.trim();
    let open = text.starts_with(['[', '(']);
    let inner = if open { &text[1..] } else { text };
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &inner[digits..];
    if !(1..=4).contains(&digits) {
        return (None, text);
    }
    let rest = if open {
        behind.strip_prefix([']', ')'])
    } else {
        match behind.chars().next() {
            Some('.' | ')') => Some(&behind[1..]).filter(|rest| !rest.starts_with(|next: char| next.is_ascii_digit())),
            Some(next) if next.is_whitespace() || next.is_uppercase() => Some(behind),
            _ => None,
        }
    };
    match rest.map(str::trim_start) {
        Some(rest) if !rest.is_empty() => (Some(&inner[..digits]), rest),
        _ => (None, text),
    }
}

/// Authors and title, as far as their order and marks tell them.
fn authors_and_title(text: &str) -> (Option<&str>, Option<&str>) {
    // Names and title stand at the beginning; what is longer is no entry.
    let mut end = text.len().min(10_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let Some((end, rest)) = first_part(text) else { return (None, None) };
    let authors = text[..end].trim().trim_end_matches(['.', ',', ':']);
    if !looks_like_authors(authors) {
        // A list of bare titles, or one without authors.
        return (None, Some(authors).filter(|title| title.contains(' ')));
    }
    let rest = after_year(rest.trim_start());
    let title = rest[..sentence_end(rest)].trim();
    (Some(authors), Some(title).filter(|title| title.len() > 3))
}

/// Where the first part of an entry ends, and what follows: at ` . `, before a year in brackets, or at the first full
/// stop that ends no initial.
fn first_part(text: &str) -> Option<(usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = memchr::memchr3(b'.', b'(', b'?', &bytes[at..]) {
        let mark = at + step;
        at = mark + 1;
        let behind = &text[at..];
        if bytes[mark] == b'(' {
            let dated = behind.len() > 4 && behind.is_char_boundary(4) && year_number(&behind.as_bytes()[..4]).is_some();
            if dated {
                return Some((mark, &text[mark..]));
            }
        } else if behind.starts_with(char::is_whitespace) || behind.is_empty() {
            let initial = bytes[mark] == b'.' && goes_on(&text[..mark], behind.trim_start());
            if !initial {
                return Some((at, behind));
            }
        }
    }
    (!text.is_empty()).then_some((text.len(), ""))
}

/// Whether a full stop belongs to an initial of an author, with another author or initial behind it.
fn goes_on(before: &str, behind: &str) -> bool {
    let word = before.rsplit(|character: char| character.is_whitespace() || ".,-".contains(character)).next().unwrap_or("");
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let mut next = behind.chars();
    let further = behind.starts_with(['&', ',']) || behind.starts_with("and ") || behind.starts_with("et al") || {
        next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(|mark| ".-".contains(mark))
    };
    // "Smith, J. Sepsis" and "J. Smith, T. Moss. Sepsis" differ only in what comes next: a surname is followed by a comma.
    let surname = behind.split(|character: char| character.is_whitespace()).next().is_some_and(|word| word.ends_with(','));
    // Where initials come first, one without a surname before it waits for its own.
    let first = before.trim_start().chars().nth(1) == Some('.');
    let alone = first
        && before
            .rsplit([',', '&'])
            .next()
            .is_some_and(|name| name.split_whitespace().all(|word| word.trim_end_matches('.').chars().count() == 1));
    initial && (further || surname || alone)
}

/// Whether the beginning of an entry is a list of names.
pub(super) fn looks_like_authors(text: &str) -> bool {
    if text.is_empty() || text.len() > 4000 || !text.starts_with(char::is_uppercase) {
        return false;
    }
    let words = text.split(|character: char| character.is_whitespace() || ",;&".contains(character)).filter(|word| !word.is_empty());
    let (mut capital, mut lower, mut initials) = (0, 0, 0);
    for word in words {
        let core = word.trim_matches(|character: char| !character.is_alphanumeric());
        if core.chars().next().is_none_or(char::is_uppercase) {
            capital += 1;
            let letters = core.chars().filter(|character| character.is_alphabetic()).count();
            initials +=
                usize::from((1..=3).contains(&letters) && core.chars().all(|letter| letter.is_uppercase() || ".-".contains(letter)));
        } else if ![
            "de", "da", "di", "du", "del", "der", "den", "van", "von", "la", "le", "ten", "ter", "el", "al", "bin", "et", "and", "dos",
        ]
        .contains(&core)
        {
            lower += 1;
        }
    }
    initials > 0 && lower == 0 && capital >= 2
}

fn after_year(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(') else { return text };
    match inner.split_once(')') {
        Some((year, rest)) if year.len() < 16 => rest.trim_start_matches(['.', ':', ',', ' ']),
        _ => text,
    }
}

/// Where the first sentence ends, without its mark but for a question's.
fn sentence_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'.', b'?', &bytes[at..]) {
        let mark = at + step;
        at = mark + 1;
        let ends = bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        // Abbreviated genera (E. coli) and "vs." go on.
        let short = text[..mark].ends_with(" vs") || {
            let mut letters = text[..mark].chars().rev();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(char::is_whitespace)
        };
        if ends && bytes[mark] == b'?' {
            return at;
        }
        if ends && !short {
            return mark;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_doi_is_found_bare_and_whole() {
        let cases = [
            ("doi: 10.1000/imag.21871, PMID: 1", Some("10.1000/imag.21871")),
            ("DOI:10.1000/x-y_z(19)00012-3.", Some("10.1000/x-y_z(19)00012-3")),
            ("(see 10.1000/imag.1)", Some("10.1000/imag.1")),
            ("[10.1000/imag.1]", Some("10.1000/imag.1")),
            ("https://dx.doi.org/10.1000/IMAG.1; 2019", Some("10.1000/IMAG.1")),
            ("doi10.1000/imag.1", Some("10.1000/imag.1")),
            ("doi: 10.1000/imag. 12345 · doi", Some("10.1000/imag.12345")),
            ("doi: 10. 1000/ fimag. 2020. 12345", Some("10.1000/fimag.2020.12345")),
            ("doi: 10.1000/j.imag 2903129, PMID: 385", Some("10.1000/j.imag2903129")),
            ("doi: 10.1000/j.imag.2020.1234. Epub 2020 Mar 5.", Some("10.1000/j.imag.2020.1234")),
            ("doi: 10.1000/j.imag.2020.1234. 2021 Mar 5.", Some("10.1000/j.imag.2020.1234")),
            ("doi: 10.1000/j.imag.2020.1234 PMID: 36117110", Some("10.1000/j.imag.2020.1234")),
            ("doi: 10.1000/imag.2009.\n   12344\n", Some("10.1000/imag.2009.12344")),
            ("doi: 10.1000/imag available online", Some("10.1000/imag")),
            (
                "doi: 10.1000/(SICI)1097-0215(19960516)66:4<564::AID-I2>3.0.CO;2-8.",
                Some("10.1000/(SICI)1097-0215(19960516)66:4<564::AID-I2>3.0.CO;2-8"),
            ),
            ("10.1000.55/imag.1 and 10.1000/other", Some("10.1000.55/imag.1")),
            ("ratio 110.1000/5", None),
            ("10.1000", None),
            ("10.1000/ ", None),
            ("10.12/34", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(doi(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_pmid_is_found_behind_its_mark_only() {
        let cases = [
            ("PMID 9997", Some("9997")),
            ("pmid:31234567;", Some("31234567")),
            ("[PubMed: 31234567]", Some("31234567")),
            ("www.ncbi.nlm.nih.gov/pubmed/31234567", Some("31234567")),
            ("pubmed of 2019", None),
            ("PMID: 123456789", None),
            ("PMID: PMC12", None),
            ("31234567", None),
        ];
        for (text, expected) in cases {
            assert_eq!(pmid(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_year_of_publication_is_told_from_other_numbers() {
        let cases = [
            ("Cancer statistics, 2025. J Imag. (2024) 75:10.", Some(2024)),
            ("Care (2024 edition). J Imag. (2025) 14:246", Some(2025)),
            ("Moss T. Since 1990. J Imag 2019 Mar;7(2):1999-2004.", Some(2019)),
            ("Moss T. J Imag. 2019, 7, 12.", Some(2019)),
            ("Moss T, 2011a, Sepsis", Some(2011)),
            ("doi: 10.1000/j.2018.05", None),
            ("pages 1998-2004", None),
            ("n = 20190", None),
        ];
        for (text, expected) in cases {
            assert_eq!(year(text), expected, "{text}");
        }
    }

    #[test]
    fn an_entry_is_taken_apart() {
        type Parts = (Option<&'static str>, Option<&'static str>, Option<&'static str>, Option<u16>);
        let cases: [(&str, Parts); 9] = [
            (
                "1Moss TL Reed AB Hall J . Sepsis, 2025. J Imag. (2025) 7:1.",
                (Some("1"), Some("Moss TL Reed AB Hall J"), Some("Sepsis, 2025"), Some(2025)),
            ),
            (
                "[7] Moss T, Reed A, et al. Is it IL-6? J Imag. 2019;7:1.",
                (Some("7"), Some("Moss T, Reed A, et al"), Some("Is it IL-6?"), Some(2019)),
            ),
            (
                "3) Moss, T. L., & Reed, A. (2018). Sepsis in mice. J Imag, 7, 1.",
                (Some("3"), Some("Moss, T. L., & Reed, A"), Some("Sepsis in mice"), Some(2018)),
            ),
            (
                "(4) Moss T. Growth of E. coli in mice. J Imag 2001;7:1",
                (Some("4"), Some("Moss T"), Some("Growth of E. coli in mice"), Some(2001)),
            ),
            ("T. Moss, A. Reed. Sepsis in\n  mice. J Imag 2001", (None, Some("T. Moss, A. Reed"), Some("Sepsis in mice"), Some(2001))),
            ("van der Moss T. Sepsis", (None, None, Some("van der Moss T"), None)),
            ("Berberine against sepsis in mice", (None, None, Some("Berberine against sepsis in mice"), None)),
            ("12", (None, None, None, None)),
            ("", (None, None, None, None)),
        ];
        for (text, (label, authors, title, year)) in cases {
            let reference = entry(text, Span::new(0, text.len() as u32));
            assert_eq!(reference.label.as_deref(), label, "{text}");
            assert_eq!(reference.authors.as_deref(), authors, "{text}");
            assert_eq!(reference.title.as_deref(), title, "{text}");
            assert_eq!(reference.year, year, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_without_panic(text in "(\\PC|10\\.|/|PMID|[0-9]{4}|[ .(\\[\\n]){0,40}") {
            let reference = entry(&text, Span::default());
            if let Some(doi) = reference.doi {
                prop_assert!(doi.starts_with("10.") && !doi.contains(char::is_whitespace), "{}", doi);
            }
        }
    }
}
