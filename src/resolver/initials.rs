//! Rule `initials`: where a paper says who of its authors did what, capitals are their initials: `AK and PKR drafted the
//! manuscript`, `Conceived and designed the experiments: MET CAT`, `conceived by A.B., C.D. and MET`.

use biospan_lexicon::token::{Gap, Token};
use memchr::memmem;

use super::candidate::Group;
use super::local::Tokenized;

/// How such a section or sentence begins.
const BEGINNINGS: [&str; 3] = ["ontributions", "ONTRIBUTIONS", "onceived "];
/// What stands before the heading's word: `Author contributions`, `AUTHORS' CONTRIBUTIONS`, `Authors’ contributions`.
const AUTHORS: [&str; 2] = ["uthor", "UTHOR"];
/// What begins behind the section.
const ENDINGS: [&str; 7] = ["Abbreviations", "Acknowl", "ACKNOWL", "Figure", "Table", "References", "REFERENCES"];
/// So many bytes of a section are looked at.
const LONGEST: usize = 3000;
/// The longest end of a heading, in bytes: `ontributions of the authors`.
const HEADING: usize = 40;
/// So many bytes before `conceived` authors are named in, and so many before `contributions`.
const BEFORE: usize = 160;
/// The longest list of initials, in tokens.
const LIST: usize = 48;
/// What people do, where the verb does not end in `-ed`.
const VERBS: [&str; 18] = [
    "are",
    "built",
    "did",
    "drew",
    "gave",
    "had",
    "has",
    "have",
    "is",
    "led",
    "made",
    "ran",
    "oversaw",
    "took",
    "was",
    "were",
    "wrote",
    "contribute",
];

/// Refuses the groups that are initials of authors.
pub fn refuse(paper: Tokenized<'_>, groups: &mut [Group]) {
    let sections = sections(paper.text);
    let mut reached = 0;
    for (from, to) in sections {
        let from = from.max(reached);
        reached = to.max(reached);
        let first = groups.partition_point(|group| group.span.start.index() < from);
        for group in groups[first..].iter_mut().take_while(|group| group.span.start.index() < to) {
            if !group.own && is_author(paper, group) {
                group.refuse();
            }
        }
    }
}

/// Where authors and their deeds stand, in bytes.
fn sections(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for beginning in BEGINNINGS {
        for at in memmem::find_iter(bytes, beginning.as_bytes()) {
            let before = &bytes[at.saturating_sub(BEFORE)..at];
            let near = &before[before.len().saturating_sub(14)..];
            let sentence = beginning == "onceived ";
            if !sentence && !AUTHORS.iter().any(|authors| memmem::find(near, authors.as_bytes()).is_some()) {
                continue;
            }
            let behind = &bytes[at..bytes.len().min(at + LONGEST)];
            // What stands on the heading's own line is all of it; before an abstract stands the next passage behind it.
            let line = memchr::memchr(b'\n', behind).filter(|line| *line > HEADING);
            let behind = &behind[..line.unwrap_or(behind.len())];
            let end = ENDINGS.iter().filter_map(|ending| memmem::find(behind, ending.as_bytes())).min().unwrap_or(behind.len());
            found.push((at - if sentence { before.len() } else { 0 }, at + end));
        }
    }
    found.sort_unstable();
    found
}

/// Whether a group is one of the initials in a list of them that begins a clause or a bracket, or that a verb follows.
fn is_author(paper: Tokenized<'_>, group: &Group) -> bool {
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let initials = |token: &Token| token.end - token.start <= 5 && word(token).bytes().all(|byte| byte.is_ascii_uppercase());
    let (first, last) = (group.first as usize, (group.first + group.length) as usize);
    if !paper.tokens[first..last].iter().all(initials) {
        return false;
    }
    let listed = |token: &Token| initials(token) || matches!(word(token), "and");
    // A list ends with its sentence.
    let least = first.saturating_sub(LIST);
    let before = (least..first).rev().take_while(|&at| paper.tokens[at + 1].gap != Gap::Break && listed(&paper.tokens[at])).count();
    let behind = paper.tokens[last..].iter().take(LIST).take_while(|token| token.gap != Gap::Break && listed(token)).count();
    let does = |token: &Token| word(token).ends_with("ed") || word(token).ends_with("ly") || VERBS.contains(&word(token));
    let next = paper.tokens.get(last + behind).filter(|next| next.gap != Gap::Break);
    if next.is_some_and(does) {
        return true;
    }
    let start = &paper.tokens[first - before];
    let by = (first - before).checked_sub(1).is_some_and(|at| word(&paper.tokens[at]) == "by");
    let opens = matches!(mark_before(paper, start), Some(':' | ';' | '('));
    // The last of initials with points has one more behind it.
    before + behind > 0 && (opens || by)
        || before == 0 && matches!(mark_before(paper, start), Some(':')) && next.is_none_or(|next| mark_before(paper, next) == Some('.'))
}

/// The last mark before a token, over blanks.
fn mark_before(paper: Tokenized<'_>, token: &Token) -> Option<char> {
    paper.text.get(..token.start as usize)?.trim_end().chars().next_back()
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn capitals_where_the_deeds_of_authors_are_told_are_their_initials() {
        let annotator = Annotator::builder().types(["gene", "gene_family", "disease"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Authors' contributions AK and PKR drafted it. AR selected the patients; MET, CAT and PKR were involved.", &[][..]),
            ("Author Contributions: Conceived and designed the experiments: MET CAT AR. Wrote the paper: MET.", &[]),
            (
                "Author Contributions: AK and MET designed the study of them all.\n\nThe hepatocellular carcinoma (HCC) and others grew.",
                &["hepatocellular carcinoma", "HCC"],
            ),
            ("The study was conceived by A.B., C.D. and MET.", &[]),
            ("Authors' contributions NL carried out CAT assays of TNF and MET. AR and RB sequenced MET.", &["CAT", "TNF", "MET", "MET"]),
            ("Expression of MET and CAT increased. Contributions of MET and CAT increased.", &["MET", "CAT", "MET", "CAT"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
