//! RxNorm: the official `RXNCONSO.RRF`, and a table of ingredients with their brands.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::delimited::{self, Layout, TABS};
use super::{Entry, Fault, Format, Relation, Sink, Synonym, Xref};

pub(super) const CONCEPTS: Format = Format { name: "rxnorm-rrf", what: "RxNorm RXNCONSO.RRF", read: concepts };
pub(super) const INGREDIENTS: Format =
    Format { name: "rxnorm-ingredients", what: "RxNorm ingredients with UNII and brands (TSV)", read: ingredients };

/// Columns as the technical documentation names them; each line ends in a bar.
const RRF: Layout = Layout {
    delimiter: b'|',
    quotes: false,
    headerless: Some(&[
        "RXCUI", "LAT", "TS", "LUI", "STT", "SUI", "ISPREF", "RXAUI", "SAUI", "SCUI", "SDUI", "SAB", "TTY", "CODE", "STR", "SRL",
        "SUPPRESS", "CVF",
    ]),
};

/// RxNorm's own names of ingredients (IN), salts (PIN) and combinations (MIN) are records; `MTHSPL` substances (SU)
/// carry their UNII in CODE and become records with nothing but that cross reference.
fn concepts(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(
        input,
        RRF,
        ["RXCUI", "SAB", "TTY", "CODE", "STR", "SUPPRESS"],
        sink,
        |[id, source, kind, code, name, suppress], line, sink| {
            let id = curie("RXNORM", id)?;
            if name.is_empty() {
                return Err(format!("{id} without a name (STR)"));
            }
            let entry = Entry { id, line, kind: kind.to_owned(), ..Entry::default() };
            match (source, kind) {
                ("RXNORM", "IN" | "PIN" | "MIN") => sink.entry(Entry { name: name.to_owned(), obsolete: suppress == "O", ..entry }),
                // Some codes are no UNII ("NOCODE"): then there is nothing to say.
                ("MTHSPL", "SU") => {
                    if let Ok(unii) = curie("UNII", code) {
                        sink.entry(Entry { kind: String::new(), xrefs: vec![Xref { curie: unii, relation: Relation::Exact }], ..entry });
                    }
                }
                _ => {}
            }
            Ok(())
        },
    )
}

fn ingredients(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["rxcui", "tty", "name", "unii", "brands"], sink, |[id, kind, name, unii, brands], line, sink| {
        let mut entry = Entry { id: curie("RXNORM", id)?, kind: kind.to_owned(), name: name.to_owned(), line, ..Entry::default() };
        if !matches!(kind, "IN" | "PIN" | "MIN") {
            return Err(format!("unknown tty \"{kind}\"; expected IN, PIN or MIN"));
        }
        if !unii.is_empty() {
            entry.xrefs.push(Xref { curie: curie("UNII", unii)?, relation: Relation::Exact });
        }
        for brand in brands.split('|').filter(|brand| !brand.is_empty()) {
            let (text, _) = brand.rsplit_once('=').ok_or_else(|| format!("brand \"{brand}\" without \"=\" and its number"))?;
            entry.synonyms.push(Synonym { text: text.to_owned(), scope: Scope::Brand, field: "BN".to_owned() });
        }
        sink.entry(entry);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{faults_of, parse};

    #[test]
    fn ingredients_and_their_uniis_are_read_from_the_official_file() {
        let text = "44|ENG||||||1|44|44||RXNORM|IN|44|mesna||N|4096|\n\
                    44|ENG||||||2||||MTHSPL|SU|NR7O1405Q9|MESNA||N||\n\
                    44|ENG||||||3||||MTHSPL|SU|NOCODE|MESNA||N||\n\
                    45|ENG||||||4||||RXNORM|SCD|45|mesna 400 MG Oral Tablet||N||\n";
        let entries = parse("rxnorm-rrf", text).entries;
        let seen: Vec<_> =
            entries.iter().map(|entry| (entry.id.as_str(), entry.kind.as_str(), entry.name.as_str(), entry.xrefs.len())).collect();
        assert_eq!(seen, [("RXNORM:44", "IN", "mesna", 0), ("RXNORM:44", "", "", 1)]);
    }

    #[test]
    fn brands_lose_their_number() {
        let entries =
            parse("rxnorm-ingredients", "rxcui\ttty\tname\tunii\tbrands\n44\tIN\tmesna\tNR7O1405Q9\tMesnex=218330|A=B=1\n").entries;
        let brands: Vec<_> = entries[0].synonyms.iter().map(|synonym| synonym.text.as_str()).collect();
        assert_eq!(brands, ["Mesnex", "A=B"]);
    }

    #[test]
    fn bad_lines_are_named() {
        let header = "rxcui\ttty\tname\tunii\tbrands\n";
        let cases = [
            (
                "rxnorm-rrf",
                "x|ENG||||||1|44|44||RXNORM|IN|44|mesna||N|4096|\n".to_owned(),
                "line 1: \"x\" is no identifier of RXNORM; expected a number",
            ),
            ("rxnorm-rrf", "44|ENG\n".to_owned(), "line 1: 2 columns; expected 18"),
            ("rxnorm-ingredients", format!("{header}44\tBN\tm\t\t\n"), "line 2: unknown tty \"BN\"; expected IN, PIN or MIN"),
            ("rxnorm-ingredients", format!("{header}44\tIN\tm\t\tMesnex\n"), "line 2: brand \"Mesnex\" without \"=\" and its number"),
        ];
        for (format, text, expected) in cases {
            assert_eq!(faults_of(format, &text), [expected]);
        }
    }
}
