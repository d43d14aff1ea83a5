//! Records put where they can be asked: an SQLite database, Parquet tables, bulk lines for Elasticsearch and OpenSearch.
//!
//! [`files`] finds the records, `reading` reads them, each [`Target`] takes them: one file a target. [`query`] asks the database
//! what everybody asks. `docs/index.md` shows all of it.

#[cfg(feature = "arrow")]
pub mod arrow;
#[cfg(feature = "arrow")]
mod columns;
pub mod concepts;
pub mod elasticsearch;
pub mod files;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "sqlite")]
pub mod query;
mod reading;
pub mod record;
#[cfg(feature = "sqlite")]
pub mod sqlite;

use std::io;
use std::path::Path;

use crate::batch::BatchError;
use crate::dictionary::opened::OpenError;

use files::RecordFile;
use record::Written;

/// Why records cannot be put into an index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The system refuses something.
    #[error("{what}: {source}")]
    System {
        /// The path and what was tried.
        what: String,
        /// The system's word.
        source: io::Error,
    },
    /// A folder of records cannot be looked through.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// The dictionary that the hierarchy is taken from cannot be opened.
    #[error(transparent)]
    Dictionary(#[from] OpenError),
    /// Something else lies where the index should be.
    #[error("{path}: {what}")]
    Foreign {
        /// Its path.
        path: String,
        /// What it is, and what to do.
        what: String,
    },
    /// SQLite refuses something.
    #[cfg(feature = "sqlite")]
    #[error("{path}: {source}")]
    Sqlite {
        /// The database.
        path: String,
        /// SQLite's word.
        source: rusqlite::Error,
    },
    /// Parquet refuses something.
    #[cfg(feature = "parquet")]
    #[error("{path}: {source}")]
    Parquet {
        /// The file.
        path: String,
        /// The library's word.
        source: ::parquet::errors::ParquetError,
    },
}

/// `what` with the system's word.
pub(crate) fn refused(what: String) -> impl FnOnce(io::Error) -> IndexError {
    move |source| IndexError::System { what, source }
}

/// A record with the digest of its line, by which it is known again.
pub struct Sealed {
    /// The first half of the SHA-256 of its line.
    pub digest: [u8; 16],
    /// The record.
    pub written: Written,
}

/// Where records go. Files come one after the other: [`Target::begin`], its records, [`Target::end`].
pub trait Target {
    /// Whether the records of a file have to be read; asked once of each, before any is read.
    ///
    /// # Errors
    /// See [`IndexError`].
    fn wants(&mut self, _file: &RecordFile) -> Result<bool, IndexError> {
        Ok(true)
    }

    /// The records that follow are from this file.
    ///
    /// # Errors
    /// See [`IndexError`].
    fn begin(&mut self, _file: &RecordFile) -> Result<(), IndexError> {
        Ok(())
    }

    /// Takes a record.
    ///
    /// # Errors
    /// See [`IndexError`].
    fn take(&mut self, record: &Sealed) -> Result<(), IndexError>;

    /// The file is done; `whole` says whether all of it could be read.
    ///
    /// # Errors
    /// See [`IndexError`].
    fn end(&mut self, _file: &RecordFile, _whole: bool) -> Result<(), IndexError> {
        Ok(())
    }

    /// All files are done.
    ///
    /// # Errors
    /// See [`IndexError`].
    fn finish(&mut self) -> Result<(), IndexError>;
}

/// Reads all records that a target wants and gives them to the targets. What is no record is told to `complain`, in a sentence, and
/// passed over; returns how many such there were.
///
/// # Errors
/// See [`IndexError`].
pub fn run(files: &[RecordFile], targets: &mut [&mut dyn Target], complain: &mut dyn FnMut(&str)) -> Result<u64, IndexError> {
    let mut wanted = Vec::new();
    for file in files {
        let mut wants = false;
        for target in targets.iter_mut() {
            wants |= target.wants(file)?;
        }
        if wants {
            wanted.push(file);
        }
    }
    let failures = reading::read(&wanted, targets, complain)?;
    targets.iter_mut().try_for_each(|target| target.finish())?;
    Ok(failures)
}

/// The path of a file that is written and then takes its name.
pub(crate) fn part_of(path: &Path) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}
