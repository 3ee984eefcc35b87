//! Every query about reviews.

use diesel::prelude::*;

use super::model::{NewReview, Review, ReviewRow};
use crate::db::keys::{PersonId, ReviewId, RowVersion, TeamId};
use crate::db::schema::{people, reviews, teams};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;

/// The review with this key.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_review(connection: &mut Connection, id: ReviewId) -> Result<Review, ProgramError> {
    let found = reviews::table.find(id).select(reviews::all_columns).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("review"))
}

/// A person's reviews, the latest first, `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_reviews_of(
    connection: &mut Connection,
    person: PersonId,
    limit: i64,
) -> Result<Vec<ReviewRow>, ProgramError> {
    Ok(reviews::table
        .inner_join(teams::table)
        .inner_join(people::table)
        .filter(reviews::person_id.eq(person))
        .order((reviews::day.desc(), reviews::id.desc()))
        .limit(limit)
        .select((reviews::all_columns, (teams::slug, teams::name), (people::handle, people::name)))
        .load(connection)?)
}

/// A team's reviews, the latest first, `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_reviews_of_team(
    connection: &mut Connection,
    team: TeamId,
    limit: i64,
) -> Result<Vec<ReviewRow>, ProgramError> {
    Ok(reviews::table
        .inner_join(teams::table)
        .inner_join(people::table)
        .filter(reviews::team_id.eq(team))
        .order((reviews::day.desc(), reviews::id.desc()))
        .limit(limit)
        .select((reviews::all_columns, (teams::slug, teams::name), (people::handle, people::name)))
        .load(connection)?)
}

pub(super) fn insert(tx: &mut Tx, review: &Review) -> Result<(), DbError> {
    diesel::insert_into(reviews::table).values(review).execute(tx)?;
    Ok(())
}

/// Saves a review. Returns whether `seen` was still its version.
pub(super) fn save(tx: &mut Tx, id: ReviewId, new: &NewReview, seen: RowVersion) -> Result<bool, DbError> {
    let unchanged = reviews::table.filter(reviews::id.eq(id)).filter(reviews::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            reviews::team_id.eq(new.team),
            reviews::kind.eq(new.kind),
            reviews::title.eq(&new.title),
            reviews::link.eq(&new.link),
            reviews::outcome.eq(new.outcome),
            reviews::day.eq(new.day),
            reviews::minutes.eq(new.minutes),
            reviews::note.eq(&new.note),
            reviews::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
