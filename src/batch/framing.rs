//! What stands around the documents of an output, and between them.

use std::io;

use super::Compression;
use super::hand::Records;
use crate::formats::write::Frame;

/// The frame of an output, packed as its records are.
#[derive(Clone, Copy)]
pub struct Framing {
    /// The frame.
    pub frame: Frame,
    /// How the output is packed.
    pub compression: Compression,
}

impl Framing {
    /// What stands before the first document, between two, and behind the last.
    pub fn pieces(self) -> [&'static str; 3] {
        match self.frame {
            Frame::Stream { head } => [head, "", ""],
            Frame::Whole { head, between, tail } => [head, between, tail],
            Frame::Array => ["[\n", ",\n", "\n]\n"],
            Frame::Each => [""; 3],
        }
    }

    /// Puts a portion of a file into its frame; `before` documents are in the file already.
    ///
    /// # Errors
    /// What packing says.
    pub fn apply(self, records: &mut Records, before: u64) -> io::Result<()> {
        let last = records.last.is_some();
        let alone = self.frame == Frame::Array && last && before == 0 && records.documents == 1;
        let [head, between, tail] = if alone { ["", "", "\n"] } else { self.pieces() };
        let ahead = if before == 0 { head } else { between };
        if records.documents > 0 && !ahead.is_empty() {
            let mut bytes = self.pack(ahead)?;
            bytes.append(&mut records.bytes);
            *records.bytes = bytes;
        }
        if last && before + records.documents > 0 && !tail.is_empty() {
            records.bytes.append(&mut self.pack(tail)?);
        }
        Ok(())
    }

    /// A piece of the frame as it stands in the output.
    ///
    /// # Errors
    /// What packing says.
    pub fn pack(self, piece: &str) -> io::Result<Vec<u8>> {
        self.compression.pack(piece.as_bytes().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::super::spare::Spare;
    use super::*;

    fn portion(documents: &[&str], between: &str, last: bool) -> Records {
        let last = last.then(Vec::new);
        let bytes = Spare::default().lend(documents.join(between).into_bytes());
        Records { bytes, documents: documents.len() as u64, last, ..Records::default() }
    }

    #[test]
    fn portions_of_a_file_stand_in_one_frame() {
        let whole = Frame::Whole { head: "<", between: ",", tail: ">" };
        let cases: [(Frame, &[&[&str]], &str); 8] = [
            (whole, &[&["a", "b"], &["c"]], "<a,b,c>"),
            (whole, &[&["a"], &[]], "<a>"),
            (whole, &[&[], &["a"]], "<a>"),
            (whole, &[&[]], ""),
            (Frame::Array, &[&["a"]], "a\n"),
            (Frame::Array, &[&["a"], &["b"]], "[\na,\nb\n]\n"),
            (Frame::Stream { head: "h\n" }, &[&["a\n"], &["b\n"]], "h\na\nb\n"),
            (Frame::Stream { head: "h\n" }, &[&[]], ""),
        ];
        for (frame, portions, expected) in cases {
            let framing = Framing { frame, compression: Compression::None };
            let (mut file, mut before) = (Vec::new(), 0);
            for (index, documents) in portions.iter().enumerate() {
                let mut records = portion(documents, framing.pieces()[1], index + 1 == portions.len());
                framing.apply(&mut records, before).expect("nothing is packed");
                before += records.documents;
                file.extend_from_slice(&records.bytes);
            }
            assert_eq!(String::from_utf8(file).as_deref(), Ok(expected), "{portions:?}");
        }
    }
}
