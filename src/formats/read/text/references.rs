//! The reference list: which blocks belong to it, and where its entries begin and end.

use std::ops::Range;

use super::super::citation;
use super::blocks::{Block, Blocks, Form, list_marker};
use super::headings::is_title_like;
use super::lines::{WRAPPED, ends_sentence};
use super::roles::Role;

/// So many entries in a row are a list also without a heading.
const RUN: usize = 3;

/// So many lines in a row that are but titles are a list of cited works.
const TITLE_RUN: usize = 8;

/// The longest entry, in bytes; papers of large consortia name hundreds of authors.
const LONGEST: usize = 6000;

/// Corrects the roles of blocks by what reference lists look like: entries without a heading come to the list, and
/// running text behind a list leaves it, as it leaves the statements between which the list stands.
pub(super) fn assign(blocks: &Blocks, roles: &mut [Role]) {
    release(blocks, roles);
    let mut at = 0;
    let mut behind = false;
    while at < blocks.list.len() {
        let length = run(blocks, roles, at);
        if length > 0 {
            roles[at..at + length].fill(Role::References);
            behind = true;
            at += length;
            continue;
        }
        let (block, role) = (&blocks.list[at], roles[at]);
        behind &= !matches!(block.form, Form::Heading(_));
        let listed = role == Role::References && !blocks.layout.wrapped;
        // Most blocks are of the paper's own sections and are not looked through.
        let panels = (listed || role.is_silent()) && is_running(block) && has_panels(blocks.of(block));
        if is_running(block) && (listed || (role.is_silent() && behind) || panels) && is_prose(blocks.of(block)) {
            roles[at] = if panels { Role::Captions } else { Role::Body };
            behind = true;
        }
        at += 1;
    }
}

/// Takes the role from lists that have no entry: a heading may be left where the list itself was taken out.
fn release(blocks: &Blocks, roles: &mut [Role]) {
    let mut start = 0;
    while start < roles.len() {
        let length = roles[start..].iter().take_while(|&&role| role == roles[start]).count();
        if roles[start] == Role::References {
            let texts = || blocks.list[start..start + length].iter().filter(|block| is_running(block)).map(|block| blocks.of(block));
            let cited =
                texts().any(|text| citation::year(text).is_some() || citation::doi(text).is_some() || citation::label(text).0.is_some());
            let sentences = texts().filter(|text| ends_sentence(text)).count() * 2 > texts().count();
            if !cited && sentences {
                for (block, role) in blocks.list.iter().zip(roles.iter_mut()).skip(start).take(length) {
                    if !matches!(block.form, Form::Heading(_)) {
                        *role = Role::Body;
                    }
                }
            }
        }
        start += length;
    }
}

/// How many blocks from `at` on are a list of cited works that no heading announces.
fn run(blocks: &Blocks, roles: &[Role], at: usize) -> usize {
    let run = |like: &dyn Fn(&str) -> bool| {
        let candidates = blocks.list[at..].iter().zip(&roles[at..]);
        candidates.take_while(|&(block, &role)| role != Role::References && is_running(block) && like(blocks.of(block))).count()
    };
    let entries = run(&looks_like_entry);
    if entries >= RUN {
        return entries;
    }
    // Titles alone are a list behind the paper only.
    let behind = roles[at].is_silent() || (at * 2 > blocks.list.len() && roles[at] == Role::Body);
    if entries > 0 || !behind || blocks.layout.wrapped {
        return 0;
    }
    let titles = run(&looks_like_title);
    if titles >= TITLE_RUN { titles } else { 0 }
}

fn is_running(block: &Block) -> bool {
    matches!(block.form, Form::Prose | Form::Entry(_))
}

/// Whether a paragraph can be no entry.
fn is_prose(text: &str) -> bool {
    text.len() > WRAPPED
        && ends_sentence(text)
        && citation::year(text).is_none()
        && citation::doi(text).is_none()
        && citation::label(text).0.is_none()
        && !citation::looks_like_authors(first_words(text))
}

/// Whether a text explains the parts of a figure: `(a) … (b) …`.
fn has_panels(text: &str) -> bool {
    [["(a)", "(b)"], ["(A)", "(B)"]].iter().any(|[first, second]| text.find(first).is_some_and(|at| text[at..].contains(second)))
}

fn first_words(text: &str) -> &str {
    let mut end = text.len().min(40);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].rsplit_once(' ').map_or(text, |(start, _)| start)
}

/// Whether a text reads as an entry of a reference list: names at its beginning, and two of year, volume with pages,
/// and a public identifier; or a label instead of the names, and all of these.
fn looks_like_entry(text: &str) -> bool {
    if text.len() < 30 || text.len() > LONGEST {
        return false;
    }
    let (label, rest) = citation::label(text);
    let named = begins_with_name(rest);
    if !named && label.is_none() {
        return false;
    }
    let dated = citation::year(rest).is_some();
    let identified = citation::doi(rest).is_some() || citation::pmid(rest).is_some();
    let paged = has_pages(rest);
    let found = usize::from(dated) + usize::from(identified) + usize::from(paged);
    found == 3 || (named && found == 2)
}

/// Whether a text begins with a surname and initials: `Moss TL`, `Moss, T.`, `van der Hall J`, `T. Moss`.
fn begins_with_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let mut capital = false;
    for word in words.by_ref().take(5) {
        let core = word.trim_matches(|character: char| !character.is_alphanumeric());
        let initials = (1..=3).contains(&core.chars().count()) && core.chars().all(|letter| letter.is_uppercase() || letter == '-');
        let dotted =
            core.len() >= 3 && core.split(['.', '-']).all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
        if initials || dotted {
            return capital || word.ends_with('.');
        }
        if core.starts_with(char::is_uppercase) {
            capital = true;
        } else if core.len() > 4 || core.is_empty() {
            return false;
        }
    }
    false
}

/// Whether volume and pages stand in a text: `75:10`, `33(2):e17`, `7, 12–19`.
fn has_pages(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b':', bytes).any(|at| {
        let volume = at > 0 && (digit(at - 1) || bytes[at - 1] == b')');
        let page = at + 1 + usize::from(bytes.get(at + 1) == Some(&b' '));
        volume && (digit(page) || (bytes.get(page).is_some_and(u8::is_ascii_alphabetic) && digit(page + 1)))
    }) || text.match_indices(['–', '-']).any(|(at, mark)| {
        let start = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        start > 0 && digit(at + mark.len()) && (bytes[..at - start].ends_with(b", ") || bytes[..at - start].ends_with(b"pp. "))
    })
}

/// Whether a line may be the bare title of a cited work.
fn looks_like_title(text: &str) -> bool {
    (15..=300).contains(&text.len()) && is_title_like(text) && text.contains(' ')
}

/// The entries in one block of the list. Hard-wrapped entries may follow each other without a blank line.
pub(super) fn entries(blocks: &Blocks, block: &Block) -> Vec<Range<usize>> {
    let mut entries = vec![block.span.clone()];
    let lines = block.lines.clone();
    if lines.len() < 2 || matches!(block.form, Form::Entry(_)) {
        return entries;
    }
    let indents = || lines.clone().map(|at| blocks.lines[at].indent);
    let (least, most) = (indents().min().unwrap_or(0), indents().max().unwrap_or(0));
    for at in lines.skip(1) {
        let (before, line) = (blocks.line(at - 1), blocks.line(at));
        let begins = if most > least {
            blocks.lines[at].indent == least
        } else {
            list_marker(line).is_some()
                || ((ends_sentence(before) || before.ends_with(|last: char| last.is_ascii_digit())) && begins_with_name(line))
        };
        if begins && let Some(last) = entries.last_mut() {
            let end = last.end;
            last.end = blocks.lines[at - 1].range().end;
            entries.push(blocks.lines[at].range().start..end);
        }
    }
    entries
}

/// Whether a block of the list goes on with the entry of the block before it, which a short line had ended.
pub(super) fn continues(blocks: &Blocks, before: &Block, block: &Block) -> bool {
    let adjacent = blocks.layout.wrapped && before.lines.end == block.lines.start && block.form == Form::Prose;
    let hanging = blocks.lines[block.lines.start].indent > blocks.lines[before.lines.start].indent;
    let labelled = matches!(before.form, Form::Entry(_));
    adjacent && (labelled || hanging) && citation::label(blocks.of(block)).0.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_told_from_running_text() {
        let entries = [
            "Moss TL Reed AB . Sepsis in mice. J Imag. (2019) 75:10–45. doi: 10.1000/imag.1",
            "Moss, T., & Reed, A. (2018). Sepsis. Journal of Images, 7, 12–19.",
            "[3] T. Moss, A. Reed, Sepsis, J. Imag. 7 (2019) e1. PMID: 31234567",
            "4. World Health Bureau. Report on sepsis. 2019;7(2):1-9. doi: 10.1000/imag.1",
            "van der Hall J. Sepsis. J Imag 2019;7:12.",
        ];
        let others = [
            "Moss et al. found in 2019 that a dilution of 1:100 was too much for the mice.",
            "In 2019, 7:12 was the ratio (doi: 10.1000/imag.1).",
            "IL-6 rose.",
            "12 mice were given the drug in 2019 at 1:100.",
        ];
        for text in entries {
            assert!(looks_like_entry(text), "{text}");
        }
        for text in others {
            assert!(!looks_like_entry(text), "{text}");
        }
    }
}
