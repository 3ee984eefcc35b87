//! What is decided thing by thing, for the page that says who may do what. The
//! page asks the very functions that decide: it can't say anything else.

use super::viewer::{Grant, Member, Scope};
use crate::calendar::WorkCalendar;
use crate::db::keys::{DepartmentId, PersonId, TeamId};

/// The thing that is asked about: it is of this person, of this team.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Whose it is: who asked, serves, wrote or logged it.
    pub person: PersonId,
    /// The team that it is of.
    pub team: TeamId,
    /// The department that the team is of.
    pub department: DepartmentId,
}

/// One act, and the function that decides who may do it.
pub struct Right {
    /// What is done, to what.
    pub act: &'static str,
    /// Whether somebody may.
    pub may: Box<dyn Fn(&Member) -> bool>,
}

impl Right {
    /// An act that this function decides.
    pub fn new(act: &'static str, may: impl Fn(&Member) -> bool + 'static) -> Self {
        Right { act, may: Box::new(may) }
    }
}

/// From where somebody looks at a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standpoint {
    /// Signed in, and nothing else.
    Anybody,
    /// It is their own.
    Own,
    /// They belong to the team.
    Colleague,
    /// They serve the team as champion or deputy.
    Champion,
    /// They serve another team.
    OtherChampion,
    /// They look after the team.
    Manager,
    /// They look after others.
    OtherManager,
    /// They run the program.
    Lead,
    /// Network Security.
    NetSec,
    /// They run the site.
    Admin,
}

impl Standpoint {
    /// All, from the one with the fewest rights on.
    pub const ALL: [Standpoint; 10] = [
        Standpoint::Anybody,
        Standpoint::Own,
        Standpoint::Colleague,
        Standpoint::Champion,
        Standpoint::OtherChampion,
        Standpoint::Manager,
        Standpoint::OtherManager,
        Standpoint::Lead,
        Standpoint::NetSec,
        Standpoint::Admin,
    ];

    /// In words, as the head of a column.
    pub fn label(self) -> &'static str {
        match self {
            Standpoint::Anybody => "Anybody signed in",
            Standpoint::Own => "Whose it is",
            Standpoint::Colleague => "Of the team",
            Standpoint::Champion => "Its champion",
            Standpoint::OtherChampion => "Other champions",
            Standpoint::Manager => "Its manager",
            Standpoint::OtherManager => "Other managers",
            Standpoint::Lead => "Program lead",
            Standpoint::NetSec => "Network Security",
            Standpoint::Admin => "Admin",
        }
    }

    /// Somebody who stands there, as far as things of `cast` go.
    pub fn member(self, cast: &Cast) -> Member {
        let nobody = Member {
            id: PersonId::generate(),
            name: String::new(),
            handle: String::new(),
            grants: Vec::new(),
            manages: Vec::new(),
            teams: Vec::new(),
            champion_of: Vec::new(),
            calendar: WorkCalendar::default(),
            unread: 0,
        };
        let granted = |grant| Member { grants: vec![grant], ..nobody.clone() };
        match self {
            Standpoint::Anybody => nobody,
            Standpoint::Own => Member { id: cast.person, ..nobody },
            Standpoint::Colleague => Member { teams: vec![cast.team], ..nobody },
            Standpoint::Champion => Member { champion_of: vec![cast.team], ..nobody },
            Standpoint::OtherChampion => Member { champion_of: vec![TeamId::generate()], ..nobody },
            Standpoint::Manager => {
                Member { manages: vec![Scope::Department(cast.department)], ..granted(Grant::Manager) }
            }
            Standpoint::OtherManager => {
                Member { manages: vec![Scope::Team(TeamId::generate())], ..granted(Grant::Manager) }
            }
            Standpoint::Lead => granted(Grant::Lead),
            Standpoint::NetSec => granted(Grant::NetSec),
            Standpoint::Admin => granted(Grant::Admin),
        }
    }
}

impl Cast {
    /// Somebody and their team, whom nobody else knows.
    pub fn somebody() -> Self {
        Cast { person: PersonId::generate(), team: TeamId::generate(), department: DepartmentId::generate() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_say_in_words_from_where_somebody_looks() {
        let labels: Vec<&str> = Standpoint::ALL.iter().map(|standpoint| standpoint.label()).collect();
        let expected = [
            "Anybody signed in",
            "Whose it is",
            "Of the team",
            "Its champion",
            "Other champions",
            "Its manager",
            "Other managers",
            "Program lead",
            "Network Security",
            "Admin",
        ];
        assert_eq!(labels, expected);
    }

    /// Otherwise a right that comes with any team would not show in their columns.
    #[test]
    fn others_have_a_team_which_is_not_the_one_that_is_asked_about() {
        let cast = Cast::somebody();
        let champion = Standpoint::OtherChampion.member(&cast);
        let manager = Standpoint::OtherManager.member(&cast);

        assert!(champion.is_champion() && !champion.is_champion_of(cast.team));
        assert!(manager.has(Grant::Manager) && !manager.manages.is_empty());
        assert!(!manager.manages(cast.team, cast.department));
    }
}
