//! The paper: its passages as what they are. Headings, lists, tables and figures are put together again from passages that follow
//! one another.

use super::concepts::Concepts;
use super::escape::push;
use super::words::{self, Piece};
use crate::document::{Passage, PassageKind, Span};
use crate::record::Record;

/// Writes all passages.
pub(super) fn article(record: &Record<'_>, concepts: &Concepts<'_>, out: &mut Vec<u8>) {
    let pieces = words::pieces(record);
    let mut paper = Paper { record, concepts, pieces: &pieces, out, titled: false };
    let mut rest = &record.document.passages[..];
    while let [first, ..] = rest {
        let run = rest.iter().take_while(|passage| passage.kind == first.kind).count();
        let (same, behind) = rest.split_at(run);
        rest = match (first.kind, behind) {
            (PassageKind::Caption, [cell, ..]) if cell.kind == PassageKind::TableCell => {
                let cells = behind.iter().take_while(|passage| passage.kind == PassageKind::TableCell).count();
                let (cells, behind) = behind.split_at(cells);
                paper.figure(same, cells);
                behind
            }
            (kind, _) => {
                paper.run(kind, same, behind.first());
                behind
            }
        };
    }
}

struct Paper<'p, 'r> {
    record: &'p Record<'r>,
    concepts: &'p Concepts<'p>,
    /// Those that are not yet written.
    pieces: &'p [Piece],
    out: &'p mut Vec<u8>,
    titled: bool,
}

impl Paper<'_, '_> {
    /// Passages of one kind that follow one another.
    fn run(&mut self, kind: PassageKind, passages: &[Passage], behind: Option<&Passage>) {
        match kind {
            PassageKind::Title => {
                for passage in passages {
                    // A page has one.
                    let element = if std::mem::replace(&mut self.titled, true) { "h2" } else { "h1" };
                    self.element(element, "", passage);
                }
            }
            PassageKind::Heading => {
                let minor = behind.is_some_and(|passage| passage.kind == PassageKind::Abstract);
                for passage in passages {
                    let level = if minor { 3 } else { level(&self.record.document.text, passage.span) };
                    self.element(&format!("h{level}"), "", passage);
                }
            }
            PassageKind::ListItem => self.list(passages),
            PassageKind::TableCell => self.table(passages),
            PassageKind::Caption => self.figure(passages, &[]),
            PassageKind::Reference => self.references(passages),
            _ => passages.iter().for_each(|passage| self.element("p", kind.word(), passage)),
        }
    }

    fn element(&mut self, element: &str, class: &str, passage: &Passage) {
        let class = if class.is_empty() || class == "paragraph" { String::new() } else { format!(" class=\"{class}\"") };
        push(self.out, &format!("<{element}{class}>"));
        self.words(passage.span);
        push(self.out, &format!("</{element}>\n"));
    }

    fn words(&mut self, span: Span) {
        let before = self.pieces.partition_point(|piece| piece.span.start < span.start);
        let until = self.pieces.partition_point(|piece| piece.span.start < span.end);
        words::marked(self.record, self.concepts, span, &self.pieces[before..until], self.out);
        self.pieces = &self.pieces[until..];
    }

    fn list(&mut self, passages: &[Passage]) {
        push(self.out, "<ul>\n");
        for passage in passages {
            let words = passage.span.of(&self.record.document.text).unwrap_or("");
            // Those that bring their own mark or number need none.
            let own = words.starts_with(|first: char| !first.is_alphabetic());
            self.element("li", if own { "own" } else { "" }, passage);
        }
        push(self.out, "</ul>\n");
    }

    /// A caption, with its table where one follows.
    fn figure(&mut self, captions: &[Passage], cells: &[Passage]) {
        push(self.out, "<figure>\n<figcaption>\n");
        captions.iter().for_each(|passage| self.element("p", "", passage));
        push(self.out, "</figcaption>\n");
        if !cells.is_empty() {
            self.table(cells);
        }
        push(self.out, "</figure>\n");
    }

    /// Cells whose rows the text between them tells: a line feed parts two rows, a tab or a bar two cells.
    fn table(&mut self, cells: &[Passage]) {
        push(self.out, "<div class=\"wide\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n");
        let rows = rows(&self.record.document.text, cells);
        let several = rows.len() > 1;
        for (number, row) in rows.into_iter().enumerate() {
            let (element, scope) = if number == 0 && several { ("th", " scope=\"col\"") } else { ("td", "") };
            push(self.out, "<tr>");
            for cell in row {
                push(self.out, &format!("<{element}{scope}>"));
                if let Some(span) = cell {
                    self.words(span);
                }
                push(self.out, &format!("</{element}>"));
            }
            push(self.out, "</tr>\n");
        }
        push(self.out, "</table></div>\n");
    }

    /// The words of a reference, its label by itself.
    fn entry(&mut self, span: Span, label: Option<&str>) {
        let words = span.of(&self.record.document.text).unwrap_or("");
        let label = label.filter(|label| !label.is_empty() && words.starts_with(label)).map_or(0, str::len);
        let (start, end) = (span.start.index(), span.end.index());
        if label > 0 {
            push(self.out, "<b>");
            self.words(Span::from_range(start..start + label));
            push(self.out, "</b> ");
        }
        self.words(Span::from_range(start + label..end));
    }

    fn references(&mut self, passages: &[Passage]) {
        // Papers cite by number what has none in their list.
        let words = |passage: &Passage| passage.span.of(&self.record.document.text).unwrap_or("");
        let numbered = passages.iter().any(|passage| words(passage).starts_with(|first: char| !first.is_alphabetic()));
        let list = if numbered { "ul" } else { "ol" };
        push(self.out, &format!("<{list} class=\"references\">\n"));
        for passage in passages {
            let known = &self.record.document.references;
            let first = known.partition_point(|reference| reference.span.end <= passage.span.start);
            push(self.out, "<li>");
            self.entry(passage.span, known.get(first).and_then(|reference| reference.label.as_deref()));
            push(self.out, "<span class=\"links\"> ");
            for reference in known[first..].iter().take_while(|reference| reference.span.start < passage.span.end) {
                super::links(reference.doi.as_deref(), reference.pmid.as_deref(), None, self.out);
            }
            push(self.out, "</span></li>\n");
        }
        push(self.out, &format!("</{list}>\n"));
    }
}

/// The level of a heading: Markdown says it, elsewhere all are alike.
fn level(source: &str, span: Span) -> usize {
    let before = source.get(..span.start.index()).unwrap_or("").trim_end_matches(' ');
    (before.len() - before.trim_end_matches('#').len()).clamp(2, 6)
}

/// The rows of a table; `None` is an empty cell.
fn rows(source: &str, cells: &[Passage]) -> Vec<Vec<Option<Span>>> {
    let mut rows: Vec<Vec<Option<Span>>> = Vec::new();
    let mut end = cells.first().map_or(0, |cell| cell.span.start.index());
    for cell in cells {
        let between = source.get(end..cell.span.start.index()).unwrap_or("");
        let line = between.rsplit_once('\n').map(|(_, line)| line);
        let marks = |line: &str| line.matches(['\t', '|']).count();
        let empty = match line {
            // A bar stands before the first cell too.
            Some(line) => line.matches('\t').count() + line.matches('|').count().saturating_sub(1),
            None => marks(between).saturating_sub(1),
        };
        if line.is_some() || rows.is_empty() {
            rows.push(Vec::new());
        }
        if let Some(row) = rows.last_mut() {
            row.extend(std::iter::repeat_n(None, empty));
            row.push(Some(cell.span));
        }
        end = cell.span.end.index();
    }
    rows
}
