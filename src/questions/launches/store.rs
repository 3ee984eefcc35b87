//! Every query about launches.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Launch, NewLaunch};
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, PersonId, RowVersion, TeamId};
use crate::db::schema::{launches, people, questions, teams};
use crate::db::{Connection, DbError, Tx};
use crate::questions::model::{NamedTeam, QuestionState};
use crate::questions::store::readable;
use crate::questions::{QuestionError, Reader};
use crate::web::fold::{fold, slug};

type Person = (PersonId, String, String);
type Row = ((LaunchId, String, String, Timestamp, RowVersion), (TeamId, String, String), Option<Person>);

#[diesel::dsl::auto_type(no_type_alias)]
fn rows() -> _ {
    launches::table
        .inner_join(teams::table.on(teams::id.eq(launches::team_id)))
        .left_join(people::table.on(people::id.nullable().eq(launches::created_by)))
}

type Columns = (
    (launches::id, launches::slug, launches::name, launches::launches_at, launches::version),
    (teams::id, teams::slug, teams::name),
    diesel::dsl::Nullable<(people::id, people::name, people::handle)>,
);

fn columns() -> Columns {
    (
        (launches::id, launches::slug, launches::name, launches::launches_at, launches::version),
        (teams::id, teams::slug, teams::name),
        (people::id, people::name, people::handle).nullable(),
    )
}

fn drawn(((id, slug, name, at, version), (team_id, team_slug, team_name), person): Row) -> Launch {
    Launch {
        id,
        slug,
        name,
        team: NamedTeam { id: team_id, slug: team_slug, name: team_name },
        at,
        created_by: person.map(|(id, name, handle)| PersonName { id, name, handle }),
        version,
    }
}

/// The launch with this key.
///
/// # Errors
///
/// The database's own.
pub fn find_by_id(connection: &mut Connection, id: LaunchId) -> Result<Option<Launch>, DbError> {
    let row: Option<Row> = rows().filter(launches::id.eq(id)).select(columns()).first(connection).optional()?;
    Ok(row.map(drawn))
}

/// The launch at this address.
///
/// # Errors
///
/// [`QuestionError::NoLaunch`].
pub fn find(connection: &mut Connection, slug: &str) -> Result<Launch, QuestionError> {
    let row: Option<Row> = rows().filter(launches::slug.eq(slug)).select(columns()).first(connection).optional()?;
    row.map(drawn).ok_or(QuestionError::NoLaunch)
}

/// The launches from `from` on, the earliest first; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_launches(connection: &mut Connection, from: Timestamp, limit: i64) -> Result<Vec<Launch>, DbError> {
    let query = rows().filter(launches::launches_at.ge(from)).order((launches::launches_at, launches::id));
    let found: Vec<Row> = query.limit(limit).select(columns()).load(connection)?;
    Ok(found.into_iter().map(drawn).collect())
}

/// The launches of these teams from `from` on, the earliest first; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_launches_of(
    connection: &mut Connection,
    teams: &[TeamId],
    from: Timestamp,
    limit: i64,
) -> Result<Vec<Launch>, DbError> {
    let query = rows().filter(launches::team_id.eq_any(teams.to_vec())).filter(launches::launches_at.ge(from));
    let query = query.order((launches::launches_at, launches::id)).limit(limit);
    let found: Vec<Row> = query.select(columns()).load(connection)?;
    Ok(found.into_iter().map(drawn).collect())
}

/// How many open questions each of these launches waits for, as far as
/// `reader` reads them; those without any are missing.
pub(super) fn count_open(
    connection: &mut Connection,
    reader: &Reader,
    these: &[LaunchId],
) -> Result<HashMap<LaunchId, i64>, DbError> {
    let rows: Vec<(LaunchId, i64)> = questions::table
        .filter(readable(reader))
        .filter(questions::launch_id.eq_any(these.to_vec()))
        .filter(questions::state.eq_any(QuestionState::OPEN))
        .group_by(questions::launch_id)
        .select((questions::launch_id.assume_not_null(), count_star()))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// Writes a new launch under a free address, and returns it.
pub(super) fn insert(
    tx: &mut Tx,
    team: NamedTeam,
    by: PersonName,
    now: Timestamp,
    new: &NewLaunch,
) -> Result<Launch, DbError> {
    let launch = Launch {
        id: LaunchId::generate(),
        slug: free_slug(tx, &new.name)?,
        name: new.name.clone(),
        team,
        at: new.at,
        created_by: Some(by),
        version: RowVersion::FIRST,
    };
    diesel::insert_into(launches::table)
        .values((
            launches::id.eq(launch.id),
            launches::slug.eq(&launch.slug),
            launches::name.eq(&launch.name),
            launches::name_folded.eq(fold(&launch.name)),
            launches::team_id.eq(launch.team.id),
            launches::launches_at.eq(launch.at),
            launches::created_by.eq(launch.created_by.as_ref().map(|person| person.id)),
            launches::created_at.eq(now),
            launches::version.eq(launch.version),
        ))
        .execute(tx)?;
    Ok(launch)
}

/// An address made of the name; with a number where it is taken. `new` is the form's own.
fn free_slug(tx: &mut Tx, name: &str) -> Result<String, DbError> {
    let stem = match slug(name).as_str() {
        "" | "new" => "launch".to_owned(),
        slug => slug.to_owned(),
    };
    let (mut free, mut number) = (stem.clone(), 2);
    while launches::table.filter(launches::slug.eq(&free)).count().get_result::<i64>(tx)? > 0 {
        free = format!("{stem}-{number}");
        number += 1;
    }
    Ok(free)
}

/// Saves name and time, if it was not saved since version `seen`. The address stays.
pub(super) fn save(tx: &mut Tx, launch: &Launch, new: &NewLaunch, seen: RowVersion) -> Result<bool, DbError> {
    let unchanged = launches::table.filter(launches::id.eq(launch.id)).filter(launches::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            launches::name.eq(&new.name),
            launches::name_folded.eq(fold(&new.name)),
            launches::launches_at.eq(new.at),
            launches::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
