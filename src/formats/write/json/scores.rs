//! How scores look: always two digits behind the point, so that records can be compared byte by byte.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// A score from 0 to 1 with two digits; `None` for what is none.
pub(super) fn two_digits(score: f32) -> Option<[u8; 4]> {
    // By hand: the general way of printing takes as long as the rest of a mention.
    let hundredths = (0.0..=1.0).contains(&score).then(|| (score * 100.0).round() as u32)?;
    let digit = |unit: u32| b'0' + (hundredths / unit % 10) as u8;
    Some([digit(100), b'.', digit(10), digit(1)])
}

/// Writes 32-bit numbers with two digits and leaves everything else to the formatter inside. Scores are the only
/// 32-bit numbers with a fraction in a record.
pub(super) struct TwoDigits<F>(pub(super) F);

impl<F: Formatter> Formatter for TwoDigits<F> {
    fn write_f32<W: Write + ?Sized>(&mut self, out: &mut W, value: f32) -> io::Result<()> {
        match two_digits(value) {
            Some(digits) => out.write_all(&digits),
            None => write!(out, "{value:.2}"),
        }
    }

    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn end_object_key<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_key(out)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::ser::{CompactFormatter, PrettyFormatter, Serializer};

    use super::*;

    fn written(formatter: impl Formatter, value: &impl Serialize) -> String {
        let mut out = Vec::new();
        value.serialize(&mut Serializer::with_formatter(&mut out, TwoDigits(formatter))).expect("a vector takes every byte");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn scores_have_two_digits() {
        for (score, expected) in [
            (0.0f32, "0.00"),
            (0.05, "0.05"),
            (0.5, "0.50"),
            (0.974, "0.97"),
            (0.996, "1.00"),
            (1.0, "1.00"),
            (12.5, "12.50"),
            (-0.5, "-0.50"),
        ] {
            assert_eq!(written(CompactFormatter, &score), expected);
        }
    }

    #[test]
    fn everything_else_looks_as_the_formatter_inside_writes_it() {
        let value = serde_json::json!({"a": [1, {"b": []}, "c"], "d": {}, "e": 0.25});
        assert_eq!(written(CompactFormatter, &value), serde_json::to_string(&value).expect("a value"));
        assert_eq!(written(PrettyFormatter::new(), &value), serde_json::to_string_pretty(&value).expect("a value"));
    }
}
