//! What helps with a question.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionId};
use crate::db::schema::question_links as links;
use crate::db::{Connection, DbError, Tx};
use crate::questions::model::{HelpLink, LinkKind};

/// Links something. Returns false where it was linked before.
///
/// # Errors
///
/// The database's own.
pub fn insert_link(
    tx: &mut Tx,
    question: QuestionId,
    link: &HelpLink,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let known: i64 = links::table.find((question, link.kind, &link.target)).count().get_result(tx)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(links::table)
        .values((
            links::question_id.eq(question),
            links::kind.eq(link.kind),
            links::target.eq(&link.target),
            links::label.eq(&link.label),
            links::person_id.eq(by),
            links::linked_at.eq(now),
        ))
        .execute(tx)?;
    Ok(true)
}

/// Takes a link away. Returns false where there was none.
///
/// # Errors
///
/// The database's own.
pub fn delete_link(tx: &mut Tx, question: QuestionId, kind: LinkKind, target: &str) -> Result<bool, DbError> {
    Ok(diesel::delete(links::table.find((question, kind, target))).execute(tx)? > 0)
}

/// What is linked, in the order in which it was.
///
/// # Errors
///
/// The database's own.
pub fn list_links(connection: &mut Connection, question: QuestionId) -> Result<Vec<HelpLink>, DbError> {
    let rows: Vec<(LinkKind, String, String)> = links::table
        .filter(links::question_id.eq(question))
        .order((links::linked_at, links::target))
        .select((links::kind, links::target, links::label))
        .load(connection)?;
    Ok(rows.into_iter().map(|(kind, target, label)| HelpLink { kind, target, label }).collect())
}

/// Follows something to its new address; a question that has both keeps one.
///
/// # Errors
///
/// The database's own.
pub fn rename_links(tx: &mut Tx, kind: LinkKind, old: &str, new: &str) -> Result<(), DbError> {
    let of_kind = links::table.filter(links::kind.eq(kind));
    let have_new: Vec<QuestionId> = of_kind.filter(links::target.eq(new)).select(links::question_id).load(tx)?;
    let both = links::table.filter(links::kind.eq(kind)).filter(links::target.eq(old));
    diesel::delete(both.filter(links::question_id.eq_any(have_new))).execute(tx)?;
    let moved = links::table.filter(links::kind.eq(kind)).filter(links::target.eq(old));
    diesel::update(moved).set(links::target.eq(new)).execute(tx)?;
    Ok(())
}
