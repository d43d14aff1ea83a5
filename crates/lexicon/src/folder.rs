//! Reading a whole dictionary folder.

use std::path::{Path, PathBuf};

use crate::compile::Ingredients;
use crate::policy::Policy;
use crate::table::{self, TableError};

/// The texts of a dictionary folder, kept while they are compiled.
#[derive(Default)]
pub struct Folder {
    /// Name and text of each concept table, by name.
    tables: Vec<(String, String)>,
    policies: Vec<(String, String)>,
    prefixes: String,
    sources: String,
    literature: String,
    cues: String,
    weights: String,
    calibration: String,
    organism: String,
    complete: String,
    withdrawn: String,
    version: String,
}

/// Why a folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// A line is wrong.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Tables in a dictionary folder that hold no concepts; some only serve to build the others.
const OTHER_TABLES: [&str; 13] = [
    "baseline.tsv",
    "calibration.tsv",
    "complete.tsv",
    "cues.tsv",
    "literature.tsv",
    "organism.tsv",
    "prefix-spellings.tsv",
    "prefixes.tsv",
    "recipe.tsv",
    "salts.tsv",
    "sources.tsv",
    "weights.tsv",
    "withdrawn.tsv",
];

/// Tables beside the policies that say what is to be joined and what is not: they serve to build, not to match.
pub const JOINS: [&str; 3] = ["joins.tsv", "not-cells.tsv", "refused-joins.tsv"];

impl Folder {
    /// Reads `*.tsv`, `policy/*.tsv` and `VERSION`; files that are missing count as empty.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub fn read(path: &Path) -> Result<Folder, FolderError> {
        let text = |path: PathBuf| {
            if path.exists() {
                std::fs::read_to_string(&path).map_err(|source| FolderError::File { path, source })
            } else {
                Ok(String::new())
            }
        };
        let mut folder = Folder {
            prefixes: text(path.join("prefixes.tsv"))?,
            sources: text(path.join("sources.tsv"))?,
            literature: text(path.join("literature.tsv"))?,
            cues: text(path.join("cues.tsv"))?,
            weights: text(path.join("weights.tsv"))?,
            calibration: text(path.join("calibration.tsv"))?,
            organism: text(path.join("organism.tsv"))?,
            complete: text(path.join("complete.tsv"))?,
            withdrawn: text(path.join("withdrawn.tsv"))?,
            version: text(path.join("VERSION"))?.trim().to_owned(),
            ..Folder::default()
        };
        for file in tsv_files(path)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !OTHER_TABLES.contains(&name.as_str()) {
                folder.tables.push((format!("dictionaries/{name}"), text(file)?));
            }
        }
        folder.policies = policies(path)?;
        Ok(folder)
    }

    /// What an image of the folder is made from.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn ingredients(&self) -> Result<Ingredients<'_>, TableError> {
        let mut concepts = Vec::new();
        for (name, text) in &self.tables {
            table::read(name, text, |row| concepts.push(row))?;
        }
        let mut policy = Policy::default();
        for (name, text) in &self.policies {
            policy.read(name, text)?;
        }
        Ok(Ingredients {
            name: "biospan",
            version: &self.version,
            concepts,
            policy,
            prefixes: &self.prefixes,
            sources: &self.sources,
            literature: &self.literature,
            cues: &self.cues,
            weights: &self.weights,
            calibration: &self.calibration,
            organism: &self.organism,
            complete: &self.complete,
            withdrawn: &self.withdrawn,
            variants: true,
        })
    }
}

/// The decisions that lie beside the tables of a folder: name and text of each file, sorted by name; none if there are none.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn policies(tables: &Path) -> Result<Vec<(String, String)>, FolderError> {
    let folder = tables.join("policy");
    let mut policies = Vec::new();
    if folder.exists() {
        for path in tsv_files(&folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !JOINS.contains(&name.as_str()) {
                let text = std::fs::read_to_string(&path).map_err(|source| FolderError::File { path, source })?;
                policies.push((format!("dictionaries/policy/{name}"), text));
            }
        }
    }
    Ok(policies)
}

/// The tables of a folder, sorted by name.
fn tsv_files(folder: &Path) -> Result<Vec<PathBuf>, FolderError> {
    let fault = |source| FolderError::File { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
