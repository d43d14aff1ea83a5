//! A user's policy over the names of dictionaries that were compiled before: the names that it speaks of are judged anew,
//! all others stay as they are.

use std::collections::HashMap;

use biospan_lexicon::image::{Image, NameEntry, flags};
use biospan_lexicon::policy::{Action, Decision, Policy};
use biospan_lexicon::search::key_of;
use biospan_lexicon::token::tokenize;

use super::catalogue::Catalogue;

/// The names of an image that a policy speaks of, as it leaves them.
#[derive(Clone, Debug, Default)]
pub struct Amended {
    by_key: HashMap<u32, Vec<NameEntry>>,
}

impl Amended {
    /// Judges the names of `image` by `policy`.
    #[must_use]
    pub fn new(image: Image<'_>, policy: &Policy) -> Self {
        let catalogue = Catalogue::new(image);
        let mut by_key = HashMap::new();
        let mut tokens = Vec::new();
        for (hash, decision) in policy.all() {
            tokens.clear();
            tokenize(&decision.name, 0, decision.name.len(), &mut tokens);
            let hashes: Vec<u64> = tokens.iter().map(|token| token.hash).collect();
            if let Some(key) = key_of(&image, &hashes) {
                by_key.entry(key).or_insert_with(|| judged(&catalogue, image.entries(key), policy, hash));
            }
        }
        Self { by_key }
    }

    /// The names that share a key of `image`, which must be the image that this was made for.
    #[inline]
    #[must_use]
    pub fn entries<'a>(&'a self, image: &Image<'a>, key: u32) -> &'a [NameEntry] {
        if self.by_key.is_empty() {
            return image.entries(key);
        }
        self.by_key.get(&key).map_or_else(|| image.entries(key), Vec::as_slice)
    }
}

fn judged(catalogue: &Catalogue<'_>, entries: &[NameEntry], policy: &Policy, hash: u64) -> Vec<NameEntry> {
    let mut kept: Vec<NameEntry> = Vec::new();
    for mut entry in entries.iter().copied() {
        let id = catalogue.id(entry.concept());
        entry.flags &= !flags::LAST;
        let entity_type = catalogue.entity_type(entry.concept());
        let mut never = false;
        for decision in policy.decisions(hash, entity_type, &id) {
            never |= decision.action == Action::Never;
            judge(&mut entry, decision, &id);
        }
        if !never {
            kept.push(entry);
        }
    }
    let owners: Vec<(u8, u32)> = kept.iter().map(|entry| (entry.entity_type(), entry.concept())).collect();
    for entry in &mut kept {
        let rival = owners.iter().any(|(entity_type, concept)| *entity_type == entry.entity_type() && *concept != entry.concept());
        entry.flags = entry.flags & !flags::CONTESTED | if rival { flags::CONTESTED } else { 0 };
    }
    if let Some(last) = kept.last_mut() {
        last.flags |= flags::LAST;
    }
    kept
}

fn judge(entry: &mut NameEntry, decision: &Decision, id: &str) {
    // A decision takes the place of ours about the same thing.
    let (off, on) = match decision.action {
        Action::Capitals => (0, flags::ONLY_CAPITALS),
        Action::Exact => (0, flags::ONLY_EXACT),
        Action::Evidence => (flags::USUALLY, flags::NEEDS_EVIDENCE),
        Action::Owner if decision.argument == id => (0, flags::OWNER),
        Action::Owner => (flags::OWNER, 0),
        Action::Sure if decision.argument == id => {
            (flags::RARELY | flags::WORD | flags::NEEDS_EVIDENCE, flags::OWNER | flags::SURE | flags::USUALLY)
        }
        Action::Sure => (flags::OWNER | flags::SURE, 0),
        Action::Word => (0, flags::WORD),
        Action::Rarely => (flags::USUALLY, flags::RARELY),
        Action::Usually => (flags::RARELY | flags::NEEDS_EVIDENCE, flags::USUALLY),
        Action::Never | Action::Add => (0, 0),
    };
    entry.flags = entry.flags & !off | on;
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::image::Image;
    use biospan_lexicon::policy::HEADER;

    use super::*;
    use crate::dictionary::overlay;

    #[test]
    fn a_policy_judges_the_names_that_it_speaks_of() {
        let table = "id\tname\tsynonyms\ttype\nL:1\tone\tboth\tdrug\nL:2\ttwo\tboth\tdrug\nL:3\tthree\tboth\tgene\n";
        let owned = overlay::compile("own.tsv", table.as_bytes()).expect("good rows");
        let image = Image::open(owned.bytes()).expect("a fresh image opens");
        let (contested, owner) = (flags::CONTESTED, flags::OWNER);
        let (evidence, rarely, usually) = (flags::NEEDS_EVIDENCE, flags::RARELY, flags::USUALLY);
        // Policy; of the three concepts those that keep the name `both`, with the flags that matter.
        for (rows, expected) in [
            ("", vec![(0, contested), (1, contested), (2, 0)]),
            ("other\tdrug\tnever\t\twhy\n", vec![(0, contested), (1, contested), (2, 0)]),
            ("Both\tdrug\tnever\t\twhy\n", vec![(2, 0)]),
            ("both\t*\tnever\t\twhy\n", vec![]),
            ("both\tdrug\tnever\tL:1\twhy\n", vec![(1, 0), (2, 0)]),
            ("both\tdrug\towner\tL:2\twhy\n", vec![(0, contested), (1, contested | owner), (2, 0)]),
            ("both\tgene\trarely\t\twhy\nboth\tgene\tevidence\t\twhy\n", vec![(0, contested), (1, contested), (2, rarely | evidence)]),
            ("both\tgene\trarely\t\twhy\nboth\tgene\tusually\t\twhy\n", vec![(0, contested), (1, contested), (2, usually)]),
        ] {
            let mut policy = Policy::default();
            policy.read("p.tsv", &format!("{HEADER}\n{rows}")).expect("good rows");
            let amended = Amended::new(image, &policy);
            let mut tokens = Vec::new();
            tokenize("both", 0, 4, &mut tokens);
            let key = key_of(&image, &[tokens[0].hash]).expect("the name is there");
            let entries = amended.entries(&image, key);
            let mask = contested | owner | evidence | rarely | usually;
            let found: Vec<_> = entries.iter().map(|entry| (entry.concept(), entry.flags & mask)).collect();
            assert_eq!(found, expected, "{rows}");
            assert!(
                entries.iter().rev().skip(1).all(|entry| !entry.has(flags::LAST))
                    && entries.last().is_none_or(|last| last.has(flags::LAST))
            );
        }
    }
}
