//! Where records go: standard output, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use biospan::formats::write::Frame;

/// How much is gathered before the system is asked to write it.
const BUFFER: usize = 1 << 16;

/// The records of a run on their way out.
pub struct Records {
    output: Output,
    frame: Frame,
    /// The first document, until it is known whether it is alone.
    first: Vec<u8>,
    count: usize,
    target: String,
}

impl Records {
    /// Opens the output.
    ///
    /// # Errors
    /// A file that cannot be made.
    pub fn open(path: Option<&Path>, frame: Frame) -> anyhow::Result<Self> {
        let path = path.filter(|path| *path != Path::new("-"));
        let target = path.map_or("standard output".to_owned(), |path| path.display().to_string());
        // A part of one text is worth nothing.
        let output = Output::to(path, !matches!(frame, Frame::Stream { .. })).with_context(|| format!("{target}: cannot write here"))?;
        Ok(Self { output, frame, first: Vec::new(), count: 0, target })
    }

    /// Writes one record. It is changed, so that it need not be copied; nobody should read it any more.
    ///
    /// # Errors
    /// What the system says when it cannot be written.
    pub fn push(&mut self, record: &mut Vec<u8>) -> anyhow::Result<()> {
        self.lay_out(record).with_context(|| format!("{}: cannot write", self.target))
    }

    fn lay_out(&mut self, record: &mut Vec<u8>) -> io::Result<()> {
        let out = self.output.writer();
        self.count += 1;
        match self.frame {
            Frame::Stream { head } | Frame::Whole { head, .. } if self.count == 1 => out.write_all(head.as_bytes())?,
            Frame::Array | Frame::Each if self.count == 1 => {
                std::mem::swap(&mut self.first, record);
                return Ok(());
            }
            Frame::Array => {
                if self.count == 2 {
                    out.write_all(b"[\n")?;
                    out.write_all(&std::mem::take(&mut self.first))?;
                }
                out.write_all(b",\n")?;
            }
            Frame::Whole { between, .. } => out.write_all(between.as_bytes())?,
            Frame::Stream { .. } => {}
            Frame::Each => {
                let what = "this format has a file for each document; give --output-dir";
                return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
            }
        }
        out.write_all(record)
    }

    /// Ends the output. After a failed input, one text is not written at all, and documents by themselves only if there are any.
    ///
    /// # Errors
    /// What the system says when the rest cannot be written.
    pub fn finish(mut self, failed: bool) -> anyhow::Result<()> {
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
