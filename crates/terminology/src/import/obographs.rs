//! OBO Graph JSON, the form in which the OBO ontologies are released as JSON.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::BufRead;

use biospan_lexicon::table::Scope;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::property::property;
use super::{Entry, Fault, Format, Relation, Sink, Synonym, Xref, curie, obo, sssom};

/// OBO Graph JSON.
pub const FORMAT: Format = Format { name: "obographs", what: "ontologies in OBO Graph JSON (MONDO, DOID, NCIT, CL)", read };

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    graphs: Vec<Graph<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Graph<'a> {
    #[serde(borrow, default)]
    nodes: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    edges: Vec<Edge<'a>>,
    #[serde(borrow, default)]
    equivalent_nodes_sets: Vec<EquivalentNodes<'a>>,
}

#[derive(Deserialize)]
struct Edge<'a> {
    #[serde(borrow)]
    sub: Cow<'a, str>,
    #[serde(borrow)]
    pred: Cow<'a, str>,
    #[serde(borrow)]
    obj: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EquivalentNodes<'a> {
    #[serde(borrow, default)]
    node_ids: Vec<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    #[serde(default)]
    lbl: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    meta: Meta,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Meta {
    subsets: Vec<String>,
    xrefs: Vec<Reference>,
    synonyms: Vec<NodeSynonym>,
    basic_property_values: Vec<PropertyValue>,
    deprecated: bool,
}

#[derive(Deserialize)]
struct Reference {
    val: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NodeSynonym {
    pred: String,
    val: String,
    #[serde(default)]
    synonym_type: String,
}

#[derive(Deserialize)]
struct PropertyValue {
    pred: String,
    val: String,
}

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| Fault { line: 1, what: format!("cannot be read: {error}") })?;
    let document: Document<'_> = serde_json::from_str(&text)
        .map_err(|error| Fault { line: error.line().max(1), what: format!("{error}; expected OBO Graph JSON") })?;
    let mut lines = Lines { text: &text, offset: 0, line: 1 };
    for graph in &document.graphs {
        let edges = Edges::of(graph);
        for raw in &graph.nodes {
            let line = lines.of(raw.get());
            match serde_json::from_str::<Node>(raw.get()) {
                Ok(node) => node.hand_over(&edges, line, sink),
                Err(error) => sink.fault(Fault { line, what: format!("a node that is none of OBO Graph's: {error}") }),
            }
        }
    }
    Ok(())
}

/// Line numbers of nodes, which come in the order of the text.
struct Lines<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, part: &str) -> usize {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        if let Some(between) = self.text.as_bytes().get(self.offset..offset) {
            self.line += memchr::memchr_iter(b'\n', between).count();
            self.offset = offset;
        }
        self.line
    }
}

/// What a graph says of each node outside of it.
struct Edges<'a> {
    by_subject: HashMap<&'a str, Vec<&'a Edge<'a>>>,
    equivalents: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Edges<'a> {
    fn of(graph: &'a Graph<'a>) -> Edges<'a> {
        let mut found = Edges { by_subject: HashMap::new(), equivalents: HashMap::new() };
        for edge in &graph.edges {
            found.by_subject.entry(&edge.sub).or_default().push(edge);
        }
        for set in &graph.equivalent_nodes_sets {
            for id in &set.node_ids {
                let others = set.node_ids.iter().filter(|other| *other != id).map(AsRef::as_ref);
                found.equivalents.entry(id).or_default().extend(others);
            }
        }
        found
    }
}

impl Node {
    fn hand_over(self, edges: &Edges<'_>, line: usize, sink: &mut dyn Sink) {
        // Relations and instances are no concepts.
        if matches!(self.kind.as_str(), "PROPERTY" | "INDIVIDUAL") {
            return;
        }
        let mut entry = Entry { id: curie(&self.id), name: self.lbl, obsolete: self.meta.deprecated, line, ..Entry::default() };
        entry.groups = self.meta.subsets.iter().map(|subset| property(subset)).collect();
        entry.xrefs = self.meta.xrefs.iter().map(|xref| Xref { curie: curie(&xref.val), relation: Relation::Unstated }).collect();
        for edge in edges.by_subject.get(self.id.as_str()).into_iter().flatten() {
            add_edge(&mut entry, edge);
        }
        let equivalents = edges.equivalents.get(self.id.as_str()).into_iter().flatten();
        entry.xrefs.extend(equivalents.map(|id| Xref { curie: curie(id), relation: Relation::Exact }));
        for synonym in self.meta.synonyms {
            match scope(&synonym.pred) {
                Some(scope) => {
                    entry.synonyms.push(Synonym { text: synonym.val, scope, field: property(&synonym.synonym_type) });
                }
                None => sink.fault(Fault {
                    line,
                    what: format!("synonym of {} with \"{}\"; expected hasExactSynonym and the like", entry.id, synonym.pred),
                }),
            }
        }
        let mut alternatives = Vec::new();
        let mut considered = Vec::new();
        for value in self.meta.basic_property_values {
            match property(&value.pred).as_str() {
                "hasOBONamespace" => entry.kind = value.val,
                "hasAlternativeId" => alternatives.push(curie(&value.val)),
                "IAO:0100001" => entry.replaced_by.push(curie(&value.val)),
                "consider" => considered.push(curie(&value.val)),
                name => match sssom::relation(&skos(name)) {
                    Ok(relation) => entry.xrefs.push(Xref { curie: curie(&value.val), relation }),
                    Err(_) => entry.facts.push(("property_value", format!("{name} {}", value.val))),
                },
            }
        }
        entry.considering(considered);
        for alternative in obo::merged_away(alternatives, &entry) {
            sink.entry(alternative);
        }
        sink.entry(entry);
    }
}

/// `exactMatch`, the last part of the property's IRI, as SKOS's CURIE.
fn skos(name: &str) -> Cow<'_, str> {
    if name.ends_with("Match") { format!("skos:{name}").into() } else { name.into() }
}

fn add_edge(entry: &mut Entry, edge: &Edge<'_>) {
    let object = curie(&edge.obj);
    match property(&edge.pred).as_str() {
        "is_a" => entry.parents.push(object),
        "part_of" | "BFO:0000050" => entry.part_of.push(object),
        relation => entry.facts.push(("relationship", format!("{relation} {object}"))),
    }
}

fn scope(predicate: &str) -> Option<Scope> {
    Some(match predicate {
        "hasExactSynonym" => Scope::Exact,
        "hasRelatedSynonym" => Scope::Related,
        "hasNarrowSynonym" => Scope::Narrow,
        "hasBroadSynonym" => Scope::Broad,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    fn read_text(text: &str) -> Result<Contents, Fault> {
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents)?;
        Ok(contents)
    }

    const OBO: &str = "http://purl.obolibrary.org/obo/";

    fn graph(nodes: &str, more: &str) -> String {
        format!("{{\"graphs\":[{{\"id\":\"g\",\n\"nodes\":[\n{nodes}\n]{more}}}]}}")
    }

    #[test]
    fn a_node_gives_names_references_and_hierarchy() {
        let node = format!(
            r#"{{"id":"{OBO}MONDO_1","lbl":"one","type":"CLASS","meta":{{"subsets":["{OBO}mondo#rare"],"xrefs":[{{"val":"MSH:D1"}}],
            "synonyms":[{{"pred":"hasExactSynonym","val":"ONE","synonymType":"{OBO}mondo#ABBREVIATION","xrefs":[]}},
            {{"pred":"hasBroadSynonym","val":"a \"b\""}}],
            "basicPropertyValues":[{{"pred":"http://www.w3.org/2004/02/skos/core#exactMatch","val":"http://identifiers.org/mesh/D2"}},
            {{"pred":"http://www.geneontology.org/formats/oboInOwl#hasAlternativeId","val":"MONDO:9"}}]}}}}"#
        );
        let edges = format!(
            r#","edges":[{{"sub":"{OBO}MONDO_1","pred":"is_a","obj":"{OBO}MONDO_2"}},
            {{"sub":"{OBO}MONDO_1","pred":"{OBO}BFO_0000050","obj":"{OBO}MONDO_3","meta":{{}}}},
            {{"sub":"{OBO}MONDO_1","pred":"{OBO}RO_1","obj":"{OBO}HP_1"}}],
            "equivalentNodesSets":[{{"representativeNodeId":"{OBO}MONDO_1","nodeIds":["{OBO}MONDO_1","{OBO}DOID_1"]}}]"#
        );
        let contents = read_text(&graph(&node, &edges)).unwrap();
        assert_eq!(contents.faults, []);
        let [merged, found] = &contents.entries[..] else { panic!("{:?}", contents.entries) };
        assert_eq!((merged.id.as_str(), merged.obsolete, &merged.replaced_by[..]), ("MONDO:9", true, &["MONDO:1".to_owned()][..]));
        assert_eq!((found.id.as_str(), found.name.as_str(), found.line), ("MONDO:1", "one", 3));
        assert_eq!(found.groups, ["rare"]);
        assert_eq!((&found.parents[..], &found.part_of[..]), (&["MONDO:2".to_owned()][..], &["MONDO:3".to_owned()][..]));
        assert_eq!(found.fact("relationship"), Some("RO:1 HP:1"));
        let synonyms: Vec<_> = found.synonyms.iter().map(|s| (s.text.as_str(), s.scope, s.field.as_str())).collect();
        assert_eq!(synonyms, [("ONE", Scope::Exact, "ABBREVIATION"), ("a \"b\"", Scope::Broad, "")]);
        let xrefs: Vec<_> = found.xrefs.iter().map(|x| (x.curie.as_str(), x.relation)).collect();
        assert_eq!(xrefs, [("MESH:D1", Relation::Unstated), ("DOID:1", Relation::Exact), ("MESH:D2", Relation::Exact)]);
    }

    #[test]
    fn withdrawn_nodes_say_what_took_their_place() {
        let node = |property: &str| {
            format!(r#"{{"id":"{OBO}X_1","meta":{{"deprecated":true,"basicPropertyValues":[{{"pred":"{property}","val":"{OBO}X_2"}}]}}}}"#)
        };
        for property in [format!("{OBO}IAO_0100001"), "http://www.geneontology.org/formats/oboInOwl#consider".to_owned()] {
            let contents = read_text(&graph(&node(&property), "")).unwrap();
            assert!(contents.entries[0].obsolete);
            assert_eq!(contents.entries[0].replaced_by, ["X:2"], "{property}");
        }
    }

    #[test]
    fn properties_are_no_concepts() {
        let contents = read_text(&graph(r#"{"id":"part_of","lbl":"part of","type":"PROPERTY"}"#, "")).unwrap();
        assert!(contents.entries.is_empty() && contents.faults.is_empty());
    }

    #[test]
    fn a_bad_node_is_named_and_the_next_one_is_read() {
        let bad = [
            (r#"{"lbl":"no id"}"#, "missing field `id`"),
            (r#"{"id":"X:1","meta":{"synonyms":[{"pred":"hasGuess","val":"a"}]}}"#, "hasGuess"),
        ];
        for (node, expected) in bad {
            let contents = read_text(&graph(&format!("{node},\n{{\"id\":\"X:2\",\"lbl\":\"two\"}}"), "")).unwrap();
            assert_eq!(contents.entries.last().map(|entry| (entry.id.as_str(), entry.line)), Some(("X:2", 4)));
            assert_eq!(contents.faults[0].line, 3);
            assert!(contents.faults[0].what.contains(expected), "{}", contents.faults[0]);
        }
    }

    #[test]
    fn broken_json_is_named_with_its_line() {
        for (text, line) in [("{\"graphs\":[\n{\"nodes\":[}]}", 2), ("[]", 1), ("", 1)] {
            let fault = read_text(text).unwrap_err();
            assert_eq!(fault.line, line, "{fault}");
            assert!(fault.what.contains("expected OBO Graph JSON"), "{fault}");
        }
    }

    #[test]
    fn the_releases_are_read_without_a_fault() {
        for (path, least) in [("doid/doid-2018-07-05.json.gz", 17_000), ("ncit/ncit-disease-2018-06-08.json.gz", 20_324)] {
            shared_files::check(path, "obographs", |contents| {
                assert!(contents.entries.len() >= least, "{path}: {}", contents.entries.len())
            });
        }
    }
}
