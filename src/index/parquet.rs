//! Parquet tables: `documents.parquet`, `mentions.parquet` and `concepts.parquet`, with typed columns: those of
//! `columns`.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::columns::{Builder, CONCEPTS, Cell, Column, DOCUMENTS, MENTIONS, schema};
use super::concepts::{Concept, Hierarchy, linked_ids};
use super::{IndexError, Sealed, Target, part_of, refused};

/// Rows are handed to the writer this many at a time.
const ROWS: usize = 8192;
/// Rows of a row group, which is what a reader may skip, and what is held in memory until it is full.
const ROWS_A_GROUP: usize = 1 << 18;

/// A file that is being written.
struct Table {
    path: PathBuf,
    builders: Vec<Builder>,
    rows: usize,
    writer: Option<ArrowWriter<File>>,
    schema: Arc<Schema>,
}

impl Table {
    fn create(path: PathBuf, columns: &[Column]) -> Result<Self, IndexError> {
        let part = part_of(&path);
        let file = File::create(&part).map_err(refused(format!("{}: cannot write here", part.display())))?;
        let schema = Arc::new(schema(columns));
        let properties = WriterProperties::builder()
            .set_compression(Compression::GZIP(GzipLevel::try_new(3).unwrap_or_default()))
            .set_created_by(concat!("biospan ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_max_row_group_row_count(Some(ROWS_A_GROUP))
            .build();
        let builders = columns.iter().map(|(_, kind, _)| Builder::new(*kind)).collect();
        let mut table = Self { path, builders, rows: 0, writer: None, schema };
        let writer = ArrowWriter::try_new(file, table.schema.clone(), Some(properties));
        table.writer = Some(table.done(writer)?);
        Ok(table)
    }

    fn done<T>(&self, result: Result<T, ParquetError>) -> Result<T, IndexError> {
        result.map_err(|source| IndexError::Parquet { path: self.path.display().to_string(), source })
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), IndexError> {
        self.builders.iter_mut().zip(cells).for_each(|(builder, cell)| builder.push(cell));
        self.rows += 1;
        if self.rows >= ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), IndexError> {
        self.rows = 0;
        let columns = self.builders.iter_mut().map(Builder::finish).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), columns).map_err(ParquetError::from);
        let batch = self.done(batch)?;
        let written = self.writer.as_mut().map_or(Ok(()), |writer| writer.write(&batch));
        self.done(written)
    }

    fn close(&mut self) -> Result<(), IndexError> {
        self.flush()?;
        let closed = self.writer.take().map_or(Ok(()), |writer| writer.close().map(drop));
        self.done(closed)?;
        std::fs::rename(part_of(&self.path), &self.path).map_err(refused(format!("{}: cannot write", self.path.display())))
    }
}

/// Parquet tables in a folder.
pub struct Parquet<'h> {
    hierarchy: &'h Hierarchy<'h>,
    documents: Table,
    mentions: Table,
    concepts: Table,
    known: HashMap<String, HashMap<String, usize>>,
    list: Vec<Concept>,
    /// The document that each concept was counted in last.
    last: Vec<i64>,
    count: i64,
}

impl<'h> Parquet<'h> {
    /// Begins the tables, which are made anew in each run.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(folder: &Path, hierarchy: &'h Hierarchy<'h>) -> Result<Self, IndexError> {
        std::fs::create_dir_all(folder).map_err(refused(format!("{}: cannot make this folder", folder.display())))?;
        Ok(Self {
            hierarchy,
            documents: Table::create(folder.join("documents.parquet"), DOCUMENTS)?,
            mentions: Table::create(folder.join("mentions.parquet"), MENTIONS)?,
            concepts: Table::create(folder.join("concepts.parquet"), CONCEPTS)?,
            known: HashMap::new(),
            list: Vec::new(),
            last: Vec::new(),
            count: 0,
        })
    }

    /// How many documents were written.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.count.unsigned_abs()
    }

    /// Counts a mention of a concept in the document that comes.
    fn count(&mut self, mention: &super::record::WrittenMention) {
        let known = self.known.get(&mention.entity_type).and_then(|known| known.get(&mention.id)).copied();
        let number = known.unwrap_or_else(|| {
            self.list.push(Concept {
                id: mention.id.clone(),
                entity_type: mention.entity_type.clone(),
                name: mention.name.clone(),
                url: mention.url.clone(),
                taxon: mention.taxon.clone(),
                xrefs: mention.xrefs(),
                ..Concept::default()
            });
            self.last.push(-1);
            self.known.entry(mention.entity_type.clone()).or_default().insert(mention.id.clone(), self.list.len() - 1);
            self.list.len() - 1
        });
        self.list[number].mentions += 1;
        self.list[number].documents += i64::from(self.last[number] != self.count);
        self.last[number] = self.count;
    }
}

impl Target for Parquet<'_> {
    fn take(&mut self, record: &Sealed) -> Result<(), IndexError> {
        let written = &record.written;
        let (about, identifiers) = (&written.document, &written.document.identifiers);
        self.documents.row(&[
            self.count.into(),
            (&about.id).into(),
            (&about.source).into(),
            (&about.format).into(),
            (&about.title).into(),
            (&identifiers.pmid).into(),
            (&identifiers.pmcid).into(),
            (&identifiers.doi).into(),
            (&about.journal).into(),
            Cell::Number(about.year.map(i64::from)),
            (written.mentions.len() as i64).into(),
            (&written.text).into(),
            (&about.sha256).into(),
            (&written.biospan_version).into(),
            (&written.dictionary_digests()).into(),
        ])?;
        for (number, mention) in written.mentions.iter().enumerate() {
            self.count(mention);
            // The record was checked: its passages are there.
            let Some(passage) = written.passages.get(mention.passage as usize) else { continue };
            self.mentions.row(&[
                self.count.into(),
                (&about.id).into(),
                (number as i64).into(),
                (&mention.id).into(),
                (&mention.entity_type).into(),
                (&mention.name).into(),
                (&mention.taxon).into(),
                (&mention.text).into(),
                mention.char_start.into(),
                mention.char_end.into(),
                mention.byte_start.into(),
                mention.byte_end.into(),
                Cell::Real(mention.score),
                mention.passage.into(),
                (&passage.kind).into(),
                (&passage.section).into(),
                mention.sentence.into(),
                mention.nested_in.into(),
            ])?;
        }
        self.count += 1;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), IndexError> {
        let links = self.hierarchy.link(&mut self.list);
        let parents = linked_ids(&self.list, links.parents.iter().copied());
        let ancestors = linked_ids(&self.list, links.ancestors.iter().map(|(ancestor, concept)| (*concept, *ancestor)));
        for ((concept, parents), ancestors) in self.list.iter().zip(&parents).zip(&ancestors) {
            self.concepts.row(&[
                (&concept.id).into(),
                (&concept.entity_type).into(),
                (&concept.name).into(),
                (&concept.url).into(),
                (&concept.taxon).into(),
                Cell::Texts(&concept.xrefs),
                Cell::Texts(parents),
                Cell::Texts(ancestors),
                concept.documents.into(),
                concept.mentions.into(),
            ])?;
        }
        self.documents.close()?;
        self.mentions.close()?;
        self.concepts.close()
    }
}
