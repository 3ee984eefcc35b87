//! A repository or a service, and what is needed to name one.

use crate::program::TeamName;
use crate::program::web_link;
use crate::web::fold::line;

/// Characters of a name.
const NAME_LIMIT: usize = 200;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BelongingKind {
    /// Where code is.
    Repository,
    /// What runs.
    Service,
}

impl BelongingKind {
    /// Both.
    pub const ALL: [BelongingKind; 2] = [BelongingKind::Repository, BelongingKind::Service];

    /// The kind as addresses, columns and the record name it.
    pub fn as_str(self) -> &'static str {
        match self {
            BelongingKind::Repository => "repository",
            BelongingKind::Service => "service",
        }
    }

    /// The kind that `text` names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The kind in words.
    pub fn label(self) -> &'static str {
        match self {
            BelongingKind::Repository => "Repository",
            BelongingKind::Service => "Service",
        }
    }

    /// Several of them in words.
    pub fn plural(self) -> &'static str {
        match self {
            BelongingKind::Repository => "Repositories",
            BelongingKind::Service => "Services",
        }
    }
}

/// A repository or a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    /// Which of the two.
    pub kind: BelongingKind,
    /// Its name, such as `acme/payments-api`; nothing else of its kind has it.
    pub name: String,
    /// Whose it is.
    pub team: TeamName,
    /// Where it is; may be empty.
    pub link: String,
}

/// A name and a link that are put down for a team; texts are tidied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBelonging {
    /// Which of the two.
    pub kind: BelongingKind,
    /// Its name.
    pub name: String,
    /// Where it is; may be empty.
    pub link: String,
}

impl NewBelonging {
    /// Tidies what somebody typed, or a file says.
    ///
    /// # Errors
    ///
    /// The field (`name` or `link`) and the words for each that does not fit.
    pub fn parse(kind: BelongingKind, name: &str, link: &str) -> Result<Self, Vec<(&'static str, String)>> {
        match (line(name, NAME_LIMIT), web_link(link)) {
            (Ok(name), Ok(link)) => Ok(NewBelonging { kind, name, link }),
            (name, link) => {
                let name = name.err().map(|words| ("name", words));
                Err(name.into_iter().chain(link.err().map(|words| ("link", words))).collect())
            }
        }
    }
}

/// What putting one down came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// It was another team's, by name, or had another link.
    Changed {
        /// Whose it was.
        was: String,
    },
    /// It was so already.
    Unchanged,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_that_does_not_fit_is_named() {
        let service = BelongingKind::Service;
        for (name, link, fields) in [
            ("payments-api", "https://git.example.com/payments-api", vec![]),
            (" payments-api ", "", vec![]),
            ("", "", vec!["name"]),
            ("x", "javascript:alert(1)", vec!["link"]),
            ("", "payments", vec!["name", "link"]),
        ] {
            let parsed = NewBelonging::parse(service, name, link);
            let named: Vec<_> = parsed.err().unwrap_or_default().into_iter().map(|(field, _)| field).collect();
            assert_eq!(named, fields, "{name:?} {link:?}");
        }
        assert_eq!(BelongingKind::parse("service"), Some(service));
    }
}
