//! Files of lines and columns: tabs, commas with quotes, or bars; columns by the header's names where there is one.

use std::io::BufRead;

use csv::{ReaderBuilder, StringRecord};

use super::{Fault, Sink};

/// How a file's lines are cut.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    /// The byte between two columns.
    pub delimiter: u8,
    /// Whether `"` encloses a column.
    pub quotes: bool,
    /// The columns' names in order, for files without a header.
    pub headerless: Option<&'static [&'static str]>,
}

/// Tabs and a header.
pub(super) const TABS: Layout = Layout { delimiter: b'\t', quotes: false, headerless: None };

/// Whether a header's column is the one of this name; `name` may list spellings of several releases (`STAR|stars`).
fn is_column(column: &str, name: &str) -> bool {
    let column = column.trim_start_matches('\u{feff}').trim_start_matches('#');
    name.split('|').any(|spelling| column.eq_ignore_ascii_case(spelling))
}

/// Calls `each` with the columns of `names` (in that order) and the line's number, for every line. What it returns as
/// an error is the line's fault; so is a line that is too short.
///
/// # Errors
/// The file cannot be read, or its header lacks one of the columns.
pub(super) fn read<const N: usize>(
    input: &mut dyn BufRead,
    layout: Layout,
    names: [&str; N],
    sink: &mut dyn Sink,
    mut each: impl FnMut([&str; N], usize, &mut dyn Sink) -> Result<(), String>,
) -> Result<(), Fault> {
    let mut reader = ReaderBuilder::new()
        .delimiter(layout.delimiter)
        .quoting(layout.quotes)
        .has_headers(layout.headerless.is_none())
        .flexible(true)
        .from_reader(input);
    let header = match layout.headerless {
        Some(columns) => StringRecord::from(columns.to_vec()),
        None => reader.headers().map_err(|error| fault(&error, 1))?.clone(),
    };
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        *place = header.iter().position(|column| is_column(column, name)).ok_or_else(|| {
            let what = format!(
                "no column \"{name}\"; the header must have {}, it has {}",
                names.join(", "),
                header.iter().collect::<Vec<_>>().join(", ")
            );
            Fault { line: 1, what }
        })?;
    }
    let mut record = StringRecord::new();
    let mut last = 1;
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => {
                sink.fault(fault(&error, last + 1));
                continue;
            }
            Err(error) => return Err(fault(&error, last + 1)),
        }
        last = record.position().map_or(last + 1, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        if let Err(what) = line(&record, &places, header.len(), last, sink, &mut each) {
            sink.fault(Fault { line: last, what });
        }
    }
}

fn line<const N: usize>(
    record: &StringRecord,
    places: &[usize; N],
    columns: usize,
    number: usize,
    sink: &mut dyn Sink,
    each: &mut impl FnMut([&str; N], usize, &mut dyn Sink) -> Result<(), String>,
) -> Result<(), String> {
    let mut fields = [""; N];
    for (field, place) in fields.iter_mut().zip(places) {
        *field = record.get(*place).ok_or_else(|| format!("{} columns; expected {columns}", record.len()))?.trim();
    }
    each(fields, number, sink)
}

fn fault(error: &csv::Error, line: usize) -> Fault {
    let line = error.position().map_or(line, |position| usize::try_from(position.line()).unwrap_or(line));
    Fault { line, what: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Contents;

    fn rows(text: &str) -> (Vec<String>, Vec<String>) {
        let (mut rows, mut sink) = (Vec::new(), Contents::default());
        let read = read(&mut text.as_bytes(), TABS, ["b", "a"], &mut sink, |[b, a], line, _| {
            rows.push(format!("{line}:{b}:{a}"));
            if b == "bad" { Err("bad".to_owned()) } else { Ok(()) }
        });
        let faults = sink.faults.iter().map(ToString::to_string).chain(read.err().map(|fault| fault.to_string()));
        (rows, faults.collect())
    }

    #[test]
    fn columns_are_found_by_name_and_bad_lines_are_named() {
        let cases = [
            ("any order, more columns", "a\tx\tb\n1\t2\t3\n", vec!["2:3:1"], vec![]),
            ("a byte order mark and a # before the header", "\u{feff}#a\tb\n1\t2\n", vec!["2:2:1"], vec![]),
            ("quotes are text", "a\tb\n\"1\t2\n", vec!["2:2:\"1"], vec![]),
            ("a short line", "a\tb\n1\n3\t4\n", vec!["3:4:3"], vec!["line 2: 1 columns; expected 2"]),
            ("a line that the reader refuses", "a\tb\n1\tbad\n", vec!["2:bad:1"], vec!["line 2: bad"]),
            ("no such column", "a\tc\n1\t2\n", vec![], vec!["line 1: no column \"b\"; the header must have b, a, it has a, c"]),
        ];
        for (name, text, expected, faults) in cases {
            let found = rows(text);
            assert_eq!(found.0, expected, "{name}");
            assert_eq!(found.1, faults, "{name}");
        }
    }
}
