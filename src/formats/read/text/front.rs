//! What stands before the first section: title, authors, addresses, identifiers, an abstract without a heading.

use std::ops::Range;

use super::super::citation;
use super::blocks::{Block, Blocks, Form};
use super::lines::ends_sentence;
use super::roles::{Role, role_of};
use crate::document::{Document, PassageKind};

/// The longest title, in bytes.
const LONGEST_TITLE: usize = 400;

/// The kinds of the blocks before the first section; the title's heading is among them. What they state goes into the
/// document.
pub(super) fn kinds(blocks: &Blocks, document: &mut Document) -> Vec<PassageKind> {
    let mut kinds = Vec::new();
    while blocks.list.get(kinds.len()).is_some_and(|block| block.form == Form::Prose && is_bibliographic(blocks.of(block))) {
        kinds.push(PassageKind::BackMatter);
    }
    let titled = blocks.list.get(kinds.len()).is_some_and(|block| is_title(blocks, kinds.len(), block));
    if titled {
        let title = blocks.of(&blocks.list[kinds.len()]);
        document.title.get_or_insert_with(|| title.split_whitespace().collect::<Vec<_>>().join(" "));
        kinds.push(PassageKind::Title);
    }
    let end = (kinds.len()..blocks.list.len()).find(|&at| matches!(blocks.list[at].form, Form::Heading(_))).unwrap_or(blocks.list.len());
    let paragraph = paragraph_kind(blocks, titled, kinds.len()..end);
    let mut names = titled;
    for block in &blocks.list[kinds.len()..end] {
        let text = blocks.of(block);
        let kind = match block.form {
            Form::Cell => PassageKind::TableCell,
            Form::Caption => PassageKind::Caption,
            Form::Keywords => PassageKind::Keywords,
            _ if names && (is_author_line(text) || is_address(text)) => PassageKind::Authors,
            _ if is_bibliographic(text) => PassageKind::BackMatter,
            Form::Footnote => PassageKind::Footnote,
            Form::Entry(_) => PassageKind::ListItem,
            _ => paragraph,
        };
        // Below the first running text nobody is introduced.
        names &= matches!(kind, PassageKind::Authors | PassageKind::BackMatter);
        kinds.push(kind);
    }
    let matter = kinds.iter().zip(&blocks.list).filter(|(kind, _)| matches!(kind, PassageKind::BackMatter | PassageKind::Authors));
    for (_, block) in matter {
        identify(blocks.of(block), document);
    }
    kinds
}

/// What a paragraph before the first section is.
fn paragraph_kind(blocks: &Blocks, titled: bool, front: Range<usize>) -> PassageKind {
    let heading = blocks.list[front.end..].iter().filter(|block| matches!(block.form, Form::Heading(_)));
    let mut roles = heading.map(|block| role_of(blocks.of(block)));
    let sections = roles.clone().any(|role| matches!(role, None | Some(Role::Body)));
    let abstracted = roles.any(|role| role == Some(Role::Abstract));
    let running = blocks.list[front.clone()].iter().filter(|block| block.form == Form::Prose).count();
    // A title with one paragraph is how PubMed's records look.
    let record = titled && front.end == blocks.list.len() && running == 1;
    if titled && !abstracted && (sections || record) { PassageKind::Abstract } else { PassageKind::Paragraph }
}

/// Whether a block, the first but for identifiers, is the title.
fn is_title(blocks: &Blocks, at: usize, block: &Block) -> bool {
    let text = blocks.of(block);
    if text.len() > LONGEST_TITLE || text.chars().count() > 300 || role_of(text).is_some() {
        return false;
    }
    match block.form {
        Form::Heading(1 | 2) if !text.is_empty() => return at == 0 || blocks.line(block.lines.start).starts_with('#'),
        Form::Heading(0) | Form::Prose => {}
        _ => return false,
    }
    let Some(next) = blocks.list.get(at + 1) else { return false };
    if !ends_sentence(text) || text.ends_with('?') || text.ends_with(')') && !text.ends_with(".)") {
        return !text.ends_with(',');
    }
    // PubMed's titles end with a full stop: one sentence, and then a longer paragraph.
    text.ends_with(['.', '!', ']'])
        && !text.contains(". ")
        && next.form == Form::Prose
        && next.span.len() > text.len()
        && blocks.list.len() <= at + 2
}

/// Whether a line is a list of people: names of capitalised words, perhaps with marks for their addresses.
pub(super) fn is_author_line(line: &str) -> bool {
    if line.len() > 6000 || !line.contains(' ') || line.contains(": ") {
        return false;
    }
    let (mut names, mut marked) = (0, false);
    for name in line.split([',', ';', '&', '·', '|']).flat_map(|part| part.split(" and ")) {
        let mut words = 0;
        for word in name.split_whitespace() {
            let letters = word.trim_matches(|character: char| !character.is_alphabetic());
            marked |= letters.len() < word.trim_end_matches('.').len();
            if letters.is_empty() || is_particle(letters) {
                continue;
            }
            if !letters.starts_with(char::is_uppercase) || is_institution(letters) || letters.contains(|mark: char| mark.is_ascii_digit()) {
                return false;
            }
            words += 1;
        }
        match words {
            0 => {}
            // Degrees stand alone between commas: "Jane Moss, MD, PhD".
            1 if names > 0 => {}
            2..=5 => names += 1,
            _ => return false,
        }
    }
    names > 1 || (names == 1 && (marked || has_initial(line)))
}

fn is_particle(word: &str) -> bool {
    [
        "de", "da", "di", "du", "del", "della", "der", "den", "van", "von", "la", "le", "ten", "ter", "el", "al", "bin", "ibn", "dos", "y",
        "and", "und", "et",
    ]
    .contains(&word)
}

fn has_initial(line: &str) -> bool {
    line.split_whitespace().any(|word| word.len() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase))
}

const INSTITUTIONS: [&str; 20] = [
    "Department",
    "University",
    "Universität",
    "Université",
    "Hospital",
    "Institute",
    "Institut",
    "School",
    "Center",
    "Centre",
    "College",
    "Faculty",
    "Laboratory",
    "Division",
    "Clinic",
    "Academy",
    "Ministry",
    "Foundation",
    "Therapeutics",
    "Pharmaceuticals",
];

fn is_institution(word: &str) -> bool {
    INSTITUTIONS.contains(&word)
}

/// Whether a line is an address, of a place or of a person.
pub(super) fn is_address(line: &str) -> bool {
    if line.len() > 1500 {
        return false;
    }
    let start = line.trim_start_matches(|character: char| !character.is_alphabetic());
    let place = line.split(|character: char| !character.is_alphabetic()).any(is_institution);
    let electronic = line.split_whitespace().any(|word| word.find('@').is_some_and(|at| at > 0 && word[at..].contains('.')));
    let named = ["Correspond", "Edited by", "Reviewed by", "Handling editor", "Address", "Author", "E-mail", "Email", "Affiliation"];
    electronic || named.iter().any(|name| start.starts_with(name)) || (place && line.contains(',') && !ends_in_a_sentence(line))
}

/// A full stop with enough words before it that no verb is needed to tell a sentence from an address.
fn ends_in_a_sentence(line: &str) -> bool {
    line.ends_with('.') && line.len() > 300
}

/// Whether a short line states where and when the paper appeared, or what kind it is.
pub(super) fn is_bibliographic(line: &str) -> bool {
    if line.len() > 300 {
        return false;
    }
    const MARKS: [&str; 12] =
        ["doi", "pmid", "pmcid", "https://", "http://", "www.", "©", "(c) ", "issn", "isbn", "copyright", "open access"];
    const DATED: [&str; 9] =
        ["received", "accepted", "published", "revised", "available online", "citation:", "how to cite", "volume ", "pmc"];
    let lower = line.trim_start_matches(['*', '_', '[', '(']).to_lowercase();
    let behind = |starts: &[&str]| starts.iter().find_map(|start| lower.strip_prefix(start)).map(str::to_owned);
    if behind(&MARKS).is_some_and(|behind| !behind.starts_with(char::is_alphabetic) || behind.contains(['.', '/']) && !behind.contains(' '))
        || behind(&DATED).is_some_and(|behind| !behind.starts_with(char::is_alphabetic) && behind.contains(char::is_numeric))
    {
        return true;
    }
    const TYPES: [&str; 12] = [
        "review",
        "review article",
        "systematic review",
        "mini review",
        "original article",
        "original research",
        "research article",
        "case report",
        "brief report",
        "letter",
        "article",
        "editorial",
    ];
    TYPES.contains(&lower.as_str()) || (citation::doi(line).is_some() && !ends_sentence(line) && line.len() < 200)
}

/// Notes identifiers and year that a line states.
pub(super) fn identify(line: &str, document: &mut Document) {
    if line.len() > 2000 {
        return;
    }
    let identifiers = &mut document.identifiers;
    identifiers.doi = identifiers.doi.take().or_else(|| citation::doi(line));
    identifiers.pmid = identifiers.pmid.take().or_else(|| citation::pmid(line));
    identifiers.pmcid = identifiers.pmcid.take().or_else(|| citation::pmcid(line));
    document.year = document.year.or_else(|| citation::year(line));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_authors_are_told_from_titles_and_sentences() {
        let authors = [
            "Jane Moss, Tom Reed, Ann Hall",
            "Jane Q. Moss",
            "Jane Moss1,2*, Tom Reed2 and Ann van der Hall^3^",
            "J. Moss, T. Reed",
            "Jane Moss, MD, PhD; Tom Reed, MD",
        ];
        let others = [
            "Sepsis in mice",
            "Immune Checkpoint Inhibitors",
            "IL-6 and IL-8 in the blood of mice",
            "Department of Medicine, University of Graz",
            "Moss",
            "We gave the drug to mice, men and women.",
            "Keywords: Sepsis, Mice Models",
        ];
        for line in authors {
            assert!(is_author_line(line), "{line}");
        }
        for line in others {
            assert!(!is_author_line(line), "{line}");
        }
    }

    #[test]
    fn addresses_and_dates_are_known() {
        assert!(is_address("1 Department of Medicine, University of Graz, Austria"));
        assert!(is_address("*Correspondence: jane@example.org"));
        assert!(!is_address("The drug was made in Graz."));
        for line in
            ["doi: 10.1000/imag.1", "PMID: 31234567", "Received 3 May 2019; accepted 5 June 2019", "© 2019 The authors", "Review Article"]
        {
            assert!(is_bibliographic(line), "{line}");
        }
        for line in ["Receivedness of drugs", "Published reports differ", "Doinabaro trial of drugs", "Sepsis in mice"] {
            assert!(!is_bibliographic(line), "{line}");
        }
    }
}
