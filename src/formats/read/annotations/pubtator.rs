//! PubTator's text form: `id|t|title`, `id|a|abstract`, then lines of `id start end text type identifier` with tabs.

use std::ops::Range;

use super::layout::Layout;
use super::{AnnotatedDocument, Annotation, Fault, Field, Part, Quantity, Read, columns, identifiers, lines, named};
use crate::eval::annotated::TypeNames;

/// Whether a file begins as one of this form does.
pub fn recognise(content: &str) -> bool {
    let first = content.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    part(first).is_some()
}

/// The identifier, the letter of the part and its text of a line with text.
fn part(line: &str) -> Option<(&str, char, &str)> {
    let (id, rest) = line.split_once('|')?;
    let (letter, text) = rest.split_once('|')?;
    let letter = letter.chars().next().filter(|_| letter.len() == 1)?;
    (!id.is_empty() && id.len() < 64 && !id.contains(char::is_whitespace) && matches!(letter, 't' | 'a')).then_some((id, letter, text))
}

#[derive(Default)]
struct Open {
    id: Field,
    layout: Layout,
    next: i64,
    has_text: bool,
    rows: Vec<Range<usize>>,
}

/// Reads the file.
pub fn read(content: &str, types: &TypeNames) -> Read {
    let mut read = Read::default();
    let mut open: Option<Open> = None;
    for line in lines(content) {
        let written = &content[line.clone()];
        if written.trim().is_empty() {
            close(open.take(), content, types, &mut read);
        } else if let Some((id, letter, text)) = part(written) {
            // Some files leave the empty line between documents out.
            if open.as_ref().is_some_and(|open| letter == 't' || open.id.value != id) {
                close(open.take(), content, types, &mut read);
            }
            let place = line.start..line.start + id.len();
            let open = open.get_or_insert_with(|| Open { id: Field { value: id.to_owned(), place }, ..Open::default() });
            open.layout.push(Some(open.next), text);
            open.next += text.chars().count() as i64 + 1;
            open.has_text = true;
        } else if let Some(open) = &mut open {
            open.rows.push(line);
        } else {
            read.faults.push(Fault::form(line, "this line belongs to no document; expected id|t|title before it"));
        }
    }
    close(open, content, types, &mut read);
    read
}

fn close(open: Option<Open>, content: &str, types: &TypeNames, read: &mut Read) {
    let Some(open) = open else { return };
    let text = open.has_text.then(|| open.layout.finish());
    let mut document = AnnotatedDocument { id: open.id, text, annotations: Vec::new() };
    for row in open.rows {
        let cells = columns(content, &row);
        let number = |index: usize| cells.get(index).and_then(|cell| cell.value.trim().parse::<i64>().ok());
        // A relation: id, its name, two identifiers or more.
        if cells.len() >= 4 && number(1).is_none() {
            continue;
        }
        let (Some(start), Some(end), true) = (number(1), number(2), cells.len() >= 5) else {
            let what = "expected id, start, end, text, type and identifier, parted by tabs";
            read.faults.push(Fault::form(row, what));
            continue;
        };
        if cells[0].value != document.id.value {
            let message = format!("this line is about \"{}\" and stands under document \"{}\"", cells[0].value, document.id.value);
            read.faults.push(Fault::form(cells[0].place.clone(), message));
            continue;
        }
        let entity_type = named(types, cells[4].clone());
        let ids = cells.get(5).map(|cell| identifiers(cell, content, &entity_type.value)).unwrap_or_default();
        let part = Part {
            start,
            end,
            span: document.text.as_ref().and_then(|text| text.bytes(start, end)),
            base: 0,
            numbers: vec![(cells[1].place.clone(), Quantity::Start), (cells[2].place.clone(), Quantity::End)],
        };
        let removal = vec![super::whole_line(content, &row)];
        document.annotations.push(Annotation {
            place: row,
            parts: vec![part],
            text: Some(cells[3].clone()),
            entity_type,
            ids,
            name: None,
            score: None,
            removal,
        });
    }
    read.documents.push(document);
}
