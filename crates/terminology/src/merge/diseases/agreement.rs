//! The merge of the real sources: what must hold of it, and how far it agrees with tables gathered by others.

use biospan_lexicon::table::Scope;

use super::*;
use crate::curie::fits;
use crate::merge::gathered::{self, compare, table};

#[test]
fn the_merge_of_the_real_sources_is_sound() {
    let Some(recipe) = gathered::recipe() else { return };
    let (concepts, _) = merge(&recipe).unwrap();
    let refused = recipe.refused().unwrap();
    let live: BTreeMap<&str, &Merged> = concepts.iter().filter(|c| !c.obsolete).map(|c| (c.id.as_str(), c)).collect();
    assert!(concepts.is_sorted_by(|left, right| left.id < right.id), "sorted by identifier, each once");
    assert!(live.len() > 48_000, "{} live concepts", live.len());
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for concept in live.values() {
        let id = concept.id.as_str();
        assert!(fits(id), "{id}");
        let preferred: Vec<&str> =
            concept.names.iter().filter(|name| name.scope == Scope::Preferred).map(|name| name.text.as_str()).collect();
        assert_eq!(preferred, [concept.name.as_str()], "{id}");
        let own = concept.xrefs.iter().filter(|xref| !xref.starts_with("UMLS:") || !id.starts_with("HP:"));
        for xref in std::iter::once(&concept.id).chain(own) {
            assert!(fits(xref) && !refused.holds(id, xref), "{id} {xref}");
            assert_eq!(owners.insert(xref, id), None, "{xref} is in {id} and in another concept");
        }
        for parent in &concept.parents {
            assert!(live.contains_key(parent.as_str()) && parent != id, "{id} {parent}");
        }
    }
    for concept in concepts.iter().filter(|c| c.obsolete) {
        assert!(
            concept.names.is_empty() && (concept.replaced_by.is_empty() || live.contains_key(concept.replaced_by.as_str())),
            "{}",
            concept.id
        );
    }
    assert_eq!(in_a_circle(&live), [""; 0]);
}

/// The concepts that are left when those without parents are taken away again and again.
fn in_a_circle<'a>(live: &BTreeMap<&'a str, &'a Merged>) -> Vec<&'a str> {
    let mut above: BTreeMap<&str, usize> = live.iter().map(|(id, concept)| (*id, concept.parents.len())).collect();
    let mut children: HashMap<&str, Vec<&str>> = HashMap::new();
    for (id, concept) in live {
        concept.parents.iter().for_each(|parent| children.entry(parent).or_default().push(id));
    }
    let mut open: Vec<&str> = above.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    while let Some(id) = open.pop() {
        above.remove(id);
        for child in children.remove(id).unwrap_or_default() {
            if let Some(count) = above.get_mut(child) {
                *count -= 1;
                if *count == 0 {
                    open.push(child);
                }
            }
        }
    }
    above.into_keys().collect()
}

#[test]
#[ignore = "prints figures over the real sources"]
fn merge_agrees() {
    let Some(recipe) = gathered::recipe() else { return };
    let (concepts, counts) = merge(&recipe).unwrap();
    for (what, count) in counts {
        println!("{count} {what}");
    }
    let gathered = table("diseases.concepts.tsv.gz");
    let names = table("diseases.names.tsv.gz");
    let live = gathered.iter().filter(|row| row[6] == "0");
    compare(
        "live concepts",
        &live.map(|row| row[..3].join(" | ")).collect(),
        &concepts.iter().filter(|c| !c.obsolete).map(|c| [c.id.as_str(), &c.kind, &c.name].join(" | ")).collect(),
    );
    compare(
        "withdrawn identifiers",
        &gathered.iter().filter(|row| row[6] == "1").map(|row| format!("{} > {}", row[0], row[7])).collect(),
        &concepts.iter().filter(|c| c.obsolete).map(|c| format!("{} > {}", c.id, c.replaced_by)).collect(),
    );
    let pairs = |column: usize| {
        gathered
            .iter()
            .flat_map(move |row| row[column].split('|').filter(|part| !part.is_empty()).map(|part| format!("{} {part}", row[0])))
            .collect()
    };
    compare("cross references", &pairs(3), &concepts.iter().flat_map(|c| c.xrefs.iter().map(|xref| format!("{} {xref}", c.id))).collect());
    compare("parents", &pairs(4), &concepts.iter().flat_map(|c| c.parents.iter().map(|parent| format!("{} {parent}", c.id))).collect());
    let ours = |with_scope: bool| {
        concepts
            .iter()
            .flat_map(move |c| {
                c.names.iter().map(move |name| format!("{} | {} | {}", c.id, name.text, if with_scope { name.scope.word() } else { "" }))
            })
            .collect()
    };
    compare("names", &names.iter().map(|row| format!("{} | {} | ", row[0], row[1])).collect(), &ours(false));
    compare("names with scope", &names.iter().map(|row| row[..3].join(" | ")).collect(), &ours(true));
}
