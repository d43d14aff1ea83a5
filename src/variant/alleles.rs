//! Alleles of variants that the paper names in full: `L638` and `leucine 638` beside `L638P`, `677TT` beside `C677T`.

use std::collections::{BTreeMap, BTreeSet};

use biospan_lexicon::token::{Gap, Token};

use super::cursor::Cursor;
use super::normal::{Base, Change, Level, Point, Variant};
use super::residue::{is_base, is_residue};
use super::{Found, Sureness};
use crate::document::{ByteOffset, Span};

/// By position, the letters that stand there in some people.
#[derive(Default)]
struct Known {
    proteins: BTreeMap<i64, BTreeSet<u8>>,
    bases: BTreeMap<i64, BTreeSet<u8>>,
}

/// Adds the alleles of the variants from the number `from` on, which stand in the order of the text, and so do all then.
pub(super) fn add(text: &str, tokens: &[Token], from: usize, found: &mut Vec<Found>) {
    let known = gather(&found[from..]);
    if known.proteins.is_empty() && known.bases.is_empty() {
        return;
    }
    // By variant, how far it and those before it reach.
    let mut end = ByteOffset(0);
    let ends: Vec<ByteOffset> = found[from..].iter().map(|other| (end = end.max(other.span.end), end).1).collect();
    let is_free = |span: Span| {
        let before = found[from..].partition_point(|other| other.span.start < span.end);
        before.checked_sub(1).is_none_or(|last| ends[last] <= span.start)
    };
    let mut new = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let digits = &text.as_bytes()[token.start as usize..token.end as usize];
        if !digits[0].is_ascii_digit() || digits.len() > 9 {
            continue;
        }
        let Some(number) = text[token.start as usize..token.end as usize].parse::<i64>().ok().filter(|number| *number > 9) else {
            continue;
        };
        let allele = protein(text, tokens, index, number, &known).or_else(|| base(text, tokens, index, number, &known));
        if let Some(allele) = allele.filter(|allele| is_free(allele.span)) {
            new.push(allele);
        }
    }
    if !new.is_empty() {
        found.extend(new);
        found[from..].sort_by_key(|found| found.span.start);
    }
}

fn gather(found: &[Found]) -> Known {
    let mut known = Known::default();
    for variant in found.iter().flat_map(|found| &found.variants) {
        let (Some(Point { base: Base::Start(number), offset: 0, .. }), None) = (variant.from, variant.to) else { continue };
        let Change::Substitution(old, new) = &variant.change else { continue };
        let places = if variant.level == Level::Protein { &mut known.proteins } else { &mut known.bases };
        if old.len() == 1 && new.len() == 1 {
            places.entry(number).or_default().extend(old.bytes().chain(new.bytes()));
        }
    }
    known
}

/// `L638`, `Leu-638`, `leucine 638`, `638 Leu`, `638L`, `638LL`.
fn protein(text: &str, tokens: &[Token], index: usize, number: i64, known: &Known) -> Option<Found> {
    let letters = known.proteins.get(&number)?;
    let (start, end) = (tokens[index].start as usize, tokens[index].end as usize);
    let bytes = text.as_bytes();
    let made = |from: usize, to: usize, letter: u8| {
        let free = |at: usize| bytes.get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let point = Point { residue: letter, ..Point::at(number) };
        let variant =
            Variant { level: Level::Protein, from: Some(point), to: None, change: Change::Allele(char::from(letter).to_string()) };
        let whole = letters.contains(&letter) && (from == 0 || free(from - 1)) && free(to);
        whole.then(|| Found { span: Span::new(from as u32, to as u32), variants: vec![variant], sureness: Sureness::Likely })
    };
    if let Some(last) = index.checked_sub(1).map(|last| &tokens[last]).filter(|_| tokens[index].gap != Gap::Break) {
        let from = last.start as usize;
        let mut word = Cursor { bytes: &bytes[..start], at: from };
        let near = matches!(tokens[index].gap, Gap::Nothing | Gap::Hyphen | Gap::Space);
        let letter = word.residue_code().or_else(|| word.residue_name()).filter(|_| near && word.at == last.end as usize);
        let single = (last.end - last.start == 1 && tokens[index].gap == Gap::Nothing && is_residue(bytes[from])).then(|| bytes[from]);
        if let Some(allele) = letter.or(single).and_then(|letter| made(from, end, letter)) {
            return Some(allele);
        }
    }
    let next = tokens.get(index + 1).filter(|next| matches!(next.gap, Gap::Nothing | Gap::Space | Gap::Hyphen))?;
    // 174M, 192RR
    let run = &bytes[next.start as usize..next.end as usize];
    if next.gap == Gap::Nothing
        && matches!(run, [letter, rest @ ..] if is_residue(*letter) && rest.len() < 2 && rest.iter().all(|other| other == letter))
    {
        return made(start, next.end as usize, run[0]);
    }
    let mut word = Cursor { bytes: &bytes[..next.end as usize], at: next.start as usize };
    let letter = word.residue_code().or_else(|| word.residue_name()).filter(|_| word.at == next.end as usize)?;
    made(start, next.end as usize, letter)
}

/// `-308G`, `-308 G`, `677T`, `677TT`, `C677`.
fn base(text: &str, tokens: &[Token], index: usize, number: i64, known: &Known) -> Option<Found> {
    let (start, end) = (tokens[index].start as usize, tokens[index].end as usize);
    let bytes = text.as_bytes();
    let signed = start > 0 && bytes[start - 1] == b'-' && known.bases.contains_key(&-number);
    let (number, from) = if signed { (-number, start - 1) } else { (number, start) };
    let letters = known.bases.get(&number)?;
    let made = |from: usize, to: usize, allele: &[u8]| {
        let all = !allele.is_empty() && allele.len() <= 2 && allele.iter().all(|letter| is_base(*letter) && letters.contains(letter));
        let change = Change::Allele(allele.iter().map(|letter| char::from(*letter)).collect());
        let variant = Variant { level: Level::Coding, from: Some(Point::at(number)), to: None, change };
        all.then(|| Found { span: Span::new(from as u32, to as u32), variants: vec![variant], sureness: Sureness::Likely })
    };
    let next = tokens.get(index + 1).filter(|next| next.gap == Gap::Nothing || next.gap == Gap::Space && signed);
    if let Some(next) = next.filter(|_| !(from > 0 && from == start && bytes[from - 1].is_ascii_alphanumeric()))
        && let Some(allele) = made(from, next.end as usize, &bytes[next.start as usize..next.end as usize])
        && bytes.get(next.end as usize).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    {
        return Some(allele);
    }
    let last =
        index.checked_sub(1).map(|last| &tokens[last]).filter(|last| tokens[index].gap == Gap::Nothing && last.end - last.start == 1)?;
    let whole = bytes.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric())
        && (last.start == 0 || !bytes[last.start as usize - 1].is_ascii_alphanumeric());
    whole.then(|| made(last.start as usize, end, &bytes[last.start as usize..last.end as usize]))?
}
