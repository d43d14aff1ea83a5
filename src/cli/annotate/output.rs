//! Where records go: standard output, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use biospan::batch::{BETWEEN, Receiver};

/// How much is gathered before the system is asked to write it.
const BUFFER: usize = 1 << 16;

/// The records of a run on their way out.
pub struct Records {
    output: Output,
    layout: Layout,
    count: u64,
    target: String,
}

enum Layout {
    /// One record a line.
    Lines,
    /// One record, or an array of several; the first is held until it is known which.
    Whole { first: Vec<u8> },
}

impl Records {
    /// Opens the output; `whole` is for a form that is one JSON text, of which a part is worth nothing.
    ///
    /// # Errors
    /// A file that cannot be made.
    pub fn open(path: Option<&Path>, whole: bool) -> anyhow::Result<Self> {
        let path = path.filter(|path| *path != Path::new("-"));
        let target = path.map_or("standard output".to_owned(), |path| path.display().to_string());
        let output = Output::to(path, whole).with_context(|| format!("{target}: cannot write here"))?;
        let layout = if whole { Layout::Whole { first: Vec::new() } } else { Layout::Lines };
        Ok(Self { output, layout, count: 0, target })
    }

    /// The name of the output, for messages.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Ends the output. After a failed input, one JSON text is not written at all, and lines only if there are any.
    ///
    /// # Errors
    /// What the system says when the rest cannot be written.
    pub fn finish(mut self, failed: bool) -> anyhow::Result<()> {
        let keep = !failed || (matches!(self.layout, Layout::Lines) && self.count > 0);
        if keep {
            self.end().with_context(|| format!("{}: cannot write", self.target))?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let out = self.output.writer();
        if let Layout::Whole { first } = &self.layout {
            match self.count {
                0 => out.write_all(b"[]\n")?,
                1 => {
                    out.write_all(first)?;
                    out.write_all(b"\n")?;
                }
                _ => out.write_all(b"\n]\n")?,
            }
        }
        self.output.commit()
    }
}

impl Receiver for Records {
    fn receive(&mut self, records: &[u8], documents: u64) -> io::Result<()> {
        let before = self.count;
        self.count += documents;
        let out = self.output.writer();
        match &mut self.layout {
            // A reader at the other end sees whole records as they are done.
            Layout::Lines => out.write_all(records).and_then(|()| out.flush()),
            Layout::Whole { first } if self.count == 1 => {
                first.extend_from_slice(records.strip_prefix(BETWEEN).unwrap_or(records));
                Ok(())
            }
            Layout::Whole { first } => {
                if before < 2 {
                    out.write_all(b"[\n")?;
                    out.write_all(&std::mem::take(first))?;
                }
                out.write_all(if before == 0 { records.strip_prefix(BETWEEN).unwrap_or(records) } else { records })
            }
        }
    }
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
