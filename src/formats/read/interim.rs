//! Plain text and JSON Lines in their simplest form, until the real readers take their place.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Documents, Format, Input, ReadError, ReadOptions, by_name};
use crate::document::{Document, Passage, PassageKind, Span};

pub(super) const JSON_LINES: Format = Format {
    name: "json-lines",
    description: "one JSON object with a text a line",
    recognise: |head| head.starts_with(b"{"),
    documents: json_lines,
};

pub(super) const TEXT: Format = Format { name: "text", description: "plain text", recognise: |_| true, documents: text };

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// A file that cannot be read, or that is no text.
pub fn open(path: &str, options: &ReadOptions) -> Result<Documents, ReadError> {
    let mut bytes = Vec::new();
    let fault = |source| ReadError::File { path: path.to_owned(), source };
    if path == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(fault)?;
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(fault)?;
    }
    read(path, bytes, options)
}

/// Reads bytes.
///
/// # Errors
/// See [`open`].
pub fn read(source: &str, mut bytes: Vec<u8>, options: &ReadOptions) -> Result<Documents, ReadError> {
    let fault = |line: usize, column: usize, fault: String| ReadError::Content { path: source.to_owned(), line, column, fault };
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(&bytes[..])
            .read_to_end(&mut unpacked)
            .map_err(|error| fault(1, 1, format!("the gzip data ends early or is damaged ({error}); fetch the file again")))?;
        bytes = unpacked;
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(fault(1, 1, "the file is empty".to_owned()));
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return Err(fault(1, 1, format!("byte {at} is 0: this is a binary file; give text")));
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        if !options.lossy {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            return Err(fault(line, 1, format!("byte {at} is not UTF-8; convert the file, or go on with --lossy")));
        }
        bytes = String::from_utf8_lossy(&bytes).into_owned().into_bytes();
    }
    if bytes.starts_with(b"<") {
        check_xml(source, &bytes)?;
    }
    let format = options.format.and_then(by_name).or_else(|| super::FORMATS.iter().find(|format| (format.recognise)(&bytes)));
    let input = Input { source: source.to_owned(), reader: Box::new(Cursor::new(bytes)), lossy: options.lossy };
    Ok((format.unwrap_or(&TEXT).documents)(input))
}

fn check_xml(source: &str, bytes: &[u8]) -> Result<(), ReadError> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                let at = (reader.error_position() as usize).min(bytes.len());
                let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                return Err(ReadError::Content { path: source.to_owned(), line, column: 1, fault: error.to_string() });
            }
        }
    }
}

fn content(input: Input) -> Result<(String, String), ReadError> {
    let Input { source, mut reader, .. } = input;
    let mut text = String::new();
    reader.read_to_string(&mut text).map_err(|fault| ReadError::File { path: source.clone(), source: fault })?;
    Ok((source, text))
}

fn text(input: Input) -> Documents {
    Box::new(std::iter::once(content(input).map(|(source, text)| {
        let stem = source.rsplit('/').next().unwrap_or(&source).split('.').next().unwrap_or_default().to_owned();
        document(stem, source, "text", text)
    })))
}

fn document(id: String, source: String, format: &'static str, text: String) -> Document {
    let mut passages = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim();
        if !inner.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            passages.push(Passage { kind: PassageKind::Paragraph, section: None, span: Span::from_range(start..start + inner.len()) });
        }
        at += line.len();
    }
    let sha256 = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Document { id, source, format, sha256, text, passages, ..Document::default() }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn json_lines(input: Input) -> Documents {
    match content(input) {
        Err(error) => Box::new(std::iter::once(Err(error))),
        Ok((source, text)) => {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let mut broken = false;
            Box::new(lines.into_iter().enumerate().map_while(move |(index, line)| {
                if broken {
                    return None;
                }
                let parsed = serde_json::from_str::<Line>(&line);
                broken = parsed.is_err();
                Some(match parsed {
                    Ok(line) => Ok(document(line.id, source.clone(), "json-lines", line.text)),
                    Err(error) => Err(ReadError::Content {
                        path: source.clone(),
                        line: index + 1,
                        column: error.column(),
                        fault: format!("expected an object with id and text: {error}"),
                    }),
                })
            }))
        }
    }
}
