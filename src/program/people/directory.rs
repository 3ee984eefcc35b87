//! The directory of people: who somebody is, where they belong and whom they
//! serve. What they gave, learnt or reviewed is not here.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::accounts::{self, PersonName};
use crate::clock::{Clock, Day};
use crate::db::keys::PersonId;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::{ProgramError, TeamName, list_departments, list_teams_of, served_by_these};
use crate::web::shell::query_value;
use crate::web::{Shell, page};

/// People of one page.
const PAGE: i64 = 50;

/// The query of `GET /people`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// Words of a name, or of a handle.
    q: String,
    /// The page, from 0.
    page: u32,
}

/// The directory.
#[derive(Template)]
#[template(path = "program/people/list.html")]
struct ListPage {
    shell: Shell,
    words: String,
    rows: Vec<Row>,
    total: i64,
    previous: String,
    next: String,
    range: String,
}

/// One person.
struct Row {
    name: String,
    handle: String,
    /// Their teams, each with its department's name.
    teams: Vec<(TeamName, String)>,
    /// What they serve as, and where.
    serves: Vec<(&'static str, TeamName)>,
}

impl ListPage {
    fn count(&self) -> String {
        if self.total == 1 { "1 person".into() } else { format!("{} people", self.total) }
    }
}

/// `GET /people`
pub async fn list(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, today) = (query.into_inner(), clock.now().day());
    let (words, skip) = (query.q.clone(), i64::from(query.page) * PAGE);
    let (rows, total) = db.read(move |connection| rows(connection, &words, skip, today)).await?;
    let last = skip + rows.len() as i64;
    let link = |number: u32| shell.to(&format!("/people?q={}&page={number}", query_value(&query.q)));
    page(&ListPage {
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if last < total { link(query.page + 1) } else { String::new() },
        range: if total > PAGE { format!("{} to {last} of {total}", skip + 1) } else { String::new() },
        words: query.q,
        shell,
        rows,
        total,
    })
}

fn rows(connection: &mut Connection, words: &str, skip: i64, today: Day) -> Result<(Vec<Row>, i64), ProgramError> {
    let (people, total) = accounts::list_directory(connection, words, skip, PAGE)?;
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let departments: HashMap<_, String> =
        list_departments(connection)?.into_iter().map(|department| (department.id, department.name)).collect();
    let mut teams: HashMap<PersonId, Vec<(TeamName, String)>> = HashMap::new();
    for (person, team) in list_teams_of(connection, &ids)? {
        let department = departments.get(&team.department_id).cloned().unwrap_or_default();
        teams.entry(person).or_default().push((team, department));
    }
    let mut serves: HashMap<PersonId, Vec<(&'static str, TeamName)>> = HashMap::new();
    for (person, role, team) in served_by_these(connection, &ids, today)? {
        serves.entry(person).or_default().push((role.label(), team));
    }
    let row = |PersonName { id, name, handle }| Row {
        teams: teams.remove(&id).unwrap_or_default(),
        serves: serves.remove(&id).unwrap_or_default(),
        name,
        handle,
    };
    Ok((people.into_iter().map(row).collect(), total))
}
