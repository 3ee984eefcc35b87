//! Answering with an article.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{QuestionEventId, RowVersion};
use crate::db::schema::questions;
use crate::db::{DbError, Tx};
use crate::knowledge::learnt::{LearntFrom, learn};
use crate::knowledge::{Article, Library};
use crate::questions::actions::{answer, find_for};
use crate::questions::model::{AnswerInput, Question, QuestionNumber, Visibility};
use crate::questions::rules::Act;
use crate::questions::store::list_leading_to;
use crate::questions::{Clocks, QuestionError, Reader};
use crate::web::{FieldProblem, Member};

/// An answer that an article gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// The article's slug.
    pub slug: String,
    /// What is said with it, in markdown; may be empty.
    pub words: String,
    /// The version of the question that the writer saw.
    pub seen: RowVersion,
    /// The newest line of the history that the writer saw.
    pub read: Option<QuestionEventId>,
}

/// Answers an open question with an article. Search learns the words of the
/// question, where everybody may read them, until whoever asked says that the
/// article is no answer.
///
/// # Errors
///
/// [`QuestionError::Invalid`] where there is no such article, and those of
/// [`super::super::answer`].
pub fn refer(
    tx: &mut Tx,
    (library, clocks): (&Library, &Clocks),
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    referral: &Referral,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Answer)?;
    if !question.state.is_open() {
        return Err(QuestionError::NotOpen { number, state: question.state.label() });
    }
    let article = library.article(&referral.slug).ok_or_else(|| {
        QuestionError::Invalid(vec![FieldProblem::new("article", "there is no such article; look for another")])
    })?;
    let words = said(&article, &referral.words);
    answer(tx, clocks, member, now, number, &AnswerInput { words, seen: referral.seen, read: referral.read })?;
    save_article(tx, &question, article.slug.as_str())?;
    if question.visibility == Visibility::Everyone {
        let same = list_leading_to(tx, &Reader::Anybody, question.id)?;
        let mut phrasings = vec![question.title.as_str(), question.searched.as_str()];
        phrasings.extend(same.iter().map(|other| other.title.as_str()));
        learn(tx, member.id, now, article.slug.as_str(), LearntFrom::Question(number.0), &phrasings)?;
    }
    Ok(())
}

/// The answer as the asker reads it.
fn said(article: &Article, words: &str) -> String {
    let title = article.title.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let link = format!("See [{title}](/faq/{}).", article.slug);
    if words.is_empty() { link } else { format!("{link}\n\n{words}") }
}

fn save_article(tx: &mut Tx, question: &Question, slug: &str) -> Result<(), DbError> {
    diesel::update(questions::table.find(question.id)).set(questions::article_slug.eq(Some(slug))).execute(tx)?;
    Ok(())
}
