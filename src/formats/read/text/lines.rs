//! The lines of a text, and whether they are paragraphs or pieces of paragraphs.

use std::ops::Range;

/// Lines up to this many bytes may be pieces of a hard-wrapped paragraph.
pub(super) const WRAPPED: usize = 120;

/// One line, trimmed of white space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    start: u32,
    end: u32,
    /// White space before it, in bytes.
    pub indent: u32,
}

impl Line {
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    pub fn is_blank(self) -> bool {
        self.start == self.end
    }
}

/// The lines of a text. Where there is no line feed, carriage returns end lines.
pub(super) fn split(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let ending = if memchr::memchr(b'\n', bytes).is_some() { b'\n' } else { b'\r' };
    let mut lines = Vec::with_capacity(16);
    let mut start = 0;
    for end in memchr::memchr_iter(ending, bytes).chain(std::iter::once(bytes.len())) {
        let whole = &text[start..end];
        let body = whole.trim_start();
        let indent = whole.len() - body.len();
        let body = body.trim_end();
        // Readers refuse texts over 1 GiB, so that positions fit.
        let first = (start + if body.is_empty() { 0 } else { indent }) as u32;
        lines.push(Line { start: first, end: first + body.len() as u32, indent: indent as u32 });
        start = end + 1;
    }
    lines
}

/// How paragraphs are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Whether paragraphs are broken into lines of about one length (as in old files and printed pages), and not one a
    /// line.
    pub wrapped: bool,
    /// The length that most lines of wrapped text do not pass, in bytes.
    pub width: usize,
}

/// The layout of a text: it is wrapped where lines of a page's width are often followed by a small letter.
pub(super) fn layout(text: &str, lines: &[Line]) -> Layout {
    let mut lengths = [0; 3 * WRAPPED + 1];
    let (mut short, mut long, mut count, mut continued) = (0, 0, 0, 0);
    for (at, line) in lines.iter().enumerate() {
        let length = line.range().len();
        if length < 20 || line.of(text).starts_with('|') {
            continue;
        }
        // Bytes are more than characters where letters are not Latin.
        if length > WRAPPED && (length > 3 * WRAPPED || line.of(text).chars().count() > WRAPPED) {
            long += length;
            continue;
        }
        lengths[length] += length;
        short += length;
        if length >= 40 {
            count += 1;
            continued += usize::from(lines.get(at + 1).is_some_and(|next| next.of(text).starts_with(char::is_lowercase)));
        }
    }
    let mut below = 0;
    let width = lengths.iter().position(|length| {
        below += length;
        below * 8 >= short * 7
    });
    // Two lines may be one sentence whose second line begins with a name.
    let brief = long == 0 && count < 3;
    let wrapped = brief || (continued > 0 && continued * 5 >= count && short * 4 >= long);
    Layout { wrapped, width: width.unwrap_or(0).max(40) }
}

/// Whether a piece of running text ends here: at a full stop, a question mark, a colon, perhaps in quotes or brackets.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '*', '_']).ends_with(['.', '?', '!', ':', ';', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_and_keep_their_place() {
        let cases: [(&str, &[(usize, usize)]); 5] = [
            ("", &[(0, 0)]),
            ("ab\r\n  c \n", &[(0, 2), (6, 7), (9, 9)]),
            ("a\rb", &[(0, 1), (2, 3)]),
            ("a\rb\n", &[(0, 3), (4, 4)]),
            ("\u{a0}α\n\t\n", &[(2, 4), (5, 5), (7, 7)]),
        ];
        for (text, expected) in cases {
            let seen: Vec<_> = split(text).iter().map(|line| (line.range().start, line.range().end)).collect();
            assert_eq!(seen, expected, "{text:?}");
        }
    }

    #[test]
    fn wrapped_text_is_told_from_a_paragraph_a_line() {
        let wrapped = "Mice were given a daily dose of the inhibitor for two\nweeks and were then weighed and bled.\n\n".repeat(5);
        let paragraphs = format!("{}\nResults\n{}", "IL-6 rose. ".repeat(40), "IL-8 fell in all of the arms of the trial. ".repeat(9));
        let greek = "α".repeat(100);
        let titles = "Interleukins in the blood of mice with gout\n".repeat(5);
        for (text, expected) in [(&wrapped, true), (&paragraphs, false), (&greek, true), (&titles, false)] {
            assert_eq!(layout(text, &split(text)).wrapped, expected, "{text}");
        }
    }

    #[test]
    fn the_end_of_a_sentence_may_stand_in_quotes() {
        for (text, expected) in [("It rose.", true), ("(it rose.)", true), ("“rose”", false), ("rose…", true), ("", false)] {
            assert_eq!(ends_sentence(text), expected, "{text}");
        }
    }
}
