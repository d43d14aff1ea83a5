//! The drug records of all sources by identifier, each name with its source.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use biospan_lexicon::table::Scope;

use super::names;
use crate::import::{Contents, Entry};
use crate::merge::{Recipe, RecipeError};

/// What all sources say about one identifier.
#[derive(Default)]
pub(super) struct Record {
    /// The preferred name and its source; both empty for an identifier that only others cite.
    pub name: String,
    pub source: &'static str,
    /// Names in the order of the sources, the preferred one among them.
    pub names: Vec<Name>,
    /// Direct parents as the source has them.
    pub parents: Vec<(Link, String)>,
    /// MeSH tree numbers.
    pub trees: Vec<String>,
    /// RxNorm's term type.
    pub kind: String,
    /// CAS numbers, InChIKeys, UNIIs that the record states.
    pub xrefs: Vec<String>,
    /// Whether it has a name that an authority gave to a drug (INN, USAN, JAN, BAN).
    pub authorised: bool,
    /// Whether its publisher has looked at it; ChEBI takes in records that nobody has.
    pub reviewed: bool,
}

/// A name as it will stand in the table.
pub(super) struct Name {
    pub text: String,
    pub scope: Scope,
    pub source: &'static str,
}

/// Why something is a parent, the strongest first; where parents run in a circle the weakest is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Link {
    IsA,
    Tree,
    Base,
    Heading,
    Role,
    Part,
}

/// Records by CURIE, and identifiers that were withdrawn with what took their place.
#[derive(Default)]
pub(super) struct Records {
    pub live: BTreeMap<String, Record>,
    pub withdrawn: BTreeMap<String, String>,
    /// By prefix and preferred name in small letters: the first record of that name.
    titles: HashMap<(String, String), String>,
}

/// The parts of the recipe that hold records, in the order in which their names count, and what their names are
/// called in the table.
const PARTS: [(&str, &str); 11] = [
    ("drug/chebi", "chebi"),
    ("drug/chebi-2018", "chebi-2018"),
    ("drug/chebi-2021", "chebi-2021"),
    ("drug/mesh", "mesh"),
    ("drug/mesh-scr", "mesh-scr"),
    ("drug/drugbank", "drugbank"),
    ("drug/rxnorm", "rxnorm"),
    ("drug/unii", "unii"),
    ("drug/drugcentral", "drugcentral"),
    ("drug/curated", "curated"),
    ("drug/mesh-2024", "mesh-2024"),
];

/// Sources whose licence forbids passing on their names: their identifiers are cross references.
const NAMELESS: [&str; 1] = ["drugcentral"];
/// Sources that only add names to records of others.
const NAMES_ONLY: [&str; 4] = ["chebi-2018", "chebi-2021", "curated", "mesh-2024"];

impl Records {
    /// Reads the recipe's parts.
    pub fn read(recipe: &Recipe) -> Result<Records, RecipeError> {
        let mut records = Records::default();
        let mut capitals = Vec::new();
        for (part, source) in PARTS {
            let Contents { entries, .. } = recipe.contents(part)?;
            if source == "unii" {
                // Its names are in capitals; they are written small when all small words of the others are known.
                capitals = entries;
                continue;
            }
            for entry in entries {
                records.add(entry, source);
            }
        }
        let small = records.small_words();
        for entry in capitals {
            records.add_unii(entry, &small);
        }
        records.link_trees();
        records.link_headings();
        for (id, record) in records.live.iter().filter(|(_, record)| !record.name.is_empty()) {
            records.titles.entry((prefix(id).to_owned(), record.name.to_lowercase())).or_insert_with(|| id.clone());
        }
        Ok(records)
    }

    fn add(&mut self, entry: Entry, source: &'static str) {
        if entry.obsolete {
            if let Some(by) = entry.replaced_by.into_iter().next() {
                self.withdrawn.insert(entry.id, by);
            }
            return;
        }
        if NAMES_ONLY.contains(&source) && !self.live.contains_key(&entry.id) {
            return;
        }
        let record = self.live.entry(entry.id.clone()).or_default();
        record.reviewed |= entry.fact("stars").is_none_or(|stars| stars == "3");
        record.xrefs.extend(entry.xrefs.iter().map(|xref| xref.curie.clone()));
        record.trees.extend(entry.groups.iter().cloned());
        record.parents.extend(entry.parents.into_iter().map(|parent| (Link::IsA, parent)));
        record.parents.extend(entry.part_of.into_iter().map(|heading| (Link::Heading, heading)));
        for (fact, value) in entry.facts {
            match fact {
                "has_role" => record.parents.push((Link::Role, value)),
                "has_part" => record.parents.push((Link::Part, value)),
                // A heading by name, resolved when all headings are known.
                "HM" => record.parents.push((Link::Heading, value)),
                _ => {}
            }
        }
        if !entry.kind.is_empty() {
            record.kind = entry.kind;
        }
        if NAMELESS.contains(&source) {
            // It says what the identifier stands for, and goes into no table.
            record.name = entry.name;
            return;
        }
        if !entry.name.is_empty() && record.name.is_empty() {
            record.source = source;
            record.names.push(Name { text: entry.name.clone(), scope: Scope::Preferred, source });
            record.name = entry.name;
        }
        for synonym in entry.synonyms {
            let scope = if synonym.scope == Scope::Exact { names::scope(&synonym.text) } else { synonym.scope };
            if source == "curated" {
                record.names.push(Name { text: synonym.text, scope: synonym.scope, source });
            } else {
                record.names.push(Name { text: synonym.text, scope, source });
            }
        }
        if source == "mesh-scr"
            && let Some(stem) = names::protocol_stem(&record.name)
        {
            record.names.push(Name { scope: names::scope(stem), text: stem.to_owned(), source: "mesh-scr-stem" });
        }
    }

    fn add_unii(&mut self, entry: Entry, small: &BTreeSet<String>) {
        let source = "unii";
        let record = self.live.entry(entry.id).or_default();
        record.reviewed = true;
        if record.name.is_empty() {
            record.source = source;
            record.name = names::uncapitalized(&entry.name, small);
            record.names.push(Name { text: record.name.clone(), scope: Scope::Preferred, source });
        }
        for synonym in entry.synonyms {
            let (text, tag) = names::untagged(&synonym.text);
            record.authorised |= matches!(tag, "INN" | "USAN" | "JAN" | "BAN");
            if text.starts_with("COMPONENT ") || text.contains("IMPURITY") || text.contains(" COMPONENT") {
                continue;
            }
            let (text, scope) = match synonym.scope {
                Scope::Brand => (names::brand(text), Scope::Brand),
                Scope::Alias if !names::is_code(text) => continue,
                Scope::Alias => (text.to_owned(), Scope::Alias),
                _ => (names::uncapitalized(text, small), names::scope(text)),
            };
            record.names.push(Name { text, scope, source });
        }
    }

    /// Words of two to four letters that other sources write small more often than in capitals.
    fn small_words(&self) -> BTreeSet<String> {
        let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
        for name in self.live.values().flat_map(|record| &record.names) {
            for word in name.text.split(|mark: char| !mark.is_ascii_alphabetic()).filter(|word| (2..=4).contains(&word.len())) {
                let small = word.bytes().all(|byte| byte.is_ascii_lowercase());
                if small || word.bytes().all(|byte| byte.is_ascii_uppercase()) {
                    let count = counts.entry(word.to_ascii_lowercase()).or_default();
                    if small { count.0 += 1 } else { count.1 += 1 }
                }
            }
        }
        counts.into_iter().filter(|(_, (small, capital))| small > capital).map(|(word, _)| word).collect()
    }

    /// The parent of `D03.633.100` is the heading at `D03.633`.
    fn link_trees(&mut self) {
        let places: BTreeMap<String, String> =
            self.live.iter().flat_map(|(id, record)| record.trees.iter().map(move |tree| (tree.clone(), id.clone()))).collect();
        for (id, record) in &mut self.live {
            for tree in &record.trees {
                if let Some(above) = tree.rsplit_once('.').and_then(|(above, _)| places.get(above))
                    && above != id
                {
                    record.parents.push((Link::Tree, above.clone()));
                }
            }
        }
    }

    fn link_headings(&mut self) {
        let headings = self.live.iter().filter(|(id, _)| id.starts_with("MESH:D"));
        let headings: HashMap<String, String> = headings.map(|(id, record)| (record.name.clone(), id.clone())).collect();
        for record in self.live.values_mut() {
            for (link, parent) in &mut record.parents {
                if *link == Link::Heading
                    && let Some(id) = headings.get(parent)
                {
                    parent.clone_from(id);
                }
            }
        }
    }

    /// The live identifier that `curie` is or was replaced by.
    pub fn current<'records>(&'records self, curie: &'records str) -> Option<&'records str> {
        let mut at = curie;
        // A chain of replacements that runs in a circle ends nowhere.
        for _ in 0..8 {
            if self.live.contains_key(at) {
                return Some(at);
            }
            at = self.withdrawn.get(at)?;
        }
        None
    }

    /// Another record of `left`'s vocabulary that has the preferred name of `right`.
    pub fn better_partner(&self, left: &str, right: &str) -> Option<&str> {
        let name = self.live.get(right)?.name.to_lowercase();
        self.titles.get(&(prefix(left).to_owned(), name)).map(String::as_str).filter(|better| *better != left)
    }

    /// Whether two records have a name in common, capitals aside.
    pub fn share_a_name(&self, left: &str, right: &str) -> bool {
        let (Some(left), Some(right)) = (self.live.get(left), self.live.get(right)) else { return false };
        let known: BTreeSet<String> = left.all_names().collect();
        right.all_names().any(|name| known.contains(&name))
    }
}

impl Record {
    /// The preferred name and all others, in small letters.
    fn all_names(&self) -> impl Iterator<Item = String> {
        std::iter::once(&self.name)
            .chain(self.names.iter().map(|name| &name.text))
            .filter(|text| !text.is_empty())
            .map(|text| text.to_lowercase())
    }
}

fn prefix(id: &str) -> &str {
    id.split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_the_very_name_is_the_better_partner() {
        let mut records = Records::default();
        for (id, name) in [("CHEBI:1", "ipratropium bromide"), ("CHEBI:2", "Ipratropium"), ("DRUGBANK:DB00332", "ipratropium")] {
            records.live.insert(id.to_owned(), Record { name: name.to_owned(), ..Record::default() });
            records.titles.insert((prefix(id).to_owned(), name.to_lowercase()), id.to_owned());
        }
        assert_eq!(records.better_partner("CHEBI:1", "DRUGBANK:DB00332"), Some("CHEBI:2"));
        assert_eq!(records.better_partner("CHEBI:2", "DRUGBANK:DB00332"), None);
        assert!(records.share_a_name("CHEBI:2", "DRUGBANK:DB00332") && !records.share_a_name("CHEBI:1", "CHEBI:2"));
    }
}
