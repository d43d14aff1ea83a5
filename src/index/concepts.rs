//! The concepts of an index and the hierarchy above them, which is taken from dictionaries.

use std::collections::{BTreeSet, HashMap, HashSet};

use biospan_lexicon::image::ImageError;

use crate::dictionary::catalogue::Catalogue;
use crate::dictionary::opened::Opened;

/// A concept of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concept {
    /// CURIE, as the records show it.
    pub id: String,
    /// Entity type.
    pub entity_type: String,
    /// Preferred name.
    pub name: String,
    /// Address.
    pub url: Option<String>,
    /// The organism.
    pub taxon: Option<String>,
    /// Other CURIEs.
    pub xrefs: Vec<String>,
    /// How many documents mention it.
    pub documents: i64,
    /// How many mentions it has.
    pub mentions: i64,
}

/// How the concepts of a list lie above each other: pairs of places in the list, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// A concept and a direct parent.
    pub parents: Vec<(usize, usize)>,
    /// What lies above, and a concept; each concept lies above itself.
    pub ancestors: Vec<(usize, usize)>,
}

/// A concept of a dictionary: the number of the dictionary, and its own in there.
type Place = (usize, u32);

/// Dictionaries that know what lies above a concept; the first that knows a concept counts.
pub struct Hierarchy<'a> {
    catalogues: Vec<Catalogue<'a>>,
}

impl<'a> Hierarchy<'a> {
    /// The hierarchy of dictionaries.
    ///
    /// # Errors
    /// See [`Opened::image`].
    pub fn new(dictionaries: &'a [Opened]) -> Result<Self, ImageError> {
        let images = dictionaries.iter().map(|dictionary| dictionary.image().map(Catalogue::new));
        Ok(Self { catalogues: images.collect::<Result<_, _>>()? })
    }

    /// Adds to a list what lies above its concepts, and says how they all hang together.
    pub fn link(&self, concepts: &mut Vec<Concept>) -> Links {
        let mut places = self.places(concepts);
        let mut standing: HashMap<Place, Vec<usize>> = HashMap::new();
        for (number, place) in places.iter().enumerate() {
            place.iter().for_each(|place| standing.entry(*place).or_default().push(number));
        }
        let mut links = Links { parents: self.shown_otherwise(concepts, &standing), ..Links::default() };
        let mut number = 0;
        // The list grows by parents that are not in it yet, until there are none.
        while number < concepts.len() {
            for parent in places[number].map(|place| self.parents(place)).unwrap_or_default() {
                let numbers = standing.entry(parent).or_insert_with(|| {
                    concepts.push(self.concept(parent));
                    places.push(Some(parent));
                    vec![concepts.len() - 1]
                });
                links.parents.extend(numbers.iter().map(|parent| (number, *parent)));
            }
            number += 1;
        }
        links.parents.sort_unstable();
        links.parents.dedup();
        links.ancestors = closure(concepts.len(), &links.parents);
        links
    }

    /// Where each concept stands in the dictionaries: by its own identifier, else by one of its cross references.
    fn places(&self, concepts: &[Concept]) -> Vec<Option<Place>> {
        let mut places: Vec<Option<Place>> = concepts.iter().map(|concept| self.find(&concept.id)).collect();
        // A concept that is shown under another namespace has its own identifier among its cross references.
        for (place, concept) in places.iter_mut().zip(concepts).filter(|(place, _)| place.is_none()) {
            let same_type = |(layer, index): &Place| self.catalogues[*layer].entity_type(*index) == concept.entity_type;
            *place = concept.xrefs.iter().find_map(|id| self.find(id).filter(same_type));
        }
        places
    }

    /// Of what is shown under several identifiers, as a gene and its protein are, the others lie below the one that is the
    /// concept's own: pairs of places in the list.
    fn shown_otherwise(&self, concepts: &[Concept], standing: &HashMap<Place, Vec<usize>>) -> Vec<(usize, usize)> {
        let is_own = |number: &usize| self.find(&concepts[*number].id).is_some();
        let below = |numbers: &Vec<usize>| {
            let own = numbers.iter().copied().find(is_own)?;
            let others = numbers.iter().copied().filter(|number| !is_own(number)).map(move |other| (other, own));
            Some(others.collect::<Vec<_>>())
        };
        standing.values().filter(|numbers| numbers.len() > 1).filter_map(below).flatten().collect()
    }

    fn parents(&self, (layer, index): Place) -> Vec<Place> {
        let image = &self.catalogues[layer].image;
        let parents = image.concept(index).map(|record| image.details(record).parents).unwrap_or_default();
        let known = |parent: u32| self.find(&self.catalogues[layer].id(parent)).unwrap_or((layer, parent));
        parents.into_iter().filter(|parent| *parent != index).map(known).collect()
    }

    fn find(&self, id: &str) -> Option<Place> {
        self.catalogues.iter().enumerate().find_map(|(layer, catalogue)| catalogue.find(id).map(|index| (layer, index)))
    }

    fn concept(&self, (layer, index): Place) -> Concept {
        let catalogue = &self.catalogues[layer];
        let Some(record) = catalogue.image.concept(index) else { return Concept::default() };
        let details = catalogue.image.details(record);
        Concept {
            id: catalogue.id(index),
            entity_type: catalogue.entity_type(index).to_owned(),
            name: catalogue.name(index).to_owned(),
            url: catalogue.url(record.prefix, &details.local_id),
            taxon: Some(catalogue.image.taxon(record)).filter(|taxon| *taxon != 0).map(|taxon| format!("NCBITaxon:{taxon}")),
            xrefs: details.xrefs.iter().map(|(prefix, local_id)| catalogue.curie(*prefix, local_id)).collect(),
            ..Concept::default()
        }
    }
}

/// All that lies above each concept, itself included: pairs of ancestor and concept.
fn closure(count: usize, parents: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); count];
    parents.iter().for_each(|(concept, parent)| above[*concept].push(*parent));
    let mut ancestors = Vec::new();
    for concept in 0..count {
        let (mut seen, mut waiting) = (HashSet::from([concept]), vec![concept]);
        // Hierarchies of users may have circles.
        while let Some(next) = waiting.pop() {
            ancestors.push((next, concept));
            waiting.extend(above[next].iter().filter(|parent| seen.insert(**parent)));
        }
    }
    ancestors.sort_unstable();
    ancestors
}

/// The CURIEs of what links lead to, for each of `count` concepts: `links` are pairs of a concept and what it leads to.
#[must_use]
pub fn linked_ids(concepts: &[Concept], links: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<String>> {
    let mut ids: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); concepts.len()];
    links.for_each(|(concept, other)| {
        ids[concept].insert(&concepts[other].id);
    });
    ids.into_iter().map(|ids| ids.into_iter().map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(id: &str, entity_type: &str, xrefs: &[&str]) -> Concept {
        let xrefs = xrefs.iter().map(|xref| (*xref).to_owned()).collect();
        Concept { id: id.to_owned(), entity_type: entity_type.to_owned(), xrefs, ..Concept::default() }
    }

    #[test]
    fn what_lies_above_is_added_once_and_whatever_the_namespace() {
        let dictionaries = [Opened::embedded().unwrap()];
        let hierarchy = Hierarchy::new(&dictionaries).unwrap();
        // Hepatocellular carcinoma by its own identifier, liver disorder as MeSH shows it, and something of a user's.
        let mut concepts = vec![
            concept("MONDO:0007256", "disease", &[]),
            concept("MESH:D008107", "disease", &["MONDO:0005154"]),
            concept("LAB:1", "disease", &[]),
        ];
        let links = hierarchy.link(&mut concepts);
        let above = linked_ids(&concepts, links.ancestors.iter().map(|(ancestor, concept)| (*concept, *ancestor)));
        assert!(above[0].contains(&"MESH:D008107".to_owned()), "{:?}", above[0]);
        assert!(!above[0].contains(&"MONDO:0005154".to_owned()), "{:?}", above[0]);
        assert_eq!(above[2], ["LAB:1"]);
        let ids: HashSet<&str> = concepts.iter().map(|concept| concept.id.as_str()).collect();
        assert_eq!(ids.len(), concepts.len());
        assert!(concepts.iter().skip(3).all(|concept| !concept.name.is_empty() && concept.mentions == 0));
    }

    #[test]
    fn a_protein_lies_below_its_gene_where_both_are_mentioned() {
        let dictionaries = [Opened::embedded().unwrap()];
        let hierarchy = Hierarchy::new(&dictionaries).unwrap();
        let gene = concept("HGNC:11998", "gene", &["UNIPROT:P04637"]);
        let protein = concept("UNIPROT:P04637", "gene", &["HGNC:11998"]);
        for (mut concepts, expected) in
            [(vec![gene.clone(), protein.clone()], vec![(1, 0)]), (vec![protein.clone(), gene], vec![(0, 1)]), (vec![protein], vec![])]
        {
            let count = concepts.len();
            let links = hierarchy.link(&mut concepts);
            let between: Vec<_> = links.parents.into_iter().filter(|(one, other)| *one < count && *other < count).collect();
            assert_eq!(between, expected);
        }
    }

    #[test]
    fn circles_end() {
        let mut expected = vec![(0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (1, 2), (2, 2)];
        expected.sort_unstable();
        assert_eq!(closure(3, &[(0, 1), (1, 0), (2, 0)]), expected);
    }
}
