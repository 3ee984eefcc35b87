//! The pieces that an article's texts are looked through by.

use super::model::Texts;

/// One piece: a whole text, or an item of a list.
pub struct Piece<'t> {
    /// Which text it belongs to.
    pub field: &'static str,
    /// The line on which it begins, or its place in the list; from 1.
    pub line: usize,
    /// The words.
    pub text: &'t str,
}

/// All pieces, in the order of the form.
pub fn pieces(texts: &Texts) -> Vec<Piece<'_>> {
    let mut pieces = vec![Piece { field: "title", line: 1, text: texts.title.as_str() }];
    for (field, list) in [("tags", &texts.tags), ("phrasings", &texts.phrasings)] {
        pieces.extend(list.iter().enumerate().map(|(at, text)| Piece { field, line: at + 1, text: text.as_str() }));
    }
    pieces.push(Piece { field: "body", line: 1, text: texts.body.as_str() });
    pieces
}
