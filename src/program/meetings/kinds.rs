//! The words that meetings are stored with.

use crate::text_enum;

text_enum! {
    /// What kind of meeting it is.
    pub enum MeetingKind {
        /// Those who serve, together.
        Champions = "champions",
        /// A design, before it is built.
        DesignReview = "design-review",
        /// Something is learnt.
        Training = "training",
        /// Anything else.
        Other = "other",
    }
}

impl MeetingKind {
    /// The kind in words.
    pub fn label(self) -> &'static str {
        match self {
            MeetingKind::Champions => "Champions' meeting",
            MeetingKind::DesignReview => "Design review",
            MeetingKind::Training => "Training session",
            MeetingKind::Other => "Other meeting",
        }
    }
}

text_enum! {
    /// How often it happens.
    pub enum Repeats {
        /// On its first day alone.
        Once = "once",
        /// On the same weekday of each week.
        Weekly = "weekly",
        /// On the same weekday of every other week.
        Fortnightly = "fortnightly",
        /// On the same weekday of each month: its third Tuesday, or its last.
        Monthly = "monthly",
    }
}

impl Repeats {
    /// How often, in words for a choice.
    pub fn label(self) -> &'static str {
        match self {
            Repeats::Once => "It does not repeat",
            Repeats::Weekly => "Every week",
            Repeats::Fortnightly => "Every two weeks",
            Repeats::Monthly => "Every month, on the same weekday",
        }
    }
}

text_enum! {
    /// Whether a date stands.
    pub enum DateState {
        /// It happens, or has happened.
        Planned = "planned",
        /// It was called off.
        CalledOff = "called-off",
    }
}

text_enum! {
    /// What somebody says to an invitation.
    pub enum Answer {
        /// Comes.
        Accepted = "accepted",
        /// Perhaps.
        Tentative = "tentative",
        /// Does not come.
        Declined = "declined",
    }
}

impl Answer {
    /// The answer in words, as said of somebody.
    pub fn label(self) -> &'static str {
        match self {
            Answer::Accepted => "accepted",
            Answer::Tentative => "perhaps",
            Answer::Declined => "declined",
        }
    }

    /// The words on the button that gives it.
    pub fn button(self) -> &'static str {
        match self {
            Answer::Accepted => "I'll be there",
            Answer::Tentative => "Perhaps",
            Answer::Declined => "I can't",
        }
    }

    /// `PARTSTAT` of RFC 5545, section 3.2.12.
    pub fn partstat(self) -> &'static str {
        match self {
            Answer::Accepted => "ACCEPTED",
            Answer::Tentative => "TENTATIVE",
            Answer::Declined => "DECLINED",
        }
    }
}
