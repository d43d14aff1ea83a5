//! What the beginning of a file says about its XML: the root element and the document type.

use memchr::memmem;

/// The beginning of an XML file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root<'head> {
    /// The name of the root element without its prefix.
    pub name: &'head str,
    /// What stands between `<!DOCTYPE` and its `>`; empty without one.
    pub doctype: &'head str,
    /// The bytes from the `<` of the root element on.
    pub rest: &'head [u8],
}

/// Finds the root element behind declaration, processing instructions, comments and document type; `None` where the bytes do
/// not begin like XML.
///
/// ```
/// use biospan::formats::read::markup::root;
/// let head = b"<?xml version='1.0'?>\n<!-- note --><!DOCTYPE article SYSTEM 'a.dtd'><article lang='en'><front>";
/// assert_eq!(root(head).map(|root| root.name), Some("article"));
/// assert_eq!(root(b"p < 0.05"), None);
/// ```
#[must_use]
pub fn root(head: &[u8]) -> Option<Root<'_>> {
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut doctype = "";
    loop {
        rest = rest.trim_ascii_start();
        if rest.starts_with(b"<?") {
            rest = after(rest, b"?>")?;
        } else if rest.starts_with(b"<!--") {
            rest = after(rest.get(4..)?, b"-->")?;
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype")) {
            let length = doctype_length(rest)?;
            doctype = std::str::from_utf8(rest.get(9..length - 1)?).unwrap_or("");
            rest = rest.get(length..)?;
        } else {
            break;
        }
    }
    let name = rest.strip_prefix(b"<")?;
    let end = name.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))?;
    let name = std::str::from_utf8(&name[..end]).ok()?;
    let name = name.rsplit(':').next().unwrap_or(name);
    name.starts_with(|first: char| first.is_alphabetic() || first == '_').then_some(Root { name, doctype, rest })
}

fn after<'head>(bytes: &'head [u8], end: &[u8]) -> Option<&'head [u8]> {
    memmem::find(bytes, end).and_then(|place| bytes.get(place + end.len()..))
}

/// The length of a document type declaration with its `>`; an internal subset in brackets may have others in it.
fn doctype_length(bytes: &[u8]) -> Option<usize> {
    let mut subset = false;
    let mut quote = None;
    for (place, &byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => subset = true,
            (None, b']') => subset = false,
            (None, b'>') if !subset => return Some(place + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_root_is_found_behind_everything_that_may_stand_before_it() {
        let cases: &[(&str, Option<&str>)] = &[
            ("<article>", Some("article")),
            ("\u{feff}<?xml version=\"1.0\"?>\n<article/>", Some("article")),
            ("<!-- <book> --><?x y?><jats:article a='>'>", Some("article")),
            ("<!DOCTYPE a [<!ENTITY b \"]>\">]><a >", Some("a")),
            ("<!doctype html><html>", Some("html")),
            ("", None),
            ("<", None),
            ("< 5 mg>", None),
            ("<1>", None),
            ("<!-- never closed <article>", None),
            ("{\"a\": 1}", None),
        ];
        for (head, expected) in cases {
            assert_eq!(root(head.as_bytes()).map(|root| root.name), *expected, "{head}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at_without_panic(bytes in prop::collection::vec(prop::sample::select(b"<!?->[]'\"DOCTYPEa \xef\xbb\xbf\xff".to_vec()), 0..60)) {
            let _ = root(&bytes);
        }
    }
}
