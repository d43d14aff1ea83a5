//! The baseline: faults that are known and why they stay. It lists each by code and subject, so that a new one of the same
//! kind still fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Fault;
use super::tables::Texts;

/// Its file in the folder of the tables.
pub const BASELINE: &str = "baseline.tsv";
const HEADER: &str = "code\tsubject\treason";

/// Faults that the baseline does not have, and its lines that are about nothing.
pub(super) fn sift(faults: Vec<Fault>, texts: &Texts) -> Vec<Fault> {
    let (file, text) = &texts.baseline;
    let fault = |line, code, subject: &str, message: String| Fault { file: file.clone(), line, code, subject: subject.to_owned(), message };
    let mut kept = Vec::new();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (index, line) in text.lines().enumerate().skip(1) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            [code, subject, reason] if !reason.is_empty() => drop(known.insert((code, subject), index + 1)),
            _ => kept.push(fault(index + 1, "unreadable", line, "expected code, subject and reason, separated by tabs".to_owned())),
        }
    }
    let mut met: BTreeSet<usize> = BTreeSet::new();
    for fault in faults {
        let line = known.get(&(fault.code, fault.subject.as_str())).copied();
        met.extend(line);
        if line.is_none() {
            kept.push(fault);
        }
    }
    for ((code, subject), line) in known.iter().filter(|(_, line)| !met.contains(*line)) {
        kept.push(fault(*line, "stale-baseline", subject, format!("{code} {subject} is no longer there; take the line out")));
    }
    kept.sort_unstable();
    kept
}

/// The baseline that has all `faults`: those that it had keep their reason; of the others those of one kind, or all, get
/// `reason`.
#[must_use]
pub fn accepted(faults: &[Fault], texts: &Texts, reason: &str, code: Option<&str>) -> String {
    let known: BTreeMap<(&str, &str), &str> = texts
        .baseline
        .1
        .lines()
        .skip(1)
        .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [code, subject, reason] => Some(((code, subject), reason)),
            _ => None,
        })
        .collect();
    let lines: BTreeMap<(&str, &str), &str> = faults
        .iter()
        .filter(|fault| fault.code != "unreadable")
        .map(|fault| (fault.code, fault.subject.as_str()))
        .filter_map(|place| {
            let wanted = code.is_none_or(|code| code == place.0);
            let reason = known.get(&place).copied().or_else(|| wanted.then_some(reason))?;
            Some((place, reason))
        })
        .collect();
    let mut text = format!("{HEADER}\n");
    for ((code, subject), reason) in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{code}\t{subject}\t{reason}");
    }
    text
}
