//! Headings: marked ones, numbered ones, known words, and short lines that stand as headings stand.

use std::ops::Range;

use super::blocks::{Blocks, Form, caption_label, is_footnote, list_marker};
use super::front;
use super::lines::{WRAPPED, ends_sentence};
use super::roles::{Role, role_of, run_in_role};

/// The longest heading without marks, in bytes.
const LONGEST: usize = 200;

/// The longest heading with marks, in bytes: every passage carries its section's name.
const LONGEST_MARKED: usize = 400;

/// A heading at a line.
pub(super) struct Heading {
    /// Its words without number and marks.
    pub name: Range<usize>,
    /// 1 for the outermost; 0 where neither marks nor numbers say.
    pub level: u8,
    /// The line behind it.
    pub next: usize,
}

/// The heading that begins at a line, if one does.
pub(super) fn at(blocks: &Blocks, at: usize) -> Option<Heading> {
    let line = blocks.line(at);
    if line.len() > LONGEST_MARKED {
        return None;
    }
    if let Some(level) = hash(line) {
        let name = line[usize::from(level)..].trim().trim_end_matches('#').trim_end();
        return named(blocks, at, name, level, at + 1);
    }
    if line.len() > LONGEST || line.is_empty() {
        return None;
    }
    if let Some(level) = underline(blocks.line(at + 1))
        && !line.contains('|')
        && list_marker(line).is_none()
    {
        return named(blocks, at, line, level, at + 2);
    }
    if caption_label(line).is_some() || is_footnote(line) || line.starts_with(['|', '>']) {
        return None;
    }
    bold(blocks, at, line)
        .or_else(|| number_below(blocks, at, line))
        .or_else(|| number_above(blocks, at, line))
        .or_else(|| numbered(blocks, at, line))
        .or_else(|| known(blocks, at, line))
        .or_else(|| bare(blocks, at, line))
}

/// A heading whose words are `name`, a part of line `at` or of the one behind it; without its number.
fn named(blocks: &Blocks, at: usize, name: &str, level: u8, next: usize) -> Option<Heading> {
    let plain = without_emphasis(name);
    let words = number(plain).map_or(plain, |(_, rest)| without_emphasis(rest));
    if !words.contains(char::is_alphanumeric) {
        return None;
    }
    // `words` is a part of the text: its place is the distance between the two beginnings.
    let start = words.as_ptr() as usize - blocks.text.as_ptr() as usize;
    debug_assert!(start >= blocks.lines[at].range().start);
    Some(Heading { name: start..start + words.len(), level, next })
}

/// A text without the marks of emphasis around all of it.
fn without_emphasis(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(inner) = ['*', '_'].iter().find_map(|&mark| text.strip_prefix(mark)?.strip_suffix(mark)) {
        text = inner.trim();
    }
    text
}

/// The level of a Markdown heading (`## Results`).
pub(super) fn hash(line: &str) -> Option<u8> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    ((1..=6).contains(&level) && line[level..].starts_with([' ', '\t'])).then_some(level as u8)
}

/// The level that a line of `=` or `-` gives the line above it.
pub(super) fn underline(line: &str) -> Option<u8> {
    let mark = *line.as_bytes().first()?;
    let level = match mark {
        b'=' => 1,
        b'-' => 2,
        _ => return None,
    };
    (line.len() >= 3 && line.bytes().all(|byte| byte == mark)).then_some(level)
}

/// The depth of a section number that stands alone on a line: 2 for `2.1` and `2.1.`.
pub(super) fn lone_number(line: &str) -> Option<u8> {
    let plain = line.strip_suffix('.').unwrap_or(line);
    if plain.is_empty() || plain.len() > 11 {
        return None;
    }
    let mut depth = 0;
    for part in plain.split('.') {
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        depth += 1;
    }
    Some(depth)
}

/// The number that a heading begins with: its depth and what follows. `2.1 Results`, `3. Methods`, `IV. Discussion`.
fn number(line: &str) -> Option<(u8, &str)> {
    let end = line.bytes().take_while(|&byte| byte.is_ascii_digit() || byte == b'.').count();
    let (depth, rest) = if end > 0 {
        (lone_number(&line[..end]).filter(|_| !line.starts_with('0'))?, &line[end..])
    } else {
        let roman = line.bytes().take_while(|byte| b"IVX".contains(byte)).count();
        if roman == 0 || roman > 5 || !line[roman..].starts_with('.') {
            return None;
        }
        (1, &line[roman + 1..])
    };
    let rest = rest.strip_prefix(')').or_else(|| rest.strip_prefix(':')).unwrap_or(rest);
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty()).then_some((depth, words))
}

/// `**Methods**` alone on a line.
fn bold(blocks: &Blocks, at: usize, line: &str) -> Option<Heading> {
    let inner = line.strip_prefix("**").and_then(|line| line.strip_suffix("**"))?;
    let whole = !inner.contains("**") && !ends_sentence(inner.trim_end_matches(':')) && inner.len() <= 100;
    if whole && caption_label(inner).is_none() { named(blocks, at, inner, 0, at + 1) } else { None }
}

/// A title with its number alone on the line below it, as some reader views have it.
fn number_below(blocks: &Blocks, at: usize, line: &str) -> Option<Heading> {
    let depth = lone_number(blocks.line(at + 1))?;
    let fits = is_title_like(line) && !blocks.line(at + 2).is_empty() && blocks.line(at + 1).len() <= 8;
    if fits { named(blocks, at, line, depth, at + 2) } else { None }
}

/// A title with its number alone on the line above it, as text taken from a PDF has it.
fn number_above(blocks: &Blocks, at: usize, line: &str) -> Option<Heading> {
    let depth = lone_number(line)?;
    let below = if blocks.line(at + 1).is_empty() { at + 2 } else { at + 1 };
    let title = blocks.line(below);
    let fits = title.len() <= WRAPPED && is_title_like(title) && (depth > 1 || role_of(title).is_some());
    if fits { named(blocks, at, title, depth, below + 1) } else { None }
}

/// `2.1 Results`, but no list entry, no dose and no sentence.
fn numbered(blocks: &Blocks, at: usize, line: &str) -> Option<Heading> {
    let (depth, words) = number(line)?;
    let known = role_of(words).is_some();
    let begins = words.starts_with(|first: char| first.is_uppercase())
        || (depth > 1
            && line.starts_with(char::is_numeric)
            && has_capital(words)
            && line[..line.len() - words.len()].trim_end().ends_with('.'));
    if !begins || (!known && (words.len() > 150 || !is_title_like(words))) {
        return None;
    }
    if known && !words.ends_with('.') {
        return named(blocks, at, line, depth, at + 1);
    }
    if depth == 1 && has_sibling(blocks, at) {
        return None;
    }
    let apart = if blocks.layout.wrapped { blocks.line(at + 1).is_empty() || line.len() * 5 < blocks.layout.width * 3 } else { true };
    if apart { named(blocks, at, line, depth, at + 1) } else { None }
}

/// Whether the number of a line goes on or comes from one on the next or last line: then they are a list.
fn has_sibling(blocks: &Blocks, at: usize) -> bool {
    let number_of = |line: &str| list_marker(line).and_then(|marker| marker.number);
    let Some(own) = number_of(blocks.line(at)) else { return false };
    let near = |step: isize| {
        (1..=2).filter_map(|distance| at.checked_add_signed(step * distance)).map(|near| blocks.line(near)).find(|line| !line.is_empty())
    };
    let below = near(1).and_then(number_of);
    let above = near(-1).and_then(number_of);
    below == own.checked_add(1) || (own > 1 && above == Some(own - 1))
}

/// A word that papers use as a heading, alone on a line.
fn known(blocks: &Blocks, at: usize, line: &str) -> Option<Heading> {
    let role = role_of(line)?;
    let sentence = line.ends_with('.') && !(role == Role::References && line.len() > 16);
    // In text from a printed page such words also stand in tables without lines.
    let lost = role == Role::Furniture && blocks.layout.wrapped && !blocks.stands_alone(at);
    if sentence || lost || !line.starts_with(|first: char| first.is_uppercase()) {
        return None;
    }
    named(blocks, at, line.trim_end_matches(':'), 0, at + 1)
}

/// A short line without a full stop, where a heading stands: between a paragraph's end and a paragraph.
fn bare(blocks: &Blocks, at: usize, line: &str) -> Option<Heading> {
    if line.len() > 80
        || !is_title_like(line)
        || line.split_whitespace().count() > 12
        || list_marker(line).is_some()
        || number(line).is_some()
        || run_in_role(line).is_some()
    {
        return None;
    }
    let below = if blocks.line(at + 1).is_empty() { at + 2 } else { at + 1 };
    let next = blocks.line(below);
    let before = at.checked_sub(1).map_or("", |before| blocks.line(before));
    let begins = before.is_empty()
        || ends_sentence(before)
        || matches!(blocks.list.last(), Some(block) if matches!(block.form, Form::Heading(_) | Form::Cell));
    let apart = if blocks.layout.wrapped {
        blocks.stands_alone(at) && next.len() * 5 >= blocks.layout.width * 3 && next.len() >= 50
    } else {
        begins && next.len() > WRAPPED && ends_sentence(next)
    };
    let prose = next.starts_with(|first: char| !first.is_lowercase()) && !next.contains(" | ");
    // At the beginning people and places stand alone on lines too.
    let introduced = blocks.list.len() < 8 && (front::is_author_line(line) || front::is_bibliographic(line) || front::is_address(line));
    if apart && prose && !introduced { named(blocks, at, line, 0, at + 1) } else { None }
}

/// Whether a line may be a title: it begins with a capital and has no mark of a sentence at its end.
pub(super) fn is_title_like(line: &str) -> bool {
    let begins =
        line.chars().find(|character| character.is_alphanumeric()).is_some_and(|first| first.is_uppercase() || first.is_ascii_digit())
            || (has_capital(line) && line.len() < 80);
    begins
        && line.contains(char::is_alphabetic)
        && !line.ends_with(['.', ',', ';', ':', '…'])
        && !line.contains("http")
        && !line.contains('@')
        && !line.contains('\t')
}

/// Whether the first word has a capital somewhere: `mTOR signalling`.
fn has_capital(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| word.contains(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::super::blocks::divide;
    use super::super::lines::split;
    use super::*;

    /// Level and words of all headings.
    fn headings(text: &str) -> Vec<(u8, &str)> {
        let blocks = divide(text, split(text), 0);
        let headings = blocks.list.iter().filter_map(|block| match block.form {
            Form::Heading(level) => Some((level, &text[block.span.clone()])),
            _ => None,
        });
        headings.collect()
    }

    const LONG: &str = "We looked at the levels of interleukins in the blood of mice that had been given the drug, and in that of mice that had not been given it.";

    #[test]
    fn headings_of_every_kind_are_found_without_number_and_marks() {
        let cases: [(&str, &[(u8, &str)]); 17] = [
            ("# Sepsis in mice #\n\ntext", &[(1, "Sepsis in mice")]),
            ("### 2.1 **Doses**\ntext", &[(3, "Doses")]),
            ("Sepsis\n======\ntext\n\nDoses\n-----\n", &[(1, "Sepsis"), (2, "Doses")]),
            ("#5 of the mice", &[]),
            ("2.1. Doses\nLONG\n2.1.1 Drugs\nLONG", &[(2, "Doses"), (3, "Drugs")]),
            ("2.1.1. mTOR in mice\nLONG", &[(3, "mTOR in mice")]),
            ("3. Results\nLONG", &[(1, "Results")]),
            ("IV. DISCUSSION\nLONG", &[(1, "DISCUSSION")]),
            ("LONG\nImmune cells\n2.1\nLONG", &[(2, "Immune cells")]),
            ("LONG\n\n2.1\n\nImmune cells\n\nLONG", &[(2, "Immune cells")]),
            ("LONG\nMethods:\nLONG", &[(0, "Methods")]),
            ("LONG\n**Doses of drugs**\nLONG", &[(0, "Doses of drugs")]),
            ("LONG\nImmune cells in the blood\nLONG", &[(0, "Immune cells in the blood")]),
            ("1. Fever\n2. Cough\n3. Pain\n\nLONG", &[]),
            ("2.5 mg of the drug\nLONG", &[]),
            ("1. We gave the drug.\nLONG", &[]),
            ("LONG\nIt rose in them.\nLONG", &[]),
        ];
        for (text, expected) in cases {
            let text = text.replace("LONG", LONG);
            assert_eq!(headings(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_wrapped_paragraph_s_words_are_no_headings() {
        let text = "The mice were given the drug for two weeks, and what it did was read from the\nResults\nof the blood counts, which \
                    were made by people who did not know the groups\nbefore the end of the trial.\n\nResults\n\nThe drug did nothing in the mice \
                    that had been given it for all of two weeks,\nand less in the others.\n";
        assert_eq!(headings(text), [(0, "Results")]);
    }
}
