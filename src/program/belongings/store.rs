//! Every query about repositories and services: two tables of one shape.

use diesel::prelude::*;

use super::model::{Belonging, BelongingKind, NewBelonging};
use crate::db::keys::{RepositoryId, ServiceId, TeamId};
use crate::db::schema::{code_owners, repositories, services, teams};
use crate::db::{Connection, DbError, Tx, like};
use crate::program::TeamName;
use crate::web::fold::fold;

/// Rows that are looked at where somebody types a name.
const LOOKED_AT: i64 = 200;
/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 1_000;

type Row = (String, String, TeamName);

/// The same functions over one table.
macro_rules! queries {
    ($module:ident, $table:ident, $key:ident) => {
        mod $module {
            use super::*;

            #[diesel::dsl::auto_type(no_type_alias)]
            fn rows() -> _ {
                $table::table.inner_join(teams::table.on(teams::id.eq($table::team_id)))
            }

            type Columns = ($table::name, $table::link, (teams::id, teams::slug, teams::name, teams::department_id));
            const ROW: Columns =
                ($table::name, $table::link, (teams::id, teams::slug, teams::name, teams::department_id));

            pub fn list(connection: &mut Connection) -> Result<Vec<Row>, DbError> {
                rows().order(($table::name_folded, $table::id)).select(ROW).load(connection)
            }

            pub fn list_of(connection: &mut Connection, team: TeamId) -> Result<Vec<Row>, DbError> {
                rows()
                    .filter($table::team_id.eq(team))
                    .order(($table::name_folded, $table::id))
                    .select(ROW)
                    .load(connection)
            }

            pub fn list_named(connection: &mut Connection, words: &[String]) -> Result<Vec<Row>, DbError> {
                let mut query = rows().select(ROW).into_boxed();
                for word in words {
                    query = query.filter($table::name_folded.like(like::holding(word)).escape('\\'));
                }
                for word in words {
                    query = query.or_filter($table::name_folded.eq(word.clone()));
                }
                query.order(($table::name_folded, $table::id)).limit(LOOKED_AT).load(connection)
            }

            pub fn list_folded(connection: &mut Connection, names: &[String]) -> Result<Vec<Row>, DbError> {
                let mut found = Vec::new();
                for chunk in names.chunks(CHUNK) {
                    let query = rows().filter($table::name_folded.eq_any(chunk.to_vec()));
                    let some: Vec<Row> = query.order($table::name_folded).select(ROW).load(connection)?;
                    found.extend(some);
                }
                Ok(found)
            }

            pub fn list_linked(connection: &mut Connection, links: &[String]) -> Result<Vec<Row>, DbError> {
                let some: Vec<String> = links.iter().take(CHUNK).cloned().collect();
                rows()
                    .filter($table::link.eq_any(some))
                    .order(($table::name_folded, $table::id))
                    .select(ROW)
                    .load(connection)
            }

            pub fn insert(tx: &mut Tx, team: TeamId, new: &NewBelonging) -> Result<(), DbError> {
                diesel::insert_into($table::table)
                    .values((
                        $table::id.eq($key::generate()),
                        $table::name.eq(&new.name),
                        $table::name_folded.eq(fold(&new.name)),
                        $table::team_id.eq(team),
                        $table::link.eq(&new.link),
                    ))
                    .execute(tx)?;
                Ok(())
            }

            pub fn save(tx: &mut Tx, team: TeamId, new: &NewBelonging) -> Result<(), DbError> {
                diesel::update($table::table.filter($table::name_folded.eq(fold(&new.name))))
                    .set(($table::name.eq(&new.name), $table::team_id.eq(team), $table::link.eq(&new.link)))
                    .execute(tx)?;
                Ok(())
            }

            pub fn delete(tx: &mut Tx, team: TeamId, name: &str) -> Result<bool, DbError> {
                let row = $table::table.filter($table::team_id.eq(team)).filter($table::name_folded.eq(fold(name)));
                Ok(diesel::delete(row).execute(tx)? == 1)
            }
        }
    };
}

queries!(of_repositories, repositories, RepositoryId);
queries!(of_services, services, ServiceId);

fn drawn(kind: BelongingKind, rows: Vec<Row>) -> Vec<Belonging> {
    rows.into_iter().map(|(name, link, team)| Belonging { kind, name, team, link }).collect()
}

/// All of one kind, by name.
///
/// # Errors
///
/// The database's own.
pub fn list_belongings(connection: &mut Connection, kind: BelongingKind) -> Result<Vec<Belonging>, DbError> {
    let rows = match kind {
        BelongingKind::Repository => of_repositories::list(connection)?,
        BelongingKind::Service => of_services::list(connection)?,
    };
    Ok(drawn(kind, rows))
}

/// What a team looks after: repositories first, then services, by name.
///
/// # Errors
///
/// The database's own.
pub fn list_belongings_of(connection: &mut Connection, team: TeamId) -> Result<Vec<Belonging>, DbError> {
    let mut all = drawn(BelongingKind::Repository, of_repositories::list_of(connection, team)?);
    all.extend(drawn(BelongingKind::Service, of_services::list_of(connection, team)?));
    Ok(all)
}

/// Repositories and services whose name holds all these words in lower case, or
/// is one of them. More than are meant; how well each fits is for the caller to say.
///
/// # Errors
///
/// The database's own.
pub fn list_belongings_named(connection: &mut Connection, words: &[String]) -> Result<Vec<Belonging>, DbError> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = drawn(BelongingKind::Repository, of_repositories::list_named(connection, words)?);
    all.extend(drawn(BelongingKind::Service, of_services::list_named(connection, words)?));
    Ok(all)
}

/// The one of this kind that has exactly this name, in any case of letters.
///
/// # Errors
///
/// The database's own.
pub fn find_belonging(
    connection: &mut Connection,
    kind: BelongingKind,
    name: &str,
) -> Result<Option<Belonging>, DbError> {
    Ok(list_with_names(connection, kind, &[fold(name)])?.pop())
}

/// Those of this kind whose folded name is one of `names`.
pub(in crate::program) fn list_with_names(
    connection: &mut Connection,
    kind: BelongingKind,
    names: &[String],
) -> Result<Vec<Belonging>, DbError> {
    let rows = match kind {
        BelongingKind::Repository => of_repositories::list_folded(connection, names)?,
        BelongingKind::Service => of_services::list_folded(connection, names)?,
    };
    Ok(drawn(kind, rows))
}

/// Those that are at one of these links, of which there are at most 1,000.
pub(in crate::program) fn list_linked(
    connection: &mut Connection,
    links: &[String],
) -> Result<Vec<Belonging>, DbError> {
    let mut all = drawn(BelongingKind::Repository, of_repositories::list_linked(connection, links)?);
    all.extend(drawn(BelongingKind::Service, of_services::list_linked(connection, links)?));
    Ok(all)
}

pub(super) fn insert(tx: &mut Tx, team: TeamId, new: &NewBelonging) -> Result<(), DbError> {
    match new.kind {
        BelongingKind::Repository => of_repositories::insert(tx, team, new),
        BelongingKind::Service => of_services::insert(tx, team, new),
    }
}

/// Gives the one of this name another team and link.
pub(super) fn save(tx: &mut Tx, team: TeamId, new: &NewBelonging) -> Result<(), DbError> {
    match new.kind {
        BelongingKind::Repository => of_repositories::save(tx, team, new),
        BelongingKind::Service => of_services::save(tx, team, new),
    }
}

/// Returns whether the team had it.
pub(super) fn delete(tx: &mut Tx, team: TeamId, kind: BelongingKind, name: &str) -> Result<bool, DbError> {
    match kind {
        BelongingKind::Repository => {
            // Whose its paths are goes with it.
            let own = repositories::table
                .filter(repositories::team_id.eq(team))
                .filter(repositories::name_folded.eq(fold(name)));
            let paths = code_owners::table.filter(code_owners::repository_id.eq_any(own.select(repositories::id)));
            diesel::delete(paths).execute(tx)?;
            of_repositories::delete(tx, team, name)
        }
        BelongingKind::Service => of_services::delete(tx, team, name),
    }
}
