//! Formats with a file for each document: the documents of an input gather in one file, as in any format, each behind a line with
//! its name and lengths, and are laid out when the input is done. So a run that was killed goes on as with any other format.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::Compression;
use crate::formats::write::{Format, WriteOptions};
use crate::record::Record;

/// Puts a document behind what was gathered.
///
/// # Errors
/// What the writer says.
pub fn gather(record: &Record<'_>, format: &Format, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let mut beside = Vec::new();
    let mut made = Vec::new();
    (format.append)(record, options, &mut made)?;
    if let Some(second) = format.beside {
        (second.append)(record, options, &mut beside)?;
    }
    out.extend_from_slice(format!("{} {} {}\n", made.len(), beside.len(), file_name(&record.document.id)).as_bytes());
    out.append(&mut made);
    out.append(&mut beside);
    Ok(())
}

/// Where the documents of an input go.
pub struct Layout<'l> {
    /// The output folder.
    pub root: &'l Path,
    /// The name of the input below it.
    pub name: &'l str,
    /// Whether it has several documents, which then stand in a folder of that name.
    pub several: bool,
    /// The form of the documents.
    pub format: &'l Format,
    /// How they are packed.
    pub compression: Compression,
}

impl Layout<'_> {
    /// Lays out what was gathered, and returns the files with their lengths, by their name below the root.
    ///
    /// # Errors
    /// The file that cannot be written, and what the system says.
    pub fn lay_out(&self, gathered: &Path) -> Result<BTreeMap<String, u64>, (PathBuf, io::Error)> {
        let unreadable = |error| (gathered.to_owned(), error);
        let mut gathered = BufReader::new(File::open(gathered).map_err(unreadable)?);
        let (mut files, mut taken, mut line) = (BTreeMap::new(), HashSet::new(), String::new());
        while gathered.read_line(&mut line).map_err(unreadable)? > 0 {
            let (own, lengths) = parsed(&line).ok_or_else(|| unreadable(io::ErrorKind::InvalidData.into()))?;
            let (mut document, mut number) = (own.to_owned(), 1);
            while !taken.insert(document.clone()) {
                number += 1;
                document = format!("{own}-{number}");
            }
            let endings = [Some(self.format.ending), self.format.beside.map(|beside| beside.ending)];
            for (length, ending) in lengths.into_iter().zip(endings) {
                let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
                gathered.read_exact(&mut bytes).map_err(unreadable)?;
                let Some(ending) = ending else { continue };
                let inner = if self.several { format!("/{document}") } else { String::new() };
                let name = format!("{}{inner}.{ending}{}", self.name, self.compression.ending());
                let path = self.root.join(&name);
                let written = self.compression.pack(bytes).and_then(|bytes| {
                    path.parent().map_or(Ok(()), fs::create_dir_all)?;
                    fs::write(&path, &bytes)?;
                    Ok(bytes.len() as u64)
                });
                files.insert(name, written.map_err(|error| (path, error))?);
            }
            line.clear();
        }
        Ok(files)
    }
}

/// Name and lengths of a document.
fn parsed(line: &str) -> Option<(&str, [u64; 2])> {
    let mut parts = line.strip_suffix('\n')?.splitn(3, ' ');
    let mut length = || parts.next()?.parse().ok();
    let lengths = [length()?, length()?];
    Some((parts.next()?, lengths))
}

/// A name without what would lead out of its folder, or end a line.
fn file_name(name: &str) -> String {
    name.replace(|character: char| matches!(character, '/' | '\\') || character.is_control(), "_")
}
