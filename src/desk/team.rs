//! What a team's page shows of the rooms above the program: its questions.

use crate::clock::Timestamp;
use crate::db::{Connection, DbError};
use crate::program::{Team, TeamExtras, TeamSection, TeamSectionRow};
use crate::questions;
use crate::web::Member;

/// Questions that a team's page shows; the log has the others.
const LINES: i64 = 5;

/// A team's newest questions.
pub struct TeamQuestions;

impl TeamExtras for TeamQuestions {
    fn sections(
        &self,
        connection: &mut Connection,
        member: &Member,
        team: &Team,
        now: Timestamp,
    ) -> Result<Vec<TeamSection>, DbError> {
        let lines = questions::of_team(connection, "", member, team.id, now, LINES)?;
        let row =
            |line: questions::Line| TeamSectionRow { label: line.title, path: line.href, fact: line.state.into() };
        Ok(vec![TeamSection {
            title: "Questions".into(),
            rows: lines.into_iter().map(row).collect(),
            empty: "Nobody of this team has asked anything yet.".into(),
            more: ("All questions of this team".into(), format!("/questions?team={}", team.slug)),
        }])
    }
}
