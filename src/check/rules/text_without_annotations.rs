#![doc = include_str!("../../../docs/check/BS005.md")]

use super::{Rule, Scope, Severity, Trouble};

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS005",
    name: "text-without-annotations",
    severity: Severity::Warning,
    by_default: true,
    what: "a text beside no annotations",
    page: include_str!("../../../docs/check/BS005.md"),
    scope: Scope::Reading(Trouble::NoAnnotations),
};
