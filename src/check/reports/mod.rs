//! Reports: one file a form, one line each in [`REPORTS`].

mod github;
mod human;
mod json;
mod junit;
mod sarif;

use std::io::{self, Write};

use super::Checked;

/// What a report says.
pub struct Outcome<'c> {
    /// What was found and is not accepted.
    pub checked: &'c Checked,
    /// How many findings the baseline accepts.
    pub accepted: usize,
    /// How many findings have been put right.
    pub fixed: usize,
}

/// A form of report.
pub struct Report {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// What it is for.
    pub what: &'static str,
    /// Writes it.
    pub write: fn(&Outcome<'_>, &mut dyn Write) -> io::Result<()>,
}

/// All forms.
pub const REPORTS: [Report; 5] = [human::REPORT, json::REPORT, sarif::REPORT, github::REPORT, junit::REPORT];

/// A count with its noun.
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
