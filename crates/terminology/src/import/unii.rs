//! FDA's `UNII_Names.txt`: one name of a substance a line.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::delimited::{self, TABS};
use super::{Entry, Fault, Format, Sink, Synonym};

pub(super) const FORMAT: Format = Format { name: "unii", what: "FDA UNII_Names.txt", read };

/// A substance's names stand together in the file; should they stand apart, there are several records of one
/// identifier. Names are in capitals and end in their source's tag (`[INN]`).
fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut open: Option<Entry> = None;
    delimited::read(input, TABS, ["Name", "TYPE", "UNII", "Display Name"], sink, |[text, kind, unii, display], line, sink| {
        let id = curie("UNII", unii)?;
        let scope = match kind {
            "of" | "cn" | "sys" => Scope::Exact,
            "cd" => Scope::Alias,
            "bn" => Scope::Brand,
            _ => return Err(format!("unknown TYPE \"{kind}\"; expected of, cn, sys, cd or bn")),
        };
        if open.as_ref().is_some_and(|entry| entry.id != id)
            && let Some(entry) = open.take()
        {
            sink.entry(entry);
        }
        let entry = open.get_or_insert_with(|| Entry { id, name: display.to_owned(), line, ..Entry::default() });
        entry.synonyms.push(Synonym { text: text.to_owned(), scope, field: kind.to_owned() });
        Ok(())
    })?;
    if let Some(entry) = open {
        sink.entry(entry);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{faults_of, parse};

    const HEADER: &str = "Name\tTYPE\tUNII\tDisplay Name\n";

    #[test]
    fn the_names_of_one_substance_are_one_record() {
        let text = format!("{HEADER}WATER\tof\t059QF0KO0R\tWATER\nAQUA [INN]\tcn\t059QF0KO0R\tWATER\nX-1\tcd\t059QF0KO00\tX\n");
        let entries = parse("unii", &text).entries;
        let names =
            |at: usize| entries[at].synonyms.iter().map(|synonym| format!("{}:{}", synonym.field, synonym.text)).collect::<Vec<_>>();
        assert_eq!(entries.len(), 2);
        assert_eq!((entries[0].id.as_str(), names(0)), ("UNII:059QF0KO0R", vec!["of:WATER".to_owned(), "cn:AQUA [INN]".to_owned()]));
        assert_eq!((entries[1].line, names(1)), (4, vec!["cd:X-1".to_owned()]));
    }

    #[test]
    fn bad_lines_are_named() {
        let cases = [
            ("WATER\tzz\t059QF0KO0R\tWATER\n", "line 2: unknown TYPE \"zz\"; expected of, cn, sys, cd or bn"),
            ("WATER\tof\t059\tWATER\n", "line 2: \"059\" is no identifier of UNII; expected ten capitals and digits"),
        ];
        for (line, expected) in cases {
            assert_eq!(faults_of("unii", &format!("{HEADER}{line}")), [expected]);
        }
    }
}
