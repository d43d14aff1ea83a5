//! A table of spans beside a text: a header with `start` and `end` and, in any order, `text`, `type`, `id` and `name`.

use super::{AnnotatedDocument, AnnotatedText, Annotation, Fault, Field, Part, Quantity, Read};
use super::{columns, identifiers, lines, named, whole_line};
use crate::eval::annotated::TypeNames;

/// Whether a file begins with such a header.
pub fn recognise(content: &str) -> bool {
    let header: Vec<&str> = content.lines().next().unwrap_or("").split('\t').collect();
    ["start", "end"].iter().all(|column| header.contains(column))
}

/// Reads the file; `id` is the name that it shares with its text.
pub fn read(content: &str, id: &str, text: Option<AnnotatedText>, types: &TypeNames) -> Read {
    let mut read = Read::default();
    let mut document = AnnotatedDocument { id: Field { value: id.to_owned(), place: 0..0 }, text, annotations: Vec::new() };
    let mut rows = lines(content);
    let header = rows.next().map(|line| columns(content, &line)).unwrap_or_default();
    let column = |names: &[&str]| header.iter().position(|cell| names.contains(&cell.value.as_str()));
    let [start, end] = [column(&["start"]), column(&["end"])];
    let [words, entity_type, ids, name] = [column(&["text"]), column(&["type"]), column(&["id", "ids"]), column(&["name"])];
    let scores = column(&["score"]);
    for line in rows.filter(|line| !line.is_empty()) {
        let cells = columns(content, &line);
        if cells.len() != header.len() {
            let message = format!("this line has {} columns and the header {}", cells.len(), header.len());
            read.faults.push(Fault::form(line, message));
            continue;
        }
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column)).cloned();
        let number = |column: Option<usize>| cell(column).and_then(|cell| Some((cell.value.parse::<i64>().ok()?, cell.place)));
        let (Some((start, start_place)), Some((end, end_place))) = (number(start), number(end)) else {
            read.faults.push(Fault::form(line, "start or end is no whole number; expected characters from the beginning of the text"));
            continue;
        };
        let entity_type = named(types, cell(entity_type).unwrap_or_default());
        let span = document.text.as_ref().and_then(|text| text.bytes(start, end));
        let numbers = vec![(start_place, Quantity::Start), (end_place, Quantity::End)];
        document.annotations.push(Annotation {
            removal: vec![whole_line(content, &line)],
            place: line,
            parts: vec![Part { start, end, span, base: 0, numbers }],
            text: cell(words),
            ids: cell(ids).map(|cell| identifiers(&cell, content, &entity_type.value)).unwrap_or_default(),
            entity_type,
            score: cell(scores).and_then(|score| score.value.parse().ok()),
            name: cell(name).filter(|name| !name.value.is_empty()),
        });
    }
    read.documents.push(document);
    read
}
