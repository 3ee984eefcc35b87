//! What the forms of training send.

mod completion;
mod course;

pub use completion::{CompletionForm, EvidenceForm, JudgementForm};
pub use course::{CourseForm, RuleChoice};

/// Characters of a title.
pub(super) const TITLE_LIMIT: usize = 120;
/// Characters of a provider, and of evidence.
pub(super) const WORDS_LIMIT: usize = 300;
