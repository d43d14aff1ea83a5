//! Faults of a folder of tables that a reader of one line cannot see: what contradicts itself, leads nowhere or may not be
//! there. What the sources themselves publish so stands in a baseline, with reasons.

mod baseline;
mod identifiers;
mod links;
mod names;
mod policy;
mod tables;

use std::path::{Path, PathBuf};

pub use baseline::{BASELINE, accepted};
pub use tables::Tables;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// A word for the kind of fault that stays the same.
    pub code: &'static str,
    /// What it is about: the same as long as the fault is there, wherever it stands. The baseline knows faults by it.
    pub subject: String,
    /// What is there, and what to do.
    pub message: String,
}

/// Why a folder cannot be verified at all.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}", path = path.display())]
pub struct VerifyError {
    /// A file that cannot be read or written.
    pub path: PathBuf,
    /// The system's word.
    pub source: std::io::Error,
}

/// A rule looks at all tables and says what is wrong.
type Rule = fn(&Tables<'_>, &mut Vec<Fault>);

/// All rules.
const RULES: [Rule; 11] = [
    identifiers::order,
    identifiers::patterns,
    identifiers::shared,
    names::preferred,
    names::sources,
    names::crowded,
    links::parents,
    links::cycles,
    links::trails,
    policy::rows,
    policy::conflicts,
];

/// All faults of a folder's texts, whether accepted or not, sorted by file and line.
#[must_use]
pub fn faults(texts: &tables::Texts) -> Vec<Fault> {
    let mut faults = Vec::new();
    let tables = Tables::read(texts, &mut faults);
    for rule in RULES {
        rule(&tables, &mut faults);
    }
    faults.sort_unstable();
    faults
}

/// Faults of a folder that its baseline does not accept, and what the baseline accepts though it is no longer there.
///
/// # Errors
/// A file that cannot be read; what is wrong in a file is a fault.
pub fn verify(folder: &Path) -> Result<Vec<Fault>, VerifyError> {
    let texts = tables::Texts::read(folder)?;
    Ok(baseline::sift(faults(&texts), &texts))
}

/// Accepts every fault that `verify` finds (or those of one kind) for one reason, and forgets what is no longer there:
/// returns the new text of the baseline.
///
/// # Errors
/// See [`verify`].
pub fn accept(folder: &Path, reason: &str, code: Option<&str>) -> Result<String, VerifyError> {
    let texts = tables::Texts::read(folder)?;
    Ok(accepted(&faults(&texts), &texts, reason, code))
}

#[cfg(test)]
mod tests;
