//! The baseline: findings that were accepted, so that an old corpus starts clean and only new faults fail.
//!
//! It is a table `code file document subject count`; places are not in it, so that a finding is known wherever in its document
//! it moves to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::finding::Finding;

const HEADER: &str = "code\tfile\tdocument\tsubject\tcount";

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {fault}", path = path.display())]
pub struct BaselineError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, and what was expected.
    pub fault: String,
}

type Key = [String; 4];

/// Accepted findings and how often each was there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Key, usize>,
}

fn key(finding: &Finding, file: &str) -> Key {
    let plain = |text: &str| text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    [plain(&finding.code), plain(file), plain(&finding.document), plain(&finding.subject)]
}

impl Baseline {
    /// A baseline of findings, each with its file's path from the root.
    pub fn of<'f>(findings: impl IntoIterator<Item = (&'f Finding, String)>) -> Self {
        let mut made = Self::default();
        for (finding, file) in findings {
            *made.counts.entry(key(finding, &file)).or_default() += 1;
        }
        made
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// A file that cannot be read or is no baseline.
    pub fn read(path: &Path) -> Result<Self, BaselineError> {
        let fail = |fault: String| BaselineError { path: path.to_owned(), fault };
        let text = std::fs::read_to_string(path).map_err(|error| fail(format!("{error}; --update-baseline writes one")))?;
        Self::parse(&text).map_err(fail)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().enumerate();
        if lines.next().map(|(_, line)| line) != Some(HEADER) {
            return Err(
                "expected a baseline, which begins with \"code file document subject count\"; --update-baseline writes one".to_owned()
            );
        }
        let mut made = Self::default();
        for (index, line) in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            let [code, file, document, subject, count] = cells[..] else {
                return Err(format!("line {}: expected 5 columns, found {}", index + 1, cells.len()));
            };
            let count = count.parse().map_err(|_| format!("line {}: \"{count}\" is no count", index + 1))?;
            made.counts.insert([code, file, document, subject].map(str::to_owned), count);
        }
        Ok(made)
    }

    /// The table.
    #[must_use]
    pub fn to_table(&self) -> String {
        let line = |(key, count): (&Key, &usize)| format!("{}\t{count}\n", key.join("\t"));
        format!("{HEADER}\n") + &self.counts.iter().map(line).collect::<String>()
    }

    /// Takes what stands in `self` about files that were not looked at into `newer`.
    #[must_use]
    pub fn kept_for(mut self, newer: Baseline, looked_at: impl Fn(&str) -> bool) -> Baseline {
        self.counts.retain(|[_, file, ..], _| !looked_at(file));
        self.counts.extend(newer.counts);
        self
    }

    /// The number of accepted findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether nothing was accepted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Whether a finding is accepted; each acceptance serves once.
    pub fn accepts(&mut self, finding: &Finding, file: &str) -> bool {
        match self.counts.get_mut(&key(finding, file)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::finding::{Excerpt, Position, Severity};

    fn finding(subject: &str) -> Finding {
        Finding {
            code: "BS104".to_owned(),
            name: "splits-word".to_owned(),
            severity: Severity::Warning,
            file: "a.ann".to_owned(),
            start: Position { line: 3, column: 1 },
            end: Position { line: 3, column: 9 },
            document: "a".to_owned(),
            message: String::new(),
            subject: subject.to_owned(),
            excerpt: Excerpt::default(),
            fix: Vec::new(),
        }
    }

    #[test]
    fn what_was_accepted_is_known_as_often_as_it_was_there() {
        let accepted = Baseline::of([(&finding("x\ty"), "a.ann".to_owned()), (&finding("x\ty"), "a.ann".to_owned())]);
        let mut read = Baseline::parse(&accepted.to_table()).expect("its own table");
        assert_eq!((&read, read.len()), (&accepted, 2));
        let mut moved = finding("x\ty");
        moved.start.line = 99;
        let answers = [read.accepts(&moved, "a.ann"), read.accepts(&finding("z"), "a.ann"), read.accepts(&moved, "b.ann")];
        assert_eq!(answers, [true, false, false]);
        assert_eq!([read.accepts(&moved, "a.ann"), read.accepts(&moved, "a.ann")], [true, false]);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let cases = [
            ("", "begins with"),
            ("code\tfile\tdocument\tsubject\tcount\nBS1\tx", "line 2"),
            (&format!("{HEADER}\na\tb\tc\td\tx"), "\"x\""),
        ];
        for (text, expected) in cases {
            assert!(Baseline::parse(text).expect_err(text).contains(expected));
        }
    }
}
