//! What a heading's words say about the section below it.

use std::sync::LazyLock;

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Before the first heading.
    Front,
    /// The abstract, or a summary that a site puts before it.
    Abstract,
    /// Running text.
    Body,
    /// Keywords.
    Keywords,
    /// Names and addresses.
    Authors,
    /// Captions gathered in a place of their own.
    Captions,
    /// Abbreviations with their long forms.
    Abbreviations,
    /// Acknowledgements, funding, statements.
    BackMatter,
    /// What the page around the paper says.
    Furniture,
    /// The reference list.
    References,
}

impl Role {
    /// Whether nothing in it is annotated.
    pub fn is_silent(self) -> bool {
        matches!(self, Role::BackMatter | Role::Furniture)
    }
}

/// Headings as papers and the sites that show them write them, in lower case, without number and marks.
const KNOWN: &[(Role, &[&str])] = &[
    (
        Role::Abstract,
        &[
            "abstract",
            "structured abstract",
            "graphical abstract",
            "lay abstract",
            "lay summary",
            "plain language summary",
            "summary",
            "executive summary",
            "synopsis",
            "in brief",
            "at a glance",
            "tl;dr",
            "tldr",
            "highlights",
            "key points",
            "key messages",
            "key findings",
            "findings",
            "contribution",
            "contributions",
            "significance",
            "significance statement",
            "author summary",
            "editor's summary",
            "what is already known",
            "take-home message",
        ],
    ),
    (
        Role::Body,
        &[
            "introduction",
            "background",
            "objective",
            "objectives",
            "aim",
            "aims",
            "purpose",
            "rationale",
            "hypothesis",
            "methods",
            "method",
            "materials and methods",
            "material and methods",
            "methods and materials",
            "patients and methods",
            "subjects and methods",
            "materials & methods",
            "methodology",
            "experimental procedures",
            "experimental section",
            "experimental",
            "star methods",
            "online methods",
            "study design",
            "design",
            "setting",
            "participants",
            "patients",
            "interventions",
            "intervention",
            "main outcome measures",
            "measurements",
            "main results",
            "statistical analysis",
            "statistics",
            "search strategy",
            "literature search",
            "data extraction",
            "results",
            "result",
            "results and discussion",
            "discussion",
            "discussion and conclusion",
            "discussion and conclusions",
            "general discussion",
            "conclusion",
            "conclusions",
            "concluding remarks",
            "conclusions and perspectives",
            "conclusion and perspectives",
            "interpretation",
            "limitations",
            "perspective",
            "perspectives",
            "future perspectives",
            "future directions",
            "outlook",
            "implications",
            "case",
            "case report",
            "case presentation",
            "case description",
            "main text",
            "text",
            "literature review",
            "review",
            "theory",
            "supplementary material",
            "supplementary materials",
            "supplementary information",
            "supplementary data",
            "supplemental material",
            "supplemental information",
            "supporting information",
            "additional files",
            "additional file",
            "electronic supplementary material",
            "appendix",
        ],
    ),
    (Role::Keywords, &["keywords", "key words", "key-words", "keyword", "index terms", "mesh terms", "subject terms"]),
    (Role::Authors, &["authors", "author list", "affiliations", "author affiliations", "authors and affiliations"]),
    (
        Role::Captions,
        &["figure legends", "figure legend", "figure captions", "legends", "legends to figures", "figures and tables", "table legends"],
    ),
    (
        Role::Abbreviations,
        &[
            "abbreviations",
            "abbreviation",
            "list of abbreviations",
            "abbreviations used",
            "abbreviations and acronyms",
            "acronyms",
            "glossary",
            "nomenclature",
            "non-standard abbreviations",
            "nonstandard abbreviations",
        ],
    ),
    (
        Role::BackMatter,
        &[
            "acknowledgements",
            "acknowledgments",
            "acknowledgement",
            "acknowledgment",
            "funding",
            "funding information",
            "funding statement",
            "funding sources",
            "funding source",
            "source of funding",
            "sources of funding",
            "financial support",
            "financial disclosure",
            "financial disclosures",
            "grant support",
            "sponsorship",
            "author contributions",
            "author contribution",
            "authors' contributions",
            "authors' contribution",
            "author's contributions",
            "contributors",
            "credit authorship contribution statement",
            "author contributions statement",
            "conflict of interest",
            "conflicts of interest",
            "conflict of interests",
            "conflict of interest statement",
            "conflict-of-interest statement",
            "competing interests",
            "competing interest",
            "competing financial interests",
            "competing interests statement",
            "declaration of interest",
            "declaration of interests",
            "declaration of competing interest",
            "declaration of competing interests",
            "declaration of conflicting interests",
            "declarations",
            "disclosure",
            "disclosures",
            "disclosure statement",
            "data availability",
            "data availability statement",
            "data and code availability",
            "data and materials availability",
            "data sharing",
            "data sharing statement",
            "availability of data and materials",
            "availability of data and material",
            "code availability",
            "materials availability",
            "lead contact",
            "resource availability",
            "ethics",
            "ethics statement",
            "ethics approval",
            "ethical approval",
            "ethics declarations",
            "ethics approval and consent to participate",
            "ethical considerations",
            "consent for publication",
            "consent to participate",
            "patient consent",
            "patient consent for publication",
            "informed consent",
            "informed consent statement",
            "institutional review board statement",
            "additional information",
            "publisher's note",
            "publisher’s note",
            "author information",
            "authors' information",
            "author details",
            "author notes",
            "footnotes",
            "notes",
            "correspondence",
            "corresponding author",
            "orcid",
            "open access",
            "copyright",
            "copyright information",
            "license",
            "licence",
            "rights and permissions",
            "provenance and peer review",
            "transparency statement",
            "guarantor",
            "generative ai statement",
            "declaration of generative ai",
            "article history",
            "article information",
            "publication history",
            "about this article",
            "about the authors",
            "trial registration",
            "registration",
            "preprint",
        ],
    ),
    (
        Role::Furniture,
        &[
            "peer reviews",
            "peer review",
            "peer review file",
            "reviews",
            "reviewer reports",
            "open peer review",
            "videos",
            "video",
            "taxonomy",
            "topics",
            "tags",
            "share",
            "share this",
            "share this article",
            "cite",
            "cite this",
            "cite this article",
            "cite as",
            "how to cite",
            "citation",
            "citations",
            "cited by",
            "metrics",
            "article metrics",
            "altmetrics",
            "downloads",
            "download",
            "download pdf",
            "permissions",
            "reprints and permissions",
            "comments",
            "discussion forum",
            "related papers",
            "related articles",
            "related content",
            "similar articles",
            "similar papers",
            "recommended",
            "recommended articles",
            "recommended for you",
            "you may also like",
            "more from this journal",
            "trending",
            "most read",
            "navigation",
            "page navigation",
            "on this page",
            "contents",
            "table of contents",
            "menu",
            "sign in",
            "log in",
            "subscribe",
            "newsletter",
            "follow us",
            "links",
            "full text links",
            "linkout - more resources",
            "actions",
            "collections",
            "code",
            "datasets",
            "presentations",
            "entities",
            "named entities",
            "annotations",
            "cookies",
            "privacy",
            "advertisement",
        ],
    ),
    (
        Role::References,
        &[
            "references",
            "reference",
            "reference list",
            "bibliography",
            "literature",
            "literature cited",
            "works cited",
            "cited literature",
            "references and notes",
            "references and recommended reading",
            "references cited",
            "notes and references",
            "cited references",
        ],
    ),
];

/// The longest known heading, in bytes.
const LONGEST: usize = 60;

/// The role that a heading's words name; `None` for a heading of the paper's own. Number and marks are already gone.
pub(super) fn role_of(heading: &str) -> Option<Role> {
    if heading.len() > LONGEST {
        return heading.to_lowercase().starts_with("the reference list").then_some(Role::References);
    }
    let plain = heading.trim_end_matches([':', '.']).trim();
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..plain.len()];
    lower.copy_from_slice(plain.as_bytes());
    lower.make_ascii_lowercase();
    if let Some(role) = known(lower) {
        return Some(role);
    }
    // A typographic apostrophe, and the one sentence that stands for a heading in some reader views.
    if plain.contains('’') {
        return known(plain.to_lowercase().replace('’', "'").as_bytes());
    }
    lower.starts_with(b"the reference list").then_some(Role::References)
}

/// The known headings, in order, with a filter that turns most other words away without a comparison.
struct Index {
    sorted: Vec<(&'static [u8], Role)>,
    /// For every first letter the lengths of the headings that begin with it, as bits.
    lengths: [u64; 256],
}

/// The role of a heading in lower case.
fn known(heading: &[u8]) -> Option<Role> {
    static INDEX: LazyLock<Index> = LazyLock::new(|| {
        let names = KNOWN.iter().flat_map(|(role, names)| names.iter().map(|name| (name.as_bytes(), *role)));
        let mut index = Index { sorted: names.collect(), lengths: [0; 256] };
        index.sorted.sort_unstable_by_key(|&(name, _)| name);
        for (name, _) in &index.sorted {
            index.lengths[usize::from(name[0])] |= 1 << name.len();
        }
        index
    });
    let first = usize::from(*heading.first()?);
    // LONGEST is less than a word has bits.
    if heading.len() > LONGEST || INDEX.lengths[first] >> heading.len() & 1 == 0 {
        return None;
    }
    let at = INDEX.sorted.binary_search_by_key(&heading, |&(name, _)| name).ok()?;
    Some(INDEX.sorted[at].1)
}

/// The role of a run-in heading: `Funding: none.`, `**Abstract.** We …`. Words and marks up to the colon or full stop count.
pub(super) fn run_in_role(paragraph: &str) -> Option<(Role, usize)> {
    let start = paragraph.len() - paragraph.trim_start_matches(['*', '_']).len();
    let body = &paragraph[start..];
    let window = &body.as_bytes()[..body.len().min(LONGEST)];
    let end = memchr::memchr3(b':', b'.', 0xE2, window)?;
    let mark = body[end..].chars().next()?;
    if !matches!(mark, ':' | '.' | '—' | '–') || !body.starts_with(|first: char| first.is_uppercase()) {
        return None;
    }
    let role = role_of(body[..end].trim_end_matches(['*', '_', ' ']))?;
    let behind = start + end + mark.len_utf8();
    // A full stop ends a heading only where the heading is marked: "Results. We …" is a sentence of a report.
    (mark != '.' || start > 0 || matches!(role, Role::Abstract | Role::Keywords | Role::Abbreviations)).then_some((role, behind))
}

/// The words that divide an abstract; under the heading `Abstract` they do not begin the paper's own sections.
pub(super) fn divides_an_abstract(heading: &str) -> bool {
    let lower = heading.trim_end_matches([':', '.']).to_lowercase();
    lower != "introduction"
        && (role_of(heading) == Some(Role::Body)
            || ["findings", "significance", "registration", "trial registration", "funding"].contains(&lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_s_words_name_the_role_of_its_section() {
        let cases = [
            ("Abstract", Some(Role::Abstract)),
            ("ABSTRACT:", Some(Role::Abstract)),
            ("Materials and Methods", Some(Role::Body)),
            ("Author’s contributions", Some(Role::BackMatter)),
            ("Publisher’s note", Some(Role::BackMatter)),
            ("Peer Reviews", Some(Role::Furniture)),
            ("The reference list of this paper, with links to what it cites, as far as known.", Some(Role::References)),
            ("The reference list.", Some(Role::References)),
            ("Interferon in hepatitis", None),
            ("", None),
        ];
        for (heading, expected) in cases {
            assert_eq!(role_of(heading), expected, "{heading}");
        }
    }

    #[test]
    fn known_headings_are_short_and_in_lower_case() {
        for name in KNOWN.iter().flat_map(|(_, names)| names.iter()) {
            assert!(name.len() <= LONGEST && *name == name.to_lowercase(), "{name}");
            let owners = KNOWN.iter().filter(|(_, names)| names.contains(name)).count();
            assert_eq!(owners, 1, "{name} has one role");
        }
    }

    #[test]
    fn a_heading_may_run_into_its_paragraph() {
        let cases = [
            ("Funding: none.", Some((Role::BackMatter, 8))),
            ("**Abstract.** We gave IL-2.", Some((Role::Abstract, 11))),
            ("Abbreviations — TNF, tumour necrosis factor", Some((Role::Abbreviations, 17))),
            ("Results. We saw more.", None),
            ("funding: none", None),
            ("TNF rose: why?", None),
            ("", None),
        ];
        for (paragraph, expected) in cases {
            assert_eq!(run_in_role(paragraph), expected, "{paragraph}");
        }
    }
}
