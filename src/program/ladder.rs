//! The levels of the program in their order, as training and belts share them,
//! and how far somebody has come on them.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;

use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::schema::belt_promotions;
use crate::db::{Connection, DbError};
use crate::text_enum;

/// Values of one `IN`; SQLite refuses too many.
const VALUES: usize = 1_000;

text_enum! {
    /// How far a promotion to a level is.
    pub enum PromotionState {
        /// The champion asked; somebody's word is missing.
        Asked = "asked",
        /// Manager and lead agreed, or a lead gave it: the level is theirs.
        Given = "given",
        /// Somebody said no.
        Refused = "refused",
        /// It was theirs, and was taken back.
        TakenBack = "taken-back",
    }
}

/// One level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is stored; it stays when the name changes.
    pub key: String,
    /// Its name: `Green belt`.
    pub name: String,
    /// What it stands for, in one sentence.
    pub about: String,
}

/// All levels, the first one first. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ladder(Arc<[Step]>);

impl Ladder {
    /// These levels, the first one first.
    pub fn new(steps: Vec<Step>) -> Self {
        Ladder(steps.into())
    }

    /// The levels in their order.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Where a level stands; none for one that the company no longer has.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.0.iter().position(|step| step.key == key)
    }

    /// The level with this key; none where the company no longer has it.
    pub fn get(&self, key: &str) -> Option<&Step> {
        self.0.iter().find(|step| step.key == key)
    }

    /// The level in a sentence: `the Green belt`, `“pink”, a level that is gone`.
    pub fn named(&self, key: &str) -> String {
        self.get(key).map_or_else(|| format!("“{key}”, a level that is gone"), |step| format!("the {}", step.name))
    }

    /// What is next for somebody who has the level at `has`: the one after it,
    /// and the last one for whoever has them all.
    pub fn after(&self, has: Option<usize>) -> Option<Rung> {
        let last = self.0.len().checked_sub(1)?;
        let place = has.map_or(0, |place| place + 1).min(last);
        Some(Rung { ladder: self.clone(), place })
    }
}

/// A place on the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    ladder: Ladder,
    place: usize,
}

impl Rung {
    /// The level's key.
    pub fn key(&self) -> &str {
        self.ladder.0.get(self.place).map_or("", |step| &step.key)
    }

    /// Whether it is the level with this key, or a higher one. A level that the
    /// company no longer has was come to by nobody.
    pub fn has_come_to(&self, key: &str) -> bool {
        self.ladder.place(key).is_some_and(|place| place <= self.place)
    }
}

/// Whose levels are read.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Everybody's.
    All,
    /// Those of these people.
    These(&'a [PersonId]),
}

/// The place of the highest level that each of them had been given by the end of
/// `day` and has still; those who have none are missing.
///
/// # Errors
///
/// The database's own.
pub fn levels_of(
    connection: &mut Connection,
    ladder: &Ladder,
    whose: Whose<'_>,
    day: Day,
) -> Result<HashMap<PersonId, usize>, DbError> {
    let mut highest: HashMap<PersonId, usize> = HashMap::new();
    let parts: Vec<Option<&[PersonId]>> = match whose {
        Whose::All => vec![None],
        Whose::These(people) => people.chunks(VALUES).map(Some).collect(),
    };
    for part in parts {
        let mut given = belt_promotions::table
            .filter(belt_promotions::state.eq(PromotionState::Given))
            .filter(belt_promotions::settled_at.lt(day.plus_days(1).start_utc()))
            .select((belt_promotions::person_id, belt_promotions::level))
            .into_boxed();
        if let Some(people) = part {
            given = given.filter(belt_promotions::person_id.eq_any(people));
        }
        for (person, level) in given.load::<(PersonId, String)>(connection)? {
            let Some(place) = ladder.place(&level) else { continue };
            let known = highest.entry(person).or_insert(place);
            *known = place.max(*known);
        }
    }
    Ok(highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder(keys: &[&str]) -> Ladder {
        let step = |key: &&str| Step { key: (*key).into(), name: format!("{key} belt"), about: String::new() };
        Ladder::new(keys.iter().map(step).collect())
    }

    #[test]
    fn what_is_next_comes_after_what_somebody_has() {
        let ladder = ladder(&["white", "green", "black"]);
        for (has, next) in [(None, "white"), (Some(0), "green"), (Some(1), "black"), (Some(2), "black")] {
            let rung = ladder.after(has);
            assert_eq!(rung.as_ref().map(Rung::key), Some(next), "{has:?}");
        }
        assert_eq!(Ladder::default().after(None), None);
    }

    #[test]
    fn a_level_is_come_to_in_the_order_of_the_file() {
        let ladder = ladder(&["zebra", "apple", "mango"]);
        for (has, key, come) in [
            (None, "zebra", true),
            (None, "apple", false),
            (Some(0), "apple", true),
            (Some(0), "mango", false),
            (Some(2), "zebra", true),
            (Some(2), "gone", false),
        ] {
            let rung = ladder.after(has);
            assert_eq!(rung.is_some_and(|rung| rung.has_come_to(key)), come, "{has:?} {key}");
        }
    }
}
