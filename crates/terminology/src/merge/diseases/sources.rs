//! What the sources of diseases say, by the part that each plays in the recipe.

use std::collections::{BTreeMap, HashMap};

use crate::curie::{curie, fits};
use crate::import::{Entry, Mapping, Relation};
use crate::merge::{Recipe, RecipeError, Refused};

/// Records by identifier, in the order of identifiers.
pub(super) type Records = BTreeMap<String, Entry>;

/// All sources, read.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) refused: Refused,
    pub(super) mondo: Records,
    /// MONDO of 2024: it kept synonyms of every scope, without saying which.
    pub(super) mondo_2024: Records,
    /// MONDO's synonym reports: one synonym of a DOID, NCIT, OMIM or Orphanet record each.
    pub(super) reports: Vec<Entry>,
    pub(super) mondo_exact: Vec<Mapping>,
    pub(super) mondo_xrefs: Vec<Mapping>,
    pub(super) biomappings: Vec<Mapping>,
    /// Records of the current Disease Ontology, withdrawn ones and those of older releases too.
    pub(super) doid: Records,
    pub(super) doid_2024: Records,
    /// DOID's cross references, all releases together, without repetition.
    pub(super) doid_links: BTreeMap<String, BTreeMap<String, Relation>>,
    pub(super) ncit: Records,
    pub(super) mesh_headings: Records,
    pub(super) mesh_supplementary: Records,
    /// All terms of the headings.
    pub(super) mesh_terms: Records,
    pub(super) medic: Medic,
    pub(super) hp: Records,
    /// HPO's cross references to MeSH of 2024.
    pub(super) hp_mesh: Records,
}

impl Sources {
    pub(super) fn read(recipe: &Recipe) -> Result<Sources, RecipeError> {
        let entries = |part: &str| recipe.contents(part).map(|contents| contents.entries);
        let mappings = |part: &str| recipe.contents(part).map(|contents| contents.mappings);
        let records = |part: &str| entries(part).map(by_id);
        let doid_slims = records("disease/doid")?;
        let doid_mappings = mappings("disease/doid-mappings")?;
        let doid_2024 = records("disease/doid-2024")?;
        let labels = entries("disease/doid-labels")?;
        let xrefs = entries("disease/doid-xrefs")?;
        let doid_links = links(&doid_mappings, doid_slims.values().chain(&xrefs));
        let older = by_id(entries("disease/doid-2018")?);
        Ok(Sources {
            refused: recipe.refused()?,
            mondo: records("disease/mondo")?,
            mondo_2024: records("disease/mondo-2024")?,
            reports: entries("disease/mondo-reports")?,
            mondo_exact: mappings("disease/mondo-exact")?,
            mondo_xrefs: mappings("disease/mondo-xrefs")?,
            biomappings: mappings("disease/biomappings")?,
            doid: disease_ontology(doid_slims, labels, &doid_2024, &older),
            doid_2024,
            doid_links,
            ncit: records("disease/ncit")?,
            mesh_headings: records("disease/mesh-headings")?,
            mesh_supplementary: records("disease/mesh-supplementary")?,
            mesh_terms: records("disease/mesh-terms")?,
            medic: Medic::of(entries("disease/medic")?),
            hp: records("disease/hp")?,
            hp_mesh: records("disease/hp-mesh")?,
        })
    }

    /// What MeSH or MEDIC call a MeSH record.
    pub(super) fn mesh_name(&self, id: &str) -> Option<&str> {
        let record = self.mesh_headings.get(id).or_else(|| self.mesh_supplementary.get(id)).or_else(|| self.medic.get(id));
        record.map(|entry| entry.name.as_str())
    }
}

/// MEDIC's records and where each identifier stands.
#[derive(Default)]
pub(super) struct Medic {
    pub(super) records: Vec<Entry>,
    by_id: HashMap<String, Vec<usize>>,
}

impl Medic {
    pub(super) fn of(records: Vec<Entry>) -> Medic {
        let mut by_id: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, entry) in records.iter().enumerate() {
            for id in ids_of(entry) {
                by_id.entry(id.to_owned()).or_default().push(place);
            }
        }
        Medic { records, by_id }
    }

    fn all(&self, id: &str) -> impl Iterator<Item = &Entry> {
        self.by_id.get(id).into_iter().flatten().map(|&place| &self.records[place])
    }

    fn get(&self, id: &str) -> Option<&Entry> {
        self.all(id).next()
    }

    /// The records whose first MeSH identifier is `mesh`: MEDIC names them after it.
    pub(super) fn named_after<'a>(&'a self, mesh: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.all(mesh).filter(move |entry| ids_of(entry).find(|id| id.starts_with("MESH:")) == Some(mesh))
    }
}

/// The identifiers of a MEDIC record, its own first.
pub(super) fn ids_of(entry: &Entry) -> impl Iterator<Item = &str> {
    std::iter::once(entry.id.as_str()).chain(entry.xrefs.iter().map(|xref| xref.curie.as_str()))
}

/// The first record of an identifier counts, but a live one goes before a withdrawn one.
fn by_id(entries: Vec<Entry>) -> Records {
    let mut records = Records::new();
    for entry in entries {
        match records.get(&entry.id) {
            Some(known) if !known.obsolete || entry.obsolete => {}
            _ => {
                records.insert(entry.id.clone(), entry);
            }
        }
    }
    records
}

/// The Disease Ontology from its subsets, the list of all its terms and older releases: a term is live if the list or a
/// subset has it; what only an older release has was withdrawn since.
fn disease_ontology(slims: Records, labels: Vec<Entry>, year_2024: &Records, older: &Records) -> Records {
    let mut doid = slims;
    let mut ids: HashMap<String, String> = HashMap::new();
    for entry in &labels {
        ids.insert(entry.name.clone(), entry.id.clone());
    }
    for entry in labels {
        let parent = entry.fact("parent_name").and_then(|name| ids.get(name)).cloned();
        let known = doid.entry(entry.id.clone()).or_insert_with(|| Entry { id: entry.id.clone(), ..Entry::default() });
        if known.obsolete && known.name.is_empty() {
            *known = Entry { id: entry.id.clone(), ..Entry::default() };
        }
        known.name.clone_from(&entry.name);
        known.parents.extend(parent.filter(|parent| !known.parents.contains(parent)));
    }
    for entry in year_2024.values().chain(older.values()).filter(|entry| entry.id.starts_with("DOID:")) {
        let withdrawn = || Entry {
            id: entry.id.clone(),
            kind: entry.kind.clone(),
            obsolete: true,
            replaced_by: entry.replaced_by.clone(),
            ..Entry::default()
        };
        let known = doid.entry(entry.id.clone()).or_insert_with(withdrawn);
        if known.obsolete && known.replaced_by.is_empty() {
            known.replaced_by.clone_from(&entry.replaced_by);
        }
    }
    doid
}

fn links<'a>(mappings: &[Mapping], entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<String, BTreeMap<String, Relation>> {
    let mut links: BTreeMap<String, BTreeMap<String, Relation>> = BTreeMap::new();
    let stated = mappings.iter().filter(|mapping| !mapping.negated).map(|m| (m.subject.as_str(), m.object.as_str(), m.relation));
    let bare = entries.flat_map(|entry| entry.xrefs.iter().map(|xref| (entry.id.as_str(), xref.curie.as_str(), xref.relation)));
    for (subject, object, relation) in stated.chain(bare).filter(|(subject, object, _)| subject.starts_with("DOID:") && fits(object)) {
        let known = links.entry(subject.to_owned()).or_default().entry(curie(object)).or_insert(relation);
        *known = relation.min(*known);
    }
    links
}
