//! Archives: the members of zip and tar files, one after the other, each whole in memory and none larger than a paper may be.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use tar::{EntryType, Header};
use zip::ZipArchive;

use super::{Failure, walk};

/// Text packs to a tenth, very uniform text to a fiftieth; a file that unpacks to more was made to harm.
const MOST_TIMES: u64 = 200;
/// What may be unpacked in any case, in bytes.
const ALWAYS: u64 = 1 << 30;

const BLOCK: usize = 512;

/// A file inside an archive.
#[derive(Debug)]
pub struct Member {
    /// The archive's path, `/`, and its name inside.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The members of one archive that may be papers.
pub struct Members {
    path: String,
    archive: Archive,
    /// The most bytes of one member.
    maximum: u64,
    /// The most bytes of all together.
    most: u64,
    unpacked: u64,
    finished: bool,
}

enum Archive {
    Zip { archive: Box<ZipArchive<File>>, next: usize },
    Tar { reader: Box<dyn BufRead + Send> },
}

impl Members {
    /// Opens a file of `size` bytes as an archive; `None` where it is none.
    ///
    /// # Errors
    /// What the system says, and a zip file without a table of its members.
    pub fn open(path: &str, size: u64, maximum: u64) -> Result<Option<Self>, Failure> {
        let refused = |error: io::Error| Failure::new(path, "cannot be read", error);
        let file = File::open(path).map_err(refused)?;
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let head = reader.fill_buf().map_err(refused)?;
        let archive = if head.starts_with(b"PK\x03\x04") && path.to_ascii_lowercase().ends_with(".zip") {
            let file = File::open(path).map_err(refused)?;
            let archive = ZipArchive::new(file).map_err(|error| damaged(path, "zip", &error))?;
            Archive::Zip { archive: Box::new(archive), next: 0 }
        } else if is_tar(head) {
            Archive::Tar { reader: Box::new(reader) }
        } else if head.starts_with(&[0x1F, 0x8B]) {
            let mut unpacked = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader));
            // A file that is no gzip at all is for the readers to complain about.
            if !unpacked.fill_buf().is_ok_and(is_tar) {
                return Ok(None);
            }
            Archive::Tar { reader: Box::new(unpacked) }
        } else {
            return Ok(None);
        };
        let most = size.saturating_mul(MOST_TIMES).max(ALWAYS);
        Ok(Some(Self { path: path.to_owned(), archive, maximum, most, unpacked: 0, finished: false }))
    }

    /// The next file of the archive; `Ok(None)` for what is passed over.
    fn step(&mut self) -> Option<Result<Option<Member>, Failure>> {
        match &mut self.archive {
            Archive::Zip { archive, next } => {
                let index = *next;
                *next += 1;
                if index >= archive.len() { None } else { Some(self.zip_member(index)) }
            }
            Archive::Tar { .. } => self.tar_member().transpose(),
        }
    }

    fn zip_member(&mut self, index: usize) -> Result<Option<Member>, Failure> {
        let Archive::Zip { archive, .. } = &mut self.archive else { return Ok(None) };
        let nameless = format!("{}, member {}", self.path, index + 1);
        let member = archive.by_index(index).map_err(|error| damaged(&nameless, "zip", &error))?;
        let name = member.name().map_err(|error| damaged(&nameless, "zip", &error))?.into_owned();
        if !member.is_file() || !is_wanted(&name) {
            return Ok(None);
        }
        let path = inside(&self.path, &name);
        let mut bytes = Vec::new();
        let read = member.take(self.maximum + 1).read_to_end(&mut bytes);
        self.unpacked += bytes.len() as u64;
        read.map_err(|error| damaged(&path, "zip", &error))?;
        self.within(path, bytes).map(Some)
    }

    /// `Ok(None)` at the end of the archive.
    fn tar_member(&mut self) -> Result<Option<Option<Member>>, Failure> {
        let mut long_name = None;
        loop {
            let Some(header) = self.header()? else { return Ok(None) };
            let size = header.entry_size().map_err(|error| self.broken(&error))?;
            match header.entry_type() {
                EntryType::GNULongName => long_name = Some(self.small(size)?),
                EntryType::XHeader => long_name = extended_path(&self.small(size)?).or(long_name),
                EntryType::Regular | EntryType::Continuous => {
                    let name = long_name.unwrap_or_else(|| header.path_bytes().into_owned());
                    let name = String::from_utf8_lossy(&name).trim_end_matches('\0').to_owned();
                    return self.tar_file(&name, size).map(Some);
                }
                _ => {
                    self.skip(size)?;
                    long_name = None;
                }
            }
        }
    }

    fn tar_file(&mut self, name: &str, size: u64) -> Result<Option<Member>, Failure> {
        let path = inside(&self.path, name);
        if !is_wanted(name) {
            self.skip(size)?;
            return Ok(None);
        }
        if size > self.maximum {
            self.skip(size)?;
            return Err(self.too_large(path));
        }
        let bytes = self.content(size)?;
        self.within(path, bytes).map(Some)
    }

    fn header(&mut self) -> Result<Option<Header>, Failure> {
        let mut block = [0u8; BLOCK];
        self.fill(&mut block)?;
        if block.iter().all(|byte| *byte == 0) {
            self.finished = true;
            return Ok(None);
        }
        let header = Header::from_byte_slice(&block).clone();
        let sum: u32 = block[..148].iter().chain(&block[156..]).map(|byte| u32::from(*byte)).sum::<u32>() + 8 * u32::from(b' ');
        if header.cksum().ok() != Some(sum) {
            return Err(self.broken(&"a header whose sum is wrong"));
        }
        Ok(Some(header))
    }

    fn reader(&mut self) -> Option<&mut Box<dyn BufRead + Send>> {
        if let Archive::Tar { reader } = &mut self.archive { Some(reader) } else { None }
    }

    fn fill(&mut self, block: &mut [u8]) -> Result<(), Failure> {
        let read = self.reader().map_or(Ok(()), |reader| reader.read_exact(block));
        read.map_err(|error| self.broken(&error))
    }

    /// A long name or a list of properties.
    fn small(&mut self, size: u64) -> Result<Vec<u8>, Failure> {
        if size > 1 << 20 { Err(self.broken(&"a file name of more than a megabyte")) } else { self.content(size) }
    }

    fn content(&mut self, size: u64) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = self.reader().map_or(Ok(0), |reader| reader.take(size).read_to_end(&mut bytes));
        read.map_err(|error| self.broken(&error))?;
        if (bytes.len() as u64) < size {
            return Err(self.broken(&"it is cut off"));
        }
        self.unpacked += size;
        self.discard(padding(size))?;
        Ok(bytes)
    }

    fn skip(&mut self, size: u64) -> Result<(), Failure> {
        self.unpacked = self.unpacked.saturating_add(size);
        if self.unpacked > self.most {
            return Err(self.bomb());
        }
        self.discard(size.saturating_add(padding(size)))
    }

    fn discard(&mut self, size: u64) -> Result<(), Failure> {
        let skipped = self.reader().map_or(Ok(size), |reader| io::copy(&mut reader.take(size), &mut io::sink()));
        match skipped {
            Ok(skipped) if skipped == size => Ok(()),
            Ok(_) => Err(self.broken(&"it is cut off")),
            Err(error) => Err(self.broken(&error)),
        }
    }

    fn within(&mut self, path: String, bytes: Vec<u8>) -> Result<Member, Failure> {
        if self.unpacked > self.most {
            return Err(self.bomb());
        }
        if bytes.len() as u64 > self.maximum { Err(self.too_large(path)) } else { Ok(Member { path, bytes }) }
    }

    fn too_large(&self, path: String) -> Failure {
        let what =
            format!("this member is larger than {} MiB, the most that is unpacked in memory; unpack the archive", self.maximum >> 20);
        Failure::new(path, "too long", what)
    }

    fn bomb(&mut self) -> Failure {
        self.finished = true;
        let what = format!("this archive unpacks to more than {MOST_TIMES} times its size, as no papers do; the rest of it is not read");
        Failure::new(self.path.clone(), "unpacks too far", what)
    }

    /// A tar file cannot be read on behind a fault.
    fn broken(&mut self, what: &dyn std::fmt::Display) -> Failure {
        self.finished = true;
        damaged(&self.path, "tar", what)
    }
}

impl Iterator for Members {
    type Item = Result<Member, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.finished {
            match self.step() {
                None => self.finished = true,
                Some(Ok(None)) => {}
                Some(Ok(Some(member))) => return Some(Ok(member)),
                Some(Err(failure)) => return Some(Err(failure)),
            }
        }
        None
    }
}

/// How a member is called.
fn inside(archive: &str, name: &str) -> String {
    format!("{archive}/{}", name.trim_start_matches("./"))
}

/// Not the shadows that a Mac leaves beside each file, and nothing that cannot be a paper; archives in archives neither.
fn is_wanted(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let lower = file.to_ascii_lowercase();
    let archive = [".zip", ".tar", ".tgz", ".tar.gz"].iter().any(|ending| lower.ends_with(ending));
    !file.starts_with('.') && !archive && walk::may_be_a_paper(file)
}

fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

fn padding(size: u64) -> u64 {
    (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64
}

/// The path among the properties of a pax header: lines `LENGTH KEY=VALUE`.
fn extended_path(properties: &[u8]) -> Option<Vec<u8>> {
    let lines = properties.split(|byte| *byte == b'\n');
    lines.filter_map(|line| Some(&line[memchr::memchr(b' ', line)? + 1..])).find_map(|line| line.strip_prefix(b"path=")).map(<[u8]>::to_vec)
}

fn damaged(path: &str, kind: &str, what: &dyn std::fmt::Display) -> Failure {
    Failure::new(path, "damaged archive", format!("the {kind} archive is damaged ({what}); get it again"))
}
