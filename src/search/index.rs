//! The index over all documents, as it is at one moment.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::answer;
use super::corpus::Corpus;
use super::documents::Documents;
use super::postings::{Clause, Postings, PostingsWriter};
use super::prepare::Prepared;
use super::query::Query;
use super::rank::{self, Evidence};
use super::sentence::{self, Part};
use super::synonyms::Synonyms;
use super::{Document, SearchError};
use crate::parallel;

/// Candidates that are weighed.
const CANDIDATES: usize = 100;
/// Candidates where only some documents count: enough of those are to be among them.
const CANDIDATES_TO_NARROW: usize = 2_000;
/// Terms that candidates are looked up by; a long story has its rarest.
const CLAUSES: usize = 48;

/// An index in memory. A change makes a new one, which shares what stayed the same.
pub struct Index {
    documents: Documents,
    corpus: Arc<Corpus>,
    postings: Postings,
    writer: Arc<Writer>,
    synonyms: Arc<Synonyms>,
}

/// What all moments of one index share: who changes it.
struct Writer {
    postings: PostingsWriter,
    numbers: Mutex<Numbers>,
}

/// Which number each document has.
#[derive(Default)]
struct Numbers {
    by_key: HashMap<Box<str>, usize>,
    free: Vec<usize>,
    end: usize,
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
        let writer = Writer { postings: PostingsWriter::new()?, numbers: Mutex::default() };
        Ok(Index {
            documents: Documents::default(),
            corpus: Arc::default(),
            postings: writer.postings.now()?,
            writer: Arc::new(writer),
            synonyms: Arc::new(synonyms),
        })
    }

    /// The index with these documents added or replaced, and those keys gone.
    /// Only the newest moment of an index may be changed, by one caller at a time.
    ///
    /// # Errors
    ///
    /// [`SearchError`]; this index still answers as before then.
    pub fn update(&self, changed: Vec<Document>, removed: &[String]) -> Result<Self, SearchError> {
        let prepared = parallel::map(&changed, |document| Prepared::new(document, &self.corpus));
        drop(changed);
        let mut numbers = self.writer.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut documents, mut corpus) = (self.documents.clone(), (*self.corpus).clone());
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for key in removed {
            if let Some(number) = numbers.free(key) {
                gone.push(number);
                documents.set(number, None).inspect(|old| corpus.remove(old));
            }
        }
        for (document, fresh) in prepared {
            let document = Arc::new(document);
            let number = numbers.of(&document.key);
            gone.push(number);
            documents.set(number, Some(Arc::clone(&document))).inspect(|old| corpus.remove(old));
            corpus.add(&document, &fresh);
            new.push((number, document));
        }
        corpus.tidy();
        if let Err(error) = self.writer.postings.change(&gone, &new) {
            *numbers = Numbers::in_use(&self.documents);
            return Err(error.into());
        }
        Ok(Index {
            documents,
            corpus: Arc::new(corpus),
            postings: self.writer.postings.now()?,
            writer: Arc::clone(&self.writer),
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
        let more = after.map(|(evidence, document)| (document.key.to_string(), evidence.score)).collect();
        let hits = found
            .into_iter()
            .take(request.limit)
            .map(|(evidence, document)| {
                let sentence = sentence::choose(&query, document, &self.corpus);
                let section = sentence.and_then(|sentence| document.sections.get(usize::from(sentence.section)));
                let section = section.and_then(Option::as_ref);
                Hit {
                    key: document.key.to_string(),
                    score: evidence.score,
                    sentence: sentence.map(|sentence| sentence::mark(sentence.text, &wanted)).unwrap_or_default(),
                    section: section.map(|(id, words)| (id.to_string(), words.to_string())),
                }
            })
            .collect();
        Ok(Answers { answered, hits, more, meant: query.meant, query: query.text })
    }

    /// The documents that are worth a closer look.
    fn candidates(&self, query: &Query, depth: usize) -> Result<Vec<&Arc<Prepared>>, SearchError> {
        let mut clauses: Vec<(f32, Clause)> = Vec::new();
        for want in &query.wants {
            let share = if want.is_everyday { rank::EVERYDAY } else { 1.0 };
            for variant in &want.variants {
                let weight = self.corpus.weight(variant.id);
                let counts = share * variant.counts * (want.weight * rank::SYNONYM_LIMIT / weight).min(1.0);
                match clauses.iter_mut().find(|(_, clause)| clause.term == variant.id) {
                    Some((said, clause)) => (*said, clause.counts) = (*said + counts * weight, clause.counts + counts),
                    None => clauses.push((counts * weight, Clause { term: variant.id, counts })),
                }
            }
        }
        clauses.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.term.cmp(&y.term)));
        let clauses: Vec<Clause> = clauses.into_iter().take(CLAUSES).map(|(_, clause)| clause).collect();
        if clauses.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.postings.best(&clauses, &self.corpus, depth)?;
        Ok(found.into_iter().filter_map(|number| self.documents.get(number)).collect())
    }
}

impl Numbers {
    /// The numbers that documents have.
    fn in_use(documents: &Documents) -> Self {
        let mut numbers = Numbers { end: documents.end(), ..Numbers::default() };
        for number in 0..numbers.end {
            match documents.get(number) {
                Some(document) => drop(numbers.by_key.insert(document.key.clone(), number)),
                None => numbers.free.push(number),
            }
        }
        numbers
    }

    /// The number of a document, a new one if it has none.
    fn of(&mut self, key: &str) -> usize {
        if let Some(number) = self.by_key.get(key) {
            return *number;
        }
        let number = self.free.pop().unwrap_or(self.end);
        self.end = self.end.max(number + 1);
        self.by_key.insert(key.into(), number);
        number
    }

    /// Takes the number of a document away.
    fn free(&mut self, key: &str) -> Option<usize> {
        let number = self.by_key.remove(key)?;
        self.free.push(number);
        Some(number)
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index of {} documents", self.documents.count())
    }
}
