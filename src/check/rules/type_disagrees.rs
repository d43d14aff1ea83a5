#![doc = include_str!("../../../docs/check/BS207.md")]

use super::{Rule, Scope, Severity, Subject, same_type};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS207",
    name: "type-disagrees",
    severity: Severity::Warning,
    by_default: true,
    what: "a type that the identifier or its vocabulary does not have",
    page: include_str!("../../../docs/check/BS207.md"),
    scope: Scope::Document(check),
};

/// Which vocabularies the types of corpora have their identifiers from.
const NAMESPACES: &str = include_str!("../namespaces.tsv");

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    for annotation in &subject.document.annotations {
        let entity_type = annotation.entity_type.value.as_str();
        for id in &annotation.ids {
            let concepts = subject.terms.get(&id.curie).map_or(&[][..], |answer| &answer.concepts);
            let message = if concepts.is_empty() {
                let prefix = id.curie.split_once(':').map_or("", |(prefix, _)| prefix);
                let Some(expected) = foreign(entity_type, prefix) else { continue };
                format!("{} marks a {entity_type}; those have identifiers of {expected}", id.written)
            } else if namespaces(entity_type).is_some() && !concepts.iter().any(|concept| same_type(&concept.entity_type, entity_type)) {
                let concept = &concepts[0];
                format!("{} ({}) is a {}, not a {entity_type}", id.written, concept.name, concept.entity_type)
            } else {
                continue;
            };
            found.push(Draft {
                place: id.place.clone(),
                subject: format!("{entity_type} {}", id.curie),
                ..subject.about(annotation, message)
            });
        }
    }
}

fn namespaces(entity_type: &str) -> Option<&'static str> {
    NAMESPACES.lines().skip(1).filter_map(|line| line.split_once('\t')).find(|(of, _)| *of == entity_type).map(|(_, prefixes)| prefixes)
}

/// The vocabularies of a type, where a prefix is another type's and not of it.
fn foreign(entity_type: &str, prefix: &str) -> Option<String> {
    let of = |prefixes: &str| prefixes.split('|').any(|known| known == prefix);
    let own = namespaces(entity_type).filter(|own| !of(own))?;
    NAMESPACES.lines().skip(1).any(|line| line.split_once('\t').is_some_and(|(_, prefixes)| of(prefixes))).then(|| own.replace('|', ", "))
}
