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
use crate::seal::Seal;
use crate::web::fold::fold;
use crate::web::{Member, Sighting, Site, Watcher};

/// What is shared.
#[derive(Clone)]
pub struct Tools {
    pub db: Data<Db>,
    pub clock: Data<Clock>,
    pub site: Data<Site>,
    pub hasher: Data<Hasher>,
    pub providers: Data<Providers>,
    pub seal: Data<Seal>,
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
struct Refused {
    why: AccountError,
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
            seal: request.app_data::<Data<Seal>>()?.clone(),
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

    /// Whose mail address and password these are, as they were when the look
    /// began. Somebody unknown takes as long as somebody known, and may try as
    /// often (L05).
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
                self.watch(&refused.why, refused.handle.as_deref());
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

    /// Asks for a try at a code of this person.
    ///
    /// # Errors
    ///
    /// [`AccountError::TooOften`], which the record gets to know; or the database's own.
    pub async fn ask_for_code(&self, browser: &Browser, person: &Person) -> Result<Counted, AccountError> {
        let (id, from, now) = (person.id, browser.clone(), self.clock.now());
        let ask = move |tx: &mut _| throttle::ask(tx, now, Try::Code, id.as_str(), Some(id), &from);
        match self.db.write(ask).await? {
            Asked::May(counted) => Ok(counted),
            Asked::Wait(seconds) => {
                let why = AccountError::TooOften(seconds);
                self.watch(&why, Some(&person.handle));
                Err(why)
            }
        }
    }

    /// Whether the settings let this member do without a second factor.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub async fn may_remove_factor(&self, member: &Member) -> Result<bool, AccountError> {
        let (id, rule) = (member.id, self.providers.second_factor);
        Ok(!rule.asks(&self.db.read(move |connection| store::list_grants(connection, id)).await?))
    }

    /// Takes down that somebody did not get in. What was typed for an account that
    /// does not exist is not kept: it may be a password.
    pub fn watch(&self, why: &AccountError, handle: Option<&str>) {
        let status = match why {
            AccountError::WrongPassword | AccountError::WrongCode => StatusCode::UNPROCESSABLE_ENTITY,
            AccountError::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            _ => return,
        };
        let Some(watcher) = &self.watcher else { return };
        let subject = match handle {
            Some(handle) => ("person", handle.to_owned()),
            None => ("address", "POST /sign-in".to_owned()),
        };
        let (status, origin) = (status.as_u16(), origin::of_request().unwrap_or_default());
        let (action, why) = ("session.refused", why.word());
        watcher.saw(Sighting { actor: None, action, subject, status, why, origin });
    }
}
