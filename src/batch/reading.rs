//! The reading end: gives out units of work in the order of the inputs. Small files are only named and are read by whoever works
//! on them; large ones, archives and streams are read here, a batch of documents or of members at a time.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::archive::{Member, Members};
use super::citations::{Watched, Withdrawn, taken};
use super::manifest::{Entry, Line, Lines};
use super::walk::{Source, Walk};
use super::{Failure, State};
use crate::document::Document;
use crate::formats::read::input::hexadecimal;
use crate::formats::read::{self, Cut, Documents, Input, Pieces, ReadError, ReadOptions};

/// Files up to this size, in bytes, are read by the thread that annotates them.
const SMALL: u64 = 1 << 20;
/// A unit is full with this many documents or members …
const COUNT: usize = 64;
/// … or this much text of documents …
const TEXT: usize = 1 << 18;
/// … or bytes of members.
const MEMBERS: usize = 1 << 19;

/// Some work, of one input.
pub enum Unit {
    /// What the walk could not give.
    Nothing(Failure),
    /// A small file that nobody has looked at.
    Whole(Arc<Source>),
    /// An input whose records are there already.
    Unchanged(Arc<Source>, Box<Entry>),
    /// An input that the run which was killed has put into the output file, and the byte at which its line in the journal ends.
    Replayed(Arc<Source>, Box<Entry>, u64),
    /// Documents, or members of an archive, of an input.
    Part(Part),
}

/// A part of an input.
pub struct Part {
    /// The input.
    pub source: Arc<Source>,
    /// SHA-256 of the file, where it was taken.
    pub sha256: String,
    /// How much of it a run before this one has done; said with the first part.
    pub resumed: Option<Box<Entry>>,
    /// What is in this part.
    pub content: Content,
    /// Documents, pieces or members taken up to the end of this part.
    pub taken: u64,
    /// With the last part: the PMIDs that the file withdraws.
    pub last: Option<Vec<u32>>,
}

/// What a part holds.
pub enum Content {
    /// Documents and what stands in the place of broken ones.
    Documents(Vec<Result<Document, Failure>>),
    /// Documents, unread.
    Piece(Documents),
    /// Files of an archive, unread.
    Members(Vec<Result<Member, Failure>>),
}

/// Gives out the units.
pub struct Reading {
    walk: Walk,
    options: ReadOptions,
    state: Arc<State>,
    open: Option<Open>,
    /// The journal of a killed run, as long as the inputs are those that it had.
    replay: Option<Lines>,
    /// Whether all records go to one file.
    orderly: bool,
    /// Whether the input at which that run was killed may be gone on with.
    may_resume: bool,
}

struct Open {
    source: Arc<Source>,
    sha256: String,
    resumed: Option<Box<Entry>>,
    stream: Stream,
    taken: u64,
    withdrawn: Withdrawn,
}

enum Stream {
    Pieces(Pieces),
    Documents(Documents),
    Members(Box<Members>),
}

impl Reading {
    /// Begins.
    pub fn new(walk: Walk, options: ReadOptions, state: Arc<State>) -> Self {
        Self { walk, options, state, open: None, replay: None, orderly: false, may_resume: true }
    }

    /// First passes over what this journal says is in the output file.
    pub fn replay(mut self, journal: Option<Lines>) -> Self {
        self.orderly = true;
        self.replay = journal;
        self
    }

    /// The walk, for what it has passed over.
    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    fn begin(&mut self, source: Source) -> Unit {
        let source = Arc::new(source);
        let regular = source.path != "-" && std::fs::metadata(&source.path).is_ok_and(|about| about.is_file());
        let orderly = self.orderly;
        if let Some(unit) = self.replayed(&source) {
            return unit;
        }
        let may_resume = self.may_resume;
        // In one file only what comes right behind the journal's inputs can be gone on with.
        self.may_resume &= !orderly;
        if regular && source.size <= SMALL && !may_be_an_archive(&source.path) {
            return Unit::Whole(source);
        }
        match self.open(&source, regular, may_resume) {
            Ok(Ok(open)) => {
                self.open = Some(open);
                self.part()
            }
            Ok(Err(unchanged)) => Unit::Unchanged(source, unchanged),
            Err(failed) => failed,
        }
    }

    /// The input as the journal has it, where it is the next one there and the same.
    fn replayed(&mut self, source: &Arc<Source>) -> Option<Unit> {
        let lines = self.replay.as_mut()?;
        let next =
            lines.filter_map(Result::ok).find_map(|(_, end, line)| if let Line::Source(entry) = line { Some((entry, end)) } else { None });
        if let Some((entry, end)) = next {
            if entry.path == source.path && self.state.is_current(&entry) && hash(&source.path).is_ok_and(|sha256| sha256 == entry.sha256) {
                return Some(Unit::Replayed(source.clone(), Box::new(entry), end));
            }
            self.may_resume = false;
        }
        self.replay = None;
        None
    }

    fn open(&self, source: &Arc<Source>, regular: bool, may_resume: bool) -> Result<Result<Open, Box<Entry>>, Unit> {
        let failed = |failure: Failure, sha256: String| {
            let content = Content::Documents(vec![Err(failure)]);
            Unit::Part(Part { source: source.clone(), sha256, resumed: None, content, taken: 1, last: Some(Vec::new()) })
        };
        let mut sha256 = String::new();
        if regular && self.state.is_kept() {
            sha256 = hash(&source.path).map_err(|error| Unit::Nothing(Failure::new(&source.path, "cannot be read", error)))?;
            if let Some(entry) = self.state.unchanged(source, &sha256) {
                return Ok(Err(Box::new(entry)));
            }
        }
        let members = if regular { Members::open(&source.path, source.size, self.options.maximum_text) } else { Ok(None) };
        let withdrawn = Withdrawn::default();
        let mut stream = match members.map_err(|failure| failed(failure, sha256.clone()))? {
            Some(members) => Stream::Members(Box::new(members)),
            None => {
                let opened = Input::open(&source.path, &self.options).and_then(|input| cut(input, &self.options, &withdrawn));
                match opened.map_err(|error| failed(Failure::of(&source.path, &error), sha256.clone()))? {
                    Cut::Pieces(pieces) => Stream::Pieces(pieces),
                    Cut::Documents(documents) => Stream::Documents(documents),
                }
            }
        };
        let resumed = self.state.resumed(source, &sha256).filter(|_| may_resume).map(Box::new);
        let taken = resumed.as_ref().map_or(0, |entry| entry.taken);
        for _ in 0..taken {
            match &mut stream {
                Stream::Pieces(pieces) => drop(pieces.next()),
                Stream::Documents(documents) => drop(documents.next()),
                Stream::Members(members) => drop(members.next()),
            }
        }
        Ok(Ok(Open { source: source.clone(), sha256, resumed, stream, taken, withdrawn }))
    }

    /// The next part of the input that is open.
    fn part(&mut self) -> Unit {
        let Some(mut open) = self.open.take() else { return Unit::Nothing(Failure::new("", "nothing", "nothing is open")) };
        let (content, ended) = match &mut open.stream {
            Stream::Pieces(pieces) => match pieces.next() {
                Some(Ok(piece)) => (Content::Piece(piece), false),
                Some(Err(error)) => (Content::Documents(vec![Err(Failure::of(&open.source.path, &error))]), false),
                None => (Content::Documents(Vec::new()), true),
            },
            Stream::Documents(documents) => {
                let named = documents.map(|read| read.map_err(|error| Failure::of(&open.source.path, &error)));
                let (batch, ended) = gather(named, TEXT, |document| document.text.len());
                (Content::Documents(batch), ended)
            }
            Stream::Members(members) => {
                let (batch, ended) = gather(members, MEMBERS, |member| member.bytes.len());
                (Content::Members(batch), ended)
            }
        };
        open.taken += content.len() as u64;
        let part = Part {
            source: open.source.clone(),
            sha256: open.sha256.clone(),
            resumed: open.resumed.take(),
            content,
            taken: open.taken,
            last: ended.then(|| taken(&open.withdrawn)),
        };
        if !ended {
            self.open = Some(open);
        }
        Unit::Part(part)
    }
}

impl Iterator for Reading {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        if self.open.is_some() {
            return Some(self.part());
        }
        Some(match self.walk.next()? {
            Ok(source) => self.begin(source),
            Err(failure) => Unit::Nothing(failure),
        })
    }
}

impl Content {
    fn len(&self) -> usize {
        match self {
            Content::Piece(_) => 1,
            Content::Documents(documents) => documents.len(),
            Content::Members(members) => members.len(),
        }
    }
}

/// Takes a batch, and says whether the stream has ended. Where a batch ends depends on nothing but what is in it.
fn gather<T>(stream: impl Iterator<Item = Result<T, Failure>>, full: usize, size: impl Fn(&T) -> usize) -> (Vec<Result<T, Failure>>, bool) {
    let mut batch = Vec::new();
    let mut total = 0;
    for one in stream {
        total += one.as_ref().map_or(0, &size);
        batch.push(one);
        if batch.len() >= COUNT || total >= full {
            return (batch, false);
        }
    }
    (batch, true)
}

/// The documents of an input that is open; what a PubMed file withdraws is collected on the way.
pub fn documents(input: Input, options: &ReadOptions, withdrawn: &Withdrawn) -> Result<Documents, ReadError> {
    read::documents(watched(input, withdrawn), options)
}

/// The same for many threads.
fn cut(input: Input, options: &ReadOptions, withdrawn: &Withdrawn) -> Result<Cut, ReadError> {
    read::cut(watched(input, withdrawn), options)
}

fn watched(mut input: Input, withdrawn: &Withdrawn) -> Input {
    let pubmed = read::by_name("pubmed-xml").is_some_and(|format| (format.recognise)(input.head()));
    if pubmed {
        let inner = std::mem::replace(&mut input.reader, Box::new(Cursor::new(Vec::new())));
        input.reader = Box::new(Watched::new(inner, withdrawn.clone()));
    }
    input
}

/// SHA-256 of a file.
fn hash(path: &str) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 17];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hexadecimal(&hasher.finalize())),
            Ok(length) => hasher.update(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn may_be_an_archive(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".zip", ".tar", ".tgz", ".tar.gz"].iter().any(|ending| path.ends_with(ending))
}
