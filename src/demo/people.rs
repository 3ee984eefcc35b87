//! People of the sample company, under names that nobody has yet.

use std::collections::HashSet;

use super::chance::Chance;
use super::names::{FAMILY, GIVEN};
use super::{DemoError, held};
use crate::accounts::{self, NewPerson, Person};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::web::fold::slug;

/// Hires people under names that nobody has yet.
pub(super) struct People {
    pub chance: Chance,
    taken: HashSet<String>,
}

impl People {
    /// Nobody yet.
    pub fn new(chance: Chance) -> Self {
        People { chance, taken: HashSet::new() }
    }

    /// Hires somebody who can sign in; the name is made up where none is given.
    pub fn hire(&mut self, tx: &mut Tx, at: Timestamp, name: Option<&str>) -> Result<Person, DemoError> {
        let mut name = name.map_or_else(|| self.name(), str::to_owned);
        let mut round = 2;
        while !self.taken.insert(name.clone()) {
            name = if round < 6 { self.name() } else { format!("{} {round}", self.name()) };
            round += 1;
        }
        let handle = slug(&name).replace('-', ".");
        let new = NewPerson { email: format!("{handle}@example.com"), chat: format!("@{handle}"), name };
        let person = held(accounts::add_person(tx, None, at, &new))?;
        held(accounts::activate(tx, &person))
    }

    fn name(&mut self) -> String {
        format!("{} {}", self.chance.pick(GIVEN), self.chance.pick(FAMILY))
    }
}
