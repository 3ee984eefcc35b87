//! The list of questions.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use crate::clock::Clock;
use crate::db::Db;
use crate::db::keys::TeamId;
use crate::error::AppError;
use crate::questions::model::QuestionState;
use crate::questions::pages::{Line, ListPage, SortLink};
use crate::questions::store::{self, Filter, Sort};
use crate::questions::{QuestionError, Reader};
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{Member, Shell, page, see_other};

/// Lines of one page.
const PAGE: i64 = 50;

/// The query of `GET /questions`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    team: String,
    view: String,
    state: String,
    sort: String,
    page: u32,
}

/// `GET /questions`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, now) = (query.into_inner(), clock.now());
    let (filter, sort, skip) = (query.filter(&member)?, query.sort()?, i64::from(query.page) * PAGE);
    let (questions, total) =
        db.read(move |connection| Ok::<_, QuestionError>(store::list(connection, &filter, sort, skip, PAGE)?)).await?;
    if questions.is_empty() && total > 0 {
        let end = u32::try_from((total - 1) / PAGE).unwrap_or(u32::MAX);
        return Ok(see_other(&query.path(&query.sort, end)));
    }
    let last = skip + questions.len() as i64;
    let numbered = |page: u32| query.href(&shell, &query.sort, page);
    page(&ListPage {
        lines: questions.iter().map(|question| Line::new(&shell.base, question, now)).collect(),
        views: query.views(),
        states: query.states(),
        filtered: !(query.q.is_empty() && query.team.is_empty() && query.view.is_empty() && query.state.is_empty()),
        newest: sort_link(query.href(&shell, "", 0), sort == Sort::Newest, "descending"),
        due: sort_link(query.href(&shell, "due", 0), sort == Sort::Due, "ascending"),
        previous: query.page.checked_sub(1).map(numbered).unwrap_or_default(),
        next: if last < total { numbered(query.page.saturating_add(1)) } else { String::new() },
        range: if total > PAGE { format!("{} to {last} of {total}", skip + 1) } else { String::new() },
        words: query.q.clone(),
        team: query.team.clone(),
        shell,
    })
}

fn sort_link(href: String, is_current: bool, way: &'static str) -> SortLink {
    SortLink { href, sort: if is_current { way } else { "" } }
}

impl ListQuery {
    fn filter(&self, member: &Member) -> Result<Filter, AppError> {
        let mut filter = Filter {
            reader: Reader::of(member),
            words: self.q.clone(),
            team_words: self.team.clone(),
            ..Filter::default()
        };
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

    fn sort(&self) -> Result<Sort, AppError> {
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

    fn href(&self, shell: &Shell, sort: &str, page: u32) -> String {
        shell.to(&self.path(sort, page))
    }

    /// This list, sorted so, at that page; what is not set stays out of the address.
    fn path(&self, sort: &str, page: u32) -> String {
        let page = if page == 0 { String::new() } else { page.to_string() };
        let parts = [
            ("q", self.q.as_str()),
            ("team", self.team.as_str()),
            ("view", self.view.as_str()),
            ("state", self.state.as_str()),
            ("sort", sort),
            ("page", page.as_str()),
        ];
        let set: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", query_value(value)))
            .collect();
        let mark = if set.is_empty() { "" } else { "?" };
        format!("/questions{mark}{}", set.join("&"))
    }
}

/// Teams that a member belongs to or serves.
fn own_teams(member: &Member) -> Vec<TeamId> {
    let mut teams = member.teams.clone();
    teams.extend(member.champion_of.iter().filter(|team| !member.teams.contains(team)));
    teams
}
