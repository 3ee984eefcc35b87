//! The index over all documents, as it is at one moment.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, TermQuery};
use tantivy::schema::{
    Field as TantivyField, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{IndexReader, ReloadPolicy, TantivyDocument, Term};

use super::answer;
use super::corpus::Corpus;
use super::prepare::{ALL_FIELDS, FIELDS, Prepared};
use super::query::Query;
use super::rank::{self, Evidence, FIELD_WEIGHTS};
use super::sentence::{self, Part};
use super::synonyms::Synonyms;
use super::{Document, SearchError};

/// Bytes that the writer gathers before it writes a segment: Tantivy's least.
const WRITER_MEMORY: usize = 15_000_000;
/// Candidates that are weighed.
const CANDIDATES: usize = 80;
/// Candidates where only some documents count: enough of those are to be among them.
const CANDIDATES_TO_NARROW: usize = 2_000;

/// An index in memory. A change makes a new one, which shares what stayed the same.
pub struct Index {
    tantivy: tantivy::Index,
    fields: Fields,
    searcher: tantivy::Searcher,
    documents: Arc<HashMap<String, Arc<Prepared>>>,
    corpus: Arc<Corpus>,
    synonyms: Arc<Synonyms>,
}

#[derive(Clone, Copy)]
struct Fields {
    key: TantivyField,
    texts: [TantivyField; FIELDS],
}

/// What is asked of an index.
#[derive(Clone, Copy, Default)]
pub struct Request<'a> {
    /// The question.
    pub text: &'a str,
    /// Hits at the most.
    pub limit: usize,
    /// How many of the documents after them are named as well.
    pub more: usize,
    /// Whether the words are meant as they were typed, slips and all.
    pub is_exact: bool,
    /// Says of a document, by its key, whether it counts; all do where this is none.
    pub only: Option<&'a dyn Fn(&str) -> bool>,
}

/// What a search came to.
#[derive(Debug, Default)]
pub struct Answers {
    /// The question as it was looked at.
    pub query: String,
    /// Whether the first hit is believed to answer.
    pub answered: bool,
    /// Best first.
    pub hits: Vec<Hit>,
    /// Key and score of what was found after the hits, best first.
    pub more: Vec<(String, f32)>,
    /// The question with its typing errors put right, if it had any.
    pub meant: Option<String>,
}

/// One document that was found.
#[derive(Debug)]
pub struct Hit {
    /// The document's key.
    pub key: String,
    /// Higher is better; comparable within one search only.
    pub score: f32,
    /// The sentence that says most of what was asked.
    pub sentence: Vec<Part>,
    /// Id and words of the heading over it.
    pub section: Option<(String, String)>,
}

impl Index {
    /// An empty index.
    ///
    /// # Errors
    ///
    /// [`SearchError`]
    pub fn new(synonyms: Synonyms) -> Result<Self, SearchError> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let key = schema.add_text_field("key", STRING | STORED);
        let texts =
            ALL_FIELDS.map(|field| schema.add_text_field(&format!("{field:?}").to_lowercase(), options.clone()));
        let tantivy = tantivy::Index::create_in_ram(schema.build());
        let searcher = reader(&tantivy)?.searcher();
        Ok(Index {
            tantivy,
            fields: Fields { key, texts },
            searcher,
            documents: Arc::default(),
            corpus: Arc::default(),
            synonyms: Arc::new(synonyms),
        })
    }

    /// The index with these documents added or replaced, and those keys gone.
    /// One index is to be changed by one caller at a time.
    ///
    /// # Errors
    ///
    /// [`SearchError`]; this index still answers as before then.
    pub fn update(&self, changed: Vec<Document>, removed: &[String]) -> Result<Self, SearchError> {
        let (mut documents, mut corpus) = ((*self.documents).clone(), (*self.corpus).clone());
        let mut searcher = self.searcher.clone();
        if !changed.is_empty() || !removed.is_empty() {
            let mut writer = self.tantivy.writer_with_num_threads::<TantivyDocument>(1, WRITER_MEMORY)?;
            for key in removed.iter().chain(changed.iter().map(|document| &document.key)) {
                if let Some(old) = documents.remove(key) {
                    corpus.remove(&old);
                    writer.delete_term(Term::from_field_text(self.fields.key, key));
                }
            }
            for document in changed {
                let prepared = Prepared::new(&document);
                writer.add_document(self.fields.document(&prepared))?;
                corpus.add(&prepared);
                documents.insert(document.key, Arc::new(prepared));
            }
            writer.commit()?;
            writer.wait_merging_threads()?;
            searcher = reader(&self.tantivy)?.searcher();
        }
        Ok(Index {
            tantivy: self.tantivy.clone(),
            fields: self.fields,
            searcher,
            documents: Arc::new(documents),
            corpus: Arc::new(corpus),
            synonyms: Arc::clone(&self.synonyms),
        })
    }

    /// The same index with other synonyms, from the text of their list. What is
    /// indexed stays as it is: synonyms are put to the question.
    #[must_use]
    pub fn with_synonyms(mut self, text: &str) -> Self {
        if self.synonyms.source() != text {
            self.synonyms = Arc::new(Synonyms::parse(text));
        }
        self
    }

    /// Looks for documents that answer `text`; `limit` hits at the most.
    ///
    /// # Errors
    ///
    /// [`SearchError`]
    pub fn search(&self, text: &str, limit: usize) -> Result<Answers, SearchError> {
        self.answer(&Request { text, limit, ..Request::default() })
    }

    /// Looks for documents that answer a request.
    ///
    /// # Errors
    ///
    /// [`SearchError`]
    pub fn answer(&self, request: &Request<'_>) -> Result<Answers, SearchError> {
        let query = Query::parse(request.text, request.is_exact, &self.corpus, &self.synonyms);
        let depth = if request.only.is_some() { CANDIDATES_TO_NARROW } else { CANDIDATES };
        let mut found: Vec<(Evidence, &Arc<Prepared>)> = self
            .candidates(&query, depth)?
            .into_iter()
            .filter(|document| request.only.is_none_or(|counts| counts(&document.key)))
            .map(|document| (rank::weigh(&query, document, &self.corpus), document))
            .collect();
        found.sort_by(|(a, x), (b, y)| b.score.total_cmp(&a.score).then_with(|| x.key.cmp(&y.key)));
        // Where no document has all words that were typed out, the nearest are shown.
        if found.iter().any(|(evidence, _)| evidence.has_required) {
            found.retain(|(evidence, _)| evidence.has_required);
        }
        let answered = found.first().is_some_and(|(evidence, best)| answer::is_answer(&query, best, evidence));
        let wanted = query.ids();
        let after = found.iter().skip(request.limit).take(request.more);
        let more = after.map(|(evidence, document)| (document.key.clone(), evidence.score)).collect();
        let hits = found
            .into_iter()
            .take(request.limit)
            .map(|(evidence, document)| {
                let sentence = sentence::choose(&query, document, &self.corpus);
                let section = sentence.and_then(|sentence| document.sections.get(usize::from(sentence.section)));
                Hit {
                    key: document.key.clone(),
                    score: evidence.score,
                    sentence: sentence.map(|sentence| sentence::mark(&sentence.text, &wanted)).unwrap_or_default(),
                    section: section.cloned().flatten(),
                }
            })
            .collect();
        Ok(Answers { answered, hits, more, meant: query.meant, query: query.text })
    }

    /// The documents that Tantivy thinks nearest.
    fn candidates(&self, query: &Query, depth: usize) -> Result<Vec<&Arc<Prepared>>, SearchError> {
        let mut clauses: Vec<(Occur, Box<dyn tantivy::query::Query>)> = Vec::new();
        for variant in query.wants.iter().flat_map(|want| &want.variants) {
            for (field, weight) in self.fields.texts.into_iter().zip(FIELD_WEIGHTS) {
                let term = Term::from_field_text(field, &variant.term);
                let one = TermQuery::new(term, IndexRecordOption::WithFreqs);
                clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(one), weight * variant.counts))));
            }
        }
        if clauses.is_empty() {
            return Ok(Vec::new());
        }
        let top = TopDocs::with_limit(depth).order_by_score();
        let mut found = Vec::new();
        for (_, address) in self.searcher.search(&BooleanQuery::new(clauses), &top)? {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let key = document.get_first(self.fields.key).and_then(|value| value.as_str().map(str::to_owned));
            found.extend(key.and_then(|key| self.documents.get(&key)));
        }
        Ok(found)
    }
}

impl Fields {
    fn document(&self, prepared: &Prepared) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.key, &prepared.key);
        for (field, words) in self.texts.into_iter().zip(&prepared.words) {
            let tokens = words
                .iter()
                .enumerate()
                .map(|(position, text)| Token { position, text: text.clone(), ..Token::default() })
                .collect();
            document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
        }
        document
    }
}

fn reader(index: &tantivy::Index) -> Result<IndexReader, SearchError> {
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index of {} documents", self.documents.len())
    }
}
