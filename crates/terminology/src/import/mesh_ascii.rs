//! MeSH's official ASCII files: `dYYYY.bin` (headings) and `cYYYY.bin` (supplementary records).

use std::io::BufRead;

use super::chemical_id::curie;
use super::{Entry, Fault, Format, Sink, Synonym, mesh};

pub(super) const FORMAT: Format = Format { name: "mesh-ascii", what: "MeSH dYYYY.bin and cYYYY.bin", read };

/// Supplementary records name their headings by heading, not by identifier: they stand in the fact `HM`.
fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut entry: Option<Entry> = None;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| Fault { line: number, what: error.to_string() })? == 0 {
            break;
        }
        let Ok(text) = std::str::from_utf8(&line) else {
            sink.fault(Fault { line: number, what: "the line is not UTF-8".to_owned() });
            continue;
        };
        let text = text.trim_end();
        if text == "*NEWRECORD" {
            close(entry.replace(Entry { line: number, ..Entry::default() }), sink);
        } else if !text.is_empty()
            && let Err(what) = element(entry.as_mut(), text)
        {
            sink.fault(Fault { line: number, what });
        }
    }
    close(entry, sink);
    Ok(())
}

fn close(entry: Option<Entry>, sink: &mut dyn Sink) {
    let Some(entry) = entry else { return };
    if entry.id.is_empty() || entry.name.is_empty() {
        sink.fault(Fault { line: entry.line, what: "a record without UI or without MH or NM".to_owned() });
    } else {
        sink.entry(entry);
    }
}

fn element(entry: Option<&mut Entry>, text: &str) -> Result<(), String> {
    let (name, value) =
        text.split_once(" = ").or_else(|| text.strip_suffix(" =").map(|name| (name, ""))).ok_or("expected \"ELEMENT = value\"")?;
    let entry = entry.ok_or("an element before the first *NEWRECORD")?;
    match name {
        "RECTYPE" => if value == "C" { "supplementary" } else { "descriptor" }.clone_into(&mut entry.kind),
        "MH" | "NM" => value.clone_into(&mut entry.name),
        "UI" => entry.id = curie("MESH", value)?,
        "MN" => entry.groups.push(value.to_owned()),
        "RN" => entry.xrefs.extend(mesh::registry(value)),
        "ENTRY" | "PRINT ENTRY" | "SY" => entry.synonyms.push(term(value)?),
        "HM" => entry.facts.push(("HM", value.trim_start_matches('*').split('/').next().unwrap_or(value).to_owned())),
        _ => {}
    }
    Ok(())
}

/// `A-23187|T109|T195|LAB|NRW|NLM (1991)|900308|abbcdef`: the last part says what each part is: `a` the term, `c`
/// the lexical tag, `d` the relation of its concept to the record's (`EQV`: the same).
fn term(value: &str) -> Result<Synonym, String> {
    let parts: Vec<&str> = value.split('|').collect();
    let [text, middle @ .., codes] = &parts[..] else {
        return Ok(Synonym { text: value.to_owned(), scope: mesh::scope(true, ""), field: String::new() });
    };
    if codes.len() != parts.len() - 1 {
        return Err(format!("the term \"{text}\" has {} parts, and \"{codes}\" tells of {}", parts.len() - 1, codes.len()));
    }
    let part = |code: char| codes.chars().skip(1).zip(middle).find(|(found, _)| *found == code).map_or("", |(_, part)| *part);
    let own_concept = matches!(part('d'), "" | "EQV");
    Ok(Synonym { text: (*text).to_owned(), scope: mesh::scope(own_concept, part('c')), field: part('c').to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::Contents;
    use crate::import::testing::{faults_of, parse};

    #[test]
    fn headings_and_supplementary_records_are_read() {
        let text = "*NEWRECORD\nRECTYPE = D\nMH = Acid\nENTRY = X-1|T109|T195|LAB|NRW|NLM (1991)|900308|abbcdef\nENTRY = Sour\n\
                    PRINT ENTRY = AC|T109|ABX|EQV|NLM|900308|abcdef\nMN = D03.1\nRN = 7732-18-5\nRR = 059QF0KO0R (Salt)\nDX =\nUI = D000001\n\n\
                    *NEWRECORD\nRECTYPE = C\nNM = acid x\nRN = 0\nSY = acid-x|T109|NON|EQV|NLM|900308|abcdef\nHM = *Acid/analogs & derivatives\nUI = C000001\n";
        let entries = parse("mesh-ascii", text).entries;
        let [heading, record] = &entries[..] else { panic!("two records expected: {entries:?}") };
        let terms: Vec<_> = heading.synonyms.iter().map(|term| (term.text.as_str(), term.scope.letter(), term.field.as_str())).collect();
        assert_eq!((heading.id.as_str(), heading.name.as_str(), heading.kind.as_str()), ("MESH:D000001", "Acid", "descriptor"));
        assert_eq!(terms, [("X-1", 'l', "LAB"), ("Sour", 'e', ""), ("AC", 'a', "ABX")]);
        assert_eq!(heading.xrefs.iter().map(|xref| xref.curie.as_str()).collect::<Vec<_>>(), ["CAS:7732-18-5"]);
        assert_eq!((record.kind.as_str(), record.fact("HM"), record.xrefs.len(), record.line), ("supplementary", Some("Acid"), 0, 13));
    }

    #[test]
    fn bad_lines_are_named() {
        let cases = [
            ("MH = x\n", vec!["line 1: an element before the first *NEWRECORD"]),
            ("*NEWRECORD\nMH Acid\nUI = D000001\nMH = x\n", vec!["line 2: expected \"ELEMENT = value\""]),
            ("*NEWRECORD\nMH = Acid\n", vec!["line 1: a record without UI or without MH or NM"]),
            ("*NEWRECORD\nMH = Acid\nUI = D000001\nENTRY = a|b|abc\n", vec!["line 4: the term \"a\" has 2 parts, and \"abc\" tells of 3"]),
        ];
        for (text, expected) in cases {
            assert_eq!(faults_of("mesh-ascii", text), expected);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&mut &[b"*NEWRECORD\nENTRY = ", &bytes[..]].concat()[..], &mut Contents::default());
        }
    }
}
