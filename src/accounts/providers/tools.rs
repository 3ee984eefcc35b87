//! What every request here needs, and the two halves of a sign-in.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use url::Url;

use super::actions::{self, Came};
use super::error::SignInError;
use super::forms::AnswerQuery;
use super::proof::Proof;
use super::provider::{Provider, Providers};
use super::{redirect_path, store};
use crate::accounts::throttle::{self, Asked, Try};
use crate::accounts::{Browser, StandingSource};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::keys::PersonId;
use crate::error::AppError;
use crate::web::csrf::random_token;
use crate::web::{Site, Viewer, Watcher, browser_secret};

/// What is shared.
#[derive(Clone)]
pub struct Tools {
    pub db: Data<Db>,
    pub clock: Data<Clock>,
    pub site: Data<Site>,
    pub providers: Data<Providers>,
    pub standings: Data<Arc<dyn StandingSource>>,
    pub watcher: Option<Data<Watcher>>,
}

impl FromRequest for Tools {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tools::of(request).ok_or_else(|| AppError::Internal("a part of the house is missing".into())))
    }
}

/// A sign-in that was begun: where the visitor goes, and the secret that the browser keeps.
pub struct Begun {
    pub url: Url,
    pub browser: String,
}

/// A sign-in that came to its end.
pub enum Finished {
    /// Signed in by this token; on to this path.
    SignedIn { token: String, target: String },
    /// The account of whoever is signed in can be entered by the provider, too.
    Linked,
}

impl Tools {
    fn of(request: &HttpRequest) -> Option<Self> {
        Some(Tools {
            db: request.app_data::<Data<Db>>()?.clone(),
            clock: request.app_data::<Data<Clock>>()?.clone(),
            site: request.app_data::<Data<Site>>()?.clone(),
            providers: request.app_data::<Data<Providers>>()?.clone(),
            standings: request.app_data::<Data<Arc<dyn StandingSource>>>()?.clone(),
            watcher: request.app_data::<Data<Watcher>>().cloned(),
        })
    }

    /// Begins a sign-in, or a link to the account of `person`. Several at once
    /// in one browser do not disturb each other.
    pub async fn begin(
        &self,
        request: &HttpRequest,
        key: &str,
        person: Option<PersonId>,
        target: &str,
    ) -> Result<Begun, SignInError> {
        let provider = self.providers.find(key)?;
        self.ask(request).await?;
        let browser = browser_secret(request, &self.site).unwrap_or_else(random_token);
        let (proof, now) = (Proof::new(&browser), self.clock.now());
        let url = provider.begin(&self.redirect(provider), &proof, now).await?;
        let (key, target) = (key.to_owned(), target.to_owned());
        self.db.write(move |tx| store::insert_attempt(tx, now, &proof, &key, person, &target)).await?;
        Ok(Begun { url, browser })
    }

    /// Ends what [`Tools::begin`] began, whatever comes of it: a state is good once.
    pub async fn finish(
        &self,
        request: &HttpRequest,
        viewer: &Viewer,
        provider: &Provider,
        answer: AnswerQuery,
    ) -> Result<Finished, SignInError> {
        let now = self.clock.now();
        let state = answer.state.as_deref().ok_or(SignInError::StateUnknown)?;
        let browser = browser_secret(request, &self.site).unwrap_or_default();
        let proof = Proof::of(state, &browser);
        let hash = proof.state_hash.clone();
        let attempt = self.db.write(move |tx| store::take_attempt(tx, now, &hash)).await?;
        let attempt = attempt.ok_or(SignInError::StateUnknown)?;
        if attempt.browser_hash != proof.browser_hash {
            return Err(SignInError::OtherBrowser);
        }
        if attempt.provider != provider.settings.key {
            return Err(SignInError::OtherIssuer);
        }
        provider.check_issuer(answer.iss.as_deref())?;
        if let Some(word) = answer.error {
            return Err(SignInError::Refused(word.chars().take(60).collect()));
        }
        let code = answer.code.ok_or_else(|| SignInError::Unfit("there is no code".to_owned()))?;
        let who = viewer.member().map(|member| member.id);
        if attempt.person.is_some() && attempt.person != who {
            return Err(SignInError::OtherAccount);
        }
        let identity = provider.identify(&self.redirect(provider), &proof, &code, now).await?;
        let (standings, settings) = (self.standings.clone(), provider.settings.clone());
        if let Some(person) = attempt.person {
            let linked = move |tx: &mut _| actions::link(tx, &***standings, now, &settings, &identity, person);
            return self.db.write(linked).await.map(|()| Finished::Linked);
        }
        let browser = Browser::of(request, &self.site);
        let came = move |tx: &mut _| actions::sign_in(tx, &***standings, now, &settings, &identity, &browser);
        match self.db.write(came).await? {
            Came::In(token) => Ok(Finished::SignedIn { token, target: attempt.target }),
            Came::Out(stranger) => Err(stranger.into()),
        }
    }

    /// Whether so many sign-ins may be begun from there (L04).
    async fn ask(&self, request: &HttpRequest) -> Result<(), SignInError> {
        let (browser, now) = (Browser::of(request, &self.site), self.clock.now());
        let asked = self.db.write(move |tx| throttle::ask(tx, now, Try::Provider, "", None, &browser)).await?;
        match asked {
            Asked::May(_) => Ok(()),
            Asked::Wait(seconds) => Err(SignInError::TooOften(seconds)),
        }
    }

    /// The one address that this provider may send people back to (L06).
    fn redirect(&self, provider: &Provider) -> String {
        self.site.absolute(&redirect_path(&provider.settings.key))
    }
}
