//! What a dictionary says of a name or an identifier.

use biospan_lexicon::image::{ConceptRecord, NameEntry, flags};
use biospan_lexicon::policy;
use biospan_lexicon::search::key_of;
use biospan_lexicon::token::tokenize;
use serde::Serialize;

use super::catalogue::Catalogue;
use super::near::near;

/// What was found under a name or an identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was asked for.
    pub query: String,
    /// Concepts whose identifier, cross reference or obsolete identifier it is.
    pub concepts: Vec<ConceptCard>,
    /// Whether it is an identifier that was withdrawn, and that nothing took the place of.
    pub withdrawn: bool,
    /// What the matcher sees in it; none for an identifier that was found.
    pub name: Option<NameCard>,
    /// For something unknown: names that are spelled much like it.
    pub near: Vec<String>,
}

impl Finding {
    /// Whether the dictionary knows it, or has decided about it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.concepts.is_empty()
            || self.withdrawn
            || self.name.as_ref().is_some_and(|name| !name.owners.is_empty() || !name.policy.is_empty())
    }
}

/// A name as the matcher sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NameCard {
    /// The hash of its tokens, hexadecimal: names with one key are one to the matcher.
    pub key: String,
    /// Its tokens.
    pub tokens: Vec<String>,
    /// The concepts that have it.
    pub owners: Vec<Owner>,
    /// The decisions about it.
    pub policy: Vec<Row>,
}

/// A concept that has a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// CURIE.
    pub id: String,
    /// The type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// Preferred name.
    pub preferred: String,
    /// The name as this concept has it.
    #[serde(flatten)]
    pub name: Name,
    /// Other concepts of the type that have the name too.
    pub contested_by: Vec<String>,
}

/// One name of a concept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// Its spelling.
    pub name: String,
    /// How it belongs to the concept.
    pub scope: &'static str,
    /// Where it comes from; may be empty.
    pub source: String,
    /// What policy, measurement and the compiler say of it; see [`MARKS`].
    pub marks: Vec<&'static str>,
}

/// What a name may be marked with, and what the word for it means.
pub const MARKS: [(u16, &str); 9] = [
    (flags::OWNER, "owner"),
    (flags::ONLY_CAPITALS, "capitals"),
    (flags::ONLY_EXACT, "exact"),
    (flags::NEEDS_EVIDENCE, "evidence"),
    (flags::WORD, "word"),
    (flags::RARELY, "rarely"),
    (flags::USUALLY, "usually"),
    (flags::CONTESTED, "contested"),
    (flags::VARIANT, "variant"),
];

/// A row of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The type, or `*` for all.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// What is done.
    pub action: &'static str,
    /// A CURIE; may be empty.
    pub argument: String,
    /// Why.
    pub reason: String,
}

/// A concept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConceptCard {
    /// How it was found: `identifier`, `xref` or `obsolete`.
    pub found_as: &'static str,
    /// CURIE.
    pub id: String,
    /// The type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// Preferred name.
    pub preferred: String,
    /// Its address.
    pub url: Option<String>,
    /// Its organism.
    pub taxon: Option<String>,
    /// All names that are matched, the closest first.
    pub names: Vec<Name>,
    /// Cross references.
    pub xrefs: Vec<String>,
    /// Direct parents.
    pub parents: Vec<Link>,
    /// Direct members of a family or complex.
    pub members: Vec<Link>,
    /// Its counterparts in other organisms.
    pub orthologs: Vec<Link>,
}

/// Another concept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// CURIE.
    pub id: String,
    /// Preferred name.
    pub preferred: String,
}

/// Looks up a name or a CURIE. A CURIE may have its prefix in any letter case, and may be a cross reference or obsolete.
#[must_use]
pub fn look_up(catalogue: &Catalogue<'_>, query: &str) -> Finding {
    let mut finding = Finding { query: query.to_owned(), concepts: Vec::new(), withdrawn: false, name: None, near: Vec::new() };
    if let Some(curie) = catalogue.spelled(query.trim()) {
        let own = catalogue.find(&curie).map(|index| ("identifier", index));
        let obsolete = || catalogue.replacement(&curie).map(|index| ("obsolete", index));
        let mut found: Vec<_> = own.or_else(obsolete).into_iter().collect();
        found.extend(catalogue.referring(&curie).into_iter().map(|index| ("xref", index)));
        finding.concepts = found.into_iter().filter_map(|(found_as, index)| concept(catalogue, found_as, index)).collect();
        finding.withdrawn = finding.concepts.is_empty() && catalogue.withdrawn().any(|pair| curie.split_once(':') == Some(pair));
    }
    if finding.concepts.is_empty() && !finding.withdrawn {
        finding.name = Some(name_card(catalogue, query));
    }
    if !finding.is_known() {
        finding.near = near(catalogue, query).into_iter().map(str::to_owned).collect();
    }
    finding
}

fn name_card(catalogue: &Catalogue<'_>, query: &str) -> NameCard {
    let mut tokens = Vec::new();
    tokenize(query, 0, query.len(), &mut tokens);
    let hashes: Vec<u64> = tokens.iter().map(|token| token.hash).collect();
    let entries = key_of(&catalogue.image, &hashes).map_or(&[][..], |key| catalogue.image.entries(key));
    let owner = |entry: &NameEntry| {
        let rivals = entries.iter().filter(|other| other.entity_type() == entry.entity_type() && other.concept() != entry.concept());
        let mut contested_by: Vec<String> = rivals.map(|rival| catalogue.id(rival.concept())).collect();
        contested_by.dedup();
        Owner {
            id: catalogue.id(entry.concept()),
            entity_type: catalogue.entity_type(entry.concept()).to_owned(),
            preferred: catalogue.name(entry.concept()).to_owned(),
            name: name(catalogue, entry),
            contested_by,
        }
    };
    let key = policy::key(query);
    let row = |row: biospan_lexicon::decision::Remembered<'_>| Row {
        entity_type: row.entity_type.to_owned(),
        action: row.action.word(),
        argument: row.argument.to_owned(),
        reason: row.reason.to_owned(),
    };
    NameCard {
        key: format!("{key:016x}"),
        tokens: tokens.iter().filter_map(|token| query.get(token.start as usize..token.end as usize)).map(str::to_owned).collect(),
        owners: entries.iter().map(owner).collect(),
        policy: catalogue.image.decisions(key).into_iter().map(row).collect(),
    }
}

fn name(catalogue: &Catalogue<'_>, entry: &NameEntry) -> Name {
    Name {
        name: catalogue.image.surface(entry.surface).to_owned(),
        scope: entry.scope().word(),
        source: catalogue.sources.get(usize::from(entry.source)).map_or("", |(_, name)| name).to_owned(),
        marks: MARKS.iter().filter(|(flag, _)| entry.has(*flag)).map(|(_, word)| *word).collect(),
    }
}

fn concept(catalogue: &Catalogue<'_>, found_as: &'static str, index: u32) -> Option<ConceptCard> {
    let record: &ConceptRecord = catalogue.image.concept(index)?;
    let details = catalogue.image.details(record);
    let links = |indices: &[u32]| {
        let link = |index: &u32| Link { id: catalogue.id(*index), preferred: catalogue.name(*index).to_owned() };
        indices.iter().map(link).collect()
    };
    let mut entries: Vec<&NameEntry> =
        catalogue.image.keys().flat_map(|key| catalogue.image.entries(key)).filter(|entry| entry.concept() == index).collect();
    entries.sort_by_key(|entry| (entry.has(flags::VARIANT), entry.scope(), catalogue.image.surface(entry.surface)));
    Some(ConceptCard {
        found_as,
        id: catalogue.curie(record.prefix, &details.local_id),
        entity_type: catalogue.entity_type(index).to_owned(),
        preferred: catalogue.name(index).to_owned(),
        url: catalogue.url(record.prefix, &details.local_id),
        taxon: Some(catalogue.image.taxon(record)).filter(|taxon| *taxon != 0).map(|taxon| format!("NCBITaxon:{taxon}")),
        names: entries.into_iter().map(|entry| name(catalogue, entry)).collect(),
        xrefs: details.xrefs.iter().map(|(prefix, local_id)| catalogue.curie(*prefix, local_id)).collect(),
        parents: links(&details.parents),
        members: links(&details.members),
        orthologs: links(&details.orthologs),
    })
}
