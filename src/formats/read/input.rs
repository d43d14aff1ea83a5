//! One input: a file or standard input, unpacked, with its name for messages.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

pub use super::error::ReadError;

/// The longest text of one document, in bytes: 1 GiB. Spans count to 4 GiB, and a small gzip file can unpack to
/// more than any machine has.
pub const MAXIMUM_TEXT: u64 = 1 << 30;

/// The longest line of a file that is read line by line, in bytes: 256 MiB.
pub const MAXIMUM_LINE: u64 = 256 << 20;

/// How much of an input is looked at to recognise its format, in bytes: 64 KiB.
pub const HEAD: usize = 64 << 10;

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How inputs are read.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    /// The name of the format; `None` recognises it.
    pub format: Option<&'static str>,
    /// Replace invalid UTF-8 by U+FFFD and go on, instead of refusing the file.
    pub lossy: bool,
    /// Go on behind a broken document where the format shows where the next one begins: JSON Lines, and the records of XML.
    pub go_on: bool,
    /// The longest text or record of one document, in bytes before its markup is taken away.
    pub maximum_text: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { format: None, lossy: false, go_on: false, maximum_text: MAXIMUM_TEXT }
    }
}

/// One input.
pub struct Input {
    /// The path as it was given, or `-` for standard input.
    pub source: String,
    /// Its bytes, unpacked, without byte order mark.
    pub reader: Box<dyn BufRead + Send>,
    /// See [`ReadOptions::lossy`].
    pub lossy: bool,
    /// See [`ReadOptions::go_on`].
    pub go_on: bool,
    /// See [`ReadOptions::maximum_text`].
    pub maximum_text: u64,
    /// The first bytes; `reader` gives them once more.
    head: Vec<u8>,
    /// Whether a byte order mark was dropped.
    marked: bool,
    /// How many bytes are probably to come.
    expected: usize,
    /// Lines and bytes that [`Input::next_line`] and [`Input::next_lines`] have given.
    line: usize,
    position: u64,
    /// Lines that were read and not yet given.
    held: Vec<u8>,
}

impl Input {
    /// Opens a file, or standard input for `-`. Gzip is recognised by its first bytes and unpacked, also where a file has
    /// many members.
    ///
    /// # Errors
    /// A missing or unreadable file, a folder, damaged gzip data, text in UTF-16 or UTF-32.
    pub fn open(path: &str, options: &ReadOptions) -> Result<Input, ReadError> {
        if path == "-" {
            return Self::new(path, BufReader::with_capacity(HEAD, io::stdin()), 0, options);
        }
        let refused = |source| ReadError::File { path: path.to_owned(), source };
        let file = File::open(path).map_err(refused)?;
        let about = file.metadata().map_err(refused)?;
        if about.is_dir() {
            return Err(ReadError::Folder { path: path.to_owned() });
        }
        Self::new(path, BufReader::with_capacity(HEAD, file), about.len(), options)
    }

    /// An input from memory; `source` is its name for messages and records.
    ///
    /// # Errors
    /// As for [`Input::open`], but for those of the file system.
    pub fn from_bytes(source: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Input, ReadError> {
        let size = unpacked_size(&bytes);
        Self::new(source, Cursor::new(bytes), size, options)
    }

    /// An input from any reader of about `size` bytes; `source` is its name for messages and records.
    ///
    /// # Errors
    /// As for [`Input::open`], but for those of opening a file.
    pub fn from_reader(source: &str, raw: impl BufRead + Send + 'static, size: u64, options: &ReadOptions) -> Result<Input, ReadError> {
        Self::new(source, raw, size, options)
    }

    fn new(source: &str, mut raw: impl BufRead + Send + 'static, size: u64, options: &ReadOptions) -> Result<Input, ReadError> {
        let failed = |error| ReadError::File { path: source.to_owned(), source: error };
        // A pipe may give a single byte at first: two are needed to know gzip.
        let mut first = Vec::with_capacity(2);
        raw.by_ref().take(2).read_to_end(&mut first).map_err(failed)?;
        let packed = first == [0x1F, 0x8B];
        let raw = Cursor::new(first).chain(raw);
        let mut rest: Box<dyn BufRead + Send> =
            if packed { Box::new(BufReader::with_capacity(HEAD, Unpacking(MultiGzDecoder::new(raw)))) } else { Box::new(raw) };
        let mut head = Vec::with_capacity(HEAD.min(usize::try_from(size).unwrap_or(HEAD)));
        rest.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(failed)?;
        if let Some(encoding) = foreign_encoding(&head) {
            return Err(ReadError::Encoding { path: source.to_owned(), encoding });
        }
        let marked = head.starts_with(UTF8_MARK);
        if marked {
            head.drain(..UTF8_MARK.len());
        }
        // What a packed file will be is not known; its own size is a lower bound for text.
        let expected = usize::try_from(size.min(options.maximum_text).min(MAXIMUM_TEXT)).unwrap_or(0);
        let reader = Box::new(Cursor::new(head.clone()).chain(rest));
        let position = if marked { UTF8_MARK.len() as u64 } else { 0 };
        let (lossy, go_on, maximum_text) = (options.lossy, options.go_on, options.maximum_text.min(MAXIMUM_TEXT));
        Ok(Input {
            source: source.to_owned(),
            reader,
            lossy,
            go_on,
            maximum_text,
            head,
            marked,
            expected,
            line: 0,
            position,
            held: Vec::new(),
        })
    }

    /// The first bytes (up to [`HEAD`], unpacked, without byte order mark); nothing is consumed.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The input's name without folder and extension, for documents that have no identifier: `PMC1` for
    /// `papers/PMC1.nxml.gz`, `stdin` for `-`.
    #[must_use]
    pub fn stem(&self) -> &str {
        if self.source == "-" {
            return "stdin";
        }
        let unpacked = self.source.strip_suffix(".gz").unwrap_or(&self.source);
        Path::new(unpacked).file_stem().and_then(|stem| stem.to_str()).unwrap_or(&self.source)
    }

    /// Reads all of it: the text and the SHA-256 (lower-case hexadecimal) of its bytes after unpacking, a byte order mark
    /// included.
    ///
    /// # Errors
    /// More than [`MAXIMUM_TEXT`], invalid UTF-8 (unless lossy), damaged gzip data, errors of the file system.
    pub fn text(mut self) -> Result<(String, String), ReadError> {
        let mut bytes = Vec::with_capacity(self.expected);
        let read = self.reader.by_ref().take(self.maximum_text + 1).read_to_end(&mut bytes);
        read.map_err(|source| ReadError::File { path: self.source.clone(), source })?;
        if bytes.len() as u64 > self.maximum_text {
            return Err(ReadError::TextTooLong { path: self.source, maximum: self.maximum_text });
        }
        let mut hasher = Sha256::new();
        if self.marked {
            hasher.update(UTF8_MARK);
        }
        hasher.update(&bytes);
        let text = self.decode(bytes, 1)?;
        Ok((text, hexadecimal(&hasher.finalize())))
    }

    /// Reads the next line into `line`, without its line ending; `false` at the end. A last line needs no line ending.
    ///
    /// # Errors
    /// A line over [`MAXIMUM_LINE`], invalid UTF-8 (unless lossy), damaged gzip data, errors of the file system.
    pub fn next_line(&mut self, line: &mut String) -> Result<bool, ReadError> {
        let mut bytes = std::mem::take(line).into_bytes();
        bytes.clear();
        let maximum = self.maximum_text.min(MAXIMUM_LINE);
        let read = read_line(&mut self.reader, maximum + 1, &mut bytes);
        let length = read.map_err(|source| ReadError::File { path: self.source.clone(), source })? as u64;
        if length == 0 {
            return Ok(false);
        }
        self.line += 1;
        if length > maximum {
            return Err(ReadError::LineTooLong { path: self.source.clone(), line: self.line, maximum });
        }
        if bytes.ends_with(b"\n") {
            bytes.pop();
            if bytes.ends_with(b"\r") {
                bytes.pop();
            }
        }
        let decoded = self.decode(bytes, self.line);
        self.position += length;
        *line = decoded?;
        Ok(true)
    }

    /// Puts whole lines behind what `text` holds, their ends as line feeds: as many as are at hand, and at least one; `false` at
    /// the end of the input. A last line gets its line feed.
    ///
    /// # Errors
    /// As for [`Input::next_line`]; the lines before a fault are given first.
    pub fn next_lines(&mut self, text: &mut String) -> Result<bool, ReadError> {
        let mut lines = std::mem::take(&mut self.held);
        if lines.is_empty() {
            self.read_lines(&mut lines)?;
        }
        if lines.is_empty() {
            return Ok(false);
        }
        let valid = match std::str::from_utf8(&lines) {
            Ok(valid) => Cow::Borrowed(valid),
            Err(_) if self.lossy => String::from_utf8_lossy(&lines),
            Err(fault) => {
                let Some(end) = memchr::memrchr(b'\n', &lines[..fault.valid_up_to()]) else {
                    return Err(self.not_utf8(&lines, fault.valid_up_to(), self.line + 1));
                };
                self.held = lines.split_off(end + 1);
                String::from_utf8_lossy(&lines)
            }
        };
        self.line += memchr::memchr_iter(b'\n', &lines).count();
        self.position += lines.len() as u64;
        match memchr::memchr(b'\r', valid.as_bytes()) {
            Some(_) => text.push_str(&valid.replace("\r\n", "\n")),
            None => text.push_str(&valid),
        }
        if !lines.ends_with(b"\n") {
            text.push('\n');
            self.line += 1;
        }
        Ok(true)
    }

    /// Whole lines, as many as the reader has at hand.
    fn read_lines(&mut self, lines: &mut Vec<u8>) -> Result<(), ReadError> {
        let maximum = self.maximum_text.min(MAXIMUM_LINE);
        loop {
            let at_hand = match self.reader.fill_buf() {
                Ok(at_hand) => at_hand,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => return Err(ReadError::File { path: self.source.clone(), source }),
            };
            let end = memchr::memrchr(b'\n', at_hand).map(|place| place + 1);
            let length = end.unwrap_or(at_hand.len());
            lines.extend_from_slice(&at_hand[..length]);
            self.reader.consume(length);
            if lines.len() as u64 > maximum
                && let Some(line) = lines.split_inclusive(|byte| *byte == b'\n').position(|line| line.len() as u64 > maximum)
            {
                return Err(ReadError::LineTooLong { path: self.source.clone(), line: self.line + line + 1, maximum });
            }
            if length == 0 || end.is_some() {
                return Ok(());
            }
        }
    }

    /// The number of the line that [`Input::next_line`] gave last, from 1; 0 before the first.
    #[must_use]
    pub fn line_number(&self) -> usize {
        self.line
    }

    /// The bytes, which begin at `self.position` in line `line`, as text.
    fn decode(&self, bytes: Vec<u8>, line: usize) -> Result<String, ReadError> {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(error) => error,
        };
        if self.lossy {
            return Ok(String::from_utf8_lossy(error.as_bytes()).into_owned());
        }
        Err(self.not_utf8(error.as_bytes(), error.utf8_error().valid_up_to(), line))
    }

    /// The error for bytes, which begin at `self.position` in line `line`, of which the first `valid` are text.
    fn not_utf8(&self, bytes: &[u8], valid: usize, line: usize) -> ReadError {
        let line = line + memchr::memchr_iter(b'\n', &bytes[..valid]).count();
        ReadError::NotUtf8 { path: self.source.clone(), line, byte: self.position + valid as u64, value: bytes[valid] }
    }
}

/// SHA-256 of bytes in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(crate) fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(2 * digest.len()), |mut text, byte| {
        text.extend([byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[usize::from(half)])));
        text
    })
}

/// How long these bytes will be unpacked, about: gzip says it at its end.
fn unpacked_size(bytes: &[u8]) -> u64 {
    let size = bytes.len() as u64;
    match bytes.last_chunk::<4>() {
        // It may be anything there; a paper packs to a tenth at the most.
        Some(said) if bytes.starts_with(&[0x1F, 0x8B]) => size.max(u64::from(u32::from_le_bytes(*said)).min(10 * size)),
        _ => size,
    }
}

/// The encoding that a byte order mark other than UTF-8's names.
fn foreign_encoding(head: &[u8]) -> Option<&'static str> {
    // The mark of UTF-32, little-endian, begins with that of UTF-16.
    const MARKS: [(&[u8], &str); 4] =
        [(b"\xFF\xFE\0\0", "UTF-32LE"), (b"\0\0\xFE\xFF", "UTF-32BE"), (b"\xFF\xFE", "UTF-16LE"), (b"\xFE\xFF", "UTF-16BE")];
    MARKS.iter().find(|(mark, _)| head.starts_with(mark)).map(|&(_, encoding)| encoding)
}

/// Gzip data being unpacked, whose errors say what is wrong and what to do.
struct Unpacking<R>(MultiGzDecoder<R>);

impl<R: BufRead> Read for Unpacking<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            // The system's own errors come through as they are.
            if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted {
                return error;
            }
            if error.kind() == io::ErrorKind::UnexpectedEof {
                return io::Error::new(error.kind(), "the gzip data is cut off in the middle; get the file again");
            }
            io::Error::new(io::ErrorKind::InvalidData, format!("the gzip data is damaged ({error}); get the file again"))
        })
    }
}

/// Puts a line with its line feed behind what `bytes` hold, but no more than `maximum` bytes of it; returns how many. As
/// [`BufRead::read_until`] does, but that looks at one word at a time.
fn read_line(reader: &mut dyn BufRead, maximum: u64, bytes: &mut Vec<u8>) -> io::Result<u64> {
    let mut read = 0;
    loop {
        let at_hand = match reader.fill_buf() {
            Ok(at_hand) => at_hand,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let left = usize::try_from(maximum - read).unwrap_or(usize::MAX);
        let at_hand = &at_hand[..at_hand.len().min(left)];
        let end = memchr::memchr(b'\n', at_hand).map(|place| place + 1);
        let length = end.unwrap_or(at_hand.len());
        bytes.extend_from_slice(&at_hand[..length]);
        reader.consume(length);
        read += length as u64;
        if length == 0 || end.is_some() {
            return Ok(read);
        }
    }
}

#[cfg(test)]
mod tests;
