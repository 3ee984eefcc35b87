//! The requests of one's own second factor.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use super::pages::{CodesPage, FactorPage, Invitation, SetUpPage};
use super::{OWN, actions, store};
use crate::accounts::sign_in::Tools;
use crate::accounts::throttle::{self, Counted};
use crate::accounts::{AccountError, Browser, Person, store as people};
use crate::error::AppError;
use crate::web::{FieldProblem, Form, Member, Moment, Shell, html, page, see_other, see_other_saying};

/// Where a second factor is set up.
const SET_UP: &str = "/me/second-factor/set-up";

/// The fields of the forms.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    current: String,
    code: String,
    /// What is asked for: `codes` or `remove`.
    act: String,
}

/// `GET /me/second-factor`
pub async fn show(shell: Shell, member: Member, tools: Tools) -> Result<HttpResponse, AppError> {
    page(&factor_page(shell, &member, &tools, Vec::new()).await?)
}

/// `POST /me/second-factor/start`
pub async fn start(member: Member, tools: Tools) -> Result<HttpResponse, AppError> {
    if !tools.providers.local {
        return Err(AccountError::LocalOff.into());
    }
    let (now, seal) = (tools.clock.now(), tools.seal.clone());
    match tools.db.write(move |tx| actions::begin(tx, &seal, now, member.id)).await {
        Ok(()) => Ok(see_other(SET_UP)),
        Err(AccountError::FactorIsOn) => Ok(see_other_saying(OWN, "Your second factor is on already.")),
        Err(error) => Err(error.into()),
    }
}

/// `GET /me/second-factor/set-up`
pub async fn edit(shell: Shell, member: Member, tools: Tools) -> Result<HttpResponse, AppError> {
    let person = tools.find_person(member.id).await?;
    match Invitation::of(&tools, &person).await {
        Ok(invitation) => page(&SetUpPage { shell, email: person.email, invitation, problems: Vec::new() }),
        Err(AccountError::NoFactor) => Ok(see_other(OWN)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/second-factor/set-up`
pub async fn confirm(
    shell: Shell,
    member: Member,
    tools: Tools,
    browser: Browser,
    form: Form<ProofForm>,
) -> Result<HttpResponse, AppError> {
    let person = tools.find_person(member.id).await?;
    let proved = prove(&tools, &browser, &person, &form).await;
    let (now, seal, owner, code) = (tools.clock.now(), tools.seal.clone(), person.clone(), form.code.clone());
    let confirmed = match proved {
        Ok((verified, counted)) => {
            let confirm = move |tx: &mut _| {
                check_unchanged(tx, &verified)?;
                let codes = actions::confirm(tx, &seal, now, &owner, &code)?;
                forgive(tx, &counted)?;
                Ok(codes)
            };
            tools.db.write(confirm).await.inspect_err(|why| tools.watch(why, Some(&person.handle)))
        }
        Err(error) => Err(error),
    };
    match confirmed {
        Ok(codes) => page(&CodesPage::new(shell, codes, OWN)),
        Err(AccountError::NoFactor | AccountError::FactorIsOn) => Ok(see_other(OWN)),
        Err(error) => {
            let problems = problems_of(error)?;
            let invitation = Invitation::of(&tools, &person).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &SetUpPage { shell, email: person.email, invitation, problems })
        }
    }
}

/// `POST /me/second-factor`: other recovery codes, or none of it any more.
pub async fn update(
    shell: Shell,
    member: Member,
    tools: Tools,
    browser: Browser,
    form: Form<ProofForm>,
) -> Result<HttpResponse, AppError> {
    let person = tools.find_person(member.id).await?;
    let may_remove = tools.may_remove_factor(&member).await?;
    if form.act == "remove" && !may_remove {
        return Err(AccountError::FactorNeeded.into());
    }
    match act(&tools, &browser, &person, &form).await {
        Ok(Some(codes)) => page(&CodesPage::new(shell, codes, OWN)),
        Ok(None) => Ok(see_other_saying(OWN, "Your second factor is off. Your password alone signs you in.")),
        Err(AccountError::NoFactor) => Ok(see_other(OWN)),
        Err(error) => {
            let problems = problems_of(error)?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &factor_page(shell, &member, &tools, problems).await?)
        }
    }
}

/// Does what the form asks for, after password and code. Returns recovery codes
/// where new ones were made.
async fn act(
    tools: &Tools,
    browser: &Browser,
    person: &Person,
    form: &ProofForm,
) -> Result<Option<Vec<String>>, AccountError> {
    let (verified, counted) = prove(tools, browser, person, form).await?;
    let (now, seal, owner, code) = (tools.clock.now(), tools.seal.clone(), person.clone(), form.code.clone());
    let is_removal = form.act == "remove";
    let done = tools.db.write(move |tx| {
        check_unchanged(tx, &verified)?;
        actions::take(tx, &seal, now, &owner, &code)?;
        forgive(tx, &counted)?;
        if is_removal {
            actions::remove(tx, now, &owner)?;
            return Ok(None);
        }
        actions::renew_codes(tx, now, &owner).map(Some)
    });
    done.await.inspect_err(|why| tools.watch(why, Some(&person.handle)))
}

/// Checks the password, and asks for a try at a code. Returns who was verified.
async fn prove(
    tools: &Tools,
    browser: &Browser,
    person: &Person,
    form: &ProofForm,
) -> Result<(Person, [Counted; 2]), AccountError> {
    let (verified, password) = tools.check_password(browser, &person.email, &form.current).await?;
    Ok((verified, [password, tools.ask_for_code(browser, person).await?]))
}

/// To look at a password takes a while, and the account may have changed meanwhile.
fn check_unchanged(tx: &mut crate::db::Tx, verified: &Person) -> Result<(), AccountError> {
    if people::lock_verified(tx, verified)? { Ok(()) } else { Err(AccountError::Changed) }
}

fn forgive(tx: &mut crate::db::Tx, counted: &[Counted; 2]) -> Result<(), AccountError> {
    for one in counted {
        throttle::forgive(tx, one)?;
    }
    Ok(())
}

/// What is wrong, at its field; other errors go on.
fn problems_of(error: AccountError) -> Result<Vec<FieldProblem>, AccountError> {
    let (field, words) = match &error {
        AccountError::WrongPassword => ("current", "this is not your password".to_owned()),
        AccountError::WrongCode => ("code", error.to_string()),
        AccountError::TooOften(_) => ("current", error.to_string()),
        _ => return Err(error),
    };
    Ok(vec![FieldProblem::new(field, words)])
}

async fn factor_page(
    shell: Shell,
    member: &Member,
    tools: &Tools,
    problems: Vec<FieldProblem>,
) -> Result<FactorPage, AppError> {
    let person = tools.find_person(member.id).await?;
    let (id, now) = (person.id, tools.clock.now());
    let (since, codes) = tools
        .db
        .read(move |connection| {
            Ok::<_, AccountError>((store::since(connection, id)?, store::count_codes(connection, id)?))
        })
        .await?;
    Ok(FactorPage {
        has_password: person.password_hash.is_some() && tools.providers.local,
        may_remove: tools.may_remove_factor(member).await?,
        since: since.map(|since| Moment::new(since, now)),
        email: person.email,
        codes,
        problems,
        shell,
    })
}
