//! The tables of a folder, with the line of everything.

use std::collections::HashMap;
use std::path::Path;

use biospan_lexicon::folder::JOINS;
use biospan_lexicon::policy::{Decision, Policy};
use biospan_lexicon::table::{self, ConceptRow};

use super::{Fault, VerifyError};

/// File and text of everything in a folder that is verified.
#[derive(Default)]
pub struct Texts {
    /// Concept tables.
    pub tables: Vec<(String, String)>,
    /// Policy files.
    pub policies: Vec<(String, String)>,
    /// `prefixes.tsv`.
    pub prefixes: (String, String),
    /// `sources.tsv`.
    pub sources: (String, String),
    /// The baseline; an empty text if there is none.
    pub baseline: (String, String),
}

impl Texts {
    /// Reads a folder.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(folder: &Path) -> Result<Texts, VerifyError> {
        let mut texts = Texts::default();
        for (name, text) in files(folder)? {
            let file = folder.join(&name).display().to_string();
            match name.as_str() {
                "prefixes.tsv" => texts.prefixes = (file, text),
                "sources.tsv" => texts.sources = (file, text),
                super::BASELINE => texts.baseline = (file, text),
                // What it holds is known by its header: other tables of the folder hold no concepts.
                _ if text.starts_with("id\ttype\t") => texts.tables.push((file, text)),
                _ => {}
            }
        }
        let policies = folder.join("policy");
        if policies.is_dir() {
            let named = |(name, text): (String, String)| (policies.join(name).display().to_string(), text);
            let decides = |(name, _): &(String, String)| !JOINS.contains(&name.as_str());
            texts.policies = files(&policies)?.into_iter().filter(decides).map(named).collect();
        }
        Ok(texts)
    }
}

/// Name and text of the tables of a folder, sorted by name.
fn files(folder: &Path) -> Result<Vec<(String, String)>, VerifyError> {
    let fault = |path: &Path| {
        let path = path.to_owned();
        move |source| VerifyError { path, source }
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault(folder))? {
        let path = entry.map_err(fault(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).map_err(fault(&path))?));
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// A row of a concept table and where it stands.
pub struct Row<'a> {
    /// The file.
    pub file: &'a str,
    /// Line from 1.
    pub line: usize,
    /// What it says.
    pub concept: ConceptRow<'a>,
}

impl Row<'_> {
    /// A fault of the row.
    pub fn fault(&self, code: &'static str, subject: impl Into<String>, message: impl Into<String>) -> Fault {
        Fault { file: self.file.to_owned(), line: self.line, code, subject: subject.into(), message: message.into() }
    }

    /// What took the place of its identifier; several where it was split.
    pub fn successors(&self) -> impl Iterator<Item = &str> {
        self.concept.replaced_by.split('|').filter(|id| !id.is_empty())
    }

    /// Whether its identifier is in use.
    pub fn is_living(&self) -> bool {
        self.concept.replaced_by.is_empty()
    }
}

/// A row of a policy file and where it stands.
pub struct PolicyRow<'a> {
    /// The file.
    pub file: &'a str,
    /// Line from 1.
    pub line: usize,
    /// What it says.
    pub decision: Decision,
}

impl PolicyRow<'_> {
    /// A fault of the row.
    pub fn fault(&self, code: &'static str, message: impl Into<String>) -> Fault {
        let Decision { name, entity_type, action, argument, .. } = &self.decision;
        let subject = format!("{name} {entity_type} {} {argument}", action.word()).trim_end().to_owned();
        Fault { file: self.file.to_owned(), line: self.line, code, subject, message: message.into() }
    }
}

/// Everything that could be read.
pub struct Tables<'a> {
    /// Concepts in the order of the files.
    pub rows: Vec<Row<'a>>,
    /// Row of each identifier; of the first, where it stands twice.
    pub by_id: HashMap<&'a str, usize>,
    /// Decisions in the order of the files.
    pub policy: Vec<PolicyRow<'a>>,
    /// Prefix and pattern.
    pub prefixes: HashMap<&'a str, regex::Regex>,
    /// Code, and whether names from the source may be passed on.
    pub sources: HashMap<&'a str, bool>,
}

impl<'a> Tables<'a> {
    /// Reads the texts; what cannot be read is a fault.
    pub fn read(texts: &'a Texts, faults: &mut Vec<Fault>) -> Tables<'a> {
        let mut tables =
            Tables { rows: Vec::new(), by_id: HashMap::new(), policy: Vec::new(), prefixes: HashMap::new(), sources: HashMap::new() };
        let unreadable = |file: &str, line, message: String| {
            let subject = format!("{file} {line}");
            Fault { file: file.to_owned(), line, code: "unreadable", subject, message }
        };
        for (file, text) in &texts.tables {
            let mut line = 1;
            let rows = &mut tables.rows;
            let read = table::read(file, text, |concept| {
                line += 1;
                rows.push(Row { file, line, concept });
            });
            faults.extend(read.err().map(|error| unreadable(file, error.line, error.fault)));
        }
        for (file, text) in &texts.policies {
            faults.extend(Policy::default().read(file, text).err().map(|error| unreadable(file, error.line, error.fault)));
            for (index, line) in text.lines().enumerate().skip(1) {
                tables.policy.extend(biospan_lexicon::policy::decision(line).ok().map(|decision| PolicyRow {
                    file,
                    line: index + 1,
                    decision,
                }));
            }
        }
        let (file, text) = &texts.prefixes;
        for (index, line) in text.lines().enumerate().skip(1) {
            let mut columns = line.split('\t');
            let (prefix, pattern) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
            match regex::Regex::new(pattern) {
                Ok(pattern) => drop(tables.prefixes.insert(prefix, pattern)),
                Err(error) => faults.push(unreadable(file, index + 1, format!("the pattern of {prefix} is none: {error}"))),
            }
        }
        for columns in texts.sources.1.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
            tables.sources.insert(columns[0], columns.get(4) == Some(&"yes"));
        }
        for (index, row) in tables.rows.iter().enumerate() {
            // The identifier is borrowed from the text, not from the row.
            if let std::borrow::Cow::Borrowed(id) = row.concept.id {
                tables.by_id.entry(id).or_insert(index);
            }
        }
        tables
    }

    /// The row of an identifier.
    pub fn row(&self, id: &str) -> Option<&Row<'a>> {
        self.by_id.get(id).and_then(|index| self.rows.get(*index))
    }
}
