//! Gathered tables to our tables: which concepts and names the tree keeps, and by which rule the rest is left out.
//!
//! The gathered tables are two files a kind (`KIND.concepts.tsv.gz`, `KIND.names.tsv.gz`). Every rule counts what
//! it leaves out; `dictionaries/README.md` tells the rules in words.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use biospan_lexicon::policy::key;
use biospan_lexicon::surface::Letters;
use biospan_lexicon::table::{ConceptRow, HEADER, NameRow, Scope, write};
use flate2::read::MultiGzDecoder;
use regex::Regex;

/// The longest name that is kept, in characters: longer ones are systematic or descriptive, and papers do not
/// write them out.
const LONGEST_NAME: usize = 60;
/// A gene name that more genes than this have as alias or related name says nothing ("epididymis secretory sperm
/// binding protein" has 388).
const MOST_OWNERS: usize = 3;

/// The kinds of gathered tables, in the order in which they are read: human genes before mouse and rat genes.
const KINDS: [&str; 7] = ["genes", "gene_families", "gene_complexes", "genes_mouse_rat", "diseases", "drugs", "cell_types"];

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
}

/// Builds our tables from the gathered ones in `tables` and writes them to `output`, where `sources.tsv` must
/// stand already (it names the sources that may be passed on).
///
/// # Errors
/// See [`BuildError`].
pub fn build(tables: &Path, output: &Path) -> Result<Report, BuildError> {
    let codes = source_codes(&output.join("sources.tsv"))?;
    let mut builder = Builder { codes, patterns: patterns(&output.join("prefixes.tsv"))?, ..Builder::default() };
    for kind in KINDS {
        builder.read_kind(tables, kind)?;
    }
    builder.shared_headings();
    builder.prune();
    builder.neoplasm_headings();
    builder.literature(tables, output)?;
    builder.write(output)
}

#[derive(Default)]
struct Builder {
    /// Source as the gathered tables name it (before any colon), to our code; `None` if it may not be passed on.
    codes: HashMap<String, Option<String>>,
    /// What a local identifier of each prefix looks like.
    patterns: HashMap<String, Regex>,
    concepts: BTreeMap<String, ConceptRow<'static>>,
    /// Terms of MeSH headings: key of the term, type, and the headings that have it.
    headings: HashMap<(u64, String), Vec<Cow<'static, str>>>,
    report: Report,
}

impl Builder {
    fn leave_out(&mut self, rule: &'static str) {
        *self.report.left_out.entry(rule).or_default() += 1;
    }

    fn read_kind(&mut self, tables: &Path, kind: &str) -> Result<(), BuildError> {
        let path = tables.join(format!("{kind}.concepts.tsv.gz"));
        let mut kept = HashSet::new();
        for (index, line) in unpack(&path)?.lines().enumerate().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, entity_type, name, xrefs, parents, taxon, obsolete, replaced_by, ref rest @ ..] = columns[..] else {
                return Err(BuildError::Line { path, line: index + 1, fault: "expected 8 columns or more".to_owned() });
            };
            let Some(entity_type) = our_type(entity_type) else {
                self.leave_out("concepts of a type that is none of ours");
                continue;
            };
            let gone = obsolete == "1";
            if gone && replaced_by.is_empty() {
                self.leave_out("obsolete identifiers without replacement");
                continue;
            }
            let row = ConceptRow {
                id: owned(id),
                entity_type: owned(entity_type),
                name: owned(if gone { "" } else { name }),
                xrefs: if gone { Vec::new() } else { self.known(xrefs) },
                parents: list(parents),
                taxon: owned(if matches!(entity_type, "gene" | "gene_family" | "complex") { taxon } else { "" }),
                replaced_by: owned(replaced_by),
                orthologs: rest.first().map_or_else(Vec::new, |column| list(column)),
                ..ConceptRow::default()
            };
            if !gone {
                kept.insert(id.to_owned());
            }
            self.concepts.insert(id.to_owned(), row);
        }
        self.read_names(&tables.join(format!("{kind}.names.tsv.gz")), &kept)
    }

    /// The cross references whose prefix is one of ours and whose identifier fits its pattern.
    fn known(&mut self, column: &str) -> Vec<Cow<'static, str>> {
        let mut curies = list(column);
        let before = curies.len();
        curies.retain(|curie| {
            let parts = curie.split_once(':').and_then(|(prefix, local_id)| Some((self.patterns.get(prefix)?, local_id)));
            parts.is_some_and(|(pattern, local_id)| pattern.is_match(local_id))
        });
        *self.report.left_out.entry("cross references of unknown prefixes or against their pattern").or_default() += before - curies.len();
        curies
    }

    fn read_names(&mut self, path: &Path, kept: &HashSet<String>) -> Result<(), BuildError> {
        for (index, line) in unpack(path)?.lines().enumerate().skip(1) {
            let fault = |fault: &str| BuildError::Line { path: path.to_owned(), line: index + 1, fault: fault.to_owned() };
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, text, scope, source] = columns[..] else {
                return Err(fault("expected 4 columns: id name scope source"));
            };
            let scope = Scope::from_word(scope).ok_or_else(|| fault("unknown scope in column 3"))?;
            if !kept.contains(id) {
                continue;
            }
            let mut known = source.split('|').map(|source| self.codes.get(source.split(':').next().unwrap_or(source)));
            let Some(code) = known.find_map(|code| code.cloned().flatten()) else {
                self.leave_out("names of sources that may not be passed on");
                continue;
            };
            if source.split('|').any(|source| matches!(source, "MESH" | "mesh" | "mesh-2024")) {
                self.heading(id, text);
            }
            if text.chars().count() > LONGEST_NAME {
                self.leave_out("names over 60 characters");
                continue;
            }
            if let Some(rule) = unwritten(text, scope, self.concepts.get(id)) {
                self.leave_out(rule);
                continue;
            }
            if Letters::of(text).count == 0 {
                self.leave_out("names without a letter");
                continue;
            }
            if let Some(row) = self.concepts.get_mut(id) {
                row.names.push(NameRow { scope, source: code.into(), text: owned(text) });
            }
        }
        Ok(())
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

    fn prune(&mut self) {
        self.drop_inverted();
        self.drop_shared_gene_names();
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
        let nameless = |row: &ConceptRow<'_>| row.names.is_empty() && row.replaced_by.is_empty() && row.entity_type != "gene";
        let before = self.concepts.len();
        self.concepts.retain(|_, row| !nameless(row));
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
                // A short symbol of many owners is for the resolver; a phrase of many owners is for nobody.
                !weak(name) || name.text.len() <= 8 || owners.get(&name.text.to_lowercase()).is_none_or(|&count| count <= MOST_OWNERS)
            });
            dropped += before - row.names.len();
        }
        self.report.left_out.insert("gene names of more than three genes", dropped);
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
            let mut found = of(&row.name).map(|headings| headings[0].clone());
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

    fn literature(&self, tables: &Path, output: &Path) -> Result<(), BuildError> {
        let mut out = "id\tpapers\n".to_owned();
        let text = unpack(&tables.join("genes.attributes.tsv.gz"))?;
        let mut rows: Vec<(&str, &str)> = text
            .lines()
            .skip(1)
            .filter_map(|line| Some((line.split('\t').next()?, line.split('\t').nth(4)?)))
            .filter(|(id, papers)| self.concepts.contains_key(*id) && !matches!(*papers, "" | "0"))
            .collect();
        rows.sort_unstable();
        for (id, papers) in rows {
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

/// The rule by which a name that no paper writes is left out.
fn unwritten(text: &str, scope: Scope, row: Option<&ConceptRow<'_>>) -> Option<&'static str> {
    let row = row?;
    match row.entity_type.as_ref() {
        "gene" if is_placeholder(text) => Some("placeholder and clone names of genes"),
        "gene" if scope == Scope::Related && row.taxon != "NCBITaxon:9606" => Some("protein designations of mouse and rat genes"),
        "drug" if is_systematic(text) && !row.id.starts_with("DRUGBANK:") => Some("systematic chemical names"),
        "drug" if is_screening_code(text) => Some("screening codes"),
        _ => None,
    }
}

/// `LOC124902599`, `RGD1308620`, `Gm2903`, `1810033J14Rik`, `RP11-345J4.5`, `AC135826.1`, `dJ831C21.1`, `FLJ22662`,
/// `MGC27091`, `DKFZP762N2316`.
fn is_placeholder(text: &str) -> bool {
    let digits_after = |prefix: &str, least: usize| {
        text.strip_prefix(prefix).is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= least)
    };
    let clone = |prefix: &str| text.strip_prefix(prefix).is_some_and(|rest| rest.contains('-') || rest.contains('.'));
    text.ends_with("Rik")
        || ["LOC", "RGD", "FLJ", "MGC", "MGC:", "AC", "AL", "AP", "PRO", "HSPC", "Gm", "BC", "AW", "AI", "AU"]
            .iter()
            .any(|prefix| digits_after(prefix, if prefix.len() == 2 && *prefix != "Gm" { 5 } else { 3 }))
        || text.to_ascii_uppercase().starts_with("DKFZ")
        || ["RP1", "RP3", "RP4", "RP5", "RP6", "RP11", "CTA", "CTB", "CTC", "CTD", "XXbac", "dJ", "bA"]
            .iter()
            .any(|prefix| clone(prefix) && text.bytes().filter(u8::is_ascii_digit).count() > 4)
}

/// Three locants or more in a long name: `2-(5-bromo-2-pyridylazo)-5-diethylaminophenol`.
fn is_systematic(text: &str) -> bool {
    let locants = text.split(|mark: char| !mark.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    text.len() > 22 && locants >= 3
}

/// `LSM-13325`, `ZINC000004`, `BDBM50`.
fn is_screening_code(text: &str) -> bool {
    ["LSM-", "ZINC0", "BDBM", "NSC-", "NSC "]
        .iter()
        .any(|prefix| text.strip_prefix(prefix).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())))
}

/// The entity type that a gathered type belongs to; `None` for what is not annotated.
fn our_type(gathered: &str) -> Option<&'static str> {
    Some(match gathered {
        "gene" => "gene",
        "gene_family" => "gene_family",
        "complex" => "complex",
        "drug" => "drug",
        "disease" | "symptom" | "injury" | "phenotype" | "susceptibility" => "disease",
        "cell_type" => "cell_type",
        // animal_disease, characteristic, cell_feature
        _ => return None,
    })
}

fn owned(text: &str) -> Cow<'static, str> {
    Cow::Owned(text.to_owned())
}

fn list(column: &str) -> Vec<Cow<'static, str>> {
    column.split('|').filter(|part| !part.is_empty()).map(owned).collect()
}

/// `sources.tsv`: what a source string of the gathered tables is called in ours.
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

fn unpack(path: &Path) -> Result<String, BuildError> {
    let fault = |source| BuildError::File { path: path.to_owned(), source };
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(fault)?;
    MultiGzDecoder::new(file).read_to_string(&mut text).map_err(fault)?;
    Ok(text)
}

fn save(path: &Path, text: &str) -> Result<(), BuildError> {
    std::fs::write(path, text).map_err(|source| BuildError::File { path: path.to_owned(), source })
}
