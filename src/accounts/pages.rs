//! The pages of signing in and of looking after accounts.

use askama::Template;

use super::model::PersonState;
use super::personas::Persona;
use super::providers::ProviderLink;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell};

/// The door: mail address and password; in the sample company, a click.
#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignInPage {
    pub shell: Shell,
    pub email: String,
    pub target: String,
    /// Why the last try was refused; empty on the first.
    pub problem: String,
    /// Why signing in is asked for, where a page sent the visitor here.
    pub asked: bool,
    pub personas: Vec<Persona>,
    /// One button each.
    pub providers: Vec<ProviderLink>,
    /// Whether a password lets somebody in.
    pub local: bool,
}

/// Choosing a password: the first admin, somebody invited, or a reset.
#[derive(Template)]
#[template(path = "accounts/password.html")]
pub struct PasswordPage {
    pub shell: Shell,
    pub action: String,
    /// Whether name and address are asked for, too.
    pub is_setup: bool,
    pub name: String,
    pub email: String,
    pub problems: Vec<FieldProblem>,
}

impl PasswordPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// Everybody who has an account.
#[derive(Template)]
#[template(path = "accounts/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub words: String,
    pub people: Vec<AccountRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// One line of the list.
pub struct AccountRow {
    pub name: String,
    pub href: String,
    pub email: String,
    pub state: PersonState,
    pub grants: String,
}

/// The form for somebody new.
#[derive(Template)]
#[template(path = "accounts/new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub name: String,
    pub email: String,
    pub chat: String,
    pub problems: Vec<FieldProblem>,
}

impl NewPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// The link that the page was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// None.
    Nothing,
    /// This, just now.
    Link(String),
    /// One was made by the same form before; it is still the one that counts.
    Before,
}

/// Whose an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Person,
    Service,
    /// A service that is over: nothing is given to it any more.
    EndedService,
    /// Somebody whose name was erased.
    Former,
}

/// One account: its state, its rights, its link.
#[derive(Template)]
#[template(path = "accounts/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub name: String,
    pub handle: String,
    pub email: String,
    pub state: PersonState,
    pub since: Moment,
    pub grants: Vec<GrantRow>,
    pub kinds: Vec<Choice>,
    pub scopes: Vec<Choice>,
    /// A link that was made just now; it is shown this once.
    pub link: Made,
    /// How long a link lives, in words.
    pub link_lives: &'static str,
    pub is_self: bool,
    pub holder: Holder,
    /// The services for which they answer: handles and names.
    pub answered: Vec<(String, String)>,
    /// Whether a password lets somebody in, so that a link to choose one is of use.
    pub local: bool,
    /// Whether they have a second factor.
    pub has_factor: bool,
    /// What is wrong with the right that was to be given.
    pub problems: Vec<FieldProblem>,
}

impl ShowPage {
    /// The page with this chosen in the form of rights.
    pub fn with_chosen(mut self, kind: &str, scope: &str) -> Self {
        self.kinds.iter_mut().for_each(|choice| choice.selected = choice.value == kind);
        self.scopes.iter_mut().for_each(|choice| choice.selected = choice.value == scope);
        self
    }

    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn is_person(&self) -> bool {
        self.holder == Holder::Person
    }

    fn is_former(&self) -> bool {
        self.holder == Holder::Former
    }

    fn is_service(&self) -> bool {
        matches!(self.holder, Holder::Service | Holder::EndedService)
    }

    fn takes_rights(&self) -> bool {
        matches!(self.holder, Holder::Person | Holder::Service)
    }

    /// The address of one of this account's forms, such as `/link`.
    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/accounts/{}{rest}", self.handle))
    }

    fn switch_off_question(&self) -> String {
        let names: Vec<_> = self.answered.iter().map(|(_, name)| name.as_str()).collect();
        let after =
            if names.is_empty() { String::new() } else { format!(" Nobody answers then for {}.", names.join(", ")) };
        format!("Switch the account of {} off? They are signed out everywhere.{after}", self.name)
    }

    fn factor_question(&self) -> String {
        format!("Take the second factor of {} away? Make sure that it is they who ask. They are told.", self.name)
    }

    /// How loud it is said for which services they answer.
    fn answered_note(&self) -> &'static str {
        if self.is_disabled() { "preflight" } else { "" }
    }

    fn is_disabled(&self) -> bool {
        self.state == PersonState::Disabled
    }
}

/// One right, with the values that take it away.
pub struct GrantRow {
    pub label: String,
    pub kind: &'static str,
    pub scope: String,
    /// The provider whose groups gave it; empty: somebody did.
    pub source: String,
    /// Whether the viewer may take it away: everything but their own right as admin.
    pub can_go: bool,
}
