//! The page for reading: the paper's words are all there and stand in elements that fit, whatever marks overlap in them.

use std::collections::HashSet;
use std::fs;
use std::sync::Arc;

use biospan::document::{Document, Passage, PassageKind, Span};
use biospan::formats::write::{WriteOptions, html};
use biospan::record::{Alternatives, Concept, ENTITY_TYPES, Mention, Reasons, Record, Stamp};
use proptest::prelude::*;

use super::cli::{Folder, succeeded};

const KINDS: [PassageKind; 12] = [
    PassageKind::Title,
    PassageKind::Abstract,
    PassageKind::Heading,
    PassageKind::Paragraph,
    PassageKind::ListItem,
    PassageKind::TableCell,
    PassageKind::Caption,
    PassageKind::Footnote,
    PassageKind::Keywords,
    PassageKind::Authors,
    PassageKind::BackMatter,
    PassageKind::Reference,
];

fn mention<'m>(span: (usize, usize), entity_type: &str, id: &str, url: Option<&str>) -> Mention<'m> {
    Mention {
        span: Span::from_range(span.0..span.1),
        parts: Vec::new(),
        concept: Arc::new(Concept {
            id: id.into(),
            entity_type: entity_type.into(),
            name: format!("name of {id}"),
            url: url.map(str::to_owned),
            ..Concept::default()
        }),
        score: 0.97,
        evidence: Reasons::default(),
        alternatives: Alternatives::default(),
        passage: 0,
        sentence: None,
        nested_in: None,
    }
}

fn page(document: &Document, mut mentions: Vec<Mention<'_>>) -> String {
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    let stamp = Stamp::default();
    let record = Record { stamp: &stamp, document, sentences: Vec::new(), mentions, abbreviations: Vec::new() };
    let mut bytes = Vec::new();
    (html::FORMAT.append)(&record, &WriteOptions::default(), &mut bytes).expect("a vector takes every byte");
    String::from_utf8(bytes).expect("text stays text")
}

fn between<'t>(text: &'t str, before: &str, behind: &str) -> &'t str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(behind)).unwrap_or_else(|| panic!("no {before} in {text}")).0
}

/// The words of the article without its elements, each of which has to be ended in its turn. Generated words are left out.
fn words(page: &str) -> String {
    let mut words = String::new();
    let mut open = Vec::new();
    let mut rest = between(page, "<article>", "</article>");
    while let Some((before, behind)) = rest.split_once('<') {
        words.push_str(before);
        let (tag, behind) = behind.split_once('>').expect("a tag ends");
        rest = behind;
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
            None if tag == "span class=\"links\"" => rest = rest.split_once("</span>").expect("links end").1,
            None if tag.starts_with("h1 class=\"unseen\"") => rest = rest.split_once("</h1>").expect("a heading ends").1,
            None => open.push(tag.split(' ').next().expect("a tag has a name")),
        }
    }
    words.push_str(rest);
    assert!(open.is_empty(), "{open:?} in {page}");
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What words are with nothing that parts them.
fn run_together(words: &str) -> String {
    words.split_whitespace().collect()
}

fn document() -> impl Strategy<Value = (Document, Vec<(usize, usize)>)> {
    let words = prop_oneof!["[a-zA-Zα-ω ]{0,12}", "[<>&\"'^0-9 \t|]{1,8}", "10\\^[0-9]\\^", "\\PC{0,4}"];
    let passages = prop::collection::vec((0..KINDS.len(), words), 1..12);
    (passages, prop::collection::vec((any::<prop::sample::Index>(), 1..20usize), 0..8)).prop_map(|(passages, spans)| {
        let mut document = Document { id: "a<b".into(), ..Document::default() };
        for (kind, words) in passages {
            let start = document.text.len();
            document.text.push_str(&words);
            document.passages.push(Passage { kind: KINDS[kind], section: None, span: Span::from_range(start..document.text.len()) });
            document.text.push(if kind % 2 == 0 { '\n' } else { '\t' });
        }
        let boundary = |at: usize| (0..=at.min(document.text.len())).rev().find(|at| document.text.is_char_boundary(*at)).unwrap_or(0);
        let spans = spans.into_iter().map(|(start, length)| {
            let start = boundary(start.index(document.text.len()));
            (start, boundary(start + length))
        });
        let spans = spans.collect();
        (document, spans)
    })
}

proptest! {
    #[test]
    fn the_page_has_the_papers_words_in_elements_that_end(case in document()) {
        let (document, spans) = case;
        let mentions = spans.iter().enumerate();
        let mentions = mentions.map(|(number, span)| mention(*span, ENTITY_TYPES[number], &format!("X:{number}"), None)).collect();
        let expected: String = document.passages.iter().map(|passage| run_together(passage.span.of(&document.text).expect("in bounds"))).collect();
        prop_assert_eq!(run_together(&words(&page(&document, mentions))), expected);
    }
}

#[test]
fn marks_that_overlap_are_ended_and_begun_again() {
    let text = "breast and ovarian cancer";
    let document = Document {
        text: text.into(),
        passages: vec![Passage { kind: PassageKind::Paragraph, section: None, span: Span::from_range(0..text.len()) }],
        ..Document::default()
    };
    let cases: [(&[(usize, usize)], &str); 3] = [
        (&[(0, 25), (11, 18)], "<0>breast and <1>ovarian</1> cancer</0>"),
        (&[(0, 18), (11, 25)], "<0>breast and <1>ovarian</1></0><1+> cancer</1>"),
        (&[(0, 6), (6, 10)], "<0>breast</0><1> and</1> ovarian cancer"),
    ];
    for (spans, expected) in cases {
        let mentions = spans.iter().enumerate().map(|(number, span)| mention(*span, "disease", &format!("X:{number}"), None));
        let page = page(&document, mentions.collect());
        let mut written = between(&page, "<p>", "</p>\n</article>").to_owned();
        for number in ["0", "1"] {
            written = written.replace(&format!("<mark class=\"t0\" data-c=\"{number}\" data-s=\"97\">"), &format!("<{number}>"));
            written = written.replace(&format!("<mark class=\"t0\" data-c=\"{number}\" data-s=\"97\" data-more>"), &format!("<{number}+>"));
        }
        assert_eq!(written, expected.replace("</0>", "</mark>").replace("</1>", "</mark>"));
    }
}

#[test]
fn passages_become_what_they_are() {
    let markdown = "# Gout\n\n## Care\n\n### Drugs\n\nAt 10^6^ cells.\n\n- rest\n- ice\n\n| Drug | | Dose |\n|---|---|---|\n| anakinra | x | 100 mg |\n";
    let jats = "<article><front><article-meta><article-id pub-id-type=\"doi\">10.1/a&lt;b</article-id><title-group><article-title>Gout</article-title>\
        </title-group><abstract><sec><title>Aim</title><p>To see.</p></sec></abstract></article-meta></front><body><table-wrap><label>Table 1</label>\
        <caption><p>Doses</p></caption><table><tr><th/><th>Low</th><th>High</th></tr><tr><td>anakinra</td><td/><td>100</td></tr></table></table-wrap></body>\
        <back><ref-list><ref id=\"r1\"><mixed-citation>Roe R. On gout. <pub-id pub-id-type=\"pmid\">99</pub-id></mixed-citation></ref></ref-list></back></article>";
    let folder = Folder::new("page-kinds").with("a.md", markdown).with("b.nxml", jats);
    let cases: [(&str, &[&str]); 2] = [
        (
            "a.md",
            &[
                "<h1>Gout</h1>\n<h2>Care</h2>\n<h3>Drugs</h3>",
                "At 10<sup><i>^</i>6<i>^</i></sup> cells.",
                "<ul>\n<li>rest</li>\n<li>ice</li>\n</ul>",
                "<tr><th scope=\"col\">Drug</th><th scope=\"col\"></th><th scope=\"col\">Dose</th></tr>\n<tr><td><mark class=\"t0\"",
                "</td><td>x</td><td>100 mg</td></tr>",
            ],
        ),
        (
            "b.nxml",
            &[
                "<a href=\"https://doi.org/10.1/a%3Cb\">DOI</a>",
                "<h3>Aim</h3>\n<p class=\"abstract\">To see.</p>",
                "<figcaption>\n<p>Table 1. Doses</p>\n</figcaption>",
                "<tr><th scope=\"col\"></th><th scope=\"col\">Low</th><th scope=\"col\">High</th></tr>",
                "</td><td></td><td>100</td></tr>\n</table></div>\n</figure>",
                "<a href=\"https://pubmed.ncbi.nlm.nih.gov/99/\">PubMed</a>",
            ],
        ),
    ];
    for (paper, parts) in cases {
        let page = succeeded(&folder.run(&format!("annotate {paper} --format html")));
        for part in parts {
            assert!(page.contains(part), "{paper}: {part}\n{}", between(&page, "<body>", "<script>"));
        }
    }
}

#[test]
fn nothing_of_a_paper_becomes_markup_and_nothing_is_fetched() {
    let text = "</script><script>alert(1)</script> & \"gout\"";
    let document = Document {
        id: "<i>".into(),
        title: Some("</title><script>".into()),
        text: text.into(),
        passages: vec![Passage { kind: PassageKind::Paragraph, section: None, span: Span::from_range(0..text.len()) }],
        ..Document::default()
    };
    let gout = mention((37, 43), "<type>", "X:\"1", Some("javascript:alert(1)"));
    let known = mention((0, 9), "disease", "MESH:1", Some("https://example.org/?a=1&b=2"));
    let page = page(&document, vec![gout, known]);
    assert_eq!((page.matches("<script>").count(), page.matches("<title>").count(), page.matches("<i>").count()), (1, 1, 0), "{page}");
    assert!(page.contains("<a href=\"https://example.org/?a=1&amp;b=2\">MESH:1</a>"), "{page}");
    assert!(page.contains("default-src 'none'"));
    for absent in ["javascript:", "<type>", " src=", "@import", "url(", "<link"] {
        assert!(!page.contains(absent), "{absent}: {page}");
    }
}

#[test]
fn each_type_has_a_colour_of_its_own() {
    let words = "w ".repeat(10);
    let document = Document {
        text: words.clone(),
        passages: vec![Passage { kind: PassageKind::Paragraph, section: None, span: Span::from_range(0..words.len()) }],
        ..Document::default()
    };
    let types = ENTITY_TYPES.into_iter().chain(["own type"]).enumerate();
    let mentions = types.map(|(number, name)| mention((number * 2, number * 2 + 1), name, &format!("X:{number}"), None)).collect();
    let page = page(&document, mentions);
    let hues: HashSet<&str> = page.lines().filter_map(|line| line.split_once("{--hue:")?.1.split(['}', ';']).next()).collect();
    assert_eq!(hues.len(), 10, "{hues:?}");
    assert!(page.contains("<span>cell line</span>") && page.contains("<span>own type</span>"));
}

#[test]
fn a_folder_of_papers_becomes_a_page_each_and_is_gone_on_with() {
    let folder = Folder::new("page-folder");
    fs::create_dir_all(folder.path.join("papers/sub")).expect("folders can be made");
    let lines = "{\"id\": \"x/y\", \"text\": \"Gout.\"}\n{\"id\": \"x/y\", \"text\": \"Asthma.\"}\n";
    let folder = folder.with("papers/a.txt", "Gout rose.\n").with("papers/sub/b.jsonl", lines);
    for (format, names, second) in [
        ("html", vec!["a.txt.html", "sub/b.jsonl/x_y-2.html", "sub/b.jsonl/x_y.html"], "<mark"),
        (
            "brat",
            vec!["a.txt.ann", "a.txt.txt", "sub/b.jsonl/x_y-2.ann", "sub/b.jsonl/x_y-2.txt", "sub/b.jsonl/x_y.ann", "sub/b.jsonl/x_y.txt"],
            "T1\tdisease 0 6\tAsthma",
        ),
    ] {
        let annotate = |more: &str| {
            let run = folder.run(&format!("annotate papers --format {format} --output-dir {format} --json-log {more}"));
            String::from_utf8_lossy(&run.stderr).into_owned()
        };
        let first = annotate("");
        assert!(first.contains("\"documents\":3"), "{first}");
        for name in &names {
            assert!(folder.path.join(format).join(name).is_file(), "{format}: {name}");
        }
        let path = folder.path.join(format).join("sub/b.jsonl/x_y-2").with_extension(if format == "brat" { "ann" } else { "html" });
        assert!(fs::read_to_string(&path).expect("it was written").contains(second), "{format}");
        assert!(annotate("").contains("\"unchanged\":2"), "{format}");
        // What somebody removes is made again, and nothing else.
        fs::remove_file(&path).expect("it is there");
        assert!(annotate("").contains("\"unchanged\":1"), "{format}");
        assert!(path.is_file(), "{format}");
    }
    // What an input does not hold any more goes.
    let folder = folder.with("papers/sub/b.jsonl", "{\"id\": \"z\", \"text\": \"Gout.\"}\n");
    succeeded(&folder.run("annotate papers --format html --output-dir html --quiet"));
    let there = |name: &str| folder.path.join("html").join(name).exists();
    assert!(there("sub/b.jsonl.html") && !there("sub/b.jsonl/x_y.html") && !there("sub/b.jsonl/x_y-2.html"));
    fs::remove_file(folder.path.join("papers/sub/b.jsonl")).expect("it is there");
    succeeded(&folder.run("annotate papers --format html --output-dir html --quiet --prune"));
    assert!(!there("sub/b.jsonl.html") && there("a.txt.html"));
}
