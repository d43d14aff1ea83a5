//! Which file of the sources' folder plays which part: `dictionaries/recipe.tsv`.

use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::Refused;
use crate::import::{self, Contents, Fault};

/// The files that a build reads, by the part that each plays.
pub struct Recipe {
    /// Where the recipe lies: policies are beside it.
    home: PathBuf,
    folder: PathBuf,
    rows: Vec<Row>,
}

struct Row {
    part: String,
    format: String,
    path: String,
}

/// Why a source cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    /// A file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// A file is not what its format says.
    #[error("{path}: {fault}", path = path.display())]
    Fault {
        /// The file.
        path: PathBuf,
        /// Line, and what is there.
        fault: Fault,
    },
    /// The recipe lacks a part that a merge cannot do without.
    #[error("{recipe}: no line for the part \"{part}\"; add one with format and path", recipe = recipe.display())]
    Missing {
        /// The recipe's file or the folder of the sources.
        recipe: PathBuf,
        /// The part.
        part: String,
    },
}

impl Recipe {
    /// Reads `recipe` (columns `part format path`, a header, `#` begins a comment line); paths lie under `folder`.
    ///
    /// # Errors
    /// A recipe that cannot be read, a line of another form, a format that biospan does not know.
    pub fn read(recipe: &Path, folder: &Path) -> Result<Recipe, RecipeError> {
        let text = std::fs::read_to_string(recipe).map_err(|source| RecipeError::File { path: recipe.to_owned(), source })?;
        let mut rows = Vec::new();
        for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
            let fault = |what| RecipeError::Fault { path: recipe.to_owned(), fault: Fault { line: index + 1, what } };
            let [part, format, path] = line.split('\t').collect::<Vec<_>>()[..] else {
                return Err(fault("expected 3 columns: part format path".to_owned()));
            };
            if import::format(format).is_none() {
                return Err(fault(format!("unknown format \"{format}\"; `biospan dict import --help` lists those there are")));
            }
            rows.push(Row { part: part.to_owned(), format: format.to_owned(), path: path.to_owned() });
        }
        Ok(Recipe { home: recipe.parent().unwrap_or(Path::new("")).to_owned(), folder: folder.to_owned(), rows })
    }

    /// The joins that `policy/refused-joins.tsv` beside the recipe forbids.
    ///
    /// # Errors
    /// See [`Refused::read`].
    pub fn refused(&self) -> Result<Refused, RecipeError> {
        Refused::read(&self.home.join("policy/refused-joins.tsv"))
    }

    /// The parts that the recipe names, each once, sorted.
    #[must_use]
    pub fn parts(&self) -> std::collections::BTreeSet<&str> {
        self.rows.iter().map(|row| row.part.as_str()).collect()
    }

    /// All that the files of one part say, in the recipe's order.
    ///
    /// # Errors
    /// No such part, a file that cannot be read, a line that is not what its format says.
    pub fn contents(&self, part: &str) -> Result<Contents, RecipeError> {
        let mut all = Contents::default();
        let mut known = false;
        for row in self.rows.iter().filter(|row| row.part == part) {
            known = true;
            let path = self.folder.join(&row.path);
            let mut contents = read(&path, &row.format)?;
            if let Some(fault) = contents.faults.into_iter().next() {
                return Err(RecipeError::Fault { path, fault });
            }
            all.entries.append(&mut contents.entries);
            all.mappings.append(&mut contents.mappings);
        }
        if known { Ok(all) } else { Err(RecipeError::Missing { recipe: self.folder.clone(), part: part.to_owned() }) }
    }
}

/// Reads one file, unpacked if it is gzipped.
///
/// # Errors
/// A file that cannot be read to its end; bad lines stand in [`Contents::faults`].
pub fn read(path: &Path, format: &str) -> Result<Contents, RecipeError> {
    let file_error = |source| RecipeError::File { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(file_error)?;
    let unpacked: Box<dyn Read> =
        if path.extension().is_some_and(|extension| extension == "gz") { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut contents = Contents::default();
    let format = import::format(format).ok_or_else(|| RecipeError::Missing { recipe: path.to_owned(), part: format.to_owned() })?;
    (format.read)(&mut BufReader::with_capacity(1 << 16, unpacked), &mut contents)
        .map_err(|fault| RecipeError::Fault { path: path.to_owned(), fault })?;
    Ok(contents)
}
