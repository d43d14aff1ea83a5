//! Files of rows under a header: columns are found by name, never by position.

use std::collections::HashMap;
use std::io::BufRead;

use csv::StringRecord;

use super::{Entry, Fault, Scope, Sink, Synonym, Xref, curie_of, entry::Relation, fits};

/// A column, by the names that releases give it (compared without case).
pub(super) type Column = &'static [&'static str];

/// How rows are written.
pub(super) struct Rows {
    pub delimiter: u8,
    /// Whether a field may stand in double quotes; else a quote is a letter like any other.
    pub quoted: bool,
    /// The columns without which the file is another one.
    pub needed: &'static [Column],
}

/// Tab-separated rows in which a quote means nothing.
pub(super) const fn tabs(needed: &'static [Column]) -> Rows {
    Rows { delimiter: b'\t', quoted: false, needed }
}

/// One row under the header.
pub(super) struct Row<'r> {
    header: &'r HashMap<String, usize>,
    record: &'r StringRecord,
    /// From 1.
    pub line: usize,
}

impl<'r> Row<'r> {
    /// The field of a column without blanks around it; empty if the file has no such column or the field says none
    /// (`-`).
    pub fn get(&self, column: Column) -> &'r str {
        let field = column.iter().find_map(|name| self.header.get(*name)).and_then(|&index| self.record.get(index)).unwrap_or_default();
        let field = field.trim();
        if field == "-" { "" } else { field }
    }

    /// The values of a column of several, between any of `separators`.
    pub fn list(&self, column: Column, separators: &'static [char]) -> impl Iterator<Item = &'r str> {
        self.get(column).split(separators).map(str::trim).filter(|value| !value.is_empty() && *value != "-")
    }

    /// The identifier of a column as a CURIE of `prefix`.
    pub fn id(&self, column: Column, prefix: &str) -> Result<String, String> {
        id(column, prefix, self.get(column))
    }

    /// The identifiers of a column of one or more, with `|` between them.
    pub fn ids(&self, column: Column, prefix: &str) -> Result<Vec<String>, String> {
        self.get(column).split('|').map(|field| id(column, prefix, field)).collect()
    }

    /// A field that must not be empty.
    pub fn text(&self, column: Column) -> Result<String, String> {
        match self.get(column) {
            "" => Err(format!("column \"{}\" is empty; expected a name", column[0])),
            field => Ok(field.to_owned()),
        }
    }
}

fn id(column: Column, prefix: &str, field: &str) -> Result<String, String> {
    let curie = curie_of(prefix, field);
    if fits(&curie) { Ok(curie) } else { Err(format!("column \"{}\": expected an identifier of {prefix}, found \"{field}\"", column[0])) }
}

impl Entry {
    /// Adds the values of a column as names of one scope.
    pub(super) fn names<'r>(&mut self, field: &str, scope: Scope, names: impl Iterator<Item = &'r str>) {
        self.synonyms.extend(names.map(|text| Synonym { text: text.to_owned(), scope, field: field.to_owned() }));
    }

    /// Adds the values of a column as identifiers of `prefix`; `0` is no identifier.
    pub(super) fn identifiers<'r>(&mut self, prefix: &str, locals: impl Iterator<Item = &'r str>) {
        let known = locals.filter(|local| *local != "0");
        self.xrefs.extend(known.map(|local| Xref { curie: curie_of(prefix, local), relation: Relation::Exact }));
    }
}

/// Reads the rows below the header and hands each to `take`, whose error becomes the fault of the line. Lines before the
/// header begin with `#`.
pub(super) fn read(
    form: &Rows,
    input: &mut dyn BufRead,
    sink: &mut dyn Sink,
    mut take: impl FnMut(&Row<'_>, &mut dyn Sink) -> Result<(), String>,
) -> Result<(), Fault> {
    let (header, above) = header(form, input)?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(form.delimiter).quoting(form.quoted).has_headers(false).flexible(true).from_reader(input);
    let mut record = StringRecord::new();
    let columns = header.values().max().map_or(0, |last| last + 1);
    loop {
        let more = reader.read_record(&mut record);
        let before = more.as_ref().err().and_then(csv::Error::position).or_else(|| record.position());
        let line = above + before.map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let outcome = match more {
            Ok(false) => return Ok(()),
            Ok(true) if record.len() != columns => Err(format!("expected {columns} columns as in the header, found {}", record.len())),
            Ok(true) => take(&Row { header: &header, record: &record, line }, sink),
            Err(error) => match error.kind() {
                csv::ErrorKind::Utf8 { .. } => Err("not UTF-8; expected text in UTF-8".to_owned()),
                _ => return Err(Fault { line, what: error.to_string() }),
            },
        };
        if let Err(what) = outcome {
            sink.fault(Fault { line, what });
        }
    }
}

/// The columns by name in lower case, and how many lines the header and what stands above it take.
fn header(form: &Rows, input: &mut dyn BufRead) -> Result<(HashMap<String, usize>, usize), Fault> {
    let delimiter = char::from(form.delimiter);
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes).map_err(|error| Fault { line, what: error.to_string() })?;
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
        let mut columns = HashMap::new();
        for (index, name) in text.trim_start_matches('#').split(delimiter).enumerate() {
            let name = if form.quoted { name.trim_matches('"') } else { name };
            columns.entry(name.trim().to_lowercase()).or_insert(index);
        }
        let missing = form.needed.iter().find(|names| !names.iter().any(|name| columns.contains_key(*name)));
        match missing {
            None => return Ok((last_column_counted(columns, text, delimiter), line)),
            Some(names) if read == 0 || !text.starts_with('#') => {
                let what = format!("expected a header with the column \"{}\", found \"{}\"", names.join("\" or \""), shortened(text));
                return Err(Fault { line, what });
            }
            Some(_) => {}
        }
    }
    // The loop ends at the latest where the input does.
    Ok((HashMap::new(), 0))
}

/// A header may name its last column twice; rows are still as long as the whole header.
fn last_column_counted(mut columns: HashMap<String, usize>, text: &str, delimiter: char) -> HashMap<String, usize> {
    columns.insert(String::new(), text.split(delimiter).count() - 1);
    columns
}

fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let head: String = letters.by_ref().take(80).collect();
    if letters.next().is_some() { format!("{head}…") } else { head }
}
