//! Every query about launches.

use diesel::prelude::*;

use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, PersonId, RowVersion, TeamId};
use crate::db::schema::{launches, people, teams};
use crate::db::{Connection, DbError};
use crate::questions::launches::Launch;
use crate::questions::model::NamedTeam;

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
pub fn find_by_id(connection: &mut Connection, id: LaunchId) -> Result<Option<Launch>, DbError> {
    let row: Option<Row> = rows().filter(launches::id.eq(id)).select(columns()).first(connection).optional()?;
    Ok(row.map(drawn))
}
