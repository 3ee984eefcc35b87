//! The pages of signing in by a provider.

use askama::Template;

use super::error::SignInError;
use super::model::ProviderSettings;
use super::rules::Stranger;
use super::tools::Aim;
use crate::web::shell::query_value;
use crate::web::{Moment, Shell};

/// A provider's button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderLink {
    /// Its key.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Where it leads.
    pub href: String,
}

impl ProviderLink {
    /// A button that leads to `href`.
    pub(super) fn new(settings: &ProviderSettings, href: String) -> Self {
        ProviderLink { key: settings.key.clone(), name: settings.name.clone(), href }
    }

    /// The button by which somebody who is signed in proves again who they are,
    /// and comes back to `target`.
    pub(in crate::accounts) fn to_prove(settings: &ProviderSettings, shell: &Shell, target: &str) -> Self {
        let href = format!("/sign-in/with/{}?again=true&return={}", settings.key, query_value(target));
        Self::new(settings, shell.to(&href))
    }

    /// The button that begins to sign in and goes on to `target`.
    pub(in crate::accounts) fn to_sign_in(settings: &ProviderSettings, shell: &Shell, target: &str) -> Self {
        let query = if target == "/" { String::new() } else { format!("?return={}", query_value(target)) };
        Self::new(settings, shell.to(&format!("/sign-in/with/{}{query}", settings.key)))
    }
}

/// Why somebody is not signed in, and what to do.
#[derive(Template)]
#[template(path = "accounts/providers/refused.html")]
pub struct RefusedPage {
    pub shell: Shell,
    pub title: String,
    pub words: String,
    /// What to do about it.
    pub advice: String,
    /// Where to try again; empty where that would not help.
    pub again: String,
    /// The page of the form that waits for a proof, with what was chosen in it;
    /// empty where none does.
    pub waiting: String,
}

impl RefusedPage {
    /// The page for this reason, and the way on to what somebody went there for.
    /// `local` says whether there is a password to sign in with.
    pub fn new(
        shell: Shell,
        provider: &ProviderSettings,
        aim: Option<Aim<'_>>,
        error: &SignInError,
        local: bool,
    ) -> Self {
        let name = provider.name.as_str();
        let (title, words, advice) = said(error, name, local);
        let can_try = !matches!(error, SignInError::Taken | SignInError::OtherAccount)
            && !matches!(error, SignInError::Stranger(stranger) if *stranger != Stranger::NotInGroup);
        let signing_in = aim.filter(|aim| aim.person.is_none());
        let target = signing_in.map_or("/", |aim| aim.target);
        let proves = signing_in.is_some_and(|aim| aim.again);
        let way = match proves {
            true => ProviderLink::to_prove(provider, &shell, target),
            false => ProviderLink::to_sign_in(provider, &shell, target),
        };
        let again = if can_try { way.href } else { String::new() };
        let waiting = if proves { shell.to(target) } else { String::new() };
        RefusedPage { shell, title, words, advice, again, waiting }
    }
}

/// Title, what happened, and what to do.
fn said(error: &SignInError, name: &str, local: bool) -> (String, String, String) {
    let said = |title: &str, words: String, advice: &str| (title.to_owned(), words, advice.to_owned());
    let again = "Start again from here; it takes a few seconds.";
    match error {
        SignInError::Unreachable(_) | SignInError::Unfit(_) => {
            let advice = if local {
                "Try again in a minute. If you have a password here, sign in with that; reading goes on as always."
            } else {
                "Try again in a minute. Reading goes on as always. If it stays like this, tell an admin of this site: the log says what is missing."
            };
            said(&format!("{name} does not answer"), format!("Drawbridge could not talk to {name} just now."), advice)
        }
        SignInError::Refused(word) if word == "access_denied" => said(
            &format!("{name} said no"),
            format!("Signing in was cancelled at {name}, or you may not use Drawbridge there."),
            "Try again, or ask whoever looks after it whether you are let in.",
        ),
        SignInError::Refused(word) => said(
            &format!("{name} said no"),
            format!("{name} did not complete the sign-in. Its word for it is “{word}”."),
            "Try again. If it stays like this, tell an admin of this site that word.",
        ),
        SignInError::StateUnknown => said(
            "This sign-in is over",
            "It was used already, took longer than a quarter of an hour, or was never begun here.".into(),
            again,
        ),
        SignInError::OtherBrowser => said(
            "This sign-in began elsewhere",
            "It was begun in another browser, or this one keeps no cookies for this site.".into(),
            "Start again from here, and stay in this browser.",
        ),
        SignInError::OtherIssuer => said(
            "This answer is not the one that was asked for",
            format!("What came back does not come from {name}."),
            "Start again from here. If you came by a link that somebody sent you, don't use it again.",
        ),
        SignInError::Clock(_) => said(
            "The clocks don't agree",
            format!("What {name} says has run out already, or is still to come, by the clock of this site."),
            "Try again. If it stays like this, tell an admin of this site to look at its clock.",
        ),
        SignInError::NotAsked(_) => said(
            &format!("{name} did not ask you again"),
            format!(
                "You have to prove that it is still you, but {name} let you through because it knew you already, or does not say when it last asked you. Nothing was done, and nothing that you chose is lost."
            ),
            "Sign out there, then try again. If it stays like this, its ID tokens have to be made to say when it asked (auth_time); until then “drawbridge user sign-in” on the server makes a link that counts as proof.",
        ),
        SignInError::BadToken(_) => said(
            &format!("{name} could not prove who you are"),
            "What it says is not signed as it has to be, or was not said for this sign-in.".into(),
            "Try again. If it stays like this, tell an admin of this site: the log says which check failed.",
        ),
        SignInError::Stranger(stranger) => stranger_words(*stranger, name, local),
        SignInError::Taken => said(
            "This belongs to another account",
            format!("This sign-in of {name} is linked to another account here."),
            "Unlink it there first. If you have two accounts, ask an admin which one stays.",
        ),
        SignInError::OtherAccount => said(
            "Somebody else is signed in now, or nobody",
            "The account that began to link this is not signed in here any more.".into(),
            "Sign in with the account that you mean, and link it again from My desk.",
        ),
        SignInError::TooOften(_) => said(
            "Too many sign-ins were begun",
            "From where you are, many sign-ins were begun and not ended just now.".into(),
            "Wait a minute, then start again from here.",
        ),
        SignInError::Unknown | SignInError::Account(_) => said(
            "No account could be made",
            format!("The name or the mail address that {name} has of you can't be used here."),
            "Ask an admin of this site to make you an account.",
        ),
    }
}

fn stranger_words(stranger: Stranger, name: &str, local: bool) -> (String, String, String) {
    let (title, words, advice) = match stranger {
        Stranger::NotInGroup => (
            "You are not in a group that is let in",
            format!("{name} knows you, but none of your groups there is let in here."),
            "Ask for the group where you ask for other access, then try again.",
        ),
        Stranger::MailNotVerified => (
            "Your mail address is not verified",
            format!("{name} does not say that your mail address is yours."),
            "Verify it there, then try again.",
        ),
        Stranger::LinkFirst if local => (
            "You have an account here already",
            format!(
                "An account here has your mail address, and an address alone opens none. {name} has to be linked to it once, by you."
            ),
            "Sign in as you did until now, then go to My desk, your account. No password? An admin of this site can make you a link.",
        ),
        Stranger::LinkFirst => (
            "You have an account here already",
            format!(
                "An account here has your mail address, and an address alone opens none. {name} has to be linked to it once, by you."
            ),
            "Sign in as you did until now, then go to My desk, your account; or ask an admin of this site for a link to sign in once.",
        ),
        Stranger::NoAccount => (
            "You have no account here yet",
            format!("{name} knows you, but an account is made for each person here first."),
            "Ask an admin of this site to add you, with the mail address that you have there.",
        ),
        Stranger::SwitchedOff => (
            "Your account is switched off",
            "The account here that is yours is switched off.".to_owned(),
            "If that is a mistake, an admin of this site can switch it on.",
        ),
    };
    (title.to_owned(), words, advice.to_owned())
}

/// Signed out here; and there?
#[derive(Template)]
#[template(path = "accounts/providers/signed_out.html")]
pub struct SignedOutPage {
    pub shell: Shell,
    /// By which provider the session began; empty where by none.
    pub name: String,
    /// Where one signs out there; empty where one can't.
    pub href: String,
    /// Whether somebody is signed in all the same.
    pub is_in_here: bool,
}

/// On the way to a provider, after a form.
#[derive(Template)]
#[template(path = "accounts/providers/go_on.html")]
pub struct GoOnPage {
    pub shell: Shell,
    pub name: String,
    pub href: String,
}

/// A person's own linked sign-ins.
#[derive(Template)]
#[template(path = "accounts/providers/linked.html")]
pub struct LinkedPage {
    pub shell: Shell,
    pub rows: Vec<LinkRow>,
    /// Providers that are not linked yet.
    pub more: Vec<ProviderLink>,
    /// Whether they can sign in with a password.
    pub has_password: bool,
    /// Whether one may go: something else still lets them in.
    pub can_go: bool,
}

/// One of them.
pub struct LinkRow {
    pub key: String,
    /// The provider.
    pub name: String,
    /// How they are called there.
    pub label: String,
    pub linked: Moment,
    pub used: Moment,
}

impl LinkRow {
    fn question(&self) -> String {
        format!("Unlink {}? What its groups gave you here goes with it.", self.name)
    }
}
