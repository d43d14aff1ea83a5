//! Versions of PubMed records: which PMIDs a file has, which it withdraws, and which records of earlier files that makes void.
//!
//! The last version wins, in the order of the inputs. That is found out from the last file to the first with one bit a PMID.

use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;

const BEGIN: &[u8] = b"<DeleteCitation";
const END: &[u8] = b"</DeleteCitation>";
/// A list of more bytes is no list of withdrawn records.
const LONGEST: usize = 64 << 20;

/// Writes PMIDs as numbers and ranges between commas, in their order.
pub fn written(pmids: &[u32]) -> String {
    let mut text = String::new();
    let mut rest = pmids;
    while let Some((&first, _)) = rest.split_first() {
        let run = rest.windows(2).take_while(|pair| pair[0].checked_add(1) == Some(pair[1])).count();
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&first.to_string());
        if run > 0 {
            text.push_str(&format!("-{}", rest[run]));
        }
        rest = &rest[run + 1..];
    }
    text
}

/// Calls `each` with the PMIDs that [`written`] wrote; what it did not write is passed over.
pub fn each(written: &str, mut each: impl FnMut(u32)) {
    for part in written.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) {
            (first..=last).for_each(&mut each);
        }
    }
}

/// A set of PMIDs, one bit each.
#[derive(Clone, Debug, Default)]
pub struct Pmids {
    bits: Vec<u64>,
}

impl Pmids {
    /// The most that a PMID may be; what a damaged manifest says beyond is nobody's.
    const MOST: u32 = 1 << 28;

    /// Whether it is in.
    pub fn has(&self, pmid: u32) -> bool {
        self.bits.get(pmid as usize / 64).is_some_and(|word| word >> (pmid % 64) & 1 == 1)
    }

    /// Puts it in.
    pub fn insert(&mut self, pmid: u32) {
        let place = pmid as usize / 64;
        if pmid >= Self::MOST {
            return;
        }
        if place >= self.bits.len() {
            self.bits.resize(place + 1, 0);
        }
        self.bits[place] |= 1 << (pmid % 64);
    }
}

/// A list of PMIDs that is filled while a file is read.
pub type Withdrawn = Arc<Mutex<Vec<u32>>>;

/// What was collected.
pub fn taken(withdrawn: &Withdrawn) -> Vec<u32> {
    std::mem::take(&mut withdrawn.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Passes bytes on, and looks for a list of withdrawn records in what goes by.
pub struct Watched<R> {
    inner: R,
    /// The list so far, once it has begun; else the last bytes, where it may begin.
    seen: Vec<u8>,
    begun: bool,
    withdrawn: Withdrawn,
}

impl<R: BufRead> Watched<R> {
    /// Watches `inner`.
    pub fn new(inner: R, withdrawn: Withdrawn) -> Self {
        Self { inner, seen: Vec::new(), begun: false, withdrawn }
    }

    fn watch(&mut self, length: usize) -> io::Result<()> {
        let buffer = self.inner.fill_buf()?;
        let passing = &buffer[..length.min(buffer.len())];
        if !self.begun {
            let tail = self.seen.len();
            self.seen.extend_from_slice(&passing[..passing.len().min(BEGIN.len())]);
            let over_the_edge = memmem::find(&self.seen, BEGIN).is_some();
            self.seen.truncate(tail);
            let inside = if over_the_edge { Some(0) } else { memmem::find(passing, BEGIN) };
            match inside {
                Some(from) => {
                    self.begun = true;
                    self.seen.extend_from_slice(&passing[from..]);
                }
                None => {
                    self.seen.extend_from_slice(&passing[passing.len().saturating_sub(BEGIN.len() - 1)..]);
                    let surplus = self.seen.len().saturating_sub(BEGIN.len() - 1);
                    self.seen.drain(..surplus);
                    return Ok(());
                }
            }
        } else if self.seen.len() < LONGEST {
            self.seen.extend_from_slice(passing);
        }
        // Only where something is new: the list comes in many small pieces.
        let from = self.seen.len().saturating_sub(length + END.len());
        if memmem::find(&self.seen[from..], END).is_some() {
            self.read_list();
        }
        Ok(())
    }

    fn read_list(&mut self) {
        let mut withdrawn = self.withdrawn.lock().unwrap_or_else(PoisonError::into_inner);
        let end = memmem::find(&self.seen, END).unwrap_or(self.seen.len());
        let list = &self.seen[..end];
        for place in memmem::find_iter(list, b"<PMID") {
            let rest = &list[place..];
            let number = memchr::memchr(b'>', rest).map(|end| rest[end + 1..].trim_ascii_start());
            let digits = number
                .map(|number| number.iter().take_while(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect::<String>());
            withdrawn.extend(digits.and_then(|digits| digits.parse::<u32>().ok()));
        }
        self.seen.clear();
        self.begun = false;
    }
}

impl<R: BufRead> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.inner.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        // What is consumed lies in the buffer: the system is not asked, and has nothing to refuse.
        let _ = self.watch(length);
        self.inner.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn consecutive_numbers_are_written_as_ranges() {
        let cases: [(&[u32], &str); 5] =
            [(&[], ""), (&[7], "7"), (&[1, 2, 3, 7, 8, 5], "1-3,7-8,5"), (&[4, 4, 5], "4,4-5"), (&[u32::MAX], "4294967295")];
        for (pmids, expected) in cases {
            assert_eq!(written(pmids), expected);
        }
        let mut found = Vec::new();
        each("1-3,x,7-,5", |pmid| found.push(pmid));
        assert_eq!(found, [1, 2, 3, 5]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(pmids in prop::collection::vec(0u32..50, 0..40)) {
            let mut found = Vec::new();
            each(&written(&pmids), |pmid| found.push(pmid));
            prop_assert_eq!(found, pmids);
        }

        #[test]
        fn a_list_is_found_however_the_bytes_come(buffer in 1usize..200, before in 0usize..60) {
            let file = format!("{}<DeleteCitation>\n<PMID Version=\"1\">12</PMID><PMID>345 </PMID></DeleteCitation><PMID>9</PMID>", " ".repeat(before));
            let withdrawn = Withdrawn::default();
            let mut through = String::new();
            Watched::new(BufReader::with_capacity(buffer, file.as_bytes()), withdrawn.clone()).read_to_string(&mut through).unwrap();
            prop_assert_eq!(through, file);
            prop_assert_eq!(taken(&withdrawn), [12, 345]);
        }
    }

    #[test]
    fn a_set_has_what_was_put_in_and_nothing_beyond_all_reason() {
        let mut pmids = Pmids::default();
        pmids.insert(36_000_000);
        pmids.insert(u32::MAX);
        assert_eq!([36_000_000, 5, 35_999_999, u32::MAX].map(|pmid| pmids.has(pmid)), [true, false, false, false]);
    }
}
