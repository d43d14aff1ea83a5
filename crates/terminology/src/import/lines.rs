//! Lines and tables of text, as most releases come.

use std::io::BufRead;

use super::{Fault, Sink};

/// Reads lines without their ends; `visit` gets the number from 1 and the line. A line that is not UTF-8 is a fault.
///
/// # Errors
/// A read error, with the line at which it came.
pub(super) fn each_line(
    input: &mut dyn BufRead,
    sink: &mut dyn Sink,
    mut visit: impl FnMut(usize, &str, &mut dyn Sink) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut buffer = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        buffer.clear();
        let read = input.read_until(b'\n', &mut buffer);
        if read.map_err(|error| Fault { line: number, what: format!("cannot be read any further: {error}") })? == 0 {
            return Ok(());
        }
        match std::str::from_utf8(&buffer) {
            Ok(line) => {
                let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { line };
                visit(number, line.trim_end_matches(['\n', '\r']), sink)?;
            }
            Err(_) => sink.fault(Fault { line: number, what: "bytes that are not UTF-8; expected UTF-8 text".to_owned() }),
        }
    }
}

/// What a table with a header looks like.
pub(super) struct Layout {
    /// Columns that must be there.
    pub(super) needed: &'static [&'static str],
    /// Columns that are read if they are there.
    pub(super) optional: &'static [&'static str],
}

/// One line of a table.
pub(super) struct Row<'a> {
    /// Line from 1.
    pub(super) line: usize,
    layout: &'a Layout,
    positions: &'a [Option<usize>],
    fields: &'a [&'a str],
}

impl<'a> Row<'a> {
    /// The field under `column`, without quotes and blanks around it; empty if the table has no such column.
    pub(super) fn get(&self, column: &str) -> &'a str {
        let names = self.layout.needed.iter().chain(self.layout.optional);
        let position = names.zip(self.positions).find_map(|(&name, &position)| if name == column { position } else { None });
        let field = position.map_or("", |position| self.fields[position]).trim();
        field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
    }
}

/// A tab-separated table that is read line by line and by the names of its columns.
pub(super) struct Table<'a> {
    layout: &'a Layout,
    /// Where each column of the layout stands, and how many there are in all; `None` above the header.
    header: Option<(Vec<Option<usize>>, usize)>,
}

impl<'a> Table<'a> {
    pub(super) fn new(layout: &'a Layout) -> Table<'a> {
        Table { layout, header: None }
    }

    /// Takes a line: the header first, then rows. `visit` says what is wrong with a row, if anything.
    ///
    /// # Errors
    /// A header without a needed column.
    pub(super) fn line(
        &mut self,
        number: usize,
        line: &str,
        sink: &mut dyn Sink,
        visit: impl FnOnce(&Row<'_>, &mut dyn Sink) -> Result<(), String>,
    ) -> Result<(), Fault> {
        if line.is_empty() {
            return Ok(());
        }
        let Some((positions, width)) = &self.header else {
            self.header = Some((find_columns(self.layout, line, number)?, line.split('\t').count()));
            return Ok(());
        };
        let fields: Vec<&str> = line.split('\t').collect();
        let fault = if fields.len() == *width {
            visit(&Row { line: number, layout: self.layout, positions, fields: &fields }, sink).err()
        } else {
            Some(format!("{} columns; expected {width} as in the header", fields.len()))
        };
        if let Some(what) = fault {
            sink.fault(Fault { line: number, what });
        }
        Ok(())
    }

    /// # Errors
    /// A file that ended before its header.
    pub(super) fn end(self) -> Result<(), Fault> {
        let names = self.layout.needed.join(", ");
        self.header.map(|_| ()).ok_or_else(|| Fault { line: 1, what: format!("no header; expected one with the columns {names}") })
    }
}

/// Reads a whole table; see [`Table`].
///
/// # Errors
/// No header, a header without a needed column, a read error.
pub(super) fn each_row(
    input: &mut dyn BufRead,
    sink: &mut dyn Sink,
    layout: &Layout,
    mut visit: impl FnMut(&Row<'_>, &mut dyn Sink) -> Result<(), String>,
) -> Result<(), Fault> {
    let mut table = Table::new(layout);
    each_line(input, sink, |number, line, sink| table.line(number, line, sink, &mut visit))?;
    table.end()
}

fn find_columns(layout: &Layout, line: &str, number: usize) -> Result<Vec<Option<usize>>, Fault> {
    let names: Vec<&str> = line.split('\t').map(|name| name.trim().trim_matches('"')).collect();
    let position = |column: &&str| names.iter().position(|name| name == column);
    if let Some(missing) = layout.needed.iter().find(|column| position(column).is_none()) {
        return Err(Fault { line: number, what: format!("no column \"{missing}\" in the header; expected {}", layout.needed.join(", ")) });
    }
    Ok(layout.needed.iter().chain(layout.optional).map(position).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Contents;

    #[test]
    fn lines_come_without_marks_and_ends_and_bad_bytes_are_named() {
        let mut contents = Contents::default();
        let mut lines = Vec::new();
        each_line(&mut &b"\xef\xbb\xbfone\r\n\xff\nthree"[..], &mut contents, |number, line, _| {
            lines.push((number, line.to_owned()));
            Ok(())
        })
        .unwrap();
        assert_eq!(lines, [(1, "one".to_owned()), (3, "three".to_owned())]);
        assert_eq!(contents.faults[0].to_string(), "line 2: bytes that are not UTF-8; expected UTF-8 text");
    }

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        const LAYOUT: Layout = Layout { needed: &["id"], optional: &["name", "other"] };
        let mut rows = Vec::new();
        each_row(&mut &b"name\tx\tid\n\"a b\"\t\t 1 \n"[..], &mut Contents::default(), &LAYOUT, |row, _| {
            rows.push([row.get("id"), row.get("name"), row.get("other")].map(str::to_owned));
            Ok(())
        })
        .unwrap();
        assert_eq!(rows, [["1", "a b", ""]]);
    }
}
