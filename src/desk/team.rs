//! What a team's page shows of the rooms above the program: its questions and launches.

use crate::clock::Timestamp;
use crate::db::{Connection, DbError};
use crate::program::{Team, TeamExtras, TeamFeed, TeamSection, TeamSectionRow};
use crate::questions;
use crate::web::Member;

/// Questions that a team's page shows; the log has the others.
const LINES: i64 = 5;

/// A team's next launches and newest questions.
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
        let row = |line: questions::Line| TeamSectionRow { fact: line.fact(), label: line.title, path: line.href };
        let to_come = questions::list_launches_of(connection, &[team.id], now, LINES)?;
        let launch = |launch: questions::Launch| TeamSectionRow {
            fact: launch.at.relative(now),
            path: launch.path(),
            label: launch.name,
        };
        let launches = (!to_come.is_empty()).then(|| TeamSection {
            title: "Launches".into(),
            rows: to_come.into_iter().map(launch).collect(),
            empty: String::new(),
            more: ("All launches".into(), "/launches".into()),
            feed: None,
        });
        let asked = TeamSection {
            title: "Questions".into(),
            rows: lines.into_iter().map(row).collect(),
            empty: "Nobody of this team has asked anything yet.".into(),
            more: ("All questions of this team".into(), format!("/questions?team={}", team.slug)),
            feed: Some(TeamFeed {
                path: format!("/teams/{}/questions.atom", team.slug),
                page: format!("/me/feeds?team={}", team.slug),
            }),
        };
        Ok(launches.into_iter().chain([asked]).collect())
    }
}
