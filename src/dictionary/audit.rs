//! Names that look suspicious in a user's own papers, with a line of policy for each.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use biospan_lexicon::image::{Image, flags};
use biospan_lexicon::policy::{self, HEADER};
use biospan_lexicon::search::key_of;
use biospan_lexicon::token::tokenize;

use crate::annotator::{Annotator, Worker};
use crate::document::Document;
use crate::record::Record;

/// Characters of a name that may well mean something else.
const SHORT: usize = 6;
/// A name whose mentions score less on average is suspicious by itself.
const DOUBTFUL: f64 = 0.8;

/// Counts what is found in documents.
pub struct Audit<'a> {
    images: Vec<Image<'a>>,
    worker: Worker<'a>,
    /// By type and key.
    names: BTreeMap<(String, u64), Seen>,
}

/// One name of one type, in all documents.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// How it is written most often, and how often each way.
    spellings: BTreeMap<String, usize>,
    mentions: usize,
    papers: usize,
    small: usize,
    /// The sum of the mentions' scores.
    scores: f64,
    /// Papers that define it by a long form.
    defined: usize,
}

/// A name with what speaks against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspect {
    /// The name, as it is written most often.
    pub name: String,
    /// The type that it was found as.
    pub entity_type: String,
    /// How suspicious it is; higher is more.
    pub suspicion: f64,
    /// What a policy could do about it.
    pub action: &'static str,
    /// What was counted.
    pub reason: String,
}

impl Suspect {
    /// A line in the form of `dictionaries/policy`, without its end.
    #[must_use]
    pub fn policy_line(&self) -> String {
        format!("{}\t{}\t{}\t\t{}", self.name, self.entity_type, self.action, self.reason)
    }
}

impl<'a> Audit<'a> {
    /// An audit of what `annotator` finds.
    #[must_use]
    pub fn new(annotator: &'a Annotator) -> Self {
        let images = annotator.layers().iter().filter_map(|layer| layer.image().ok()).collect();
        Self { images, worker: annotator.worker(), names: BTreeMap::new() }
    }

    /// Annotates a document and counts its names.
    pub fn add<'d>(&mut self, document: &'d Document)
    where
        'a: 'd,
    {
        let record = self.worker.annotate(document);
        count(&record, &mut self.names);
    }

    /// The names against which something speaks, the most suspicious first.
    #[must_use]
    pub fn suspects(&self) -> Vec<Suspect> {
        let judge = |((entity_type, _), seen): (&(String, u64), &Seen)| self.judge(entity_type, seen);
        let mut suspects: Vec<Suspect> = self.names.iter().filter_map(judge).collect();
        suspects.sort_by(|left, right| {
            right.suspicion.total_cmp(&left.suspicion).then_with(|| (&left.name, &left.entity_type).cmp(&(&right.name, &right.entity_type)))
        });
        suspects
    }

    fn judge(&self, entity_type: &str, seen: &Seen) -> Option<Suspect> {
        let (name, _) = seen.spellings.iter().max_by(|left, right| left.1.cmp(right.1).then(right.0.cmp(left.0)))?;
        let known = self.known(name, entity_type);
        // A long name or one of several words seldom means something else, however ordinary.
        let short = !name.contains(' ') && name.chars().count() <= SHORT;
        let small = short && 2 * seen.small > seen.mentions;
        let undefined = short && seen.defined == 0 && name.chars().any(char::is_uppercase);
        let score = seen.scores / seen.mentions.max(1) as f64;
        let mut reason = format!("{} mentions in {} papers", seen.mentions, seen.papers);
        let mut weight = 0.0;
        let signs = [
            (small && known.word, 3.0, "in small letters and an ordinary word".to_owned()),
            (small && !known.word, 1.5, format!("{} in small letters", seen.small)),
            (short && !small && known.word, 1.5, "an ordinary word".to_owned()),
            (undefined, 1.0, "never near a long form".to_owned()),
            (short && known.owners > 1, (known.owners as f64).log2().min(3.0), format!("{} concepts have it", known.owners)),
            (known.rarely, 2.0, "seldom right in training texts".to_owned()),
            (score < DOUBTFUL, 5.0 * (1.0 - score), format!("score {score:.2} on average")),
        ];
        for (_, worth, what) in signs.into_iter().filter(|(seen, ..)| *seen) {
            weight += worth;
            // Writing to a string cannot fail.
            let _ = write!(reason, ", {what}");
        }
        if known.usually {
            weight /= 4.0;
        }
        let clean = !name.contains(['\t', '\n', '\r']);
        (weight > 0.0 && clean).then(|| Suspect {
            name: name.clone(),
            entity_type: entity_type.to_owned(),
            suspicion: weight * (1.0 + seen.mentions as f64).log2(),
            action: if small && known.capitals { "capitals" } else { "evidence" },
            reason,
        })
    }

    fn known(&self, name: &str, entity_type: &str) -> Known {
        let mut tokens = Vec::new();
        tokenize(name, 0, name.len(), &mut tokens);
        let hashes: Vec<u64> = tokens.iter().map(|token| token.hash).collect();
        let mut known = Known::default();
        for image in &self.images {
            let kind = image.facts("type").position(|own| own == entity_type);
            let entries = key_of(image, &hashes).map_or(&[][..], |key| image.entries(key));
            let own: Vec<_> = entries.iter().filter(|entry| Some(usize::from(entry.entity_type())) == kind).collect();
            known.owners += own.iter().map(|entry| entry.concept()).collect::<BTreeSet<_>>().len();
            let marked = |flag| own.iter().any(|entry| entry.has(flag));
            known.word |= marked(flags::WORD);
            known.capitals |= marked(flags::CAPITALS) && !marked(flags::SMALL);
            known.rarely |= marked(flags::RARELY);
            known.usually |= marked(flags::USUALLY);
        }
        known
    }
}

/// What the dictionaries say of a name of a type.
#[derive(Default)]
struct Known {
    owners: usize,
    word: bool,
    capitals: bool,
    rarely: bool,
    usually: bool,
}

fn count(record: &Record<'_>, names: &mut BTreeMap<(String, u64), Seen>) {
    let text = &record.document.text;
    let defined: BTreeSet<u64> = record.abbreviations.iter().filter_map(|found| found.short.of(text)).map(policy::key).collect();
    let mut here: BTreeSet<(String, u64)> = BTreeSet::new();
    for mention in &record.mentions {
        let Some(words) = mention.span.of(text) else { continue };
        let place = (mention.concept.entity_type.clone(), policy::key(words));
        let seen = names.entry(place.clone()).or_default();
        seen.mentions += 1;
        seen.scores += f64::from(mention.score);
        seen.small += usize::from(!words.chars().any(char::is_uppercase));
        *seen.spellings.entry(words.to_owned()).or_default() += 1;
        if here.insert(place) {
            let key = policy::key(words);
            seen.papers += 1;
            seen.defined += usize::from(defined.contains(&key));
        }
    }
}

/// Suspects as a policy file.
#[must_use]
pub fn policy_file(suspects: &[Suspect]) -> String {
    let lines = suspects.iter().map(|suspect| suspect.policy_line() + "\n");
    std::iter::once(format!("{HEADER}\n")).chain(lines).collect()
}
