#![doc = include_str!("../../../docs/check/BS002.md")]

use super::{Rule, Scope, Severity, Trouble};

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS002",
    name: "encoding",
    severity: Severity::Warning,
    by_default: true,
    what: "bytes that are not UTF-8, byte order marks, carriage returns, control characters",
    page: include_str!("../../../docs/check/BS002.md"),
    scope: Scope::Reading(Trouble::Encoding),
};
