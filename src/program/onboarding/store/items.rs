//! Queries about the things of lists.

use diesel::prelude::*;

use crate::accounts::PersonState;
use crate::clock::Day;
use crate::db::keys::{DepartmentId, OnboardingItemId, TermId};
use crate::db::schema::{departments, onboarding_items as items, onboardings, people, teams, terms};
use crate::db::{Connection, DbError, Tx};
use crate::program::onboarding::model::{Item, Owner};
use crate::program::reach::Reach;
use crate::program::{ProgramError, Term, TermState};

/// Writes the things of a list.
pub fn insert_items(tx: &mut Tx, new: &[Item]) -> Result<(), DbError> {
    for item in new {
        diesel::insert_into(items::table).values(item).execute(tx)?;
    }
    Ok(())
}

/// The thing with this key.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_item(connection: &mut Connection, id: OnboardingItemId) -> Result<Item, ProgramError> {
    let found = items::table.find(id).select(items::all_columns).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("thing of an onboarding"))
}

/// The things of a term's list, in their order.
///
/// # Errors
///
/// The database's own.
pub fn list_items(connection: &mut Connection, term: TermId) -> Result<Vec<Item>, DbError> {
    items::table
        .filter(items::term_id.eq(term))
        .order((items::position, items::id))
        .select(items::all_columns)
        .load(connection)
}

/// Saves what was said of a thing; false where somebody did so since it was read.
pub fn save_item(tx: &mut Tx, item: &Item) -> Result<bool, DbError> {
    let unchanged = items::table.filter(items::id.eq(item.id)).filter(items::version.eq(item.version));
    let rows = diesel::update(unchanged)
        .set((
            items::asked_on.eq(item.asked_on),
            items::asked_by.eq(item.asked_by),
            items::done_on.eq(item.done_on),
            items::done_by.eq(item.done_by),
            items::evidence.eq(&item.evidence),
            items::revoked_on.eq(item.revoked_on),
            items::revoked_by.eq(item.revoked_by),
            items::version.eq(item.version.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Which things a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub reach: Reach,
    /// A name of the template; empty: all.
    pub item: String,
    /// A department's address; empty: all.
    pub department: String,
    /// Who does them; nobody in particular: all.
    pub owner: Option<Owner>,
}

impl Filter {
    /// All that waits, of these.
    pub fn within(reach: Reach) -> Self {
        Filter { reach, item: String::new(), department: String::new(), owner: None }
    }
}

/// A thing that waits, with the names that lists show.
#[derive(Debug, Clone, Queryable)]
pub struct ItemRow {
    /// The thing.
    pub item: Item,
    /// The term.
    pub term: Term,
    /// The champion's handle, name and account.
    pub person: (String, String, PersonState),
    /// The team's address and name.
    pub team: (String, String),
    /// The department's key and name.
    pub department: (DepartmentId, String),
    /// Since when the champion serves.
    pub begun_on: Day,
}

/// What waits: what is missing while the term goes on, and what is still there
/// once it is over. A term is over here as `over_since` says it of one.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_waiting(today: Day) -> _ {
    let ended: TermState = TermState::Ended;
    let off: PersonState = PersonState::Disabled;
    let goes_on = terms::ends_on.is_null().or(terms::ends_on.ge(today).assume_not_null());
    let is_on = terms::state.ne(ended).and(people::state.ne(off)).and(goes_on);
    let is_missing = items::done_on.is_null().and(is_on);
    let has_passed = terms::ends_on.is_not_null().and(terms::ends_on.lt(today).assume_not_null());
    let is_over = terms::state.eq(ended).or(people::state.eq(off)).or(has_passed);
    let is_left = items::done_on.is_not_null().and(items::revoked_on.is_null()).and(items::is_access.eq(true));
    is_missing.or(is_left.and(is_over))
}

/// Things with their terms, people, teams and departments.
#[diesel::dsl::auto_type(no_type_alias)]
fn rows() -> _ {
    items::table
        .inner_join(onboardings::table.on(onboardings::term_id.eq(items::term_id)))
        .inner_join(terms::table.on(terms::id.eq(items::term_id)))
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .inner_join(departments::table.on(departments::id.eq(teams::department_id)))
}

macro_rules! narrowed {
    ($filter:expr, $today:expr) => {{
        let filter: &Filter = $filter;
        let mut query = rows().filter(is_waiting($today)).into_boxed();
        if let Reach::Within(own, above) = &filter.reach {
            query = query.filter(teams::id.eq_any(own.clone()).or(departments::id.eq_any(above.clone())));
        }
        if !filter.item.is_empty() {
            query = query.filter(items::item.eq(filter.item.clone()));
        }
        if !filter.department.is_empty() {
            query = query.filter(departments::slug.eq(filter.department.clone()));
        }
        if let Some(owner) = filter.owner {
            query = query.filter(items::owner.eq(owner));
        }
        query
    }};
}

/// How many things wait on `today`.
///
/// # Errors
///
/// The database's own.
pub fn count_waiting(connection: &mut Connection, filter: &Filter, today: Day) -> Result<i64, DbError> {
    narrowed!(filter, today).count().get_result(connection)
}

/// How many things wait on `today` for each of those who do them, of everybody
/// together; who has nothing to do is missing.
///
/// # Errors
///
/// The database's own.
pub fn count_waiting_by_owner(connection: &mut Connection, today: Day) -> Result<Vec<(Owner, i64)>, DbError> {
    rows()
        .filter(is_waiting(today))
        .group_by(items::owner)
        .select((items::owner, diesel::dsl::count_star()))
        .load(connection)
}

/// The things that wait on `today`, by team and person, in the order of the
/// lists: at most `limit` after the first `skip`.
///
/// # Errors
///
/// The database's own.
pub fn list_waiting(
    connection: &mut Connection,
    filter: &Filter,
    today: Day,
    skip: i64,
    limit: i64,
) -> Result<Vec<ItemRow>, DbError> {
    narrowed!(filter, today)
        .order((teams::name_folded, teams::id, people::name_folded, terms::id, items::position))
        .offset(skip)
        .limit(limit)
        .select((
            items::all_columns,
            terms::all_columns,
            (people::handle, people::name, people::state),
            (teams::slug, teams::name),
            (departments::id, departments::name),
            onboardings::begun_on,
        ))
        .load(connection)
}

/// What things are called, by their name in the template.
///
/// # Errors
///
/// The database's own.
pub fn list_names(connection: &mut Connection) -> Result<Vec<(String, String)>, DbError> {
    let rows: Vec<(String, Option<String>)> = items::table
        .group_by(items::item)
        .order(items::item)
        .select((items::item, diesel::dsl::max(items::title)))
        .load(connection)?;
    Ok(rows.into_iter().map(|(item, title)| (item, title.unwrap_or_default())).collect())
}
