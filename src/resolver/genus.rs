//! Rule `genus`: `B. subtilis` is the species whose genus the paper spelled out before or behind it (`Bacillus subtilis`). A
//! genus takes an epithet along that no dictionary has (`Flavobacterium gelidilacus`).

use biospan_lexicon::hash;
use biospan_lexicon::table::Scope;
use biospan_lexicon::token::{Gap, Token};

use super::candidate::{Candidate, Candidates, Group};
use super::cue::ByHash;
use super::feature::Feature;
use super::kinds::Kind;
use super::local::Tokenized;
use super::strain::NEW;
use crate::document::Span;

/// The letters of a genus that papers write (`B.`, `Ae.`, `Str.`).
const MOST_LETTERS: usize = 3;
/// Of two genera with the same letter and epithet, the one that was spelled out is better than any other name.
const SPELLED_OUT: f32 = 30.0;

/// A place where a genus is abbreviated.
struct Place {
    first: u32,
    length: u32,
    span: Span,
    /// A species of the paper with such a genus.
    of: usize,
}

/// Endings of Latin epithets that English words do not have.
const LATIN: [&str; 43] = [
    "ensis", "ense", "icus", "icum", "inus", "inum", "anus", "anum", "arum", "orum", "osus", "osum", "ivorans", "philus", "philum",
    "oides", "atus", "atum", "ilis", "ella", "icola", "lacus", "ii", "ae", "eum", "escens", "formis", "aceus", "aceum", "ica", "folia",
    "phylla", "carpa", "carpum", "issima", "issimum", "issimus", "idum", "idus", "ivora", "alis", "aris", "estris",
];
/// Words with such an ending that papers write behind a genus.
const NOT_LATIN: [&str; 2] = ["silica", "replica"];
/// An epithet in the genitive of a name (`whitmani`) has so many letters at least.
const GENITIVE: usize = 6;

/// Adds to every genus of the paper (`kind`) that stands before an epithet which no dictionary has the name of both. A genus
/// that only hangs above species in the dictionaries is known with its epithet alone: by itself it may be any word.
pub fn with_epithets(paper: Tokenized<'_>, kind: Kind, candidates: &mut Candidates) {
    let mut longer: Vec<Group> = Vec::new();
    let mut short: Option<Vec<(u8, &str)>> = None;
    let mut reach = 0;
    for group in candidates.groups.iter().filter(|group| group.kind == kind) {
        let end = group.first + group.length;
        let inside = reach > end;
        reach = reach.max(end);
        let (Some(genus), Some(next)) = (paper.tokens.get(group.first as usize), paper.tokens.get(end as usize)) else { continue };
        let spelled = group.length == 1 && (genus.end - genus.start) as usize > MOST_LETTERS;
        let initial = paper.text.as_bytes()[genus.start as usize];
        if !spelled || inside || next.gap != Gap::Space || !initial.is_ascii_uppercase() {
            continue;
        }
        let epithet = paper.text.get(next.start as usize..next.end as usize).unwrap_or("");
        if !epithet.bytes().all(|byte| byte.is_ascii_lowercase()) || epithet.len() < SHORTEST {
            continue;
        }
        let rest = paper.text.get(next.end as usize..).unwrap_or("");
        let bracketed = || {
            let before = (genus.start as usize).checked_sub(1).map(|at| paper.text.as_bytes()[at]);
            before == Some(b'(') && rest.starts_with(')') && BRACKETED.iter().any(|end| epithet.ends_with(end))
        };
        let names_a_species = is_latin(epithet)
            || NEW.iter().any(|new| rest.starts_with(new))
            || is_only_above(candidates, group) && bracketed()
            || short.get_or_insert_with(|| abbreviated(paper)).contains(&(initial, epithet));
        if names_a_species {
            let span = Span::new(genus.start, next.end);
            let mut features = group.features;
            // What was measured is the genus by itself.
            [Feature::Rarely, Feature::Capitalised, Feature::Contested, Feature::VeryContested, Feature::Width]
                .iter()
                .for_each(|own| features.remove(*own));
            features.add(Feature::TwoWords);
            longer.push(Group { length: 2, span, features, closest: 0, long_form: None, ..group.clone() });
        }
    }
    if !longer.is_empty() {
        candidates.groups.append(&mut longer);
        candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
    }
}

/// Epithets have so many letters at least.
const SHORTEST: usize = 4;
/// Endings of epithets in brackets behind a common name: `ring ouzel (Turdus torquatus)`.
const BRACKETED: [&str; 6] = ["a", "us", "um", "is", "ns", "x"];

/// The initials and epithets that the paper writes with a full stop between them: `P. striolata`.
fn abbreviated<'t>(paper: Tokenized<'t>) -> Vec<(u8, &'t str)> {
    let bytes = paper.text.as_bytes();
    let pair = |pair: &[Token]| {
        let [short, next] = pair else { return None };
        let between = bytes.get(short.end as usize..next.start as usize)?;
        let initial = bytes.get(short.start as usize).filter(|first| first.is_ascii_uppercase())?;
        let fits = short.end - short.start == 1 && matches!(between, b"." | b". ");
        fits.then(|| Some((*initial, paper.text.get(next.start as usize..next.end as usize)?)))?
    };
    paper.tokens.windows(2).filter_map(pair).collect()
}

/// Whether the dictionaries know the words of a group only as a genus above the species that they have.
fn is_only_above(candidates: &Candidates, group: &Group) -> bool {
    group.closest == Scope::Broad.closeness() && candidates.of(group).iter().all(|own| own.entry.scope() == Scope::Broad)
}

/// Leaves out the genera that stand without an epithet and may be any word, and the author behind a species (`Zea mays L.`).
pub fn without_bare(paper: Tokenized<'_>, kind: Kind, candidates: &mut Candidates) {
    let bare = |candidates: &Candidates, group: &Group| {
        let authored = || group.length > 2 && group.span.of(paper.text).is_some_and(|words| words.ends_with(" L"));
        group.kind == kind && (group.length == 1 && is_only_above(candidates, group) || authored())
    };
    if candidates.groups.iter().any(|group| bare(candidates, group)) {
        let mut groups = std::mem::take(&mut candidates.groups);
        groups.retain(|group| !bare(candidates, group));
        candidates.groups = groups;
    }
}

/// Lets the short names of viruses (`kind`) take along the number of their type: `EBV-1`, `HPV16`.
pub fn with_types(paper: Tokenized<'_>, kind: Kind, candidates: &mut Candidates) {
    let bytes = paper.text.as_bytes();
    let mut longer = Vec::new();
    let mut reach = 0;
    for (index, group) in candidates.groups.iter().enumerate().filter(|(_, group)| group.kind == kind) {
        let inside = reach > group.span.end.0;
        reach = reach.max(group.span.end.0);
        let rest = bytes.get(group.span.end.index()..).unwrap_or(&[]);
        let hyphen = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[hyphen..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if inside || digits == 0 {
            continue;
        }
        let abbreviated = || group.length == 1 && group.span.of(paper.text).is_some_and(is_abbreviation);
        let ends = match rest.get(hyphen + digits..) {
            Some([b'-', next, ..]) => !next.is_ascii_alphanumeric(),
            Some([next, ..]) => !next.is_ascii_alphanumeric(),
            _ => true,
        };
        if ends && digits <= MOST_DIGITS && rest[hyphen] != b'0' && abbreviated() {
            longer.push((index, Span::new(group.span.start.0, group.span.end.0 + (hyphen + digits) as u32)));
        }
    }
    for (index, span) in &longer {
        let tokens = paper.within(*span);
        let group = &mut candidates.groups[*index];
        (group.length, group.span) = ((tokens.end - tokens.start) as u32, *span);
    }
    if !longer.is_empty() {
        candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
    }
}

/// The most digits of a virus's type.
const MOST_DIGITS: usize = 2;

/// Whether a word is the short name of a virus: capitals that end in V.
fn is_abbreviation(word: &str) -> bool {
    word.len() > 2 && word.ends_with('V') && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_latin(word: &str) -> bool {
    let ends = word.len() > 4 && LATIN.iter().any(|end| word.ends_with(end)) || word.len() >= GENITIVE && word.ends_with('i');
    ends && !NOT_LATIN.contains(&word)
}

/// Adds the abbreviated names of the species (`kind`) that the paper names in full.
pub fn spell_out(paper: Tokenized<'_>, kind: Kind, candidates: &mut Candidates) {
    let mut full: ByHash<Vec<usize>> = ByHash::default();
    for (index, group) in candidates.groups.iter().enumerate().filter(|(_, group)| group.kind == kind && group.length >= 2) {
        if let Some(epithets) = epithets(paper, group) {
            full.entry(epithets).or_default().push(index);
        }
    }
    if full.is_empty() {
        return;
    }
    let places = places(paper, candidates, &full);
    let mut added = false;
    for place in places {
        let named: Vec<Candidate> = candidates.of(&candidates.groups[place.of]).to_vec();
        let same = |group: &Group| group.kind == kind && group.span == place.span;
        // The dictionary may have the short name, perhaps of another species.
        let from = candidates.groups.partition_point(|group| group.first < place.first);
        let own = candidates.groups[from..].iter().take_while(|group| group.first == place.first).position(same);
        if let Some(own) = own {
            candidates.rename(from + own, &named, SPELLED_OUT);
            continue;
        }
        added = true;
        let template = &candidates.groups[place.of];
        // What the words say is what the full name says; where they stand is looked at anew.
        let group = Group { first: place.first, length: place.length, span: place.span, long_form: None, ..template.clone() };
        candidates.groups.push(group);
    }
    if added {
        candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
    }
}

/// The hash of the words behind the genus of a name that is spelled out.
fn epithets(paper: Tokenized<'_>, group: &Group) -> Option<u64> {
    let genus = paper.tokens.get(group.first as usize)?;
    let spelled = (genus.end - genus.start) as usize > MOST_LETTERS;
    let epithets = epithets_of(paper, group).filter(|_| spelled)?;
    Some(hash::sequence(epithets.iter().map(|token| token.hash)))
}

/// The words behind the genus: all in small letters, the genus with a capital.
pub(super) fn epithets_of<'t>(paper: Tokenized<'t>, group: &Group) -> Option<&'t [Token]> {
    let own = paper.tokens.get(group.first as usize..(group.first + group.length) as usize)?;
    let (genus, epithets) = own.split_first()?;
    let capital = paper.text.as_bytes().get(genus.start as usize).is_some_and(u8::is_ascii_uppercase);
    let small = |token: &Token| paper.text.as_bytes().get(token.start as usize).is_some_and(u8::is_ascii_lowercase);
    (capital && epithets.iter().all(small)).then_some(epithets)
}

fn places(paper: Tokenized<'_>, candidates: &Candidates, full: &ByHash<Vec<usize>>) -> Vec<Place> {
    let bytes = paper.text.as_bytes();
    let mut places = Vec::new();
    for (at, pair) in paper.tokens.windows(2).enumerate() {
        let [short, next] = pair else { continue };
        let length = (short.end - short.start) as usize;
        if length > MOST_LETTERS || bytes.get(short.end as usize) != Some(&b'.') || !bytes[short.start as usize].is_ascii_uppercase() {
            continue;
        }
        // Only a blank may stand behind the full stop.
        let between = &bytes[short.end as usize + 1..next.start as usize];
        if !matches!(between, b"" | b" " | b"\n") {
            continue;
        }
        let letters = &bytes[short.start as usize..short.end as usize];
        let fits = |group: &Group| bytes[group.span.start.index()..].starts_with(letters);
        // The longest run of epithets that the paper has.
        let found = (1..=3).rev().find_map(|count| {
            let epithets = paper.tokens.get(at + 1..at + 1 + count)?;
            let named = full.get(&hash::sequence(epithets.iter().map(|token| token.hash)))?;
            let of = named.iter().copied().find(|index| fits(&candidates.groups[*index]))?;
            Some((of, count as u32 + 1, epithets.last()?.end))
        });
        if let Some((of, length, end)) = found {
            places.push(Place { first: at as u32, length, span: Span::new(short.start, end), of });
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_genus_takes_an_epithet_along_and_is_none_by_itself() {
        let annotator = Annotator::builder().types(["species"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("The ring ouzel (Turdus torquatus) sang.", &["Turdus torquatus"][..]),
            ("We fed Phyllotreta striolata. Then P. striolata died.", &["Phyllotreta striolata", "P. striolata"]),
            ("Methanobacterium petrolearium sp. nov. was grown.", &["Methanobacterium petrolearium sp. nov."]),
            ("Turdus by itself, and Turdus song.", &[]),
            ("We grew Zea mays L. there.", &["Zea mays"]),
        ] {
            let named: Vec<_> = annotator.words(text).into_iter().filter(|words| words != "ring ouzel").collect();
            assert_eq!(named, expected, "{text}");
        }
    }

    #[test]
    fn the_number_of_a_type_belongs_to_a_virus_and_a_longer_one_to_its_gene() {
        let annotator = Annotator::builder().types(["species"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Both EBV-1 and EBV-2 were found.", &["EBV-1", "EBV-2"][..]),
            ("Epstein-Barr virus (EBV) was found.", &["Epstein-Barr virus", "EBV"]),
            ("The orf virus (ORFV) protein ORFV002 binds.", &["orf virus", "ORFV"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }

    #[test]
    fn an_abbreviated_genus_is_the_one_that_the_paper_spelled_out() {
        let annotator = Annotator::builder().types(["species"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Bacillus subtilis grew. Then B. subtilis died.", Some("NCBITaxon:1423")),
            ("Aedes aegypti flew, and Ae. aegypti bit.", Some("NCBITaxon:7159")),
            ("We grew C. elegans on plates.", Some("NCBITaxon:6239")),
            ("We grew E. coli there.", Some("NCBITaxon:562")),
            ("Written by B. vulgatus fans.", None),
        ] {
            let found = annotator.found(text);
            let short = found.iter().rfind(|(words, ..)| words.contains(". "));
            assert_eq!(short.map(|(.., id)| id.as_str()), expected, "{text}");
        }
    }
}
