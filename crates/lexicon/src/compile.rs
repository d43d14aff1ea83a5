//! Tables and policy to image.

mod chains;
mod concepts;
mod decisions;
mod surfaces;
mod tables;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::concept::Packer;
use crate::image::{ConceptRecord, LONGEST_NAME, MOST_TYPES, NameEntry, SECTIONS, Surface, flags};
use crate::policy::{Action, Policy};
use crate::search::CASE_SHIFT;
use crate::surface::Letters;
use crate::table::{ConceptRow, NameRow, Scope, TableError};
use crate::token::tokenize;
use crate::{hash, image, spelling, variant};
use surfaces::Surfaces;
use tables::{Tables, assemble};

/// What an image is made from.
#[derive(Default)]
pub struct Ingredients<'a> {
    /// Name of the dictionary, shown in every record.
    pub name: &'a str,
    /// Version of the dictionary.
    pub version: &'a str,
    /// Concepts in any order.
    pub concepts: Vec<ConceptRow<'a>>,
    /// Our decisions about names.
    pub policy: Policy,
    /// `prefixes.tsv`: `prefix pattern url name` with a header.
    pub prefixes: &'a str,
    /// `sources.tsv`: first column the code, with a header.
    pub sources: &'a str,
    /// `literature.tsv`: CURIE and number of papers, with a header.
    pub literature: &'a str,
    /// `cues.tsv`: words beside a name that speak for a type, with a header.
    pub cues: &'a str,
    /// `weights.tsv`: what each feature of a name in a text is worth, with a header.
    pub weights: &'a str,
    /// `calibration.tsv`: what share of mentions is right, by type and probability, with a header.
    pub calibration: &'a str,
    /// `organism.tsv`: what speaks for the organism of a gene, with a header.
    pub organism: &'a str,
    /// `complete.tsv`: prefixes whose vocabulary is held complete, and what of it, with a header.
    pub complete: &'a str,
    /// `withdrawn.tsv`: identifiers that nothing took the place of, sorted, with a header.
    pub withdrawn: &'a str,
    /// Whether spelling variants are made, the parents of drugs left out and strings packed closer (not for a user's own
    /// dictionary, which says what it means and is small).
    pub variants: bool,
}

/// Why an image cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// A table cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A limit of the image was reached.
    #[error("the dictionary has too many {what}: an image holds {limit}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How much an image holds.
        limit: usize,
    },
    /// Two names that differ share a hash.
    #[error("two different names have one hash; raise the normalizer version with another hash")]
    Collision,
    /// One CURIE stands in two lines.
    #[error("{0} stands in two lines of the tables; keep one")]
    Twice(String),
}

/// What became of the names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Concepts with a name.
    pub concepts: usize,
    /// Names in the image, variants among them.
    pub names: usize,
    /// Variants among them.
    pub variants: usize,
    /// Keys.
    pub keys: usize,
    /// Names that policy left out.
    pub never: usize,
    /// Names left out for their shape: no letter, one character, too many tokens.
    pub shapeless: usize,
}

struct Name {
    key: u64,
    tokens: Vec<u64>,
    /// The number of its string.
    surface: u32,
    entry: NameEntry,
}

/// Makes an image.
///
/// # Errors
/// See [`CompileError`].
pub fn compile(ingredients: &Ingredients<'_>) -> Result<(Vec<u8>, Report), CompileError> {
    let mut compiler = Compiler::new(ingredients)?;
    compiler.names(ingredients)?;
    compiler.concepts(ingredients)?;
    compiler.finish(ingredients)
}

struct Compiler<'a> {
    rows: Vec<&'a ConceptRow<'a>>,
    indices: HashMap<&'a str, u32>,
    prefixes: Vec<(&'a str, &'a str)>,
    sources: Vec<&'a str>,
    types: Vec<&'a str>,
    /// Binary logarithm of the number of papers about a concept, plus one.
    literature: HashMap<&'a str, u8>,
    surfaces: Surfaces,
    /// NCBI taxonomy identifiers of organisms that concepts belong to.
    organisms: Vec<u32>,
    names: Vec<Name>,
    /// Long words of names of diseases and cell types, which are words of the language and not symbols or codes.
    long_words: BTreeSet<Vec<u8>>,
    records: Vec<ConceptRecord>,
    details: Vec<u8>,
    packer: Packer,
    obsolete: Vec<u8>,
    report: Report,
}

impl<'a> Compiler<'a> {
    fn new(ingredients: &'a Ingredients<'a>) -> Result<Self, CompileError> {
        let mut rows: Vec<_> = ingredients.concepts.iter().filter(|row| row.replaced_by.is_empty() && !row.name.is_empty()).collect();
        rows.sort_by(|left, right| left.id.cmp(&right.id));
        if let Some(pair) = rows.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(CompileError::Twice(pair[0].id.to_string()));
        }
        let indices = rows.iter().enumerate().map(|(index, row)| (row.id.as_ref(), index as u32)).collect();
        let mut prefixes: Vec<(&str, &str)> = ingredients
            .prefixes
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once('\t'))
            .map(|(prefix, rest)| (prefix, rest.split('\t').nth(1).unwrap_or("")))
            .collect();
        let mut types: Vec<&str> = Vec::new();
        for row in &rows {
            if !types.contains(&row.entity_type.as_ref()) {
                types.push(&row.entity_type);
            }
        }
        types.sort_unstable();
        let obsolete = ingredients.concepts.iter().filter(|row| !row.replaced_by.is_empty()).map(|row| &row.id);
        for curie in rows.iter().flat_map(|row| std::iter::once(&row.id).chain(&row.xrefs)).chain(obsolete) {
            let prefix = curie.split_once(':').map_or("", |(prefix, _)| prefix);
            if !prefixes.iter().any(|(known, _)| *known == prefix) {
                prefixes.push((prefix, ""));
            }
        }
        let sources = ingredients.sources.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
        if types.len() > MOST_TYPES {
            return Err(CompileError::TooMany { what: "types", limit: MOST_TYPES });
        }
        if prefixes.len() > 255 {
            return Err(CompileError::TooMany { what: "prefixes", limit: 255 });
        }
        if rows.len() > image::MOST_CONCEPTS {
            return Err(CompileError::TooMany { what: "concepts", limit: image::MOST_CONCEPTS });
        }
        let papers = ingredients.literature.lines().skip(1).filter_map(|line| line.split_once('\t'));
        let logarithm = |papers: &str| papers.parse::<u32>().ok()?.checked_ilog2().map(|log| log as u8 + 1);
        let literature = papers.filter_map(|(id, papers)| Some((id, logarithm(papers)?))).collect();
        Ok(Self {
            rows,
            indices,
            prefixes,
            sources,
            types,
            literature,
            surfaces: Surfaces::default(),
            organisms: Vec::new(),
            names: Vec::new(),
            long_words: BTreeSet::new(),
            records: Vec::new(),
            details: Vec::new(),
            packer: Packer::default(),
            obsolete: Vec::new(),
            report: Report::default(),
        })
    }

    fn names(&mut self, ingredients: &'a Ingredients<'a>) -> Result<(), CompileError> {
        let mut added: HashMap<&str, Vec<NameRow<'_>>> = HashMap::new();
        for decision in &ingredients.policy.added {
            let row = NameRow { scope: Scope::Exact, source: "B".into(), text: decision.name.as_str().into() };
            added.entry(&decision.argument).or_default().push(row);
        }
        for (index, row) in self.rows.clone().into_iter().enumerate() {
            self.report.concepts += 1;
            let extra = added.remove(row.id.as_ref()).unwrap_or_default();
            let first = self.names.len();
            let mut spelled: Vec<String> = Vec::new();
            for name in row.names.iter().chain(&extra) {
                let own = self.name(&ingredients.policy, row, index as u32, name, None)?;
                if ingredients.variants {
                    variant::spellings(&name.text, &row.entity_type, &mut spelled);
                    for text in spelled.drain(..) {
                        let name = NameRow { scope: name.scope, source: name.source.clone(), text: text.into() };
                        self.name(&ingredients.policy, row, index as u32, &name, Some(own))?;
                    }
                }
            }
            self.drop_repeated(first);
        }
        self.drop_diseases();
        Ok(())
    }

    /// Another spelling of a gene's name that a disease has too (`coeliac disease`) is left to the disease.
    fn drop_diseases(&mut self) {
        let number = |entity_type: &str| self.types.iter().position(|known| *known == entity_type).map(|at| at as u8);
        let (Some(gene), Some(disease)) = (number("gene"), number("disease")) else { return };
        let diseases = self.names.iter().filter(|name| name.entry.entity_type() == disease);
        let keys: HashSet<u64> = diseases.map(|name| name.key).collect();
        self.names.retain(|name| name.entry.entity_type() != gene || !name.entry.has(flags::VARIANT) || !keys.contains(&name.key));
    }

    /// Of several names of one concept with one key and one kind of letter case, the closest is kept; names of
    /// a source come before variants.
    fn drop_repeated(&mut self, first: usize) {
        let case = flags::CAPITALS | flags::SMALL | flags::CAPITALISED;
        let rank =
            |name: &Name| (name.key, name.entry.flags & case, name.entry.flags & flags::VARIANT, name.entry.scope() as u8, name.surface);
        self.names[first..].sort_by_key(rank);
        let mut kept: Vec<Name> = self.names.split_off(first);
        kept.dedup_by(|next, kept| {
            let same = next.key == kept.key && next.entry.flags & case == kept.entry.flags & case;
            let variant = next.key == kept.key && next.entry.has(flags::VARIANT);
            same || variant
        });
        self.names.append(&mut kept);
    }

    /// Adds a name, and returns its key; `variant_of` is the key of the name that it is another spelling of, whose policy holds for
    /// it unless it has one of its own.
    fn name(
        &mut self,
        policy: &Policy,
        row: &ConceptRow<'_>,
        concept: u32,
        name: &NameRow<'_>,
        variant_of: Option<u64>,
    ) -> Result<u64, CompileError> {
        let text = name.text.trim();
        let mut tokens = Vec::new();
        tokenize(text, 0, text.len(), &mut tokens);
        let letters = Letters::of(text);
        let characters: usize = tokens.iter().map(|token| (token.end - token.start) as usize).sum();
        let hashes: Vec<u64> = tokens.iter().map(|token| token.hash).collect();
        let key = hash::sequence(hashes.iter().copied());
        if tokens.is_empty() || tokens.len() > LONGEST_NAME || letters.count == 0 || text.len() > usize::from(u16::MAX) {
            self.report.shapeless += 1;
            return Ok(key);
        }
        let mut bits = letters.flags() | if variant_of.is_some() { flags::VARIANT } else { 0 };
        let mut decided = false;
        let of = |key: u64| policy.decisions(key, &row.entity_type, &row.id);
        let inherited = variant_of.filter(|_| of(key).next().is_none());
        for decision in of(inherited.unwrap_or(key)) {
            match decision.action {
                Action::Never => {
                    self.report.never += 1;
                    return Ok(key);
                }
                Action::Capitals => bits |= flags::ONLY_CAPITALS,
                Action::Exact => bits |= flags::ONLY_EXACT,
                Action::Evidence => {
                    bits |= flags::NEEDS_EVIDENCE;
                    decided = true;
                }
                Action::Owner if decision.argument == row.id => bits |= flags::OWNER,
                Action::Word => bits |= flags::WORD,
                Action::Rarely => bits |= flags::RARELY,
                Action::Usually => bits |= flags::USUALLY,
                Action::Sure => bits |= flags::OWNER | flags::SURE,
                Action::Owner | Action::Add => {}
            }
        }
        // What holds for a name of one type is closer than what holds for its letters in all types.
        if bits & flags::ONLY_EXACT != 0 {
            bits &= !flags::ONLY_CAPITALS;
        }
        if bits & flags::SURE != 0 {
            bits &= !(flags::RARELY | flags::WORD | flags::NEEDS_EVIDENCE);
            bits |= flags::USUALLY;
            decided = true;
        }
        // One character names nothing by itself; two need evidence, whatever they are.
        if characters < 2 && !decided {
            self.report.shapeless += 1;
            return Ok(key);
        }
        if characters == 2 && bits & flags::SURE == 0 {
            bits |= flags::NEEDS_EVIDENCE;
        }
        if variant_of.is_none() && matches!(row.entity_type.as_ref(), "disease" | "cell_type") {
            let words = tokens.iter().map(|token| &text.as_bytes()[token.start as usize..token.end as usize]);
            self.long_words.extend(words.filter(|word| spelling::is_long(word)).map(<[u8]>::to_ascii_lowercase));
        }
        let surface = self.surfaces.number(text);
        let source = self.sources.iter().position(|code| *code == name.source.split(' ').next().unwrap_or("")).unwrap_or(255);
        bits |= match row.taxon.as_ref() {
            "" => 0,
            "NCBITaxon:9606" => flags::HUMAN,
            _ => flags::OTHER_ORGANISM,
        };
        let entity_type = self.types.iter().position(|known| *known == row.entity_type).unwrap_or(0) as u8;
        let mut entry =
            NameEntry::new(Surface::default(), concept, entity_type, name.scope).known(self.renown(row)).indexed(Self::is_indexed(row));
        entry.source = source.min(255) as u8;
        entry.flags = bits;
        self.names.push(Name { key, tokens: hashes, surface, entry });
        Ok(key)
    }

    /// How well known a concept is: by the papers about it, else by the number of vocabularies that have it.
    fn renown(&self, row: &ConceptRow<'_>) -> u8 {
        let papers = self.literature.get(row.id.as_ref()).copied();
        papers.unwrap_or_else(|| {
            if !matches!(row.entity_type.as_ref(), "drug" | "disease") {
                return 0;
            }
            let mut prefixes: Vec<&str> = row.xrefs.iter().filter_map(|xref| xref.split(':').next()).collect();
            prefixes.sort_unstable();
            prefixes.dedup();
            prefixes.len().min(15) as u8
        })
    }

    /// Whether MeSH has a drug or disease.
    fn is_indexed(row: &ConceptRow<'_>) -> bool {
        let in_mesh = |curie: &Cow<'_, str>| curie.starts_with("MESH:");
        matches!(row.entity_type.as_ref(), "drug" | "disease") && (in_mesh(&row.id) || row.xrefs.iter().any(in_mesh))
    }

    fn finish(mut self, ingredients: &Ingredients<'_>) -> Result<(Vec<u8>, Report), CompileError> {
        self.names.sort_by_key(|name| (name.key, name.entry.concept(), name.entry.scope() as u8, name.surface));
        self.mark_contested();
        let mut by_key: Vec<(u64, Vec<u64>, u32)> = Vec::new();
        for (index, name) in self.names.iter().enumerate() {
            match by_key.last() {
                Some((key, tokens, _)) if *key == name.key => {
                    if *tokens != name.tokens {
                        return Err(CompileError::Collision);
                    }
                }
                _ => by_key.push((name.key, name.tokens.clone(), index as u32)),
            }
        }
        for (index, name) in self.names.iter_mut().enumerate() {
            if by_key.binary_search_by_key(&(index as u32 + 1), |(_, _, first)| *first).is_ok() {
                name.entry.flags |= flags::LAST;
            }
        }
        if let Some(name) = self.names.last_mut() {
            name.entry.flags |= flags::LAST;
        }
        self.report.names = self.names.len();
        self.report.variants = self.names.iter().filter(|name| name.entry.has(flags::VARIANT)).count();
        self.report.keys = by_key.len();
        let (bytes, surfaces) = self.surfaces.pack(ingredients.variants)?;
        let surface = |number: u32| surfaces[number as usize];
        for name in &mut self.names {
            name.entry.surface = surface(name.surface);
        }
        let entries: Vec<NameEntry> = self.names.iter().map(|name| name.entry).collect();
        for (record, row) in self.records.iter_mut().zip(&self.rows) {
            record.name = surface(self.surfaces.number(&row.name));
        }
        if entries.len() >= image::MOST_NAMES {
            return Err(CompileError::TooMany { what: "names", limit: image::MOST_NAMES });
        }
        let tables = Tables::build(&by_key, |key| {
            let names = &self.names[key as usize..];
            let length = names.iter().position(|name| name.entry.has(flags::LAST)).map_or(names.len(), |last| last + 1);
            let needed = image::needed_case(names[..length].iter().map(|name| (&name.entry, self.surfaces.length(name.surface))));
            key | (needed as u32) << CASE_SHIFT
        })?;
        let facts = self.facts(ingredients);
        let decisions = decisions::pack(&ingredients.policy);
        let (long_words, shortened) = spelling::pack(&self.long_words);
        // In the order of `image::Section`.
        let sections: [&[u8]; SECTIONS] = [
            facts.as_bytes(),
            bytemuck::cast_slice(&tables.single_filter),
            bytemuck::cast_slice(&tables.pair_filter),
            bytemuck::cast_slice(&tables.triple_filter),
            bytemuck::cast_slice(&tables.singles),
            bytemuck::cast_slice(&tables.pairs),
            bytemuck::cast_slice(&tables.openings),
            bytemuck::cast_slice(&tables.longs),
            bytemuck::cast_slice(&entries),
            &bytes,
            bytemuck::cast_slice(&self.records),
            bytemuck::cast_slice(&self.organisms),
            &self.details,
            bytemuck::cast_slice(self.packer.forms()),
            &self.obsolete,
            &decisions,
            bytemuck::cast_slice(&long_words),
            bytemuck::cast_slice(&shortened),
        ];
        Ok((assemble(&sections), self.report))
    }

    /// Marks names that two concepts of one type have.
    fn mark_contested(&mut self) {
        let types: Vec<&str> = self.rows.iter().map(|row| row.entity_type.as_ref()).collect();
        for group in self.names.chunk_by_mut(|left, right| left.key == right.key) {
            let owners: Vec<u32> = group.iter().map(|name| name.entry.concept()).collect();
            for name in group {
                let own = name.entry.concept();
                let rival = |&other: &u32| other != own && types[other as usize] == types[own as usize];
                if owners.iter().any(rival) {
                    name.entry.flags |= flags::CONTESTED;
                }
            }
        }
    }

    fn facts(&self, ingredients: &Ingredients<'_>) -> String {
        let mut facts = format!("name\t{}\nversion\t{}\n", ingredients.name, ingredients.version);
        for entity_type in &self.types {
            facts += &format!("type\t{entity_type}\n");
        }
        for (prefix, url) in &self.prefixes {
            facts += &format!("prefix\t{prefix}\t{url}\n");
        }
        let tables = [
            ("source", ingredients.sources),
            ("cue", ingredients.cues),
            ("weight", ingredients.weights),
            ("calibration", ingredients.calibration),
            ("organism", ingredients.organism),
            ("complete", ingredients.complete),
        ];
        for (kind, table) in tables {
            for line in table.lines().skip(1) {
                facts += &format!("{kind}\t{line}\n");
            }
        }
        facts += &withdrawn(ingredients.withdrawn);
        for (index, row) in self.rows.iter().enumerate() {
            for (kind, text) in &row.notes {
                // A fact is a line.
                facts += &format!("note\t{index}\t{kind}\t{}\n", text.replace(['\n', '\r'], " "));
            }
        }
        facts
    }
}

/// A line a prefix, with its local identifiers: names of what is no more are for people who read the table.
fn withdrawn(table: &str) -> String {
    let ids = table.lines().skip(1).filter_map(|line| line.split('\t').next()?.split_once(':'));
    let mut of_prefix: BTreeMap<&str, String> = BTreeMap::new();
    for (prefix, local) in ids {
        let line = of_prefix.entry(prefix).or_default();
        *line += if line.is_empty() { "" } else { " " };
        *line += local;
    }
    of_prefix.iter().map(|(prefix, locals)| format!("withdrawn\t{prefix}\t{locals}\n")).collect()
}
