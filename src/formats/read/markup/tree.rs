//! XML as a tree that borrows from the text it was read from.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;

use super::{Fault, entity};

/// How deep elements may nest: deeper than any paper, shallow enough that walks over the tree may recurse.
const DEEPEST: usize = 256;

/// How many bytes of text a node has, about: memory for so many is made at once …
const BYTES_A_NODE: usize = 16;
/// … but no more than this, since the text may hold other records.
const ROOM: usize = 1 << 15;

/// One element with everything in it, in the order of the text.
#[derive(Debug)]
pub struct Tree<'text> {
    nodes: Vec<Node<'text>>,
}

#[derive(Clone, Copy, Debug)]
struct Node<'text> {
    content: Content<'text>,
    /// One past the last node inside this one; the next sibling, if there is one, stands there.
    end: u32,
}

#[derive(Clone, Copy, Debug)]
enum Content<'text> {
    Element { name: &'text str, attributes: &'text str },
    Text(&'text str),
    Character(char),
}

/// An element of a tree.
#[derive(Clone, Copy, Debug)]
pub struct Element<'tree, 'text> {
    tree: &'tree Tree<'text>,
    index: usize,
}

/// What stands in an element.
#[derive(Clone, Copy, Debug)]
pub enum Child<'tree, 'text> {
    /// An element.
    Element(Element<'tree, 'text>),
    /// Text without references, as it is written.
    Text(&'text str),
    /// What a reference such as `&#945;` or `&alpha;` stands for.
    Character(char),
}

impl<'text> Tree<'text> {
    /// The outermost element.
    #[must_use]
    pub fn root(&self) -> Option<Element<'_, 'text>> {
        (!self.nodes.is_empty()).then_some(Element { tree: self, index: 0 })
    }

    /// Reads the element that begins at byte `start` of `text`, and gives the byte after its end; `None` where the text ends
    /// before the element does.
    pub(super) fn read(text: &'text str, start: usize, doctype: &str) -> Result<Option<(Self, usize)>, Fault> {
        // Most of the bytes of a paper are text; of a record without text, tags.
        let nodes = Vec::with_capacity((text.len().saturating_sub(start) / BYTES_A_NODE).min(ROOM));
        let mut builder = Builder { text, nodes, open: Vec::new(), doctype };
        let mut to = start;
        loop {
            let from = to;
            let Some(behind) = builder.common(from)?.map_or_else(|| builder.any(from), |behind| Ok(Some(behind)))? else {
                return Ok(None);
            };
            to = behind;
            if builder.open.is_empty() && !builder.nodes.is_empty() {
                return Ok(Some((Tree { nodes: builder.nodes }, to)));
            }
        }
    }
}

/// A tokenizer from a byte on. Names of end tags are checked here, where the place of the start tag is known.
pub(super) fn reader(text: &str, start: usize) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.get(start..).unwrap_or(""));
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader
}

/// The byte behind the last event, from where the tokenizer began.
pub(super) fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The byte of the last fault, from where the tokenizer began.
pub(super) fn error_position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.error_position()).unwrap_or(usize::MAX)
}

/// The fault that the tokenizer found.
pub(super) fn broken(fault: &quick_xml::Error, offset: usize) -> Fault {
    Fault::new(offset, format!("the XML is broken here: {fault}; fetch the file again or repair it"))
}

/// The length of the tag that begins here, with its `>`; a `>` between quotes does not end it.
fn tag_length(tag: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', tag.get(at..)?)?;
        if tag[at] == b'>' {
            return Some(at + 1);
        }
        at += memchr::memchr(tag[at], tag.get(at + 1..)?)? + 2;
    }
}

/// The name in a tag whose text without `<` or `</` begins with it.
pub(super) fn tag_name(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'>'));
    end.map_or(tag, |end| &tag[..end])
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    match name.bytes().position(|byte| byte == b':') {
        Some(colon) => &name[colon + 1..],
        None => name,
    }
}

/// The character of a reference. Entities that a file defines itself are not followed: papers have none, and a file can
/// be made that grows without bounds.
fn resolve(reference: &quick_xml::events::BytesRef<'_>, offset: usize, doctype: &str) -> Result<char, Fault> {
    let name: &str = reference;
    match reference.resolve_char_ref() {
        Ok(Some(character)) => return Ok(character),
        Ok(None) => {}
        Err(_) => return Err(Fault::new(offset, format!("\"&{name};\" stands for no character; correct or remove it"))),
    }
    if let Some(character) = entity::resolve(name) {
        return Ok(character);
    }
    let own = doctype.split("<!ENTITY").skip(1).any(|definition| definition.split_whitespace().next() == Some(name));
    Err(Fault::new(
        offset,
        if own {
            format!("the entity \"&{name};\" is defined by the file itself, and such definitions are not followed; write its text instead")
        } else {
            format!("the entity \"&{name};\" is not known; write the character itself or its number, such as \"&#945;\", instead")
        },
    ))
}

struct Builder<'text, 'doctype> {
    text: &'text str,
    nodes: Vec<Node<'text>>,
    /// The open elements: node, whole name, byte of the start tag.
    open: Vec<(usize, &'text str, usize)>,
    doctype: &'doctype str,
}

impl<'text> Builder<'text, '_> {
    fn slice(&self, from: usize, to: usize) -> &'text str {
        self.text.get(from..to).unwrap_or("")
    }

    fn push(&mut self, content: Content<'text>, offset: usize) -> Result<usize, Fault> {
        let index = self.nodes.len();
        let end = u32::try_from(index + 1).map_err(|_| Fault::new(offset, "the document has over four thousand million elements"))?;
        self.nodes.push(Node { content, end });
        Ok(index)
    }

    /// Takes what papers are full of, a tag or text that begins at `from`, and gives the byte behind it; `None` for all else.
    fn common(&mut self, from: usize) -> Result<Option<usize>, Fault> {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let length = match rest {
            [] | [b'&', ..] | [b'<', b'!' | b'?', ..] => None,
            [b'<', ..] => tag_length(rest),
            _ => memchr::memchr2(b'<', b'&', rest),
        };
        let Some(to) = length.map(|length| from + length) else { return Ok(None) };
        match rest {
            [b'<', b'/', ..] => self.end(from, to)?,
            [b'<', ..] if rest[to - from - 2] == b'/' => self.empty(from, to)?,
            [b'<', ..] => self.start(from, to)?,
            _ => self.text(from, to)?,
        }
        Ok(Some(to))
    }

    /// Takes whatever begins at `from`, and gives the byte behind it; `None` at the end of the text.
    fn any(&mut self, from: usize) -> Result<Option<usize>, Fault> {
        let mut reader = reader(self.text, from);
        let event = reader.read_event().map_err(|fault| broken(&fault, from + error_position(&reader)))?;
        let to = from + position(&reader);
        match event {
            Event::Start(_) => self.start(from, to)?,
            Event::Empty(_) => self.empty(from, to)?,
            Event::End(_) => self.end(from, to)?,
            Event::Text(_) => self.text(from, to)?,
            Event::CData(_) => self.text(from + "<![CDATA[".len(), to.saturating_sub("]]>".len()))?,
            Event::GeneralRef(reference) => {
                let character = resolve(&reference, from, self.doctype)?;
                self.push(Content::Character(character), from)?;
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
            Event::Eof => return Ok(None),
        }
        Ok(Some(to))
    }

    fn text(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        let text = self.slice(from, to);
        if !text.is_empty() {
            self.push(Content::Text(text), from)?;
        }
        Ok(())
    }

    fn element(&mut self, from: usize, tag: &'text str) -> Result<(usize, &'text str), Fault> {
        let name = tag_name(tag);
        if name.is_empty() {
            return Err(Fault::new(from, "the XML is broken here: a tag without a name; a \"<\" in text is written \"&lt;\""));
        }
        let index = self.push(Content::Element { name: local(name), attributes: &tag[name.len()..] }, from)?;
        Ok((index, name))
    }

    fn start(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        let (index, name) = self.element(from, self.slice(from + 1, to.saturating_sub(1)))?;
        if self.open.len() >= DEEPEST {
            return Err(Fault::new(from, format!("elements nest over {DEEPEST} deep here, which no paper does")));
        }
        self.open.push((index, name, from));
        Ok(())
    }

    fn empty(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        self.element(from, self.slice(from + 1, to.saturating_sub(2))).map(|_| ())
    }

    fn end(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        let name = tag_name(self.slice(from + 2, to));
        match self.open.pop() {
            Some((index, expected, _)) if expected == name => {
                let end = self.nodes.len();
                if let Some(node) = self.nodes.get_mut(index) {
                    // Pushing has checked that every index fits.
                    node.end = end as u32;
                }
                Ok(())
            }
            Some((_, expected, opened)) => Err(Fault {
                offset: from,
                what: format!("\"</{name}>\" stands where \"</{expected}>\" was expected"),
                opened: Some((expected.to_owned(), opened)),
            }),
            None => Err(Fault::new(from, format!("\"</{name}>\" closes nothing that is open"))),
        }
    }
}

impl<'tree, 'text> Element<'tree, 'text> {
    fn node(self) -> Node<'text> {
        self.tree.nodes[self.index]
    }

    /// Its name without prefix.
    #[must_use]
    pub fn name(self) -> &'text str {
        match self.node().content {
            Content::Element { name, .. } => name,
            _ => "",
        }
    }

    /// The value of an attribute, references resolved where they can be; `name` is with its prefix (`xml:lang`).
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<Cow<'text, str>> {
        let Content::Element { attributes, .. } = self.node().content else { return None };
        // Most elements have none, and a broken one is no reason to lose the paper.
        if attributes.is_empty() {
            return None;
        }
        let mut all = Attributes::new(attributes, 0);
        let attribute = all.with_checks(false).filter_map(Result::ok).find(|attribute| attribute.key.as_ref() == name)?;
        Some(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap_or(attribute.value))
    }

    /// Whether an attribute has this value.
    #[must_use]
    pub fn is(self, attribute: &str, value: &str) -> bool {
        self.attribute(attribute).is_some_and(|found| found == value)
    }

    /// What stands in it, in order.
    pub fn children(self) -> impl Iterator<Item = Child<'tree, 'text>> + use<'tree, 'text> {
        let end = self.node().end as usize;
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            let index = next;
            if index >= end {
                return None;
            }
            let node = self.tree.nodes[index];
            next = node.end as usize;
            Some(match node.content {
                Content::Element { .. } => Child::Element(Element { tree: self.tree, index }),
                Content::Text(text) => Child::Text(text),
                Content::Character(character) => Child::Character(character),
            })
        })
    }

    /// The elements that stand directly in it, in order.
    pub fn elements(self) -> impl Iterator<Item = Element<'tree, 'text>> + use<'tree, 'text> {
        self.children().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first element of a name that stands directly in it.
    #[must_use]
    pub fn child(self, name: &str) -> Option<Element<'tree, 'text>> {
        self.elements().find(|element| element.name() == name)
    }

    /// The element at the end of a path of names, each the first of its name.
    #[must_use]
    pub fn path(self, names: &[&str]) -> Option<Element<'tree, 'text>> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// All elements of a name in it, however deep, in order.
    pub fn descendants(self, name: &'tree str) -> impl Iterator<Item = Element<'tree, 'text>> + use<'tree, 'text> {
        let end = self.node().end as usize;
        (self.index + 1..end)
            .map(move |index| Element { tree: self.tree, index })
            .filter(move |element| matches!(element.node().content, Content::Element { name: found, .. } if found == name))
    }

    /// Its text without markup, every character kept; line ends are line feeds.
    #[must_use]
    pub fn verbatim(self) -> String {
        let written = self.written();
        if written.contains('\r') { written.replace("\r\n", "\n").replace('\r', "\n") } else { written }
    }

    fn written(self) -> String {
        let end = self.node().end as usize;
        let mut written = String::new();
        for node in self.tree.nodes.get(self.index..end).unwrap_or_default() {
            match node.content {
                Content::Element { .. } => {}
                Content::Text(text) => written.push_str(text),
                Content::Character(character) => written.push(character),
            }
        }
        written
    }

    /// Its text without markup and with white space as a reader sees it: for names, numbers and identifiers.
    #[must_use]
    pub fn plain(self) -> String {
        let written = self.written();
        if is_plain(written.as_bytes()) {
            return written;
        }
        let mut plain = String::with_capacity(written.len());
        for word in written.split_whitespace() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.push_str(word);
        }
        plain
    }
}

/// Whether it is of signs of ASCII with single blanks between them.
fn is_plain(written: &[u8]) -> bool {
    let mut blank = true;
    for &byte in written {
        if !matches!(byte, b' '..=b'~') || (blank && byte == b' ') {
            return false;
        }
        blank = byte == b' ';
    }
    !blank || written.is_empty()
}

/// The fault of a record, from byte `start` on, that the end of the text cuts off; the text is that of a `file` or of less.
pub(super) fn cut_off(text: &str, start: usize, file: &str) -> Fault {
    let name = tag_name(text.get(start + 1..).unwrap_or("")).to_owned();
    let (place, inner) = deepest_open(text, start);
    let inner = inner.unwrap_or((name, start));
    Fault {
        offset: place.min(text.trim_end().len()),
        what: format!("the {file} ends here, where \"</{}>\" was expected: it is cut off; fetch it again", inner.0),
        opened: Some(inner),
    }
}

/// The end of the text and the innermost element that is open there, with the byte of its start tag.
fn deepest_open(text: &str, start: usize) -> (usize, Option<(String, usize)>) {
    let mut reader = reader(text, start);
    let mut open = Vec::new();
    loop {
        let from = start + position(&reader);
        match reader.read_event() {
            Ok(Event::Start(tag)) => open.push((tag.name().as_ref().to_owned(), from)),
            Ok(Event::End(_)) => drop(open.pop()),
            Ok(Event::Eof) | Err(_) => return (text.len(), open.pop()),
            Ok(_) => {}
        }
    }
}
