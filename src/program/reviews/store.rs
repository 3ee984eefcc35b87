//! Every query about reviews.

use diesel::prelude::*;

use super::access::Listed;
use super::model::{NewReview, Review, ReviewKind, ReviewOutcome, ReviewRow, ReviewState};
use crate::clock::Day;
use crate::db::keys::{PersonId, ReviewId, RowVersion, TeamId};
use crate::db::schema::{people, reviews, teams};
use crate::db::{Connection, DbError, Tx, like};
use crate::program::ProgramError;
use crate::web::fold::fold;

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
            reviews::state.eq(new.state),
            reviews::critical.eq(new.findings.critical),
            reviews::high.eq(new.findings.high),
            reviews::medium.eq(new.findings.medium),
            reviews::low.eq(new.findings.low),
            reviews::findings.eq(&new.findings.words),
            reviews::preflight_why.eq(&new.preflight.why),
            reviews::preflight_flows.eq(&new.preflight.flows),
            reviews::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// The reviews of a team that somebody has not finished, the longest open first.
pub(super) fn list_open(connection: &mut Connection, person: PersonId, team: TeamId) -> Result<Vec<Review>, DbError> {
    reviews::table
        .filter(reviews::person_id.eq(person))
        .filter(reviews::team_id.eq(team))
        .filter(reviews::state.eq(ReviewState::InProgress))
        .order((reviews::day, reviews::id))
        .select(reviews::all_columns)
        .load(connection)
}

/// All reviews that somebody has not finished, the longest open first.
pub(super) fn list_open_of(connection: &mut Connection, person: PersonId) -> Result<Vec<Review>, DbError> {
    reviews::table
        .filter(reviews::person_id.eq(person))
        .filter(reviews::state.eq(ReviewState::InProgress))
        .order((reviews::day, reviews::id))
        .select(reviews::all_columns)
        .load(connection)
}

/// Gives a review to somebody else to finish.
pub(super) fn save_person(tx: &mut Tx, review: &Review, person: PersonId) -> Result<(), DbError> {
    diesel::update(reviews::table.find(review.id))
        .set((reviews::person_id.eq(person), reviews::version.eq(review.version.next())))
        .execute(tx)?;
    Ok(())
}

/// Which reviews a list shows.
pub(super) struct Filter {
    /// Words of the team's name; empty: all.
    pub team: String,
    /// What was looked at; none: all.
    pub kind: Option<ReviewKind>,
    /// What came of it; none: all.
    pub outcome: Option<ReviewOutcome>,
    /// How far it is; none: all.
    pub state: Option<ReviewState>,
    /// First day of the month, and of the next; none: all.
    pub month: Option<(Day, Day)>,
}

/// A review with its team's address and name.
pub(super) type ReviewAndTeam = (Review, (String, String));

/// Reviews that fit, the latest first, of the teams that `listed` names.
pub(super) fn list_reviews(
    connection: &mut Connection,
    listed: Option<&Listed>,
    filter: &Filter,
    skip: i64,
    limit: i64,
) -> Result<Vec<ReviewAndTeam>, DbError> {
    let mut query = reviews::table.inner_join(teams::table).into_boxed();
    if let Some(listed) = listed {
        let by_team = teams::id.eq_any(listed.teams.clone());
        query = query.filter(by_team.or(teams::department_id.eq_any(listed.departments.clone())));
    }
    if !filter.team.is_empty() {
        query = query.filter(teams::name_folded.like(like::holding(&fold(&filter.team))).escape('\\'));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(reviews::kind.eq(kind));
    }
    if let Some(outcome) = filter.outcome {
        query = query.filter(reviews::outcome.eq(outcome));
    }
    if let Some(state) = filter.state {
        query = query.filter(reviews::state.eq(state));
    }
    if let Some((first, next)) = filter.month {
        query = query.filter(reviews::day.ge(first)).filter(reviews::day.lt(next));
    }
    query
        .order((reviews::day.desc(), reviews::id.desc()))
        .offset(skip)
        .limit(limit)
        .select((reviews::all_columns, (teams::slug, teams::name)))
        .load(connection)
}
