//! An SQLite database of records, with full text search. `schema.sql` is what it holds, `docs/index.md` what one asks it.
//!
//! A run does only what is new: a file of records whose fingerprint is known is not read, and of a changed one only the documents
//! whose record is another are replaced.

mod concepts;
mod documents;
mod tally;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use super::concepts::Hierarchy;
use super::files::{RecordFile, is_below};
use super::{IndexError, Sealed, Target};
use concepts::ConceptRows;
use documents::Runs;
use tally::Tally;

const SCHEMA: &str = include_str!("schema.sql");
/// `bspa`, as the schema sets it.
const APPLICATION: i64 = 0x6273_7061;
/// The schema's version; a database of another one is made anew.
const VERSION: i64 = 1;
/// After this many documents what was done is kept, whatever comes later.
const DOCUMENTS_A_TRANSACTION: usize = 20_000;

/// What a run did to a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Documents that were not there.
    pub added: u64,
    /// Documents whose record is another now.
    pub replaced: u64,
    /// Documents that were taken out.
    pub removed: u64,
    /// Documents in files that were read, as they were.
    pub unchanged: u64,
    /// Files that did not have to be read.
    pub unread: u64,
    /// Files of records that are not there any more, and whose documents stay without `prune`.
    pub vanished: Vec<String>,
    /// Documents that there are now.
    pub documents: i64,
}

/// A database that records are put into.
pub struct Sqlite<'h> {
    connection: Connection,
    path: String,
    hierarchy: &'h Hierarchy<'h>,
    /// What was named, below which vanished files are looked for.
    named: Vec<PathBuf>,
    prune: bool,
    seen: HashSet<String>,
    wanted: HashSet<String>,
    file: Option<OpenFile>,
    runs: Runs,
    concepts: ConceptRows,
    tally: Tally,
    pending: usize,
    changes: Changes,
}

/// A file whose records come.
struct OpenFile {
    row: i64,
    /// Documents that it had, by the digest of their records.
    before: HashMap<Vec<u8>, Vec<(i64, String)>>,
    /// Identifiers of the documents that are new.
    new: HashSet<String>,
}

impl<'h> Sqlite<'h> {
    /// Opens a database, or makes one. `named` is what was asked for; with `prune` documents of files below it that are not there any
    /// more are removed.
    ///
    /// # Errors
    /// Another file or another program's database at the path; what SQLite says.
    pub fn open(path: &Path, hierarchy: &'h Hierarchy<'h>, named: Vec<PathBuf>, prune: bool) -> Result<Self, IndexError> {
        let name = path.display().to_string();
        let connection = Connection::open(path).map_err(|source| IndexError::Sqlite { path: name.clone(), source })?;
        let mut database = Self {
            connection,
            path: name,
            hierarchy,
            named,
            prune,
            seen: HashSet::new(),
            wanted: HashSet::new(),
            file: None,
            runs: Runs::default(),
            concepts: ConceptRows::default(),
            tally: Tally::default(),
            pending: 0,
            changes: Changes::default(),
        };
        database.prepare().map_err(|source| refused(&database.path, source))??;
        Ok(database)
    }

    /// What was done.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    fn prepare(&mut self) -> rusqlite::Result<Result<(), IndexError>> {
        let connection = &self.connection;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        if pages > 0
            && let Err(error) = check(connection, &self.path)?
        {
            return Ok(Err(error));
        }
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;")?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch("BEGIN IMMEDIATE")?;
        if pages == 0 {
            connection.execute_batch(SCHEMA)?;
        }
        Ok(Ok(()))
    }

    fn done<T>(&self, result: rusqlite::Result<T>) -> Result<T, IndexError> {
        result.map_err(|source| refused(&self.path, source))
    }

    fn begin_file(&mut self, file: &RecordFile) -> rusqlite::Result<()> {
        let connection = &self.connection;
        // A run that is stopped in this file must read it again.
        connection.execute(
            "INSERT INTO files (path, fingerprint) VALUES (?1, NULL) ON CONFLICT DO UPDATE SET fingerprint = NULL",
            [&file.name],
        )?;
        let row = connection.query_row("SELECT file FROM files WHERE path = ?1", [&file.name], |row| row.get(0))?;
        let mut before: HashMap<Vec<u8>, Vec<(i64, String)>> = HashMap::new();
        let mut documents = connection.prepare_cached("SELECT document, id, record FROM documents WHERE file = ?1 ORDER BY document")?;
        let mut rows = documents.query([row])?;
        while let Some(found) = rows.next()? {
            before.entry(found.get(2)?).or_default().push((found.get(0)?, found.get(1)?));
        }
        self.file = Some(OpenFile { row, before, new: HashSet::new() });
        Ok(())
    }

    fn put(&mut self, record: &Sealed) -> rusqlite::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        if file.before.get_mut(&record.digest[..]).and_then(Vec::pop).is_some() {
            self.changes.unchanged += 1;
            return Ok(());
        }
        file.new.insert(record.written.document.id.clone());
        documents::insert(&self.connection, file.row, record, &mut self.runs, &mut self.concepts, &mut self.tally)?;
        self.changes.added += 1;
        self.pending += 1;
        if self.tally.is_large() {
            self.tally.write(&self.connection)?;
        }
        if self.pending >= DOCUMENTS_A_TRANSACTION {
            self.pending = 0;
            self.tally.write(&self.connection)?;
            self.connection.execute_batch("COMMIT; BEGIN IMMEDIATE")?;
        }
        Ok(())
    }

    fn end_file(&mut self, record_file: &RecordFile, whole: bool, fingerprint: Option<&str>) -> rusqlite::Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let whole = whole && !record_file.is_standard_input();
        let mut before: Vec<(i64, String)> = file.before.into_values().flatten().collect();
        before.sort_unstable();
        for (document, id) in before {
            let replaced = file.new.contains(&id);
            if whole || replaced {
                documents::remove(&self.connection, document, &mut self.tally)?;
                self.changes.removed += u64::from(!replaced);
                self.changes.replaced += u64::from(replaced);
                self.changes.added = self.changes.added.saturating_sub(u64::from(replaced));
            }
        }
        let fingerprint = fingerprint.filter(|_| whole);
        self.connection.execute("UPDATE files SET fingerprint = ?2 WHERE file = ?1", params![file.row, fingerprint])?;
        Ok(())
    }

    /// Finds files of records that are not there any more, and removes their documents if that is wanted.
    fn prune(&mut self) -> rusqlite::Result<()> {
        let mut files = self.connection.prepare("SELECT file, path FROM files ORDER BY path")?;
        let files: Vec<(i64, String)> = files.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        for (row, path) in files {
            if self.seen.contains(&path) || !is_below(&path, &self.named) {
                continue;
            }
            if !self.prune {
                self.changes.vanished.push(path);
                continue;
            }
            let mut documents = self.connection.prepare_cached("SELECT document FROM documents WHERE file = ?1 ORDER BY document")?;
            let documents: Vec<i64> = documents.query_map([row], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for document in documents {
                documents::remove(&self.connection, document, &mut self.tally)?;
                self.changes.removed += 1;
            }
            self.connection.execute("DELETE FROM files WHERE file = ?1", [row])?;
        }
        Ok(())
    }

    fn close(&mut self) -> rusqlite::Result<()> {
        self.prune()?;
        self.tally.write(&self.connection)?;
        let changed = self.changes.added + self.changes.replaced + self.changes.removed > 0;
        let unlinked = "SELECT EXISTS (SELECT 1 FROM concepts WHERE concept NOT IN (SELECT concept FROM ancestors))";
        if changed || self.connection.query_row(unlinked, [], |row| row.get(0))? {
            concepts::link(&self.connection, self.hierarchy)?;
        }
        self.connection.execute_batch("COMMIT")?;
        if changed {
            self.connection.execute_batch("PRAGMA analysis_limit = 1000; ANALYZE;")?;
        }
        self.changes.documents = self.connection.query_row("SELECT count(*) FROM documents", [], |row| row.get(0))?;
        // One file, that can also be read where nothing may be written.
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
    }
}

impl Target for Sqlite<'_> {
    fn wants(&mut self, file: &RecordFile) -> Result<bool, IndexError> {
        self.seen.insert(file.name.clone());
        let known = self.connection.query_row("SELECT fingerprint FROM files WHERE path = ?1", [&file.name], |row| row.get(0));
        let known: Option<String> = self.done(known.optional())?.flatten();
        if known.is_some() && known == file.fingerprint()? {
            self.changes.unread += 1;
            return Ok(false);
        }
        self.wanted.insert(file.name.clone());
        Ok(true)
    }

    fn begin(&mut self, file: &RecordFile) -> Result<(), IndexError> {
        if !self.wanted.contains(&file.name) {
            return Ok(());
        }
        let begun = self.begin_file(file);
        self.done(begun)
    }

    fn take(&mut self, record: &Sealed) -> Result<(), IndexError> {
        let put = self.put(record);
        self.done(put)
    }

    fn end(&mut self, file: &RecordFile, whole: bool) -> Result<(), IndexError> {
        let fingerprint = if self.file.is_some() && whole { file.fingerprint()? } else { None };
        let ended = self.end_file(file, whole, fingerprint.as_deref());
        self.done(ended)
    }

    fn finish(&mut self) -> Result<(), IndexError> {
        let closed = self.close();
        self.done(closed)
    }
}

/// Whether a database is one of ours, of this version.
pub(super) fn check(connection: &Connection, path: &str) -> rusqlite::Result<Result<(), IndexError>> {
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let what = match (pragma("application_id")?, pragma("user_version")?) {
        (APPLICATION, VERSION) => return Ok(Ok(())),
        (APPLICATION, version) => {
            format!(
                "this database has version {version} of the schema, and this program works with {VERSION}; make it anew from the records"
            )
        }
        _ => "this database was not made by biospan index; give another file".to_owned(),
    };
    Ok(Err(IndexError::Foreign { path: path.to_owned(), what }))
}

/// What SQLite says, in our words where users meet it.
pub(super) fn refused(path: &str, source: rusqlite::Error) -> IndexError {
    let what = match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "this file is no database; give another file",
        Some(ErrorCode::DatabaseBusy) => "another run is writing here; wait for it, or give another file",
        _ => return IndexError::Sqlite { path: path.to_owned(), source },
    };
    IndexError::Foreign { path: path.to_owned(), what: what.to_owned() }
}
