//! Tantivy's part: which documents are worth a closer look.
//!
//! All fields of a document are one field there, in which a term stands as
//! often as it weighs. So one list of documents is read for a term and not one
//! for each field, and Tantivy's own weight is already most of ours.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, Occur, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use super::TermId;
use super::corpus::Corpus;
use super::prepare::Prepared;
use super::rank::FIELD_WEIGHTS;
use super::writer::start_writer;

/// Bytes that the writer gathers before it writes a segment: Tantivy's least.
const WRITER_MEMORY: usize = 15_000_000;
/// How often a term is told to stand where it weighs 1. Half a weight is the
/// smallest that makes a difference.
const STEPS: f32 = 2.0;
/// More of one term says nothing new.
const STEPS_LIMIT: f32 = 64.0;
/// How late more of the same word stops counting, against Tantivy's own
/// measure, which is made for plain counts (see `rank::SATURATION`).
const SATURATION: f32 = 20.0;

/// The postings at one moment.
#[derive(Clone)]
pub struct Postings {
    searcher: tantivy::Searcher,
    /// The documents' numbers, by segment.
    numbers: Arc<[Column<u64>]>,
    terms: Field,
}

/// Who changes the postings.
pub struct PostingsWriter {
    index: tantivy::Index,
    reader: IndexReader,
    fields: (Field, Field),
    /// Started with the first change: it has threads of its own.
    writer: Mutex<Option<IndexWriter>>,
}

/// A term to look for, and what it counts for.
#[derive(Debug, Clone, Copy)]
pub struct Clause {
    pub term: TermId,
    pub counts: f32,
}

impl PostingsWriter {
    /// Postings of nothing, in memory.
    pub fn new() -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer(Repeated::NAME).set_index_option(IndexRecordOption::WithFreqs);
        let terms = schema.add_text_field("terms", TextOptions::default().set_indexing_options(indexing));
        let number = schema.add_u64_field("number", INDEXED | FAST);
        let index = tantivy::Index::create_in_ram(schema.build());
        index.tokenizers().register(Repeated::NAME, Repeated);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(PostingsWriter { index, reader, fields: (terms, number), writer: Mutex::new(None) })
    }

    /// The postings as they were committed last.
    pub fn now(&self) -> tantivy::Result<Postings> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        let numbers = searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.fast_fields().u64("number"))
            .collect::<Result<_, _>>()?;
        Ok(Postings { searcher, numbers, terms: self.fields.0 })
    }

    /// Takes documents away and puts others in their place: all or none.
    pub fn change(&self, gone: &[usize], new: &[(usize, Arc<Prepared>)]) -> tantivy::Result<()> {
        let mut writer = self.writer();
        if writer.is_none() {
            *writer = Some(start_writer(&self.index, WRITER_MEMORY)?);
        }
        let Some(writer) = writer.as_mut() else { return Ok(()) };
        let result = self.write(writer, gone, new);
        if result.is_err() {
            writer.rollback()?;
        }
        result
    }

    fn write(&self, writer: &mut IndexWriter, gone: &[usize], new: &[(usize, Arc<Prepared>)]) -> tantivy::Result<()> {
        let (terms, number) = self.fields;
        for at in gone {
            writer.delete_term(Term::from_field_u64(number, *at as u64));
        }
        for (at, prepared) in new {
            let mut document = TantivyDocument::new();
            document.add_text(terms, Repeated::write(prepared));
            document.add_u64(number, *at as u64);
            writer.add_document(document)?;
        }
        writer.commit().map(drop)
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Postings {
    /// The numbers of the documents that weigh most, the best first.
    pub fn best(&self, clauses: &[Clause], corpus: &Corpus, limit: usize) -> tantivy::Result<Vec<usize>> {
        let clauses = clauses.iter().map(|clause| {
            let one =
                TermQuery::new(Term::from_field_text(self.terms, &spelled(clause.term)), IndexRecordOption::WithFreqs);
            let boosted: Box<dyn tantivy::query::Query> = Box::new(BoostQuery::new(Box::new(one), clause.counts));
            (Occur::Should, boosted)
        });
        let query = BooleanQuery::new(clauses.collect());
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = self.searcher.search_with_statistics_provider(&query, &top, &Statistics(corpus))?;
        let number = |segment: u32, doc| self.numbers.get(segment as usize)?.first(doc);
        Ok(found
            .into_iter()
            .filter_map(|(_, at)| number(at.segment_ord, at.doc_id))
            .map(|number| number as usize)
            .collect())
    }
}

/// A term as Tantivy knows it.
fn spelled(term: TermId) -> String {
    format!("{term:08x}")
}

/// What Tantivy weighs by: the corpus, which forgets documents at once.
struct Statistics<'c>(&'c Corpus);

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        // An average length that is too small by a factor makes counts matter longer.
        let usual =
            FIELD_WEIGHTS.iter().enumerate().map(|(field, weight)| weight * self.0.usual_length(field)).sum::<f32>();
        Ok((usual * STEPS / SATURATION * self.0.documents() as f32).max(1.0) as u64)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.0.documents() as u64)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let id = term.value().as_str().and_then(|text| TermId::from_str_radix(text, 16).ok());
        Ok(id.map_or(0, |id| u64::from(self.0.frequency(id))))
    }
}

/// Reads terms of eight characters, each followed by one that says how often it
/// stands there.
#[derive(Clone)]
struct Repeated;

/// The terms of one document.
struct Repetition<'t> {
    rest: &'t str,
    left: u8,
    token: Token,
}

impl Repeated {
    const NAME: &'static str = "repeated";
    const TERM: usize = 8;
    /// The character of no times; all after it can be printed.
    const ZERO: u8 = b' ';

    fn write(document: &Prepared) -> String {
        let mut text = String::new();
        for (term, weight) in document.weighted() {
            text.push_str(&spelled(term));
            text.push(char::from(Self::ZERO + (weight * STEPS).round().clamp(1.0, STEPS_LIMIT) as u8));
        }
        text
    }
}

impl Tokenizer for Repeated {
    type TokenStream<'t> = Repetition<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Repetition<'t> {
        Repetition { rest: text, left: 0, token: Token::default() }
    }
}

impl TokenStream for Repetition<'_> {
    fn advance(&mut self) -> bool {
        if self.left == 0 {
            let Some((term, rest)) = self.rest.split_at_checked(Repeated::TERM) else { return false };
            let Some(times) = rest.bytes().next() else { return false };
            self.token.text.clear();
            self.token.text.push_str(term);
            (self.left, self.rest) = (times.saturating_sub(Repeated::ZERO), rest.get(1..).unwrap_or_default());
        }
        self.left = self.left.saturating_sub(1);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
