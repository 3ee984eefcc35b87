//! Whom to ask, and how that was found.

use diesel::Queryable;

use crate::accounts::PersonName;
use crate::program::belongings::{Belonging, BelongingKind};
use crate::program::{Serving, TeamName};

/// What led to a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Through {
    /// It was named itself.
    Team,
    /// Somebody who belongs to it.
    Person(PersonName),
    /// Something that it looks after.
    Belonging(Belonging),
    /// A path in a repository.
    Path {
        /// The repository.
        repository: Belonging,
        /// From the root of the repository.
        path: String,
        /// Whether a line of its CODEOWNERS names the team; otherwise it is the
        /// repository's.
        is_named: bool,
    },
}

impl Through {
    /// What kind of thing it was: `team`, `person`, `repository` or `service`.
    pub fn kind(&self) -> &'static str {
        match self {
            Through::Team => "team",
            Through::Person(_) => "person",
            Through::Belonging(one) => one.kind.as_str(),
            Through::Path { repository, .. } => repository.kind.as_str(),
        }
    }

    /// What led there, before the team: `acme/payments-api (repository)`; empty for the team itself.
    pub fn words(&self) -> String {
        match self {
            Through::Team => String::new(),
            Through::Person(person) => person.name.clone(),
            Through::Belonging(one) => format!("{} ({})", one.name, one.kind.label().to_lowercase()),
            Through::Path { repository, path, is_named: true } => {
                format!("{path} in {} (by its CODEOWNERS)", repository.name)
            }
            Through::Path { repository, path, is_named: false } => {
                format!("{path} in {} (CODEOWNERS names no team for it, so the repository's)", repository.name)
            }
        }
    }

    /// The repository's name and the path in it that was asked for, which may be empty.
    pub fn repository(&self) -> Option<(&str, &str)> {
        match self {
            Through::Belonging(one) if one.kind == BelongingKind::Repository => Some((&one.name, "")),
            Through::Path { repository, path, .. } => Some((&repository.name, path)),
            _ => None,
        }
    }
}

/// One team that was meant, and who is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoAnswer {
    /// What led there.
    pub through: Through,
    /// The team; none for somebody who belongs to none.
    pub team: Option<TeamName>,
    /// Who serves it, those who are there first.
    pub serving: Vec<Serving>,
}

impl WhoAnswer {
    /// The one to ask today.
    pub fn first(&self) -> Option<&Serving> {
        self.serving.first().filter(|one| one.is_there())
    }

    /// The others: deputies, and whoever is away.
    pub fn others(&self) -> &[Serving] {
        match self.first() {
            Some(_) => self.serving.get(1..).unwrap_or_default(),
            None => &self.serving,
        }
    }
}

/// Somebody of Network Security, and how to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ContactPerson {
    /// Their name.
    pub name: String,
    /// Their address: `/people/{handle}`.
    pub handle: String,
    /// How to reach them in chat; may be empty.
    pub chat: String,
    /// Their mail address.
    pub email: String,
}

/// Who answers when nobody of a team is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Where to write to, where the company has said it.
    pub words: String,
    /// Otherwise some of those who hold the Network Security right.
    pub people: Vec<ContactPerson>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Who {
    /// Each team that may be meant, the best first.
    pub answers: Vec<WhoAnswer>,
    /// Whether what was typed names them, and does not only begin so.
    pub is_exact: bool,
    /// The repository that was named, where its paths have owners of their own,
    /// and the path in it that was asked for, which may be empty.
    pub repository: Option<(String, String)>,
}
