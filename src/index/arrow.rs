//! Mentions as Arrow record batches, straight from the annotator: the table `mentions` of the Parquet files, for engines that
//! take columns from memory.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema};

use super::columns::{Builder, Cell, MENTIONS, schema};
use crate::document::CharacterCounter;
use crate::record::{Mention, Record};

/// Collects the rows of the table `mentions`.
pub struct Mentions {
    schema: Arc<Schema>,
    builders: Vec<Builder>,
}

impl Mentions {
    /// An empty table. All tables of a run share the schema that [`Mentions::schema`] makes.
    #[must_use]
    pub fn new(schema: Arc<Schema>) -> Self {
        Self { schema, builders: MENTIONS.iter().map(|(_, kind, _)| Builder::new(*kind)).collect() }
    }

    /// The columns.
    #[must_use]
    pub fn schema() -> Arc<Schema> {
        Arc::new(schema(MENTIONS))
    }

    /// Adds the mentions of a record; `document` is the document's number among those of the run.
    pub fn add(&mut self, document: i64, record: &Record<'_>) {
        let mut counter = CharacterCounter::new(&record.document.text);
        for (number, mention) in record.mentions.iter().enumerate() {
            let char_start = counter.at(mention.span.start).0;
            // Mentions are in order of their start; the end may lie behind the start of the next.
            let char_end = counter.clone().at(mention.span.end).0;
            self.row(document, number as i64, record, mention, (char_start, char_end));
        }
    }

    fn row(&mut self, document: i64, number: i64, record: &Record<'_>, mention: &Mention<'_>, (start, end): (u32, u32)) {
        let (about, concept) = (record.document, &mention.concept);
        // A mention stands in a passage of its document.
        let Some(passage) = about.passages.get(mention.passage as usize) else { return };
        let cells = [
            document.into(),
            (&about.id).into(),
            number.into(),
            (&concept.id).into(),
            (&concept.entity_type).into(),
            (&concept.name).into(),
            (&concept.taxon).into(),
            Cell::Text(mention.span.of(&about.text)),
            start.into(),
            end.into(),
            mention.span.start.0.into(),
            mention.span.end.0.into(),
            Cell::Real((mention.score * 100.0).round() / 100.0),
            mention.passage.into(),
            Cell::Text(Some(passage.kind.word())),
            (&passage.section).into(),
            mention.sentence.into(),
            mention.nested_in.into(),
        ];
        self.builders.iter_mut().zip(&cells).for_each(|(builder, cell)| builder.push(cell));
    }

    /// The rows so far, as a batch; the table is then empty again.
    ///
    /// # Errors
    /// More than 2 GB of text in one column.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(self.schema.clone(), self.builders.iter_mut().map(Builder::finish).collect())
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float32Type, Int32Type};

    use super::*;
    use crate::Annotator;
    use crate::formats::read::from_text;

    #[test]
    fn a_row_says_what_the_record_says() {
        let annotator = Annotator::new().expect("the embedded dictionary");
        let mut worker = annotator.worker();
        let mut mentions = Mentions::new(Mentions::schema());
        for (number, text) in [(3, "Nothing."), (4, "µ: Adalimumab treats rheumatoid arthritis.")] {
            let document = from_text(format!("d{number}"), text.to_owned()).expect("a short text");
            mentions.add(number, &worker.annotate(&document));
        }
        let batch = mentions.finish().expect("a batch");
        let texts = |name: &str| batch[name].as_string::<i32>().iter().flatten().collect::<Vec<_>>();
        let numbers = |name: &str| batch[name].as_primitive::<Int32Type>().values().to_vec();
        assert_eq!(texts("document_id"), ["d4", "d4"]);
        assert_eq!(texts("text"), ["Adalimumab", "rheumatoid arthritis"]);
        assert_eq!(texts("type"), ["drug", "disease"]);
        assert_eq!((numbers("char_start"), numbers("char_end")), (vec![3, 21], vec![13, 41]));
        assert_eq!((numbers("byte_start"), numbers("byte_end")), (vec![4, 22], vec![14, 42]));
        let scores = batch["score"].as_primitive::<Float32Type>().values().to_vec();
        assert!(scores.iter().all(|score| *score > 0.5 && format!("{score}").len() <= 4), "{scores:?}");
        assert_eq!(mentions.finish().expect("a batch").num_rows(), 0);
    }
}
