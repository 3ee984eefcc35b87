//! What every change to a question needs: who acts, on which question, and the
//! way back to its page with the words kept.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::change;
use super::show::draw;
use crate::clock::{Clock, Timestamp};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::questions::forms::Said;
use crate::questions::model::QuestionNumber;
use crate::questions::pages::Drafts;
use crate::questions::{Clocks, QuestionError, QuestionIndex, actions};
use crate::web::{FieldProblem, Member, Shell, see_other_saying};

/// A request that is about one question.
pub struct Here {
    pub shell: Shell,
    pub member: Member,
    pub db: Data<Db>,
    pub clocks: Data<Clocks>,
    pub index: Data<QuestionIndex>,
    pub number: QuestionNumber,
    pub now: Timestamp,
}

/// Who acts, on which question, and when.
#[derive(Clone)]
pub struct At {
    pub clocks: Data<Clocks>,
    pub number: QuestionNumber,
    pub now: Timestamp,
}

impl FromRequest for Here {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        type Parts = (Shell, Member, Data<Db>, Data<Clocks>, Data<QuestionIndex>, Data<Clock>);
        let parts = Parts::from_request(request, payload);
        let number = Path::<QuestionNumber>::from_request(request, payload);
        Box::pin(async move {
            let (shell, member, db, clocks, index, clock) =
                parts.await.map_err(|error| AppError::Internal(error.to_string()))?;
            // A number that is none was asked under by nobody.
            let number = *number.await.map_err(|_| AppError::NotFound("question"))?;
            Ok(Here { shell, member, db, clocks, index, number, now: clock.now() })
        })
    }
}

impl Here {
    /// Where and when, for a job that goes to the writer.
    pub fn at(&self) -> At {
        At { clocks: self.clocks.clone(), number: self.number, now: self.now }
    }

    /// Makes one change without words, once for each token, and goes on to `target`.
    pub async fn act<F>(
        self,
        once: &str,
        target: &str,
        done: impl Into<String>,
        job: F,
    ) -> Result<HttpResponse, AppError>
    where
        F: Fn(&mut Tx, &Member, &At) -> Result<(), QuestionError> + Send + 'static,
    {
        let at = self.at();
        let job = move |tx: &mut Tx, member: &Member| job(tx, member, &at);
        change(&self.db, &self.member, self.now, once, self.number, job).await?;
        Ok(see_other_saying(target, done))
    }

    /// Makes one change with words, once for each token. Where it can't be
    /// made, the page comes back with the words in it.
    pub async fn say<S, F>(self, form: S, done: &'static str, job: F) -> Result<HttpResponse, AppError>
    where
        S: Said,
        F: Fn(&mut Tx, &Member, &At, &S::Input) -> Result<(), QuestionError> + Send + 'static,
    {
        let input = match form.parse() {
            Ok(input) => input,
            Err(error) => return self.again(form.drafts(), error).await,
        };
        let (at, read, field) = (self.at(), form.read(), form.field());
        let job = move |tx: &mut Tx, member: &Member| {
            if let Some(read) = read {
                actions::check_read(tx, member, at.number, read, field)?;
            }
            job(tx, member, &at, &input)
        };
        match change(&self.db, &self.member, self.now, form.once(), self.number, job).await {
            Ok(()) => Ok(see_other_saying(&self.number.path(), done)),
            Err(error) => match late(&error, self.number) {
                Some(number) => {
                    let drafts = Drafts { late: true, comment: form.words().to_owned(), ..Drafts::default() };
                    let words = QuestionError::Invalid(vec![FieldProblem::new("comment", late_words(&error))]);
                    Here { number, ..self }.again(drafts, words).await
                }
                None => self.again(form.drafts(), error).await,
            },
        }
    }

    /// The page with what was written; other errors than of the form go on.
    async fn again(self, drafts: Drafts, error: QuestionError) -> Result<HttpResponse, AppError> {
        let problems = super::show::problems(error)?;
        let status = if drafts.late { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let drafts = Drafts { problems, ..drafts };
        let mut response =
            draw(self.shell, &self.member, (&self.db, &self.clocks), self.now, self.number, drafts).await?;
        *response.status_mut() = status;
        Ok(response)
    }
}

/// Where the words go on where somebody else was faster, so that the form's own
/// act is over: to the same question, or to the one that it was merged into.
fn late(error: &QuestionError, number: QuestionNumber) -> Option<QuestionNumber> {
    match error {
        QuestionError::NotOpen { .. } | QuestionError::Changed { .. } => Some(number),
        QuestionError::Merged { kept, .. } => Some(*kept),
        _ => None,
    }
}

fn late_words(error: &QuestionError) -> String {
    format!("{error}. Nothing that you wrote is lost: it stands here, to be said as a comment if it still fits")
}
