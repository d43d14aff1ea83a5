//! brat's stand-off form: `T1<tab>Type 0 4;9 12<tab>words` in `.ann` beside the text in `.txt`; `N1<tab>Reference T1 MESH:D1<tab>name`
//! gives identifiers.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{AnnotatedDocument, AnnotatedText, Annotation, Fault, Field, Identifier, Part, Quantity, Read};
use super::{columns, identifiers, lines, named, whole_line};
use crate::eval::annotated::TypeNames;

/// Reads the file; `id` is the name that it shares with its text.
pub fn read(content: &str, id: &str, text: Option<AnnotatedText>, types: &TypeNames) -> Read {
    let mut read = Read::default();
    let mut document = AnnotatedDocument { id: Field { value: id.to_owned(), place: 0..0 }, text, annotations: Vec::new() };
    let mut labels: HashMap<&str, usize> = HashMap::new();
    for line in lines(content).filter(|line| content[line.clone()].starts_with('T')) {
        let label = content[line.clone()].split('\t').next().unwrap_or("");
        match annotation(content, &line, types, document.text.as_ref()) {
            Ok(_) if labels.contains_key(label) => {
                read.faults.push(Fault::form(line, format!("{label} is there twice; give each annotation a number of its own")));
            }
            Ok(annotation) => {
                labels.insert(label, document.annotations.len());
                document.annotations.push(annotation);
            }
            Err(message) => read.faults.push(Fault::form(line, message)),
        }
    }
    let mut named_elsewhere = HashSet::new();
    for line in lines(content).filter(|line| !content[line.clone()].starts_with('T')) {
        let written = &content[line.clone()];
        match written.bytes().next() {
            None | Some(b'#') => {}
            Some(b'N') => match reference(content, &line, &labels) {
                Ok((index, name, place)) => {
                    let annotation = &mut document.annotations[index];
                    let field = Field { value: content[place.clone()].to_owned(), place };
                    let found: Vec<Identifier> = identifiers(&field, content, &annotation.entity_type.value);
                    annotation.ids.extend(found);
                    annotation.name = name;
                    annotation.removal.push(whole_line(content, &line));
                }
                Err(message) => read.faults.push(Fault::form(line, message)),
            },
            Some(b'R' | b'E' | b'A' | b'M' | b'*') => named_elsewhere.extend(written.split([' ', '\t', ':']).skip(1)),
            Some(_) => read.faults.push(Fault::form(line, "expected a line of brat, which begins with T, N, R, E, A, M, * or #")),
        }
    }
    // A note or relation would be left behind alone.
    for (label, index) in labels {
        if named_elsewhere.contains(label) {
            document.annotations[index].removal.clear();
        }
    }
    read.documents.push(document);
    read
}

fn annotation(content: &str, line: &Range<usize>, types: &TypeNames, text: Option<&AnnotatedText>) -> Result<Annotation, String> {
    let what = "expected T and a number, a tab, the type and the span, a tab, the words";
    let cells = columns(content, line);
    let [_, place, words] = &cells[..] else { return Err(what.to_owned()) };
    let (entity_type, spans) = place.value.split_once(' ').ok_or(what)?;
    let typed = Field { value: entity_type.to_owned(), place: place.place.start..place.place.start + entity_type.len() };
    let mut at = typed.place.end + 1;
    let mut parts = Vec::new();
    for span in spans.split(';') {
        let (start, end) = span.split_once(' ').ok_or(what)?;
        let places = [at..at + start.len(), at + start.len() + 1..at + span.len()];
        at += span.len() + 1;
        let number = |written: &str| written.parse::<i64>().map_err(|_| format!("\"{written}\" is no offset; {what}"));
        let (start, end) = (number(start)?, number(end)?);
        let [start_place, end_place] = places;
        let numbers = vec![(start_place, Quantity::Start), (end_place, Quantity::End)];
        parts.push(Part { start, end, span: text.and_then(|text| text.bytes(start, end)), base: 0, numbers });
    }
    Ok(Annotation {
        place: line.clone(),
        parts,
        text: Some(words.clone()),
        entity_type: named(types, typed),
        removal: vec![whole_line(content, line)],
        ..Annotation::default()
    })
}

/// The annotation that a line of normalization is about, the name it gives, and the place of its identifier.
fn reference(content: &str, line: &Range<usize>, labels: &HashMap<&str, usize>) -> Result<(usize, Option<Field>, Range<usize>), String> {
    let cells = columns(content, line);
    let what = "expected N and a number, a tab, Reference, T and a number, an identifier";
    let middle = cells.get(1).ok_or(what)?;
    let mut words = middle.value.splitn(3, ' ');
    let (Some(kind), Some(label), Some(id)) = (words.next(), words.next(), words.next()) else { return Err(what.to_owned()) };
    let index = labels.get(label).ok_or_else(|| format!("{label} is not in this file"))?;
    let start = middle.place.start + kind.len() + label.len() + 2;
    let name = cells.get(2).filter(|name| !name.value.trim().is_empty()).cloned();
    Ok((*index, name, start..start + id.len()))
}
