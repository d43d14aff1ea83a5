//! OWL 2 in functional syntax, in which the editors of the Cell Ontology keep it.

use std::collections::HashMap;
use std::io::BufRead;

use super::owl::{Classes, Value, local_name};
use super::{Fault, Format, Sink};

/// OWL 2 functional syntax.
pub const FORMAT: Format = Format { name: "owl-functional", what: "ontologies in OWL functional syntax (CL's edit file)", read };

/// How deep expressions may nest: far deeper than any ontology's, shallow enough to recurse.
const DEEPEST: usize = 100;

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| Fault { line: 1, what: format!("cannot be read as UTF-8 text: {error}") })?;
    let mut parser = Parser { lexer: Lexer { text: &text, at: 0, line: 1 }, prefixes: HashMap::new() };
    let mut classes = Classes::default();
    parser.document(&mut classes, sink)?;
    classes.finish(sink);
    Ok(())
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'t> {
    Open,
    Close,
    Equals,
    /// `<http://…>` without its marks.
    Address(&'t str),
    /// A keyword or a name with a prefix.
    Name(&'t str),
    /// A quoted text, escapes resolved, its type and language dropped.
    Text(String),
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Lexer<'t> {
    fn fault(&self, what: impl Into<String>) -> Fault {
        Fault { line: self.line, what: what.into() }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip(&mut self, length: usize) -> &'t str {
        let skipped = &self.text[self.at..self.at + length];
        self.at += length;
        self.line += memchr::memchr_iter(b'\n', skipped.as_bytes()).count();
        skipped
    }

    fn skip_white_space_and_comments(&mut self) {
        loop {
            let rest = self.rest();
            let white = rest.len() - rest.trim_start().len();
            self.skip(white);
            if !self.rest().starts_with('#') {
                return;
            }
            let end = self.rest().find('\n').unwrap_or(self.rest().len());
            self.skip(end);
        }
    }

    fn next(&mut self) -> Result<Option<Token<'t>>, Fault> {
        self.skip_white_space_and_comments();
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(None) };
        let token = match first {
            '(' | ')' | '=' => {
                self.skip(1);
                if first == '(' {
                    Token::Open
                } else if first == ')' {
                    Token::Close
                } else {
                    Token::Equals
                }
            }
            '<' => {
                let end = rest.find('>').ok_or_else(|| self.fault("an address without its \">\""))?;
                Token::Address(&self.skip(end + 1)[1..end])
            }
            '"' => Token::Text(self.quoted()?),
            _ => {
                let ends = |character: char| character.is_whitespace() || matches!(character, '(' | ')' | '=' | '"' | '<');
                let length = rest.find(ends).unwrap_or(rest.len());
                Token::Name(self.skip(length))
            }
        };
        Ok(Some(token))
    }

    fn quoted(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        let mut escaped = false;
        let end = self.rest().char_indices().skip(1).find_map(|(at, character)| {
            if escaped || !matches!(character, '\\' | '"') {
                text.push(character);
                escaped = false;
            } else if character == '\\' {
                escaped = true;
            } else {
                return Some(at);
            }
            None
        });
        let end = end.ok_or_else(|| self.fault("a text without its closing quote"))?;
        self.skip(end + 1);
        // `^^xsd:string`, `^^<http://…>` and `@en` say nothing that we need.
        if self.rest().starts_with("^^<") {
            let end = self.rest().find('>').ok_or_else(|| self.fault("an address without its \">\""))?;
            self.skip(end + 1);
        } else if self.rest().starts_with("^^") || self.rest().starts_with('@') {
            let end = self.rest().find(|character: char| character.is_whitespace() || matches!(character, '(' | ')'));
            self.skip(end.unwrap_or(self.rest().len()));
        }
        Ok(text)
    }
}

/// An axiom or a part of one.
#[derive(Debug)]
enum Expression<'t> {
    Call(&'t str, Vec<Expression<'t>>),
    Name(&'t str),
    Address(&'t str),
    Text(String),
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    prefixes: HashMap<&'t str, &'t str>,
}

impl<'t> Parser<'t> {
    fn document(&mut self, classes: &mut Classes, sink: &mut dyn Sink) -> Result<(), Fault> {
        let mut inside = false;
        loop {
            let token = self.lexer.next()?;
            // An axiom is named by the line in which it begins.
            let line = self.lexer.line;
            match token {
                Some(Token::Name("Prefix")) => self.prefix()?,
                Some(Token::Name("Ontology")) if !inside => {
                    self.expect(Token::Open)?;
                    inside = true;
                }
                Some(Token::Name(name)) if inside => {
                    let axiom = self.call(name, 0)?;
                    if let Err(what) = self.axiom(&axiom, classes, line) {
                        sink.fault(Fault { line, what });
                    }
                }
                // The ontology's own address and that of its version.
                Some(Token::Address(_)) if inside => {}
                Some(Token::Close) if inside => inside = false,
                None if !inside => return Ok(()),
                None => return Err(self.lexer.fault("the file ends inside of Ontology(…); fetch it again")),
                Some(token) => return Err(self.lexer.fault(format!("{token:?}; expected Prefix(…), Ontology(…) or an axiom in it"))),
            }
        }
    }

    fn expect(&mut self, expected: Token<'t>) -> Result<(), Fault> {
        match self.lexer.next()? {
            Some(token) if token == expected => Ok(()),
            token => Err(self.lexer.fault(format!("{token:?}; expected {expected:?}"))),
        }
    }

    /// `(:=<address>)` or `(obo:=<address>)`.
    fn prefix(&mut self) -> Result<(), Fault> {
        self.expect(Token::Open)?;
        let tokens = (self.lexer.next()?, self.lexer.next()?, self.lexer.next()?);
        let (Some(Token::Name(name)), Some(Token::Equals), Some(Token::Address(address))) = tokens else {
            return Err(self.lexer.fault(format!("{tokens:?}; expected PREFIX:=<ADDRESS>")));
        };
        self.prefixes.insert(name, address);
        self.expect(Token::Close)
    }

    fn call(&mut self, name: &'t str, depth: usize) -> Result<Expression<'t>, Fault> {
        if depth > DEEPEST {
            return Err(self.lexer.fault(format!("expressions nest over {DEEPEST} deep")));
        }
        self.expect(Token::Open)?;
        self.arguments(depth).map(|arguments| Expression::Call(name, arguments))
    }

    fn arguments(&mut self, depth: usize) -> Result<Vec<Expression<'t>>, Fault> {
        let mut arguments = Vec::new();
        loop {
            arguments.push(match self.lexer.next()? {
                Some(Token::Close) => return Ok(arguments),
                Some(Token::Address(address)) => Expression::Address(address),
                Some(Token::Text(text)) => Expression::Text(text),
                Some(Token::Name(name)) => {
                    self.lexer.skip_white_space_and_comments();
                    if self.lexer.rest().starts_with('(') { self.call(name, depth + 1)? } else { Expression::Name(name) }
                }
                token => return Err(self.lexer.fault(format!("{token:?}; expected a name, an address, a text or \")\""))),
            });
        }
    }

    /// The whole address of a name; `None` for what is none.
    fn address(&self, expression: &Expression<'t>) -> Result<Option<String>, String> {
        match expression {
            Expression::Address(address) => Ok(Some((*address).to_owned())),
            Expression::Name(name) => {
                let at = name.find(':').ok_or_else(|| format!("\"{name}\"; expected PREFIX:NAME"))?;
                let base = self.prefixes.get(&name[..=at]).ok_or_else(|| format!("\"{name}\": no Prefix(…) declares its prefix"))?;
                Ok(Some(format!("{base}{}", &name[at + 1..])))
            }
            Expression::Call(..) | Expression::Text(_) => Ok(None),
        }
    }

    fn axiom(&self, axiom: &Expression<'t>, classes: &mut Classes, line: usize) -> Result<(), String> {
        let Expression::Call(kind, arguments) = axiom else { return Ok(()) };
        let is_annotation = |argument: &&Expression<'t>| matches!(argument, Expression::Call("Annotation", _));
        let (annotations, terms): (Vec<_>, Vec<_>) = arguments.iter().partition(is_annotation);
        match (*kind, &terms[..]) {
            ("Declaration", [Expression::Call(of, named)]) if *of != "Class" => {
                if let Some(address) = named.first().map(|named| self.address(named)).transpose()?.flatten() {
                    classes.declare_other(&address);
                }
            }
            ("SubClassOf", [class, parent]) => {
                let Some(class) = self.address(class)? else { return Ok(()) };
                match parent {
                    Expression::Call("ObjectSomeValuesFrom", parts) => {
                        let [property, filler] = &parts[..] else { return Err("a restriction of other than 2 parts".to_owned()) };
                        if let (Some(property), Some(filler)) = (self.address(property)?, self.address(filler)?) {
                            classes.restrict(&class, &property, &filler, line);
                        }
                    }
                    parent => {
                        if let Some(parent) = self.address(parent)? {
                            classes.parent(&class, &parent, line);
                        }
                    }
                }
            }
            ("EquivalentClasses", [class, Expression::Call("ObjectIntersectionOf", parts)]) => {
                if let Some(class) = self.address(class)? {
                    for part in parts {
                        if let Some(parent) = self.address(part)? {
                            classes.parent(&class, &parent, line);
                        }
                    }
                }
            }
            ("AnnotationAssertion", [property, class, value]) => self.annotation(&annotations, [property, class, value], classes, line)?,
            ("AnnotationAssertion" | "SubClassOf", _) => return Err(format!("{kind} of {} parts", terms.len())),
            _ => {}
        }
        Ok(())
    }

    fn annotation(
        &self,
        annotations: &[&Expression<'t>],
        [property, class, value]: [&Expression<'t>; 3],
        classes: &mut Classes,
        line: usize,
    ) -> Result<(), String> {
        // Anonymous individuals (`_:genid`) carry no concept.
        let anonymous = |expression: &Expression<'t>| matches!(expression, Expression::Name(name) if name.starts_with("_:"));
        if anonymous(class) || anonymous(value) {
            return Ok(());
        }
        let (Some(property), Some(class)) = (self.address(property)?, self.address(class)?) else {
            return Err("an annotation whose property or subject is no name".to_owned());
        };
        let value = match value {
            Expression::Text(text) => Value::Text(text.clone()),
            other => Value::Address(self.address(other)?.ok_or("an annotation whose value is no name and no text")?),
        };
        classes.annotate(&class, &property, &value, line);
        for annotation in annotations {
            let Expression::Call(_, parts) = annotation else { continue };
            let [of, kind] = &parts[..] else { continue };
            let named = self.address(of)?.is_some_and(|of| matches!(local_name(&of), "hasSynonymType" | "SynonymTypeProperty"));
            if let (true, Some(kind), Value::Text(text)) = (named, self.address(kind)?, &value) {
                classes.synonym_kind(&class, text, &kind);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::table::Scope;
    use proptest::prelude::*;

    use super::*;
    use crate::import::{Contents, Entry, Synonym, shared_files};

    const HEAD: &str = "Prefix(:=<http://x/>)\nPrefix(obo:=<http://purl.obolibrary.org/obo/>)\nPrefix(rdfs:=<http://r#>)\nPrefix(owl:=<http://o#>)\nPrefix(oio:=<http://i#>)\nOntology(<http://x>\n# a comment ( \"\n";

    fn contents(axioms: &str) -> Result<Contents, Fault> {
        let mut contents = Contents::default();
        read(&mut format!("{HEAD}{axioms}\n)\n").as_bytes(), &mut contents).map(|()| contents)
    }

    fn class(axioms: &str) -> Entry {
        let contents = contents(axioms).expect("it is read");
        assert_eq!(contents.faults, [], "{axioms}");
        contents.entries.first().cloned().unwrap_or_default()
    }

    #[test]
    fn axioms_become_entries() {
        let id = |entry: Entry| Entry { id: "CL:0000001".to_owned(), line: 8, ..entry };
        let synonym = |scope, field: &str| Synonym { text: "b \"c\"".to_owned(), scope, field: field.to_owned() };
        for (axiom, expected) in [
            ("AnnotationAssertion(rdfs:label obo:CL_0000001 \"a (b)\"@en)", Entry { name: "a (b)".to_owned(), ..Entry::default() }),
            ("AnnotationAssertion(rdfs:label obo:CL_0000001 \"a\"^^<http://t>)", Entry { name: "a".to_owned(), ..Entry::default() }),
            (
                "AnnotationAssertion(Annotation(oio:hasDbXref \"PMID:1\") oio:hasRelatedSynonym obo:CL_0000001 \"b \\\"c\\\"\")",
                Entry { synonyms: vec![synonym(Scope::Related, "")], ..Entry::default() },
            ),
            (
                "AnnotationAssertion(Annotation(oio:hasSynonymType obo:OMO_0003000) oio:hasExactSynonym obo:CL_0000001 \"b \\\"c\\\"\")",
                Entry { synonyms: vec![synonym(Scope::Exact, "OMO:0003000")], ..Entry::default() },
            ),
            (
                "AnnotationAssertion(obo:IAO_0000028 obo:CL_0000001 \"b \\\"c\\\"\")",
                Entry { synonyms: vec![synonym(Scope::Symbol, "")], ..Entry::default() },
            ),
            (
                "SubClassOf(Annotation(oio:x \"y\") obo:CL_0000001 obo:CL_0000002)",
                Entry { parents: vec!["CL:0000002".to_owned()], ..Entry::default() },
            ),
            (
                "EquivalentClasses(obo:CL_0000001 ObjectIntersectionOf(obo:CL_0000002 ObjectSomeValuesFrom(obo:RO_1 obo:CL_0000003)))",
                Entry { parents: vec!["CL:0000002".to_owned()], ..Entry::default() },
            ),
            (
                "SubClassOf(obo:CL_0000001 ObjectSomeValuesFrom(obo:RO_1 obo:CL_0000003))",
                Entry { id: String::new(), line: 0, ..Entry::default() },
            ),
            (
                "AnnotationAssertion(obo:IAO_0100001 obo:CL_0000001 obo:CL_0000002)",
                Entry { replaced_by: vec!["CL:0000002".to_owned()], ..Entry::default() },
            ),
            (
                "AnnotationAssertion(oio:consider obo:CL_0000001 \"CL:0000002\")",
                Entry {
                    replaced_by: vec!["CL:0000002".to_owned()],
                    facts: vec![("consider", "CL:0000002".to_owned())],
                    ..Entry::default()
                },
            ),
            (
                "SubClassOf(obo:CL_0000001 ObjectSomeValuesFrom(obo:RO_0002162 obo:NCBITaxon_9606))",
                Entry { taxon: "NCBITaxon:9606".to_owned(), ..Entry::default() },
            ),
            ("AnnotationAssertion(owl:deprecated obo:CL_0000001 \"true\"^^xsd:boolean)", Entry { obsolete: true, ..Entry::default() }),
        ] {
            let found = class(axiom);
            let expected = if found.id.is_empty() { Entry::default() } else { id(expected) };
            assert_eq!(found, expected, "{axiom}");
        }
    }

    #[test]
    fn properties_and_individuals_are_no_classes() {
        let label = "AnnotationAssertion(rdfs:label obo:CL_4030046 \"lacks plasma membrane part\")";
        for kind in ["ObjectProperty", "NamedIndividual", "AnnotationProperty"] {
            assert_eq!(class(&format!("Declaration({kind}(obo:CL_4030046))\n{label}")), Entry::default(), "{kind}");
        }
        assert_eq!(class(&format!("Declaration(Class(obo:CL_4030046))\n{label}")).name, "lacks plasma membrane part");
    }

    #[test]
    fn a_bad_axiom_is_named_with_its_line() {
        let found = contents("AnnotationAssertion(rdfs:label what:CL_1 \"a\")\nSubClassOf(obo:CL_1)\nSubClassOf(obo:CL_1 obo:CL_2)")
            .expect("it goes on");
        let faults: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, ["line 8: \"what:CL_1\": no Prefix(…) declares its prefix", "line 9: SubClassOf of 1 parts"]);
        assert_eq!(found.entries[0].parents, ["CL:2"]);
        for (axioms, expected) in [
            ("AnnotationAssertion(rdfs:label obo:CL_1 \"a", "a text without its closing quote"),
            ("SubClassOf(obo:CL_1 <http:", "an address without its \">\""),
            ("SubClassOf(obo:CL_1", "the file ends inside"),
            ("= x", "expected Prefix"),
        ] {
            let fault = contents(axioms).expect_err(axioms).to_string();
            assert!(fault.contains(expected), "{fault}");
        }
    }

    #[test]
    fn the_edit_file_of_cl_is_read() {
        shared_files::check("cl/cl-edit.nodef.ofn.gz", "owl-functional", |contents| {
            let neuron = contents.entries.iter().find(|entry| entry.id == "CL:0000540").expect("neuron is in CL");
            assert_eq!(neuron.name, "neuron");
            assert!(neuron.synonyms.iter().any(|synonym| synonym.text == "nerve cell" && synonym.scope == Scope::Exact));
            assert_eq!(neuron.parents, ["CL:0000393", "CL:0000404", "CL:0002319"]);
            assert!(contents.entries.iter().all(|entry| entry.id != "CL:4030046"), "a property is no concept");
        });
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "(Prefix|Ontology|SubClassOf|[()=<>\"\\\\ :a#é\n]){0,40}") {
            let mut contents = Contents::default();
            let _ = read(&mut text.as_bytes(), &mut contents);
            let _ = read(&mut format!("{HEAD}{text})").as_bytes(), &mut contents);
        }
    }
}
