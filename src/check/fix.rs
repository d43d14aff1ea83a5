//! Fixes: edits that are certain, put into a file without touching another byte.

use diffy::DiffOptions;

use super::finding::Edit;

/// The text with edits in it, and how many of the fixes went in. A fix whose edits meet those of one before it waits for the
/// next round.
#[must_use]
pub fn apply(content: &str, fixes: &[&[Edit]]) -> (String, usize) {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for fix in fixes.iter().filter(|fix| !fix.is_empty()) {
        let meets = |edit: &Edit| {
            taken.iter().any(|other| edit.place.start < other.place.end && other.place.start < edit.place.end || edit.place == other.place)
        };
        let inside = |edit: &Edit| content.get(edit.place.clone()).is_some();
        if fix.iter().all(|edit| inside(edit) && !meets(edit)) {
            taken.extend(fix.iter());
            count += 1;
        }
    }
    taken.sort_by_key(|edit| (edit.place.start, edit.place.end));
    let mut fixed = String::with_capacity(content.len());
    let mut at = 0;
    for edit in taken {
        fixed.push_str(&content[at..edit.place.start]);
        fixed.push_str(&edit.text);
        at = edit.place.end;
    }
    fixed.push_str(&content[at..]);
    (fixed, count)
}

/// The difference between two versions of a file, as `diff -u` shows it; nothing where they are the same.
#[must_use]
pub fn difference(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let named = || path.to_owned();
    DiffOptions::new().set_original_filename(named()).set_modified_filename(named()).create_patch(old, new).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_what_diff_shows() {
        let cases = [
            ("a\n", "a\n", ""),
            ("a\nb\n", "a\nc\n", "--- x.tsv\n+++ x.tsv\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
            ("a", "b", "--- x.tsv\n+++ x.tsv\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"),
        ];
        for (old, new, expected) in cases {
            assert_eq!(difference("x.tsv", old, new), expected);
        }
    }

    #[test]
    fn edits_change_their_places_alone() {
        let edit = |start: usize, end: usize, text: &str| Edit { place: start..end, text: text.to_owned() };
        let cases: [(&[&[Edit]], &str, usize); 4] = [
            (&[&[edit(5, 6, "X")], &[edit(0, 1, "")]], "bcdeX", 2),
            (&[&[edit(0, 3, "")], &[edit(2, 4, "")]], "def", 1),
            (&[&[edit(0, 1, "x"), edit(9, 12, "")]], "abcdef", 0),
            (&[&[]], "abcdef", 0),
        ];
        for (fixes, expected, count) in cases {
            assert_eq!(apply("abcdef", fixes), (expected.to_owned(), count));
        }
    }
}
