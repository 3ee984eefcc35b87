//! In whose name a change of the program is made.

use crate::db::keys::PersonId;
use crate::web::Member;

/// Who makes a change.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    /// Somebody who is signed in; their rights are checked.
    Member(&'a Member),
    /// A command beside the site, or the sample company, which no right holds
    /// back; in the name of this person, if of anybody.
    Trusted(Option<PersonId>),
}

impl Actor<'_> {
    /// The person that the record names.
    pub fn id(self) -> Option<PersonId> {
        match self {
            Actor::Member(member) => Some(member.id),
            Actor::Trusted(person) => person,
        }
    }

    /// Whether they may do what `allows` allows a member.
    pub fn may(self, allows: impl FnOnce(&Member) -> bool) -> bool {
        match self {
            Actor::Member(member) => allows(member),
            Actor::Trusted(_) => true,
        }
    }

    /// Whether somebody signed in does it, and is this person.
    pub fn is(self, person: PersonId) -> bool {
        self.may(|member| member.id == person)
    }
}
