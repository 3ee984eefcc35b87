//! Search as it comes out of the box: title and body, stemmed, the best ten.

use std::path::Path;

use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Searcher, TantivyDocument, doc};

/// A plain index in memory.
pub struct Index {
    searcher: Searcher,
    parser: QueryParser,
    body: Field,
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
        let title = schema.add_text_field("title", stemmed.clone());
        let body = schema.add_text_field("body", stemmed);
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).expect("an index has a writer");
        for entry in std::fs::read_dir(articles.join("faq")).expect("the folder can be read").flatten() {
            let text = std::fs::read_to_string(entry.path()).expect("articles can be read");
            let name = text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or_default().to_owned();
            writer.add_document(doc!(title => name, body => text)).expect("the index takes documents");
        }
        writer.commit().expect("the index is written");
        let searcher = index.reader().expect("the index is read").searcher();
        let mut parser = QueryParser::for_index(&index, vec![title, body]);
        parser.set_field_boost(title, 3.0);
        Index { searcher, parser, body }
    }

    /// The best ten, with their titles.
    pub fn hits(&self, query: &str) {
        for (_, document) in self.best(query).1 {
            std::hint::black_box(document);
        }
    }

    /// The best ten, each with the library's snippet.
    pub fn snippets(&self, query: &str) {
        let (query, best) = self.best(query);
        let generator = SnippetGenerator::create(&self.searcher, &*query, self.body).expect("snippets can be made");
        for (_, document) in best {
            std::hint::black_box(generator.snippet_from_doc(&document).to_html());
        }
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
