use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::*;

const STRICT: ReadOptions = ReadOptions { format: None, lossy: false, go_on: false, maximum_text: MAXIMUM_TEXT };
const LOSSY: ReadOptions = ReadOptions { format: None, lossy: true, go_on: false, maximum_text: MAXIMUM_TEXT };

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn text(bytes: &[u8], options: &ReadOptions) -> Result<String, String> {
    let input = Input::from_bytes("note.txt", bytes.to_vec(), options).map_err(|error| error.to_string())?;
    input.text().map(|(text, _)| text).map_err(|error| error.to_string())
}

fn lines(bytes: &[u8], options: &ReadOptions) -> Result<Vec<(usize, String)>, String> {
    let mut input = Input::from_bytes("note.txt", bytes.to_vec(), options).map_err(|error| error.to_string())?;
    let (mut line, mut lines) = (String::new(), Vec::new());
    while input.next_line(&mut line).map_err(|error| error.to_string())? {
        lines.push((input.line_number(), line.clone()));
    }
    Ok(lines)
}

#[test]
fn text_comes_as_it_is_packed_or_not() {
    let long = "IL-6 rose.\n".repeat(20_000);
    let mut members = gzip(b"IL-6 ");
    members.extend(gzip("rose in the α arm".as_bytes()));
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("plain", "TNF-α\r\nand\rmore".into(), "TNF-α\r\nand\rmore"),
        ("marked", b"\xEF\xBB\xBFIL-6".to_vec(), "IL-6"),
        ("one byte", b"a".to_vec(), "a"),
        ("packed", gzip(b"\xEF\xBB\xBFIL-6"), "IL-6"),
        ("members", members, "IL-6 rose in the α arm"),
        ("longer than the head", gzip(long.as_bytes()), &long),
        ("nothing", Vec::new(), ""),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(text(&bytes, &STRICT).as_deref(), Ok(expected), "{name}");
    }
}

#[test]
fn the_head_is_looked_at_without_consuming_it() {
    let bytes = "abcdefgh".repeat(20_000).into_bytes();
    let input = Input::from_bytes("x", gzip(&bytes), &STRICT).unwrap();
    assert_eq!(input.head(), &bytes[..HEAD]);
    assert_eq!(input.text().unwrap().0.as_bytes(), bytes);
}

#[test]
fn the_digest_is_that_of_the_unpacked_file() {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for bytes in [b"abc".to_vec(), gzip(b"abc")] {
        assert_eq!(Input::from_bytes("x", bytes, &STRICT).unwrap().text().unwrap().1, expected);
    }
    assert_eq!(sha256(b"abc"), expected);
    let marked = Input::from_bytes("x", b"\xEF\xBB\xBFabc".to_vec(), &STRICT).unwrap().text().unwrap();
    assert_eq!(marked.1, sha256(b"\xEF\xBB\xBFabc"));
}

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    let mut cut = gzip(&b"interleukin ".repeat(1000));
    cut.truncate(cut.len() - 12);
    let mut broken = gzip(&b"interleukin ".repeat(1000));
    broken[12] ^= 0xFF;
    broken[20] ^= 0x55;
    let cases: [(&str, Vec<u8>, &[&str]); 6] = [
        ("UTF-16", b"\xFF\xFEa\0".to_vec(), &["UTF-16LE", "iconv -f UTF-16LE -t UTF-8"]),
        ("UTF-32", b"\xFF\xFE\0\0a\0\0\0".to_vec(), &["iconv -f UTF-32LE"]),
        ("Latin-1", b"one\ntwo na\xEFve".to_vec(), &["note.txt:2:", "byte 10 ", "0xEF", "--lossy"]),
        ("Latin-1 behind a mark", b"\xEF\xBB\xBFna\xEFve".to_vec(), &["note.txt:1:", "byte 5 "]),
        ("cut gzip", cut, &["note.txt: the gzip data is cut off"]),
        ("broken gzip", broken, &["note.txt: the gzip data is damaged"]),
    ];
    for (name, bytes, expected) in cases {
        let error = text(&bytes, &STRICT).expect_err(name);
        for part in expected {
            assert!(error.contains(part), "{name}: {error}");
        }
    }
    let open = |path| Input::open(path, &STRICT).map(|_| ()).unwrap_err().to_string();
    assert!(open("no/such/file.txt").starts_with("no/such/file.txt: No such file"));
    assert!(open("src").contains("src: this is a folder"));
}

#[test]
fn lossy_reading_goes_on_behind_bad_bytes() {
    assert_eq!(text(b"na\xEFve T cells", &LOSSY).as_deref(), Ok("na\u{FFFD}ve T cells"));
    assert_eq!(lines(b"na\xEFve\nT cells", &LOSSY), Ok(vec![(1, "na\u{FFFD}ve".into()), (2, "T cells".into())]));
}

#[test]
fn lines_are_numbered_and_come_without_their_ending() {
    let expected = vec![(1, "a".to_owned()), (2, String::new()), (3, "b\rc".to_owned()), (4, "d".to_owned())];
    assert_eq!(lines(b"a\r\n\nb\rc\nd", &STRICT), Ok(expected.clone()));
    assert_eq!(lines(&gzip(b"\xEF\xBB\xBFa\n\nb\rc\nd\n"), &STRICT), Ok(expected));
    let error = lines(b"\xEF\xBB\xBFa\nb\xFF\n", &STRICT).unwrap_err();
    assert!(error.contains("note.txt:2: byte 6 "), "{error}");
}

#[test]
fn a_name_without_folder_and_extension_stands_in_for_an_identifier() {
    let cases = [("papers/PMC1.nxml.gz", "PMC1"), ("a.b.txt", "a.b"), ("-", "stdin"), ("note", "note"), ("x.gz", "x")];
    for (source, expected) in cases {
        assert_eq!(Input::from_bytes(source, Vec::new(), &STRICT).unwrap().stem(), expected);
    }
}

#[test]
fn too_long_a_line_is_refused_not_kept() {
    // A source of one endless line costs no memory until it is read.
    let mut input = Input::from_bytes("x", Vec::new(), &STRICT).unwrap();
    input.reader = Box::new(BufReader::new(io::repeat(b'a')));
    let error = input.next_line(&mut String::new()).unwrap_err();
    assert!(error.to_string().contains("x:1: the line is longer than 256 MiB"), "{error}");
}

proptest! {
    #[test]
    fn whole_lines_are_those_that_come_one_by_one(
        bytes in prop::collection::vec(prop::sample::select(b"ab\n\r\xff\xc3\xa9".to_vec()), 0..40),
        buffer in 1usize..9,
        lossy: bool,
    ) {
        let options = if lossy { LOSSY } else { STRICT };
        let open = || {
            let mut input = Input::from_bytes("x", Vec::new(), &options).unwrap();
            input.reader = Box::new(BufReader::with_capacity(buffer, Cursor::new(bytes.clone())));
            input
        };
        let (mut input, mut line, mut expected) = (open(), String::new(), String::new());
        let fault = loop {
            match input.next_line(&mut line) {
                Ok(true) => expected.extend([line.as_str(), "\n"]),
                Ok(false) => break None,
                Err(error) => break Some(error.to_string()),
            }
        };
        let (mut input, mut text) = (open(), String::new());
        let found = loop {
            match input.next_lines(&mut text) {
                Ok(true) => {}
                Ok(false) => break None,
                Err(error) => break Some(error.to_string()),
            }
        };
        prop_assert_eq!((text, found), (expected, fault));
    }
}
