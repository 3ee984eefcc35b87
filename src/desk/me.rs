//! My desk: what I owe, and what I did, on one page.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::start::{Step, steps};
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::knowledge::{Library, freshness, list_for_champion, writing};
use crate::program::CoverageBook;
use crate::program::coverage::Overseen;
use crate::program::files::ProgramFiles;
use crate::program::ladder::Ladder;
use crate::program::pulse::{PulseDesk, pulse_desk};
use crate::program::reviews::{ReviewRow, list_reviews_of};
use crate::program::terms::{Waiting, serves_since, waiting_for};
use crate::program::time::offers::{OfferLine, list_offers};
use crate::program::time::{EntryLine, UndoLine, Week, latest_of, list_entries, team_choices, week_of};
use crate::program::training::{Course, list_courses, list_due};
use crate::program::{
    Answers, ProgramError, Reminder, Serving, TeamName, list_reminders, serving, teams_of, teams_served,
};
use crate::questions;
use crate::web::form::Choice;
use crate::web::{Member, Shell, page, pulse_secret};

/// Entries, and reviews, that the desk shows; the rest is one link away.
const RECENT: i64 = 5;

/// What I owe first, then what I did.
#[derive(Template)]
#[template(path = "desk/me.html")]
struct DeskPage {
    shell: Shell,
    /// What the site still lacks; empty once it lacks nothing, and for all but admins.
    steps: Vec<Step>,
    /// Teams without a champion, for those who look after teams.
    uncovered: Option<usize>,
    is_champion: bool,
    /// What to read first, for a champion whose term is young: title, path, articles.
    first_steps: Option<(String, String, usize)>,
    week: Week,
    /// What I finished lately and did not log.
    offers: Vec<OfferLine>,
    /// Teams to log for, where I serve several.
    teams: Vec<Choice>,
    /// Questions that wait for me.
    waiting: questions::Waiting,
    /// Drafts that came back to me, or wait to be read by me.
    drafts: writing::Desk,
    /// Articles that wait for me.
    articles: freshness::Desk,
    /// What I am asked this quarter.
    pulse: PulseDesk,
    /// Nominations that wait for my word.
    nominations: Waiting,
    /// What I should not forget of the program.
    reminders: Vec<Reminder>,
    due: Vec<Course>,
    /// Whether any course is required at all.
    any_required: bool,
    reviews: Vec<ReviewRow>,
    entries: Vec<EntryLine>,
    /// The last change to them, which a click takes back.
    undo: Option<UndoLine>,
    /// My teams, each with who serves it.
    own_teams: Vec<(TeamName, Vec<Serving>)>,
}

impl DeskPage {
    fn coverage_words(&self, uncovered: &usize) -> String {
        match uncovered {
            0 => "Every team that you look after has a champion.".into(),
            1 => "1 team that you look after has no champion.".into(),
            teams => format!("{teams} teams that you look after have no champion."),
        }
    }
}

/// `GET /me`
pub(super) async fn show(
    request: HttpRequest,
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (library, book, files): (Data<Library>, Data<CoverageBook>, Data<ProgramFiles>),
    (answers, clocks): (Data<Arc<dyn Answers>>, Data<questions::Clocks>),
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let overseen = overseen(&db, &book, &member, now).await?;
    let articles = freshness::desk_of(&library, &member, now.day(), RECENT as usize);
    let (questions, secret) = (files.pulse.get(), pulse_secret(&request));
    let ladder = files.ladder();
    let mut shown = db
        .read(move |connection| {
            let pulse = pulse_desk(connection, &questions, &member, now.day(), secret.as_deref())?;
            let offers = OfferLine::list(list_offers(connection, &***answers, &member, now)?);
            let mut desk = desk_of(connection, shell, &library, &ladder, &member, &overseen, now)?;
            desk.reminders.extend(questions::reminders(connection, &clocks, &member, now)?);
            desk.reminders.sort_by(|one, other| (one.on, &one.words).cmp(&(other.on, &other.words)));
            Ok::<_, ProgramError>(DeskPage { pulse, offers, ..desk })
        })
        .await?;
    shown.articles = articles;
    page(&shown)
}

fn desk_of(
    connection: &mut Connection,
    shell: Shell,
    library: &Library,
    ladder: &Ladder,
    member: &Member,
    overseen: &Overseen,
    now: Timestamp,
) -> Result<DeskPage, ProgramError> {
    let today = now.day();
    let is_champion = member.is_champion();
    let entries = list_entries(connection, member.id, 0, RECENT)?;
    let mut own_teams = Vec::new();
    let served = teams_served(connection, member.id, today)?;
    let mut mine = teams_of(connection, member.id)?;
    mine.extend(served.iter().filter(|team| !mine.contains(team)).cloned().collect::<Vec<_>>());
    for team in mine {
        let people = serving(connection, team.id, today)?;
        own_teams.push((team, people));
    }
    let nominations = waiting_for(connection, member, RECENT)?;
    let mut reminders = list_reminders(connection, ladder, member, today, overseen)?;
    // What waits for a word stands above already.
    reminders.retain(|reminder| !nominations.holds(&reminder.path));
    let since = if is_champion { serves_since(connection, member.id, today)? } else { None };
    Ok(DeskPage {
        first_steps: since.and_then(|since| list_for_champion(library, since, today)),
        week: week_of(connection, &member.calendar, member.id, member.today(now))?,
        undo: latest_of(connection, member.id, now)?.map(UndoLine::new),
        teams: team_choices(&served, ""),
        waiting: questions::list_waiting(connection, &shell.base, member, now, RECENT)?,
        drafts: writing::desk_of(connection, member, now, RECENT)?,
        articles: freshness::Desk::default(),
        nominations,
        reminders,
        due: list_due(connection, ladder, member.id, today)?,
        any_required: is_champion && list_courses(connection)?.iter().any(|course| !course.audience.is_nobody()),
        pulse: PulseDesk::default(),
        offers: Vec::new(),
        steps: steps(connection, member)?,
        uncovered: overseen.uncovered,
        reviews: list_reviews_of(connection, member.id, RECENT)?,
        entries: EntryLine::list(connection, &member.calendar, entries, member.today(now))?,
        own_teams,
        is_champion,
        shell,
    })
}

/// What `member` has to see to as somebody who looks after teams.
async fn overseen(db: &Db, book: &CoverageBook, member: &Member, now: Timestamp) -> Result<Overseen, ProgramError> {
    if !Overseen::concerns(member) {
        return Ok(Overseen::default());
    }
    Ok(Overseen::of(&*book.read(db, now).await?, member))
}
