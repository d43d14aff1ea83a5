//! From blocks to passages: which section a block stands in, and what that makes of it.

use std::collections::HashMap;
use std::ops::Range;

use super::super::citation;
use super::blocks::{Block, Blocks, Form, caption_label};
use super::roles::{Role, divides_an_abstract, role_of, run_in_role};
use super::{front, glossary, references};
use crate::document::{Document, Passage, PassageKind, Reference, Span};

/// So many paragraphs below an unmarked heading of the page around the paper are the page's; what follows is the paper
/// again, also where no heading says so.
const FURNITURE: usize = 5;

/// Puts the passages of all blocks into the document, with references and glossary.
pub(super) fn assign(blocks: &Blocks, document: &mut Document) {
    let kinds = front::kinds(blocks, document);
    let titled = kinds.iter().position(|&kind| kind == PassageKind::Title);
    let mut roles = roles(blocks, titled);
    references::assign(blocks, &mut roles);
    let mut writer = Writer { blocks, document, section: None, role: Role::Front };
    for (at, block) in blocks.list.iter().enumerate() {
        match kinds.get(at) {
            Some(&kind) if roles[at] == Role::Front => {
                writer.push(kind, block.span.clone());
                if let Some((Role::Abbreviations, behind)) = run_in_role(blocks.of(block)) {
                    writer.define(block.span.start + behind..block.span.end);
                }
            }
            _ => writer.block(at, roles[at]),
        }
    }
    // Only now it is known where each entry ends.
    for reference in &mut document.references {
        *reference = citation::entry(&blocks.text[reference.span.range()], reference.span);
    }
}

/// The role of every block by the headings above it.
fn roles(blocks: &Blocks, title: Option<usize>) -> Vec<Role> {
    let mut walk = Walk { blocks, role: Role::Front, level: 0, begun: false, divided: Vec::new(), left: None, last: last_headings(blocks) };
    let mut roles = Vec::with_capacity(blocks.list.len());
    for (at, block) in blocks.list.iter().enumerate() {
        match block.form {
            _ if Some(at) == title => {}
            Form::Heading(level) => walk.enter(at, level),
            Form::Prose | Form::Entry(_) => walk.pass(),
            _ => {}
        }
        let page = walk.role != Role::References && is_interface(blocks.of(block)) && block.form == Form::Prose;
        roles.push(if page { Role::Furniture } else { walk.role });
        // A site that cuts an abstract short ends it there; what follows is the site's own.
        if walk.role == Role::Abstract && block.form == Form::Prose && blocks.of(block).ends_with('…') {
            (walk.role, walk.left) = (Role::Furniture, Some(FURNITURE));
        }
    }
    roles
}

/// The state of the walk over the headings.
struct Walk<'blocks, 'text> {
    blocks: &'blocks Blocks<'text>,
    role: Role,
    /// The level of the heading that gave the role.
    level: u8,
    /// Whether the paper's own sections have begun.
    begun: bool,
    /// The headings that divide the abstract, in lower case.
    divided: Vec<String>,
    /// How many more paragraphs have the role.
    left: Option<usize>,
    /// Where headings that may divide an abstract stand for the last time, in lower case; `introduction` too.
    last: HashMap<String, usize>,
}

impl Walk<'_, '_> {
    fn enter(&mut self, at: usize, level: u8) {
        let name = self.blocks.of(&self.blocks.list[at]);
        let nested = level > 0 && self.level > 0 && level > self.level;
        let known = role_of(name);
        if self.role == Role::Abstract && divides_an_abstract(name) && (nested || self.is_divided(at)) {
            self.divided.push(name.to_lowercase());
            return;
        }
        self.divided.clear();
        let role = match known {
            Some(Role::Abstract) if self.begun && !name.to_lowercase().contains("abstract") => Role::Body,
            Some(role) => role,
            None if nested => self.role,
            None => Role::Body,
        };
        // A subsection of its parent's kind leaves the parent's level in force.
        if !(nested && known.is_none()) {
            self.level = level;
        }
        self.begun |= role == Role::Body;
        self.left = match role {
            Role::Furniture if level == 0 => Some(FURNITURE),
            Role::Keywords => Some(1),
            _ => None,
        };
        self.role = role;
    }

    /// Counts a paragraph of a role that ends by itself.
    fn pass(&mut self) {
        match self.left {
            Some(0) => {
                self.role = if self.begun { Role::Body } else { Role::Front };
                self.left = None;
            }
            Some(left) => self.left = Some(left - 1),
            None => {}
        }
    }

    /// Whether a heading below `Abstract` divides the abstract: it stands right below it, or another such heading does, or
    /// the paper's own sections begin later.
    fn is_divided(&self, at: usize) -> bool {
        let list = &self.blocks.list;
        let name = self.blocks.of(&list[at]).to_lowercase();
        // What comes a second time is the paper's own. An abstract has few parts, so that looking through them is cheap.
        if self.divided.contains(&name) || self.divided.len() > 12 {
            return false;
        }
        let later = |name: &str| self.last.get(name).is_some_and(|&last| last > at);
        // The role is the abstract's, so its heading stands somewhere before.
        !self.divided.is_empty() || matches!(list[at - 1].form, Form::Heading(_)) || later("introduction") || later(&name)
    }
}

/// See [`Walk::last`].
fn last_headings(blocks: &Blocks) -> HashMap<String, usize> {
    let headings = blocks.list.iter().enumerate().filter(|(_, block)| matches!(block.form, Form::Heading(_)));
    let names = headings.map(|(at, block)| (blocks.of(block), at));
    let words = names.filter(|(name, _)| name.eq_ignore_ascii_case("introduction") || divides_an_abstract(name));
    words.map(|(name, at)| (name.to_lowercase(), at)).collect()
}

/// Whether a short line is an instruction of the page to its reader.
fn is_interface(line: &str) -> bool {
    const STARTS: [&str; 24] = [
        "Click ",
        "Tap ",
        "Hover ",
        "Scroll ",
        "Sign in",
        "Log in",
        "Download PDF",
        "Download citation",
        "Download figure",
        "Open in ",
        "View in article",
        "View larger",
        "View full",
        "Show more",
        "Show less",
        "Read more",
        "See more",
        "Copy link",
        "Share this",
        "Skip to ",
        "Back to top",
        "Go to ",
        "Subscribe ",
        "Advertisement",
    ];
    line.len() <= 120 && STARTS.iter().any(|start| line.starts_with(start))
}

/// Writes passages into the document.
struct Writer<'parts, 'text> {
    blocks: &'parts Blocks<'text>,
    document: &'parts mut Document,
    section: Option<String>,
    /// What the section's heading, or the text before, said.
    role: Role,
}

impl Writer<'_, '_> {
    fn push(&mut self, kind: PassageKind, span: Range<usize>) {
        self.document.passages.push(Passage { kind, section: self.section.clone(), span: Span::from_range(span) });
    }

    /// Writes a block outside the front.
    fn block(&mut self, at: usize, role: Role) {
        let block = &self.blocks.list[at];
        let span = block.span.clone();
        match block.form {
            Form::Heading(_) => self.heading(block, role),
            Form::Cell => {
                if role == Role::Abbreviations {
                    self.define_row(at);
                }
                self.push(PassageKind::TableCell, span);
            }
            Form::Caption => self.push(PassageKind::Caption, span),
            Form::Footnote if !role.is_silent() => self.push(PassageKind::Footnote, span),
            Form::Keywords if !role.is_silent() => self.push(PassageKind::Keywords, span),
            Form::Footnote | Form::Keywords => self.push(PassageKind::BackMatter, span),
            Form::Entry(_) | Form::Prose => self.running(at, role),
        }
    }

    fn heading(&mut self, block: &Block, role: Role) {
        let name = self.blocks.of(block);
        // A sentence that stands for the heading of the list is the page's.
        let sentence = role == Role::References && name.len() > 30;
        self.section = (!sentence).then(|| name.split_whitespace().collect::<Vec<_>>().join(" "));
        self.role = role;
        let kind = if sentence || role == Role::Furniture { PassageKind::BackMatter } else { PassageKind::Heading };
        self.push(kind, block.span.clone());
    }

    /// Writes a paragraph or a list entry.
    fn running(&mut self, at: usize, role: Role) {
        let block = &self.blocks.list[at];
        let mut span = block.span.clone();
        // Text of another role, without a heading of its own, is outside the section; a line of the page ends nothing.
        if role != self.role && role != Role::Furniture {
            (self.section, self.role) = (None, role);
        }
        let plain = match block.form {
            Form::Entry(number) => {
                if role != Role::References {
                    span.start += usize::from(number);
                }
                PassageKind::ListItem
            }
            _ => PassageKind::Paragraph,
        };
        let kind = match role {
            _ if plain == PassageKind::Paragraph && self.is_captioned(at) => PassageKind::Caption,
            Role::References => return self.references(at),
            Role::Abstract => PassageKind::Abstract,
            Role::Keywords => PassageKind::Keywords,
            Role::Authors => PassageKind::Authors,
            Role::Captions => PassageKind::Caption,
            Role::BackMatter | Role::Furniture => PassageKind::BackMatter,
            Role::Abbreviations => {
                self.define(span.clone());
                plain
            }
            Role::Front | Role::Body => match run_in_role(self.blocks.of(block)) {
                Some((Role::BackMatter, _)) => PassageKind::BackMatter,
                Some((Role::Abbreviations, behind)) => {
                    self.define(block.span.start + behind..span.end);
                    plain
                }
                _ => plain,
            },
        };
        self.push(kind, span);
    }

    /// Whether a paragraph stands below a figure's or table's label that stands alone.
    fn is_captioned(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| &self.blocks.list[before]);
        before.is_some_and(|before| before.form == Form::Caption && caption_label(self.blocks.of(before)) == Some(before.span.len()))
    }

    fn define(&mut self, part: Range<usize>) {
        let pairs = glossary::pairs(self.blocks.text, part);
        self.document.glossary.extend(pairs);
    }

    /// Notes the pair of a row of two cells, at the first of them.
    fn define_row(&mut self, at: usize) {
        let list = &self.blocks.list;
        let row = &list[at].lines;
        let same = |other: Option<&Block>| other.is_some_and(|block| block.form == Form::Cell && block.lines == *row);
        let first = !(at > 0 && same(list.get(at - 1)));
        let head = super::tables::is_separator(self.blocks.line(row.end));
        if first && !head && same(list.get(at + 1)) && !same(list.get(at + 2)) {
            let pair = glossary::of_cells(self.blocks.text, list[at].span.clone(), list[at + 1].span.clone());
            self.document.glossary.extend(pair);
        }
    }

    /// Writes the entries of a block of the reference list.
    fn references(&mut self, at: usize) {
        let block = &self.blocks.list[at];
        let before = at.checked_sub(1).map(|before| &self.blocks.list[before]);
        let last = self.document.references.last().map(|last| last.span);
        let goes_on = before.is_some_and(|before| {
            last.is_some_and(|last| last.end.index() == before.span.end) && references::continues(self.blocks, before, block)
        });
        let mut entries = references::entries(self.blocks, block);
        if goes_on && let (Some(reference), Some(passage)) = (self.document.references.last_mut(), self.document.passages.last_mut()) {
            passage.span.end = Span::from_range(entries.remove(0)).end;
            reference.span = passage.span;
        }
        for entry in entries {
            self.document.references.push(Reference { span: Span::from_range(entry.clone()), ..Reference::default() });
            self.push(PassageKind::Reference, entry);
        }
    }
}
