//! The fields of an entry, and how their words are told apart.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::analysis::analyse;
use crate::web::fold;

/// Numbers that stand in one window, by which the newest are looked at first.
pub const WINDOW: i64 = 4_096;
/// Bytes of a text that are indexed: some pages.
const TEXT_LIMIT: usize = 20_000;

/// The fields.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Stems of the title, with how often.
    pub title: Field,
    /// Stems of title and text.
    pub text: Field,
    /// Words of the title as they were written, for one that is still being typed.
    pub written: Field,
    /// What it can be narrowed by.
    pub marks: Field,
    pub number: Field,
    /// Its number in windows.
    pub window: Field,
    pub rank: Field,
}

/// The name of the column of numbers.
pub const NUMBER: &str = "number";
/// The name of the column of ranks.
pub const RANK: &str = "rank";

/// The schema with its fields.
pub fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = |tokenizer: &str, option, norms| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(norms))
    };
    let fields = Fields {
        title: schema.add_text_field("title", words(Words::STEMS, IndexRecordOption::WithFreqs, true)),
        text: schema.add_text_field("text", words(Words::STEMS, IndexRecordOption::Basic, false)),
        written: schema.add_text_field("written", words(Words::WRITTEN, IndexRecordOption::Basic, false)),
        marks: schema.add_text_field("marks", words("raw", IndexRecordOption::Basic, false)),
        number: schema.add_i64_field(NUMBER, INDEXED | FAST),
        window: schema.add_i64_field("window", INDEXED),
        rank: schema.add_i64_field(RANK, FAST),
    };
    (schema.build(), fields)
}

/// Teaches an index to read words as the search does.
pub fn register(index: &tantivy::Index) {
    index.tokenizers().register(Words::STEMS, Words { stems: true });
    index.tokenizers().register(Words::WRITTEN, Words { stems: false });
}

/// The beginning of a text that is indexed.
pub fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_LIMIT)]
}

/// The words of a text as the rest of the search knows them.
#[derive(Clone, Copy)]
struct Words {
    stems: bool,
}

impl Words {
    const STEMS: &'static str = "stems";
    const WRITTEN: &'static str = "written";
}

impl Tokenizer for Words {
    type TokenStream<'t> = Stream;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Stream {
        let of_token = |token: crate::search::analysis::Token| if self.stems { token.term } else { token.word };
        Stream {
            words: analyse(&fold::searchable(text)).into_iter().map(of_token).collect::<Vec<_>>().into_iter(),
            token: Token::default(),
        }
    }
}

/// The words of one text.
struct Stream {
    words: std::vec::IntoIter<String>,
    token: Token,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.text = word;
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
