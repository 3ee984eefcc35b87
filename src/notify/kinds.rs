//! What notices are about, what people want of them, how they leave and how
//! far they are.

use crate::text_enum;

text_enum! {
    /// What a notice is about, as people choose what they want of it.
    pub enum NoticeKind {
        /// Work stands still until they answer.
        Blocked = "blocked",
        /// A question waits for them.
        Turn = "turn",
        /// A question came into the queue that they share with others.
        Queue = "queue",
        /// News of what they asked, or wait for.
        Own = "own",
        /// What is late, or will be for a launch.
        Late = "late",
        /// Terms, courses, meetings and the like.
        Program = "program",
        /// What happened to their own account. Nobody chooses not to hear it:
        /// whoever got in as them would.
        Account = "account",
    }
}

impl NoticeKind {
    /// What it is about, in words.
    pub fn label(self) -> &'static str {
        match self {
            NoticeKind::Blocked => "Blocked now",
            NoticeKind::Turn => "Questions that wait for you",
            NoticeKind::Queue => "New in the queue of Network Security",
            NoticeKind::Own => "News of your questions",
            NoticeKind::Late => "Late, or a launch is near",
            NoticeKind::Program => "The champion program",
            NoticeKind::Account => "Your account",
        }
    }

    /// What belongs to it, in a sentence.
    pub fn help(self) -> &'static str {
        match self {
            NoticeKind::Blocked => {
                "Somebody's work stands still until you answer. This comes in quiet hours, too, unless you choose never."
            }
            NoticeKind::Turn => "A question was asked of you, handed to you, or answered back.",
            NoticeKind::Queue => "A question went to Network Security, and nobody has it yet.",
            NoticeKind::Own => "What you asked, wait for or took part in: asked back, answered, published.",
            NoticeKind::Late => "A question is past its due time, or open three days and one day before a launch.",
            NoticeKind::Program => "Terms that end, nominations that wait, courses that run out, meetings.",
            NoticeKind::Account => "What happened to your account. It always comes at once.",
        }
    }

    /// Whether people choose what they want of it.
    pub fn is_chosen(self) -> bool {
        self != NoticeKind::Account
    }

    /// Those of which people choose what they want.
    pub fn chosen() -> impl Iterator<Item = NoticeKind> {
        NoticeKind::ALL.iter().copied().filter(|kind| kind.is_chosen())
    }

    /// What everybody gets who has not chosen.
    pub fn default_choice(self) -> Choice {
        match self {
            NoticeKind::Queue | NoticeKind::Program => Choice::Digest,
            _ => Choice::Now,
        }
    }

    /// Whether it comes in quiet hours, too.
    pub fn breaks_quiet(self) -> bool {
        matches!(self, NoticeKind::Blocked | NoticeKind::Account)
    }
}

text_enum! {
    /// What somebody wants of one kind by mail.
    pub enum Choice {
        /// Each at once.
        Now = "now",
        /// All of a day together.
        Digest = "digest",
        /// None.
        Never = "never",
    }
}

impl Choice {
    /// The choice in words.
    pub fn label(self) -> &'static str {
        match self {
            Choice::Now => "at once",
            Choice::Digest => "once a day",
            Choice::Never => "never",
        }
    }
}

text_enum! {
    /// How a message leaves.
    pub enum Channel {
        /// By SMTP.
        Mail = "mail",
        /// To a place in chat.
        Chat = "chat",
    }
}

text_enum! {
    /// How far a message is.
    pub enum DeliveryState {
        /// It goes as soon as it can.
        Waiting = "waiting",
        /// The receiver took it.
        Sent = "sent",
        /// The receiver did not take it, and it is not tried again by itself.
        Failed = "failed",
        /// It was not wanted any more.
        Dropped = "dropped",
    }
}
