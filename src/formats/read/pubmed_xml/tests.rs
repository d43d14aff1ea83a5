use proptest::prelude::*;

use super::super::check::{count, fault, mutated, passages, read_bytes, read_shared, sections, shared, survives};
use super::*;
use crate::document::PassageKind::{Abstract, Authors, BackMatter, Keywords, Reference, Title};

const SET: &str = r#"<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "pubmed.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">11</PMID>
 <Article><Journal><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue><Title>Journal of Tests</Title></Journal>
  <ArticleTitle>[CD8<sup>+</sup> cells &amp; IFN-&#947;].</ArticleTitle>
  <ELocationID EIdType="doi" ValidYN="Y">10.1000/e</ELocationID>
  <Abstract><AbstractText Label="AIMS" NlmCategory="OBJECTIVE">To see <i>in vitro</i>.</AbstractText><AbstractText>V<mml:math><mml:mi>V</mml:mi></mml:math>fell.</AbstractText><CopyrightInformation>No text.</CopyrightInformation></Abstract>
  <AuthorList><Author><LastName>Doe</LastName><ForeName>Jo</ForeName><AffiliationInfo><Affiliation>Here</Affiliation></AffiliationInfo></Author><Author><CollectiveName>The Group</CollectiveName></Author></AuthorList></Article>
 <OtherAbstract Language="fre"><AbstractText>Pour voir.</AbstractText></OtherAbstract>
 <MeshHeadingList><MeshHeading><DescriptorName>Mice</DescriptorName></MeshHeading></MeshHeadingList>
 <KeywordList><Keyword>liver</Keyword><Keyword>LPS</Keyword></KeywordList></MedlineCitation>
 <PubmedData><ArticleIdList><ArticleId IdType="pubmed">11</ArticleId><ArticleId IdType="pmc">PMC22</ArticleId></ArticleIdList>
  <ReferenceList><Reference><Citation>Roe R. J Wet. 2001;1:2.</Citation><ArticleIdList><ArticleId IdType="pubmed">33</ArticleId><ArticleId IdType="doi">10.1000/r</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>44</PMID><Book><BookTitle>The Book</BookTitle><PubDate><Year>2010</Year></PubDate></Book><ArticleTitle>A chapter</ArticleTitle><Abstract><AbstractText>Known.</AbstractText></Abstract></BookDocument></PubmedBookArticle>
<DeleteCitation><PMID Version="1">55</PMID></DeleteCitation>
</PubmedArticleSet>
"#;

#[test]
fn records_become_documents() {
    let documents = read_bytes(&FORMAT, SET.as_bytes()).unwrap();
    let [article, chapter] = &documents[..] else { panic!("{} documents", documents.len()) };
    let expected = [
        (Title, "[CD8+ cells & IFN-γ]."),
        (Authors, "Jo Doe, The Group"),
        (Abstract, "To see in vitro."),
        (Abstract, "V fell."),
        (BackMatter, "Pour voir."),
        (Keywords, "liver; LPS"),
        (Reference, "Roe R. J Wet. 2001;1:2."),
    ];
    assert_eq!(passages(article), expected);
    assert_eq!(sections(article)[2..4], [(Some("AIMS"), "To see in vitro."), (None, "V fell.")]);
    assert_eq!((article.id.as_str(), article.year, article.journal.as_deref()), ("PMC22", Some(1998), Some("Journal of Tests")));
    assert_eq!((article.identifiers.pmid.as_deref(), article.identifiers.doi.as_deref()), (Some("11"), Some("10.1000/e")));
    let reference = &article.references[0];
    assert_eq!((reference.year, reference.pmid.as_deref(), reference.doi.as_deref()), (Some(2001), Some("33"), Some("10.1000/r")));
    assert_eq!(passages(chapter), [(Title, "A chapter"), (Abstract, "Known.")]);
    assert_eq!((chapter.id.as_str(), chapter.year, chapter.journal.as_deref()), ("44", Some(2010), Some("The Book")));
}

#[test]
fn records_are_read_alike_however_the_lines_are_broken() {
    let one = read_bytes(&FORMAT, SET.replace('\n', " ").as_bytes()).unwrap();
    let many = read_bytes(&FORMAT, SET.replace("><", ">\n<").as_bytes()).unwrap();
    let given = read_bytes(&FORMAT, SET.replace('\n', "\r\n").as_bytes()).unwrap();
    for (other, expected) in
        [(&one, SET), (&many, SET), (&given, SET)].map(|(other, set)| (other, read_bytes(&FORMAT, set.as_bytes()).unwrap()))
    {
        let parts =
            |documents: &[Document]| documents.iter().map(|document| (document.text.clone(), document.id.clone())).collect::<Vec<_>>();
        assert_eq!(parts(other), parts(&expected));
    }
    assert_eq!(given[0].sha256, read_bytes(&FORMAT, SET.as_bytes()).unwrap()[0].sha256, "line ends count as line feeds");
}

#[test]
fn many_records_on_one_line_are_read_and_named_with_their_column() {
    // Were the rest of the line moved for each record, this would take minutes.
    let one =
        "<PubmedArticle><MedlineCitation><PMID>7</PMID><Article><ArticleTitle>é</ArticleTitle></Article></MedlineCitation></PubmedArticle>";
    let set = format!("<PubmedArticleSet>{}", one.repeat(20_000));
    let found = fault(&FORMAT, &format!("{set}<x></y></PubmedArticleSet>"));
    let column = set.chars().count() + 4;
    assert!(found.starts_with(&format!("paper.xml:1:{column}: \"</y>\" stands where \"</x>\" was expected")), "{found}");
    assert_eq!(read_bytes(&FORMAT, format!("{set}</PubmedArticleSet>").as_bytes()).unwrap().len(), 20_000);
}

#[test]
fn a_record_alone_and_an_empty_set_are_read() {
    let alone =
        "<PubmedArticle><MedlineCitation><PMID>7</PMID><Article><ArticleTitle>T</ArticleTitle></Article></MedlineCitation></PubmedArticle>";
    assert_eq!(read_bytes(&FORMAT, alone.as_bytes()).unwrap()[0].id, "7");
    assert_eq!(read_bytes(&FORMAT, b"<PubmedArticleSet></PubmedArticleSet>").unwrap(), []);
}

#[test]
fn faults_are_named_with_the_line_of_the_file() {
    let second = SET.find("<PubmedBookArticle>").unwrap();
    let cases = [
        (
            SET.replace("<BookTitle>The Book</BookTitle>", "<BookTitle>The Book</BookTitel>"),
            "paper.xml:15:74: \"</BookTitel>\" stands where \"</BookTitle>\" was expected (<BookTitle> was opened in line 15)",
        ),
        (SET[..second + 40].to_owned(), "paper.xml:15:41: the file ends here, where \"</PMID>\" was expected"),
        (
            SET[..SET.find("</PubmedArticleSet>").unwrap()].to_owned(),
            "paper.xml:16:61: the file ends here, where \"</PubmedArticleSet>\" was expected (opened in line 3)",
        ),
        (
            "<PubmedArticleSet>\n<PubmedArticle><PMID>1</PMID>\n".to_owned(),
            "paper.xml:2:30: the file ends here, where \"</PubmedArticle>\" was expected",
        ),
        ("<set><other/></set>".to_owned(), ""),
    ];
    for (text, expected) in &cases[..4] {
        let found = fault(&FORMAT, text);
        assert!(found.starts_with(expected), "expected {expected}\nfound    {found}");
    }
    let whole = read_bytes(&FORMAT, SET.as_bytes()).unwrap();
    let input = crate::formats::read::Input::from_bytes(
        "paper.xml",
        cases[0].0.clone().into_bytes(),
        &crate::formats::read::ReadOptions::default(),
    )
    .unwrap();
    let before: Vec<_> = documents(input).map_while(Result::ok).collect();
    assert_eq!(before, whole[..1], "what comes before a broken record is read");
}

#[test]
fn pubmed_is_told_from_other_xml() {
    for (head, expected) in [(SET, true), ("<PubmedArticle>", true), ("<article><PubmedArticle>", false), ("PMID- 1", false)] {
        assert_eq!((FORMAT.recognise)(head.as_bytes()), expected, "{head}");
    }
}

proptest! {
    #[test]
    fn damaged_sets_never_panic(bytes in mutated(SET)) {
        survives(&FORMAT, &bytes);
    }
}

#[test]
fn real_records_have_the_parts_that_their_sources_have() {
    let Some(folder) = shared("pubmed-xml") else { return };
    // Read in the source: identifier, abstract passages, keyword lists, references.
    let expected = [("PMC6079548", 1, 1, 0), ("PMC10945566", 1, 1, 124), ("12091962", 0, 1, 0), ("9997", 0, 0, 0), ("9500320", 0, 0, 0)];
    for name in ["pubmed-set.xml", "pubmed-set.xml.gz"] {
        let documents = read_shared(&folder, name);
        let found: Vec<_> = documents
            .iter()
            .map(|document| (document.id.as_str(), count(document, Abstract), count(document, Keywords), document.references.len()))
            .collect();
        assert_eq!(found, expected, "{name}");
    }
    let [alone] = &read_shared(&folder, "pmid_30108519.xml")[..] else { panic!("one record") };
    assert_eq!(alone.text, read_shared(&folder, "pubmed-set.xml")[0].text);
}
