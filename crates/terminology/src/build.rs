//! Merged records to our tables: which concepts and names the tree keeps, and by which rule the rest is left out.
//!
//! Every rule counts what it leaves out; `dictionaries/README.md` tells the rules in words.

mod links;
mod named;
mod unwritten;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use biospan_lexicon::folder::FolderError;
use biospan_lexicon::policy::key;
use biospan_lexicon::surface::Letters;
use biospan_lexicon::table::{ConceptRow, ENTITY_TYPES, HEADER, NameRow, Scope, TableError, write};
use regex::Regex;

use self::unwritten::unwritten;
use super::merge::{Counts, Merged, MergedName, Recipe, RecipeError, cell_lines, cells, diseases, drugs, genes, species};

/// The longest name that is kept, in characters: longer ones are systematic or descriptive, and papers do not
/// write them out.
const LONGEST_NAME: usize = 60;
/// A gene name that more genes than this have as alias or related name says nothing ("epididymis secretory sperm
/// binding protein" has 388).
const MOST_OWNERS: usize = 3;
/// The same for an official name ("U6 spliceosomal RNA" has 76).
const MOST_OFFICIAL_OWNERS: usize = 12;

/// A gene with at least so many papers is known, one with fewer than the other number hardly is.
const KNOWN_GENE: u32 = 100;
const UNKNOWN_GENE: u32 = 10;

/// A merge: all records of some kinds, and what was joined and refused.
type Merge = fn(&Recipe) -> Result<(Vec<Merged>, Counts), RecipeError>;

/// The merges, in the order in which they are taken.
const MERGES: [Merge; 6] = [genes::merge, diseases::merge, drugs::merge, cells::merge, species::merge, cell_lines::merge];

/// Vocabularies of which every living identifier is kept, also of concepts without a name that papers use: a check must
/// tell an identifier that does not exist from one that is not annotated.
const COMPLETE: [&str; 6] = ["CL", "DOID", "FPLX", "HGNC", "HGNC_GROUP", "MONDO"];

/// Why tables cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file cannot be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// A source cannot be read or merged.
    #[error(transparent)]
    Source(#[from] RecipeError),
    /// The decisions cannot be read.
    #[error(transparent)]
    Policy(#[from] FolderError),
    /// A decision has another form than ours have.
    #[error(transparent)]
    Decision(#[from] TableError),
    /// A line has another form than its table's header says.
    #[error("{path}:{line}: {fault}", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line from 1.
        line: usize,
        /// What was expected.
        fault: String,
    },
}

/// What was kept and what was left out, by rule.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Concepts kept, by type.
    pub concepts: BTreeMap<String, usize>,
    /// Names kept, by type.
    pub names: BTreeMap<String, usize>,
    /// Names and concepts left out, by rule.
    pub left_out: BTreeMap<&'static str, usize>,
    /// What the merges joined and refused, by evidence or rule.
    pub merged: Counts,
}

/// Builds our tables from the publishers' releases in `sources` and writes them to `output`, where `recipe.tsv` (which
/// file plays which part), `prefixes.tsv` and `sources.tsv` (which sources may be passed on) must stand already, and `policy`
/// where it names concepts that no source may.
///
/// # Errors
/// See [`BuildError`].
pub fn build(sources: &Path, output: &Path) -> Result<Report, BuildError> {
    let codes = source_codes(&output.join("sources.tsv"))?;
    let recipe = Recipe::read(&output.join("recipe.tsv"), sources)?;
    let mut builder = Builder { codes, patterns: patterns(&output.join("prefixes.tsv"))?, ..Builder::default() };
    for merge in MERGES {
        let (records, counts) = merge(&recipe)?;
        builder.report.merged.extend(counts);
        records.into_iter().for_each(|record| builder.take(record));
    }
    builder.shared_headings();
    builder.prune(&named::by_policy(output)?);
    builder.neoplasm_headings();
    let (parents, trails) = links::mend(&mut builder.concepts, &builder.left_out);
    builder.report.left_out.insert("parents that were left out (their own parents take their place)", parents);
    builder.report.left_out.insert("obsolete identifiers whose replacement was left out", trails.len());
    builder.withdrawn.extend(trails.into_iter().filter(|id| is_complete(id)).map(|id| (id, String::new())));
    builder.literature(output)?;
    builder.write(output)
}

#[derive(Default)]
struct Builder {
    /// Source as the merges name it (before any colon), to our code; `None` if it may not be passed on.
    codes: HashMap<String, Option<String>>,
    /// What a local identifier of each prefix looks like.
    patterns: HashMap<String, Regex>,
    concepts: BTreeMap<String, ConceptRow<'static>>,
    /// Identifiers that nothing took the place of, with the name that each had.
    withdrawn: BTreeMap<String, String>,
    /// Papers about a concept.
    papers: BTreeMap<String, u32>,
    /// Terms of MeSH headings: key of the term, type, and the headings that have it.
    headings: HashMap<(u64, String), Vec<Cow<'static, str>>>,
    /// Parents of the concepts that were left out.
    left_out: links::Parents,
    report: Report,
}

impl Builder {
    fn leave_out(&mut self, rule: &'static str) {
        *self.report.left_out.entry(rule).or_default() += 1;
    }

    fn take(&mut self, record: Merged) {
        if record.obsolete && record.replaced_by.is_empty() {
            if is_complete(&record.id) {
                let name = record.names.first().map_or("", |name| &name.text);
                self.withdrawn.insert(record.id, name.replace('\t', " "));
            } else {
                self.leave_out("obsolete identifiers without replacement");
            }
            return;
        }
        let Some(entity_type) = our_type(&record.kind) else {
            // Its identifiers exist, its names are not looked for.
            if is_complete(&record.id) && !record.obsolete {
                let entity_type = if record.id.starts_with("CL:") { "cell_type" } else { "disease" };
                self.insert(&record, entity_type);
            }
            self.leave_out("names of concepts of a type that is none of ours");
            return;
        };
        self.insert(&record, entity_type);
        if record.papers > 0 {
            self.papers.insert(record.id.clone(), record.papers);
        }
        if !record.obsolete {
            record.names.iter().for_each(|name| self.name(&record.id, name));
        }
    }

    fn insert(&mut self, record: &Merged, entity_type: &'static str) {
        let gone = record.obsolete;
        let own = |list: &[String]| list.iter().map(|curie| owned(curie)).collect();
        let row = ConceptRow {
            id: owned(&record.id),
            entity_type: entity_type.into(),
            name: owned(if gone { "" } else { &record.name }),
            xrefs: if gone { Vec::new() } else { self.known(&record.xrefs) },
            parents: own(&record.parents),
            taxon: owned(if matches!(entity_type, "gene" | "gene_family" | "complex" | "cell_line") { &record.taxon } else { "" }),
            replaced_by: owned(&record.replaced_by),
            orthologs: own(&record.orthologs),
            ..ConceptRow::default()
        };
        self.concepts.insert(record.id.clone(), row);
    }

    /// The cross references whose prefix is one of ours and whose identifier fits its pattern.
    fn known(&mut self, xrefs: &[String]) -> Vec<Cow<'static, str>> {
        let mut curies: Vec<Cow<'static, str>> = xrefs.iter().map(|curie| owned(curie)).collect();
        let before = curies.len();
        curies.retain(|curie| {
            let parts = curie.split_once(':').and_then(|(prefix, local_id)| Some((self.patterns.get(prefix)?, local_id)));
            parts.is_some_and(|(pattern, local_id)| pattern.is_match(local_id))
        });
        *self.report.left_out.entry("cross references of unknown prefixes or against their pattern").or_default() += before - curies.len();
        curies
    }

    fn name(&mut self, id: &str, name: &MergedName) {
        let (text, scope) = (name.text.as_str(), name.scope);
        let mut known = name.sources.iter().map(|source| self.codes.get(source.split(':').next().unwrap_or(source)));
        let Some(code) = known.find_map(|code| code.cloned().flatten()) else {
            self.leave_out("names of sources that may not be passed on");
            return;
        };
        if name.sources.iter().any(|source| matches!(source.as_str(), "MESH" | "mesh" | "mesh-2024")) {
            self.heading(id, text);
        }
        let rule = if text.chars().count() > LONGEST_NAME {
            Some("names over 60 characters")
        } else if Letters::of(text).count == 0 {
            Some("names without a letter")
        } else {
            unwritten(text, scope, self.concepts.get(id))
        };
        if let Some(rule) = rule {
            self.leave_out(rule);
        } else if let Some(row) = self.concepts.get_mut(id) {
            row.names.push(NameRow { scope, source: code.into(), text: owned(text) });
        }
    }

    /// Remembers a term of a MeSH heading that the concept `id` stands for.
    fn heading(&mut self, id: &str, term: &str) {
        let Some(row) = self.concepts.get(id) else { return };
        let own = std::iter::once(&row.id).chain(&row.xrefs).find(|curie| curie.starts_with("MESH:D"));
        if let Some(heading) = own.cloned() {
            let known = self.headings.entry((key(term), row.entity_type.to_string())).or_default();
            if !known.contains(&heading) {
                known.push(heading);
            }
        }
    }

    fn prune(&mut self, by_policy: &BTreeMap<String, String>) {
        self.drop_inverted();
        self.drop_shared_gene_names();
        self.drop_symbols_of_others();
        self.drop_orthologs_names();
        self.drop_unused_substances();
        let mut repeated = 0;
        for row in self.concepts.values_mut() {
            row.names.sort_by(|left, right| (left.scope, &left.text).cmp(&(right.scope, &right.text)));
            let before = row.names.len();
            let mut seen = HashSet::new();
            row.names.retain(|name| seen.insert((key(&name.text), Letters::of(&name.text).flags())));
            repeated += before - row.names.len();
        }
        self.report.left_out.insert("names that equal another of the concept but for hyphens, blanks or a plural", repeated);
        let before = self.concepts.len();
        self.concepts.retain(|id, row| {
            let has_names = !row.names.is_empty() || !row.replaced_by.is_empty();
            let stays = has_names || row.entity_type == "gene" || is_complete(id) || named::takes_name(row, by_policy);
            if !stays {
                self.left_out.insert(id.clone(), std::mem::take(&mut row.parents));
            }
            stays
        });
        self.report.left_out.insert("concepts whose every name was left out", before - self.concepts.len());
    }

    /// MeSH's "Arthritis, Rheumatoid" beside "Rheumatoid Arthritis": papers write the second.
    fn drop_inverted(&mut self) {
        let mut dropped = 0;
        for row in self.concepts.values_mut().filter(|row| matches!(row.entity_type.as_ref(), "disease" | "drug")) {
            let keys: HashSet<u64> = row.names.iter().map(|name| key(&name.text)).collect();
            let before = row.names.len();
            row.names.retain(|name| {
                let parts: Vec<&str> = name.text.split(", ").collect();
                let [head, rest @ ..] = &parts[..] else { return true };
                let upright = rest.iter().rev().chain([head]).copied().collect::<Vec<_>>().join(" ");
                rest.is_empty() || !keys.contains(&key(&upright))
            });
            dropped += before - row.names.len();
        }
        self.report.left_out.insert("inverted names beside the upright form", dropped);
    }

    fn drop_shared_gene_names(&mut self) {
        let mut owners: HashMap<String, usize> = HashMap::new();
        let weak = |name: &NameRow<'_>| matches!(name.scope, Scope::Alias | Scope::Related | Scope::Previous | Scope::Exact);
        let genes = |row: &ConceptRow<'_>| row.entity_type == "gene" && row.taxon == "NCBITaxon:9606";
        for row in self.concepts.values().filter(|row| genes(row)) {
            for name in row.names.iter().filter(|name| weak(name)) {
                *owners.entry(name.text.to_lowercase()).or_default() += 1;
            }
        }
        let mut dropped = 0;
        for row in self.concepts.values_mut().filter(|row| genes(row)) {
            let before = row.names.len();
            row.names.retain(|name| {
                // A short symbol of many owners is for the resolver; a phrase of many owners is for nobody but the gene
                // that bears it officially ("tumor necrosis factor").
                let most = if name.scope == Scope::Exact { MOST_OFFICIAL_OWNERS } else { MOST_OWNERS };
                !weak(name) || name.text.len() <= 8 || owners.get(&name.text.to_lowercase()).is_none_or(|&count| count <= most)
            });
            dropped += before - row.names.len();
        }
        self.report.left_out.insert("gene names of more than three genes", dropped);
    }

    /// NCBI gives pseudogenes and unknown genes the symbols of known ones (BCR is a synonym of RN7SL263P): where hardly any
    /// paper is about a gene, its alias is not another gene's symbol.
    fn drop_symbols_of_others(&mut self) {
        let papers = |id: &str| self.papers.get(id).copied().unwrap_or(0);
        let human = |row: &ConceptRow<'_>| row.entity_type == "gene" && row.taxon == "NCBITaxon:9606";
        let symbols: HashSet<String> =
            self.concepts.values().filter(|row| human(row) && papers(&row.id) >= KNOWN_GENE).map(|row| row.name.to_lowercase()).collect();
        let unknown: HashSet<String> =
            self.concepts.values().filter(|row| human(row) && papers(&row.id) < UNKNOWN_GENE).map(|row| row.id.to_string()).collect();
        let mut dropped = 0;
        for row in self.concepts.values_mut().filter(|row| unknown.contains(row.id.as_ref())) {
            let before = row.names.len();
            let own = |name: &NameRow<'_>| matches!(name.scope, Scope::Preferred | Scope::Symbol | Scope::Exact);
            row.names.retain(|name| own(name) || !symbols.contains(&name.text.to_lowercase()));
            dropped += before - row.names.len();
        }
        self.report.left_out.insert("aliases of hardly known genes that are a known gene's symbol", dropped);
    }

    /// The resolver moves a human gene to its mouse or rat ortholog when the paper is about mice or rats, so that
    /// the ortholog needs only the names that the human gene does not have.
    fn drop_orthologs_names(&mut self) {
        let mut human: HashMap<String, HashSet<u64>> = HashMap::new();
        for row in self.concepts.values().filter(|row| row.taxon == "NCBITaxon:9606" && row.entity_type == "gene") {
            human.insert(row.id.to_string(), row.names.iter().map(|name| key(&name.text)).collect());
        }
        let mut dropped = 0;
        for row in self.concepts.values_mut().filter(|row| !row.orthologs.is_empty()) {
            let before = row.names.len();
            let orthologs: Vec<_> = row.orthologs.iter().filter_map(|id| human.get(id.as_ref())).collect();
            row.names.retain(|name| !orthologs.iter().any(|keys| keys.contains(&key(&name.text))));
            dropped += before - row.names.len();
        }
        self.report.left_out.insert("mouse and rat names that the human ortholog has", dropped);
    }

    /// MeSH supplementary substances that no other vocabulary knows are kept only under plain names: one word of
    /// letters, or a short code.
    fn drop_unused_substances(&mut self) {
        let plain = |text: &str| {
            let letters = text.bytes().all(|byte| byte.is_ascii_alphabetic()) && text.len() >= 6;
            let code = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            letters || code
        };
        let mut dropped = 0;
        for row in self.concepts.values_mut() {
            if row.id.starts_with("MESH:C") && row.entity_type == "drug" && row.xrefs.is_empty() {
                let before = row.names.len();
                if !row.names.iter().any(|name| plain(&name.text)) {
                    row.names.clear();
                }
                dropped += before - row.names.len();
            }
        }
        self.report.left_out.insert("names of MeSH supplementary substances without cross reference or plain name", dropped);
    }

    /// Where sources split one everyday name over two concepts (nicotine and (S)-nicotine, lithium and its ion), the
    /// concept that has the name but not MeSH's heading gets the heading that has the name as a term. One heading a
    /// concept: that of its preferred name, else the one that most of its exact names have.
    fn shared_headings(&mut self) {
        let mut added = 0;
        for row in self.concepts.values_mut().filter(|row| matches!(row.entity_type.as_ref(), "drug" | "disease")) {
            let of = |text: &str| self.headings.get(&(key(text), row.entity_type.to_string())).filter(|headings| headings.len() == 1);
            let own = |heading: &str| row.id == heading || row.xrefs.iter().any(|xref| xref == heading);
            // ChEBI's "zinc atom" is what everybody calls zinc.
            let mut found = of(row.name.strip_suffix(" atom").unwrap_or(&row.name)).map(|headings| headings[0].clone());
            if found.is_none() && !has_mesh(row) {
                let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
                let close = row.names.iter().filter(|name| matches!(name.scope, Scope::Preferred | Scope::Exact));
                for heading in close.filter_map(|name| of(&name.text)) {
                    *votes.entry(heading[0].as_ref()).or_default() += 1;
                }
                found = votes
                    .into_iter()
                    .max_by_key(|(heading, votes)| (*votes, std::cmp::Reverse(*heading)))
                    .map(|(heading, _)| owned(heading));
            }
            if let Some(heading) = found.filter(|heading| !own(heading)) {
                row.xrefs.push(heading);
                row.xrefs.sort();
                added += 1;
            }
        }
        self.report.left_out.insert("(MeSH headings added by a shared name)", added);
    }

    /// MONDO gives MeSH's heading now to the cancer, now to the neoplasm; where a "cancer" has none and its parent
    /// is the "neoplasm" of the same words, the heading stands at both.
    fn neoplasm_headings(&mut self) {
        let mut headings = Vec::new();
        for row in self.concepts.values().filter(|row| row.entity_type == "disease" && !has_mesh(row)) {
            let Some(site) = neoplasm_site(&row.name) else { continue };
            let parents = row.parents.iter().filter_map(|parent| self.concepts.get(parent.as_ref()));
            let ancestors = parents.flat_map(|parent| {
                let above = parent.parents.iter().filter_map(|above| self.concepts.get(above.as_ref()));
                std::iter::once(parent).chain(above)
            });
            let sibling = ancestors
                .filter(|other| neoplasm_site(&other.name) == Some(site))
                .find_map(|other| std::iter::once(&other.id).chain(&other.xrefs).find(|curie| curie.starts_with("MESH:")));
            headings.extend(sibling.map(|mesh| (row.id.to_string(), mesh.clone())));
        }
        for (id, mesh) in headings {
            if let Some(row) = self.concepts.get_mut(&id) {
                row.xrefs.push(mesh);
                row.xrefs.sort();
            }
        }
    }

    fn literature(&self, output: &Path) -> Result<(), BuildError> {
        let mut out = "id\tpapers\n".to_owned();
        for (id, papers) in self.papers.iter().filter(|(id, _)| self.concepts.contains_key(*id)) {
            out += &format!("{id}\t{papers}\n");
        }
        save(&output.join("literature.tsv"), &out)
    }

    fn write(mut self, output: &Path) -> Result<Report, BuildError> {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for row in self.concepts.values() {
            let out = files.entry(row.entity_type.to_string()).or_insert_with(|| format!("{HEADER}\n"));
            write(row, out);
            *self.report.concepts.entry(row.entity_type.to_string()).or_default() += 1;
            *self.report.names.entry(row.entity_type.to_string()).or_default() += row.names.len();
        }
        let line = |(id, name): (&String, &String)| format!("{id}\t{name}\n");
        save(&output.join("withdrawn.tsv"), &format!("id\tname\n{}", self.withdrawn.iter().map(line).collect::<String>()))?;
        self.report.concepts.insert("withdrawn".to_owned(), self.withdrawn.len());
        for (entity_type, text) in files {
            save(&output.join(format!("{entity_type}.tsv")), &text)?;
        }
        Ok(self.report)
    }
}

/// The site that a neoplasm is named after: `breast` of `breast cancer`, `breast carcinoma` and `malignant breast neoplasm`.
fn neoplasm_site(name: &str) -> Option<&str> {
    let name = name.strip_prefix("malignant ").unwrap_or(name);
    [" cancer", " carcinoma", " neoplasm", " tumor"].iter().find_map(|word| name.strip_suffix(word))
}

fn has_mesh(row: &ConceptRow<'_>) -> bool {
    row.id.starts_with("MESH:") || row.xrefs.iter().any(|xref| xref.starts_with("MESH:"))
}

/// The entity type that a kind of a merge belongs to; `None` for what is not annotated.
fn our_type(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "symptom" | "injury" | "phenotype" | "susceptibility" => "disease",
        // animal_disease, characteristic, cell_feature
        _ => return ENTITY_TYPES.into_iter().find(|known| *known == kind),
    })
}

fn owned(text: &str) -> Cow<'static, str> {
    Cow::Owned(text.to_owned())
}

fn is_complete(id: &str) -> bool {
    id.split_once(':').is_some_and(|(prefix, _)| COMPLETE.contains(&prefix))
}

/// `sources.tsv`: what a source of the merges is called in our tables.
fn source_codes(path: &Path) -> Result<HashMap<String, Option<String>>, BuildError> {
    let text = std::fs::read_to_string(path).map_err(|source| BuildError::File { path: path.to_owned(), source })?;
    let mut codes = HashMap::new();
    for (index, line) in text.lines().enumerate().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [code, _, _, _, redistributable, _, _, matches] = columns[..] else {
            return Err(BuildError::Line { path: path.to_owned(), line: index + 1, fault: "expected 8 columns".to_owned() });
        };
        for source in matches.split('|').filter(|source| !source.is_empty()) {
            codes.insert(source.to_owned(), (redistributable == "yes").then(|| code.to_owned()));
        }
    }
    Ok(codes)
}

/// `prefixes.tsv`: prefix and pattern.
fn patterns(path: &Path) -> Result<HashMap<String, Regex>, BuildError> {
    let text = std::fs::read_to_string(path).map_err(|source| BuildError::File { path: path.to_owned(), source })?;
    let mut patterns = HashMap::new();
    for (index, line) in text.lines().enumerate().skip(1) {
        let fault = |fault: String| BuildError::Line { path: path.to_owned(), line: index + 1, fault };
        let [prefix, pattern, ..] = line.split('\t').collect::<Vec<_>>()[..] else { return Err(fault("expected 4 columns".to_owned())) };
        patterns.insert(prefix.to_owned(), Regex::new(pattern).map_err(|error| fault(error.to_string()))?);
    }
    Ok(patterns)
}

fn save(path: &Path, text: &str) -> Result<(), BuildError> {
    std::fs::write(path, text).map_err(|source| BuildError::File { path: path.to_owned(), source })
}
