//! Names of a concept, from all records that were joined to it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use biospan_lexicon::table::Scope;

use super::keys;
use super::sources::Sources;
use crate::import::Entry;
use crate::merge::MergedName;

/// One name as one source has it.
pub(super) struct SourceName {
    pub(super) text: String,
    scope: Scope,
    source: &'static str,
    /// The source says that it is an abbreviation.
    short: bool,
}

impl SourceName {
    /// Whether its source calls it preferred or exact.
    pub(super) fn is_close(&self) -> bool {
        self.scope == Scope::Exact
    }
}

/// What the synonym reports say of MONDO's names, by concept and name in small letters.
#[derive(Default)]
pub(super) struct Flags {
    short: HashSet<(String, String)>,
    deprecated: HashSet<(String, String)>,
}

impl Flags {
    pub(super) fn of(sources: &Sources) -> Flags {
        let mut flags = Flags::default();
        for entry in &sources.reports {
            let kinds = [entry.synonyms.first().map_or("", |synonym| synonym.field.as_str()), entry.fact("mondo_type").unwrap_or("")];
            for (concept, synonym) in entry.xrefs.iter().zip(&entry.synonyms) {
                let at = || (concept.curie.clone(), synonym.text.to_lowercase());
                if kinds.contains(&"ABBREVIATION") {
                    flags.short.insert(at());
                }
                if kinds.contains(&"DEPRECATED") {
                    flags.deprecated.insert(at());
                }
            }
        }
        flags
    }
}

/// Every name of the concept `id` with the joined `xrefs`, the primary record's own preferred name first.
pub(super) fn all(sources: &Sources, id: &str, xrefs: &BTreeSet<String>) -> Vec<SourceName> {
    let mut names = Vec::new();
    let ids = || std::iter::once(id).chain(xrefs.iter().map(String::as_str));
    mondo(sources, id, &mut names);
    for doid in ids().filter(|id| id.starts_with("DOID:")) {
        disease_ontology(sources, id, doid, &mut names);
    }
    for ncit in ids().filter(|id| id.starts_with("NCIT:")) {
        thesaurus(sources, id, ncit, &mut names);
    }
    for mesh in ids().filter(|id| id.starts_with("MESH:")) {
        headings(sources, mesh, &mut names);
    }
    for hp in ids().filter(|id| id.starts_with("HP:")) {
        if let Some(entry) = sources.hp.get(hp) {
            record(entry, "HP", &mut names);
        }
    }
    names
}

/// A name with one blank where there were several or other white space.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add(names: &mut Vec<SourceName>, text: &str, scope: Scope, source: &'static str, short: bool) {
    let text = plain(text);
    if !text.is_empty() {
        names.push(SourceName { text, scope, source, short });
    }
}

/// A whole record: its preferred name counts as exact.
fn record(entry: &Entry, source: &'static str, names: &mut Vec<SourceName>) {
    add(names, &entry.name, Scope::Exact, source, false);
    for synonym in &entry.synonyms {
        let (scope, short) = match synonym.field.as_str() {
            "obsolete_synonym" => (Scope::Previous, false),
            "abbreviation" | "ABBREVIATION" | "OMO:0003000" | "OMO:0003012" | "ABB" | "ACR" => (synonym.scope, true),
            _ => (synonym.scope, false),
        };
        add(names, &synonym.text, scope, source, short);
    }
}

fn mondo(sources: &Sources, id: &str, names: &mut Vec<SourceName>) {
    if let Some(entry) = sources.mondo.get(id) {
        record(entry, "MONDO", names);
    }
    let now: HashSet<String> = names.iter().map(|name| keys::row(&name.text)).collect();
    if let Some(entry) = sources.mondo_2024.get(id) {
        let then = std::iter::once(&entry.name).chain(entry.synonyms.iter().map(|synonym| &synonym.text));
        for text in then.filter(|text| !now.contains(&keys::row(text))) {
            add(names, text, Scope::Related, "MONDO2024", false);
        }
    }
}

/// The rows of MONDO's reports on one joined record.
fn reported<'a>(sources: &'a Sources, concept: &'a str, id: &'a str) -> impl Iterator<Item = &'a Entry> {
    let from = sources.reports.partition_point(|entry| entry.id.as_str() < id);
    let rows = sources.reports[from..].iter().take_while(move |entry| entry.id == id);
    rows.filter(move |entry| entry.xrefs.iter().any(|xref| xref.curie == concept))
}

fn disease_ontology(sources: &Sources, concept: &str, doid: &str, names: &mut Vec<SourceName>) {
    if let Some(entry) = sources.doid.get(doid).filter(|entry| !entry.obsolete) {
        record(entry, "DOID", names);
    }
    let mut scoped: HashSet<String> = names.iter().filter(|name| name.source == "DOID").map(|name| keys::row(&name.text)).collect();
    if sources.doid.get(doid).is_none_or(|entry| entry.synonyms.is_empty()) {
        for entry in reported(sources, concept, doid) {
            scoped.extend(entry.synonyms.iter().map(|synonym| keys::row(&synonym.text)));
            record(&Entry { name: String::new(), ..entry.clone() }, "DOID", names);
        }
    }
    if let Some(entry) = sources.doid_2024.get(doid) {
        for synonym in entry.synonyms.iter().filter(|synonym| !scoped.contains(&keys::row(&synonym.text))) {
            add(names, &synonym.text, Scope::Alias, "DOID", false);
        }
    }
}

/// The reports know the names of 2024 and 2025; the file is of 2018 and serves where they say nothing.
fn thesaurus(sources: &Sources, concept: &str, ncit: &str, names: &mut Vec<SourceName>) {
    let label = sources.mondo_exact.binary_search_by(|mapping| (mapping.object.as_str(), mapping.subject.as_str()).cmp(&(ncit, concept)));
    if let Ok(at) = label {
        add(names, &sources.mondo_exact[at].object_label, Scope::Exact, "NCIT", false);
    }
    let mut known = false;
    for entry in reported(sources, concept, ncit) {
        known = true;
        record(entry, "NCIT", names);
    }
    if let Some(entry) = sources.ncit.get(ncit).filter(|_| !known) {
        record(entry, "NCIT", names);
    }
}

fn headings(sources: &Sources, mesh: &str, names: &mut Vec<SourceName>) {
    for entry in sources.mesh_headings.get(mesh).into_iter().chain(sources.mesh_terms.get(mesh)) {
        record(entry, "MESH", names);
    }
    if let Some(entry) = sources.mesh_supplementary.get(mesh) {
        add(names, &entry.name, Scope::Exact, "MESH", false);
        for synonym in &entry.synonyms {
            add(names, &synonym.text, Scope::Alias, "MESH", false);
        }
    }
    for entry in sources.medic.named_after(mesh) {
        for name in medic_names(entry) {
            add(names, name, if name == entry.name { Scope::Exact } else { Scope::Alias }, "MEDIC2012", false);
        }
    }
}

/// MEDIC's names without OMIM's titles, which are in capitals: they may be of a part of the record only.
pub(super) fn medic_names(entry: &Entry) -> impl Iterator<Item = &str> {
    let names = std::iter::once(&entry.name).chain(entry.synonyms.iter().map(|synonym| &synonym.text));
    names.map(String::as_str).filter(|name| !keys::is_title(name))
}

/// How close a scope is, where sources disagree on a name.
fn closeness(scope: Scope) -> usize {
    const ORDER: [Scope; 6] = [Scope::Exact, Scope::Alias, Scope::Previous, Scope::Related, Scope::Narrow, Scope::Broad];
    ORDER.iter().position(|known| *known == scope).unwrap_or(ORDER.len())
}

/// What decides the scope of a name beside its sources.
pub(super) struct Context {
    flags: Flags,
    /// Preferred names as [`keys::words`], with the concepts that have them.
    taken: HashMap<String, Vec<String>>,
}

impl Context {
    pub(super) fn new(sources: &Sources, preferred: &BTreeMap<String, String>) -> Context {
        let mut taken: HashMap<String, Vec<String>> = HashMap::new();
        for (id, name) in preferred {
            taken.entry(keys::words(name)).or_default().push(id.clone());
        }
        Context { flags: Flags::of(sources), taken }
    }

    fn is_taken(&self, name: &str, concept: &str) -> bool {
        self.taken.get(&keys::words(name)).is_some_and(|owners| owners.iter().any(|owner| owner != concept))
    }

    /// The scope of a row from the names that it is made of. A name that only joined sources call exact and that is
    /// the preferred name of another concept says no more than that the two are near.
    fn scope(&self, concept: &str, names: &[SourceName], own: &HashSet<String>) -> Scope {
        let text = names[0].text.as_str();
        let closest = names.iter().map(|name| name.scope).min_by_key(|&scope| closeness(scope)).unwrap_or(Scope::Related);
        let at = (concept.to_owned(), text.to_lowercase());
        let short = || names.iter().any(|name| name.short) || self.flags.short.contains(&at) || keys::is_abbreviation(text);
        match closest {
            Scope::Exact if !own.contains(&keys::words(text)) && self.is_taken(text, concept) => Scope::Alias,
            Scope::Exact if short() => Scope::Abbreviation,
            Scope::Related if names.iter().all(|name| name.source == "MONDO2024") && self.flags.deprecated.contains(&at) => Scope::Previous,
            scope => scope,
        }
    }
}

/// The source of a primary record.
fn publisher(id: &str) -> &str {
    id.split(':').next().unwrap_or(id)
}

/// Names of one concept, a row each: the closest scope that a source gives, the first spelling.
pub(super) fn rows(names: Vec<SourceName>, concept: &str, preferred: &str, context: &Context) -> Vec<MergedName> {
    let is_own = |name: &&SourceName| name.source == publisher(concept) && name.is_close();
    let own: HashSet<String> = names.iter().filter(is_own).map(|name| keys::words(&name.text)).collect();
    let mut groups: Vec<(String, Vec<SourceName>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for name in names {
        let key = keys::row(&name.text);
        let place = *places.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(name);
    }
    let first = keys::row(preferred);
    let mut rows: Vec<MergedName> = groups
        .into_iter()
        .map(|(key, names)| {
            let sources: BTreeSet<&str> = names.iter().map(|name| name.source).collect();
            let sources = sources.into_iter().map(str::to_owned).collect();
            if key == first {
                return MergedName { text: preferred.to_owned(), scope: Scope::Preferred, sources };
            }
            MergedName { text: names[0].text.clone(), scope: context.scope(concept, &names, &own), sources }
        })
        .collect();
    rows.sort_by(|left, right| (left.scope, &left.text).cmp(&(right.scope, &right.text)));
    rows
}
