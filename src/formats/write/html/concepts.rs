//! The concepts of a page: numbered, counted, and listed beside the paper with what is known of each.

use std::collections::{BTreeMap, HashMap};

use biospan_terminology::curie::page;

use super::colour::{hue, spoken};
use super::escape::{push, text};
use super::link;
use crate::formats::write::shown;
use crate::record::{Concept, ENTITY_TYPES, Member, Record};

/// All concepts of a document, those of a type together.
pub(super) struct Concepts<'r> {
    types: Vec<&'r str>,
    concepts: Vec<Found<'r>>,
    /// The concept of each mention.
    of_mentions: Vec<usize>,
}

struct Found<'r> {
    concept: &'r Concept,
    /// The number of its type.
    kind: usize,
    count: usize,
    /// The words that name it here, and how often.
    surfaces: BTreeMap<String, usize>,
}

impl Found<'_> {
    fn name(&self) -> &str {
        let first = self.surfaces.keys().next().map_or("", String::as_str);
        [&self.concept.name, &self.concept.id, first].into_iter().find(|name| !name.is_empty()).unwrap_or("")
    }
}

impl<'r> Concepts<'r> {
    pub(super) fn of(record: &'r Record<'_>) -> Self {
        let types = types(record);
        let mut numbers: HashMap<(&str, &str, &[String]), usize> = HashMap::new();
        let mut concepts: Vec<Found<'r>> = Vec::new();
        let mut of_mentions = Vec::with_capacity(record.mentions.len());
        for mention in &record.mentions {
            let concept: &'r Concept = &mention.concept;
            let surface = shown::words(record, mention).split_whitespace().collect::<Vec<_>>().join(" ");
            let id = if concept.id.is_empty() { &concept.name } else { &concept.id };
            let number = *numbers.entry((&concept.entity_type, id, &concept.further)).or_insert_with(|| {
                let kind = types.iter().position(|known| **known == concept.entity_type).unwrap_or(0);
                concepts.push(Found { concept, kind, count: 0, surfaces: BTreeMap::new() });
                concepts.len() - 1
            });
            concepts[number].count += 1;
            *concepts[number].surfaces.entry(surface).or_default() += 1;
            of_mentions.push(number);
        }
        Self { types, concepts, of_mentions }
    }

    /// The numbers of a mention's type and concept.
    pub(super) fn of_mention(&self, mention: usize) -> (usize, usize) {
        let number = self.of_mentions[mention];
        (self.concepts[number].kind, number)
    }

    /// The colours of this page's types.
    pub(super) fn style(&self) -> String {
        let lines = self.types.iter().enumerate().map(|(number, entity_type)| {
            let line = match *entity_type {
                "gene_family" | "cell_line" => ";--line:dashed",
                "complex" => ";--line:double;--thick:4px",
                "variant" => ";--line:dotted",
                _ => "",
            };
            format!(".t{number}{{--hue:{}{line}}}\n", hue(entity_type))
        });
        lines.collect()
    }

    /// The types to choose from, and the list.
    pub(super) fn side(&self, out: &mut Vec<u8>) {
        push(out, "<fieldset class=\"tool types\">\n<legend>Types</legend>\n");
        for (number, entity_type) in self.types.iter().enumerate() {
            let count: usize = self.concepts.iter().filter(|found| found.kind == number).map(|found| found.count).sum();
            push(out, &format!("<label class=\"t{number}\"><input type=\"checkbox\" checked value=\"t{number}\"><span>"));
            text(out, &spoken(entity_type));
            push(out, &format!("</span> <small>{count}</small></label>\n"));
        }
        push(
            out,
            "</fieldset>\n<section>\n<h2>Concepts</h2>\n\
             <input class=\"tool\" id=\"find\" type=\"search\" placeholder=\"Find a concept\" aria-label=\"Find a concept\">\n",
        );
        for kind in 0..self.types.len() {
            self.list(kind, out);
        }
        push(out, "</section>\n");
    }

    fn list(&self, kind: usize, out: &mut Vec<u8>) {
        let mut listed: Vec<(usize, &Found<'_>)> = self.concepts.iter().enumerate().filter(|(_, found)| found.kind == kind).collect();
        listed.sort_by_key(|(_, found)| (std::cmp::Reverse(found.count), found.name().to_lowercase(), &found.concept.id));
        push(out, &format!("<ul class=\"concepts t{kind}\" aria-label=\""));
        text(out, &spoken(self.types[kind]));
        push(out, "\">\n");
        for (number, found) in listed {
            push(out, &format!("<li id=\"c{number}\"><button type=\"button\" class=\"pick\" aria-pressed=\"false\"><span>"));
            text(out, found.name());
            push(out, &format!("</span> <small>{}</small></button>", found.count));
            self.about(found, out);
            push(out, "</li>\n");
        }
        push(out, "</ul>\n");
    }

    /// What is known of a concept.
    fn about(&self, found: &Found<'_>, out: &mut Vec<u8>) {
        let concept = found.concept;
        push(out, &format!("<div class=\"about t{}\"><p class=\"kind\">", found.kind));
        text(out, &spoken(&concept.entity_type));
        push(out, "</p><p class=\"name\">");
        text(out, found.name());
        push(out, "</p><dl>");
        let ids: Vec<&str> = concept.ids().collect();
        let url = concept.url.as_deref().filter(|_| !concept.id.is_empty());
        entry(
            "Identifier",
            &ids,
            |id, out| match url {
                Some(url) if *id == concept.id => link(url, id, out),
                _ => curie(id, out),
            },
            out,
        );
        entry("Normal form", concept.hgvs.as_slice(), |form, out| text(out, form), out);
        entry("Gene", concept.gene.as_slice(), member, out);
        entry("Organism", concept.taxon.as_slice(), |id, out| curie(id, out), out);
        entry("Warning", &concept.warnings, |warning, out| text(out, warning), out);
        entry("Disease", &concept.diseases, member, out);
        entry("Derived from", &concept.derived_from, member, out);
        entry("Members", &concept.members, member, out);
        let surfaces: Vec<_> = found.surfaces.iter().collect();
        entry(
            "Written",
            &surfaces,
            |(words, count), out| {
                text(out, words);
                push(out, &format!(" <small>{count}</small>"));
            },
            out,
        );
        entry("Also", &concept.xrefs, |id, out| curie(id, out), out);
        push(out, "</dl></div>");
    }
}

/// The types of a record's mentions: those we know in their order, then others by name.
fn types<'r>(record: &'r Record<'_>) -> Vec<&'r str> {
    let place = |entity_type: &str| ENTITY_TYPES.iter().position(|known| *known == entity_type).unwrap_or(ENTITY_TYPES.len());
    let mut types: Vec<&str> = record.mentions.iter().map(|mention| mention.concept.entity_type.as_str()).collect();
    types.sort_by_key(|entity_type| (place(entity_type), *entity_type));
    types.dedup();
    types
}

/// A line of what is known, where there is something.
fn entry<T>(name: &str, values: &[T], mut write: impl FnMut(&T, &mut Vec<u8>), out: &mut Vec<u8>) {
    if values.is_empty() {
        return;
    }
    push(out, &format!("<div><dt>{name}</dt><dd>"));
    for (number, value) in values.iter().enumerate() {
        push(out, if number > 0 { ", " } else { "" });
        write(value, out);
    }
    push(out, "</dd></div>");
}

/// An identifier, with a link where we know its page.
fn curie(id: &str, out: &mut Vec<u8>) {
    linked(id, id, out);
}

fn member(member: &Member, out: &mut Vec<u8>) {
    linked(&member.id, if member.name.is_empty() { &member.id } else { &member.name }, out);
}

fn linked(id: &str, words: &str, out: &mut Vec<u8>) {
    match page(id) {
        Some(page) => link(&page, words, out),
        None => text(out, words),
    }
}
