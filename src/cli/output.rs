//! Where records go: standard output, or a file that appears whole or not at all.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use biospan::batch::Receiver;
use biospan::formats::write::{Format, Frame, WriteOptions};
use biospan::record::Record;

/// How much is gathered before the system is asked to write it.
const BUFFER: usize = 1 << 16;

/// A document as it is written.
#[derive(Default)]
pub struct Made {
    /// What stands in its file, or in the one for all.
    pub bytes: Vec<u8>,
    /// What stands in the file beside it, for a format that has two.
    pub beside: Vec<u8>,
    /// Its name, for a format that has a file for each document.
    pub name: String,
}

impl Made {
    /// Makes it of a record; what was in it before goes.
    ///
    /// # Errors
    /// None that a record has been seen to give.
    pub fn write(&mut self, record: &Record<'_>, format: &Format, options: &WriteOptions) -> io::Result<()> {
        self.bytes.clear();
        (format.append)(record, options, &mut self.bytes)?;
        if (format.frame)(options) == Frame::Each {
            self.name.clone_from(&record.document.id);
            self.beside.clear();
            format.beside.map_or(Ok(()), |beside| (beside.append)(record, options, &mut self.beside))?;
        }
        Ok(())
    }
}

/// The records of a run on their way out.
pub enum Records {
    /// All in one file or stream.
    Joined(Joined),
    /// A file for each document.
    Folder(Folder),
}

impl Records {
    /// Opens one output for all.
    ///
    /// # Errors
    /// A file that cannot be made.
    pub fn open(path: Option<&Path>, format: &Format, frame: Frame) -> anyhow::Result<Self> {
        if let Some(beside) = format.beside {
            anyhow::bail!("{} has two files for each document, .{} and .{}; give --output-dir", format.name, format.ending, beside.ending);
        }
        // A part of one text is worth nothing.
        Joined::open(path, frame, !matches!(frame, Frame::Stream { .. })).map(Records::Joined)
    }

    /// Opens standard output or a device for more than memory would hold: what is done is written.
    ///
    /// # Errors
    /// What the system says.
    pub fn stream(path: Option<&Path>, frame: Frame) -> anyhow::Result<Self> {
        Joined::open(path, frame, false).map(Records::Joined)
    }

    /// Opens a folder for a format that has a file for each document.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn folder(path: &Path, format: &'static Format) -> anyhow::Result<Self> {
        fs::create_dir_all(path).with_context(|| format!("{}: cannot make this folder", path.display()))?;
        Ok(Records::Folder(Folder { path: path.to_owned(), format, names: HashSet::new() }))
    }

    /// The name of the output, for messages.
    pub fn target(&self) -> &str {
        match self {
            Records::Joined(joined) => &joined.target,
            Records::Folder(_) => "",
        }
    }

    /// Writes one record.
    ///
    /// # Errors
    /// What the system says when it cannot be written.
    pub fn push(&mut self, made: &Made) -> anyhow::Result<()> {
        match self {
            Records::Joined(joined) => joined.push(&made.bytes),
            Records::Folder(folder) => folder.push(made),
        }
    }

    /// Ends the output. After a failed input, one text is not written at all, and documents by themselves only if there are any.
    ///
    /// # Errors
    /// What the system says when the rest cannot be written.
    pub fn finish(self, failed: bool) -> anyhow::Result<()> {
        match self {
            Records::Joined(joined) => joined.finish(failed),
            Records::Folder(_) => Ok(()),
        }
    }
}

/// A folder of documents, with the names that are taken.
pub struct Folder {
    path: PathBuf,
    format: &'static Format,
    names: HashSet<String>,
}

impl Folder {
    /// Puts a document into its file, and what belongs beside it there. A name that was there before gets a number.
    fn push(&mut self, made: &Made) -> anyhow::Result<()> {
        let own = file_name(&made.name);
        let (mut name, mut number) = (own.clone(), 1);
        while !self.names.insert(name.clone()) {
            number += 1;
            name = format!("{own}-{number}");
        }
        let beside = self.format.beside.map(|beside| (beside.ending, &made.beside));
        for (ending, bytes) in beside.into_iter().chain([(self.format.ending, &made.bytes)]) {
            let path = in_folder(&self.path, &name, ending);
            fs::write(&path, bytes).with_context(|| format!("{}: cannot write", path.display()))?;
        }
        Ok(())
    }
}

/// One file or stream of records.
pub struct Joined {
    output: Output,
    frame: Frame,
    /// The first document, until it is known whether it is alone.
    first: Vec<u8>,
    count: u64,
    target: String,
}

impl Joined {
    fn open(path: Option<&Path>, frame: Frame, held: bool) -> anyhow::Result<Self> {
        let path = path.filter(|path| *path != Path::new("-"));
        let target = path.map_or("standard output".to_owned(), |path| path.display().to_string());
        let output = Output::to(path, held).with_context(|| format!("{target}: cannot write here"))?;
        Ok(Self { output, frame, first: Vec::new(), count: 0, target })
    }

    fn push(&mut self, record: &[u8]) -> anyhow::Result<()> {
        self.receive(record, 1).with_context(|| format!("{}: cannot write", self.target))
    }

    fn finish(mut self, failed: bool) -> anyhow::Result<()> {
        let keep = !failed || (matches!(self.frame, Frame::Stream { .. }) && self.count > 0);
        if keep {
            self.end().with_context(|| format!("{}: cannot write", self.target))?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let out = self.output.writer();
        match (self.frame, self.count) {
            (Frame::Stream { head }, 0) => out.write_all(head.as_bytes())?,
            (Frame::Stream { .. }, _) => {}
            (Frame::Array, 0) => out.write_all(b"[]\n")?,
            (Frame::Array, 1) => {
                out.write_all(&self.first)?;
                out.write_all(b"\n")?;
            }
            (Frame::Array, _) => out.write_all(b"\n]\n")?,
            (Frame::Whole { head, tail, .. }, 0) => {
                out.write_all(head.as_bytes())?;
                out.write_all(tail.as_bytes())?;
            }
            (Frame::Whole { tail, .. }, _) => out.write_all(tail.as_bytes())?,
            (Frame::Each, _) => out.write_all(&self.first)?,
        }
        self.output.commit()
    }
}

impl Receiver for Records {
    fn receive(&mut self, records: &[u8], documents: u64) -> io::Result<()> {
        match self {
            Records::Joined(joined) => joined.receive(records, documents),
            Records::Folder(_) => Err(apart()),
        }
    }
}

impl Joined {
    /// Takes documents with what stands between them.
    fn receive(&mut self, records: &[u8], documents: u64) -> io::Result<()> {
        let before = self.count;
        self.count += documents;
        let out = self.output.writer();
        match self.frame {
            Frame::Stream { head } | Frame::Whole { head, .. } if before == 0 => out.write_all(head.as_bytes())?,
            Frame::Stream { .. } => {}
            Frame::Whole { between, .. } => out.write_all(between.as_bytes())?,
            Frame::Array | Frame::Each if self.count == 1 => {
                self.first.extend_from_slice(records);
                return Ok(());
            }
            Frame::Array => {
                out.write_all(if before < 2 { b"[\n" } else { b"" })?;
                out.write_all(&std::mem::take(&mut self.first))?;
                out.write_all(if before > 0 { b",\n" } else { b"" })?;
            }
            Frame::Each => return Err(apart()),
        }
        out.write_all(records)?;
        // A reader at the other end sees whole records as they are done.
        if matches!(self.frame, Frame::Stream { .. }) { out.flush() } else { Ok(()) }
    }
}

fn apart() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "this format has a file for each document; give --output-dir")
}

/// A file of a folder.
pub fn in_folder(folder: &Path, name: &str, ending: &str) -> PathBuf {
    folder.join(format!("{}.{ending}", file_name(name)))
}

/// A name without what would lead out of its folder.
fn file_name(name: &str) -> String {
    name.replace(['/', '\\', '\0'], "_")
}

type Stream = Box<dyn Write + Send>;

enum Output {
    /// Standard output, a pipe, a device: what is written is gone.
    Stream(Stream),
    /// The same, when all is well at the end.
    Held(Vec<u8>, Stream),
    /// A file.
    File(Replacement),
}

impl Output {
    fn to(path: Option<&Path>, whole: bool) -> io::Result<Self> {
        let stream = match path {
            None => Box::new(BufWriter::with_capacity(BUFFER, io::stdout())) as Stream,
            Some(path) => {
                // The file that a link points to is replaced, not the link; a device or pipe is not replaced at all.
                let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
                match fs::metadata(&target) {
                    Ok(known) if !known.is_file() => {
                        Box::new(BufWriter::with_capacity(BUFFER, File::options().write(true).open(target)?)) as Stream
                    }
                    known => return Ok(Output::File(Replacement::of(target, known.ok().map(|known| known.permissions()))?)),
                }
            }
        };
        Ok(if whole { Output::Held(Vec::new(), stream) } else { Output::Stream(stream) })
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Output::Stream(stream) => stream,
            Output::Held(held, _) => held,
            Output::File(replacement) => &mut replacement.out,
        }
    }

    fn commit(&mut self) -> io::Result<()> {
        match self {
            Output::Stream(stream) => stream.flush(),
            Output::Held(held, stream) => {
                stream.write_all(held)?;
                stream.flush()
            }
            Output::File(replacement) => replacement.commit(),
        }
    }
}

/// A file under another name beside its place, which it takes at the end; it is removed if that never comes.
struct Replacement {
    out: BufWriter<File>,
    beside: PathBuf,
    target: PathBuf,
    committed: bool,
}

impl Replacement {
    fn of(target: PathBuf, permissions: Option<fs::Permissions>) -> io::Result<Self> {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let beside = target.with_file_name(name);
        let file = File::options().write(true).create_new(true).open(&beside)?;
        let replacement = Self { out: BufWriter::with_capacity(BUFFER, file), beside, target, committed: false };
        if let Some(permissions) = permissions {
            fs::set_permissions(&replacement.beside, permissions)?;
        }
        Ok(replacement)
    }

    fn commit(&mut self) -> io::Result<()> {
        self.out.flush()?;
        fs::rename(&self.beside, &self.target)?;
        self.committed = true;
        Ok(())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.committed {
            // The run ends with another error; a file that cannot be removed would hide it.
            let _ = fs::remove_file(&self.beside);
        }
    }
}
