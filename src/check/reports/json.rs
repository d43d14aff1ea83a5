//! JSON: one object with all findings.

use std::io::{self, Write};

use serde::Serialize;

use super::{Outcome, Report};
use crate::check::finding::Finding;

/// The form.
pub const REPORT: Report = Report { name: "json", what: "one JSON object", write };

#[derive(Serialize)]
struct Whole<'c> {
    schema_version: u32,
    findings: &'c [Finding],
    files: usize,
    annotations: usize,
    accepted: usize,
    fixed: usize,
    failures: &'c [String],
}

fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    let checked = outcome.checked;
    let whole = Whole {
        schema_version: 1,
        findings: &checked.findings,
        files: checked.files.len(),
        annotations: checked.annotations,
        accepted: outcome.accepted,
        fixed: outcome.fixed,
        failures: &checked.failures,
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}
