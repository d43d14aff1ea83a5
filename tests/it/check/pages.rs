//! The pages of the rules.

use std::fs;
use std::path::Path;

use biospan::check::rules::RULES;

use crate::cli::{Folder, succeeded};

#[test]
fn every_rule_has_its_page_and_every_page_its_rule() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/check");
    let mut found: Vec<String> = fs::read_dir(pages)
        .expect("the pages are there")
        .map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("BS"))
        .collect();
    found.sort();
    assert_eq!(found, RULES.map(|rule| format!("{}.md", rule.code)));
}

#[test]
fn the_list_of_rules_is_the_one_of_the_documentation() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/check/README.md")).expect("the page is there");
    for rule in RULES {
        let severity = if rule.by_default { rule.severity.word() } else { "only when selected" };
        let row = format!("| [{0}]({0}.md) | `{1}` | {severity} | {2} |", rule.code, rule.name, rule.what);
        assert!(readme.contains(&row), "docs/check/README.md lacks\n{row}");
        assert!(rule.page.contains(&format!("Severity: {}.", rule.severity.word())), "{}", rule.code);
    }
}

#[test]
fn a_rule_is_explained_by_code_and_by_name() {
    let folder = Folder::new("check-explain");
    let page = succeeded(&folder.run("check --explain BS303"));
    assert!(page.starts_with("# BS303 crossing"));
    assert_eq!(succeeded(&folder.run("check --explain crossing")), page);
    assert_eq!(succeeded(&folder.run("check --rules")).lines().count(), RULES.len());
}
