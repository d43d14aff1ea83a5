//! Text inside of HTML.

use memchr::memchr2;

/// Puts markup behind the page.
pub(super) fn push(out: &mut Vec<u8>, markup: &str) {
    out.extend_from_slice(markup.as_bytes());
}

/// Puts text behind the page, for content and for values of attributes in double quotes.
pub(super) fn text(out: &mut Vec<u8>, words: &str) {
    let mut from = 0;
    for (at, byte) in words.bytes().enumerate() {
        let instead = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            // HTML has no way to write it.
            0 => "\u{fffd}",
            _ => continue,
        };
        out.extend_from_slice(&words.as_bytes()[from..at]);
        push(out, instead);
        from = at + 1;
    }
    out.extend_from_slice(&words.as_bytes()[from..]);
}

/// The longest that stands raised between two carets, in bytes.
const RAISED: usize = 40;

/// The same of a paper's words: what readers of papers put between carets (`10^6^`) is raised again, the carets out of sight.
pub(super) fn words(out: &mut Vec<u8>, words: &str) {
    let mut rest = words;
    while let Some(open) = rest.find('^') {
        let behind = &rest[open + 1..];
        let close =
            memchr2(b'^', b' ', behind.as_bytes()).filter(|close| (1..=RAISED).contains(close) && behind.as_bytes()[*close] == b'^');
        let (before, raised) = (&rest[..open], close.map(|close| &behind[..close]));
        text(out, before);
        match raised {
            Some(raised) => {
                push(out, "<sup><i>^</i>");
                text(out, raised);
                push(out, "<i>^</i></sup>");
                rest = &behind[raised.len() + 1..];
            }
            None => {
                push(out, "^");
                rest = behind;
            }
        }
    }
    text(out, rest);
}
