//! Systematic names of chemicals, for rule `local-definition`: a short form that a paper gives to one
//! (`4-phenyl-1-(4-phenylbutyl)piperidine (PPBP)`) is no gene, even where no dictionary has the chemical.

/// How the last word of the name of a compound ends; enzymes and receptors end otherwise.
const ENDINGS: [&str; 16] =
    ["acid", "al", "amide", "ane", "ate", "ene", "ester", "ether", "ide", "in", "ine", "ol", "one", "yl", "yne", "ium"];

/// Whether words are a name with a locant before one of them (`1,2-dimethyl`, `4-phenyl`) and the end of a compound's.
#[must_use]
pub fn is_compound(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or("").trim_end_matches([')', ']', 's']);
    let ends =
        last.len() >= 4 && last.bytes().all(|byte| !byte.is_ascii_uppercase()) && ENDINGS.iter().any(|ending| last.ends_with(ending));
    ends && words.split([' ', '(', '[']).any(has_locant)
}

/// Whether numbers, with commas or primes between, and a hyphen stand before a small letter or a bracket at the start of a
/// word.
fn has_locant(word: &str) -> bool {
    let rest = word.trim_start_matches(|mark: char| mark.is_ascii_digit() || matches!(mark, ',' | '\'' | '′'));
    let locant = rest.len() < word.len() && word.starts_with(|mark: char| mark.is_ascii_digit());
    locant && rest.strip_prefix('-').is_some_and(|name| name.is_empty() || name.starts_with(|mark: char| mark.is_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locant_and_the_ending_of_a_compound_make_a_systematic_name() {
        for (words, expected) in [
            ("4-phenyl-1-(4-phenylbutyl) piperidine", true),
            ("1,2-dimethylhydrazine", true),
            ("3-(4-hydroxyphenyl)propionic acid", true),
            ("5-hydroxytryptamine receptor 2A", false),
            ("3-hydroxy-3-methylglutaryl-CoA reductase", false),
            ("2',5'-oligoadenylate synthetase", false),
            ("interleukin-1 receptor antagonist", false),
            ("heterochromatin protein 1", false),
            ("glucose-6-phosphate", false),
            ("", false),
        ] {
            assert_eq!(is_compound(words), expected, "{words}");
        }
    }
}
