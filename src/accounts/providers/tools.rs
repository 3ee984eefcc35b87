//! What every request here needs, and the two halves of a sign-in.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use url::Url;

use super::actions::{self, Came};
use super::error::SignInError;
use super::flow::Answer;
use super::forms::AnswerQuery;
use super::proof::Proof;
use super::provider::{Provider, Providers};
use super::redirect_path;
use super::store::{self, Attempt};
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

/// What somebody goes to a provider for.
#[derive(Debug, Clone, Copy)]
pub struct Aim<'a> {
    /// To link the account of this person, where it is not to sign in.
    pub person: Option<PersonId>,
    /// Where they go on to.
    pub target: &'a str,
    /// To prove who they are, though they are signed in (L11).
    pub again: bool,
}

/// A sign-in that was begun: where the visitor goes, and the secret that the browser keeps.
pub struct Begun {
    pub url: Url,
    pub browser: String,
}

/// A sign-in from which somebody came back, in the browser that began it.
pub struct Back {
    proof: Proof,
    attempt: Attempt,
    answer: AnswerQuery,
}

impl Back {
    /// What it was for.
    pub fn aim(&self) -> Aim<'_> {
        let Attempt { person, target, proof_since, .. } = &self.attempt;
        Aim { person: *person, target, again: proof_since.is_some() }
    }
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

    /// Begins a sign-in. Several at once in one browser do not disturb each other.
    pub async fn begin(&self, request: &HttpRequest, key: &str, aim: Aim<'_>) -> Result<Begun, SignInError> {
        let provider = self.providers.find(key)?;
        self.ask(request).await?;
        let browser = browser_secret(request, &self.site).unwrap_or_else(random_token);
        let (proof, now) = (Proof::new(&browser), self.clock.now());
        let url = provider.begin(&self.redirect(provider), &proof, aim.again, now).await?;
        let attempt = Attempt {
            browser_hash: proof.browser_hash,
            provider: key.to_owned(),
            person: aim.person,
            target: aim.target.to_owned(),
            proof_since: aim.again.then_some(now),
        };
        self.db.write(move |tx| store::insert_attempt(tx, now, &proof.state_hash, &attempt)).await?;
        Ok(Begun { url, browser })
    }

    /// Takes up what [`Tools::begin`] began, whatever comes of it: a state is good once.
    pub async fn come_back(
        &self,
        request: &HttpRequest,
        provider: &Provider,
        answer: AnswerQuery,
    ) -> Result<Back, SignInError> {
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
        Ok(Back { proof, attempt, answer })
    }

    /// Ends it.
    pub async fn finish(
        &self,
        request: &HttpRequest,
        viewer: &Viewer,
        provider: &Provider,
        back: &Back,
    ) -> Result<Finished, SignInError> {
        let (now, Back { proof, attempt, answer }) = (self.clock.now(), back);
        if let Some(word) = &answer.error {
            return Err(SignInError::Refused(word.chars().take(60).collect()));
        }
        let code = answer.code.as_deref().ok_or_else(|| SignInError::Unfit("there is no code".to_owned()))?;
        let who = viewer.member().map(|member| member.id);
        if attempt.person.is_some() && attempt.person != who {
            return Err(SignInError::OtherAccount);
        }
        let answer = Answer { redirect: &self.redirect(provider), proof, code, asked_since: attempt.proof_since, now };
        let identity = provider.identify(&answer).await?;
        let (standings, settings) = (self.standings.clone(), provider.settings.clone());
        let browser = Browser::of(request, &self.site);
        if let Some(person) = attempt.person {
            let linked =
                move |tx: &mut _| actions::link(tx, &***standings, now, &settings, &identity, (person, &browser));
            return self.db.write(linked).await.map(|()| Finished::Linked);
        }
        let all = self.providers.clone();
        let came = move |tx: &mut _| actions::sign_in(tx, &***standings, now, &all, &settings, &identity, &browser);
        match self.db.write(came).await? {
            Came::In(token) => Ok(Finished::SignedIn { token, target: attempt.target.clone() }),
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
