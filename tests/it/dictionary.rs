//! The dictionary tables of the tree hold what their README says.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use biospan::resolver::feature::Feature;
use biospan::resolver::kinds::of_form;
use biospan::resolver::organism::{Setting, Sign, organism_class};
use biospan::resolver::other_name::Naming;
use biospan::variant::Form;
use biospan_lexicon::folder::Folder;
use biospan_lexicon::image::{Image, OwnedImage};
use biospan_lexicon::token::tokenize;
use biospan_lexicon::{compile, table};
use regex::Regex;

const TABLES: [&str; 8] = ["cell_line", "cell_type", "complex", "disease", "drug", "gene", "gene_family", "species"];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Columns of a table below its header.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

#[test]
fn tables_are_sorted_and_identifiers_fit_their_patterns() {
    let prefixes = read("prefixes.tsv");
    let patterns: HashMap<&str, Regex> = rows(&prefixes).map(|row| (row[0], Regex::new(row[1]).expect("a pattern"))).collect();
    let sources = read("sources.tsv");
    let codes: HashSet<&str> = rows(&sources).map(|row| row[0]).collect();
    let mut faults: Vec<String> = Vec::new();
    let mut ids: HashSet<String> = HashSet::new();
    for name in TABLES {
        let text = read(&format!("{name}.tsv"));
        let mut last = String::new();
        table::read(name, &text, |row| {
            let curies = std::iter::once(&row.id).chain(&row.xrefs).chain(&row.orthologs);
            for curie in curies {
                let (prefix, local_id) = curie.split_once(':').unwrap_or(("", curie));
                match patterns.get(prefix) {
                    Some(pattern) if pattern.is_match(local_id) => {}
                    Some(_) => faults.push(format!("{name}: {curie} does not fit its pattern")),
                    None => faults.push(format!("{name}: {curie} has an unknown prefix")),
                }
            }
            faults.extend((row.entity_type != name).then(|| format!("{name}: {} is a {}", row.id, row.entity_type)));
            faults.extend((*row.id <= *last).then(|| format!("{name}: {} stands behind {last}", row.id)));
            faults.extend(
                row.names
                    .iter()
                    .filter(|own| !codes.contains(own.source.as_ref()))
                    .map(|own| format!("{name}: {} has the unknown source {}", row.id, own.source)),
            );
            faults.extend((!ids.insert(row.id.to_string())).then(|| format!("{name}: {} stands twice", row.id)));
            last = row.id.to_string();
        })
        .expect("the table reads");
    }
    assert!(faults.is_empty(), "{} faults, such as {:#?}", faults.len(), &faults[..faults.len().min(20)]);
}

#[test]
fn every_source_may_be_passed_on_or_gives_no_name() {
    let sources = read("sources.tsv");
    let kept: HashSet<&str> = rows(&sources).filter(|row| row[4] != "yes").map(|row| row[0]).collect();
    for name in TABLES {
        let text = read(&format!("{name}.tsv"));
        table::read(name, &text, |row| {
            let bad = row.names.iter().find(|own| kept.contains(own.source.as_ref()));
            assert!(bad.is_none(), "{}: {bad:?} may not be passed on", row.id);
        })
        .expect("the table reads");
    }
}

#[test]
fn the_tables_compile_to_the_embedded_image() {
    let folder = Folder::read(&folder()).expect("the folder reads");
    let (bytes, report) = compile::compile(&folder.ingredients().expect("the tables read")).expect("the tables compile");
    assert!(report.names > 800_000 && report.concepts > 250_000, "{report:?}");
    let own = OwnedImage::new(&bytes);
    let image = Image::open(own.bytes()).expect("a fresh image opens");
    image.verify().expect("a fresh image is whole");
    let embedded = biospan::dictionary::lexicon::embedded().expect("the embedded image opens");
    embedded.verify().expect("the embedded image is whole");
    // Built by another process, on another day: the same bytes.
    assert_eq!(image.sizes(), embedded.sizes());
    assert_eq!(own.bytes(), biospan::dictionary::lexicon::embedded_bytes());
}

/// The compiler and the resolver pass over what they do not understand, so that a slip of the pen would go unseen.
/// How many tokens words are.
fn tokens(words: &str) -> usize {
    let mut tokens = Vec::new();
    tokenize(words, 0, words.len(), &mut tokens);
    tokens.len()
}

#[test]
fn every_cue_weight_and_decision_is_about_something_that_there_is() {
    let mut ids: HashSet<String> = HashSet::new();
    for name in TABLES {
        let text = read(&format!("{name}.tsv"));
        table::read(name, &text, |row| {
            if row.replaced_by.is_empty() {
                ids.insert(row.id.to_string());
            }
        })
        .expect("the table reads");
    }
    let mut faults: Vec<String> = Vec::new();
    for row in rows(&read("cues.tsv")) {
        let fits = match row[..] {
            [_, "after" | "before" | "head", speaks_for] => ["gene", "drug", "disease", "cell_type", "none"].contains(&speaks_for),
            [_, "belongs", part_of] => ["disease", "cell_type"].contains(&part_of),
            [words, "phrase", "none"] => tokens(words) > 1,
            [words, "product-head", says] => ["gene", "protein", "product", "either"].contains(&says) && tokens(words) <= 4,
            [words, "product-ahead", says] => ["gene", "protein", "either"].contains(&says) && tokens(words) <= 4,
            [words, "product-verb", says] => ["gene", "protein"].contains(&says) && tokens(words) <= 4,
            [words, "product-own", "protein"] => tokens(words) == 1,
            [_, "setting", setting] => Setting::from_word(setting).is_some(),
            [_, "name", naming] => Naming::from_word(naming).is_some(),
            [_, "organism" | "material" | "person", taxon] => {
                taxon.strip_prefix("NCBITaxon:").is_some_and(|number| number.parse::<u32>().is_ok())
            }
            _ => false,
        };
        // What is more than one token is never met.
        let several = row.get(1).is_some_and(|side| *side == "phrase" || side.starts_with("product-"));
        let met = several || row.first().is_some_and(|word| tokens(word) == 1);
        faults.extend((!fits || !met).then(|| format!("cues.tsv: {row:?}")));
    }
    for row in rows(&read("weights.tsv")) {
        let known = Feature::ALL.iter().any(|feature| feature.word() == row[1]);
        let fits = TABLES.contains(&row[0]) && known && row[2].parse::<f32>().is_ok_and(f32::is_finite);
        faults.extend((!fits).then(|| format!("weights.tsv: {row:?}")));
    }
    let mut last = ("".to_owned(), 0.0, 0.0);
    for row in rows(&read("calibration.tsv")) {
        let (weighed, observed) = (row[1].parse::<f32>().unwrap_or(f32::NAN), row[2].parse::<f32>().unwrap_or(f32::NAN));
        let rises = last.0 != row[0] || weighed > last.1 && observed >= last.2;
        let form = Form::ALL.iter().any(|form| of_form(*form) == row[0]);
        let fits = (TABLES.contains(&row[0]) || form) && rises && (0.5..=1.0).contains(&weighed) && (0.5..=1.0).contains(&observed);
        faults.extend((!fits).then(|| format!("calibration.tsv: {row:?}")));
        last = (row[0].to_owned(), weighed, observed);
    }
    for row in rows(&read("organism.tsv")) {
        let sign = Sign::ALL.iter().any(|sign| sign.word() == row[0]) && row[1] == "any";
        let setting = Setting::from_word(row[0]).is_some() && organism_class(row[1]).is_some();
        let fits = (sign || setting) && row[2].parse::<f32>().is_ok_and(f32::is_finite);
        faults.extend((!fits).then(|| format!("organism.tsv: {row:?}")));
    }
    for entry in std::fs::read_dir(folder().join("policy")).expect("the policy is there") {
        let path = entry.expect("a readable folder").path();
        // Pairs of identifiers, no decisions about names.
        if path.ends_with("refused-joins.tsv") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("the policy is UTF-8");
        // Tables of joins have other columns; the merges test them.
        let decisions = text.starts_with(biospan_lexicon::policy::HEADER);
        assert!(decisions || text.starts_with("left\tright\treason\n") || text.starts_with("id\treason\n"), "{}", path.display());
        for row in rows(&text).filter(|_| decisions) {
            let fits = (row[1] == "*" || TABLES.contains(&row[1])) && (row[3].is_empty() || ids.contains(row[3]));
            faults.extend((!fits).then(|| format!("{}: {row:?}", path.display())));
        }
    }
    assert!(faults.is_empty(), "{} faults, such as {:#?}", faults.len(), &faults[..faults.len().min(20)]);
}

/// Every identifier and cross reference of our tables.
fn held() -> HashSet<String> {
    let mut held: HashSet<String> = HashSet::new();
    for name in TABLES {
        let text = read(&format!("{name}.tsv"));
        table::read(name, &text, |row| held.extend(row.xrefs.iter().chain([&row.id]).map(ToString::to_string))).expect("the table reads");
    }
    held
}

/// What `complete.tsv` says is looked up in the gathered sources, where they are at hand.
#[test]
fn vocabularies_that_are_called_complete_are() {
    let gathered = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/sources/tables");
    let Ok(files) = std::fs::read_dir(&gathered) else {
        println!("skipped: no gathered sources here");
        return;
    };
    let complete = read("complete.tsv");
    let complete: HashSet<&str> = rows(&complete).filter(|row| row[2].is_empty()).map(|row| row[0]).collect();
    let withdrawn = read("withdrawn.tsv");
    let withdrawn: HashSet<&str> = rows(&withdrawn).map(|row| row[0]).collect();
    let held = held();
    let mut met: HashSet<String> = HashSet::new();
    for path in files.map(|file| file.expect("a readable folder").path()).filter(|path| path.to_string_lossy().contains(".concepts.")) {
        let file = std::fs::File::open(&path).expect("the file is there");
        let text = std::io::read_to_string(flate2::read::MultiGzDecoder::new(file)).expect("the file is UTF-8");
        let header: Vec<&str> = text.lines().next().unwrap_or("").split('\t').collect();
        let obsolete = header.iter().position(|column| *column == "obsolete").expect("a column says what is obsolete");
        for row in rows(&text) {
            let prefix = row[0].split(':').next().unwrap_or("");
            if complete.contains(prefix) {
                let gone = !matches!(row[obsolete], "" | "0" | "no" | "false");
                let known = held.contains(row[0]) || gone && withdrawn.contains(row[0]);
                met.insert(prefix.to_owned());
                assert!(known, "{} is missing, and complete.tsv says that {prefix} is complete", row[0]);
            }
        }
    }
    assert_eq!(met.len(), complete.len(), "of {complete:?} the sources have {met:?}");
}

/// MeSH's headings are looked up in the release that the tables were made from.
#[test]
fn every_heading_of_diseases_is_there() {
    let release = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/sources/mesh-diseases/mesh_descriptors.tsv.gz");
    let Ok(file) = std::fs::File::open(&release) else {
        println!("skipped: no release of MeSH here");
        return;
    };
    let text = std::io::read_to_string(flate2::read::MultiGzDecoder::new(file)).expect("the file is UTF-8");
    let held = held();
    let headings = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let is_disease = |row: &Vec<&str>| row[3].split('|').any(|number| number.starts_with('C') || number.starts_with("F03"));
    let missing: Vec<String> = headings.filter(is_disease).map(|row| format!("MESH:{}", row[0])).filter(|id| !held.contains(id)).collect();
    // Disease Models, Animal: a heading under Diseases that is none.
    assert_eq!(missing, ["MESH:D004195"]);
}
