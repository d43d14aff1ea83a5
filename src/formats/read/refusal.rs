//! Files that are not read, recognised so that the message can say what they are and how to convert them.

use serde::de::IgnoredAny;

use super::input::{HEAD, ReadError};

const MARKDOWN_OR_JATS: &str = "if the article is in PubMed Central take its JATS XML, else convert it with";

/// The error for a file whose first bytes no format knows.
pub(super) fn refuse(path: &str, head: &[u8]) -> ReadError {
    let path = path.to_owned();
    match reason(head) {
        Some(Reason::Empty) => ReadError::Empty { path },
        Some(Reason::Other { what, advice }) => ReadError::Unsupported { path, what, advice },
        None => ReadError::Unsupported {
            path,
            what: "of an unknown kind".to_owned(),
            advice: "give plain text or Markdown, or name its format with --input-format".to_owned(),
        },
    }
}

/// Why a file is not read.
pub(super) enum Reason {
    Empty,
    Other { what: String, advice: String },
}

/// Why a file with these first bytes is not read as text; `None` where it seems to be text.
pub(super) fn reason(head: &[u8]) -> Option<Reason> {
    let start = head.trim_ascii_start();
    if start.is_empty() && head.len() < HEAD {
        return Some(Reason::Empty);
    }
    let (what, advice) = container(head).or_else(|| markup(start)).or_else(|| json(start, head.len() < HEAD)).or_else(|| binary(head))?;
    Some(Reason::Other { what, advice })
}

/// Files that their first bytes tell.
fn container(head: &[u8]) -> Option<(String, String)> {
    let named = |what: &str, advice: String| Some((what.to_owned(), advice));
    // Some files have a few stray bytes before it.
    if head[..head.len().min(1024)].windows(5).any(|part| part == b"%PDF-") {
        return named(
            "a PDF",
            format!("{MARKDOWN_OR_JATS} `pdftotext FILE.pdf FILE.txt` (with -layout where tables matter and there is one column)"),
        );
    }
    if head.starts_with(b"PK\x03\x04") {
        let inside = |name: &[u8]| memchr::memmem::find(head, name).is_some();
        return if inside(b"word/") {
            named("a Word document (.docx)", format!("{MARKDOWN_OR_JATS} `pandoc -t markdown FILE.docx -o FILE.md`"))
        } else if inside(b"META-INF/container.xml") || inside(b"application/epub") {
            named("an EPUB book", "convert it with `pandoc -t markdown FILE.epub -o FILE.md`".to_owned())
        } else {
            named("a zip archive", "unpack it and give the files in it".to_owned())
        };
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return named("an old Office document (.doc, .xls, .ppt)", "convert it with `soffice --convert-to txt:Text FILE.doc`".to_owned());
    }
    if head.starts_with(b"{\\rtf") {
        return named("an RTF document", "convert it with `pandoc -f rtf -t markdown FILE.rtf -o FILE.md`".to_owned());
    }
    const PACKED: [(&[u8], &str); 4] =
        [(b"BZh", "bzip2"), (b"\xFD7zXZ\0", "xz"), (b"\x28\xB5\x2F\xFD", "zstd"), (b"7z\xBC\xAF\x27\x1C", "7-zip")];
    if let Some((_, name)) = PACKED.iter().find(|(magic, _)| head.starts_with(magic)) {
        return named(&format!("packed with {name}"), "unpack it first; of packed files biospan reads gzip".to_owned());
    }
    if head.get(257..262) == Some(b"ustar") {
        return named("a tar archive", "unpack it and give the files in it".to_owned());
    }
    const IMAGES: [(&[u8], &str); 6] =
        [(b"\x89PNG\r\n", "PNG"), (b"\xFF\xD8\xFF", "JPEG"), (b"GIF8", "GIF"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"BM", "BMP")];
    let (_, name) = IMAGES.iter().find(|(magic, _)| head.starts_with(magic) && (*magic != b"BM" || head.contains(&0)))?;
    named(&format!("an image ({name})"), "recognise its text first, for example with `tesseract FILE OUT`".to_owned())
}

/// HTML, and XML that no reader of ours knows.
fn markup(start: &[u8]) -> Option<(String, String)> {
    if !start.starts_with(b"<") {
        return None;
    }
    let root = root_element(start)?;
    let local = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    if local == "html" || local == "body" || local == "head" {
        return Some(("an HTML page".to_owned(), format!("{MARKDOWN_OR_JATS} `pandoc -f html -t markdown FILE.html -o FILE.md`")));
    }
    // A text may begin with a mark of its own (`<sup>1</sup>Department …`): XML has a declaration, or one element that
    // holds all there is.
    let declared = start.starts_with(b"<?xml") || start.starts_with(b"<!");
    if !declared && !is_one_element(start, root) {
        return None;
    }
    let advice = "of XML it reads JATS (PubMed Central), PubMed and BioC; give one of these, or convert it to plain text".to_owned();
    Some((format!("XML whose root element is <{root}>"), advice))
}

/// Whether the element that `start` begins with ends where `start` ends, or does not end in it.
fn is_one_element(start: &[u8], root: &str) -> bool {
    let start = start.trim_ascii_end();
    match memchr::memmem::rfind(start, format!("</{root}").as_bytes()) {
        Some(at) => memchr::memchr(b'>', &start[at..]) == Some(start.len() - at - 1),
        None => start.ends_with(b"/>") || start.len() >= HEAD / 2,
    }
}

/// The name of the first element behind declaration, document type, comments and instructions; `!doctype html` counts
/// as the element `html`.
fn root_element(mut start: &[u8]) -> Option<&str> {
    loop {
        start = start.trim_ascii_start();
        let rest = start.strip_prefix(b"<")?;
        let (end, skip): (&[u8], usize) = if rest.starts_with(b"!--") {
            (b"-->", 3)
        } else if rest.starts_with(b"?") {
            (b"?>", 2)
        } else if rest.starts_with(b"!") {
            if rest.len() >= 13 && rest[..8].eq_ignore_ascii_case(b"!doctype") && rest[8..13].trim_ascii().eq_ignore_ascii_case(b"html") {
                return Some("html");
            }
            document_type_end(rest)
        } else {
            let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b":_-.".contains(byte) || !byte.is_ascii()).count();
            return std::str::from_utf8(&rest[..length]).ok().filter(|name| name.starts_with(|first: char| first.is_alphabetic()));
        };
        start = &start[memchr::memmem::find(start, end)? + skip..];
    }
}

/// How a document type ends: with an internal subset by `]>`.
fn document_type_end(declaration: &[u8]) -> (&'static [u8], usize) {
    let bracket = memchr::memchr2(b'[', b'>', declaration).map(|at| declaration[at]);
    if bracket == Some(b'[') { (b"]>", 2) } else { (b">", 1) }
}

/// JSON that no reader of ours knows. `whole` says that the file is no longer than `start`.
fn json(start: &[u8], whole: bool) -> Option<(String, String)> {
    if !(start.starts_with(b"{") || start.starts_with(b"[")) {
        return None;
    }
    // "[1] Smith" and "{2-3}" begin as JSON begins: the first value has to be JSON and nothing else may follow, or it
    // runs over the end of what is seen.
    let mut values = serde_json::Deserializer::from_slice(start).into_iter::<IgnoredAny>();
    let is_json = match values.next() {
        Some(Ok(_)) => values.next().is_none_or(|next| next.is_ok_and(|_| start.starts_with(b"{"))),
        Some(Err(error)) => error.is_eof() && (!whole || start.starts_with(b"{\"") || start.starts_with(b"[{")),
        None => false,
    };
    is_json.then(|| {
        (
            "JSON of no known kind".to_owned(),
            "of JSON it reads BioC JSON, and JSON Lines with one object {\"id\": …, \"text\": …} per line (`jq -c .` puts objects on lines)"
                .to_owned(),
        )
    })
}

/// Anything with a NUL byte.
fn binary(head: &[u8]) -> Option<(String, String)> {
    let position = memchr::memchr(0, head)?;
    // Every other byte NUL is what UTF-16 without a mark looks like for Latin letters.
    let pairs = head[..head.len().min(64)].chunks_exact(2);
    let advice = if pairs.len() > 1 && pairs.clone().all(|pair| pair[1] == 0 && pair[0] != 0) {
        "it looks like UTF-16: convert it with `iconv -f UTF-16LE -t UTF-8`"
    } else if pairs.len() > 1 && pairs.clone().all(|pair| pair[0] == 0 && pair[1] != 0) {
        "it looks like UTF-16: convert it with `iconv -f UTF-16BE -t UTF-8`"
    } else {
        "give text"
    };
    Some((format!("binary data (a NUL byte at byte {position}, counted from 0)"), advice.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::{ReadOptions, read};

    fn message(bytes: &[u8]) -> Option<String> {
        read("input", bytes.to_vec(), &ReadOptions::default()).err().map(|error| error.to_string())
    }

    #[test]
    fn what_is_no_paper_of_ours_is_named_with_the_way_to_convert_it() {
        let mut tar = vec![b'a'; 512];
        tar[257..262].copy_from_slice(b"ustar");
        let cases: [(&[u8], &[&str]); 20] = [
            (b"", &["the file is empty"]),
            (b" \r\n\t\n", &["the file is empty"]),
            (b"%PDF-1.7\n\xE2\xE3", &["a PDF", "pdftotext", "JATS XML"]),
            (b"PK\x03\x04....word/document.xml", &["Word document (.docx)", "pandoc -t markdown"]),
            (b"PK\x03\x04....notes.txt", &["a zip archive", "unpack"]),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", &["old Office document", "soffice"]),
            (b"{\\rtf1\\ansi Interferon}", &["RTF"]),
            (b"<!DOCTYPE html>\n<html><body>", &["an HTML page", "pandoc -f html"]),
            (b"\n<html lang=\"en\">", &["an HTML page"]),
            (b"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\"><html>", &["an HTML page"]),
            (b"<?xml version=\"1.0\"?>\n<!-- made --><tei:TEI xmlns:tei=\"x\"/>", &["XML whose root element is <tei:TEI>", "JATS"]),
            (b"<!DOCTYPE note [ <!ELEMENT note ANY> ]><note>x</note>", &["XML whose root element is <note>"]),
            (b"\x89PNG\r\n\x1A\n\0", &["an image (PNG)", "tesseract"]),
            (b"\xFF\xD8\xFF\xE0\0", &["an image (JPEG)"]),
            (b"BZh91AY", &["packed with bzip2"]),
            (&tar, &["a tar archive"]),
            (b"{\"results\": [1, 2]}", &["JSON of no known kind", "BioC JSON", "jq -c"]),
            (b"[{\"a\": 1}, {\"a\": 2}]", &["JSON of no known kind"]),
            (b"IL-6\0IL-8", &["binary data", "byte 4,"]),
            (b"I\0L\0-\x006\0", &["binary data", "iconv -f UTF-16LE"]),
        ];
        for (bytes, expected) in cases {
            let message = message(bytes).unwrap_or_else(|| panic!("{:?} is read", String::from_utf8_lossy(bytes)));
            for part in expected {
                assert!(message.contains(part), "{message} lacks {part}");
            }
        }
    }

    #[test]
    fn a_text_that_begins_like_something_else_is_still_read() {
        let cases = [
            "[1] Smith AB. Sepsis. 2019.",
            "<sup>1</sup>Department of Medicine, Graz",
            "{2-3} doses were given",
            "BMI was 24.",
            "< 5% of cells",
        ];
        for text in cases {
            assert_eq!(message(text.as_bytes()), None, "{text}");
        }
    }
}
