//! The list of questions.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use crate::clock::Clock;
use crate::db::keys::TeamId;
use crate::db::{Connection, Db, DbError};
use crate::error::AppError;
use crate::questions::finding::list_found;
use crate::questions::model::QuestionState;
use crate::questions::pages::{Line, ListPage, SortLink};
use crate::questions::store::{self, Cursor, Filter, Page, PageFrom, Sort};
use crate::questions::{Clocks, QuestionIndex, Reader};
use crate::web::form::Choice;
use crate::web::shell::address;
use crate::web::{Member, Shell, page, see_other};

/// Lines of one page.
const PAGE: usize = 50;

/// The query of `GET /questions`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    team: String,
    view: String,
    state: String,
    sort: String,
    after: String,
    before: String,
}

/// `GET /questions`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (clocks, index): (Data<Clocks>, Data<QuestionIndex>),
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, now, zone) = (query.into_inner(), clock.now(), clocks.calendar().zone.clone());
    let (filter, sort, from) = (query.filter(&member)?, query.sort()?, query.from()?);
    let unread = index.still_reading().filter(|_| query.has_words());
    let asked = query.clone();
    let job = move |connection: &mut Connection| asked.read(connection, &index, filter, (sort, from, PAGE));
    let found = db.read(job).await?;
    if found.questions.is_empty() && is_place(&from) {
        return Ok(see_other(&query.path(&query.sort, None)));
    }
    let href = |way, line: Option<Cursor>| match line {
        Some(line) => shell.to(&query.path(&query.sort, Some((way, line)))),
        None => String::new(),
    };
    page(&ListPage {
        lines: found.questions.iter().map(|question| Line::new(&shell.base, question, (now, &zone))).collect(),
        views: query.views(),
        states: query.states(),
        filtered: !(query.q.is_empty() && query.team.is_empty() && query.view.is_empty() && query.state.is_empty()),
        newest: sort_link(shell.to(&query.path("", None)), sort == Sort::Newest, "descending"),
        due: sort_link(shell.to(&query.path("due", None)), sort == Sort::Due, "ascending"),
        csv_href: shell.to(&query.address("/questions.csv", &query.sort, None)),
        json_href: shell.to(&query.address("/questions.json", &query.sort, None)),
        previous: href("before", found.previous),
        next: href("after", found.next),
        words: query.q.clone(),
        unread,
        team: query.team.clone(),
        shell,
    })
}

/// The filter, of these teams alone.
fn within(filter: Filter, named: Vec<TeamId>) -> Filter {
    let teams = match filter.teams {
        Some(own) => own.into_iter().filter(|team| named.contains(team)).collect(),
        None => named,
    };
    Filter { teams: Some(teams), ..filter }
}

/// From where a page is read, as its address says.
pub(super) fn place(after: &str, before: &str) -> Result<PageFrom, AppError> {
    let line = |text: &str| {
        Cursor::parse(text).ok_or_else(|| AppError::BadRequest(format!("“{text}” is no place in the list; begin anew")))
    };
    match (after, before) {
        ("", "") => Ok(PageFrom::Start),
        (after, "") => Ok(PageFrom::After(line(after)?)),
        ("", before) => Ok(PageFrom::Before(line(before)?)),
        _ => Err(AppError::BadRequest("give the place after which or before which to read, not both".into())),
    }
}

/// Whether a page begins somewhere within the list.
pub(super) fn is_place(from: &PageFrom) -> bool {
    *from != PageFrom::Start
}

fn sort_link(href: String, is_current: bool, way: &'static str) -> SortLink {
    SortLink { href, sort: if is_current { way } else { "" } }
}

impl ListQuery {
    /// From where the list is read.
    pub fn from(&self) -> Result<PageFrom, AppError> {
        place(&self.after, &self.before)
    }

    /// Whether it asks for words, which the index has to be whole for.
    pub fn has_words(&self) -> bool {
        !self.q.trim().is_empty()
    }

    /// Some of the questions that `filter`, which is its own, names, with its
    /// words and of the teams that it calls.
    pub fn read(
        &self,
        connection: &mut Connection,
        index: &QuestionIndex,
        filter: Filter,
        part: (Sort, PageFrom, usize),
    ) -> Result<Page, DbError> {
        let filter = match self.team.trim() {
            "" => filter,
            team => within(filter, store::list_teams_called(connection, team)?),
        };
        list_found(connection, index, &filter, &self.q, part)
    }

    /// What it is narrowed to.
    pub fn filter(&self, member: &Member) -> Result<Filter, AppError> {
        let mut filter = Filter { reader: Reader::of(member), ..Filter::default() };
        match self.view.as_str() {
            "" => {}
            "mine" => filter.asker = Some(member.id),
            "team" => filter.teams = Some(own_teams(member)),
            other => return Err(AppError::BadRequest(format!("“{other}” is no view; take mine or team"))),
        }
        filter.states = match self.state.as_str() {
            "" => Vec::new(),
            "open" => QuestionState::OPEN.to_vec(),
            other => vec![
                QuestionState::parse(other)
                    .ok_or_else(|| AppError::BadRequest(format!("“{other}” is no state of a question")))?,
            ],
        };
        Ok(filter)
    }

    /// In which order it is.
    pub fn sort(&self) -> Result<Sort, AppError> {
        match self.sort.as_str() {
            "" => Ok(Sort::Newest),
            "due" => Ok(Sort::Due),
            other => Err(AppError::BadRequest(format!("the list can't be sorted by “{other}”; take due"))),
        }
    }

    fn views(&self) -> Vec<Choice> {
        vec![Choice::new("mine", "Mine", &self.view), Choice::new("team", "My teams’", &self.view)]
    }

    fn states(&self) -> Vec<Choice> {
        let mut choices = vec![Choice::new("open", "open", &self.state)];
        choices.extend(QuestionState::ALL.iter().map(|state| Choice::new(state.as_str(), state.label(), &self.state)));
        choices
    }

    /// This list, sorted so, from that place on; what is not set stays out of the address.
    fn path(&self, sort: &str, place: Option<(&str, Cursor)>) -> String {
        self.address("/questions", sort, place)
    }

    fn address(&self, path: &str, sort: &str, place: Option<(&str, Cursor)>) -> String {
        let (way, line) = place.map(|(way, line)| (way, line.text())).unwrap_or(("after", String::new()));
        let parts = [
            ("q", self.q.as_str()),
            ("team", self.team.as_str()),
            ("view", self.view.as_str()),
            ("state", self.state.as_str()),
            ("sort", sort),
            (way, line.as_str()),
        ];
        address(path, &parts)
    }
}

/// Teams that a member belongs to or serves.
fn own_teams(member: &Member) -> Vec<TeamId> {
    let mut teams = member.teams.clone();
    teams.extend(member.champion_of.iter().filter(|team| !member.teams.contains(team)));
    teams
}
