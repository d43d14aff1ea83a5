//! Of two versions of one PubMed record the last wins, and a record that a later file withdraws goes: found out when all inputs are
//! done, and left out of the files of records then.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::Deserialize;

use super::Compression;
use super::citations::{Pmids, each, written};
use super::compression;
use super::manifest::{Entry, key};

/// What has to be done with the records of inputs, by the hash of their path.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// PMIDs whose records are to be left out, as [`written`] writes them: those of later files, and behind a semicolon those that
    /// the input has more than once.
    pub void: HashMap<u64, String>,
    /// Inputs of which records are to come back: they have to be annotated once more.
    pub again: Vec<u64>,
}

/// Looks at the entries of all inputs, in their order.
pub fn plan(entries: impl Iterator<Item = Entry>) -> Settled {
    let with_citations: Vec<Entry> = entries.filter(|entry| !(entry.citations.is_empty() && entry.withdrawn.is_empty())).collect();
    let mut gone = Pmids::default();
    let mut settled = Settled::default();
    for entry in with_citations.iter().rev() {
        each(&entry.withdrawn, |pmid| gone.insert(pmid));
        let mut void = Vec::new();
        let mut own = Vec::new();
        each(&entry.citations, |pmid| {
            own.push(pmid);
            if gone.has(pmid) {
                void.push(pmid);
            }
        });
        own.sort_unstable();
        let twice: Vec<u32> = own.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        own.iter().for_each(|pmid| gone.insert(*pmid));
        let void = described(void, twice);
        if void == entry.superseded {
            continue;
        }
        if is_within(&entry.superseded, &void) {
            settled.void.insert(key(&entry.path), void);
        } else {
            settled.again.push(key(&entry.path));
        }
    }
    settled
}

fn described(mut later: Vec<u32>, mut twice: Vec<u32>) -> String {
    for list in [&mut later, &mut twice] {
        list.sort_unstable();
        list.dedup();
    }
    if twice.is_empty() { written(&later) } else { format!("{};{}", written(&later), written(&twice)) }
}

/// The PMIDs of later files, and those that are there twice.
fn parts(void: &str) -> [Pmids; 2] {
    let (later, twice) = void.split_once(';').unwrap_or((void, ""));
    [later, twice].map(|list| {
        let mut pmids = Pmids::default();
        each(list, |pmid| pmids.insert(pmid));
        pmids
    })
}

/// Whether nothing of `before` comes back under `now`.
fn is_within(before: &str, now: &str) -> bool {
    let [later, twice] = parts(now);
    let (before_later, before_twice) = before.split_once(';').unwrap_or((before, ""));
    let mut within = true;
    each(before_later, |pmid| within &= later.has(pmid));
    each(before_twice, |pmid| within &= twice.has(pmid));
    within
}

/// What is said about records that were left out.
pub fn note(path: &str, count: u64, void: &str) -> String {
    let shown: String = void.chars().take(60).collect();
    let rest = if shown.len() < void.len() { "…" } else { "" };
    format!("{path}: {count} of its records were left out, since there are later versions or they were withdrawn (PMID {shown}{rest})")
}

/// What of a record is looked at.
#[derive(Deserialize)]
struct Head {
    document: HeadDocument,
}

#[derive(Deserialize)]
struct HeadDocument {
    format: String,
    #[serde(default)]
    identifiers: HeadIdentifiers,
}

#[derive(Default, Deserialize)]
struct HeadIdentifiers {
    pmid: Option<String>,
}

fn pmid(record: &[u8]) -> Option<u32> {
    let head: Head = serde_json::from_slice(record).ok()?;
    let citation = matches!(head.document.format.as_str(), "pubmed-xml" | "medline");
    head.document.identifiers.pmid.filter(|_| citation)?.parse().ok()
}

/// Copies the records of an entry from a file (or a part of it: first byte and length) without those that are void; of a PMID that
/// the entry has twice the last stays, unless it is void for a later file. Returns how many were left out and the bytes written.
///
/// # Errors
/// What the system says.
pub fn filter(
    path: &Path,
    part: Option<(u64, u64)>,
    entry: &Entry,
    void: &str,
    packing: Compression,
    out: &mut File,
) -> io::Result<(u64, u64)> {
    let mut file = File::open(path)?;
    let (start, length) = part.unwrap_or((0, u64::MAX));
    file.seek(SeekFrom::Start(start))?;
    let mut lines = compression::unpack(file.take(length), packing)?;
    let mut ahead: HashMap<u32, u32> = HashMap::new();
    each(&entry.citations, |pmid| *ahead.entry(pmid).or_default() += 1);
    let [later, twice] = parts(void);
    let (mut piece, mut line) = (Vec::new(), Vec::new());
    let (mut left_out, mut bytes) = (0, 0);
    loop {
        line.clear();
        let ended = lines.read_until(b'\n', &mut line)? == 0;
        if ended || piece.len() >= 1 << 20 {
            let packed = packing.pack(std::mem::take(&mut piece))?;
            out.write_all(&packed)?;
            bytes += packed.len() as u64;
        }
        if ended {
            return Ok((left_out, bytes));
        }
        let stays = pmid(&line).is_none_or(|pmid| {
            let rest = ahead.entry(pmid).or_insert(1);
            *rest = rest.saturating_sub(1);
            !later.has(pmid) && (*rest == 0 || !twice.has(pmid))
        });
        if stays {
            piece.extend_from_slice(&line);
        } else {
            left_out += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, citations: &str, withdrawn: &str, superseded: &str) -> Entry {
        let own = |text: &str| text.to_owned();
        Entry { path: own(path), citations: own(citations), withdrawn: own(withdrawn), superseded: own(superseded), ..Entry::default() }
    }

    #[test]
    fn the_last_version_wins_and_what_is_withdrawn_goes() {
        let entries = [
            entry("a", "1-5", "", ""),
            entry("b", "2,6,6,7", "3", ""),
            entry("c", "6", "7,6", ""),
            entry("d", "8", "", ""),
            // What was withdrawn may come again.
            entry("e", "3", "", ""),
        ];
        let settled = plan(entries.into_iter());
        let void = |path: &str| settled.void.get(&key(path)).map(String::as_str);
        assert_eq!((void("a"), void("b"), void("c"), void("d"), void("e")), (Some("2-3"), Some("6-7;6"), Some("6"), None, None));
        assert_eq!(settled.again, Vec::<u64>::new());
    }

    #[test]
    fn records_come_back_when_the_later_version_is_gone() {
        let settled = plan([entry("a", "1-5", "", "2-3"), entry("b", "2", "", "")].into_iter());
        assert_eq!((settled.void.len(), settled.again), (0, vec![key("a")]));
        let settled = plan([entry("a", "1-5", "", "2"), entry("b", "2", "", "")].into_iter());
        assert_eq!(settled, Settled::default());
    }
}
