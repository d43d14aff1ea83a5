//! JUnit's XML: a suite a file, a case a finding; a file without findings is a case that passes.

use std::io::{self, Write};

use quick_xml::escape::escape;

use super::{Outcome, Report};

/// The form.
pub const REPORT: Report = Report { name: "junit", what: "JUnit's XML", write };

fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = &outcome.checked.findings;
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let clean = outcome.checked.files.iter().filter(|file| findings.iter().all(|finding| finding.file != **file)).count();
    writeln!(out, "<testsuites name=\"biospan check\" tests=\"{}\" failures=\"{}\">", findings.len() + clean, findings.len())?;
    for file in &outcome.checked.files {
        let own: Vec<_> = findings.iter().filter(|finding| finding.file == *file).collect();
        let name = text(file);
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\">", own.len().max(1), own.len())?;
        if own.is_empty() {
            writeln!(out, "    <testcase name=\"biospan check\" classname=\"{name}\"/>")?;
        }
        for finding in own {
            let case = text(&format!("{} {} {}:{}", finding.code, finding.name, finding.start.line, finding.start.column));
            writeln!(out, "    <testcase name=\"{case}\" classname=\"{name}\" file=\"{name}\" line=\"{}\">", finding.start.line)?;
            let message = text(&finding.message);
            writeln!(out, "      <failure type=\"{}\" message=\"{message}\">{message}</failure>", finding.severity.word())?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// Text for an attribute or element; XML cannot hold control characters at all.
fn text(words: &str) -> String {
    let plain: String = words.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    escape(plain.as_str()).replace(['\u{fffe}', '\u{ffff}'], " ")
}
