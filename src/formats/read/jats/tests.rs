use proptest::prelude::*;

use super::super::check::{count, fault, mutated, passages, read_bytes, read_one, read_shared, sections, shared, survives, texts};
use super::*;
use crate::document::PassageKind::{self, *};

/// An article with something of everything.
const ARTICLE: &str = r#"<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.0//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" xml:lang="en"><?properties open_access?>
<front>
 <journal-meta><journal-title-group><journal-title>Journal of Made &amp; Up Things</journal-title></journal-title-group></journal-meta>
 <article-meta>
  <article-id pub-id-type="pmid">123</article-id><article-id pub-id-type="pmc">456</article-id><article-id pub-id-type="doi">10.1000/x.1</article-id>
  <title-group><article-title>TNF-&#945; in <italic>mice</italic><xref ref-type="author-notes">*</xref></article-title><subtitle>a trial</subtitle>
   <trans-title-group xml:lang="es"><trans-title>En ratones</trans-title></trans-title-group></title-group>
  <contrib-group><contrib><name><surname>Doe</surname><given-names>Jo A</given-names></name><xref ref-type="aff">1</xref></contrib>
   <contrib><collab>The Group</collab></contrib></contrib-group>
  <aff><label>1</label><institution>Institute</institution><country>Utopia</country></aff>
  <author-notes><corresp>Write to <email>a@b.c</email></corresp><fn fn-type="con"><p>JD did it.</p></fn></author-notes>
  <pub-date pub-type="epub"><year>2012</year></pub-date><pub-date pub-type="ppub"><year>2011</year></pub-date>
  <permissions><license><p>Free to use.</p></license></permissions>
  <abstract><sec><title>Aim:</title><p>To see.</p></sec></abstract>
  <trans-abstract xml:lang="es"><p>Para ver.</p></trans-abstract>
  <kwd-group><title>Keywords</title><kwd>tumour</kwd><kwd>IL-6</kwd></kwd-group>
  <funding-group><award-group><award-id>77</award-id></award-group><funding-statement>Paid by the Fund.</funding-statement></funding-group>
 </article-meta>
</front>
<body>
 <sec><label>1</label><title>Results</title>
  <p>Cells<xref ref-type="bibr" rid="r1"><sup>1</sup></xref> with <inline-formula><alternatives><tex-math>\alpha</tex-math><mml:math xmlns:mml="m"><mml:mi>a</mml:mi></mml:math></alternatives></inline-formula> grew<fn><p>In part.</p></fn>:
   <list><list-item><label>•</label><p>fast</p></list-item><list-item><label>2.</label><p>slow</p></list-item></list> as said.</p>
  <sec><title/><p>Under no heading.</p></sec>
  <sec><title>In <italic>vivo</italic></title><disp-quote><p>Quoted.</p></disp-quote>
   <fig><label>Figure 1</label><caption><title>Growth</title><p>By day.</p></caption><graphic><alt-text>picture</alt-text></graphic><attrib>By hand</attrib></fig>
   <table-wrap><label>Table 1</label><caption><p>Doses.</p></caption><table><thead><tr><th>Drug</th><th/></tr></thead>
    <tbody><tr><td>5 mg<break/>daily</td><td><p>one</p><p>two</p></td></tr></tbody></table><table-wrap-foot><fn><label>a</label><p>Not all.</p></fn></table-wrap-foot></table-wrap>
   <supplementary-material><label>File S1</label><caption><title>Data</title></caption><media><caption><p>Click here for file.</p></caption></media></supplementary-material>
  </sec>
 </sec>
 <boxed-text><caption><title>Key points</title></caption><p>Boxed.</p></boxed-text>
</body>
<back>
 <ack><title>Thanks</title><p>To all.</p></ack>
 <sec><title>Competing interests</title><p>None.</p></sec>
 <glossary><title>Abbreviations</title><def-list><def-item><term>TNF:</term><def><p>tumour necrosis factor</p></def></def-item></def-list></glossary>
 <ref-list><title>References</title>
  <ref id="r1"><label>1.</label><element-citation publication-type="journal"><person-group person-group-type="author"><name><surname>Roe</surname><given-names>R</given-names></name><etal/></person-group><article-title>On H<sub>2</sub>O</article-title><source>J Wet</source><year>1999</year><volume>2</volume><issue>3</issue><fpage>4</fpage><lpage>5</lpage><pub-id pub-id-type="doi">10.1000/w</pub-id><pub-id pub-id-type="pmid">99</pub-id></element-citation></ref>
  <ref id="r2"><mixed-citation><string-name><surname>Poe</surname> <given-names>P</given-names></string-name>, <article-title>Ravens</article-title>. <source>Birds</source> (<year>2001a</year>). doi:10.1000/r.2.</mixed-citation></ref>
 </ref-list>
</back>
<sub-article article-type="reply"><front-stub><title-group><article-title>Reply</article-title></title-group></front-stub><body><p>We agree.</p></body></sub-article>
<sub-article article-type="translation" xml:lang="pt"><front-stub><title-group><article-title>Em ratos</article-title></title-group></front-stub><body><sec><title>Fim</title><p>Sim.</p></sec></body></sub-article>
</article>
"#;

#[test]
fn every_part_of_an_article_becomes_what_it_is() {
    let document = read_one(&FORMAT, ARTICLE);
    let expected = [
        (Title, "TNF-α in mice: a trial"),
        (BackMatter, "En ratones"),
        (Authors, "Jo A Doe, The Group"),
        (Authors, "1 Institute Utopia"),
        (Authors, "Write to a@b.c"),
        (BackMatter, "JD did it."),
        (Heading, "Aim:"),
        (Abstract, "To see."),
        (BackMatter, "Para ver."),
        (Keywords, "tumour; IL-6"),
        (BackMatter, "Paid by the Fund."),
        (Heading, "1 Results"),
        (Paragraph, "Cells^1^ with grew:"),
        (Footnote, "In part."),
        (ListItem, "fast"),
        (ListItem, "2. slow"),
        (Paragraph, "as said."),
        (Paragraph, "Under no heading."),
        (Heading, "In vivo"),
        (Paragraph, "Quoted."),
        (Caption, "Figure 1. Growth"),
        (Caption, "By day."),
        (BackMatter, "By hand"),
        (Caption, "Table 1. Doses."),
        (TableCell, "Drug"),
        (TableCell, "5 mg daily"),
        (TableCell, "one two"),
        (Footnote, "a Not all."),
        (Caption, "File S1. Data"),
        (BackMatter, "Click here for file."),
        (Heading, "Key points"),
        (Paragraph, "Boxed."),
        (BackMatter, "Thanks"),
        (BackMatter, "To all."),
        (BackMatter, "Competing interests"),
        (BackMatter, "None."),
        (Heading, "Abbreviations"),
        (ListItem, "TNF: tumour necrosis factor"),
        (Heading, "References"),
        (Reference, "1. Roe R, et al. On H2O. J Wet. 1999; 2(3):4–5. doi:10.1000/w PMID 99"),
        (Reference, "Poe P, Ravens. Birds (2001a). doi:10.1000/r.2."),
        (Heading, "Reply"),
        (Paragraph, "We agree."),
        (BackMatter, "Em ratos"),
        (BackMatter, "Fim"),
        (BackMatter, "Sim."),
    ];
    assert_eq!(passages(&document), expected);
}

#[test]
fn what_the_article_says_about_itself_is_taken() {
    let document = read_one(&FORMAT, ARTICLE);
    assert_eq!((document.id.as_str(), document.format, document.source.as_str()), ("PMC456", "jats", "paper.xml"));
    assert_eq!(document.title.as_deref(), Some("TNF-α in mice: a trial"));
    assert_eq!(document.journal.as_deref(), Some("Journal of Made & Up Things"));
    assert_eq!(document.year, Some(2011));
    assert_eq!(document.identifiers.pmid.as_deref(), Some("123"));
    assert_eq!(document.identifiers.doi.as_deref(), Some("10.1000/x.1"));
    let pairs: Vec<_> = document.glossary.iter().map(|pair| (pair.short.of(&document.text), pair.long.of(&document.text))).collect();
    assert_eq!(pairs, [(Some("TNF"), Some("tumour necrosis factor"))]);
}

#[test]
fn references_are_taken_apart() {
    let document = read_one(&FORMAT, ARTICLE);
    let [first, second] = &document.references[..] else { panic!("{:?}", document.references) };
    assert_eq!(first.label.as_deref(), Some("1"));
    assert_eq!(first.authors.as_deref(), Some("Roe R, et al."));
    assert_eq!(first.title.as_deref(), Some("On H2O"));
    assert_eq!((first.year, first.doi.as_deref(), first.pmid.as_deref()), (Some(1999), Some("10.1000/w"), Some("99")));
    assert_eq!((second.label.as_deref(), second.authors.as_deref(), second.title.as_deref()), (None, Some("Poe P"), Some("Ravens")));
    assert_eq!((second.year, second.doi.as_deref()), (Some(2001), Some("10.1000/r.2")));
}

#[test]
fn passages_stand_in_the_section_of_the_innermost_heading() {
    let document = read_one(&FORMAT, ARTICLE);
    let found = sections(&document);
    let cases = [
        ("TNF-α in mice: a trial", None),
        ("To see.", Some("Aim")),
        ("Para ver.", None),
        ("Cells^1^ with grew:", Some("Results")),
        ("Under no heading.", Some("Results")),
        ("Quoted.", Some("In vivo")),
        ("5 mg daily", Some("In vivo")),
        ("Boxed.", Some("Key points")),
        ("None.", Some("Competing interests")),
        ("TNF: tumour necrosis factor", Some("Abbreviations")),
        ("We agree.", Some("Reply")),
    ];
    for (text, section) in cases {
        assert!(found.contains(&(section, text)), "{text} is not in {section:?}");
    }
}

fn body(inner: &str) -> String {
    format!("<article><front><article-meta/></front><body>{inner}</body></article>")
}

#[test]
fn markup_inside_of_text_is_read_as_a_reader_sees_it() {
    let cases = [
        ("<p>H<sub>2</sub>O, CD8<sup>+</sup>, 10<sup>6</sup></p>", "H2O, CD8+, 10^6^"),
        ("<p><italic>p</italic><sub><italic>R</italic></sub>'</p>", "pR'"),
        ("<p>a&amp;b &lt;c&gt; &beta;&nbsp;d &#x3b3;&#948;</p>", "a&b <c> β d γδ"),
        ("<p>a<![CDATA[ <b> & ]]>c</p>", "a <b> & c"),
        ("<p>a<!-- no -->b<?no no?>c</p>", "abc"),
        ("<p>rate <disp-formula><label>(1)</label><mml:math><mml:mi>x</mml:mi></mml:math></disp-formula> where</p>", "rate where"),
        ("<p>by <disp-formula>E = mc<sup>2</sup></disp-formula> is</p>", "by E = mc^2^ is"),
        (
            "<p><named-content content-type=\"species\">P. vivax</named-content> in <ext-link xlink:href=\"u\">here</ext-link></p>",
            "P. vivax in here",
        ),
        (
            "<p>IL-2<xref ref-type=\"bibr\">12</xref>, [<xref ref-type=\"bibr\">1</xref>,<xref ref-type=\"bibr\">2</xref>]</p>",
            "IL-2^12^, [1,2]",
        ),
        ("<p>one<inline-graphic xlink:href=\"g\"><alt-text>no</alt-text></inline-graphic>two</p>", "one two"),
    ];
    for (inner, expected) in cases {
        assert_eq!(read_one(&FORMAT, &body(inner)).text, expected, "{inner}");
    }
}

#[test]
fn old_and_bare_forms_are_read() {
    let cases: &[(&str, PassageKind, &[&str])] = &[
        (
            "<article><front><journal-meta><journal-title>J</journal-title></journal-meta><article-meta><article-id pub-id-type='pmid'>1</article-id></article-meta></front><back><ref-list><ref><citation><name><surname>A</surname><given-names>B</given-names></name><name><surname>C</surname><given-names>D</given-names></name><year>1990</year><source>S</source></citation></ref><ref><nlm-citation><collab>G</collab><article-title>T</article-title></nlm-citation></ref></ref-list></back></article>",
            Reference,
            &["A B, C D. 1990 S", "G. T"],
        ),
        ("<article><body>loose text<p>and a paragraph</p></body></article>", Paragraph, &["loose text", "and a paragraph"]),
        ("<jats:article xmlns:jats='u'><jats:body><jats:p>prefixed</jats:p></jats:body></jats:article>", Paragraph, &["prefixed"]),
        (
            "<article><body><p>a</p></body><floats-group><table-wrap><alternatives><graphic/><table><tr><td>cell</td></tr></table></alternatives></table-wrap></floats-group></article>",
            TableCell,
            &["cell"],
        ),
        (
            "<article><front><article-meta><abstract xml:lang='fr'><p>Vu.</p></abstract></article-meta></front></article>",
            BackMatter,
            &["Vu."],
        ),
        (
            "<article xml:lang='pt'><front><article-meta><abstract><p>Visto.</p></abstract><trans-abstract xml:lang='en'><p>Seen.</p></trans-abstract></article-meta></front></article>",
            Abstract,
            &["Seen."],
        ),
        (
            "<article><back><fn-group><fn fn-type='conflict'><p>None.</p></fn><fn><p><bold>Funding:</bold> some.</p></fn></fn-group></back></article>",
            BackMatter,
            &["None.", "Funding: some."],
        ),
        (
            "<article><body><def-list><def-item><term>Term</term><def><p>meaning</p></def></def-item></def-list></body></article>",
            ListItem,
            &["Term: meaning"],
        ),
    ];
    for (text, kind, expected) in cases {
        let document = read_one(&FORMAT, text);
        assert_eq!(texts(&document, *kind), *expected, "{text}");
    }
    assert!(read_one(&FORMAT, cases[7].0).glossary.is_empty(), "terms outside of a glossary are no abbreviations");
}

#[test]
fn a_set_gives_its_articles_one_by_one() {
    let one = "<article><front><article-meta><article-id pub-id-type=\"doi\">10.1000/1</article-id></article-meta></front><body><p>a</p></body></article>";
    let set = format!("<pmc-articleset>\n<Reply/>{one}\n{}</pmc-articleset>", one.replace("10.1000/1", "10.1000/2"));
    let documents = read_bytes(&FORMAT, set.as_bytes()).unwrap();
    assert_eq!(documents.iter().map(|document| document.id.as_str()).collect::<Vec<_>>(), ["10.1000/1", "10.1000/2"]);
    let digest = |text: &str| -> String {
        sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(text)).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    assert_eq!(documents[0].sha256, digest(one), "of many, each has the hash of its own part");
    assert_eq!(read_one(&FORMAT, &format!("{one}\n")).sha256, digest(&format!("{one}\n")), "alone, it has the hash of the file");
}

#[test]
fn broken_xml_is_named_with_its_place_and_what_was_expected() {
    let deep = format!("<article>{}", "<sec>".repeat(300));
    let cases = [
        ("<article>\n<body><p>a</sec>", "paper.xml:2:11: \"</sec>\" stands where \"</p>\" was expected (<p> was opened in line 2)"),
        (
            "<article>\n<body>\n<p>é <b",
            "paper.xml:3:6: the XML is broken here: syntax error: tag not closed: `>` not found before end of input",
        ),
        (
            "<article>\n<body>\n<p>text\n\n",
            "paper.xml:3:8: the file ends here, where \"</p>\" was expected: it is cut off; fetch it again (<p> was opened in line 3)",
        ),
        (
            "<pmc-articleset><article></article>",
            "paper.xml:1:36: the file ends here, where \"</pmc-articleset>\" was expected (opened in line 1): it is cut off",
        ),
        ("<article><p>&nosuch;</p></article>", "paper.xml:1:13: the entity \"&nosuch;\" is not known; write the character itself"),
        (
            "<!DOCTYPE article [<!ENTITY lol \"ha\"><!ENTITY lol2 \"&lol;&lol;\">]>\n<article><p>&lol2;</p></article>",
            "paper.xml:2:13: the entity \"&lol2;\" is defined by the file itself, and such definitions are not followed",
        ),
        ("<article><p>&#0;</p></article>", "paper.xml:1:13: \"&#0;\" stands for no character"),
        ("<article/><article/>", "paper.xml:1:11: <article> stands behind the end of the document"),
        ("<article/>more", "paper.xml:1:11: text stands outside of the root element"),
        ("<html><body/></html>", "paper.xml:1:21: there is no <article> in the file"),
        ("", "paper.xml:1:1: there is no element in the file; expected <article>"),
        (&deep, "paper.xml:1:1285: elements nest over 256 deep here"),
    ];
    for (text, expected) in cases {
        let found = fault(&FORMAT, text);
        assert!(found.starts_with(expected), "{text}\nexpected {expected}\nfound    {found}");
    }
}

#[test]
fn the_deepest_nests_that_are_let_through_fit_on_the_stack() {
    for unit in [
        "sec",
        "list list-item",
        "p list list-item",
        "sup",
        "fn p",
        "table tr td",
        "boxed-text",
        "fig caption p",
        "ref-list ref mixed-citation",
        "sub-article body",
        "contrib-group contrib collab",
    ] {
        let names: Vec<&str> = unit.split(' ').cycle().take(250).collect();
        let open: String = names.iter().map(|name| format!("<{name}>")).collect();
        let close: String = names.iter().rev().map(|name| format!("</{name}>")).collect();
        let text = format!("<article><body>{open}deep{close}</body></article>");
        std::thread::Builder::new().stack_size(1 << 20).spawn(move || read_one(&FORMAT, &text)).unwrap().join().unwrap();
    }
}

#[test]
fn jats_is_told_from_other_xml() {
    let cases = [
        (ARTICLE, true),
        ("<?xml version='1.0'?><pmc-articleset>", true),
        ("<!DOCTYPE article PUBLIC \"-//NLM//DTD Journal Publishing DTD v2.3//EN\" \"x\"><article>", true),
        ("<article><front>", true),
        ("<OAI-PMH><record><metadata><article article-type='x'>", true),
        ("<article><info><title>DocBook</title></info>", false),
        ("<PubmedArticleSet><article>", false),
        ("an <article>", false),
    ];
    for (head, expected) in cases {
        assert_eq!((FORMAT.recognise)(head.as_bytes()), expected, "{head}");
    }
}

proptest! {
    #[test]
    fn damaged_articles_never_panic(bytes in mutated(ARTICLE)) {
        survives(&FORMAT, &bytes);
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(&FORMAT, &bytes);
    }

    #[test]
    fn any_nest_of_elements_is_sound(names in prop::collection::vec((prop::sample::select(vec!["sec", "p", "title", "list", "list-item", "sup", "xref ref-type='bibr'", "fig", "caption", "label", "table", "td", "fn", "def-list", "def-item", "term", "def", "ref-list", "ref", "mixed-citation", "name", "boxed-text", "glossary", "disp-formula", "alternatives"]), any::<bool>(), "[a-c1-3 +,.]{0,4}"), 0..40)) {
        let (mut text, mut open) = (String::from("<article><body>"), Vec::new());
        for (name, close, words) in &names {
            text.push_str(&format!("<{name}>{words}"));
            open.push(name.split(' ').next().unwrap());
            if *close { text.push_str(&format!("</{}>{words}", open.pop().unwrap())); }
        }
        while let Some(name) = open.pop() { text.push_str(&format!("</{name}>")); }
        text.push_str("</body></article>");
        read_one(&FORMAT, &text);
    }
}

/// What the source of each real file has, counted there: identifier, beginning of the title; headings with words that are no
/// back matter, cells with text, references, titles and paragraphs of captions, definitions, groups of keywords.
const REAL: &[(&str, &str, &str, [usize; 6])] = &[
    ("PMC1087200.nxml", "PMC1087200", "Reduction of Malaria Transmission", [25, 0, 31, 15, 6, 0]),
    ("PMC1959384.nxml.gz", "17696610", "Mouse Pachytene Checkpoint 2 (Trip13) Is", [25, 0, 67, 57, 8, 0]),
    ("PMC3166277.nxml", "PMC3166277", "Factors influencing lysis time", [24, 188, 64, 9, 0, 0]),
    ("PMC3460867.nxml", "PMC3460867", "MmPPOX Inhibits", [22, 189, 58, 19, 0, 0]),
    ("PMC3626705.nxml", "PMC3626705", "MEK and the inhibitors", [16, 78, 115, 4, 0, 0]),
    ("PMC4288428.nxml.gz", "PMC4288428", "Stress, rejection, and hormones", [16, 0, 43, 8, 0, 0]),
    ("PMC4414381.nxml", "PMC4414381", "Feeding a high-grain diet", [22, 427, 53, 9, 18, 1]),
    ("PMC5064276.nxml", "PMC5064276", "THE ROLE OF METABOLIC SURGERY", [18, 0, 45, 1, 0, 1]),
    ("PMC5154305.nxml", "PMC5154305", "New pharmacological strategies", [3, 59, 74, 2, 0, 1]),
    ("PMC5946268.nxml", "PMC5946268", "Selenium in Radiation Oncology—15 Years of Experiences in Germany", [6, 113, 40, 2, 0, 1]),
];

#[test]
fn real_articles_have_the_parts_that_their_sources_have() {
    let Some(folder) = shared("jats") else { return };
    for &(name, id, title, [headings, cells, references, captions, pairs, keywords]) in REAL {
        let documents = read_shared(&folder, name);
        let [document] = &documents[..] else { panic!("{name}: {} documents", documents.len()) };
        assert_eq!(document.id, id);
        assert!(document.title.as_deref().unwrap_or("").starts_with(title), "{name}: {:?}", document.title);
        let found = [
            count(document, Heading),
            count(document, TableCell),
            document.references.len(),
            count(document, Caption),
            document.glossary.len(),
            count(document, Keywords),
        ];
        assert_eq!(found, [headings, cells, references, captions, pairs, keywords], "{name}");
        assert_eq!(count(document, Reference), references, "{name}");
    }
}
