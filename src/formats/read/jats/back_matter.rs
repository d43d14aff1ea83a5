//! Which headings and notes announce what is never annotated.

/// How such headings and notes begin.
const BEGINNINGS: &[&str] = &[
    "academic editor",
    "acknowledg",
    "author contribution",
    "author information",
    "author's contribution",
    "authors contribution",
    "authors' contribution",
    "authors' information",
    "availability of data",
    "citation:",
    "competing financial interest",
    "competing interest",
    "conflict of interest",
    "conflicts of interest",
    "consent for publication",
    "contributors",
    "credit author",
    "data accessibility",
    "data availability",
    "declaration of competing",
    "declaration of conflict",
    "declaration of interest",
    "disclaimer",
    "disclosure",
    "ethical approval",
    "ethics approval",
    "ethics statement",
    "financial disclosure",
    "financial source",
    "financial support",
    "funding",
    "how to cite",
    "peer review",
    "potential conflict",
    "pre-publication history",
    "publisher's note",
    "source of funding",
    "sources of funding",
    "statement of interest",
];

/// Those of them with which a heading about the subject of a paper may begin too: "Contributors to insulin resistance".
const AMBIGUOUS: &[&str] = &["contributors", "disclosure", "financial support", "funding", "peer review"];

/// Words that settle it.
const SETTLING: &[&str] =
    &["statement", "information", "interest", "conflict", "acknowledg", "source", "contribution", "and support", "role of"];

/// Whether text begins with a heading that announces what is never annotated.
pub(super) fn begins_as_back_matter(words: &str) -> bool {
    let words = folded(words);
    BEGINNINGS.iter().any(|known| words.starts_with(known))
}

/// Whether a heading announces what is never annotated.
pub(super) fn is_back_matter_heading(heading: &str) -> bool {
    let heading = folded(heading);
    let is_short = heading.split_whitespace().count() <= 2;
    let is_ambiguous = AMBIGUOUS.iter().any(|known| heading.starts_with(known));
    BEGINNINGS.iter().any(|known| heading.starts_with(known))
        && (!is_ambiguous || is_short || SETTLING.iter().any(|known| heading.contains(known)))
}

/// The beginning of words in lower case, with straight apostrophes and without a number before them.
fn folded(words: &str) -> String {
    let mut start = String::with_capacity(80);
    for character in words.trim_start_matches(|first: char| first.is_ascii_digit() || matches!(first, '.' | ' ')).chars().take(80) {
        match character {
            '’' | 'ʼ' | '`' => start.push('\''),
            _ => start.extend(character.to_lowercase()),
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_back_matter_are_told_from_those_of_the_subject() {
        let cases = [
            ("Acknowledgements", true),
            ("7. Funding", true),
            ("Authors’ contributions", true),
            ("Funding and acknowledgments", true),
            ("Disclosure of potential conflicts of interest", true),
            ("Ethics approval and consent to participate", true),
            ("Contributors to insulin resistance", false),
            ("Disclosure of genetic results to patients", false),
            ("Funding for rare diseases", false),
            ("Results", false),
            ("", false),
        ];
        for (heading, expected) in cases {
            assert_eq!(is_back_matter_heading(heading), expected, "{heading}");
        }
        assert!(begins_as_back_matter("Competing interests: The authors have none."));
        assert!(!begins_as_back_matter("Values are means."));
    }
}
