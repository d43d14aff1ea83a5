//! Figures, tables, supplements: captions, cells and what stands below.

use super::super::markup::Element;
use super::inline::{Writer, best_alternative, is_dropped};
use super::{Role, Scope};
use crate::document::PassageKind;

impl<'tree, 'text> Writer<'tree, 'text> {
    /// Writes a figure, a table or a supplement: label and caption, cells, notes.
    pub(super) fn captioned(&mut self, element: Element<'tree, 'text>, scope: Scope) {
        let before = self.label.take();
        let caption = element.child("caption");
        self.caption_title(element.child("label"), caption, scope);
        for part in caption.into_iter().flat_map(Element::elements).filter(|part| part.name() != "title") {
            match part.name() {
                "p" => self.paragraph(part, scope.with(Role::Caption)),
                _ => self.blocks(part, scope.with(Role::Caption)),
            }
        }
        self.label_alone(scope);
        for part in element.elements() {
            self.captioned_part(part, scope);
        }
        self.label = before;
    }

    /// Writes label and title of a caption on one line. Without a title the label waits for the first paragraph.
    fn caption_title(&mut self, label: Option<Element<'tree, 'text>>, caption: Option<Element<'tree, 'text>>, scope: Scope) {
        self.out.begin(scope.kind(PassageKind::Caption));
        let title = caption.and_then(|caption| caption.child("title")).filter(|title| !title.plain().is_empty());
        match title {
            None => self.label = label,
            Some(title) => {
                if let Some(label) = label {
                    self.inline(label);
                    self.out.full_stop();
                    self.out.space();
                }
                self.inline(title);
            }
        }
        self.out.end();
        self.waiting_notes(scope);
    }

    /// Writes a label that no caption has taken.
    fn label_alone(&mut self, scope: Scope) {
        if let Some(label) = self.label.take() {
            self.out.begin(scope.kind(PassageKind::Caption));
            self.inline(label);
            self.out.end();
        }
    }

    fn captioned_part(&mut self, part: Element<'tree, 'text>, scope: Scope) {
        match part.name() {
            "label" | "caption" | "object-id" | "permissions" => {}
            "fig" | "table-wrap" | "fig-group" | "table-wrap-group" | "supplementary-material" => self.captioned(part, scope),
            "alternatives" => self.blocks_of_alternatives(part, scope),
            "table" | "array" | "oasis-table" => self.cells(part, scope),
            "table-wrap-foot" => self.blocks(part, scope.with(Role::Footnote)),
            "fn" => self.note(part, scope),
            "media" => self.media(part, scope),
            "attrib" => self.paragraph(part, scope.with(Role::Back)),
            name if is_dropped(name) => {}
            _ => self.blocks(part, scope),
        }
    }

    /// Writes the caption of a file that comes with the article.
    pub(super) fn media(&mut self, media: Element<'tree, 'text>, scope: Scope) {
        if media.child("caption").is_some() {
            self.captioned(media, scope);
        }
    }

    /// Writes the one of several forms that is text.
    pub(super) fn blocks_of_alternatives(&mut self, alternatives: Element<'tree, 'text>, scope: Scope) {
        match best_alternative(alternatives) {
            Some(table) if matches!(table.name(), "table" | "array") => self.cells(table, scope),
            Some(form) => self.blocks(form, scope),
            None => {}
        }
    }

    /// Writes the cells of a table, each a passage.
    pub(super) fn cells(&mut self, table: Element<'tree, 'text>, scope: Scope) {
        for part in table.elements() {
            match part.name() {
                "tr" | "row" => self.row(part, scope),
                "td" | "th" | "entry" => self.cell(part, scope, true),
                "caption" => self.paragraph(part, scope.with(Role::Caption)),
                "col" | "colgroup" | "colspec" => {}
                _ => self.cells(part, scope),
            }
        }
        self.out.end();
        self.waiting_notes(scope);
    }

    fn row(&mut self, row: Element<'tree, 'text>, scope: Scope) {
        for (number, cell) in row.elements().enumerate() {
            self.cell(cell, scope, number == 0);
        }
    }

    fn cell(&mut self, cell: Element<'tree, 'text>, scope: Scope, first: bool) {
        match scope.kind(PassageKind::TableCell) {
            PassageKind::TableCell => self.out.begin_cell(first),
            other => self.out.begin(other),
        }
        self.inline(cell);
    }
}
