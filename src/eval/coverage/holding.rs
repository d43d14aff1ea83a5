//! What the dictionary holds, asked by words and identifiers.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use biospan_lexicon::image::{Image, NameEntry};
use biospan_lexicon::search::key_of;
use biospan_lexicon::token::tokenize;

/// NCBI's number for man.
const HUMAN: u32 = 9606;

/// Why a form is not held under its identifiers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// No concept of the type has one of the identifiers; the type of one that has, if any does.
    NoConcept(Option<String>),
    /// The words are a name of this other concept of the type.
    OtherConcept(String),
    /// The words are a name of this concept of another type.
    OtherType(String),
    /// This name of the concept has the words within it.
    Within(String),
    /// The words have this name of the concept within them.
    Around(String),
    /// The concept has no such name, nor has another.
    NoName,
}

impl Cause {
    /// The cause without its example.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Cause::NoConcept(None) => "no concept",
            Cause::NoConcept(Some(_)) => "concept of another type",
            Cause::OtherConcept(_) => "name of another concept",
            Cause::OtherType(_) => "name of another type",
            Cause::Within(_) => "within a name",
            Cause::Around(_) => "around a name",
            Cause::NoName => "no name",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())?;
        match self {
            Cause::NoConcept(None) | Cause::NoName => Ok(()),
            Cause::NoConcept(Some(example))
            | Cause::OtherConcept(example)
            | Cause::OtherType(example)
            | Cause::Within(example)
            | Cause::Around(example) => write!(out, ": {example}"),
        }
    }
}

/// The dictionary with its identifiers turned round.
pub struct Holding<'a> {
    image: Image<'a>,
    types: Vec<&'a str>,
    prefixes: Vec<&'a str>,
    /// Identifier in capitals to the concepts that have it as their own, as cross reference or as replacement.
    by_id: HashMap<String, Vec<u32>>,
    /// Names by concept.
    names: HashMap<u32, Vec<NameEntry>>,
}

impl<'a> Holding<'a> {
    /// A view of `image`; `replaced` are obsolete identifiers and what took their place.
    pub fn new<'r>(image: Image<'a>, replaced: impl Iterator<Item = (&'r str, &'r str)>) -> Self {
        let types = image.facts("type").collect();
        let prefixes = image.facts("prefix").map(|line| line.split('\t').next().unwrap_or("")).collect();
        let mut holding = Holding { image, types, prefixes, by_id: HashMap::new(), names: HashMap::new() };
        for index in 0..image.concept_count() as u32 {
            for id in holding.ids(index) {
                holding.by_id.entry(id.to_ascii_uppercase()).or_default().push(index);
            }
        }
        let mut moved: Vec<(String, Vec<u32>)> = Vec::new();
        let later: HashMap<&str, &str> = replaced.collect();
        for id in later.keys() {
            let mut last = *id;
            // What took the place may be obsolete itself; a ring of them leads nowhere.
            for _ in 0..8 {
                last = later.get(last).copied().unwrap_or(last);
            }
            let concepts = holding.by_id.get(&last.to_ascii_uppercase()).cloned();
            moved.extend(concepts.map(|concepts| (id.to_ascii_uppercase(), concepts)));
        }
        for (id, concepts) in moved {
            holding.by_id.entry(id).or_default().extend(concepts);
        }
        for key in image.keys() {
            for entry in image.entries(key) {
                holding.names.entry(entry.concept()).or_default().push(*entry);
            }
        }
        holding
    }

    /// The concept's CURIE and its cross references.
    fn ids(&self, index: u32) -> Vec<String> {
        let Some(record) = self.image.concept(index) else { return Vec::new() };
        let details = self.image.details(record);
        let prefix = |index: u8| self.prefixes.get(usize::from(index)).copied().unwrap_or("");
        let xrefs = details.xrefs.into_iter().map(|(index, local)| format!("{}:{local}", prefix(index)));
        std::iter::once(format!("{}:{}", prefix(record.prefix), details.local_id)).chain(xrefs).collect()
    }

    fn concepts(&self, id: &str) -> &[u32] {
        self.by_id.get(&id.to_ascii_uppercase()).map_or(&[], Vec::as_slice)
    }

    /// Whether a human concept has the identifier.
    #[must_use]
    pub fn is_human(&self, id: &str) -> bool {
        self.concepts(id).iter().any(|&index| self.image.concept(index).is_some_and(|record| self.image.taxon(record) == HUMAN))
    }

    /// The concept's own CURIE and preferred name.
    fn show(&self, index: u32) -> String {
        let name = self.image.concept(index).map_or("", |record| self.image.surface(record.name));
        format!("{} {name}", self.ids(index).first().map_or("", String::as_str))
    }

    fn of_types(&self, index: u32, types: &[&str]) -> bool {
        self.type_of(index).is_some_and(|own| types.contains(&own))
    }

    fn type_of(&self, index: u32) -> Option<&'a str> {
        self.types.get(usize::from(self.image.concept(index)?.entity_type)).copied()
    }

    /// Why `form` is not a name of a concept of one of `types` that has one of `ids` (any, if `None`); `None` if it is.
    /// A family stands for its members, and a gene for its orthologs: the resolver moves a mention to them.
    #[must_use]
    pub fn missing(&self, form: &str, ids: Option<&[String]>, types: &[&str]) -> Option<Cause> {
        let tokens = hashes(form);
        let entries = key_of(&self.image, &tokens).map_or(&[][..], |key| self.image.entries(key));
        let named: Vec<u32> = entries.iter().map(|entry| entry.concept()).collect();
        let of_types: Vec<u32> = named.iter().copied().filter(|&index| self.of_types(index, types)).collect();
        let Some(ids) = ids else {
            let other = named.first().map(|&index| Cause::OtherType(self.show(index)));
            return of_types.is_empty().then(|| other.unwrap_or(Cause::NoName));
        };
        let with_id: BTreeSet<u32> = ids.iter().flat_map(|id| self.concepts(id)).copied().collect();
        let right: BTreeSet<u32> = with_id.iter().copied().filter(|&index| self.of_types(index, types)).collect();
        if of_types.iter().any(|&index| self.stands_for(index, &right)) {
            return None;
        }
        if right.is_empty() {
            return Some(Cause::NoConcept(with_id.first().map(|&index| self.show(index))));
        }
        let other = of_types.first().map(|&index| Cause::OtherConcept(self.show(index)));
        let other = other.or_else(|| named.first().map(|&index| Cause::OtherType(self.show(index))));
        Some(other.or_else(|| self.near(&tokens, &right)).unwrap_or(Cause::NoName))
    }

    fn stands_for(&self, index: u32, right: &BTreeSet<u32>) -> bool {
        let linked = |index: u32| {
            let details = self.image.concept(index).map(|record| self.image.details(record)).unwrap_or_default();
            details.members.into_iter().chain(details.orthologs)
        };
        right.contains(&index) || linked(index).any(|one| right.contains(&one) || linked(one).any(|two| right.contains(&two)))
    }

    /// A name of one of the concepts that has the tokens within it, or else the longest that they have within them.
    fn near(&self, tokens: &[u64], concepts: &BTreeSet<u32>) -> Option<Cause> {
        let within = |short: &[u64], long: &[u64]| !short.is_empty() && long.windows(short.len()).any(|window| window == short);
        let names: Vec<&str> =
            concepts.iter().filter_map(|index| self.names.get(index)).flatten().map(|entry| self.image.surface(entry.surface)).collect();
        let longer = names.iter().filter(|name| within(tokens, &hashes(name))).min_by_key(|name| (name.len(), **name));
        let shorter = || names.iter().filter(|name| within(&hashes(name), tokens)).max_by_key(|name| (name.len(), **name));
        longer.map(|name| Cause::Within((*name).to_owned())).or_else(|| shorter().map(|name| Cause::Around((*name).to_owned())))
    }
}

fn hashes(words: &str) -> Vec<u64> {
    let mut tokens = Vec::new();
    tokenize(words, 0, words.len(), &mut tokens);
    tokens.iter().map(|token| token.hash).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use biospan_lexicon::compile::{Ingredients, compile};
    use biospan_lexicon::image::OwnedImage;
    use biospan_lexicon::table;

    use super::*;

    const TABLE: &str = "\
CL:0000540\tcell_type\tneuron\tpL:neuron|eL:nerve cell of the brain\tMESH:D009474\t\t\t\t
CL:0000216\tcell_type\tSertoli cell\tpL:Sertoli cell\t\t\t\t\t
MESH:D1\tdisease\tneuroma\tpM:neuroma\t\t\t\t\t
HGNC:1\tgene\tAAA\tsG:AAA\tNCBIGene:1\t\tNCBITaxon:9606\t\t
MGI:1\tgene\tAab\tsG:Aab\tNCBIGene:2\t\tNCBITaxon:10090\t\tHGNC:1
";

    pub fn image() -> OwnedImage {
        let text = format!("{}\n{TABLE}", table::HEADER);
        let mut concepts = Vec::new();
        table::read("t.tsv", &text, |row| concepts.push(row)).expect("the table is well formed");
        OwnedImage::new(&compile(&Ingredients { concepts, ..Ingredients::default() }).expect("it compiles").0)
    }

    #[test]
    fn what_is_held_and_why_not() {
        let owned = image();
        let holding = Holding::new(Image::open(owned.bytes()).expect("it opens"), [("CL:9", "CL:8"), ("CL:8", "CL:0000540")].into_iter());
        for (form, id, types, expected) in [
            ("Neurons", "CL:0000540", "cell_type", None),
            ("neurons", "mesh:d009474", "cell_type", None),
            ("neurons", "CL:9", "cell_type", None),
            ("neuronal", "CL:0000540", "cell_type", Some("no name")),
            ("nerve cell", "CL:0000540", "cell_type", Some("within a name: nerve cell of the brain")),
            ("mature neurons", "CL:0000540", "cell_type", Some("around a name: neuron")),
            ("neurons", "CL:0000216", "cell_type", Some("name of another concept: CL:0000540 neuron")),
            ("neuroma", "CL:0000540", "cell_type", Some("name of another type: MESH:D1 neuroma")),
            ("neurons", "CL:1", "cell_type", Some("no concept")),
            ("neurons", "MESH:D1", "cell_type", Some("concept of another type: MESH:D1 neuroma")),
            ("Aaa", "NCBIGene:2", "gene", None),
        ] {
            let cause = holding.missing(form, Some(&[id.to_owned()]), &[types]).map(|cause| cause.to_string());
            assert_eq!(cause.as_deref(), expected, "{form} {id}");
        }
        assert_eq!(holding.missing("neuron", None, &["disease"]), Some(Cause::OtherType("CL:0000540 neuron".to_owned())));
        assert_eq!(holding.missing("neuroma", None, &["disease"]), None);
        assert!(holding.is_human("NCBIGene:1") && !holding.is_human("NCBIGene:2"));
    }
}
