//! Entries of the dictionaries as tuples, from which `biospan.Entry` is made; the order of fields is its.

use biospan::dictionary::catalogue::Catalogue;
use biospan::dictionary::lookup::{ConceptCard, Link, look_up};

use crate::plain::Pair;

/// id, type, name, url, taxon, xrefs, members, names as spelling and scope, parents.
pub type PlainEntry = (String, String, String, Option<String>, Option<String>, Vec<String>, Vec<Pair>, Vec<Pair>, Vec<Pair>);

/// The concepts that have a name.
pub fn named(catalogue: &Catalogue<'_>, name: &str) -> Vec<PlainEntry> {
    let mut ids: Vec<String> = look_up(catalogue, name).name.into_iter().flat_map(|card| card.owners).map(|owner| owner.id).collect();
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids.iter().filter_map(|id| look_up(catalogue, id).concepts.into_iter().next()).map(entry).collect()
}

/// The concept of a CURIE, which may be obsolete, or a cross reference of one concept.
pub fn of_curie(catalogue: &Catalogue<'_>, curie: &str) -> Option<PlainEntry> {
    look_up(catalogue, curie).concepts.into_iter().next().map(entry)
}

fn entry(card: ConceptCard) -> PlainEntry {
    let pairs = |links: Vec<Link>| links.into_iter().map(|link| (link.id, link.preferred)).collect();
    let names = card.names.into_iter().map(|name| (name.name, name.scope.to_owned())).collect();
    let (members, parents) = (pairs(card.members), pairs(card.parents));
    (card.id, card.entity_type, card.preferred, card.url, card.taxon, card.xrefs, members, names, parents)
}
