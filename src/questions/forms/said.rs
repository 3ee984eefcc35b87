//! Forms that carry words for one act, all of one shape: read, refused with the
//! words kept, or sent once.

use serde::Deserialize;

use super::{BODY_LIMIT, Problems, some_text};
use crate::db::keys::QuestionEventId;
use crate::questions::QuestionError;
use crate::questions::model::Destination;
use crate::questions::pages::Drafts;
use crate::questions::secrets;
use crate::web::fold::line;

/// Characters of a line of why.
const WHY_LIMIT: usize = 500;

/// A form that carries words for one act.
pub trait Said {
    /// What the act takes.
    type Input: Send + Sync + 'static;

    /// The words, read strictly.
    fn parse(&self) -> Result<Self::Input, QuestionError>;

    /// By which a repeated send is known.
    fn once(&self) -> &str;

    /// What was written, and into which field of the page it goes back.
    fn drafts(self) -> Drafts;

    /// The newest line of the history that the writer saw, where the act asks for it.
    fn read(&self) -> Option<QuestionEventId> {
        None
    }

    /// The field for what was missed meanwhile.
    fn field(&self) -> &'static str;

    /// The words alone, to be said as a comment where the act comes too late.
    fn words(&self) -> &str;
}

/// Declares a form with one field of words.
macro_rules! said {
    ($(#[$doc:meta])* $name:ident, $field:ident, $draft:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Debug, Default, Clone, Deserialize)]
        #[serde(default)]
        pub struct $name {
            pub $field: String,
            /// `yes` where what looks like a password is none.
            pub checked: String,
            /// The newest line of the history when the form was drawn.
            pub read: String,
            pub once: String,
        }

        impl Said for $name {
            type Input = String;

            fn parse(&self) -> Result<String, QuestionError> {
                let mut problems = Problems::default();
                let parse: fn(&str) -> Result<String, String> = $parse;
                let words = parse(&self.$field).and_then(|words| secrets::check(&words, &self.checked).map(|()| words));
                let words = problems.keep(stringify!($field), words);
                problems.settle(words)
            }

            fn once(&self) -> &str {
                &self.once
            }

            fn drafts(self) -> Drafts {
                Drafts { $draft: self.$field, ..Drafts::default() }
            }

            fn read(&self) -> Option<QuestionEventId> {
                QuestionEventId::parse(&self.read)
            }

            fn field(&self) -> &'static str {
                stringify!($field)
            }

            fn words(&self) -> &str {
                &self.$field
            }
        }
    };
}

said!(
    /// `POST /questions/{number}/escalation`
    EscalationForm,
    why,
    why,
    |why| some_line(why, "say in one line why Network Security is needed")
);
said!(
    /// `POST /questions/{number}/comments`
    CommentForm,
    comment,
    comment,
    |words| some_text(words, BODY_LIMIT, "write the comment first")
);
said!(
    /// `POST /questions/{number}/inquiry`
    InquiryForm,
    inquiry,
    inquiry,
    |words| some_text(words, BODY_LIMIT, "write what you need to know first")
);
said!(
    /// `POST /questions/{number}/notes`
    NoteForm,
    note,
    note,
    |words| some_text(words, BODY_LIMIT, "write the note first")
);
said!(
    /// `POST /questions/{number}/reopening`
    ReopeningForm,
    reason,
    reason,
    |words| some_text(words, BODY_LIMIT, "say what is still missing")
);
said!(
    /// `POST /questions/{number}/links`
    LinkForm,
    article,
    article,
    |words| article_slug(words)
);

/// `POST /questions/{number}/handing`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct HandingForm {
    /// `@handle`, or `team`.
    pub to: String,
    pub word: String,
    /// `yes` where what looks like a password is none.
    pub checked: String,
    pub once: String,
}

impl Said for HandingForm {
    type Input = (Destination, String);

    fn parse(&self) -> Result<Self::Input, QuestionError> {
        let mut problems = Problems::default();
        let word = match self.word.trim() {
            "" => String::new(),
            word => problems.keep("word", secrets::check(word, &self.checked).and_then(|()| line(word, WHY_LIMIT))),
        };
        let to = match self.to.trim() {
            "team" => Some(Destination::Champions),
            other => other.strip_prefix('@').map(|handle| Destination::Person(handle.to_owned())),
        };
        let missing = || "choose to whom it goes".to_owned();
        let to = problems.keep("to", to.map(Some).ok_or_else(missing));
        problems.settle((to.unwrap_or(Destination::Champions), word))
    }

    fn once(&self) -> &str {
        &self.once
    }

    fn drafts(self) -> Drafts {
        Drafts { to: self.to, word: self.word, ..Drafts::default() }
    }

    fn field(&self) -> &'static str {
        "word"
    }

    fn words(&self) -> &str {
        &self.word
    }
}

fn some_line(given: &str, missing: &str) -> Result<String, String> {
    match given.trim() {
        "" => Err(missing.into()),
        words => line(words, WHY_LIMIT),
    }
}

/// The slug in an article's address, or the slug itself.
fn article_slug(given: &str) -> Result<String, String> {
    let given = some_line(given, "give the address of an article, such as /faq/ephemeral-ports")?;
    let path = given.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    Ok(path.rsplit('/').next().unwrap_or_default().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_named_by_its_address() {
        for (given, slug) in [
            ("ephemeral-ports", "ephemeral-ports"),
            (" /faq/ephemeral-ports ", "ephemeral-ports"),
            ("https://bridge.example/base/faq/Ephemeral-Ports/?q=x#why", "ephemeral-ports"),
        ] {
            assert_eq!(article_slug(given).as_deref(), Ok(slug), "{given}");
        }
        assert!(article_slug("  ").is_err());
    }

    #[test]
    fn a_question_is_handed_to_a_person_or_to_the_team() {
        let form = |to: &str| HandingForm { to: to.into(), word: " Please  look ".into(), ..HandingForm::default() };
        assert!(matches!(form("team").parse(), Ok((Destination::Champions, word)) if word == "Please look"));
        assert!(matches!(form("@kim-oh").parse(), Ok((Destination::Person(handle), _)) if handle == "kim-oh"));
        for to in ["", "kim-oh", "everybody"] {
            assert!(matches!(form(to).parse(), Err(QuestionError::Invalid(_))), "{to}");
        }
    }
}
