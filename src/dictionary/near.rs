//! Names that are spelled much like one that there is not.

use super::catalogue::Catalogue;

/// How many are shown.
const SHOWN: usize = 5;

/// Names of the image that differ from `name` by a letter, or by two if it is long, the nearest first. Letter case does not
/// count; the first letter must be the same.
#[must_use]
pub fn near<'a>(catalogue: &Catalogue<'a>, name: &str) -> Vec<&'a str> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    let most = if wanted.len() > 7 { 2 } else { 1 };
    let mut found: Vec<(usize, &'a str)> = Vec::new();
    let mut rows = Rows::default();
    for entry in catalogue.image.keys().filter_map(|key| catalogue.image.entries(key).first()) {
        let surface = catalogue.image.surface(entry.surface);
        let same = surface.chars().next().map(|first| first.to_lowercase().next()) == wanted.first().map(|first| Some(*first));
        if same && surface.len().abs_diff(name.len()) <= 2 * most {
            let other: Vec<char> = surface.to_lowercase().chars().collect();
            found.extend(rows.distance(&wanted, &other, most).map(|distance| (distance, surface)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(SHOWN).map(|(_, surface)| surface).collect()
}

/// The last three rows of the table of distances.
#[derive(Default)]
struct Rows([Vec<usize>; 3]);

impl Rows {
    /// Letters changed, left out, added or swapped, if no more than `most`.
    fn distance(&mut self, left: &[char], right: &[char], most: usize) -> Option<usize> {
        if left.len().abs_diff(right.len()) > most {
            return None;
        }
        let [before, last, row] = &mut self.0;
        last.clear();
        last.extend(0..=right.len());
        for (at, letter) in left.iter().enumerate() {
            row.clear();
            row.push(at + 1);
            for (place, other) in right.iter().enumerate() {
                let mut least = (last[place] + usize::from(letter != other)).min(last[place + 1] + 1).min(row[place] + 1);
                if at > 0 && place > 0 && *letter == right[place - 1] && left[at - 1] == *other {
                    least = least.min(before[place - 1] + 1);
                }
                row.push(least);
            }
            if row.iter().min().is_some_and(|least| *least > most) {
                return None;
            }
            std::mem::swap(before, last);
            std::mem::swap(last, row);
        }
        last.last().copied().filter(|distance| *distance <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_changed_added_left_out_or_swapped_are_counted() {
        for (left, right, most, expected) in [
            ("aspirin", "aspirin", 1, Some(0)),
            ("aspirin", "asprin", 1, Some(1)),
            ("aspirin", "asiprin", 1, Some(1)),
            ("aspirin", "aspirine", 1, Some(1)),
            ("aspirin", "aspixix", 1, None),
            ("aspirin", "aspixix", 2, Some(2)),
            ("", "ab", 2, Some(2)),
        ] {
            let [left_letters, right_letters] = [left, right].map(|word| word.chars().collect::<Vec<_>>());
            assert_eq!(Rows::default().distance(&left_letters, &right_letters, most), expected, "{left} {right}");
        }
    }
}
