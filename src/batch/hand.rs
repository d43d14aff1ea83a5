//! A thread's hand: a worker with its buffers, which turns units into portions of records.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use super::apart;
use super::citations::{Withdrawn, taken, written};
use super::manifest::Entry;
use super::reading::{Content, Part, Unit, documents};
use super::spare::{Lent, Spare};
use super::summary::Tally;
use super::walk::Source;
use super::{BatchError, Compression, Failure, State};
use crate::Worker;
use crate::document::Document;
use crate::formats::read::input::sha256;
use crate::formats::read::{Documents, Input, ReadOptions};
use crate::formats::write::{Format, Frame, Loss, WriteOptions};

/// Records are packed and handed on in pieces of this size, in bytes before packing.
const PIECE: usize = 1 << 20;
/// What a thread keeps, in bytes, before it waits for its turn to write.
const KEPT: usize = 6 << 20;

/// Formats of which a file is one document.
const SINGLE: [&str; 2] = ["jats", "text"];

/// What goes to the writing end, in the order of the inputs.
pub enum Portion {
    /// Something that is no input.
    Nothing(Failure),
    /// The records of an earlier run are kept.
    Unchanged(Arc<Source>, Box<Entry>),
    /// See [`Unit::Replayed`].
    Replayed(Arc<Source>, Box<Entry>, u64),
    /// Records of an input.
    Records(Records),
}

/// Some of an input's records.
#[derive(Default)]
pub struct Records {
    /// The input.
    pub source: Arc<Source>,
    /// SHA-256 of the file, where it was taken.
    pub sha256: String,
    /// How much a run before this one has done.
    pub resumed: Option<Box<Entry>>,
    /// The records, packed.
    pub bytes: Lent,
    /// How many they are.
    pub documents: u64,
    /// What could not be annotated.
    pub failures: Vec<Failure>,
    /// PMIDs of PubMed records among them.
    pub citations: Vec<u32>,
    /// Whether the input is of a kind that holds many documents.
    pub many: bool,
    /// Documents or members taken from the input up to here, where a later run can go on from here.
    pub taken: Option<u64>,
    /// With the last portion: the PMIDs that the file withdraws.
    pub last: Option<Vec<u32>>,
    /// Whether the system refused the input, so that the next run should try again.
    pub refused: bool,
    /// Bytes of text annotated.
    pub text: u64,
    /// Whether nothing of the input counts behind this portion.
    pub broken: bool,
}

impl Records {
    /// What this portion adds to the entry of its input, of which `taken` documents were taken before; the failures go along.
    pub fn entry(&mut self, taken: u64) -> Entry {
        Entry {
            length: self.bytes.len() as u64,
            documents: self.documents,
            taken: self.taken.unwrap_or(taken),
            failures: std::mem::take(&mut self.failures),
            citations: written(&self.citations),
            withdrawn: written(self.last.as_deref().unwrap_or_default()),
            ..Entry::default()
        }
    }
}

/// Options of all hands.
#[derive(Clone, Copy)]
pub struct Manner {
    /// How inputs are read.
    pub read: ReadOptions,
    /// The form of records.
    pub format: &'static Format,
    /// How they are written in it.
    pub write: WriteOptions,
    /// How output is packed.
    pub compression: Compression,
}

/// A worker with what belongs to it.
pub struct Hand<'a> {
    worker: Worker<'a>,
    manner: Manner,
    state: Arc<State>,
    spare: Spare,
    /// Records not yet packed.
    piece: Vec<u8>,
    /// What was seen.
    pub tally: Tally,
}

/// Takes portions that do not fit into the hand, before the unit is done.
pub type Deliver<'d> = &'d mut dyn FnMut(Portion) -> Result<(), BatchError>;

impl<'a> Hand<'a> {
    /// A hand with empty buffers.
    pub fn new(worker: Worker<'a>, manner: Manner, state: Arc<State>, spare: Spare) -> Self {
        Self { worker, manner, state, piece: spare.take(), spare, tally: Tally::default() }
    }

    /// Does a unit; what it returns is its last portion.
    pub fn work(&mut self, unit: Unit, deliver: Deliver<'_>) -> Result<Portion, BatchError> {
        Ok(match unit {
            Unit::Nothing(failure) => Portion::Nothing(failure),
            Unit::Unchanged(source, entry) => Portion::Unchanged(source, entry),
            Unit::Replayed(source, entry, end) => Portion::Replayed(source, entry, end),
            Unit::Whole(source) => self.whole(source, deliver)?,
            Unit::Part(part) => self.part(part, deliver)?,
        })
    }

    fn whole(&mut self, source: Arc<Source>, deliver: Deliver<'_>) -> Result<Portion, BatchError> {
        let mut bytes = Vec::with_capacity(source.size as usize + 1);
        // It may have grown since it was looked at, but not without end.
        let read = File::open(&source.path).and_then(|file| file.take(self.manner.read.maximum_text).read_to_end(&mut bytes));
        let mut records = Records { source: source.clone(), last: Some(Vec::new()), ..Records::default() };
        if let Err(error) = read {
            records.failures.push(Failure::new(&source.path, "cannot be read", error));
            records.refused = true;
            return Ok(Portion::Records(records));
        }
        if self.state.is_kept() {
            records.sha256 = sha256(&bytes);
            if let Some(entry) = self.state.unchanged(&source, &records.sha256) {
                return Ok(Portion::Unchanged(source, Box::new(entry)));
            }
        }
        let withdrawn = self.bytes(&source.path, bytes, &mut records, deliver)?;
        self.pack(&mut records)?;
        records.last = Some(withdrawn);
        records.taken = Some(1);
        Ok(Portion::Records(records))
    }

    /// The documents in a file's bytes; returns what it withdraws.
    fn bytes(&mut self, path: &str, bytes: Vec<u8>, records: &mut Records, deliver: Deliver<'_>) -> Result<Vec<u32>, BatchError> {
        let withdrawn = Withdrawn::default();
        let opened = Input::from_bytes(path, bytes, &self.manner.read).and_then(|input| documents(input, &self.manner.read, &withdrawn));
        match opened {
            Err(error) => records.failures.push(Failure::of(path, &error)),
            Ok(documents) => self.documents(path, documents, records, deliver)?,
        }
        Ok(taken(&withdrawn))
    }

    fn documents(&mut self, path: &str, documents: Documents, records: &mut Records, deliver: Deliver<'_>) -> Result<(), BatchError> {
        for read in documents {
            match read {
                Ok(document) => self.annotate(&document, records)?,
                Err(error) => {
                    records.failures.push(Failure::of(path, &error));
                    if !self.manner.read.go_on {
                        records.broken = true;
                        break;
                    }
                }
            }
            self.hand_on(records, deliver)?;
        }
        Ok(())
    }

    fn part(&mut self, part: Part, deliver: Deliver<'_>) -> Result<Portion, BatchError> {
        let Part { source, sha256, resumed, content, taken, last } = part;
        let path = source.path.clone();
        let mut records = Records { source, sha256, resumed, last: None, ..Records::default() };
        let mut withdrawn = last;
        match content {
            Content::Piece(documents) => self.documents(&path, documents, &mut records, deliver)?,
            Content::Documents(documents) => {
                for read in documents {
                    match read {
                        Ok(document) => self.annotate(&document, &mut records)?,
                        Err(failure) => records.failures.push(failure),
                    }
                    self.hand_on(&mut records, deliver)?;
                }
            }
            Content::Members(members) => {
                records.many = true;
                for member in members {
                    match member {
                        Ok(member) => {
                            let also = self.bytes(&member.path, member.bytes, &mut records, deliver)?;
                            records.many = true;
                            if let Some(withdrawn) = &mut withdrawn {
                                withdrawn.extend(also);
                            }
                        }
                        Err(failure) => records.failures.push(failure),
                    }
                }
            }
        }
        self.pack(&mut records)?;
        records.taken = Some(taken);
        records.last = withdrawn;
        Ok(Portion::Records(records))
    }

    fn annotate(&mut self, document: &Document, records: &mut Records) -> Result<(), BatchError> {
        let record = self.worker.annotate(document);
        let Manner { format, write, .. } = self.manner;
        let frame = (format.frame)(&write);
        if records.documents > 0 {
            self.piece.extend_from_slice(frame.between().as_bytes());
        }
        let made = if frame == Frame::Each && self.state.is_folder() {
            apart::gather(&record, format, &write, &mut self.piece)
        } else {
            (format.append)(&record, &write, &mut self.piece)
        };
        made.map_err(|source| BatchError::System { what: format!("{}: cannot write its record", document.source), source })?;
        self.tally.add(&record);
        self.tally.loss.add(Loss::of(&record, self.manner.format));
        records.documents += 1;
        records.text += document.text.len() as u64;
        records.many |= !SINGLE.contains(&document.format);
        // Versions that a later file supersedes are taken out line by line.
        let citation = self.manner.format.name == "jsonl" && matches!(document.format, "pubmed-xml" | "medline");
        let pmid = document.identifiers.pmid.as_ref().filter(|_| citation).and_then(|pmid| pmid.parse::<u32>().ok());
        records.citations.extend(pmid);
        // What is not packed stays in one piece until it is handed on, so that nothing is copied.
        if self.piece.len() >= PIECE && self.manner.compression != Compression::None {
            self.pack(records)?;
        }
        Ok(())
    }

    fn pack(&mut self, records: &mut Records) -> Result<(), BatchError> {
        if self.piece.is_empty() {
            return Ok(());
        }
        if self.manner.compression == Compression::None && records.bytes.is_empty() {
            // The memory goes along with the records, and comes back when they are written.
            records.bytes = self.spare.lend(std::mem::replace(&mut self.piece, self.spare.take()));
            return Ok(());
        }
        let piece = std::mem::take(&mut self.piece);
        let packed = self.manner.compression.pack(piece);
        let packed = packed.map_err(|source| BatchError::System { what: "cannot pack records".to_owned(), source })?;
        records.bytes.extend_from_slice(&packed);
        Ok(())
    }

    /// Hands on what would be too much to keep.
    fn hand_on(&mut self, records: &mut Records, deliver: Deliver<'_>) -> Result<(), BatchError> {
        if records.bytes.len().max(self.piece.len()) < KEPT {
            return Ok(());
        }
        self.pack(records)?;
        let next = Records { source: records.source.clone(), sha256: records.sha256.clone(), many: records.many, ..Records::default() };
        let full = Records { last: None, taken: None, ..std::mem::replace(records, next) };
        deliver(Portion::Records(full))
    }
}
