//! A text divided into blocks: headings, paragraphs, list entries, cells, captions. What a block means in its paper is
//! decided later ([`super::sections`]).

use std::ops::Range;

use super::lines::{self, Layout, Line, ends_sentence};
use super::roles::{Role, role_of, run_in_role};
use super::{front, headings, tables};

/// What a block looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A heading; its level where marks or numbers state one, else 0.
    Heading(u8),
    Prose,
    /// A list entry; the length of its number, which the span holds (a bullet it does not).
    Entry(u8),
    Cell,
    Caption,
    Footnote,
    Keywords,
}

/// A part of the text.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub form: Form,
    /// Where it stands, in bytes, trimmed.
    pub span: Range<usize>,
    /// The lines that it is made of.
    pub lines: Range<usize>,
}

/// A text and its blocks.
pub(super) struct Blocks<'text> {
    pub text: &'text str,
    pub lines: Vec<Line>,
    pub layout: Layout,
    pub list: Vec<Block>,
}

/// Divides a text, from the line `first` on.
pub(super) fn divide(text: &str, lines: Vec<Line>, first: usize) -> Blocks<'_> {
    let layout = lines::layout(text, &lines);
    let mut blocks = Blocks { text, lines, layout, list: Vec::new() };
    let mut at = first;
    while at < blocks.lines.len() {
        at = blocks.step(at);
    }
    blocks
}

impl<'text> Blocks<'text> {
    /// A line's text; empty behind the last.
    pub fn line(&self, at: usize) -> &'text str {
        self.lines.get(at).map_or("", |line| line.of(self.text))
    }

    /// A block's text.
    pub fn of(&self, block: &Block) -> &'text str {
        &self.text[block.span.clone()]
    }

    /// Whether a line stands between blank ones.
    pub fn stands_alone(&self, at: usize) -> bool {
        (at == 0 || self.line(at - 1).is_empty()) && self.line(at + 1).is_empty()
    }

    /// Takes the block that begins at a line; gives the line behind it.
    fn step(&mut self, at: usize) -> usize {
        let line = self.line(at);
        if line.is_empty() || is_fence(line) || is_rule(line) {
            return at + 1;
        }
        if tables::begins_table(line, self.line(at + 1)) {
            return self.table(at);
        }
        if let Some(heading) = headings::at(self, at) {
            self.list.push(Block { form: Form::Heading(heading.level), span: heading.name, lines: at..heading.next });
            return heading.next;
        }
        if headings::lone_number(line).is_some() {
            // A page's number, or one of a section whose heading is not known.
            return at + 1;
        }
        let start = self.lines[at].range().start;
        if let Some(alternative) = image_text(line) {
            if !alternative.is_empty() {
                self.list.push(Block { form: Form::Caption, span: start + alternative.start..start + alternative.end, lines: at..at + 1 });
            }
            return at + 1;
        }
        let (form, skip) = self.form(line);
        let end = self.end_of_paragraph(at, form);
        let span = start + skip..self.lines[end - 1].range().end;
        let body = self.text[span.clone()].trim_start();
        if !body.is_empty() {
            let span = span.end - body.len()..span.end;
            self.list.push(Block { form, span, lines: at..end });
        }
        end
    }

    /// The form of a paragraph by its first line, and how many bytes of marks stand before it.
    fn form(&self, line: &str) -> (Form, usize) {
        let quoted = line.len() - line.trim_start_matches(['>', ' ']).len();
        if line.starts_with('>') && quoted < line.len() {
            return (Form::Prose, quoted);
        }
        if let Some(marker) = list_marker(line) {
            return match marker.number {
                Some(_) => (Form::Entry(marker.length), 0),
                None => (Form::Entry(0), usize::from(marker.length)),
            };
        }
        if is_caption(line) {
            (Form::Caption, 0)
        } else if is_footnote(line) {
            (Form::Footnote, 0)
        } else if matches!(run_in_role(line), Some((Role::Keywords, _))) {
            (Form::Keywords, 0)
        } else {
            (Form::Prose, 0)
        }
    }

    /// Takes a table; gives the line behind it.
    fn table(&mut self, first: usize) -> usize {
        let mut at = first;
        while self.line(at).contains('|') {
            let (caption, cells) = tables::cells(self.text, self.lines[at].range());
            let lines = at..at + 1;
            self.list.extend(caption.map(|span| Block { form: Form::Caption, span, lines: lines.clone() }));
            self.list.extend(cells.into_iter().map(|span| Block { form: Form::Cell, span, lines: lines.clone() }));
            at += 1;
        }
        at
    }

    /// The line behind the paragraph that begins at a line.
    fn end_of_paragraph(&self, first: usize, form: Form) -> usize {
        let mut end = first + 1;
        if self.layout.wrapped {
            while !self.line(end).is_empty() && self.joins(end, form) {
                end += 1;
            }
        }
        end
    }

    /// Whether a line goes on with the paragraph of the line before it, in hard-wrapped text.
    fn joins(&self, at: usize, form: Form) -> bool {
        let (before, line) = (self.line(at - 1), self.line(at));
        // A line that ends long before the margin was ended on purpose, and one that passes it was not broken.
        let full = (self.layout.width * 3..=self.layout.width * 7).contains(&(before.len() * 5));
        if !(full || line.starts_with(|first: char| first.is_lowercase())) || self.interrupts(at, form) {
            return false;
        }
        let indented = self.lines[at].indent >= 2 && self.lines[at - 1].indent == 0;
        !(form == Form::Prose && indented && ends_sentence(before))
    }

    /// Whether a line begins something of its own right below another.
    fn interrupts(&self, at: usize, form: Form) -> bool {
        let (before, line, next) = (self.line(at - 1), self.line(at), self.line(at + 1));
        if is_fence(line) || is_rule(line) || headings::hash(line).is_some() || headings::underline(next).is_some() {
            return true;
        }
        if tables::begins_table(line, next) || (self.list.is_empty() && form == Form::Prose && front::is_author_line(line)) {
            return true;
        }
        if let Some(marker) = list_marker(line) {
            // A wrapped line may begin with a number by chance: "… in Table\n2. The …".
            return marker.number.is_none_or(|number| number == 1 || matches!(form, Form::Entry(_)) || ends_sentence(before));
        }
        if is_footnote(line) {
            return true;
        }
        if !ends_sentence(before) {
            return false;
        }
        let known = line.len() <= 40 && line.starts_with(|first: char| first.is_uppercase()) && role_of(line).is_some();
        known || is_caption(line) || run_in_role(line).is_some() || headings::at(self, at).is_some()
    }
}

/// The marker of a list entry.
pub(super) struct Marker {
    /// Its length with the white space behind it, in bytes.
    pub length: u8,
    /// Its number; `None` for a bullet.
    pub number: Option<u16>,
}

/// The marker that a line begins with: `- `, `•`, `3. `, `3) `, `(3) `, `[3] `.
pub(super) fn list_marker(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let marked = |length: usize, number| {
        let blanks = line[length..].len() - line[length..].trim_start().len();
        let length = u8::try_from(length + blanks).ok()?;
        (usize::from(length) < line.len()).then_some(Marker { length, number })
    };
    match first {
        '-' | '*' | '+' | '–' | '—' | '·' | 'o' => {
            let length = first.len_utf8();
            (first != 'o' && line[length..].starts_with([' ', '\t'])).then(|| marked(length, None))?
        }
        '•' | '▪' | '◦' | '‣' | '●' | '■' => marked(first.len_utf8(), None),
        '0'..='9' | '(' | '[' => {
            let open = usize::from(!first.is_ascii_digit());
            let digits = line[open..].bytes().take_while(u8::is_ascii_digit).count();
            let end = open + digits;
            let mark = *line.as_bytes().get(end)?;
            let fits = match first {
                '(' => mark == b')',
                '[' => mark == b']',
                _ => mark == b'.' || mark == b')',
            };
            if !fits || !(1..=3).contains(&digits) || !(first == '[' || line[end + 1..].starts_with([' ', '\t', '\u{a0}'])) {
                return None;
            }
            marked(end + 1, line[open..end].parse().ok())
        }
        _ => None,
    }
}

/// The length of a caption's label at the start of a line (`Figure 2`, `Fig. S1A`, `**Table IV`, `Supplementary Table 3`).
pub(super) fn caption_label(line: &str) -> Option<usize> {
    const PREFIXES: [&str; 5] = ["Supplementary ", "Supplemental ", "Supporting ", "Extended Data ", "Appendix "];
    const WORDS: [&str; 12] = ["Figure", "Figures", "Fig.", "Fig", "Figs.", "Table", "Tables", "Tab.", "Scheme", "Box", "Chart", "Panel"];
    let mut rest = line.trim_start_matches(['*', '_', '(']);
    // Most lines are no captions: their first letter says so.
    if !rest.as_bytes().first().is_some_and(|first| b"ABCEFPST".contains(first)) {
        return None;
    }
    for prefix in PREFIXES {
        if let Some(behind) = strip_word(rest, prefix) {
            rest = behind;
            break;
        }
    }
    // Longer words first: "Figure" would leave the "s" of "Figures".
    let behind = WORDS.iter().filter_map(|word| strip_word(rest, word)).min_by_key(|behind| behind.len())?;
    let number = behind.trim_start_matches([' ', '\u{a0}', '.']);
    let spaced = number.len() < behind.len();
    let series = number.trim_start_matches(['S', 'A', 'E']);
    let digits = series.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let digits = series[..digits].trim_end_matches('.').len();
    let (mut end, left) = if digits > 0 && number.len() - series.len() <= 1 {
        (line.len() - series.len() + digits, &series[digits..])
    } else {
        let roman = number.bytes().take_while(|byte| b"IVX".contains(byte)).count();
        if roman == 0 || !spaced || roman > 5 {
            return None;
        }
        (line.len() - number.len() + roman, &number[roman..])
    };
    let panel = left.bytes().take_while(u8::is_ascii_alphabetic).count();
    if panel > 1 {
        return None;
    }
    end += panel;
    Some(end)
}

/// `text` without `word` at its start, in any case.
fn strip_word<'text>(text: &'text str, word: &str) -> Option<&'text str> {
    // "box 1" and "table 2" in running text are lower case; most lines begin with another letter.
    let first = text.as_bytes().first().filter(|first| first.is_ascii_uppercase())?;
    let same = word.as_bytes().first()?.eq_ignore_ascii_case(first) && text.get(..word.len())?.eq_ignore_ascii_case(word);
    same.then(|| &text[word.len()..])
}

/// Whether a line is a caption, and no sentence about a figure: behind the label nothing, a mark or a capital.
pub(super) fn is_caption(line: &str) -> bool {
    let Some(end) = caption_label(line) else { return false };
    let rest = line[end..].trim_start_matches(['*', '_']);
    let behind = rest.trim_start();
    let mut next = behind.chars();
    match next.next() {
        None => true,
        Some('.' | ':' | '|' | '–' | '—') => true,
        Some(')') => next.next().is_none_or(|mark| ".:".contains(mark)),
        Some('(') => behind.len() > 20,
        Some(first) => behind.len() < rest.len() && first.is_uppercase() && !next.next().is_some_and(char::is_whitespace),
    }
}

/// Whether a line is a note to a table or page: `* P < 0.05`, `†Deceased`, `[^1]: …`.
pub(super) fn is_footnote(line: &str) -> bool {
    if line.starts_with(['†', '‡', '§', '¶', '‖']) || (line.starts_with("[^") && line.contains("]:")) {
        return line.chars().count() > 1;
    }
    let stars = line.bytes().take_while(|&byte| byte == b'*').count();
    let rest = &line[stars..];
    if !(1..=4).contains(&stars) || rest.trim().is_empty() {
        return false;
    }
    // An emphasis that is closed is none.
    let closed = rest.find('*').is_some_and(|at| at > 0 && !rest[..at].ends_with([' ', '\t']));
    !closed && !rest.starts_with([' ', '\t'])
}

fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

/// Whether a line is a rule between parts: three or more of `-`, `*`, `_` or `=` and nothing else but blanks.
fn is_rule(line: &str) -> bool {
    let Some(&mark) = line.as_bytes().first() else { return false };
    b"-*_=".contains(&mark)
        && line.bytes().all(|byte| byte == mark || byte == b' ')
        && line.bytes().filter(|&byte| byte == mark).count() >= 3
}

/// The text that stands for an image where a line is one image: `![A mouse](mouse.png)`.
fn image_text(line: &str) -> Option<Range<usize>> {
    let inner = line.strip_prefix("![")?;
    let end = inner.find("](")?;
    if !line.ends_with(')') || inner[end..].matches(')').count() > 1 {
        return None;
    }
    let text = inner[..end].trim();
    let start = 2 + inner[..end].len() - inner[..end].trim_start().len();
    Some(start..start + text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_markers_are_told_from_words_and_numbers() {
        let cases = [
            ("- IL-6", Some((2, None))),
            ("* IL-6", Some((2, None))),
            ("•IL-6", Some((3, None))),
            ("3. IL-6", Some((3, Some(3)))),
            ("12) IL-6", Some((4, Some(12)))),
            ("(4) IL-6", Some((4, Some(4)))),
            ("[12]Moss", Some((4, Some(12)))),
            ("-6 and -8", None),
            ("*In vitro* it rose", None),
            ("2019. It rose", None),
            ("3.5 mg", None),
            ("2αty mice", None),
            ("only", None),
            ("-", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(list_marker(line).map(|marker| (marker.length, marker.number)), expected, "{line}");
        }
    }

    #[test]
    fn captions_are_told_from_sentences_about_figures() {
        let captions = [
            "Figure 1",
            "Figure 1. IL-6 in mice",
            "Fig. 3: Doses",
            "FIGURE 2 | Doses",
            "Table 2 | Doses",
            "Table IV. Doses",
            "Table 2 Doses of drugs",
            "**Figure 1.** IL-6",
            "Supplementary Figure S2. IL-6",
            "Fig 1A. IL-6",
            "Table 1.2: Doses",
            "Scheme 1 — Steps",
            "Figure 2 (A) IL-6 in mice, (B) in men",
        ];
        let others = [
            "Figure 1 shows that IL-6 rose",
            "Figures 1 and 2 show it",
            "Table of contents",
            "Fig. 2A depicts",
            "Tables were set",
            "figure 1. low",
            "Figure 2 A mouse",
            "Boxer 1",
            "Figure",
            "Tabulated 1",
        ];
        for line in captions {
            assert!(is_caption(line), "{line}");
        }
        for line in others {
            assert!(!is_caption(line), "{line}");
        }
    }

    #[test]
    fn notes_are_told_from_emphasis_and_lists() {
        let cases = [
            ("*P < 0.05 against placebo.", true),
            ("**P < 0.01, ***P < 0.001.", true),
            ("†Deceased", true),
            ("[^1]: See there.", true),
            ("*In vitro* it rose", false),
            ("**Methods** were old", false),
            ("* a list entry", false),
            ("†", false),
        ];
        for (line, expected) in cases {
            assert_eq!(is_footnote(line), expected, "{line}");
        }
    }
}
