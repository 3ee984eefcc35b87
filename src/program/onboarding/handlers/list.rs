//! What is missing for whom, as a page and as CSV of exactly the same rows.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use crate::accounts::PersonState;
use crate::clock::{Clock, Day};
use crate::db::Db;
use crate::error::AppError;
use crate::program::onboarding::access::{self, Whose};
use crate::program::onboarding::model::{Owner, Standing};
use crate::program::onboarding::pages::{ListPage, Row};
use crate::program::onboarding::rules;
use crate::program::onboarding::store::{self, Filter, ItemRow};
use crate::program::reach::Reach;
use crate::program::{ProgramError, list_departments};
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{Grant, Member, Shell, csv, page};

/// Things of one page.
const PAGE: i64 = 100;
/// Things of a CSV; more than 5,000 teams have.
const CSV_ROWS: i64 = 200_000;

/// What is shown. It stands in the address, so that it can be sent to somebody.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// A name of the template; empty: all.
    item: String,
    /// A department's address; empty: all.
    department: String,
    /// An [`Owner`]; empty: all.
    who: String,
    page: u32,
}

impl ListQuery {
    fn path(&self, path: &str, page: u32) -> String {
        let (item, department, who) = (query_value(&self.item), query_value(&self.department), query_value(&self.who));
        format!("{path}?item={item}&department={department}&who={who}&page={page}")
    }

    /// What the viewer sees of it: managers what they manage, the others all.
    fn filter(&self, member: &Member) -> Result<Filter, AppError> {
        let sees_all = [Grant::Lead, Grant::Admin, Grant::NetSec].iter().any(|grant| member.has(*grant));
        let owner = match self.who.as_str() {
            "" => None,
            word => Some(Owner::parse(word).ok_or(AppError::NotFound("list"))?),
        };
        Ok(Filter {
            reach: if sees_all { Reach::All } else { Reach::managed_by(member) },
            item: self.item.clone(),
            department: self.department.clone(),
            owner,
        })
    }
}

/// `GET /onboarding`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, today) = (query.into_inner(), clock.now().day());
    let skip = i64::from(query.page) * PAGE;
    let filter = query.filter(&member)?;
    let found = db.read(move |connection| {
        let total = store::count_waiting(connection, &filter, today)?;
        let rows = store::list_waiting(connection, &filter, today, skip, PAGE)?;
        let (names, departments) = (store::list_names(connection)?, list_departments(connection)?);
        Ok::<_, ProgramError>((rows, total, names, departments))
    });
    let (rows, total, names, departments) = found.await?;
    let last = skip + rows.len() as i64;
    let link = |number: u32| shell.to(&query.path("/onboarding", number));
    let owner = |owner: &Owner| Choice::new(owner.as_str(), owner.label(), &query.who);
    page(&ListPage {
        sentence: sentence(total),
        rows: rows.into_iter().map(|row| shown(row, &member, today)).collect(),
        items: names.iter().map(|(name, title)| Choice::new(name, title, &query.item)).collect(),
        departments: departments.iter().map(|one| Choice::new(&one.slug, &one.name, &query.department)).collect(),
        owners: Owner::ALL.iter().map(owner).collect(),
        csv_href: shell.to(&query.path("/onboarding.csv", 0)),
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if last < total { link(query.page + 1) } else { String::new() },
        range: if total > PAGE { format!("{} to {last} of {total}", skip + 1) } else { String::new() },
        back: query.path("/onboarding", query.page),
        shell,
    })
}

fn sentence(total: i64) -> String {
    match total {
        0 => "Nothing is missing for anybody".into(),
        1 => "1 thing is missing, or is to be taken back".into(),
        more => format!("{more} things are missing, or are to be taken back"),
    }
}

fn shown(row: ItemRow, member: &Member, today: Day) -> Row {
    let over = rules::over_since(&row.term, row.person.2 == PersonState::Disabled, today);
    let whose = Whose { person: row.term.person_id, team: row.term.team_id, department: row.department.0, buddy: None };
    Row {
        can_mark: access::may_mark(member, &whose, row.item.owner),
        standing: rules::standing(&row.item, over.is_some()),
        since: over.unwrap_or(row.begun_on),
        id: row.item.id.as_str().to_owned(),
        version: row.item.version.0,
        title: row.item.title,
        owner: row.item.owner.label(),
        asked_on: row.item.asked_on,
        list: format!("/terms/{}/onboarding", row.term.id),
        person: (row.person.0, row.person.1),
        team: row.team,
        department: row.department.1,
    }
}

/// `GET /onboarding.csv`
pub async fn list_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (filter, today) = (query.filter(&member)?, clock.now().day());
    let rows = db.read(move |connection| store::list_waiting(connection, &filter, today, 0, CSV_ROWS)).await?;
    let header = ["champion", "team", "department", "thing", "owner", "state", "since", "asked_on"];
    let cells = rows.into_iter().map(|row| {
        let row = shown(row, &member, today);
        let asked = row.asked_on.map(|day| day.to_string()).unwrap_or_default();
        let state = if row.standing == Standing::ToRevoke { "to_revoke" } else { "missing" };
        let (person, team, since) = (row.person.1, row.team.1, row.since.to_string());
        [person, team, row.department, row.title, row.owner.to_owned(), state.to_owned(), since, asked]
    });
    Ok(csv::download(&format!("onboarding-{today}.csv"), csv::document(&header, cells)))
}
