//! MeSH's official XML: `descYYYY.xml` and `suppYYYY.xml`, record by record.

use std::io::{self, BufRead, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::chemical_id::curie;
use super::{Entry, Fault, Format, Sink, Synonym, mesh};

pub(super) const FORMAT: Format = Format { name: "mesh-xml", what: "MeSH descYYYY.xml and suppYYYY.xml", read };

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(Lines { input, seen: 1 });
    let mut records = Records::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_ref().seen;
        match event {
            Ok(Event::Start(tag)) => records.start(&tag, line),
            Ok(Event::Text(text)) => records.text.push_str(&text),
            Ok(Event::GeneralRef(reference)) => match character(&reference) {
                Some(found) => records.text.push(found),
                None => records.bad.get_or_insert_with(|| format!("the entity \"&{};\" is not known", &*reference)).truncate(200),
            },
            Ok(Event::End(_)) => records.end(sink),
            Ok(Event::Eof) if records.path.is_empty() => return Ok(()),
            Ok(Event::Eof) => return Err(Fault { line, what: format!("the file ends inside {}; fetch it again", records.path.join("/")) }),
            Ok(_) => {}
            Err(error) => return Err(Fault { line, what: format!("the XML is broken here: {error}") }),
        }
    }
}

fn character(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    match (reference.resolve_char_ref(), &**reference) {
        (Ok(Some(found)), _) => Some(found),
        (_, "amp") => Some('&'),
        (_, "lt") => Some('<'),
        (_, "gt") => Some('>'),
        (_, "quot") => Some('"'),
        (_, "apos") => Some('\''),
        _ => None,
    }
}

/// Counts the lines that were read.
struct Lines<'input> {
    input: &'input mut dyn BufRead,
    seen: usize,
}

impl Read for Lines<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.input.read(bytes)
    }
}

impl BufRead for Lines<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        if let Ok(held) = self.input.fill_buf() {
            self.seen += memchr::memchr_iter(b'\n', &held[..bytes.min(held.len())]).count();
        }
        self.input.consume(bytes);
    }
}

/// The record that is open.
#[derive(Default)]
struct Records {
    /// Names of the open elements.
    path: Vec<String>,
    /// Text of the element that is open.
    text: String,
    entry: Entry,
    /// Whether the open concept is the record's own.
    own_concept: bool,
    /// The open term: lexical tag, whether it is a permuted form.
    tag: String,
    permuted: bool,
    /// The first thing of the record that is wrong.
    bad: Option<String>,
}

impl Records {
    fn start(&mut self, tag: &BytesStart<'_>, line: usize) {
        let flag = |name: &str| {
            tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name).map(|attribute| attribute.value.to_string())
        };
        match tag.name().as_ref() {
            "DescriptorRecord" => self.open("descriptor", flag("DescriptorClass"), line),
            "SupplementalRecord" => self.open("supplementary", flag("SCRClass"), line),
            "Concept" => self.own_concept = flag("PreferredConceptYN").as_deref() == Some("Y"),
            "Term" => {
                self.tag = flag("LexicalTag").unwrap_or_default();
                self.permuted = flag("IsPermutedTermYN").as_deref() == Some("Y");
            }
            _ => {}
        }
        self.path.push(tag.name().as_ref().to_owned());
        self.text.clear();
    }

    fn open(&mut self, kind: &str, class: Option<String>, line: usize) {
        self.entry = Entry { kind: format!("{kind} {}", class.unwrap_or_default()), line, ..Entry::default() };
        self.bad = None;
    }

    fn end(&mut self, sink: &mut dyn Sink) {
        let parts: Vec<&str> = self.path.iter().rev().take(3).map(String::as_str).collect();
        let text = self.text.trim();
        match parts[..] {
            ["DescriptorUI", "DescriptorRecord", ..] | ["SupplementalRecordUI", "SupplementalRecord", ..] => match curie("MESH", text) {
                Ok(id) => self.entry.id = id,
                Err(what) => self.bad = Some(what),
            },
            ["String", "DescriptorName", "DescriptorRecord"] | ["String", "SupplementalRecordName", "SupplementalRecord"] => {
                text.clone_into(&mut self.entry.name)
            }
            ["TreeNumber", "TreeNumberList", ..] => self.entry.groups.push(text.to_owned()),
            // A star marks the main one of several headings.
            ["DescriptorUI", "DescriptorReferredTo", "HeadingMappedTo"] => match curie("MESH", text.trim_start_matches('*')) {
                Ok(id) => self.entry.part_of.push(id),
                Err(what) => self.bad = Some(what),
            },
            ["RegistryNumber", ..] if self.own_concept => self.entry.xrefs.extend(mesh::registry(text)),
            ["String", "Term", ..] if !self.permuted && text != self.entry.name => {
                let scope = mesh::scope(self.own_concept, &self.tag);
                self.entry.synonyms.push(Synonym { text: text.to_owned(), scope, field: self.tag.clone() });
            }
            ["DescriptorRecord" | "SupplementalRecord", ..] => self.close(sink),
            _ => {}
        }
        self.path.pop();
        self.text.clear();
    }

    fn close(&mut self, sink: &mut dyn Sink) {
        let entry = std::mem::take(&mut self.entry);
        let line = entry.line;
        if let Some(what) = self.bad.take() {
            sink.fault(Fault { line, what });
        } else if entry.id.is_empty() || entry.name.is_empty() {
            sink.fault(Fault { line, what: "a record without identifier (UI) or name (String)".to_owned() });
        } else {
            sink.entry(entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::Contents;
    use crate::import::testing::{faults_of, parse};

    const DESCRIPTOR: &str = r#"<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "desc.dtd">
<DescriptorRecordSet LanguageCode="eng">
<DescriptorRecord DescriptorClass="1">
 <DescriptorUI>D000001</DescriptorUI>
 <DescriptorName><String>Acid &amp; Base</String></DescriptorName>
 <PharmacologicalActionList><PharmacologicalAction><DescriptorReferredTo><DescriptorUI>D000900</DescriptorUI>
  <DescriptorName><String>Other</String></DescriptorName></DescriptorReferredTo></PharmacologicalAction></PharmacologicalActionList>
 <TreeNumberList><TreeNumber>D03.1</TreeNumber><TreeNumber>D04.2</TreeNumber></TreeNumberList>
 <ConceptList>
  <Concept PreferredConceptYN="Y"><ConceptUI>M1</ConceptUI><ConceptName><String>Acid &amp; Base</String></ConceptName>
   <RegistryNumberList><RegistryNumber>7732-18-5</RegistryNumber><RegistryNumber>0</RegistryNumber></RegistryNumberList>
   <TermList>
    <Term ConceptPreferredTermYN="Y" IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="Y"><TermUI>T1</TermUI><String>Acid &amp; Base</String></Term>
    <Term ConceptPreferredTermYN="N" IsPermutedTermYN="Y" LexicalTag="NON" RecordPreferredTermYN="N"><TermUI>T1</TermUI><String>Base, Acid</String></Term>
    <Term ConceptPreferredTermYN="N" IsPermutedTermYN="N" LexicalTag="ABX" RecordPreferredTermYN="N"><TermUI>T2</TermUI><String>A&#946;B</String></Term>
   </TermList></Concept>
  <Concept PreferredConceptYN="N"><ConceptUI>M2</ConceptUI><ConceptName><String>Salt</String></ConceptName>
   <RegistryNumberList><RegistryNumber>059QF0KO0R</RegistryNumber></RegistryNumberList>
   <TermList><Term ConceptPreferredTermYN="Y" IsPermutedTermYN="N" LexicalTag="NON" RecordPreferredTermYN="N"><TermUI>T3</TermUI><String>Salt</String></Term></TermList></Concept>
 </ConceptList>
</DescriptorRecord>
</DescriptorRecordSet>
"#;

    const SUPPLEMENTARY: &str = r#"<SupplementalRecordSet LanguageCode="eng">
<SupplementalRecord SCRClass="1"><SupplementalRecordUI>C000001</SupplementalRecordUI>
<SupplementalRecordName><String>acid x</String></SupplementalRecordName>
<HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo><DescriptorUI>*D000001</DescriptorUI></DescriptorReferredTo></HeadingMappedTo></HeadingMappedToList>
</SupplementalRecord></SupplementalRecordSet>
"#;

    #[test]
    fn a_descriptor_keeps_terms_trees_and_its_own_numbers() {
        let entries = parse("mesh-xml", DESCRIPTOR).entries;
        let [entry] = &entries[..] else { panic!("one record expected: {entries:?}") };
        assert_eq!(
            (entry.id.as_str(), entry.name.as_str(), entry.kind.as_str(), entry.line),
            ("MESH:D000001", "Acid & Base", "descriptor 1", 4)
        );
        assert_eq!(entry.groups, ["D03.1", "D04.2"]);
        assert_eq!(entry.xrefs.iter().map(|xref| xref.curie.as_str()).collect::<Vec<_>>(), ["CAS:7732-18-5"]);
        let terms: Vec<_> = entry.synonyms.iter().map(|term| (term.text.as_str(), term.scope.letter(), term.field.as_str())).collect();
        assert_eq!(terms, [("AβB", 'a', "ABX"), ("Salt", 'l', "NON")]);
    }

    #[test]
    fn a_supplementary_record_names_its_headings() {
        let entries = parse("mesh-xml", SUPPLEMENTARY).entries;
        let seen: Vec<_> = entries.iter().map(|entry| (entry.id.as_str(), entry.kind.as_str(), entry.part_of.concat())).collect();
        assert_eq!(seen, [("MESH:C000001", "supplementary 1", "MESH:D000001".to_owned())]);
    }

    #[test]
    fn bad_records_are_named() {
        let cases = [
            (SUPPLEMENTARY.replace("C000001", "X1"), "line 2: \"X1\" is no identifier of MESH; expected D, C or Q and digits"),
            (SUPPLEMENTARY.replace("<String>acid x</String>", ""), "line 2: a record without identifier (UI) or name (String)"),
            (SUPPLEMENTARY.replace("acid x", "acid &who; x"), "line 2: the entity \"&who;\" is not known"),
            (SUPPLEMENTARY.replace("</SupplementalRecordSet>", ""), "line 6: the file ends inside SupplementalRecordSet; fetch it again"),
        ];
        for (text, expected) in cases {
            assert_eq!(faults_of("mesh-xml", &text), [expected]);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0..DESCRIPTOR.len()) {
            let mut text = DESCRIPTOR.as_bytes().to_vec();
            text.splice(at..at, bytes);
            let _ = read(&mut &text[..], &mut Contents::default());
        }
    }
}
