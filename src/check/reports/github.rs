//! Commands that GitHub's runners turn into marks on the lines of a change.

use std::io::{self, Write};

use super::{Outcome, Report};

/// The form.
pub const REPORT: Report = Report { name: "github", what: "marks in GitHub's workflows", write };

fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &outcome.checked.findings {
        let title = format!("{} {}", finding.code, finding.name);
        let (start, end) = (finding.start, finding.end);
        write!(out, "::{} file={},line={},endLine={}", finding.severity.word(), property(&finding.file), start.line, end.line)?;
        // Columns are taken only where the mark stays in one line.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        writeln!(out, ",title={}::{}", property(&title), message(&finding.message))?;
    }
    Ok(())
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
