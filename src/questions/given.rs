//! Answers that somebody gave, as the program counts them towards belts and
//! offers to log the time for them.

use diesel::prelude::*;

use super::model::Visibility;
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::questions;
use crate::db::{Connection, DbError};
use crate::program::Answers;
use crate::program::belts::GivenAnswer;
use crate::program::time::offers::AnsweredQuestion;

/// The latest answers that are looked at for offers of time.
const LATEST: i64 = 100;

/// The questions that somebody answered.
pub struct GivenAnswers;

impl Answers for GivenAnswers {
    fn list_answers(&self, connection: &mut Connection, person: PersonId) -> Result<Vec<GivenAnswer>, DbError> {
        let rows: Vec<(i64, String, Option<Timestamp>)> = questions::table
            .filter(questions::answered_by.eq(person))
            .filter(questions::answered_at.is_not_null())
            // The list is read by more people than a question that is not for everyone.
            .filter(questions::visibility.eq(Visibility::Everyone))
            .order((questions::answered_at.desc(), questions::id.desc()))
            .select((questions::number, questions::title, questions::answered_at))
            .load(connection)?;
        let given = |(number, label, at): (i64, String, Option<Timestamp>)| {
            Some(GivenAnswer { label, path: format!("/questions/{number}"), day: at?.day() })
        };
        Ok(rows.into_iter().filter_map(given).collect())
    }

    fn list_answered(
        &self,
        connection: &mut Connection,
        person: PersonId,
        since: Timestamp,
    ) -> Result<Vec<AnsweredQuestion>, DbError> {
        type Row = (i64, String, Visibility, Option<TeamId>, Option<Timestamp>);
        let rows: Vec<Row> = questions::table
            .filter(questions::answered_by.eq(person))
            .filter(questions::answered_at.ge(since))
            .order((questions::answered_at.desc(), questions::id.desc()))
            .limit(LATEST)
            .select((
                questions::number,
                questions::title,
                questions::visibility,
                questions::team_id,
                questions::answered_at,
            ))
            .load(connection)?;
        let answered = |(number, title, visibility, team, at): Row| {
            // The title becomes the note of an entry, which goes further than the question.
            let title = if visibility == Visibility::Everyone { title } else { format!("Question {number}") };
            Some(AnsweredQuestion { number, title, team: team?, at: at? })
        };
        Ok(rows.into_iter().filter_map(answered).collect())
    }
}
