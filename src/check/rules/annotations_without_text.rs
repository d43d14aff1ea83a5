#![doc = include_str!("../../../docs/check/BS004.md")]

use super::{Rule, Scope, Severity, Trouble};

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS004",
    name: "annotations-without-text",
    severity: Severity::Error,
    by_default: true,
    what: "annotations beside no text",
    page: include_str!("../../../docs/check/BS004.md"),
    scope: Scope::Reading(Trouble::NoText),
};
