//! Every query about lists, their things and their reviews.

mod items;
mod reviews;

use diesel::prelude::*;

pub use items::{
    Filter, ItemRow, count_waiting, count_waiting_by_owner, find_item, insert_items, list_items, list_names,
    list_waiting, save_item,
};
pub use reviews::{find_review, insert_review, list_reviews, list_written, save_review};

use super::access::Whose;
use super::model::Onboarding;
use crate::accounts::PersonName;
use crate::clock::Day;
use crate::db::keys::{PersonId, RowVersion, TeamId, TermId};
use crate::db::schema::{onboarding_items, onboarding_reviews, onboardings, people, teams, terms};
use crate::db::{Connection, DbError, Tx};
use crate::program::reach::Reach;
use crate::program::terms::serving_on;
use crate::program::{ProgramError, TermRole};

/// The list of a term.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where the term has none.
pub fn find(connection: &mut Connection, term: TermId) -> Result<Onboarding, ProgramError> {
    let row: Option<(Day, Option<PersonId>, RowVersion)> = onboardings::table
        .find(term)
        .select((onboardings::begun_on, onboardings::buddy_id, onboardings::version))
        .first(connection)
        .optional()?;
    let (begun_on, buddy, version) = row.ok_or(ProgramError::NotFound("onboarding"))?;
    let buddy = match buddy {
        Some(id) => Some(name_of(connection, id)?),
        None => None,
    };
    Ok(Onboarding { term_id: term, begun_on, buddy, version })
}

/// Whether the term has a list.
pub fn exists(connection: &mut Connection, term: TermId) -> Result<bool, DbError> {
    let found: i64 = onboardings::table.filter(onboardings::term_id.eq(term)).count().get_result(connection)?;
    Ok(found > 0)
}

fn name_of(connection: &mut Connection, id: PersonId) -> Result<PersonName, DbError> {
    let (handle, name) = people::table.find(id).select((people::handle, people::name)).first(connection)?;
    Ok(PersonName { id, handle, name })
}

/// Begins the list of a term.
pub fn insert(tx: &mut Tx, term: TermId, begun_on: Day) -> Result<(), DbError> {
    diesel::insert_into(onboardings::table)
        .values((
            onboardings::term_id.eq(term),
            onboardings::begun_on.eq(begun_on),
            onboardings::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(())
}

/// Gives the list of a term to the term that continues it; false where it has none.
pub fn carry_over(tx: &mut Tx, from: TermId, to: TermId) -> Result<bool, DbError> {
    let rows = diesel::update(onboardings::table.filter(onboardings::term_id.eq(from)))
        .set(onboardings::term_id.eq(to))
        .execute(tx)?;
    diesel::update(onboarding_items::table.filter(onboarding_items::term_id.eq(from)))
        .set(onboarding_items::term_id.eq(to))
        .execute(tx)?;
    diesel::update(onboarding_reviews::table.filter(onboarding_reviews::term_id.eq(from)))
        .set(onboarding_reviews::term_id.eq(to))
        .execute(tx)?;
    Ok(rows > 0)
}

/// Says who walks beside a champion; false where somebody else did so since it was read.
pub fn save_buddy(
    tx: &mut Tx,
    onboarding: &Onboarding,
    buddy: Option<PersonId>,
    by: Option<PersonId>,
) -> Result<bool, DbError> {
    let unchanged = onboardings::table
        .filter(onboardings::term_id.eq(onboarding.term_id))
        .filter(onboardings::version.eq(onboarding.version));
    let rows = diesel::update(unchanged)
        .set((
            onboardings::buddy_id.eq(buddy),
            onboardings::buddy_by.eq(by),
            onboardings::version.eq(onboarding.version.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// The terms with a list of which somebody is the champion or the buddy, the
/// latest first.
///
/// # Errors
///
/// The database's own.
pub fn list_of_person(connection: &mut Connection, person: PersonId) -> Result<Vec<TermId>, DbError> {
    let columns = (onboardings::begun_on, onboardings::term_id);
    // Two queries: no index serves "the champion's or the buddy's" at once.
    let mut lists: Vec<(Day, TermId)> = onboardings::table
        .inner_join(terms::table.on(terms::id.eq(onboardings::term_id)))
        .filter(terms::person_id.eq(person))
        .select(columns)
        .load(connection)?;
    lists.extend(
        onboardings::table
            .filter(onboardings::buddy_id.eq(person))
            .select(columns)
            .load::<(Day, TermId)>(connection)?,
    );
    lists.sort_by_key(|(begun_on, term)| (std::cmp::Reverse(*begun_on), *term));
    lists.dedup();
    Ok(lists.into_iter().map(|(_, term)| term).collect())
}

/// The lists within reach that were begun from `since` on, the oldest first.
pub fn list_begun(connection: &mut Connection, reach: &Reach, since: Day) -> Result<Vec<TermId>, DbError> {
    let mut query = onboardings::table
        .inner_join(terms::table.on(terms::id.eq(onboardings::term_id)))
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(onboardings::begun_on.ge(since))
        .filter(onboardings::buddy_id.is_null())
        .order((onboardings::begun_on, onboardings::term_id))
        .select(onboardings::term_id)
        .into_boxed();
    if let Reach::Within(own, above) = reach {
        query = query.filter(teams::id.eq_any(own.clone()).or(teams::department_id.eq_any(above.clone())));
    }
    query.load(connection)
}

/// The lists of a team, the latest first, `limit` at the most.
pub fn list_of_team(connection: &mut Connection, team: TeamId, limit: i64) -> Result<Vec<TermId>, DbError> {
    onboardings::table
        .inner_join(terms::table.on(terms::id.eq(onboardings::term_id)))
        .filter(terms::team_id.eq(team))
        .order((onboardings::begun_on.desc(), onboardings::term_id))
        .limit(limit)
        .select(onboardings::term_id)
        .load(connection)
}

/// The names of other champions in the same department, to be offered as a
/// buddy, by name.
pub fn list_champions(
    connection: &mut Connection,
    whose: &Whose,
    today: Day,
    limit: i64,
) -> Result<Vec<String>, DbError> {
    let mut names: Vec<String> = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(teams::department_id.eq(whose.department))
        .filter(terms::person_id.ne(whose.person))
        .filter(terms::role.eq(TermRole::Champion))
        .filter(serving_on(today))
        .order((people::name_folded, people::id))
        .limit(limit)
        .select(people::name)
        .load(connection)?;
    names.dedup();
    Ok(names)
}
