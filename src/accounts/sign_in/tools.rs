//! What signing in needs, and the look at a password.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use crate::accounts::throttle::{self, Asked, Counted, Try};
use crate::accounts::{AccountError, Browser, Hasher, Person, PersonState, Providers, store};
use crate::clock::Clock;
use crate::db::keys::PersonId;
use crate::db::{Db, origin};
use crate::error::AppError;
use crate::web::fold::fold;
use crate::web::{Sighting, Site, Watcher};

/// What is shared.
#[derive(Clone)]
pub struct Tools {
    pub db: Data<Db>,
    pub clock: Data<Clock>,
    pub site: Data<Site>,
    pub hasher: Data<Hasher>,
    pub providers: Data<Providers>,
    watcher: Option<Data<Watcher>>,
}

impl FromRequest for Tools {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tools::of(request).ok_or_else(|| AppError::Internal("a part of the house is missing".into())))
    }
}

/// Why somebody did not get in, and at whose account, where there is one.
#[derive(Debug)]
pub struct Refused {
    pub why: AccountError,
    handle: Option<String>,
}

impl Tools {
    fn of(request: &HttpRequest) -> Option<Self> {
        Some(Tools {
            db: request.app_data::<Data<Db>>()?.clone(),
            clock: request.app_data::<Data<Clock>>()?.clone(),
            site: request.app_data::<Data<Site>>()?.clone(),
            hasher: request.app_data::<Data<Hasher>>()?.clone(),
            providers: request.app_data::<Data<Providers>>()?.clone(),
            watcher: request.app_data::<Data<Watcher>>().cloned(),
        })
    }

    /// The person with this key.
    ///
    /// # Errors
    ///
    /// [`AccountError::NotFound`], or the database's own.
    pub async fn find_person(&self, id: PersonId) -> Result<Person, AccountError> {
        self.db.read(move |connection| store::find_person(connection, id)).await
    }

    /// Whose mail address and password these are. Somebody unknown takes as long
    /// as somebody known, and may try as often (L05).
    ///
    /// # Errors
    ///
    /// [`AccountError::WrongPassword`] or [`AccountError::TooOften`], which the
    /// record gets to know; or the database's own.
    pub async fn check_password(
        &self,
        browser: &Browser,
        email: &str,
        password: &str,
    ) -> Result<(Person, Counted), AccountError> {
        match self.look_at(browser, email, password).await {
            Ok(right) => Ok(right),
            Err(refused) => {
                self.watch(&refused);
                Err(refused.why)
            }
        }
    }

    async fn look_at(&self, browser: &Browser, email: &str, password: &str) -> Result<(Person, Counted), Refused> {
        let (wanted, from, now) = (email.to_owned(), browser.clone(), self.clock.now());
        let asked = self.db.write(move |tx| {
            let person = match store::find_by_email(tx, &wanted) {
                Ok(person) => Some(person),
                Err(AccountError::NotFound) => None,
                Err(error) => return Err(error),
            };
            let owner = person.as_ref().map(|person| person.id);
            let asked = throttle::ask(tx, now, Try::Password, &fold(&wanted), owner, &from)?;
            Ok::<_, AccountError>((person, asked))
        });
        let (person, asked) = asked.await.map_err(|why| Refused { why, handle: None })?;
        let handle = person.as_ref().map(|person| person.handle.clone());
        let counted = match asked {
            Asked::May(counted) => counted,
            Asked::Wait(seconds) => return Err(Refused { why: AccountError::TooOften(seconds), handle }),
        };
        let hash = person.as_ref().and_then(|person| person.password_hash.clone());
        let fits = self.hasher.verify(password.to_owned(), hash).await;
        match (fits, person) {
            (Ok(true), Some(person)) if person.state == PersonState::Active => Ok((person, counted)),
            (Ok(_), _) => Err(Refused { why: AccountError::WrongPassword, handle }),
            (Err(why), _) => Err(Refused { why, handle }),
        }
    }

    /// Takes down that somebody did not get in. What was typed for an account that
    /// does not exist is not kept: it may be a password.
    fn watch(&self, refused: &Refused) {
        let status = match &refused.why {
            AccountError::WrongPassword => StatusCode::UNPROCESSABLE_ENTITY,
            AccountError::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            _ => return,
        };
        let subject = match &refused.handle {
            Some(handle) => ("person", handle.clone()),
            None => ("address", "POST /sign-in".to_owned()),
        };
        self.saw(subject, status, refused.why.word());
    }

    /// Takes down a refusal, and why in a word.
    pub fn saw(&self, subject: (&'static str, String), status: StatusCode, why: &'static str) {
        let Some(watcher) = &self.watcher else { return };
        let origin = origin::of_request().unwrap_or_default();
        let (action, status) = ("session.refused", status.as_u16());
        watcher.saw(Sighting { actor: None, action, subject, status, why, origin });
    }
}
