//! `biospan check` on scratch repositories with planted faults.

mod faults;
mod fixes;
mod forms;
mod pages;
mod reports;
mod running;
mod shared;

use std::fs;
use std::path::Path;

use crate::cli::Folder;

/// The findings of a run in a folder as `CODE file:line:column`, sorted.
fn findings(folder: &Folder, arguments: &str) -> Vec<String> {
    let output = folder.run(&format!("check {arguments} --format json --no-cache"));
    let text = crate::cli::text(&output.stdout);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", crate::cli::text(&output.stderr)));
    let findings = report["findings"].as_array().expect("findings are a list");
    assert_eq!(output.status.code(), Some(i32::from(!findings.is_empty())), "{text}");
    let line = |finding: &serde_json::Value| {
        let place = &finding["start"];
        format!(
            "{} {}:{}:{}",
            finding["code"].as_str().unwrap_or(""),
            finding["file"].as_str().unwrap_or(""),
            place["line"],
            place["column"]
        )
    };
    let mut lines: Vec<String> = findings.iter().map(line).collect();
    lines.sort();
    lines
}

/// A new folder with files, in folders of their own where their names say so.
fn repository(name: &str, files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&format!("check-{name}"));
    // The configuration of this repository's own corpus would be found upwards.
    let folder = folder.with("biospan.toml", "[check]\n");
    for (path, content) in files {
        let path = folder.path.join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("the folder for tests can be written");
        fs::write(path, content).expect("the folder for tests can be written");
    }
    folder
}

/// One document of JSON Lines: gout and its text.
fn gout(id: &str, text: &str, annotations: &[(usize, usize, &str, &str, &str)]) -> String {
    let annotation = |(start, end, words, entity_type, id): &(usize, usize, &str, &str, &str)| serde_json::json!({"start": start, "end": end, "text": words, "type": entity_type, "ids": id.split_whitespace().collect::<Vec<_>>()});
    let annotations: Vec<_> = annotations.iter().map(annotation).collect();
    format!("{}\n", serde_json::json!({"id": id, "text": text, "annotations": annotations}))
}
