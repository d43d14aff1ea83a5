#![doc = include_str!("../../../docs/check/BS001.md")]

use super::{Rule, Scope, Severity, Trouble};

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS001",
    name: "does-not-parse",
    severity: Severity::Error,
    by_default: true,
    what: "the file or a part of it is not of its format",
    page: include_str!("../../../docs/check/BS001.md"),
    scope: Scope::Reading(Trouble::Form),
};
