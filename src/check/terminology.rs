//! What the dictionary says of the identifiers of a run: each is looked up once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use biospan_lexicon::image::Image;
use biospan_terminology::curie::{fits, pattern};
use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::dictionary::catalogue::Catalogue;

/// What is known of an identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Its standing.
    pub standing: Standing,
    /// The concepts that it stands for, by their own identifiers: itself, those that have it as a cross reference, or the one
    /// that took its place.
    pub concepts: Vec<KnownConcept>,
    /// For an obsolete identifier: what took its place in its own vocabulary, where that is one.
    pub successor: Option<String>,
}

/// A concept of the dictionary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownConcept {
    /// Its index in the dictionary.
    pub index: u32,
    /// Its CURIE.
    pub id: String,
    /// Its type.
    pub entity_type: String,
    /// Its preferred name.
    pub name: String,
}

/// The standing of an identifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// A concept's own identifier.
    Own,
    /// A cross reference of concepts.
    Reference,
    /// Another took its place.
    Obsolete,
    /// It was in a vocabulary, and nothing took its place.
    Withdrawn,
    /// Not in a vocabulary that the dictionary holds complete.
    Missing,
    /// Not in the dictionary, which holds only a part of the vocabulary.
    #[default]
    Open,
    /// Its prefix is not known.
    UnknownPrefix,
    /// It does not have the form that its prefix asks for.
    BadForm,
}

/// Identifiers and what is known of them.
pub struct Terminology<'a> {
    catalogue: Catalogue<'a>,
    complete: HashSet<&'a str>,
    complete_of_type: Vec<(&'a str, &'a str, Regex)>,
    withdrawn: HashSet<(&'a str, &'a str)>,
    own_prefixes: BTreeMap<String, Regex>,
    answers: HashMap<String, Answer>,
}

impl<'a> Terminology<'a> {
    /// A terminology of a dictionary; `own_prefixes` are prefixes of the user's with the form of their local identifiers.
    #[must_use]
    pub fn new(image: Image<'a>, own_prefixes: BTreeMap<String, Regex>) -> Self {
        let mut complete = HashSet::new();
        let mut complete_of_type = Vec::new();
        for line in image.facts("complete") {
            match *line.split('\t').collect::<Vec<_>>() {
                [prefix, _, entity_type, form] if !entity_type.is_empty() => {
                    complete_of_type.extend(Regex::new(&format!("^(?:{form})$")).map(|form| (prefix, entity_type, form)));
                }
                [prefix, ..] => {
                    complete.insert(prefix);
                }
                [] => {}
            }
        }
        let catalogue = Catalogue::new(image);
        let withdrawn = catalogue.withdrawn().collect();
        Self { catalogue, complete, complete_of_type, withdrawn, own_prefixes, answers: HashMap::new() }
    }

    /// Takes answers that were found before with the same dictionary.
    pub fn remember(&mut self, answers: impl IntoIterator<Item = (String, Answer)>) {
        self.answers.extend(answers);
    }

    /// What has been looked up, in the order of the identifiers.
    #[must_use]
    pub fn answers(&self) -> BTreeMap<&str, &Answer> {
        self.answers.iter().map(|(curie, answer)| (curie.as_str(), answer)).collect()
    }

    /// The answer for an identifier that was looked up.
    #[must_use]
    pub fn get(&self, curie: &str) -> Option<&Answer> {
        self.answers.get(curie)
    }

    /// Whether the dictionary holds every identifier of this form that belongs to a type, and not this one.
    #[must_use]
    pub fn is_missing_of_type(&self, curie: &str, entity_type: &str) -> bool {
        let Some((prefix, local)) = curie.split_once(':') else { return false };
        self.complete_of_type.iter().any(|(known, of, form)| *known == prefix && *of == entity_type && form.is_match(local))
            && self.answers.get(curie).is_some_and(|answer| answer.standing == Standing::Open)
    }

    /// The pattern of a prefix.
    #[must_use]
    pub fn pattern(&self, prefix: &str) -> Option<&str> {
        self.own_prefixes.get(prefix).map(Regex::as_str).or_else(|| pattern(prefix))
    }

    /// What stands for an identifier when two are compared: its concept, or itself.
    #[must_use]
    pub fn key<'s>(&'s self, curie: &'s str) -> &'s str {
        match self.answers.get(curie).map(|answer| answer.concepts.as_slice()) {
            Some([concept]) => &concept.id,
            _ => curie,
        }
    }

    /// Whether the concept `of` is above `concept`.
    #[must_use]
    pub fn is_ancestor(&self, of: u32, concept: u32) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![concept];
        while let Some(index) = waiting.pop() {
            let Some(record) = self.catalogue.image.concept(index) else { continue };
            for parent in self.catalogue.image.details(record).parents {
                if parent == of {
                    return true;
                }
                if seen.insert(parent) && seen.len() < 10_000 {
                    waiting.push(parent);
                }
            }
        }
        false
    }

    /// Looks identifiers up; cross references and replacements of all of them in one walk over the dictionary each.
    pub fn look_up<'c>(&mut self, curies: impl IntoIterator<Item = &'c str>) {
        let new: BTreeSet<&str> = curies.into_iter().filter(|curie| !self.answers.contains_key(*curie)).collect();
        let mut open: BTreeSet<&str> = BTreeSet::new();
        for curie in new {
            let prefix = curie.split_once(':').map_or("", |(prefix, _)| prefix);
            let standing = match self.own_prefixes.get(prefix) {
                Some(form) if form.is_match(&curie[prefix.len() + 1..]) => Standing::Open,
                Some(_) => Standing::BadForm,
                None if pattern(prefix).is_none() => Standing::UnknownPrefix,
                None if !fits(curie) => Standing::BadForm,
                None => match self.catalogue.find(curie) {
                    Some(index) => {
                        self.answer(curie, Standing::Own, &[index]);
                        continue;
                    }
                    None => {
                        open.insert(curie);
                        continue;
                    }
                },
            };
            self.answer(curie, standing, &[]);
        }
        if !open.is_empty() {
            self.replaced(&mut open);
            self.referred(open);
        }
    }

    fn replaced(&mut self, open: &mut BTreeSet<&str>) {
        let prefixes: HashSet<&str> = open.iter().filter_map(|curie| Some(curie.split_once(':')?.0)).collect();
        let mut found = Vec::new();
        for (prefix, local_id, concept) in self.catalogue.image.obsolete() {
            if self.catalogue.prefixes.get(usize::from(prefix)).is_some_and(|(known, _)| prefixes.contains(known)) {
                let curie = self.catalogue.curie(prefix, &local_id);
                if let Some(curie) = open.take(curie.as_str()) {
                    found.push((curie, concept));
                }
            }
        }
        for (curie, concept) in found {
            self.answer(curie, Standing::Obsolete, &[concept]);
        }
    }

    fn referred(&mut self, open: BTreeSet<&str>) {
        let mut wanted: Vec<HashMap<&str, (&str, Vec<u32>)>> = vec![HashMap::new(); self.catalogue.prefixes.len()];
        for curie in open {
            let (prefix, local) = curie.split_once(':').unwrap_or(("", curie));
            match self.catalogue.prefixes.iter().position(|(known, _)| *known == prefix) {
                Some(number) => {
                    wanted[number].insert(local, (curie, Vec::new()));
                }
                None => self.answer(curie, self.absent(prefix, local), &[]),
            }
        }
        let image = self.catalogue.image;
        for (index, record) in self.catalogue.concepts().filter_map(|index| Some((index, image.concept(index)?))) {
            for (prefix, local) in image.details(record).xrefs {
                if let Some((_, concepts)) = wanted.get_mut(usize::from(prefix)).and_then(|wanted| wanted.get_mut(local.as_ref())) {
                    concepts.push(index);
                }
            }
        }
        for (number, wanted) in wanted.into_iter().enumerate() {
            let prefix = self.catalogue.prefixes[number].0;
            for (local, (curie, concepts)) in wanted {
                let standing = if concepts.is_empty() { self.absent(prefix, local) } else { Standing::Reference };
                self.answer(curie, standing, &concepts);
            }
        }
    }

    /// The standing of an identifier that no concept has.
    fn absent(&self, prefix: &str, local: &str) -> Standing {
        if self.withdrawn.contains(&(prefix, local)) {
            Standing::Withdrawn
        } else if self.complete.contains(prefix) {
            Standing::Missing
        } else {
            Standing::Open
        }
    }

    /// The identifier of a concept in the vocabulary of `curie`; `None` where it has none there, or several.
    fn successor(&self, curie: &str, concept: u32) -> Option<String> {
        let (prefix, _) = curie.split_once(':')?;
        let own = self.catalogue.id(concept);
        if own.split_once(':')?.0 == prefix {
            return Some(own);
        }
        let xrefs = self.catalogue.image.details(self.catalogue.image.concept(concept)?).xrefs;
        let is_of = |number: u8| self.catalogue.prefixes.get(usize::from(number)).is_some_and(|(known, _)| *known == prefix);
        let mut of_it = xrefs.iter().filter(|(number, _)| is_of(*number)).map(|(number, local)| self.catalogue.curie(*number, local));
        of_it.next().filter(|found| found != curie).filter(|_| of_it.next().is_none())
    }

    fn answer(&mut self, curie: &str, standing: Standing, concepts: &[u32]) {
        let known = |index: &u32| KnownConcept {
            index: *index,
            id: self.catalogue.id(*index),
            entity_type: self.catalogue.entity_type(*index).to_owned(),
            name: self.catalogue.name(*index).to_owned(),
        };
        let successor =
            if standing == Standing::Obsolete { concepts.first().and_then(|concept| self.successor(curie, *concept)) } else { None };
        let answer = Answer { standing, concepts: concepts.iter().map(known).collect(), successor };
        self.answers.insert(curie.to_owned(), answer);
    }
}
