//! OBO 1.2 and 1.4, the flat files of the OBO ontologies.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::lines::each_line;
use super::property::property;
use super::{Entry, Fault, Format, Relation, Sink, Synonym, Xref, cellosaurus, curie, sssom};

/// OBO flat files.
pub const FORMAT: Format = Format { name: "obo", what: "ontologies in OBO 1.2 and 1.4 (DOID, HPO, CL, ChEBI)", read };

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut reader = Reader::default();
    each_line(input, sink, |number, line, sink| {
        if let Err(what) = reader.line(number, line, sink) {
            sink.fault(Fault { line: number, what });
        }
        Ok(())
    })?;
    reader.finish_term(sink);
    Ok(())
}

/// Where the reader is.
#[derive(Default, PartialEq, Eq)]
enum Place {
    #[default]
    Header,
    Term,
    /// A stanza of another kind: relations and instances are no concepts.
    Other,
}

#[derive(Default)]
struct Reader {
    place: Place,
    namespace: String,
    /// Scopes that `synonymtypedef` lines of the header give to kinds of synonyms.
    type_scopes: Vec<(String, Scope)>,
    term: Entry,
    alternatives: Vec<String>,
    considered: Vec<String>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str, sink: &mut dyn Sink) -> Result<(), String> {
        if line.trim().is_empty() || line.starts_with('!') {
            return Ok(());
        }
        if line.starts_with('[') {
            self.finish_term(sink);
            let kind = line.split(']').next().unwrap_or(line);
            self.place = if kind == "[Term" { Place::Term } else { Place::Other };
            self.term = Entry { line: number, kind: self.namespace.clone(), ..Entry::default() };
            return Ok(());
        }
        let (tag, value) = line.split_once(':').ok_or_else(|| format!("\"{}\"; expected a tag, a colon and a value", shorten(line)))?;
        let value = value.trim_start();
        match self.place {
            Place::Header => self.header(tag, value),
            Place::Term => self.term(tag, value),
            Place::Other => Ok(()),
        }
    }

    fn header(&mut self, tag: &str, value: &str) -> Result<(), String> {
        match tag {
            "default-namespace" => self.namespace = plain(value),
            "synonymtypedef" => {
                let (name, rest) = value.split_once(' ').unwrap_or((value, ""));
                let last = rest.rsplit('"').next().unwrap_or("").trim();
                if !last.is_empty() {
                    self.type_scopes.push((name.to_owned(), scope(last)?));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn term(&mut self, tag: &str, value: &str) -> Result<(), String> {
        let term = &mut self.term;
        if term.id.starts_with("CVCL:") && cellosaurus::stated(term, tag, value)? {
            return Ok(());
        }
        match tag {
            // Cellosaurus has the local part alone.
            "id" if value.starts_with("CVCL_") => term.id = format!("CVCL:{}", plain(value)),
            "id" => term.id = curie(&plain(value)),
            "name" => term.name = plain(value),
            "namespace" => term.kind = plain(value),
            "subset" => term.groups.push(plain(value)),
            "alt_id" => self.alternatives.push(identifier(value)?),
            "is_a" => term.parents.push(identifier(value)?),
            "xref" => term.xrefs.push(xref(value)),
            "equivalent_to" => term.xrefs.push(Xref { curie: identifier(value)?, relation: Relation::Exact }),
            "relationship" => relationship(term, value)?,
            "property_value" => property_value(term, value),
            "is_obsolete" => term.obsolete = truth(value)?,
            "replaced_by" => term.replaced_by.push(identifier(value)?),
            "consider" => self.considered.push(identifier(value)?),
            "synonym" | "exact_synonym" | "related_synonym" | "narrow_synonym" | "broad_synonym" => {
                let named = tag.strip_suffix("_synonym").map(|word| scope(&word.to_ascii_uppercase())).transpose()?;
                term.synonyms.push(synonym(value, named, &self.type_scopes)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn finish_term(&mut self, sink: &mut dyn Sink) {
        let mut term = std::mem::take(&mut self.term);
        let alternatives = std::mem::take(&mut self.alternatives);
        let considered = std::mem::take(&mut self.considered);
        if self.place != Place::Term {
            return;
        }
        if term.id.is_empty() {
            sink.fault(Fault { line: term.line, what: "a [Term] without id; expected a line \"id: PREFIX:LOCAL\"".to_owned() });
            return;
        }
        term.considering(considered);
        for alternative in merged_away(alternatives, &term) {
            sink.entry(alternative);
        }
        sink.entry(term);
    }
}

/// Records for the identifiers that were merged into `term`.
pub(super) fn merged_away(alternatives: Vec<String>, term: &Entry) -> impl Iterator<Item = Entry> {
    let (line, kind, target) = (term.line, term.kind.clone(), term.id.clone());
    alternatives.into_iter().filter(|id| *id != term.id).map(move |id| Entry {
        id,
        kind: kind.clone(),
        obsolete: true,
        replaced_by: vec![target.clone()],
        line,
        ..Entry::default()
    })
}

/// The scope that OBO's word stands for.
fn scope(word: &str) -> Result<Scope, String> {
    Ok(match word {
        "EXACT" => Scope::Exact,
        "RELATED" => Scope::Related,
        "NARROW" => Scope::Narrow,
        "BROAD" => Scope::Broad,
        other => return Err(format!("scope \"{other}\"; expected EXACT, RELATED, NARROW or BROAD")),
    })
}

/// `"text" EXACT TYPE [xref, xref] {qualifier="x"} ! comment`; scope and type may be missing.
fn synonym(value: &str, named: Option<Scope>, type_scopes: &[(String, Scope)]) -> Result<Synonym, String> {
    let (text, rest) = quoted(value).ok_or_else(|| format!("synonym {}; expected a text in quotes", shorten(value)))?;
    let words = rest.split(['[', '{']).next().unwrap_or("").split_whitespace();
    let mut stated = named;
    let mut field = String::new();
    for word in words.take_while(|word| !word.starts_with('!')) {
        match scope(word) {
            Ok(scope) if stated.is_none() && field.is_empty() => stated = Some(scope),
            Err(fault) if !field.is_empty() => return Err(fault),
            _ => field = property(word),
        }
    }
    let by_type = || type_scopes.iter().find(|(name, _)| *name == field).map(|&(_, scope)| scope);
    Ok(Synonym { text, scope: stated.or_else(by_type).unwrap_or(Scope::Related), field })
}

/// `DOID:1 "description" {source="MONDO:equivalentTo"}`
fn xref(value: &str) -> Xref {
    let relation = if value.contains("=\"MONDO:equivalentTo\"") { Relation::Exact } else { Relation::Unstated };
    let bare = plain(value);
    let end = bare.find(" \"").unwrap_or(bare.len());
    Xref { curie: curie(&bare[..end]), relation }
}

fn relationship(term: &mut Entry, value: &str) -> Result<(), String> {
    let bare = plain(value);
    let (relation, object) =
        bare.split_once(' ').ok_or_else(|| format!("relationship \"{}\"; expected a relation and an identifier", shorten(value)))?;
    let object = curie(object.split_whitespace().next().unwrap_or(object));
    match relation {
        "part_of" | "BFO:0000050" => term.part_of.push(object),
        other => term.facts.push(("relationship", format!("{other} {object}"))),
    }
    Ok(())
}

/// `skos:exactMatch MESH:D1`, `skos:exactMatch "MESH:D1" xsd:string` and any other property.
fn property_value(term: &mut Entry, value: &str) {
    let (property, rest) = value.split_once(' ').unwrap_or((value, ""));
    let text = quoted(rest).map_or_else(|| plain(rest), |(text, _)| text);
    match sssom::relation(property) {
        Ok(relation) => term.xrefs.push(Xref { curie: curie(text.split_whitespace().next().unwrap_or("")), relation }),
        Err(_) => term.facts.push(("property_value", format!("{property} {text}"))),
    }
}

fn identifier(value: &str) -> Result<String, String> {
    let bare = plain(value);
    match bare.split_whitespace().next() {
        Some(id) => Ok(curie(id)),
        None => Err("no identifier; expected PREFIX:LOCAL".to_owned()),
    }
}

fn truth(value: &str) -> Result<bool, String> {
    match plain(value).as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(format!("\"{}\"; expected true or false", shorten(other))),
    }
}

/// A text in quotes with its escapes undone, and what follows it.
fn quoted(value: &str) -> Option<(String, &str)> {
    let inner = value.strip_prefix('"')?;
    let mut escaped = false;
    let end = inner.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some((unescape(&inner[..end]), &inner[end + 1..]))
}

/// A value without comment and qualifiers, its escapes undone.
fn plain(value: &str) -> String {
    let mut end = value.len();
    if let Some(comment) = memchr::memchr(b'!', value.as_bytes())
        && let Some(start) = comment_start(value, comment)
    {
        end = start;
    }
    let mut bare = value[..end].trim_end();
    // `{source="x"}`; a name may end in braces of its own (`{2-[…]}`), which have no equals sign and quote.
    if bare.ends_with("\"}")
        && let Some(start) = bare.rfind(" {")
        && bare[start..].contains("=\"")
    {
        bare = bare[..start].trim_end();
    }
    unescape(bare)
}

/// A comment begins with an exclamation mark after a blank, outside quotes.
fn comment_start(value: &str, first: usize) -> Option<usize> {
    let bytes = value.as_bytes();
    memchr::memchr_iter(b'!', &bytes[first..]).map(|offset| first + offset).find(|&at| {
        let quotes = memchr::memchr_iter(b'"', &bytes[..at]).filter(|&quote| quote == 0 || bytes[quote - 1] != b'\\').count();
        at > 0 && bytes[at - 1] == b' ' && quotes % 2 == 0
    })
}

fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letters.clone().next()) {
            ('\\', Some(next)) => {
                letters.next();
                // A name has no lines and tabs; a blank stands for all white space.
                out.push(if matches!(next, 'n' | 't' | 'W') { ' ' } else { next });
            }
            (letter, _) => out.push(letter),
        }
    }
    out
}

fn shorten(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::{Contents, shared_files};

    fn read_text(text: &str) -> Contents {
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents).unwrap();
        contents
    }

    fn term(lines: &str) -> Entry {
        let contents = read_text(&format!("default-namespace: ours\n\n[Term]\nid: X:1\nname: one\n{lines}\n"));
        assert_eq!(contents.faults, [], "{lines}");
        contents.entries.into_iter().find(|entry| entry.id == "X:1").unwrap()
    }

    #[test]
    fn a_synonym_has_text_scope_and_kind() {
        for (line, text, scope, field) in [
            (r#"synonym: "a" EXACT []"#, "a", Scope::Exact, ""),
            (r#"synonym: "AB" EXACT OMO:0003012 [PMID:1]"#, "AB", Scope::Exact, "OMO:0003012"),
            (r#"synonym: "a" BROAD layperson [X:1, Y:2] {source="Z"} ! why"#, "a", Scope::Broad, "layperson"),
            (r#"synonym: "say \"a\", \{b\}" NARROW []"#, "say \"a\", {b}", Scope::Narrow, ""),
            (r#"synonym: "a ! b" []"#, "a ! b", Scope::Related, ""),
            (r#"exact_synonym: "a" []"#, "a", Scope::Exact, ""),
            (r#"synonym: "a" EXACT http://purl.obolibrary.org/obo/mondo#ABBREVIATION []"#, "a", Scope::Exact, "ABBREVIATION"),
        ] {
            let expected = Synonym { text: text.to_owned(), scope, field: field.to_owned() };
            assert_eq!(term(line).synonyms, [expected], "{line}");
        }
    }

    #[test]
    fn a_kind_of_synonym_may_bring_its_scope() {
        let contents = read_text("synonymtypedef: plural \"plural form\" EXACT\n[Term]\nid: X:1\nsynonym: \"as\" plural []\n");
        assert_eq!(contents.entries[0].synonyms[0].scope, Scope::Exact);
        assert_eq!(contents.entries[0].synonyms[0].field, "plural");
    }

    #[test]
    fn comments_qualifiers_and_escapes_are_no_part_of_a_value() {
        for (line, expected) in [
            ("name: one ! a comment", "one"),
            ("name: wow! such", "wow! such"),
            (r"name: a\!b \{c\}", "a!b {c}"),
            (r#"name: one {comment="x"}"#, "one"),
            ("name: 2-{[a=b]c}", "2-{[a=b]c}"),
        ] {
            let contents = read_text(&format!("[Term]\nid: X:1\n{line}\n"));
            assert_eq!(contents.entries[0].name, expected, "{line}");
        }
    }

    #[test]
    fn references_keep_how_far_they_are_the_same() {
        for (line, curie, relation) in [
            ("xref: UMLS_CUI:C1", "UMLS:C1", Relation::Unstated),
            (r#"xref: MEDDRA:1 "Skin! atrophy""#, "MEDDRA:1", Relation::Unstated),
            (r#"xref: DOID:1 {source="MONDO:equivalentTo", source="X"}"#, "DOID:1", Relation::Exact),
            (r#"property_value: skos:relatedMatch "MESH:D1" xsd:string"#, "MESH:D1", Relation::Related),
            ("property_value: skos:exactMatch http://purl.obolibrary.org/obo/NCIT_C1", "NCIT:C1", Relation::Exact),
            ("equivalent_to: Y:1 ! y", "Y:1", Relation::Exact),
        ] {
            assert_eq!(term(line).xrefs, [Xref { curie: curie.to_owned(), relation }], "{line}");
        }
    }

    #[test]
    fn hierarchy_groups_and_other_facts_are_kept() {
        let found =
            term("subset: slim\nis_a: X:2 {a=\"b\"} ! two\nrelationship: BFO:0000050 X:3 ! three\nrelationship: has_role CHEBI:1\n");
        assert_eq!((found.kind.as_str(), found.line), ("ours", 3));
        assert_eq!(found.groups, ["slim"]);
        assert_eq!(found.parents, ["X:2"]);
        assert_eq!(found.part_of, ["X:3"]);
        assert_eq!(found.fact("relationship"), Some("has_role CHEBI:1"));
    }

    #[test]
    fn withdrawn_identifiers_lead_to_what_took_their_place() {
        let contents = read_text(
            "[Term]\nid: X:1\nalt_id: X:9\n\n[Term]\nid: X:2\nis_obsolete: true\nreplaced_by: X:1\nconsider: X:5\n\n\
             [Term]\nid: X:3\nis_obsolete: true\nconsider: X:5\nconsider: X:6\n\n[Typedef]\nid: part_of\nname: part of\n",
        );
        let found: Vec<_> = contents.entries.iter().map(|e| (e.id.as_str(), e.obsolete, e.replaced_by.join(" "))).collect();
        let expected = [("X:9", true, "X:1"), ("X:1", false, ""), ("X:2", true, "X:1"), ("X:3", true, "X:5 X:6")];
        assert_eq!(found, expected.map(|(id, obsolete, by)| (id, obsolete, by.to_owned())));
    }

    #[test]
    fn a_bad_line_is_named_with_what_was_expected() {
        for (line, expected) in [
            ("no colon here", "expected a tag"),
            ("synonym: a EXACT []", "expected a text in quotes"),
            ("synonym: \"a\" EXAKT WRONG []", "scope \"WRONG\""),
            ("is_obsolete: yes", "expected true or false"),
            ("is_a:", "expected PREFIX:LOCAL"),
            ("relationship: part_of", "expected a relation"),
        ] {
            let contents = read_text(&format!("[Term]\nid: X:1\n{line}\nname: one\n"));
            assert_eq!(contents.entries[0].name, "one", "{line}");
            assert_eq!(contents.faults[0].line, 3, "{line}");
            assert!(contents.faults[0].what.contains(expected), "{}", contents.faults[0]);
        }
        assert!(read_text("\n[Term]\nname: one\n").faults[0].to_string().starts_with("line 2: a [Term] without id"));
    }

    #[test]
    fn the_releases_are_read_without_a_fault() {
        for (path, least) in [
            ("doid/subsets/DO_rare_slim.obo.gz", 3900),
            ("doid/subsets/NCIthesaurus.obo.gz", 5800),
            ("hp/hp.obo.gz", 23_000),
            ("cl/general_cell_types_upper_slim.nodef.obo.gz", 700),
        ] {
            shared_files::check(path, "obo", |contents| assert!(contents.entries.len() >= least, "{path}: {}", contents.entries.len()));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_stop(text in "(\\[Term\\]\n|id: X:1|synonym: |xref: |is_a: |[\"\\\\!{}\\[\\] a:é\n]){0,40}") {
            let mut contents = Contents::default();
            prop_assert!(read(&mut text.as_bytes(), &mut contents).is_ok());
        }
    }
}
