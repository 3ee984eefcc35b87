//! Keys, names of states and versions: the small values that rows are made of.
//!
//! Both databases are served by one implementation each: the combined
//! connection binds what it can borrow, so a key holds its text.

use std::fmt;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Integer;

/// Declares the key of one kind of row: a UUIDv7 (RFC 9562) in its 36-character form.
macro_rules! key {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub struct $name([u8; 36]);

        impl $name {
            /// A new key; later keys sort after earlier ones.
            pub fn generate() -> Self {
                Self::from_uuid(uuid::Uuid::now_v7())
            }

            /// The key that `text` spells, if it is one.
            pub fn parse(text: &str) -> Option<Self> {
                uuid::Uuid::try_parse(text).ok().map(Self::from_uuid)
            }

            fn from_uuid(uuid: uuid::Uuid) -> Self {
                let mut text = [0; 36];
                uuid.hyphenated().encode_lower(&mut text);
                Self(text)
            }

            /// The key as text.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).expect("a key is made from a UUID's ASCII text")
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<B: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, B> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, B>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, B>,
            ) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }

        impl<B: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, B> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, B>,
        {
            fn from_sql(bytes: B::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = String::from_sql(bytes)?;
                Self::parse(&text).ok_or_else(|| format!("“{text}” is not a key").into())
            }
        }
    )+};
}

key! {
    /// Somebody who signs in.
    PersonId;
    /// One right given to one person.
    GrantId;
    /// One browser that is signed in.
    SessionId;
    /// Whom a provider knows as whom.
    LinkedSignInId;
    /// What lets a script in as a person.
    TokenId;
    /// A link that lets somebody in once: set-up, invitation or reset.
    InvitationId;
    /// One line of the record of changes.
    AuditId;
    /// What teams belong to.
    DepartmentId;
    /// The unit that a champion serves.
    TeamId;
    /// A person's place in a team.
    MembershipId;
    /// One person serving one team as champion or deputy.
    TermId;
    /// Minutes of champion work on a day.
    TimeEntryId;
    /// A share of working time from a day on.
    AllocationId;
    /// Contracted hours from a day on.
    ContractedHoursId;
    /// That months of time were closed, or one was opened again.
    TimeClosingId;
    /// What can be learnt.
    CourseId;
    /// That a person learnt it.
    CompletionId;
    /// One place of a course in a belt's path.
    PathStepId;
    /// Completions from elsewhere that somebody looks through.
    TrainingImportId;
    /// What somebody handed in.
    FileId;
    /// What a champion looked at.
    ReviewId;
    /// A meeting, or a series of them.
    MeetingId;
    /// One line of a meeting's invitation.
    InviteeId;
    /// One time that a meeting happens.
    MeetingDateId;
    /// One person's answer to a date, and whether they were there.
    ParticipantId;
    /// That somebody is raised to a level, or asked to be.
    PromotionId;
    /// One thanks.
    KudoId;
    /// What somebody asked.
    QuestionId;
    /// One line of a question's history.
    QuestionEventId;
    /// What was said about one among those who answer.
    QuestionNoteId;
    /// Words that are said often.
    SavedReplyId;
    /// What goes live when.
    LaunchId;
    /// Something that the articles lack.
    GapId;
    /// Words by which an article is found, beside its own.
    LearntId;
    /// Words kept while somebody signs in.
    DraftId;
    /// An answer that was published.
    ArticleId;
    /// What an article said from one publication to the next.
    VersionId;
    /// An article, or a change to one, that is being written.
    ArticleDraftId;
    /// One "was this your answer?".
    FeedbackId;
    /// One "still right".
    ReviewedId;
    /// One "no longer true".
    FlagId;
    /// The words that a champion said yes to.
    ScopeId;
    /// Days on which somebody is away.
    AbsenceId;
    /// Somebody who was asked to stand in.
    StandInId;
    /// What somebody who left has yet to give to another.
    HandoverId;
    /// Where a team's code is.
    RepositoryId;
    /// What a team runs.
    ServiceId;
    /// One thing that a champion needs.
    OnboardingItemId;
    /// What was written after the first 30, 60 or 90 days.
    OnboardingReviewId;
    /// What somebody hears of.
    NoticeId;
    /// One message that goes out.
    DeliveryId;
}

/// Declares an enum that is stored as text, with the words that the database holds.
///
/// The words are a contract with data that exists: change a label, never these.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $variant:ident = $text:literal,)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that is stored, and used in addresses and CSV.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// The value that `text` names, if there is one.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }

        impl<B: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, B> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, B>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, B>,
            ) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }

        impl<B: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, B> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, B>,
        {
            fn from_sql(bytes: B::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = String::from_sql(bytes)?;
                $name::parse(&text).ok_or_else(|| {
                    format!("“{text}” is no {}", stringify!($name)).into()
                })
            }
        }
    };
}

/// How often a row was saved. A form carries the version that it was drawn
/// from, so that a second saver is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Integer)]
pub struct RowVersion(pub i32);

impl RowVersion {
    /// The version of a row that was just made.
    pub const FIRST: RowVersion = RowVersion(1);

    /// The version after one more save.
    #[must_use]
    pub fn next(self) -> Self {
        RowVersion(self.0.saturating_add(1))
    }
}

impl fmt::Display for RowVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<B: Backend> ToSql<Integer, B> for RowVersion
where
    i32: ToSql<Integer, B>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<B: Backend> FromSql<Integer, B> for RowVersion
where
    i32: FromSql<Integer, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<Self> {
        i32::from_sql(bytes).map(RowVersion)
    }
}
