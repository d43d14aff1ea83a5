//! Our own passages: their annotations are sound, the annotator agrees with them, and what it finds changes only when
//! somebody has looked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use biospan::Annotator;
use biospan::document::CharacterCounter;
use biospan::formats::read::annotations::loading::{annotations_of, is_about, walk};
use biospan::formats::read::{self, ReadOptions, annotated};
use biospan::record::Mention;

/// An annotation of a passage, or a mention: first character, one past the last, type, CURIEs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Annotation {
    start: usize,
    end: usize,
    entity_type: String,
    ids: Vec<String>,
}

impl Annotation {
    fn of(mention: &Mention<'_>, text: &str) -> Self {
        let concept = &mention.concept;
        let mut counter = CharacterCounter::new(text);
        let (start, end) = (counter.at(mention.span.start).0 as usize, counter.at(mention.span.end).0 as usize);
        let ids = concept.ids().map(str::to_owned).chain(concept.xrefs.iter().cloned()).collect();
        Annotation { start, end, entity_type: concept.entity_type.clone(), ids }
    }
}

struct Passage {
    name: String,
    /// The file with the text.
    file: PathBuf,
    text: String,
    annotations: Vec<Annotation>,
}

fn corpus() -> Vec<Passage> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files = Vec::new();
    walk(&folder, &mut files).expect("the corpus is there");
    let files: BTreeSet<PathBuf> = files.iter().map(|file| annotations_of(file)).filter(|file| !is_about(file)).collect();
    files.iter().map(|file| passage(file)).collect()
}

fn passage(file: &Path) -> Passage {
    let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
    let mut documents = annotated::open(&file.to_string_lossy(), &ReadOptions::default()).expect("the passage opens");
    let document = documents.next().expect("one document").unwrap_or_else(|error| panic!("{error}"));
    assert!(documents.next().is_none(), "{name}: one document and no faults");
    assert_eq!(document.document.id, name);
    let text = document.document.text.clone();
    for mention in &document.mentions {
        assert!(mention.concept.id.contains(':') && mention.parts.is_empty(), "{name}: {mention:?}");
    }
    let annotations = document.mentions.iter().map(|mention| Annotation::of(mention, &text)).collect();
    let beside = ["txt", "md"].map(|extension| file.with_extension(extension)).into_iter().find(|file| file.exists());
    Passage { name, file: beside.unwrap_or_else(|| file.to_owned()), text, annotations }
}

/// What the annotator finds in a passage, with a line a mention for people.
fn found(annotator: &Annotator, passage: &Passage) -> (Vec<Annotation>, String) {
    let path = passage.file.to_str().expect("our paths are UTF-8");
    let document = read::open(path, &ReadOptions::default()).expect("the passage opens").next().expect("one document").expect("it is read");
    let record = annotator.worker().annotate(&document);
    let mut lines = String::new();
    let mut annotations = Vec::new();
    for mention in &record.mentions {
        let annotation = Annotation::of(mention, &document.text);
        let concept = &mention.concept;
        let words = mention.span.of(&document.text).expect("spans are of the text");
        writeln!(lines, "{}..{} {words} | {} {} {}", annotation.start, annotation.end, concept.entity_type, concept.id, concept.name)
            .expect("strings take all");
        annotations.push(annotation);
    }
    (annotations, lines)
}

#[test]
fn annotations_are_in_order_and_do_not_overlap_but_for_shared_names() {
    let corpus = corpus();
    assert!(corpus.len() >= 40, "{} passages", corpus.len());
    let endings: BTreeSet<_> = corpus.iter().filter_map(|passage| passage.file.extension()).collect();
    assert!(endings.len() >= 5, "one passage or more in each format: {endings:?}");
    for passage in &corpus {
        assert!(!passage.annotations.is_empty() && !passage.text.trim().is_empty(), "{}", passage.name);
        for pair in passage.annotations.windows(2) {
            let shared = pair[0].start == pair[1].start && pair[0].end == pair[1].end && pair[0].ids[0] != pair[1].ids[0];
            assert!(shared || pair[0].end <= pair[1].start, "{}: {pair:?}", passage.name);
        }
    }
}

#[test]
fn what_is_found_in_the_passages_is_what_was_read() {
    let annotator = Annotator::new().expect("the embedded dictionary");
    for passage in corpus() {
        let (_, lines) = found(&annotator, &passage);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(passage.name, lines);
        });
    }
}

/// The least F1 that our passages allow, of spans with types and of spans with identifiers. They only go up.
const SPANS: f64 = 0.90;
const IDENTIFIERS: f64 = 0.87;

#[test]
fn the_annotator_agrees_with_the_passages() {
    let annotator = Annotator::new().expect("the embedded dictionary");
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for passage in corpus() {
        let (mentions, _) = found(&annotator, &passage);
        let is_same = |mention: &Annotation, gold: &Annotation| {
            (mention.start, mention.end) == (gold.start, gold.end) && group(&mention.entity_type) == group(&gold.entity_type)
        };
        let found = |gold: &&Annotation| mentions.iter().any(|mention| is_same(mention, gold));
        let meant = |gold: &&Annotation| mentions.iter().any(|mention| is_same(mention, gold) && mention.ids.contains(&gold.ids[0]));
        for kind in ["all"].into_iter().chain(GROUPS) {
            let own = |annotation: &&Annotation| kind == "all" || group(&annotation.entity_type) == kind;
            let count = counts.entry(kind).or_default();
            count[0] += passage.annotations.iter().filter(own).count();
            count[1] += mentions.iter().filter(own).count();
            count[2] += passage.annotations.iter().filter(own).filter(found).count();
            count[3] += passage.annotations.iter().filter(own).filter(meant).count();
        }
    }
    let f1 = |[gold, mentions, ..]: [usize; 4], right: usize| 2.0 * right as f64 / (gold + mentions) as f64;
    for (kind, count) in &counts {
        println!(
            "{kind}: {} annotations, {} mentions, F1 spans {:.3}, identifiers {:.3}",
            count[0],
            count[1],
            f1(*count, count[2]),
            f1(*count, count[3])
        );
    }
    let all = counts["all"];
    assert!(f1(all, all[2]) >= SPANS && f1(all, all[3]) >= IDENTIFIERS, "below the floors {SPANS} and {IDENTIFIERS}: {all:?}");
}

const GROUPS: [&str; 8] = ["gene", "family", "drug", "disease", "cell_type", "variant", "species", "cell_line"];

/// Families and complexes count as one.
fn group(entity_type: &str) -> &str {
    match entity_type {
        "gene_family" | "complex" => "family",
        other => other,
    }
}
