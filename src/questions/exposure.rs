//! What teams have open and asked, and who answers, for the program's figures.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use super::model::{QuestionState, Visibility};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::questions;
use crate::db::{Connection, DbError};
use crate::program::{Asked, Exposure};

type Backend = <Connection as diesel::Connection>::Backend;
type Condition = Box<dyn BoxableExpression<questions::table, Backend, SqlType = Nullable<Bool>>>;

/// What the log of questions says of teams.
pub struct QuestionExposure;

impl Exposure for QuestionExposure {
    fn asked(
        &self,
        connection: &mut Connection,
        teams: Option<&[TeamId]>,
        since: Timestamp,
    ) -> Result<HashMap<TeamId, Asked>, DbError> {
        let open = questions::state.eq_any(QuestionState::OPEN);
        let mut asked: HashMap<TeamId, Asked> = HashMap::new();
        for (team, count) in count_by_team(connection, teams, Box::new(open.nullable()))? {
            asked.entry(team).or_default().open = count;
        }
        for (team, count) in count_by_team(connection, teams, Box::new(questions::asked_at.ge(since).nullable()))? {
            asked.entry(team).or_default().lately = count;
        }
        Ok(asked)
    }

    fn answered(
        &self,
        connection: &mut Connection,
        people: Option<&[PersonId]>,
        since: Timestamp,
    ) -> Result<HashMap<PersonId, Vec<Day>>, DbError> {
        let mut query = questions::table
            .filter(questions::answered_at.ge(since))
            .filter(questions::answered_by.is_not_null())
            .filter(questions::visibility.eq(Visibility::Everyone))
            .order(questions::answered_at)
            .select((questions::answered_by.assume_not_null(), questions::answered_at.assume_not_null()))
            .into_boxed();
        if let Some(people) = people {
            query = query.filter(questions::answered_by.eq_any(people));
        }
        let rows: Vec<(PersonId, Timestamp)> = query.load(connection)?;
        let mut answered: HashMap<PersonId, Vec<Day>> = HashMap::new();
        for (person, at) in rows {
            answered.entry(person).or_default().push(at.day());
        }
        Ok(answered)
    }
}

/// How many questions of each team fit; teams without any are missing. What
/// is not for everyone is not counted: the figures are.
fn count_by_team(
    connection: &mut Connection,
    teams: Option<&[TeamId]>,
    fits: Condition,
) -> Result<Vec<(TeamId, i64)>, DbError> {
    let of_teams: Condition = match teams {
        Some(teams) => Box::new(questions::team_id.eq_any(teams.to_vec())),
        None => Box::new(questions::team_id.is_not_null().nullable()),
    };
    questions::table
        .filter(fits)
        .filter(of_teams)
        .filter(questions::visibility.eq(Visibility::Everyone))
        .group_by(questions::team_id)
        .select((questions::team_id.assume_not_null(), count_star()))
        .load(connection)
}
