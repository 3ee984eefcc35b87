//! The one to ask, for scripts.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::find::{find_exactly, find_whom_to_ask};
use super::model::{Contact, ContactPerson, WhoAnswer};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::{ProgramError, ProgramSettings, Serving};
use crate::web::Site;

/// The query of `GET /api/v1/champion`: exactly one of these, a repository with a path or without.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WhoQuery {
    team: Option<String>,
    repository: Option<String>,
    service: Option<String>,
    person: Option<String>,
    /// A path in the repository.
    path: Option<String>,
}

impl WhoQuery {
    /// What is asked by, for what, and the path in it, which may be empty.
    fn parse(self) -> Result<(&'static str, String, String), AppError> {
        let path = self.path.unwrap_or_default();
        if !path.trim().is_empty() && self.repository.is_none() {
            return Err(AppError::BadRequest("path is one in a repository; say repository, too".into()));
        }
        let given =
            [("team", self.team), ("repository", self.repository), ("service", self.service), ("person", self.person)];
        let mut given = given.into_iter().filter_map(|(kind, text)| Some((kind, text?)));
        match (given.next(), given.next()) {
            (Some((kind, text)), None) if !text.trim().is_empty() => Ok((kind, text, path)),
            (Some((kind, _)), None) => Err(AppError::BadRequest(format!("{kind} is empty"))),
            (None, _) => Err(AppError::BadRequest("say team, repository, service or person".into())),
            (Some((one, _)), Some((other, _))) => {
                Err(AppError::BadRequest(format!("{one} and {other} are given; ask by one of them")))
            }
        }
    }
}

/// What it answers; a contract with scripts.
#[derive(Debug, Serialize)]
struct Answer {
    answers: Vec<TeamAnswer>,
    network_security: ContactAnswer,
}

#[derive(Debug, Serialize)]
struct TeamAnswer {
    through: String,
    team: Option<NamedAnswer>,
    /// The one to ask today; null where nobody is there.
    champion: Option<PersonAnswer>,
    others: Vec<PersonAnswer>,
}

#[derive(Debug, Serialize)]
struct NamedAnswer {
    name: String,
    url: String,
}

#[derive(Debug, Serialize)]
struct PersonAnswer {
    name: String,
    url: String,
    chat: String,
    email: String,
    role: &'static str,
    stands_in_for: Option<String>,
    away_until: Option<String>,
}

#[derive(Debug, Serialize)]
struct ReachAnswer {
    name: String,
    url: String,
    chat: String,
    email: String,
}

#[derive(Debug, Serialize)]
struct ContactAnswer {
    contact: Option<String>,
    people: Vec<ReachAnswer>,
}

/// `GET /api/v1/champion`
pub async fn show(
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    settings: Data<ProgramSettings>,
    query: Query<WhoQuery>,
) -> Result<HttpResponse, AppError> {
    let (kind, text, path) = query.into_inner().parse()?;
    let today = clock.now().day();
    let (found, contact) = db
        .read(move |connection| {
            let found = find_exactly(connection, kind, &text, &path, today)?;
            Ok::<_, ProgramError>((found, find_whom_to_ask(connection, &settings)?))
        })
        .await?;
    if found.is_empty() {
        return Err(AppError::NotFound(kind));
    }
    let answers = found.into_iter().map(|answer| team_answer(&site, answer)).collect();
    Ok(HttpResponse::Ok().json(Answer { answers, network_security: contact_answer(&site, contact) }))
}

fn team_answer(site: &Site, answer: WhoAnswer) -> TeamAnswer {
    TeamAnswer {
        through: answer.through.words(),
        champion: answer.first().map(|one| person_answer(site, one)),
        others: answer.others().iter().map(|one| person_answer(site, one)).collect(),
        team: answer
            .team
            .map(|team| NamedAnswer { url: site.absolute(&format!("/teams/{}", team.slug)), name: team.name }),
    }
}

fn person_answer(site: &Site, one: &Serving) -> PersonAnswer {
    PersonAnswer {
        name: one.name.clone(),
        url: site.absolute(&format!("/people/{}", one.handle)),
        chat: one.chat.clone(),
        email: one.email.clone(),
        role: one.role.as_str(),
        stands_in_for: one.stands_in_for.clone(),
        away_until: one.away_until.map(|day| day.to_string()),
    }
}

fn contact_answer(site: &Site, contact: Contact) -> ContactAnswer {
    let person = |person: ContactPerson| ReachAnswer {
        url: site.absolute(&format!("/people/{}", person.handle)),
        name: person.name,
        chat: person.chat,
        email: person.email,
    };
    ContactAnswer {
        contact: (!contact.words.is_empty()).then_some(contact.words),
        people: contact.people.into_iter().map(person).collect(),
    }
}
