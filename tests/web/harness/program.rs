//! Departments, teams and terms for tests, straight into their tables: the
//! program's own rules are for the program's own tests.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::prelude::*;
use drawbridge::clock::Timestamp;
use drawbridge::db::Tx;
use drawbridge::db::keys::{DepartmentId, MembershipId, PersonId, RowVersion, TeamId, TermId};
use drawbridge::db::schema::{departments, memberships, teams, terms};
use drawbridge::error::AppError;
use drawbridge::web::fold::{fold, slug};

use super::Insert;

/// A department or a team that was inserted.
#[derive(Debug, Clone)]
pub struct Named<Id> {
    /// Its key.
    pub id: Id,
    /// Its address: `/teams/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A department: `department("Payments")`.
pub fn department(name: &str) -> DepartmentBuilder {
    DepartmentBuilder { name: name.to_owned() }
}

/// A department that is about to be.
pub struct DepartmentBuilder {
    name: String,
}

impl Insert for DepartmentBuilder {
    type Row = Named<DepartmentId>;

    fn insert(&self, tx: &mut Tx, _: Timestamp) -> Result<Self::Row, AppError> {
        let row = Named { id: DepartmentId::generate(), slug: slug(&self.name), name: self.name.clone() };
        diesel::insert_into(departments::table)
            .values((
                departments::id.eq(row.id),
                departments::slug.eq(&row.slug),
                departments::name.eq(&row.name),
                departments::name_folded.eq(fold(&row.name)),
                departments::version.eq(RowVersion::FIRST),
            ))
            .execute(tx)?;
        Ok(row)
    }
}

/// A team in a department of its own, unless it is put into one: `team("Checkout").within(department.id)`.
pub fn team(name: &str) -> TeamBuilder {
    TeamBuilder { name: name.to_owned(), department: None, chat: String::new() }
}

/// A team that is about to be.
pub struct TeamBuilder {
    name: String,
    department: Option<DepartmentId>,
    chat: String,
}

impl TeamBuilder {
    /// Puts it into this department.
    pub fn within(mut self, department: DepartmentId) -> Self {
        self.department = Some(department);
        self
    }

    /// Where it can be written to.
    pub fn chat(mut self, chat: &str) -> Self {
        self.chat = chat.to_owned();
        self
    }
}

impl Insert for TeamBuilder {
    type Row = Named<TeamId>;

    fn insert(&self, tx: &mut Tx, now: Timestamp) -> Result<Self::Row, AppError> {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let department = match self.department {
            Some(id) => id,
            None => {
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                department(&format!("Department {number}")).insert(tx, now)?.id
            }
        };
        let row = Named { id: TeamId::generate(), slug: slug(&self.name), name: self.name.clone() };
        diesel::insert_into(teams::table)
            .values((
                teams::id.eq(row.id),
                teams::slug.eq(&row.slug),
                teams::name.eq(&row.name),
                teams::name_folded.eq(fold(&row.name)),
                teams::department_id.eq(department),
                teams::chat.eq(&self.chat),
                teams::created_at.eq(now),
                teams::version.eq(RowVersion::FIRST),
            ))
            .execute(tx)?;
        Ok(row)
    }
}

/// That a person belongs to a team.
pub fn membership(person: PersonId, team: TeamId) -> MembershipBuilder {
    MembershipBuilder { person, team }
}

/// A membership that is about to be.
pub struct MembershipBuilder {
    person: PersonId,
    team: TeamId,
}

impl Insert for MembershipBuilder {
    type Row = MembershipId;

    fn insert(&self, tx: &mut Tx, now: Timestamp) -> Result<MembershipId, AppError> {
        let id = MembershipId::generate();
        diesel::insert_into(memberships::table)
            .values((
                memberships::id.eq(id),
                memberships::person_id.eq(self.person),
                memberships::team_id.eq(self.team),
                memberships::since.eq(now.day()),
            ))
            .execute(tx)?;
        Ok(id)
    }
}

/// An active term as champion since thirty days ago, without a last day.
pub fn term(person: PersonId, team: TeamId) -> TermBuilder {
    TermBuilder { person, team, role: "champion", state: "active", ends_in: None, asked_days_ago: 0 }
}

/// A term that is about to be.
pub struct TermBuilder {
    person: PersonId,
    team: TeamId,
    role: &'static str,
    state: &'static str,
    ends_in: Option<i32>,
    asked_days_ago: i32,
}

impl TermBuilder {
    /// As deputy.
    pub fn deputy(mut self) -> Self {
        self.role = "deputy";
        self
    }

    /// With a last day, this many days from now.
    pub fn ends_in(mut self, days: i32) -> Self {
        self.ends_in = Some(days);
        self
    }

    /// Nominated, and approved where its state says so, this many days ago.
    pub fn asked_days_ago(mut self, days: i32) -> Self {
        self.asked_days_ago = days;
        self
    }

    /// In this state, as it is stored: `nominated`, `approved`, `accepted`, `ended` …
    pub fn state(mut self, state: &'static str) -> Self {
        self.state = state;
        self
    }
}

impl Insert for TermBuilder {
    type Row = TermId;

    fn insert(&self, tx: &mut Tx, now: Timestamp) -> Result<TermId, AppError> {
        let id = TermId::generate();
        let asked = now.plus(-jiff::SignedDuration::from_hours(24 * i64::from(self.asked_days_ago)));
        diesel::insert_into(terms::table)
            .values((
                terms::id.eq(id),
                terms::team_id.eq(self.team),
                terms::person_id.eq(self.person),
                terms::role.eq(self.role),
                terms::state.eq(self.state),
                terms::allocation_percent.eq(10),
                terms::nominated_by.eq(self.person),
                terms::nominated_at.eq(asked),
                terms::answered_at.eq(["accepted", "active", "ended"].contains(&self.state).then_some(asked)),
                terms::approved_at.eq((self.state == "approved").then_some(asked)),
                terms::starts_on.eq(now.day().plus_days(-30)),
                terms::ends_on.eq(self.ends_in.map(|days| now.day().plus_days(days))),
                terms::agreed_until.eq(self.ends_in.map(|days| now.day().plus_days(days))),
                terms::version.eq(RowVersion::FIRST),
            ))
            .execute(tx)?;
        Ok(id)
    }
}
