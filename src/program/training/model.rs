//! Courses and completions.

use diesel::prelude::*;

use super::audience::Audience;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{CompletionId, CourseId, FileId, PersonId, RowVersion};
use crate::text_enum;

text_enum! {
    /// Whose completion of the version before ends on a day, and has to be renewed.
    pub enum RenewFor {
        /// Nobody's: it counts for as long as it was given.
        Nobody = "nobody",
        /// Everybody's who has it.
        Holders = "holders",
        /// That of those who have to have the course.
        Required = "required",
    }
}

impl RenewFor {
    /// The choice in words.
    pub fn label(self) -> &'static str {
        match self {
            RenewFor::Nobody => "nobody: what was completed counts on",
            RenewFor::Holders => "everybody who completed the version before",
            RenewFor::Required => "those who have to have this course",
        }
    }
}

/// What can be learnt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Course {
    /// Its key.
    pub id: CourseId,
    /// Its address: `/training/{slug}`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Who gives it; may be empty.
    pub provider: String,
    /// Where it is; may be empty.
    pub link: String,
    /// Further places, a line each: provider, a tab, link.
    pub more_offers: String,
    /// How long it takes, in minutes.
    pub minutes: i32,
    /// Who has to have it.
    pub audience: Audience,
    /// Months for which a completion counts; none: for good.
    pub valid_months: Option<i32>,
    /// Percent from which a result counts as passed; none: no result is asked for.
    pub pass_mark: Option<i32>,
    /// The course that this one is the new version of.
    pub replaces: Option<CourseId>,
    /// Whose completion of that course ends with `renew_by`.
    pub renew_for: RenewFor,
    /// The last day on which the version before still counts for them.
    pub renew_by: Option<Day>,
    /// How often it was saved.
    pub version: RowVersion,
}

impl Course {
    /// Who gives it and where: all places, each part may be empty.
    pub fn offers(&self) -> Vec<(&str, &str)> {
        let first = (self.provider.as_str(), self.link.as_str());
        let more = self.more_offers.lines().map(|line| line.split_once('\t').unwrap_or((line, "")));
        std::iter::once(first).filter(|offer| *offer != ("", "")).chain(more).collect()
    }
}

/// What is known of a course that is made or saved; texts are tidied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCourse {
    /// Its title.
    pub title: String,
    /// Who gives it; may be empty.
    pub provider: String,
    /// Where it is; may be empty.
    pub link: String,
    /// Further places, a line each: provider, a tab, link.
    pub more_offers: String,
    /// How long it takes, in minutes, 1 to 2,400.
    pub minutes: i32,
    /// Who has to have it.
    pub audience: Audience,
    /// Months for which a completion counts, 1 to 120; none: for good.
    pub valid_months: Option<i32>,
    /// Percent from which a result counts as passed, 1 to 100.
    pub pass_mark: Option<i32>,
    /// The course that this one is the new version of.
    pub replaces: Option<CourseId>,
    /// Whose completion of that course ends.
    pub renew_for: RenewFor,
    /// When; none but where somebody's ends.
    pub renew_by: Option<Day>,
}

text_enum! {
    /// What a lead said of a completion.
    pub enum CompletionState {
        /// Nothing yet; it counts.
        Recorded = "recorded",
        /// That it is so.
        Verified = "verified",
        /// That it is not shown to be so; it does not count until it is sent again.
        Returned = "returned",
    }
}

impl CompletionState {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            CompletionState::Recorded => "not verified yet",
            CompletionState::Verified => "verified",
            CompletionState::Returned => "sent back",
        }
    }

    /// The chip that it is shown with.
    pub fn chip(self) -> &'static str {
        match self {
            CompletionState::Recorded => "neutral",
            CompletionState::Verified => "open",
            CompletionState::Returned => "preflight",
        }
    }
}

/// That somebody completed a course, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct CompletionRow {
    /// Its key.
    pub id: CompletionId,
    /// The course's address.
    pub course_slug: String,
    /// The course's title.
    pub course: String,
    /// The day on which it was completed.
    pub completed_on: Day,
    /// The last day on which it counts; none: for good.
    pub valid_until: Option<Day>,
    /// A link or a word on where the certificate is; may be empty.
    pub evidence: String,
    /// Percent.
    pub result: Option<i32>,
    /// Whether the result, if any, reached the mark.
    pub passed: bool,
    /// The file that was handed in.
    pub file: Option<FileId>,
    /// What a lead said of it.
    pub state: CompletionState,
}

impl CompletionRow {
    /// Whether it counts at all, for as long as it does.
    pub fn counts(&self) -> bool {
        self.passed && self.state != CompletionState::Returned
    }
}

/// One completion with everything that its own page shows.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Completion {
    /// Its key.
    pub id: CompletionId,
    /// Whose it is.
    pub person: PersonId,
    /// Of which course.
    pub course: CourseId,
    /// The day on which it was completed.
    pub completed_on: Day,
    /// The last day on which it counts; none: for good.
    pub valid_until: Option<Day>,
    /// A link or a word; may be empty.
    pub evidence: String,
    /// Percent.
    pub result: Option<i32>,
    /// Whether the result, if any, reached the mark.
    pub passed: bool,
    /// The file that was handed in.
    pub file: Option<FileId>,
    /// What a lead said of it.
    pub state: CompletionState,
    /// Who said so.
    pub judged_by: Option<PersonId>,
    /// When.
    pub judged_at: Option<Timestamp>,
    /// With which words.
    pub words: String,
    /// What its certificate is known by.
    pub certificate: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// How often it was saved.
    pub version: RowVersion,
}

impl Completion {
    /// Whether it counts at all, for as long as it does.
    pub fn counts(&self) -> bool {
        self.passed && self.state != CompletionState::Returned
    }
}

/// A completion that is about to be recorded; texts are tidied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewCompletion {
    /// The day on which it was completed; none: today.
    pub completed_on: Option<Day>,
    /// A link or a word; may be empty.
    pub evidence: String,
    /// Percent, 0 to 100.
    pub result: Option<i32>,
    /// The last day, where whoever gave the course says another than ours.
    pub valid_until: ValidUntil,
    /// What an import says of it; none: as whoever records it may.
    pub state: Option<CompletionState>,
    /// The words that go with it.
    pub words: String,
}

/// Until when a completion counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ValidUntil {
    /// As the course says.
    #[default]
    AsCourse,
    /// For good.
    Forever,
    /// Up to and including this day.
    Day(Day),
}

/// The number of a certificate from its key: the random end of it, in capitals.
pub fn certificate_words(certificate: &str) -> String {
    let parts: Vec<String> =
        certificate.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).to_uppercase()).collect();
    parts.join("-")
}

/// The key that somebody typed or followed as a certificate's number.
pub fn parse_certificate(text: &str) -> Option<String> {
    /// Hexadecimal digits of a number: 48 bits, of which nobody guesses one.
    const DIGITS: usize = 12;
    let plain: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect::<String>().to_ascii_lowercase();
    (plain.len() == DIGITS && plain.chars().all(|c| c.is_ascii_hexdigit())).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_known_by_its_number_however_it_is_typed() {
        assert_eq!(certificate_words("8f3a19c277d0"), "8F3A-19C2-77D0");
        for (typed, known) in [
            ("8F3A-19C2-77D0", Some("8f3a19c277d0")),
            (" 8f3a 19c2 77d0", Some("8f3a19c277d0")),
            ("8F3A-19C2-77D", None),
            ("8F3A-19C2-77DX", None),
            ("", None),
        ] {
            assert_eq!(parse_certificate(typed).as_deref(), known, "{typed}");
        }
    }
}
