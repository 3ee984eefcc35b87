//! The pages of training.

mod completion;
mod course;
mod list;
mod people;
mod words;

pub use completion::{CertificatePage, CompletionPage, ConfirmationPage};
pub use course::{CoursePage, FormPage, PathPage, PathShowPage, RenewalLine};
pub use list::{CourseLine, ListPage, PathLine};
pub use people::{ExpiringLine, ExpiringPage, UnverifiedLine, UnverifiedPage, document};
pub use words::{StandingWords, audience_words, renewal_title};
