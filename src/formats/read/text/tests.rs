//! Whole texts and what the reader makes of them.

mod properties;
mod real;

use super::super::input::MAXIMUM_TEXT;
use super::super::{ReadOptions, read};
use crate::document::{Document, PassageKind};

const TEXT: ReadOptions = ReadOptions { format: Some("text"), lossy: true, go_on: false, maximum_text: MAXIMUM_TEXT };

fn document(text: &str) -> Document {
    read("in/note.txt", text.as_bytes().to_vec(), &TEXT).unwrap().next().unwrap().unwrap()
}

/// The passages, one a line: kind, section, text (line breaks as `/`).
fn shown(document: &Document) -> Vec<String> {
    let passages = document.passages.iter().map(|passage| {
        let text = passage.span.of(&document.text).unwrap().split('\n').map(str::trim).collect::<Vec<_>>().join(" / ");
        format!("{:?} [{}] {text}", passage.kind, passage.section.as_deref().unwrap_or(""))
    });
    passages.collect()
}

/// Compares line by line, so that a failure shows the first difference.
fn expect(text: &str, expected: &str) {
    let (document, mut expected) = (document(text), expected.lines().map(str::trim).filter(|line| !line.is_empty()));
    for line in shown(&document) {
        assert_eq!(Some(line.as_str()), expected.next(), "in {text}");
    }
    assert_eq!(expected.next(), None, "in {text}");
}

/// A paragraph of more than one line's length.
const LONG: &str = "We looked at the levels of interleukins in the blood of mice that had been given the drug, and in that of mice that had not been given it, day by day.";

const WRAPPED: &str = "\
Journal of Imagined Medicine. 2019;7:1-9. doi: 10.1000/jim.2019.7.1

Early treatment of sepsis with an inhibitor of interleukin-6
in a mouse model of peritonitis

Jane Q. Moss1, Tom Reed2 and Ann van der Hall1,2*

1 Department of Medicine, University of Graz, Austria
*Correspondence: jane.moss@example.org

Received 3 May 2018; accepted 5 June 2019

Abstract

Background: Sepsis kills. Interleukin-6 (IL-6) rises early, and what it does to
the endothelium is known in part only.
Results: Fewer mice died.

Keywords: sepsis; IL-6; tocilizumab

1. Introduction

Antibiotics are given early, but inflam-
mation goes on when bacteria are gone. In rabbits the same was seen in Table
2. The dose was higher there.
   A second paragraph begins with an indent and goes on for a while, so that it is
wrapped too.

2. Methods
2.1 Animals

Forty male mice were bought:

- tocilizumab, 8 mg/kg, given by the tail vein at the time of the operation, and
  again a day later
- placebo

1. Mice were weighed.
2. Mice were bled.

Table 1. Survival of mice by group

| Group | Died |
|-------|------|
| placebo | 22 |

*P = 0.02 for tocilizumab against placebo.

Statistics

We used Fisher's exact test, as implemented in a program of our own that nobody
else has seen.

Acknowledgements

We thank the mice.

Abbreviations

IL-6: interleukin 6

References

1. Moss J, Reed T. Antibiotics in sepsis of the newborn: a review of the literature
   of ten years. J Imag Med. 2009;12(3):44-50. doi: 10.1000/jim.2009.
   12344
2. Reed T, Hall A. Interleukin-6 and the endothelium. Imag Immunol. 2011;3:1-12.
PMID: 21234567

Figure legends

Figure 1. Survival of mice after operation, by group. Bars show the standard error of
the mean.
";

const MARKDOWN: &str = "\
---
title: \"Cytokines in gout: a review\"
doi: 10.1000/gout.2020.1
---

# Cytokines in gout

Jane Moss, Tom Reed

**Abstract.** Gout flares are driven by IL-1β.

## Introduction

Crystals are taken up by CD8^+^ T cells.

![Urate crystals](crystals.png)

> Flares were painful.

* colchicine

Drug | Dose
--- | ---
a \\| b |

### 1.1 Drugs of *choice*

Canakinumab[^1] is dear.

[^1]: It costs much.

## Conflict of interest

None.

### Details

None at all.

## List of abbreviations

| Short | Long |
|---|---|
| IL | interleukin |

## References

- 1Moss J Reed T . Gout. J Imag. (2019) 1:2. doi: 10. 1000/ fimag. 2019. 00001, PMID: 31234567 · doi
";

#[test]
fn a_hard_wrapped_paper_is_taken_apart() {
    expect(
        WRAPPED,
        "
        BackMatter [] Journal of Imagined Medicine. 2019;7:1-9. doi: 10.1000/jim.2019.7.1
        Title [] Early treatment of sepsis with an inhibitor of interleukin-6 / in a mouse model of peritonitis
        Authors [] Jane Q. Moss1, Tom Reed2 and Ann van der Hall1,2*
        Authors [] 1 Department of Medicine, University of Graz, Austria
        Authors [] *Correspondence: jane.moss@example.org
        BackMatter [] Received 3 May 2018; accepted 5 June 2019
        Heading [Abstract] Abstract
        Abstract [Abstract] Background: Sepsis kills. Interleukin-6 (IL-6) rises early, and what it does to / the endothelium is known in part only.
        Abstract [Abstract] Results: Fewer mice died.
        Keywords [Abstract] Keywords: sepsis; IL-6; tocilizumab
        Heading [Introduction] Introduction
        Paragraph [Introduction] Antibiotics are given early, but inflam- / mation goes on when bacteria are gone. In rabbits the same was seen in Table / 2. The dose was higher there.
        Paragraph [Introduction] A second paragraph begins with an indent and goes on for a while, so that it is / wrapped too.
        Heading [Methods] Methods
        Heading [Animals] Animals
        Paragraph [Animals] Forty male mice were bought:
        ListItem [Animals] tocilizumab, 8 mg/kg, given by the tail vein at the time of the operation, and / again a day later
        ListItem [Animals] placebo
        ListItem [Animals] Mice were weighed.
        ListItem [Animals] Mice were bled.
        Caption [Animals] Table 1. Survival of mice by group
        TableCell [Animals] Group
        TableCell [Animals] Died
        TableCell [Animals] placebo
        TableCell [Animals] 22
        Footnote [Animals] *P = 0.02 for tocilizumab against placebo.
        Heading [Statistics] Statistics
        Paragraph [Statistics] We used Fisher's exact test, as implemented in a program of our own that nobody / else has seen.
        Heading [Acknowledgements] Acknowledgements
        BackMatter [Acknowledgements] We thank the mice.
        Heading [Abbreviations] Abbreviations
        Paragraph [Abbreviations] IL-6: interleukin 6
        Heading [References] References
        Reference [References] 1. Moss J, Reed T. Antibiotics in sepsis of the newborn: a review of the literature / of ten years. J Imag Med. 2009;12(3):44-50. doi: 10.1000/jim.2009. / 12344
        Reference [References] 2. Reed T, Hall A. Interleukin-6 and the endothelium. Imag Immunol. 2011;3:1-12. / PMID: 21234567
        Heading [Figure legends] Figure legends
        Caption [Figure legends] Figure 1. Survival of mice after operation, by group. Bars show the standard error of / the mean.
        ",
    );
    let document = document(WRAPPED);
    assert_eq!(document.identifiers.doi.as_deref(), Some("10.1000/jim.2019.7.1"));
    assert_eq!(document.year, Some(2019));
    assert_eq!(document.references[0].doi.as_deref(), Some("10.1000/jim.2009.12344"));
    assert_eq!(document.references[1].pmid.as_deref(), Some("21234567"));
    assert_eq!(document.glossary[0].long.of(&document.text), Some("interleukin 6"));
}

#[test]
fn a_markdown_paper_is_taken_apart() {
    expect(
        MARKDOWN,
        "
        BackMatter [] title: \"Cytokines in gout: a review\" / doi: 10.1000/gout.2020.1
        Title [] Cytokines in gout
        Authors [] Jane Moss, Tom Reed
        Abstract [] **Abstract.** Gout flares are driven by IL-1β.
        Heading [Introduction] Introduction
        Paragraph [Introduction] Crystals are taken up by CD8^+^ T cells.
        Caption [Introduction] Urate crystals
        Paragraph [Introduction] Flares were painful.
        ListItem [Introduction] colchicine
        TableCell [Introduction] Drug
        TableCell [Introduction] Dose
        TableCell [Introduction] a \\| b
        Heading [Drugs of *choice*] Drugs of *choice*
        Paragraph [Drugs of *choice*] Canakinumab[^1] is dear.
        Footnote [Drugs of *choice*] [^1]: It costs much.
        Heading [Conflict of interest] Conflict of interest
        BackMatter [Conflict of interest] None.
        Heading [Details] Details
        BackMatter [Details] None at all.
        Heading [List of abbreviations] List of abbreviations
        TableCell [List of abbreviations] Short
        TableCell [List of abbreviations] Long
        TableCell [List of abbreviations] IL
        TableCell [List of abbreviations] interleukin
        Heading [References] References
        Reference [References] 1Moss J Reed T . Gout. J Imag. (2019) 1:2. doi: 10. 1000/ fimag. 2019. 00001, PMID: 31234567 · doi
        ",
    );
    let document = document(MARKDOWN);
    assert_eq!(document.title.as_deref(), Some("Cytokines in gout: a review"));
    assert_eq!(document.references[0].doi.as_deref(), Some("10.1000/fimag.2019.00001"));
    assert_eq!(document.glossary.len(), 1);
}

#[test]
fn a_reader_view_is_taken_apart_and_the_page_left_out() {
    let text = format!(
        "Drugs of gout in mice and men\nJane Moss, Tom Reed\n\nTL;DR\nA short summary of it.\nFindings\nIt helped the mice.\nAbstract\n{LONG} More of it…\n\
         Every gene of this page has a link.\nClick a figure to see it.\nFigure 2| Drug | Dose |\n|---|---|\n| anakinra | 100 mg |\nPeer Reviews\nNone yet.\n\
         Share\nSend it to a friend.\nIntroduction\n1\n{LONG}\nA figure of a mouse.\nImmune cells\n1.1\n{LONG}\nThe reference list of the paper, with links.\n\
         - 1Moss J . Gout. J Imag. (2019) 1:2. doi: 10.1000/j.1\n"
    );
    expect(
        &text,
        &format!(
            "
            Title [] Drugs of gout in mice and men
            Authors [] Jane Moss, Tom Reed
            Heading [TL;DR] TL;DR
            Abstract [TL;DR] A short summary of it.
            Heading [Findings] Findings
            Abstract [Findings] It helped the mice.
            Heading [Abstract] Abstract
            Abstract [Abstract] {LONG} More of it…
            BackMatter [Abstract] Every gene of this page has a link.
            BackMatter [Abstract] Click a figure to see it.
            Caption [Abstract] Figure 2
            TableCell [Abstract] Drug
            TableCell [Abstract] Dose
            TableCell [Abstract] anakinra
            TableCell [Abstract] 100 mg
            BackMatter [Peer Reviews] Peer Reviews
            BackMatter [Peer Reviews] None yet.
            BackMatter [Share] Share
            BackMatter [Share] Send it to a friend.
            Heading [Introduction] Introduction
            Paragraph [Introduction] {LONG}
            Paragraph [Introduction] A figure of a mouse.
            Heading [Immune cells] Immune cells
            Paragraph [Immune cells] {LONG}
            BackMatter [] The reference list of the paper, with links.
            Reference [] 1Moss J . Gout. J Imag. (2019) 1:2. doi: 10.1000/j.1
            "
        ),
    );
}

#[test]
fn short_texts_are_titles_abstracts_or_plain_paragraphs() {
    let cases = [
        ("Aspirin inhibits COX-1.", "Paragraph [] Aspirin inhibits COX-1."),
        ("Aspirin", "Paragraph [] Aspirin"),
        ("# Aspirin", "Title [] Aspirin"),
        ("Aspirin in gout\nLONG", "Title [] Aspirin in gout\nAbstract [] LONG"),
        ("Aspirin in gout.\r\nLONG\r\n", "Title [] Aspirin in gout.\nAbstract [] LONG"),
        ("Aspirin in gout\rLONG", "Title [] Aspirin in gout\nAbstract [] LONG"),
        ("Does aspirin help?\n\nLONG\n\nLONG", "Title [] Does aspirin help?\nParagraph [] LONG\nParagraph [] LONG"),
        ("LONG\nLONG", "Paragraph [] LONG\nParagraph [] LONG"),
        ("PMID: 31234567\nAspirin in gout\nLONG", "BackMatter [] PMID: 31234567\nTitle [] Aspirin in gout\nAbstract [] LONG"),
        ("Abstract\nLONG", "Heading [Abstract] Abstract\nAbstract [Abstract] LONG"),
        ("Abstract: LONG", "Paragraph [] Abstract: LONG"),
        ("Gout\n\nLONG\n\nMethods\n\nLONG", "Title [] Gout\nAbstract [] LONG\nHeading [Methods] Methods\nParagraph [Methods] LONG"),
    ];
    for (text, expected) in cases {
        expect(&text.replace("LONG", LONG), &expected.replace("LONG", LONG));
    }
}

#[test]
fn sections_are_told_apart_by_their_headings() {
    let cases = [
        // An abstract that is divided, right below its heading or before an introduction.
        (
            "Abstract\nMethods\nLONG\nResults\nLONG\nIntroduction\nLONG\nMethods\nLONG",
            "Heading [Abstract] Abstract\nHeading [Methods] Methods\nAbstract [Methods] LONG\nHeading [Results] Results\nAbstract [Results] LONG\n\
             Heading [Introduction] Introduction\nParagraph [Introduction] LONG\nHeading [Methods] Methods\nParagraph [Methods] LONG",
        ),
        (
            "Abstract\nLONG\nMethods\nLONG",
            "Heading [Abstract] Abstract\nAbstract [Abstract] LONG\nHeading [Methods] Methods\nParagraph [Methods] LONG",
        ),
        // A part that comes a second time begins the paper's own sections.
        (
            "Abstract\nBackground\nLONG\nResults\nLONG\nBackground\nLONG\nResults\nLONG",
            "Heading [Abstract] Abstract\nHeading [Background] Background\nAbstract [Background] LONG\nHeading [Results] Results\nAbstract [Results] LONG\n\
             Heading [Background] Background\nParagraph [Background] LONG\nHeading [Results] Results\nParagraph [Results] LONG",
        ),
        // Captions below their labels, also behind statements.
        (
            "Results\nFigure 1\nLONG\nLONG\nFunding\nNone.\nFigure 2\nLONG",
            "Heading [Results] Results\nCaption [Results] Figure 1\nCaption [Results] LONG\nParagraph [Results] LONG\nHeading [Funding] Funding\n\
             BackMatter [Funding] None.\nCaption [Funding] Figure 2\nCaption [Funding] LONG",
        ),
        // A list that was taken out leaves its heading only.
        ("References\nDoses of the drug.\nLONG", "Heading [References] References\nParagraph [] Doses of the drug.\nParagraph [] LONG"),
        // A summary behind the paper's sections is one of them.
        (
            "Methods\nLONG\nSummary\nLONG",
            "Heading [Methods] Methods\nParagraph [Methods] LONG\nHeading [Summary] Summary\nParagraph [Summary] LONG",
        ),
        // The page's own words do not swallow the paper.
        (
            "Videos\na.\nb.\nc.\nd.\ne.\nLONG",
            "BackMatter [Videos] Videos\nBackMatter [Videos] a.\nBackMatter [Videos] b.\nBackMatter [Videos] c.\nBackMatter [Videos] d.\n\
             BackMatter [Videos] e.\nParagraph [] LONG",
        ),
        (
            "Results\nLONG\nFunding: none.\nKeywords: gout\nLONG",
            "Heading [Results] Results\nParagraph [Results] LONG\nBackMatter [Results] Funding: none.\nKeywords [Results] Keywords: gout\nParagraph [Results] LONG",
        ),
        ("Keywords\ngout; mice\nLONG", "Heading [Keywords] Keywords\nKeywords [Keywords] gout; mice\nParagraph [] LONG"),
    ];
    for (text, expected) in cases {
        expect(&text.replace("LONG", LONG), &expected.replace("LONG", LONG));
    }
}

#[test]
fn reference_lists_are_found_without_a_heading_and_left_where_text_follows() {
    let entries = "Moss J, Reed T. Gout in men. J Imag Med 2001;12:1-4.\nReed T. Gout. J Imag Med 2002;12:5-9. doi:10.1000/jim.2\nHall A. Mice. J Imag Med 2003;12:10-14.";
    let kinds = |text: &str| document(text).passages.iter().map(|passage| passage.kind).collect::<Vec<_>>();
    use PassageKind::{BackMatter, Caption, Heading, Paragraph, Reference, Title};
    let titles = "Gout in mice of the house\n".repeat(8);
    let cases = [
        (format!("{LONG}\n{LONG}\n{entries}\n"), vec![Paragraph, Paragraph, Reference, Reference, Reference]),
        (format!("Funding\nNone.\n{entries}\n{LONG}"), vec![Heading, BackMatter, Reference, Reference, Reference, Paragraph]),
        (format!("References\n{entries}\nMice. (a) {LONG} (b) {LONG}"), vec![Heading, Reference, Reference, Reference, Caption]),
        (format!("Gout\n{LONG}\nFunding\nNone.\n{titles}"), [vec![Title, Paragraph, Heading, BackMatter], vec![Reference; 8]].concat()),
        (
            "References\n\nHall A, Moss J (2003) Gout in mice and what became of\n  them. J Imag Med 12:10–14\nMoss J, Reed T (2001) Gout in men of the north. J Imag Med\n  12:1–4\n"
                .to_owned(),
            vec![Heading, Reference, Reference],
        ),
        (
            "References\n\nHall A, Moss J. Gout in mice and what became of them. J Imag Med 2003.\nMoss J, Reed T. Gout in men of the north. J Imag Med 2001.\n".to_owned(),
            vec![Heading, Reference, Reference],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(kinds(&text), expected, "{text}");
        let document = document(&text);
        let marked = document.passages.iter().filter(|passage| passage.kind == Reference).map(|passage| passage.span);
        assert!(marked.eq(document.references.iter().map(|reference| reference.span)), "{text}");
    }
}

#[test]
fn a_text_is_named_by_what_it_states_else_by_its_file() {
    let cases = [
        ("Gout\nPMID: 31234567 PMCID: PMC3626705\nLONG", "PMC3626705"),
        ("Gout\nPMID: 31234567\nLONG", "31234567"),
        ("Gout\nLONG as in PMID: 31234567.", "note"),
    ];
    for (text, expected) in cases {
        assert_eq!(document(&text.replace("LONG", LONG)).id, expected, "{text}");
    }
    let document = document("IL-6 rose.");
    assert_eq!((document.source.as_str(), document.format), ("in/note.txt", "text"));
    assert_eq!(document.sha256, super::super::input::sha256(b"IL-6 rose."));
}

#[test]
fn no_text_and_binary_data_are_refused() {
    for (bytes, expected) in [(&b" \n"[..], "the file is empty"), (b"IL-6\0", "a NUL byte at byte 4")] {
        let error = read("x", bytes.to_vec(), &TEXT).unwrap().next().unwrap().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}
