//! Pipe tables, as Markdown and reader views write them.

use std::ops::Range;

use super::blocks::caption_label;

/// Whether a line divides head and body of a pipe table: `|---|:--:|`.
pub(super) fn is_separator(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.contains(&b'|') && bytes.contains(&b'-') && bytes.iter().all(|byte| b"|-: \t".contains(byte))
}

/// Whether a line is the first of a pipe table; `next` is the line behind it.
pub(super) fn begins_table(line: &str, next: &str) -> bool {
    let Some(first) = memchr::memchr(b'|', line.as_bytes()) else { return false };
    if is_separator(line) {
        return false;
    }
    if is_separator(next) {
        return true;
    }
    // Without a separator: a row in pipes, perhaps behind a caption. `|r| = 0.5` is none.
    let bounded = first == 0 || caption_label(&line[..first]).is_some_and(|end| line[end..first].trim().is_empty());
    bounded && line.len() > first + 1 && line.ends_with('|') && line[first + 1..].matches('|').count() >= 2 - usize::from(first == 0)
}

/// The cells of a row that are not blank, as ranges of `text`; `row` is the trimmed line. The caption before the first pipe
/// comes apart.
pub(super) fn cells(text: &str, row: Range<usize>) -> (Option<Range<usize>>, Vec<Range<usize>>) {
    let line = &text[row.clone()];
    if is_separator(line) {
        return (None, Vec::new());
    }
    let bytes = line.as_bytes();
    let mut pieces = Vec::new();
    let mut start = 0;
    let pipes = memchr::memchr_iter(b'|', bytes).filter(|&at| !is_escaped(bytes, at));
    for end in pipes.chain(std::iter::once(bytes.len())) {
        let piece = &line[start..end];
        let body = piece.trim_start();
        let first = row.start + end - body.len();
        pieces.push(first..first + body.trim_end().len());
        start = end + 1;
    }
    let captioned = pieces.first().filter(|piece| !piece.is_empty() && caption_label(&text[(*piece).clone()]).is_some()).cloned();
    let skip = usize::from(captioned.is_some());
    (captioned, pieces.into_iter().skip(skip).filter(|piece| !piece.is_empty()).collect())
}

/// Whether an odd number of backslashes stands before a pipe.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_trimmed_and_blank_ones_left_out() {
        let cases: [(&str, Option<&str>, &[&str]); 8] = [
            ("| Drug | Dose |", None, &["Drug", "Dose"]),
            ("|anakinra||  100 mg|", None, &["anakinra", "100 mg"]),
            ("Drug | Dose", None, &["Drug", "Dose"]),
            (r"| a\|b | c \\| d |", None, &[r"a\|b", r"c \\", "d"]),
            ("|---|:-:|", None, &[]),
            ("Figure 2| Drug | Dose |", Some("Figure 2"), &["Drug", "Dose"]),
            ("Table 1. Doses | Drug | Dose |", Some("Table 1. Doses"), &["Drug", "Dose"]),
            ("| α | ", None, &["α"]),
        ];
        for (row, caption, expected) in cases {
            let (found, seen) = cells(row, 0..row.len());
            assert_eq!(found.map(|range| &row[range]), caption, "{row}");
            assert_eq!(seen.into_iter().map(|range| &row[range]).collect::<Vec<_>>(), expected, "{row}");
        }
    }

    #[test]
    fn a_table_begins_with_pipes_or_above_a_separator() {
        let cases = [
            ("| Drug | Dose |", "|---|---|", true),
            ("Drug | Dose", "--- | ---", true),
            ("Figure 2| Drug | Dose |", "", true),
            ("| Drug | Dose |", "", true),
            ("|r| = 0.5", "", false),
            ("Table 2 | Doses of the trial", "", false),
            ("either | or", "", false),
            ("no pipe", "|---|", false),
            ("|---|", "|---|", false),
        ];
        for (line, next, expected) in cases {
            assert_eq!(begins_table(line, next), expected, "{line}");
        }
    }
}
