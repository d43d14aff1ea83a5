//! Packed output: each portion of records is a member (gzip) or frame (zstd) of its own. So portions are packed side by side by
//! all threads, a file can be cut behind any of them, and one written in two runs has the bytes of one written in one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use flate2::Compression as Level;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use ruzstd::decoding::StreamingDecoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

const BUFFER: usize = 1 << 16;

/// How output is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// gzip.
    Gzip,
    /// Zstandard, at its fastest level.
    Zstd,
}

impl Compression {
    /// What the ending of a file's name asks for.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("gz") => Compression::Gzip,
            Some("zst") => Compression::Zstd,
            _ => Compression::None,
        }
    }

    /// The ending of a file's name, with its dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Compression::None => "",
            Compression::Gzip => ".gz",
            Compression::Zstd => ".zst",
        }
    }

    /// Packs a portion.
    ///
    /// # Errors
    /// None that memory has been seen to give.
    pub fn pack(self, records: Vec<u8>) -> io::Result<Vec<u8>> {
        if records.is_empty() {
            return Ok(records);
        }
        match self {
            Compression::None => Ok(records),
            Compression::Gzip => {
                let mut encoder = GzEncoder::new(Vec::with_capacity(records.len() / 6), Level::new(3));
                encoder.write_all(&records)?;
                encoder.finish()
            }
            Compression::Zstd => Ok(compress_to_vec(&records[..], CompressionLevel::Fastest)),
        }
    }
}

/// Opens a file of records, unpacked.
///
/// # Errors
/// What the system says; damage comes when it is read.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    unpack(File::open(path)?, Compression::of(path))
}

/// What `packed` holds, unpacked.
///
/// # Errors
/// What the system says; damage comes when it is read.
pub fn unpack(packed: impl Read + Send + 'static, compression: Compression) -> io::Result<Box<dyn BufRead + Send>> {
    let packed = BufReader::with_capacity(BUFFER, packed);
    Ok(match compression {
        Compression::None => Box::new(packed),
        Compression::Gzip => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(packed))),
        Compression::Zstd => Box::new(BufReader::with_capacity(BUFFER, Frames { between: Some(packed), frame: None })),
    })
}

/// The frames of a zstd file, one behind the other.
struct Frames<R: BufRead> {
    between: Option<R>,
    frame: Option<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let read = frame.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                self.between = self.frame.take().map(StreamingDecoder::into_inner);
            }
            let Some(mut rest) = self.between.take() else { return Ok(0) };
            if rest.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.frame = Some(StreamingDecoder::new(rest).map_err(io::Error::other)?);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn portions_packed_one_behind_the_other_unpack_to_what_they_were() {
        let portions = [b"one\n".repeat(5000), b"two\n".to_vec(), Vec::new(), b"three\n".repeat(70_000)];
        for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let packed: Vec<u8> = portions.iter().flat_map(|portion| compression.pack(portion.clone()).unwrap()).collect();
            let mut unpacked = Vec::new();
            unpack(Cursor::new(packed.clone()), compression).unwrap().read_to_end(&mut unpacked).unwrap();
            assert!(unpacked == portions.concat(), "{compression:?}");
            assert!(compression == Compression::None || packed.len() * 10 < unpacked.len(), "{compression:?}: {} bytes", packed.len());
        }
    }

    #[test]
    fn the_ending_of_a_name_says_how_it_is_packed() {
        for (name, expected) in [("a.jsonl", Compression::None), ("a.jsonl.gz", Compression::Gzip), ("a.zst", Compression::Zstd)] {
            assert_eq!(Compression::of(Path::new(name)), expected, "{name}");
            assert!(expected == Compression::None || name.ends_with(expected.ending()));
        }
    }
}
