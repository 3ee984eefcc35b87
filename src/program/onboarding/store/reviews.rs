//! Queries about reviews.

use diesel::prelude::*;

use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{OnboardingReviewId, PersonId, RowVersion, TermId};
use crate::db::schema::{onboarding_reviews as reviews, people};
use crate::db::{Connection, DbError, Tx};
use crate::program::onboarding::model::{Review, ReviewDays, Side};

/// Keys of one query; SQLite takes some thousand variables.
const CHUNK: usize = 500;

type Row = (OnboardingReviewId, i32, Side, String, (PersonId, String, String), Timestamp, RowVersion);

fn review((id, days, side, answers, (by, handle, name), written_at, version): Row) -> Review {
    let answers = serde_json::from_str(&answers).unwrap_or_default();
    let written_by = PersonName { id: by, handle, name };
    Review { id, days, side, answers, written_by, written_at, version }
}

/// The reviews of a term that were written, by day and side.
///
/// # Errors
///
/// The database's own.
pub fn list_reviews(connection: &mut Connection, term: TermId) -> Result<Vec<Review>, DbError> {
    let rows: Vec<Row> = reviews::table
        .inner_join(people::table.on(people::id.eq(reviews::written_by)))
        .filter(reviews::term_id.eq(term))
        .order((reviews::days, reviews::side))
        .select((
            reviews::id,
            reviews::days,
            reviews::side,
            reviews::answers,
            (people::id, people::handle, people::name),
            reviews::written_at,
            reviews::version,
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(review).collect())
}

/// What one side wrote after so many days.
///
/// # Errors
///
/// The database's own.
pub fn find_review(
    connection: &mut Connection,
    term: TermId,
    days: ReviewDays,
    side: Side,
) -> Result<Option<Review>, DbError> {
    let mut all = list_reviews(connection, term)?;
    all.retain(|review| review.days == days.number() && review.side == side);
    Ok(all.pop())
}

/// Which reviews of these terms were written: the term, the days and the side.
///
/// # Errors
///
/// The database's own.
pub fn list_written(connection: &mut Connection, terms: &[TermId]) -> Result<Vec<(TermId, i32, Side)>, DbError> {
    let mut all = Vec::new();
    for chunk in terms.chunks(CHUNK) {
        let rows: Vec<(TermId, i32, Side)> = reviews::table
            .filter(reviews::term_id.eq_any(chunk.to_vec()))
            .select((reviews::term_id, reviews::days, reviews::side))
            .load(connection)?;
        all.extend(rows);
    }
    Ok(all)
}

/// Writes what one side says first.
pub fn insert_review(
    tx: &mut Tx,
    term: TermId,
    (days, side): (ReviewDays, Side),
    answers: &str,
    by: PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    diesel::insert_into(reviews::table)
        .values((
            reviews::id.eq(OnboardingReviewId::generate()),
            reviews::term_id.eq(term),
            reviews::days.eq(days.number()),
            reviews::side.eq(side),
            reviews::answers.eq(answers),
            reviews::written_by.eq(by),
            reviews::written_at.eq(now),
            reviews::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves what one side says; false where somebody did so since version `seen`.
pub fn save_review(
    tx: &mut Tx,
    review: &Review,
    seen: RowVersion,
    answers: &str,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let unchanged = reviews::table.filter(reviews::id.eq(review.id)).filter(reviews::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            reviews::answers.eq(answers),
            reviews::written_by.eq(by),
            reviews::written_at.eq(now),
            reviews::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
