//! Our decisions about names: `dictionaries/policy/*.tsv`, columns `name type action argument reason`.

use std::collections::HashMap;

use crate::hash;
use crate::table::TableError;
use crate::token::tokenize;

/// The header of every policy file.
pub const HEADER: &str = "name\ttype\taction\targument\treason";

/// What is to be done with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Leave it out.
    Never,
    /// Take it only in capitals (or with the dictionary's capitals).
    Capitals,
    /// Take it only in the dictionary's own letter case.
    Exact,
    /// Take it only with evidence in the paper.
    Evidence,
    /// The argument's concept owns it where several have it.
    Owner,
    /// It is one more name of the argument's concept.
    Add,
    /// It is an ordinary English word too.
    Word,
    /// In papers it means the argument's concept, whatever corpora leave unmarked: added if missing, its owner, and as
    /// good as certain.
    Sure,
    /// As measured in training texts, it seldom means a concept of the type.
    Rarely,
    /// As measured in training texts, it nearly always means a concept of the type.
    Usually,
}

impl Action {
    /// All actions.
    pub const ALL: [Action; 10] = [
        Action::Never,
        Action::Capitals,
        Action::Exact,
        Action::Evidence,
        Action::Owner,
        Action::Add,
        Action::Word,
        Action::Sure,
        Action::Rarely,
        Action::Usually,
    ];

    /// The word for it in a policy file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Action::Never => "never",
            Action::Capitals => "capitals",
            Action::Exact => "exact",
            Action::Evidence => "evidence",
            Action::Owner => "owner",
            Action::Add => "add",
            Action::Word => "word",
            Action::Sure => "sure",
            Action::Rarely => "rarely",
            Action::Usually => "usually",
        }
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The name as the file has it.
    pub name: String,
    /// The entity type, or `*` for all.
    pub entity_type: String,
    /// What to do.
    pub action: Action,
    /// A CURIE for `owner`, `add` and `sure`; for the others a CURIE if only that concept is meant, else empty.
    pub argument: String,
    /// Why.
    pub reason: String,
}

/// All decisions, found by the key of a name.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    by_key: HashMap<u64, Vec<Decision>>,
    /// Names to add, in the order of the files.
    pub added: Vec<Decision>,
}

impl Policy {
    /// Adds the decisions of one file.
    ///
    /// # Errors
    /// A header other than [`HEADER`], a line with another number of columns, an unknown action, an action
    /// without the CURIE that it needs, a decision without reason.
    pub fn read(&mut self, file: &str, text: &str) -> Result<(), TableError> {
        let fault = |line, fault: String| TableError { file: file.to_owned(), line, fault };
        for (index, line) in text.lines().enumerate() {
            if index == 0 {
                if line != HEADER {
                    return Err(fault(1, format!("expected the header \"{}\"", HEADER.replace('\t', " "))));
                }
                continue;
            }
            let decision = decision(line).map_err(|what| fault(index + 1, what))?;
            if matches!(decision.action, Action::Add | Action::Sure) {
                self.added.push(decision.clone());
            }
            if decision.action != Action::Add {
                self.by_key.entry(key(&decision.name)).or_default().push(decision);
            }
        }
        Ok(())
    }

    /// Every decision with its key, in no order that means anything.
    pub fn all(&self) -> impl Iterator<Item = (u64, &Decision)> {
        let keyed = self.by_key.iter().flat_map(|(key, decisions)| decisions.iter().map(move |decision| (*key, decision)));
        keyed.chain(self.added.iter().map(|decision| (key(&decision.name), decision)))
    }

    /// The decisions about a name of a concept, by the hash of the name's tokens. `owner` decisions come for every
    /// concept that has the name.
    pub fn decisions(&self, key: u64, entity_type: &str, id: &str) -> impl Iterator<Item = &Decision> {
        self.by_key.get(&key).into_iter().flatten().filter(move |decision| {
            let meant = decision.argument.is_empty() || decision.argument == id || decision.action == Action::Owner;
            meant && (decision.entity_type == "*" || decision.entity_type == entity_type)
        })
    }
}

/// One line of a policy file.
///
/// # Errors
/// What is wrong with it, and what was expected.
pub fn decision(line: &str) -> Result<Decision, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [name, entity_type, action, argument, reason] = columns[..] else {
        return Err(format!("expected 5 columns separated by tabs, found {}", columns.len()));
    };
    let action = Action::ALL
        .into_iter()
        .find(|known| known.word() == action)
        .ok_or_else(|| format!("unknown action \"{action}\"; expected {}", Action::ALL.map(Action::word).join(", ")))?;
    if matches!(action, Action::Owner | Action::Add | Action::Sure) && !argument.contains(':') {
        return Err(format!("{} needs a CURIE in column 4, found \"{argument}\"", action.word()));
    }
    if reason.is_empty() {
        return Err("expected a reason in column 5".to_owned());
    }
    Ok(Decision {
        name: name.to_owned(),
        entity_type: entity_type.to_owned(),
        action,
        argument: argument.to_owned(),
        reason: reason.to_owned(),
    })
}

/// The key of a name: the hash of its tokens.
#[must_use]
pub fn key(name: &str) -> u64 {
    let mut tokens = Vec::new();
    tokenize(name, 0, name.len(), &mut tokens);
    hash::sequence(tokens.iter().map(|token| token.hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_found_by_key_and_type() {
        let mut policy = Policy::default();
        let text = format!("{HEADER}\nrates\tdrug\tnever\t\tordinary word\nPD-1\t*\towner\tHGNC:8760\tusual meaning\n");
        policy.read("p.tsv", &text).unwrap();
        let actions = |name: &str, entity_type: &str| {
            policy.decisions(key(name), entity_type, "X:1").map(|decision| decision.action).collect::<Vec<_>>()
        };
        assert_eq!(actions("Rate", "drug"), [Action::Never]);
        assert_eq!(actions("Rate", "gene"), []);
        assert_eq!(actions("PD1", "gene"), [Action::Owner]);
    }

    #[test]
    fn a_bad_decision_is_named_with_file_and_line() {
        for (line, expected) in [
            ("x\tgene\tnever", "p.tsv:2: expected 5 columns"),
            ("x\tgene\tperhaps\t\twhy", "p.tsv:2: unknown action \"perhaps\""),
            ("x\tgene\towner\t\twhy", "p.tsv:2: owner needs a CURIE"),
            ("x\tgene\tnever\t\t", "p.tsv:2: expected a reason"),
        ] {
            let error = Policy::default().read("p.tsv", &format!("{HEADER}\n{line}\n")).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
