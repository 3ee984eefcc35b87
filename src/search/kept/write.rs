//! How an index is changed.

use std::sync::Arc;

use tantivy::{IndexWriter, TantivyDocument, Term};

use super::collect::Moment;
use super::fields::{WINDOW, shortened};
use super::{Entry, KeptIndex, folder};
use crate::search::SearchError;
use crate::search::writer::start_writer;

/// Bytes that the writer gathers before it writes a segment.
const WRITER_MEMORY: usize = 50_000_000;

impl KeptIndex {
    /// Puts entries in the place of those with the same numbers, takes away
    /// those of `gone`, and keeps the note: all of it or nothing.
    ///
    /// # Errors
    ///
    /// [`SearchError`]; the index answers as before then.
    pub fn put(&self, entries: &[Entry], gone: &[i64], note: &str) -> Result<(), SearchError> {
        let mut writer = self.writer();
        if writer.is_none() {
            *writer = Some(start_writer(&self.index, WRITER_MEMORY)?);
        }
        let Some(own) = writer.as_mut() else { return Ok(()) };
        if let Err(error) = self.write(own, entries, gone, note) {
            // A writer whose threads have died can't go back: the next one can.
            if own.rollback().is_err() {
                *writer = None;
            }
            return Err(error.into());
        }
        self.look_again()
    }

    /// Makes one piece of many, after much was put in: each piece is looked
    /// through by itself.
    ///
    /// # Errors
    ///
    /// [`SearchError`]; the index answers as before then.
    pub fn tidy(&self) -> Result<(), SearchError> {
        let mut writer = self.writer();
        if let Some(own) = writer.take() {
            own.wait_merging_threads()?;
        }
        let own = writer.insert(start_writer(&self.index, WRITER_MEMORY)?);
        let pieces = self.index.searchable_segment_ids()?;
        if pieces.len() > 1 {
            own.merge(&pieces).wait()?;
        }
        self.look_again()
    }

    fn look_again(&self) -> Result<(), SearchError> {
        self.reader.reload()?;
        self.now.store(Arc::new(Moment::of(&self.reader)?));
        Ok(())
    }

    /// Takes everything out, the note as well.
    ///
    /// # Errors
    ///
    /// [`SearchError`]; the index answers as before then.
    pub fn clear(&self) -> Result<(), SearchError> {
        let mut writer = self.writer();
        if writer.is_none() {
            *writer = Some(start_writer(&self.index, WRITER_MEMORY)?);
        }
        if let Some(own) = writer.as_mut() {
            own.delete_all_documents()?;
        }
        drop(writer);
        self.put(&[], &[], "")
    }

    fn write(&self, writer: &mut IndexWriter, entries: &[Entry], gone: &[i64], note: &str) -> tantivy::Result<()> {
        let fields = self.fields;
        for number in gone.iter().copied().chain(entries.iter().map(|entry| entry.number)) {
            writer.delete_term(Term::from_field_i64(fields.number, number));
        }
        for entry in entries {
            let (title, text) = (shortened(&entry.title), shortened(&entry.text));
            let mut document = TantivyDocument::new();
            document.add_text(fields.title, title);
            document.add_text(fields.written, title);
            document.add_text(fields.text, title);
            document.add_text(fields.text, text);
            for mark in &entry.marks {
                document.add_text(fields.marks, mark);
            }
            document.add_i64(fields.number, entry.number);
            document.add_i64(fields.window, entry.number / WINDOW);
            document.add_i64(fields.rank, entry.rank);
            writer.add_document(document)?;
        }
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&folder::payload(self.version, note));
        commit.commit().map(drop)
    }
}
