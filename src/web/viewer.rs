//! Who looks at a page: nobody in particular, or a member with their rights.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::future::{Ready, ready};

use crate::calendar::WorkCalendar;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{DepartmentId, PersonId, TeamId};
use crate::error::AppError;
use crate::text_enum;

text_enum! {
    /// A right that is given. *Developer* is anyone signed in and *champion*
    /// follows from an active term; neither is ever granted.
    pub enum Grant {
        /// Looks after named departments or teams.
        Manager = "manager",
        /// Runs the champion program.
        Lead = "lead",
        /// Network Security: answers, publishes, approves.
        NetSec = "netsec",
        /// Runs this site.
        Admin = "admin",
    }
}

impl Grant {
    /// The grant in words.
    pub fn label(self) -> &'static str {
        match self {
            Grant::Manager => "Manager",
            Grant::Lead => "Program lead",
            Grant::NetSec => "Network Security",
            Grant::Admin => "Admin",
        }
    }
}

/// What a manager looks after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every department.
    All,
    /// One department and its teams.
    Department(DepartmentId),
    /// One team.
    Team(TeamId),
}

/// Somebody who is signed in, with the rights that they have at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person's key.
    pub id: PersonId,
    /// The name that others see.
    pub name: String,
    /// The person's address: `/people/{handle}`.
    pub handle: String,
    /// Rights that were given.
    pub grants: Vec<Grant>,
    /// What their manager grant covers; empty without one.
    pub manages: Vec<Scope>,
    /// Teams that they belong to, the first joined first.
    pub teams: Vec<TeamId>,
    /// Teams that they serve as champion or deputy today.
    pub champion_of: Vec<TeamId>,
    /// The calendar that they work by, in their own zone.
    pub calendar: WorkCalendar,
    /// How many notices they have not read, a hundred at the most.
    pub unread: i64,
}

impl Member {
    /// Whether the right was given.
    pub fn has(&self, grant: Grant) -> bool {
        self.grants.contains(&grant)
    }

    /// Whether they serve any team today.
    pub fn is_champion(&self) -> bool {
        !self.champion_of.is_empty()
    }

    /// Whether they serve this team today, as champion or deputy.
    pub fn is_champion_of(&self, team: TeamId) -> bool {
        self.champion_of.contains(&team)
    }

    /// Whether their manager grant covers the team, which lies in `department`.
    pub fn manages(&self, team: TeamId, department: DepartmentId) -> bool {
        self.has(Grant::Manager)
            && self.manages.iter().any(|scope| match scope {
                Scope::All => true,
                Scope::Department(managed) => *managed == department,
                Scope::Team(managed) => *managed == team,
            })
    }

    /// The day that it is where they work.
    pub fn today(&self, now: Timestamp) -> Day {
        self.calendar.today(now)
    }

    /// A member for tests of rules: these grants, nothing else.
    #[cfg(test)]
    pub fn sample(grants: &[Grant]) -> Self {
        Member {
            id: PersonId::generate(),
            name: "Sam Sample".into(),
            handle: "sam".into(),
            grants: grants.to_vec(),
            manages: Vec::new(),
            teams: Vec::new(),
            champion_of: Vec::new(),
            calendar: WorkCalendar::default(),
            unread: 0,
        }
    }
}

/// Who looks. A handler that needs somebody signed in takes a [`Member`].
#[derive(Debug, Clone, Default)]
pub struct Viewer(Option<Arc<Member>>);

impl Viewer {
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        Viewer(None)
    }

    /// This member.
    pub fn of(member: Member) -> Self {
        Viewer(Some(Arc::new(member)))
    }

    /// The member, if somebody is signed in.
    pub fn member(&self) -> Option<&Member> {
        self.0.as_deref()
    }

    /// Whether the right was given; never for a visitor who is not signed in.
    pub fn has(&self, grant: Grant) -> bool {
        self.member().is_some_and(|member| member.has(grant))
    }
}

impl FromRequest for Viewer {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Viewer>().cloned().unwrap_or_default()))
    }
}

impl FromRequest for Member {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        let member = extensions.get::<Viewer>().and_then(Viewer::member).cloned();
        ready(member.ok_or(AppError::SignInFirst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manager_looks_after_what_their_grant_covers() {
        let (team, department) = (TeamId::generate(), DepartmentId::generate());
        let managing = |grants: &[Grant], manages| Member { manages, ..Member::sample(grants) };
        for (who, member, manages) in [
            ("of the team", managing(&[Grant::Manager], vec![Scope::Team(team)]), true),
            ("of the department", managing(&[Grant::Manager], vec![Scope::Department(department)]), true),
            ("of everything", managing(&[Grant::Manager], vec![Scope::All]), true),
            ("of another team", managing(&[Grant::Manager], vec![Scope::Team(TeamId::generate())]), false),
            (
                "of another department",
                managing(&[Grant::Manager], vec![Scope::Department(DepartmentId::generate())]),
                false,
            ),
            ("of nothing", managing(&[Grant::Manager], Vec::new()), false),
            ("without the grant", managing(&[Grant::Admin], vec![Scope::All]), false),
        ] {
            assert_eq!(member.manages(team, department), manages, "{who}");
        }
    }

    #[test]
    fn rights_are_what_was_given_and_service_is_of_a_team() {
        let (team, other) = (TeamId::generate(), TeamId::generate());
        let champion = Member { champion_of: vec![team], ..Member::sample(&[Grant::Lead]) };

        assert!(champion.has(Grant::Lead) && !champion.has(Grant::Admin));
        assert!(champion.is_champion() && champion.is_champion_of(team) && !champion.is_champion_of(other));
        assert!(!Member::sample(&[Grant::Lead]).is_champion());
        let viewer = Viewer::of(champion);
        assert!(viewer.has(Grant::Lead) && !viewer.has(Grant::NetSec) && viewer.member().is_some());
        assert!(!Viewer::anonymous().has(Grant::Lead) && Viewer::anonymous().member().is_none());
    }

    #[test]
    fn grants_have_words_for_people() {
        let labels: Vec<&str> = Grant::ALL.iter().map(|grant| grant.label()).collect();
        assert_eq!(labels, ["Manager", "Program lead", "Network Security", "Admin"]);
    }
}
