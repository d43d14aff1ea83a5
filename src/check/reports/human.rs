//! For people: the place, what is wrong, the words with a mark under the span, and a closing count.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Outcome, Report, counted};
use crate::check::finding::{Finding, Severity};

/// The form.
pub const REPORT: Report = Report { name: "text", what: "for people", write };

const PLACE: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
    };
    Style::new().fg_color(Some(color.into())).bold()
}

fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = &outcome.checked.findings;
    for finding in findings {
        let Finding { file, start, code, name, message, excerpt, severity, .. } = finding;
        let loud = style(*severity);
        let word = severity.word();
        let place = format!("{file}:{}:{}", start.line, start.column);
        writeln!(out, "{PLACE}{place}{PLACE:#}: {loud}{word} {code}{loud:#} {QUIET}{name}{QUIET:#}: {}", plain(message))?;
        if !excerpt.line.trim().is_empty() {
            let marker = "^".repeat(excerpt.marked);
            writeln!(out, "    {QUIET}|{QUIET:#} {}", excerpt.line)?;
            writeln!(out, "    {QUIET}|{QUIET:#} {}{loud}{marker}{loud:#}", " ".repeat(excerpt.before))?;
        }
    }
    writeln!(out, "{}", closing(outcome))
}

/// A message in one line: the words of a text may hold anything.
fn plain(message: &str) -> String {
    message.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

fn closing(outcome: &Outcome<'_>) -> String {
    let findings = &outcome.checked.findings;
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let fixable = findings.iter().filter(|finding| !finding.fix.is_empty()).count();
    let mut files: Vec<&str> = findings.iter().map(|finding| finding.file.as_str()).collect();
    files.dedup();
    let all = format!("{} in {}", counted(outcome.checked.annotations, "annotation"), counted(outcome.checked.files.len(), "file"));
    let mut closing = if findings.is_empty() {
        format!("No findings: {all}")
    } else {
        let kinds = format!("{}, {}", counted(errors, "error"), counted(findings.len() - errors, "warning"));
        format!("{} ({kinds}) in {}; checked {all}", counted(findings.len(), "finding"), counted(files.len(), "file"))
    };
    if outcome.fixed > 0 {
        closing += &format!("; {} fixed", outcome.fixed);
    }
    if fixable > 0 {
        closing += &format!("; --fix puts {fixable} right");
    }
    if outcome.accepted > 0 {
        closing += &format!("; {} accepted by the baseline", outcome.accepted);
    }
    if outcome.checked.skipped > 0 {
        let verb = if outcome.checked.skipped == 1 { "holds" } else { "hold" };
        closing += &format!("; {} {verb} no annotations", counted(outcome.checked.skipped, "file"));
    }
    closing + "."
}
