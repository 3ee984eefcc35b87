//! Asking again who somebody is before what would be dangerous in wrong hands
//! (L11): a browser that was left open, a cookie that was stolen.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;
use jiff::SignedDuration;
use serde_json::json;
use url::form_urlencoded::Serializer;

use super::providers::ProviderLink;
use super::sign_in::Tools;
use super::throttle::{self, Counted};
use super::{AccountError, Browser, Person, factors, providers, sessions, store};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::error::AppError;
use crate::web::csrf::hash_token;
use crate::web::{FieldProblem, Form, Member, Shell, html, page};

/// For how long it is enough to have proved who one is.
const FRESH_FOR: SignedDuration = SignedDuration::from_mins(15);
/// The fields of the proof, beside those of the form that has to wait.
const PASSWORD: &str = "proof_password";
const CODE: &str = "proof_code";
/// What each form of ours has anew.
const OWN_FIELDS: [&str; 5] = [PASSWORD, CODE, "proof_name", "csrf", "once"];

/// A form that may have to wait for a proof.
pub struct Again {
    tools: Tools,
    browser: Browser,
    shell: Shell,
    action: String,
    fields: Vec<(String, String)>,
}

/// Is it still you? The form that waits comes along, and is sent on with the answer.
#[derive(Template)]
#[template(path = "accounts/again.html")]
struct AgainPage {
    shell: Shell,
    action: String,
    email: String,
    fields: Vec<(String, String)>,
    /// Whether a password can be asked for, and a code with it.
    has_password: bool,
    has_factor: bool,
    /// Other ways: each comes back to the page of the form, with what was chosen.
    providers: Vec<ProviderLink>,
    /// Whether these say when they asked who it is.
    says_when: bool,
    cancel: String,
    problems: Vec<FieldProblem>,
}

impl AgainPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

impl FromRequest for Again {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Self::of(request, payload))
    }
}

impl Again {
    fn of(request: &HttpRequest, payload: &mut Payload) -> Result<Self, AppError> {
        let tools = Tools::from_request(request, payload).into_inner()?;
        let fields: Form<Vec<(String, String)>> = Form::from_request(request, payload).into_inner()?;
        Ok(Again {
            browser: Browser::of(request, &tools.site),
            shell: Shell::of(request),
            action: request.path().to_owned(),
            fields: fields.into_inner(),
            tools,
        })
    }

    /// Asks, where the proof of this session is older than a quarter of an hour:
    /// the answer to give instead. Nothing where there is no need, or the proof
    /// came with the form. `back` is the page of the form, below the base.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub async fn ask(&self, member: &Member, back: &str) -> Result<Option<HttpResponse>, AppError> {
        // In the sample company a click makes anybody anyone.
        if self.tools.site.demo || self.is_fresh().await? {
            return Ok(None);
        }
        let person = self.tools.find_person(member.id).await?;
        let id = person.id;
        let read = move |connection: &mut _| {
            let linked = providers::list_linked(connection, id)?;
            Ok::<_, AccountError>((factors::since(connection, id)?.is_some(), linked))
        };
        let (has_factor, linked) = self.tools.db.read(read).await?;
        let problems = match self.field(PASSWORD) {
            None => Vec::new(),
            Some(password) => match self.prove(&person, password, has_factor).await {
                Ok(()) => return Ok(None),
                Err(error) => problems_of(error)?,
            },
        };
        let (target, ways) = (self.page_with_fields(back), self.tools.providers.to_prove(&person, &linked));
        let shown = AgainPage {
            action: self.action.clone(),
            email: person.email.clone(),
            fields: self.others().cloned().collect(),
            has_password: person.password_hash.is_some() && self.tools.providers.local,
            has_factor,
            says_when: ways.iter().all(|way| way.settings.kind.says_when_it_asked()),
            providers: ways.iter().map(|way| ProviderLink::to_prove(&way.settings, &self.shell, &target)).collect(),
            cancel: self.shell.to(back),
            problems,
            shell: self.shell.clone(),
        };
        let answer =
            if shown.problems.is_empty() { page(&shown) } else { html(StatusCode::UNPROCESSABLE_ENTITY, &shown) };
        answer.map(Some)
    }

    async fn is_fresh(&self) -> Result<bool, AppError> {
        let Some(token) = &self.browser.session else { return Ok(false) };
        let (hash, now) = (hash_token(token), self.tools.clock.now());
        let proved = self.tools.db.read(move |connection| sessions::find_proved(connection, &hash)).await?;
        Ok(proved.is_some_and(|proved| now.since(proved) < FRESH_FOR))
    }

    /// Checks password and code, and notes that they were right.
    async fn prove(&self, person: &Person, password: &str, has_factor: bool) -> Result<(), AccountError> {
        let (verified, counted) = self.tools.check_password(&self.browser, &person.email, password).await?;
        let mut all = vec![counted];
        if has_factor {
            all.push(self.tools.ask_for_code(&self.browser, person).await?);
        }
        let (now, seal, owner) = (self.tools.clock.now(), self.tools.seal.clone(), person.clone());
        let code = self.field(CODE).filter(|_| has_factor).map(str::to_owned);
        let hash = self.browser.session.as_deref().map(hash_token).unwrap_or_default();
        let proved = self.tools.db.write(move |tx| {
            if !store::lock_verified(tx, &verified)? {
                return Err(AccountError::Changed);
            }
            if has_factor {
                factors::take(tx, &seal, now, &owner, code.as_deref().unwrap_or_default())?;
            }
            save_proved(tx, now, &owner, &all, &hash)
        });
        proved.await.inspect_err(|why| self.tools.watch(why, Some(&person.handle)))
    }

    /// The page of the form with what was chosen in it, for whoever comes back
    /// to it from a provider.
    fn page_with_fields(&self, back: &str) -> String {
        let query = Serializer::new(String::new()).extend_pairs(self.others()).finish();
        if query.is_empty() { back.to_owned() } else { format!("{back}?{query}") }
    }

    fn others(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter().filter(|(name, _)| !OWN_FIELDS.contains(&name.as_str()))
    }

    fn field(&self, wanted: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }
}

fn save_proved(
    tx: &mut Tx,
    now: Timestamp,
    person: &Person,
    counted: &[Counted],
    session: &str,
) -> Result<(), AccountError> {
    for one in counted {
        throttle::forgive(tx, one)?;
    }
    sessions::save_proved(tx, session, now)?;
    let subject = ("person", person.handle.as_str());
    let entry = Entry { actor: Some(person.id), action: "session.proved", subject, detail: json!({}) };
    Ok(audit::record(tx, now, entry)?)
}

/// What is wrong, at its field; other errors go on.
fn problems_of(error: AccountError) -> Result<Vec<FieldProblem>, AccountError> {
    let (field, words) = match &error {
        AccountError::WrongPassword => (PASSWORD, "this is not your password".to_owned()),
        AccountError::WrongCode => (CODE, error.to_string()),
        AccountError::TooOften(_) => (PASSWORD, error.to_string()),
        _ => return Err(error),
    };
    Ok(vec![FieldProblem::new(field, words)])
}
