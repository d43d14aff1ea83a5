//! BioC as XML, valid by BioC's own DTD.

use std::io::{self, Write};

use super::bioc::{Infons, parts};
use super::{Carries, Format, Frame, Offsets, WriteOptions};
use crate::record::Record;

/// BioC XML.
pub const FORMAT: Format =
    Format { name: "bioc-xml", description: "BioC as XML", ending: "xml", frame, append, beside: None, carries: Carries::ALL };

/// The beginning of a collection from this source.
macro_rules! head {
    ($source:literal) => {
        concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE collection SYSTEM \"BioC.dtd\">\n<collection><source>",
            $source,
            "</source><date></date><key>docs/formats.md</key>\n"
        )
    };
}

fn frame(options: &WriteOptions) -> Frame {
    let head = match options.offsets {
        None | Some(Offsets::Chars) => head!("biospan"),
        Some(Offsets::Bytes) => head!("biospan, offsets in bytes"),
        Some(Offsets::Utf16) => head!("biospan, offsets in units of UTF-16"),
    };
    Frame::Whole { head, between: "\n", tail: "\n</collection>\n" }
}

fn append(record: &Record<'_>, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    out.extend_from_slice(b"<document><id>");
    escape(&record.document.id, out);
    out.extend_from_slice(b"</id>");
    for part in parts(record, options) {
        out.extend_from_slice(b"\n<passage>");
        infons(&part.infons, out);
        write!(out, "<offset>{}</offset><text>", part.offset)?;
        escape(part.text, out);
        out.extend_from_slice(b"</text>");
        for annotation in &part.annotations {
            write!(out, "\n<annotation id=\"{}\">", annotation.number)?;
            infons(&annotation.infons, out);
            for (offset, length) in &annotation.locations {
                write!(out, "<location offset=\"{offset}\" length=\"{length}\"/>")?;
            }
            out.extend_from_slice(b"<text>");
            escape(&annotation.text, out);
            out.extend_from_slice(b"</text></annotation>");
        }
        out.extend_from_slice(b"</passage>");
    }
    out.extend_from_slice(b"\n</document>");
    Ok(())
}

fn infons(infons: &Infons<'_>, out: &mut Vec<u8>) {
    for (key, value) in infons {
        out.extend_from_slice(b"<infon key=\"");
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\">");
        escape(value, out);
        out.extend_from_slice(b"</infon>");
    }
}

/// Text as it stands between tags. What XML cannot hold becomes a character of the same length, so that offsets stay.
fn escape(text: &str, out: &mut Vec<u8>) {
    let mut copied = 0;
    for (at, character) in text.char_indices() {
        let instead = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            // A reader would take it for a line feed.
            '\r' => "&#13;",
            '\t' | '\n' => continue,
            '\0'..='\u{1f}' => " ",
            '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[copied..at]);
        out.extend_from_slice(instead.as_bytes());
        copied = at + character.len_utf8();
    }
    out.extend_from_slice(&text.as_bytes()[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_keeps_its_length() {
        let cases = [
            ("a<b & c>d", "a&lt;b &amp; c&gt;d"),
            ("a\r\nb\tc", "a&#13;\nb\tc"),
            ("a\u{1}b\u{ffff}", "a b\u{fffd}"),
            ("IFN-γ", "IFN-γ"),
            ("", ""),
        ];
        for (text, expected) in cases {
            let mut out = Vec::new();
            escape(text, &mut out);
            assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
        }
    }
}
