//! Where a question stands, whose turn it is, how urgent it is and who reads it.

use crate::text_enum;

text_enum! {
    /// Where a question stands.
    pub enum QuestionState {
        /// The team's champion or deputy answers next, or passes it on.
        WithChampion = "with_champion",
        /// Network Security answers next.
        WithNetSec = "with_netsec",
        /// Whoever is faster answers: work stands still until then.
        WithBoth = "with_both",
        /// There is an answer.
        Answered = "answered",
        /// The answer is an article that everybody finds.
        Published = "published",
        /// It is the same as another, where the answer is.
        Merged = "merged",
    }
}

impl QuestionState {
    /// The states in which somebody still owes an answer.
    pub const OPEN: [QuestionState; 3] =
        [QuestionState::WithChampion, QuestionState::WithNetSec, QuestionState::WithBoth];

    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            QuestionState::WithChampion => "with the champion",
            QuestionState::WithNetSec => "with Network Security",
            QuestionState::WithBoth => "with both",
            QuestionState::Answered => "answered",
            QuestionState::Published => "published",
            QuestionState::Merged => "merged with another",
        }
    }

    /// Whether somebody still owes an answer.
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    /// Whether Network Security has it, alone or beside the champion.
    pub fn is_with_netsec(self) -> bool {
        matches!(self, QuestionState::WithNetSec | QuestionState::WithBoth)
    }

    /// Whether the champion has it, alone or beside Network Security.
    pub fn is_with_champion(self) -> bool {
        matches!(self, QuestionState::WithChampion | QuestionState::WithBoth)
    }

    /// Whose turn it is while it waits for nobody else.
    pub fn turn(self) -> Turn {
        match self {
            QuestionState::WithChampion => Turn::Champion,
            QuestionState::WithNetSec => Turn::NetSec,
            QuestionState::WithBoth => Turn::Both,
            QuestionState::Answered | QuestionState::Published | QuestionState::Merged => Turn::Nobody,
        }
    }
}

text_enum! {
    /// Whose turn it is.
    pub enum Turn {
        /// Whoever asked says what was missing; no clock runs.
        Asker = "asker",
        /// The team's champion or deputy.
        Champion = "champion",
        /// Network Security.
        NetSec = "netsec",
        /// Both of them, at once.
        Both = "both",
        /// There is an answer.
        Nobody = "nobody",
    }
}

impl Turn {
    /// The turns that Network Security works at.
    pub const OF_NETSEC: [Turn; 2] = [Turn::NetSec, Turn::Both];
    /// The turns that a champion works at.
    pub const OF_CHAMPION: [Turn; 2] = [Turn::Champion, Turn::Both];
}

text_enum! {
    /// Who may read a question, beside whoever asked and Network Security.
    pub enum Visibility {
        /// Everyone who is signed in.
        Everyone = "everyone",
        /// Members of its team, and who serves it.
        Team = "team",
        /// Nobody else.
        NetSec = "netsec",
    }
}

impl Visibility {
    /// Who reads it, in words.
    pub fn label(self) -> &'static str {
        match self {
            Visibility::Everyone => "everyone who is signed in",
            Visibility::Team => "the team and Network Security",
            Visibility::NetSec => "Network Security",
        }
    }
}

text_enum! {
    /// How much hangs on the answer.
    pub enum Urgency {
        /// Any time will do.
        Low = "low",
        /// Work goes on meanwhile.
        Normal = "normal",
        /// Somebody can't go on without it.
        Blocked = "blocked",
    }
}

impl Urgency {
    /// The urgency in words.
    pub fn label(self) -> &'static str {
        match self {
            Urgency::Low => "low",
            Urgency::Normal => "normal",
            Urgency::Blocked => "blocked now",
        }
    }
}

text_enum! {
    /// What a question can be linked to.
    pub enum LinkKind {
        /// An article; its slug.
        Article = "article",
    }
}

text_enum! {
    /// One of the two ways in which articles are grouped.
    pub enum TopicKind {
        /// A shelf; its slug.
        Category = "category",
        /// A word to find it by.
        Tag = "tag",
    }
}
