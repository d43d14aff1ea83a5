//! SARIF 2.1.0, with what GitHub's code scanning needs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Outcome, Report};
use crate::check::cache::hash;
use crate::check::finding::{Finding, Severity};
use crate::check::rules::{RULES, Rule};

/// The form.
pub const REPORT: Report = Report { name: "sarif", what: "SARIF 2.1.0", write };

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
    // Only rules with findings, so that a report of few findings is short.
    let found: Vec<&Rule> =
        RULES.into_iter().filter(|rule| outcome.checked.findings.iter().any(|finding| finding.code == rule.code)).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let results = outcome.checked.findings.iter().map(|finding| {
        let print = hash([&finding.code, &finding.file, &finding.document, &finding.subject].map(|part| part.as_bytes()));
        let count = seen.entry(print.clone()).or_default();
        *count += 1;
        result(finding, found.iter().position(|rule| rule.code == finding.code), &format!("{print}:{count}"))
    });
    let results: Vec<Value> = results.collect();
    let driver = json!({
        "name": "biospan",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": found.iter().map(|rule| self::rule(rule)).collect::<Vec<_>>(),
    });
    let notifications: Vec<Value> =
        outcome.checked.failures.iter().map(|failure| json!({"level": "error", "message": {"text": failure}})).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": notifications.is_empty(), "toolExecutionNotifications": notifications}],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn level(severity: Severity) -> &'static str {
    severity.word()
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": rule.what},
        "help": {"text": rule.page, "markdown": rule.page},
        "helpUri": format!("{}/blob/main/docs/check/{}.md", env!("CARGO_PKG_REPOSITORY"), rule.code),
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

fn result(finding: &Finding, rule: Option<usize>, print: &str) -> Value {
    json!({
        "ruleId": finding.code,
        "ruleIndex": rule.unwrap_or(0),
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(&finding.file)},
            "region": {
                "startLine": finding.start.line,
                "startColumn": finding.start.column,
                "endLine": finding.end.line,
                "endColumn": finding.end.column,
            },
        }}],
        "partialFingerprints": {"biospanSubject/v1": print},
    })
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
