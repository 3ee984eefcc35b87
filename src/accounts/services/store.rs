//! Every query about services.

use diesel::prelude::*;

use crate::accounts::erasing::{self, Former};
use crate::accounts::{AccountError, Person, PersonName, PersonState, find_by_handle};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{api_tokens, people, service_accounts};
use crate::db::{Connection, DbError, Tx};
use crate::erase_names;
use crate::web::fold::fold;

/// Who answers for a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answers {
    /// A team.
    Team(TeamId),
    /// Somebody.
    Person(PersonId),
}

impl Answers {
    fn columns(&self) -> (Option<TeamId>, Option<PersonId>) {
        match self {
            Answers::Team(id) => (Some(*id), None),
            Answers::Person(id) => (None, Some(*id)),
        }
    }
}

/// A service, with what a list says of it.
#[derive(Debug, Clone)]
pub struct Service {
    /// The key of its account.
    pub id: PersonId,
    /// Its address: `/service-accounts/{handle}`.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Who answers for it.
    pub answers: Answers,
    /// Who that is, where it is a person, and whether their account is on.
    pub owner: Option<(PersonName, bool)>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// The keys of all services, for a query.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn all() -> _ {
    service_accounts::table.select(service_accounts::person_id)
}

/// The keys of services that are not over, for a query.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn live() -> _ {
    service_accounts::table.filter(service_accounts::ended_at.is_null()).select(service_accounts::person_id)
}

/// The keys of services that are over, for a query.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn ended() -> _ {
    service_accounts::table.filter(service_accounts::ended_at.is_not_null()).select(service_accounts::person_id)
}

/// Whether somebody, or a service that is not over, has this name, in any
/// letters and with any spaces.
pub(super) fn is_name_taken(connection: &mut Connection, name: &str) -> Result<bool, DbError> {
    let named: i64 = people::table
        .filter(people::name_folded.eq(fold(name)))
        .filter(people::id.ne_all(ended()))
        .count()
        .get_result(connection)?;
    Ok(named > 0)
}

/// Whether this account is a service's, whatever became of it.
///
/// # Errors
///
/// The database's own.
pub fn is_service(connection: &mut Connection, id: PersonId) -> Result<bool, DbError> {
    let known: Option<PersonId> =
        service_accounts::table.find(id).select(service_accounts::person_id).first(connection).optional()?;
    Ok(known.is_some())
}

/// Whether this account is that of a service which is not over.
///
/// # Errors
///
/// The database's own.
pub fn is_live(connection: &mut Connection, id: PersonId) -> Result<bool, DbError> {
    let known: Option<PersonId> = live().filter(service_accounts::person_id.eq(id)).first(connection).optional()?;
    Ok(known.is_some())
}

/// The account of the service with this handle, while it is not over.
///
/// # Errors
///
/// [`AccountError::NoService`].
pub fn find_live(connection: &mut Connection, handle: &str) -> Result<Person, AccountError> {
    let person = match find_by_handle(connection, handle) {
        Err(AccountError::NotFound) => return Err(AccountError::NoService),
        found => found?,
    };
    if is_live(connection, person.id)? { Ok(person) } else { Err(AccountError::NoService) }
}

pub(super) fn insert(tx: &mut Tx, now: Timestamp, id: PersonId, about: &str, answers: &Answers) -> Result<(), DbError> {
    let (team, owner) = answers.columns();
    diesel::insert_into(service_accounts::table)
        .values((
            service_accounts::person_id.eq(id),
            service_accounts::about.eq(about),
            service_accounts::team_id.eq(team),
            service_accounts::owner_id.eq(owner),
            service_accounts::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves who answers for a service. Returns whether it is not over.
pub(super) fn save_answers(tx: &mut Tx, id: PersonId, answers: &Answers) -> Result<bool, DbError> {
    let (team, owner) = answers.columns();
    let live = service_accounts::table.find(id).filter(service_accounts::ended_at.is_null());
    let saved = diesel::update(live)
        .set((service_accounts::team_id.eq(team), service_accounts::owner_id.eq(owner)))
        .execute(tx)?;
    Ok(saved == 1)
}

/// Ends a service. Returns whether it was not over before.
pub(super) fn save_ended(tx: &mut Tx, id: PersonId, now: Timestamp) -> Result<bool, DbError> {
    let live = service_accounts::table.find(id).filter(service_accounts::ended_at.is_null());
    Ok(diesel::update(live).set(service_accounts::ended_at.eq(now)).execute(tx)? == 1)
}

type Row = ((PersonId, String, String), (String, Option<TeamId>, Option<PersonId>), (Timestamp, Option<Timestamp>));

/// All services by name, those that ended last; there are some dozens.
pub(super) fn list(connection: &mut Connection) -> Result<Vec<Service>, DbError> {
    let rows: Vec<Row> = service_accounts::table
        .inner_join(people::table)
        .order((service_accounts::ended_at.is_not_null(), people::name_folded, people::id))
        .select((
            (people::id, people::handle, people::name),
            (service_accounts::about, service_accounts::team_id, service_accounts::owner_id),
            (service_accounts::created_at, service_accounts::ended_at),
        ))
        .load(connection)?;
    let owners: Vec<PersonId> = rows.iter().filter_map(|row| row.1.2).collect();
    let known: Vec<(PersonId, String, String, PersonState)> = people::table
        .filter(people::id.eq_any(owners))
        .select((people::id, people::handle, people::name, people::state))
        .load(connection)?;
    let owner = |id: PersonId| {
        let found = known.iter().find(|(known, ..)| *known == id);
        found.map(|(id, handle, name, state)| {
            let name = PersonName { id: *id, handle: handle.clone(), name: name.clone() };
            (name, *state == PersonState::Active)
        })
    };
    let service = |((id, handle, name), (about, team, by), (created_at, ended_at)): Row| {
        let answers = match (team, by) {
            (Some(team), _) => Answers::Team(team),
            (None, by) => Answers::Person(by?),
        };
        Some(Service { id, handle, name, about, owner: by.and_then(owner), answers, created_at, ended_at })
    };
    Ok(rows.into_iter().filter_map(service).collect())
}

/// The service with this handle.
///
/// # Errors
///
/// [`AccountError::NoService`].
pub fn find(connection: &mut Connection, handle: &str) -> Result<Service, AccountError> {
    list(connection)?.into_iter().find(|service| service.handle == handle).ok_or(AccountError::NoService)
}

/// The services for which somebody answers and that are not over, by name.
///
/// # Errors
///
/// The database's own.
pub fn list_answered_by(connection: &mut Connection, person: PersonId) -> Result<Vec<Service>, DbError> {
    let mut answered = list(connection)?;
    answered.retain(|service| service.ended_at.is_none() && service.answers == Answers::Person(person));
    Ok(answered)
}

/// People with this handle or this name, and whether their account is on.
/// Services are not among them, and nobody whose name was erased.
pub(super) fn list_called(connection: &mut Connection, text: &str) -> Result<Vec<(PersonName, bool)>, DbError> {
    let rows: Vec<(PersonId, String, String, PersonState)> = people::table
        .filter(people::handle.eq(text.to_lowercase()).or(people::name_folded.eq(fold(text))))
        .filter(people::id.ne_all(all()))
        .filter(people::id.ne_all(erasing::all()))
        .order(people::id)
        .select((people::id, people::handle, people::name, people::state))
        .load(connection)?;
    let called = |(id, handle, name, state)| (PersonName { id, handle, name }, state == PersonState::Active);
    Ok(rows.into_iter().map(called).collect())
}

/// Takes the names of somebody out of those of services, out of what these are
/// for, and out of those of tokens.
///
/// # Errors
///
/// The database's own.
pub fn erase(tx: &mut Tx, former: &Former) -> Result<(), DbError> {
    erase_names!(tx, former, service_accounts by person_id: about);
    erase_names!(tx, former, api_tokens by id: name);
    // People may be called alike, and keep their names.
    let services = people::table.filter(people::id.eq_any(all())).select((people::id, people::name));
    let named: Vec<(PersonId, String)> = services.load(tx)?;
    for (id, name) in named {
        if let Some(without) = former.without(&name) {
            diesel::update(people::table.find(id))
                .set((people::name_folded.eq(fold(&without)), people::name.eq(without)))
                .execute(tx)?;
        }
    }
    Ok(())
}

/// Whose a token is, when it was last used, and whether it is good.
pub(super) type Used = (PersonId, Option<Timestamp>, bool);

/// Every token of a service, as far as a list of services speaks of it.
pub(super) fn list_used(connection: &mut Connection, now: Timestamp) -> Result<Vec<Used>, DbError> {
    type UsedRow = (PersonId, Option<Timestamp>, Timestamp, Option<Timestamp>);
    let rows: Vec<UsedRow> = api_tokens::table
        .filter(api_tokens::person_id.eq_any(service_accounts::table.select(service_accounts::person_id)))
        .select((api_tokens::person_id, api_tokens::used_at, api_tokens::expires_at, api_tokens::revoked_at))
        .load(connection)?;
    let used = |(person, used, ends, revoked): UsedRow| (person, used, ends > now && revoked.is_none());
    Ok(rows.into_iter().map(used).collect())
}
