//! What changed from one dictionary to another.

use std::collections::{BTreeMap, BTreeSet};

use biospan_lexicon::image::flags;
use serde::Serialize;

use super::catalogue::Catalogue;

/// All changes, each list sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// How many of each, by type.
    pub summary: BTreeMap<String, Summary>,
    /// Concepts that are new.
    pub concepts_gained: Vec<Named>,
    /// Concepts that are gone, with nothing in their place.
    pub concepts_lost: Vec<Named>,
    /// Concepts that are gone, with what took their place.
    pub obsoleted: Vec<Obsoleted>,
    /// Concepts with another type.
    pub retyped: Vec<Change>,
    /// Concepts with another preferred name.
    pub renamed: Vec<Change>,
    /// Names that left one concept for another of the type.
    pub names_moved: Vec<Moved>,
    /// New names of concepts that both have.
    pub names_gained: Vec<Named>,
    /// Lost names of concepts that both have.
    pub names_lost: Vec<Named>,
}

impl Diff {
    /// Whether there is no change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.summary.values().all(|summary| *summary == Summary::default())
    }
}

/// Changes of one type; see [`Diff`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Summary {
    pub concepts_gained: usize,
    pub concepts_lost: usize,
    pub obsoleted: usize,
    pub retyped: usize,
    pub renamed: usize,
    pub names_moved: usize,
    pub names_gained: usize,
    pub names_lost: usize,
}

/// A concept with its preferred name, or with the name that it gained or lost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// The type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// CURIE.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A concept that gave way to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Obsoleted {
    /// The type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// CURIE.
    pub id: String,
    /// Its preferred name.
    pub name: String,
    /// What took its place.
    pub replaced_by: String,
}

/// Something of a concept that is another now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The type, after the change.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// CURIE.
    pub id: String,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// A name with its concepts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Moved {
    /// The type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// The name.
    pub name: String,
    /// Concepts that lost it.
    pub from: Vec<String>,
    /// Concepts that gained it.
    pub to: Vec<String>,
}

/// What one concept is, for comparing.
struct Concept<'a> {
    entity_type: &'a str,
    name: &'a str,
    names: BTreeSet<&'a str>,
}

fn concepts<'a>(catalogue: &Catalogue<'a>) -> BTreeMap<String, Concept<'a>> {
    let mut names: Vec<BTreeSet<&'a str>> = vec![BTreeSet::new(); catalogue.image.concept_count()];
    for entry in catalogue.image.keys().flat_map(|key| catalogue.image.entries(key)) {
        // A variant follows from its name and the compiler.
        if !entry.has(flags::VARIANT)
            && let Some(own) = names.get_mut(entry.concept() as usize)
        {
            own.insert(catalogue.image.surface(entry.surface));
        }
    }
    let concept = |index: u32, names| Concept { entity_type: catalogue.entity_type(index), name: catalogue.name(index), names };
    catalogue.concepts().zip(names).map(|(index, names)| (catalogue.id(index), concept(index, names))).collect()
}

/// Compares what the matcher would see: concepts, and names that policy lets stand.
#[must_use]
pub fn diff(old: &Catalogue<'_>, new: &Catalogue<'_>) -> Diff {
    let (before, after) = (concepts(old), concepts(new));
    let replacements: BTreeMap<String, String> =
        new.image.obsolete().map(|(prefix, local_id, concept)| (new.curie(prefix, &local_id), new.id(concept))).collect();
    let mut diff = Diff::default();
    for (id, was) in before.iter().filter(|(id, _)| !after.contains_key(*id)) {
        let (entity_type, id, name) = (was.entity_type.to_owned(), id.clone(), was.name.to_owned());
        match replacements.get(&id) {
            Some(replaced_by) => diff.obsoleted.push(Obsoleted { entity_type, id, name, replaced_by: replaced_by.clone() }),
            None => diff.concepts_lost.push(Named { entity_type, id, name }),
        }
    }
    for (id, is) in &after {
        let entity_type = is.entity_type.to_owned();
        let change =
            |old: &str, new: &str| Change { entity_type: entity_type.clone(), id: id.clone(), old: old.to_owned(), new: new.to_owned() };
        let Some(was) = before.get(id) else {
            diff.concepts_gained.push(Named { entity_type, id: id.clone(), name: is.name.to_owned() });
            continue;
        };
        diff.retyped.extend((was.entity_type != is.entity_type).then(|| change(was.entity_type, is.entity_type)));
        diff.renamed.extend((was.name != is.name).then(|| change(was.name, is.name)));
    }
    names(&before, &after, &mut diff);
    diff.concepts_gained.sort_unstable();
    diff.concepts_lost.sort_unstable();
    diff.obsoleted.sort_unstable();
    diff.retyped.sort_unstable();
    diff.renamed.sort_unstable();
    summarize(&mut diff);
    diff
}

/// Names that moved, and those that concepts on both sides gained or lost.
fn names(before: &BTreeMap<String, Concept<'_>>, after: &BTreeMap<String, Concept<'_>>, diff: &mut Diff) {
    let mut lost: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut gained = lost.clone();
    for (own, other, changed) in [(before, after, &mut lost), (after, before, &mut gained)] {
        for (id, concept) in own {
            let kept = other.get(id).map(|other| &other.names);
            for name in concept.names.iter().filter(|name| kept.is_none_or(|kept| !kept.contains(*name))) {
                changed.entry((concept.entity_type, *name)).or_default().push(id.as_str());
            }
        }
    }
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    for ((entity_type, name), from) in &lost {
        if let Some(to) = gained.remove(&(*entity_type, *name)) {
            let (entity_type, name) = ((*entity_type).to_owned(), (*name).to_owned());
            diff.names_moved.push(Moved { entity_type, name, from: owned(from), to: owned(&to) });
        } else {
            diff.names_lost.extend(named(entity_type, name, from, after));
        }
    }
    for ((entity_type, name), ids) in &gained {
        diff.names_gained.extend(named(entity_type, name, ids, before));
    }
    diff.names_lost.sort_unstable();
    diff.names_gained.sort_unstable();
}

/// Those concepts that the other side has too: what a concept brings or takes with it goes without saying.
fn named(entity_type: &str, name: &str, ids: &[&str], other: &BTreeMap<String, Concept<'_>>) -> Vec<Named> {
    let both = ids.iter().filter(|id| other.contains_key(**id));
    both.map(|id| Named { entity_type: entity_type.to_owned(), id: (*id).to_owned(), name: name.to_owned() }).collect()
}

fn summarize(diff: &mut Diff) {
    let mut summary: BTreeMap<String, Summary> = BTreeMap::new();
    let mut of = |entity_type: &str, count: fn(&mut Summary) -> &mut usize| {
        *count(summary.entry(entity_type.to_owned()).or_default()) += 1;
    };
    diff.concepts_gained.iter().for_each(|one| of(&one.entity_type, |summary| &mut summary.concepts_gained));
    diff.concepts_lost.iter().for_each(|one| of(&one.entity_type, |summary| &mut summary.concepts_lost));
    diff.obsoleted.iter().for_each(|one| of(&one.entity_type, |summary| &mut summary.obsoleted));
    diff.retyped.iter().for_each(|one| of(&one.entity_type, |summary| &mut summary.retyped));
    diff.renamed.iter().for_each(|one| of(&one.entity_type, |summary| &mut summary.renamed));
    diff.names_moved.iter().for_each(|one| of(&one.entity_type, |summary| &mut summary.names_moved));
    diff.names_gained.iter().for_each(|one| of(&one.entity_type, |summary| &mut summary.names_gained));
    diff.names_lost.iter().for_each(|one| of(&one.entity_type, |summary| &mut summary.names_lost));
    diff.summary = summary;
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::image::Image;

    use super::*;
    use crate::dictionary::overlay;

    #[test]
    fn every_kind_of_change_is_told() {
        let header = "id\tname\tsynonyms\ttype\n";
        let compiled = |rows: &str| overlay::compile("own.tsv", format!("{header}{rows}").as_bytes()).expect("good rows");
        let old = compiled("L:1\tone\tuno|eins\tdrug\nL:2\ttwo\tzwei\tdrug\nL:3\tthree\t\tdrug\nL:4\tfour\t\tdrug\n");
        let new = compiled("L:1\tone\tzwei|een\tdrug\nL:2\tboth\ttwo\tdrug\nL:4\tfour\t\tdisease\nL:5\tfive\tcinq\tdrug\n");
        let [old, new] = [&old, &new].map(|owned| Catalogue::new(Image::open(owned.bytes()).expect("a fresh image opens")));
        let found = diff(&old, &new);
        let named = |list: &[Named]| list.iter().map(|one| format!("{} {}", one.id, one.name)).collect::<Vec<_>>();
        let changes = |list: &[Change]| list.iter().map(|one| format!("{} {} {}", one.id, one.old, one.new)).collect::<Vec<_>>();
        assert_eq!(named(&found.concepts_gained), ["L:5 five"]);
        assert_eq!(named(&found.concepts_lost), ["L:3 three"]);
        assert_eq!(changes(&found.retyped), ["L:4 drug disease"]);
        assert_eq!(changes(&found.renamed), ["L:2 two both"]);
        assert_eq!(named(&found.names_gained), ["L:1 een", "L:2 both"]);
        assert_eq!(named(&found.names_lost), ["L:1 eins", "L:1 uno"]);
        let moved: Vec<_> = found.names_moved.iter().map(|one| (one.name.as_str(), &one.from[..], &one.to[..])).collect();
        assert_eq!(moved, [("zwei", &["L:2".to_owned()][..], &["L:1".to_owned()][..])]);
        assert_eq!(found.summary["drug"].names_lost, 2);
        assert!(diff(&old, &old).is_empty() && !found.is_empty());
    }
}
