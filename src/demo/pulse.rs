//! What champions and managers answered to the pulse, quarter by quarter.

use diesel::prelude::*;

use super::chance::Chance;
use super::company::{Company, working_hour};
use super::{DemoError, held};
use crate::db::Tx;
use crate::db::keys::PersonId;
use crate::db::schema::grants;
use crate::program::coverage::Quarter;
use crate::program::files::ProgramFile;
use crate::program::pulse::{Audience, PulseQuestions, Respondent, answer};
use crate::web::Grant;

/// Quarters of which there are answers.
const QUARTERS: usize = 4;
/// Teams whose champions answer: enough for every page, in a large company too.
const TEAMS: usize = 60;

/// What is written now and then.
const WORDS: &[&str] = &[
    "Sprint planning eats the time first.",
    "NetSec answers the same day, which helps a lot.",
    "More examples of reviews would be good.",
    "My manager keeps Thursday afternoon free for it.",
    "Hard to say no to features for this.",
    "The monthly meeting is worth it.",
];

/// Lets those answer who served, or managed, in the middle of each quarter that is over.
pub(super) fn live(tx: &mut Tx, chance: &mut Chance, company: &Company) -> Result<(), DemoError> {
    let Ok(questions) = PulseQuestions::parse(PulseQuestions::BUILT_IN) else { return Ok(()) };
    let managers: Vec<PersonId> =
        grants::table.filter(grants::kind.eq(Grant::Manager)).order(grants::id).select(grants::person_id).load(tx)?;
    let mut quarter = Quarter::of(company.today);
    for age in 0..QUARTERS as i32 {
        quarter = quarter.before();
        let middle = quarter.first().plus_days(45);
        let at = working_hour(middle, 11);
        for life in company.teams.iter().take(TEAMS) {
            let serving = life
                .served
                .iter()
                .filter(|served| served.from <= middle && served.until.is_none_or(|until| middle <= until));
            for served in serving {
                let who = Respondent {
                    person: served.person.id,
                    audience: Audience::Champions,
                    department: Some(life.team.department_id),
                    secret: format!("the browser of {}", served.person.handle),
                };
                for question in questions.of(who.audience) {
                    // It was worse a year ago, and not everybody answers.
                    let base = if question.key == "time" { life.gives / 25 } else { 4 - age / 2 };
                    let value = (base + chance.between(-1, 1)).clamp(1, 5);
                    let words = chance.happens(12).then(|| *chance.pick(WORDS));
                    if chance.happens(85) {
                        held(answer(tx, at, &who, &question.key, value, words))?;
                    }
                }
            }
        }
        for manager in &managers {
            let who = Respondent {
                person: *manager,
                audience: Audience::Managers,
                department: None,
                secret: format!("the browser of manager {manager}"),
            };
            for question in questions.of(who.audience) {
                let value = (4 - age / 3 + chance.between(-1, 1)).clamp(1, 5);
                held(answer(tx, at, &who, &question.key, value, None))?;
            }
        }
    }
    Ok(())
}
