//! My desk: what I owe, and what I did, on one page.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::reviews::{ReviewRow, list_reviews_of};
use crate::program::terms::{TermRow, Waiting, waiting_for};
use crate::program::time::{EntryLine, Week, list_entries, team_choices, week_of};
use crate::program::training::{Course, list_due};
use crate::program::{ProgramError, Serving, TeamName, serving, teams_of, teams_served};
use crate::questions;
use crate::web::form::Choice;
use crate::web::{Member, Shell, page};

/// Entries, and reviews, that the desk shows; the rest is one link away.
const RECENT: i64 = 5;

/// What I owe first, then what I did.
#[derive(Template)]
#[template(path = "desk/me.html")]
struct DeskPage {
    shell: Shell,
    is_champion: bool,
    week: Week,
    /// Teams to log for, where I serve several.
    teams: Vec<Choice>,
    /// Questions that wait for me.
    waiting: questions::Waiting,
    /// Nominations that wait for my word.
    nominations: Waiting,
    due: Vec<Course>,
    reviews: Vec<ReviewRow>,
    entries: Vec<EntryLine>,
    /// My teams, each with who serves it.
    own_teams: Vec<(TeamName, Vec<Serving>)>,
}

impl DeskPage {
    fn term_href(&self, row: &TermRow) -> String {
        self.shell.to(&format!("/terms/{}", row.term.id))
    }
}

/// `GET /me`
pub(super) async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let shown = db.read(move |connection| desk_of(connection, shell, &member, now)).await?;
    page(&shown)
}

fn desk_of(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    now: Timestamp,
) -> Result<DeskPage, ProgramError> {
    let today = now.day();
    let is_champion = member.is_champion();
    let entries = list_entries(connection, member.id, 0, RECENT)?;
    let mut own_teams = Vec::new();
    for team in teams_of(connection, member.id)? {
        let people = serving(connection, team.id, today)?;
        own_teams.push((team, people));
    }
    Ok(DeskPage {
        week: week_of(connection, member.id, today)?,
        teams: team_choices(&teams_served(connection, member.id, today)?, ""),
        waiting: questions::list_waiting(connection, &shell.base, member, now, RECENT)?,
        nominations: waiting_for(connection, member)?,
        due: if is_champion { list_due(connection, member.id, today)? } else { Vec::new() },
        reviews: list_reviews_of(connection, member.id, RECENT)?,
        entries: entries.into_iter().map(|row| EntryLine::new(row, today)).collect(),
        own_teams,
        is_champion,
        shell,
    })
}
