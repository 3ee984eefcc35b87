//! Search as it comes out of the box: title and body, stemmed, the best ten.

use std::path::Path;

use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Searcher, TantivyDocument, doc};

use crate::corpus;

/// Bytes that the writer gathers before it writes a segment.
const WRITER_MEMORY: usize = 50_000_000;

/// A plain index in memory.
pub struct Index {
    searcher: Searcher,
    parser: QueryParser,
    slug: Field,
    title: Field,
    body: Field,
}

/// One hit, as a page needs it.
pub struct Found {
    /// Its address below `/faq/`.
    pub slug: String,
    /// What it answers.
    pub title: String,
    /// The library's snippet, as HTML.
    pub snippet: String,
}

impl Index {
    /// Reads every article of the folder.
    ///
    /// # Panics
    ///
    /// Where an article can't be read or the index can't be made.
    pub fn new(articles: &Path) -> Self {
        let stemmed = TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let stemmed = TextOptions::default().set_indexing_options(stemmed).set_stored();
        let mut schema = Schema::builder();
        let slug = schema.add_text_field("slug", STRING | STORED);
        let title = schema.add_text_field("title", stemmed.clone());
        let body = schema.add_text_field("body", stemmed);
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, WRITER_MEMORY).expect("an index has a writer");
        for text in corpus::read(articles) {
            writer
                .add_document(doc!(slug => text.slug, title => text.title, body => text.body))
                .expect("the index takes documents");
        }
        writer.commit().expect("the index is written");
        writer.wait_merging_threads().expect("segments are merged");
        let searcher = index.reader().expect("the index is read").searcher();
        let mut parser = QueryParser::for_index(&index, vec![title, body]);
        parser.set_field_boost(title, 3.0);
        Index { searcher, parser, slug, title, body }
    }

    /// The best ten, with their titles.
    pub fn hits(&self, query: &str) {
        for (_, document) in self.best(query).1 {
            std::hint::black_box(document);
        }
    }

    /// The best ten, each with the library's snippet.
    pub fn snippets(&self, query: &str) -> Vec<Found> {
        let (query, best) = self.best(query);
        let generator = SnippetGenerator::create(&self.searcher, &*query, self.body).expect("snippets can be made");
        let text = |document: &TantivyDocument, field| {
            document.get_first(field).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
        };
        best.into_iter()
            .map(|(_, document)| Found {
                slug: text(&document, self.slug),
                title: text(&document, self.title),
                snippet: generator.snippet_from_doc(&document).to_html(),
            })
            .collect()
    }

    fn best(&self, query: &str) -> (Box<dyn tantivy::query::Query>, Vec<(f32, TantivyDocument)>) {
        let (query, _) = self.parser.parse_query_lenient(query);
        let best = self.searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).expect("the index answers");
        let best = best
            .into_iter()
            .map(|(score, at)| (score, self.searcher.doc::<TantivyDocument>(at).expect("the document is there")))
            .collect();
        (query, best)
    }
}
