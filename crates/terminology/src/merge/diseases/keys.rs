//! When two names are the same.

/// Names that differ only in the case of ordinary words are one row. Capitals are kept where they may make another
/// name: inside a word (`mRNA`, `X-Linked`) and in short words of capitals (`AIDS`).
pub(super) fn row(name: &str) -> String {
    let title = is_title(name);
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        if !title && has_own_capitals(word) {
            key.push_str(word);
        } else {
            key.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    key
}

/// Several words and no small letter: a title in capitals.
pub(super) fn is_title(name: &str) -> bool {
    name.contains(' ') && !name.chars().any(char::is_lowercase)
}

fn has_own_capitals(word: &str) -> bool {
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    let inside = word.chars().skip(1).any(char::is_uppercase);
    // `POSTERIOR` is shouted, `17P13.3` and `5A` are written with a small letter too.
    let shouted = capitals > 5 && !word.chars().any(char::is_lowercase);
    let numbered = capitals == 1 && word.chars().any(|letter| letter.is_ascii_digit());
    inside && !shouted && !numbered
}

/// Names that say the same words: case, marks between words and the plural do not count.
pub(super) fn words(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(singular);
    words.collect::<Vec<_>>().join(" ")
}

fn singular(word: &str) -> &str {
    if word.len() > 3 && !word.ends_with("ss") && !word.ends_with("is") && !word.ends_with("us") {
        word.strip_suffix('s').unwrap_or(word)
    } else {
        word
    }
}

/// One token of 2 to 10 characters with more capitals than small letters.
pub(super) fn is_abbreviation(name: &str) -> bool {
    let length = name.chars().count();
    let count = |is: fn(char) -> bool| name.chars().filter(|&letter| is(letter)).count();
    (2..=10).contains(&length) && !name.contains(char::is_whitespace) && count(char::is_uppercase) > count(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_same_but_for_the_case_of_ordinary_words() {
        for (left, right, same) in [
            ("Adrenal Insufficiency", "adrenal insufficiency", true),
            ("adrenal  insufficiency", "adrenal insufficiency", true),
            ("CMT2H", "Cmt2h", false),
            ("X-Linked Ichthyosis", "x-linked ichthyosis", false),
            ("AIDS", "aids", false),
            ("WEAVER-LIKE SYNDROME", "Weaver-like syndrome", true),
            ("corneal dystrophy, POSTERIOR", "corneal dystrophy, posterior", true),
            ("Bartter disease type 4A", "bartter disease type 4a", true),
        ] {
            assert_eq!(row(left) == row(right), same, "{left} {right}");
        }
    }

    #[test]
    fn words_are_the_same_but_for_marks_and_plural() {
        for (left, right, same) in [
            ("Collagen Diseases", "collagen disease", true),
            ("attention deficit-hyperactivity disorder", "attention deficit hyperactivity disorder", true),
            ("Discitis", "discitis", true),
            ("diabetes 1", "diabetes 2", false),
            ("ALS", "AL", false),
        ] {
            assert_eq!(words(left) == words(right), same, "{left} {right}");
        }
    }

    #[test]
    fn an_abbreviation_is_a_short_token_of_capitals() {
        for (name, expected) in [("ALS", true), ("BRV1", true), ("DEK-NUP214", true), ("SMA II", false), ("Cmt2h", false), ("A", false)] {
            assert_eq!(is_abbreviation(name), expected, "{name}");
        }
    }
}
