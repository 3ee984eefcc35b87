//! What every change of a script needs. A script that gives an `Idempotency-Key`
//! makes each change once, however often it sends it.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::de::DeserializeOwned;

use super::answers::{QuestionAnswer, find};
use super::body::{Body, form, once_key, refuse};
use crate::db::{Tx, once::once};
use crate::error::AppError;
use crate::questions::forms::Said;
use crate::questions::handlers::here::{At, Here};
use crate::questions::model::QuestionNumber;
use crate::questions::{QuestionError, actions};
use crate::web::{Member, Site};

/// A request of a script that changes one question.
pub struct Act {
    here: Here,
    site: Data<Site>,
    key: Result<String, QuestionError>,
}

impl FromRequest for Act {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (here, site) = (Here::from_request(request, payload), Data::<Site>::from_request(request, payload));
        let key = once_key(request);
        Box::pin(async move {
            let site = site.await.map_err(|error| AppError::Internal(error.to_string()))?;
            Ok(Act { here: here.await?, site, key })
        })
    }
}

impl Act {
    /// Makes a change that takes no words.
    pub async fn go<J>(self, job: J) -> Result<HttpResponse, AppError>
    where
        J: Fn(&mut Tx, &Member, &At) -> Result<(), QuestionError> + Send + 'static,
    {
        self.make(StatusCode::OK, move |tx, member, at| job(tx, member, at).map(|()| at.number)).await
    }

    /// Makes a change that carries words, in these fields of its form.
    pub async fn say<F, J>(self, body: Body, fields: &[&str], job: J) -> Result<HttpResponse, AppError>
    where
        F: Said + DeserializeOwned,
        J: Fn(&mut Tx, &Member, &At, &F::Input) -> Result<(), QuestionError> + Send + 'static,
    {
        let form: F = form(body, &[fields, &["checked", "read"]].concat())?;
        let input = match form.parse() {
            Ok(input) => input,
            Err(error) => return refuse(error),
        };
        let (read, field) = (form.read(), form.field());
        self.go(move |tx, member, at| {
            if let Some(read) = read {
                actions::check_read(tx, member, at.number, read, field)?;
            }
            job(tx, member, at, &input)
        })
        .await
    }

    /// Makes a change once, and answers with the question that it names, as it is then.
    pub async fn make<J>(self, status: StatusCode, job: J) -> Result<HttpResponse, AppError>
    where
        J: Fn(&mut Tx, &Member, &At) -> Result<QuestionNumber, QuestionError> + Send + 'static,
    {
        let key = match self.key {
            Ok(key) => key,
            Err(error) => return refuse(error),
        };
        let (at, site) = (self.here.at(), self.site);
        let (member, db) = (self.here.member, self.here.db);
        let made = db.write(move |tx| {
            let job = |tx: &mut Tx| Ok::<_, QuestionError>(job(tx, &member, &at)?.path());
            let path = once(tx, member.id, &key, at.now, job)?;
            let number = path.rsplit('/').next().and_then(|number| number.parse().ok()).map(QuestionNumber);
            find(tx, &site, &member, number.ok_or(QuestionError::NotFound)?, at.now)
        });
        match made.await {
            Ok(question) => Ok(answer(status, question)),
            Err(error) => refuse(error),
        }
    }
}

/// The question; nothing for whoever gave it away and may not read it any more.
pub fn answer(status: StatusCode, question: Option<QuestionAnswer>) -> HttpResponse {
    let Some(question) = question else { return HttpResponse::NoContent().finish() };
    let mut answer = HttpResponse::build(status);
    if status == StatusCode::CREATED {
        answer.insert_header((header::LOCATION, question.place()));
    }
    answer.json(question)
}
