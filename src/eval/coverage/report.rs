//! Coverage as Markdown.

use std::fmt::Write as _;

use super::{Coverage, Missing, Row};

impl Row {
    /// The share that is held, short forms left aside.
    #[must_use]
    pub fn share(&self) -> f64 {
        share(self.held, self.mentions)
    }

    /// The share that is held, short forms counted too.
    #[must_use]
    pub fn plain_share(&self) -> f64 {
        share(self.held + self.short_forms_held, self.mentions + self.short_forms)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl Coverage {
    /// The table of all rows.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = String::from(
            "| Corpus | Split | Type | Mentions | Held | Short forms of the document | Held, these counted too | Why not |\n|---|---|---|--:|--:|--:|--:|---|\n",
        );
        for row in &self.rows {
            let mut causes: Vec<_> = row.causes.iter().collect();
            causes.sort_by_key(|(word, count)| (std::cmp::Reverse(**count), **word));
            let causes: Vec<String> = causes.iter().map(|(word, count)| format!("{word} {count}")).collect();
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {:.1} % | {} | {:.1} % | {} |",
                row.corpus,
                row.split,
                row.entity_type,
                row.mentions,
                100.0 * row.share(),
                row.short_forms,
                100.0 * row.plain_share(),
                causes.join(", ")
            );
        }
        out
    }

    /// The most frequent missing forms of each corpus and type, at most `limit` each, a table each.
    #[must_use]
    pub fn missing_tables(&self, limit: usize) -> String {
        let mut out = String::new();
        for row in self.rows.iter().filter(|row| row.split == "train") {
            let own = |missing: &&Missing| missing.corpus == row.corpus && missing.entity_type == row.entity_type;
            let _ =
                writeln!(out, "\n## {}, {}\n\n| Times | Form | Identifiers | Why not |\n|--:|---|---|---|", row.corpus, row.entity_type);
            for missing in self.missing.iter().filter(own).take(limit) {
                let cell = |text: &str| text.replace('|', "\\|");
                let (form, ids, cause) = (cell(&missing.form), cell(&missing.ids), cell(&missing.cause.to_string()));
                let _ = writeln!(out, "| {} | {form} | {ids} | {cause} |", missing.count);
            }
        }
        out
    }
}
