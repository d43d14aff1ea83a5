//! OWL 2 as RDF/XML, in which the OBO ontologies publish `*.owl`.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::owl::{Classes, Value};
use super::{Fault, Format, Sink};

/// OWL 2 in RDF/XML.
pub const FORMAT: Format = Format { name: "owl-rdf", what: "ontologies in OWL as RDF/XML (CL, its components)", read };

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| Fault { line: 1, what: format!("cannot be read as UTF-8 text: {error}") })?;
    let mut reader = Reader::from_str(&text);
    let mut walk = Walk::default();
    let mut lines = Lines { text: &text, at: 0, line: 1 };
    loop {
        let line = lines.at(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        match reader.read_event().map_err(|error| Fault { line, what: format!("the XML is broken here: {error}") })? {
            Event::Start(tag) => walk.open(&tag, line),
            Event::Empty(tag) => {
                walk.open(&tag, line);
                walk.close();
            }
            Event::End(_) => walk.close(),
            Event::Text(text) => walk.text(&text),
            Event::CData(text) => walk.text(&text),
            Event::GeneralRef(reference) => match quick_xml::escape::resolve_predefined_entity(&reference) {
                Some(character) => walk.text(character),
                None => match reference.resolve_char_ref() {
                    Ok(Some(character)) => walk.text(character.encode_utf8(&mut [0; 4])),
                    _ => sink.fault(Fault { line, what: format!("\"&{};\" stands for nothing that we know", &*reference) }),
                },
            },
            Event::Eof if walk.elements.is_empty() => break,
            Event::Eof => return Err(Fault { line, what: "the file ends inside of an element; fetch it again".to_owned() }),
            _ => {}
        }
    }
    walk.classes.finish(sink);
    Ok(())
}

/// Counts lines as the reader goes on.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line at a byte that is not before the last one asked for.
    fn at(&mut self, at: usize) -> usize {
        let passed = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at += passed.len();
        self.line
    }
}

/// An open element.
#[derive(Default)]
struct Element {
    /// Its name without prefix: nothing that we read shares it with another meaning.
    name: String,
    about: Option<String>,
    resource: Option<String>,
    text: String,
    line: usize,
}

impl Element {
    fn new(tag: &BytesStart<'_>, line: usize) -> Element {
        let name: &str = tag;
        let name = name.split(|character: char| character.is_whitespace()).next().unwrap_or("");
        let mut element = Element { name: name.rsplit(':').next().unwrap_or(name).to_owned(), line, ..Element::default() };
        for attribute in tag.attributes().with_checks(false).filter_map(Result::ok) {
            let value = || attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned).ok();
            match attribute.key.as_ref() {
                "rdf:about" => element.about = value(),
                "rdf:resource" => element.resource = value(),
                _ => {}
            }
        }
        element
    }

    fn value(&self) -> Value {
        match &self.resource {
            Some(address) => Value::Address(address.clone()),
            None => Value::Text(self.text.trim().to_owned()),
        }
    }
}

/// What an `owl:Axiom` says: more about an annotation that stands elsewhere.
#[derive(Default)]
struct Annotated {
    source: String,
    target: String,
    synonym_kind: String,
}

#[derive(Default)]
struct Walk {
    /// The open elements, `rdf:RDF` first.
    elements: Vec<Element>,
    annotated: Annotated,
    /// Property and filler of the restriction that is open.
    restriction: (String, String),
    classes: Classes,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>, line: usize) {
        self.elements.push(Element::new(tag, line));
    }

    fn text(&mut self, text: &str) {
        if let Some(element) = self.elements.last_mut() {
            element.text.push_str(text);
        }
    }

    fn close(&mut self) {
        let Some(element) = self.elements.pop() else { return };
        match &self.elements[..] {
            [_] => self.subject(&element),
            [_, subject] if subject.name == "Axiom" => match (element.name.as_str(), element.value()) {
                ("annotatedSource", Value::Address(source)) => self.annotated.source = source,
                ("annotatedTarget", Value::Text(target)) => self.annotated.target = target,
                ("hasSynonymType", Value::Address(kind)) => self.annotated.synonym_kind = kind,
                _ => {}
            },
            [_, subject] => {
                if let (Some(class), true) = (&subject.about, matches!(subject.name.as_str(), "Class" | "Description")) {
                    match (element.name.as_str(), element.value()) {
                        ("subClassOf", Value::Address(parent)) => self.classes.parent(class, &parent, subject.line),
                        // What stands in it was taken before.
                        ("subClassOf" | "equivalentClass", _) => {}
                        (property, value) => self.classes.annotate(class, property, &value, subject.line),
                    }
                }
            }
            // <rdfs:subClassOf><owl:Restriction>
            [_, subject, axiom] if axiom.name == "subClassOf" && element.name == "Restriction" => {
                let (property, filler) = std::mem::take(&mut self.restriction);
                if let Some(class) = &subject.about {
                    self.classes.restrict(class, &property, &filler, subject.line);
                }
            }
            [_, _, _, restriction] if restriction.name == "Restriction" => match (element.name.as_str(), element.value()) {
                ("onProperty", Value::Address(property)) => self.restriction.0 = property,
                ("someValuesFrom", Value::Address(filler)) => self.restriction.1 = filler,
                _ => {}
            },
            // <owl:equivalentClass><owl:Class><owl:intersectionOf><rdf:Description rdf:about="…"/>
            [_, subject, axiom, whole, parts] => {
                let named = matches!(axiom.name.as_str(), "equivalentClass" | "subClassOf") && whole.name == "Class";
                if let (Some(class), Some(parent), true) = (&subject.about, &element.about, named && parts.name == "intersectionOf") {
                    self.classes.parent(class, parent, subject.line);
                }
            }
            _ => {}
        }
    }

    /// The end of an element directly under `rdf:RDF`.
    fn subject(&mut self, element: &Element) {
        match (element.name.as_str(), &element.about) {
            ("Axiom", _) => {
                let Annotated { source, target, synonym_kind } = std::mem::take(&mut self.annotated);
                if !synonym_kind.is_empty() {
                    self.classes.synonym_kind(&source, &target, &synonym_kind);
                }
            }
            ("Class" | "Description" | "Ontology", _) | (_, None) => {}
            (_, Some(about)) => self.classes.declare_other(about),
        }
    }
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::table::Scope;
    use proptest::prelude::*;

    use super::*;
    use crate::import::{Contents, Synonym, shared_files};

    const OBO: &str = "http://purl.obolibrary.org/obo/";

    fn contents(inner: &str) -> Result<Contents, Fault> {
        let text = format!("<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:obo=\"{OBO}\">\n{}</rdf:RDF>\n", inner.replace("OBO", OBO));
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents).map(|()| contents)
    }

    #[test]
    fn a_class_and_its_axioms_become_one_entry() {
        let inner = "<owl:Class rdf:about=\"OBOCL_1\">\n<rdfs:label xml:lang=\"en\">B &amp; T&#233;</rdfs:label>\n\
             <rdfs:subClassOf rdf:resource=\"OBOCL_2\"/><rdfs:subClassOf><owl:Restriction><owl:onProperty rdf:resource=\"OBORO_0002162\"/><owl:someValuesFrom rdf:resource=\"OBONCBITaxon_10090\"/></owl:Restriction></rdfs:subClassOf>\n\
             <owl:equivalentClass><owl:Class><owl:intersectionOf rdf:parseType=\"Collection\"><rdf:Description rdf:about=\"OBOCL_3\"/>\
             <owl:Restriction><owl:onProperty rdf:resource=\"OBORO_1\"/></owl:Restriction></owl:intersectionOf></owl:Class></owl:equivalentClass>\n\
             <oboInOwl:hasExactSynonym>BT</oboInOwl:hasExactSynonym><obo:IAO_0000028>bt</obo:IAO_0000028></owl:Class>\n\
             <owl:Axiom><owl:annotatedSource rdf:resource=\"OBOCL_1\"/><owl:annotatedTarget>BT</owl:annotatedTarget><oboInOwl:hasSynonymType rdf:resource=\"OBOOMO_0003000\"/></owl:Axiom>\n\
             <rdf:Description rdf:about=\"OBOCL_1\"><oboInOwl:hasDbXref>MESH:D1</oboInOwl:hasDbXref></rdf:Description>\n";
        let found = contents(inner).expect("it is read");
        assert_eq!(found.faults, []);
        let [entry] = &found.entries[..] else { panic!("{:?}", found.entries) };
        assert_eq!((entry.id.as_str(), entry.name.as_str(), entry.line), ("CL:1", "B & Té", 3));
        assert_eq!((&entry.parents[..], entry.taxon.as_str()), (&["CL:2".to_owned(), "CL:3".to_owned()][..], "NCBITaxon:10090"));
        let synonym = |text: &str, scope, field: &str| Synonym { text: text.to_owned(), scope, field: field.to_owned() };
        assert_eq!(entry.synonyms, [synonym("BT", Scope::Exact, "OMO:0003000"), synonym("bt", Scope::Symbol, "")]);
        assert_eq!(entry.xrefs[0].curie, "MESH:D1");
    }

    #[test]
    fn properties_and_individuals_are_no_classes() {
        for name in ["owl:ObjectProperty", "owl:NamedIndividual"] {
            let found = contents(&format!("<{name} rdf:about=\"OBOCL_1\"><rdfs:label>x</rdfs:label></{name}>")).expect("it is read");
            assert_eq!(found.entries, [], "{name}");
        }
    }

    #[test]
    fn broken_files_are_named_with_the_line() {
        let found = contents("<owl:Class rdf:about=\"OBOCL_1\">\n<rdfs:label>a&what;b</rdfs:label></owl:Class>").expect("it is read");
        assert_eq!(found.faults[0].to_string(), "line 4: \"&what;\" stands for nothing that we know");
        assert_eq!(contents("<owl:Class>\n<a></b>").expect_err("it is broken").line, 4);
        let mut sink = Contents::default();
        assert!(read(&mut "<a>\n<b>".as_bytes(), &mut sink).expect_err("it ends early").what.contains("ends inside"));
    }

    #[test]
    fn the_components_of_cl_are_read() {
        for (path, least) in [("bgo-cl-comp", 20), ("wmbo-cl-comp", 100), ("mappings", 400)] {
            shared_files::check(&format!("cl/{path}.nodef.owl.gz"), "owl-rdf", |contents| {
                let cells = contents.entries.iter().filter(|entry| entry.id.starts_with("CL:")).count();
                assert!(cells >= least, "{path}: {cells}");
            });
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "(<owl:Class rdf:about=\"|</owl:Class>|<rdfs:label>|&amp;|&#x110000;|<!\\[CDATA\\[|[<>/&;\"= aé\n]){0,40}") {
            let _ = read(&mut text.as_bytes(), &mut Contents::default());
            let _ = contents(&text);
        }
    }
}
