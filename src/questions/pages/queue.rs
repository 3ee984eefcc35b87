//! What Network Security owes answers to.

use askama::Template;

use super::line::Line;
use crate::questions::store::QueueCounts;
use crate::questions::waiting::counted;
use crate::web::Shell;

/// The queue, the most urgent first.
#[derive(Template)]
#[template(path = "questions/queue.html")]
pub struct QueuePage {
    pub shell: Shell,
    pub lines: Vec<QueueLine>,
    pub counts: QueueCounts,
    /// Which part of it is shown: `""`, `free`, `mine` or `back`.
    pub view: String,
    /// What was asked back and waits for its asker, the longest first.
    pub back: Vec<Line>,
    /// All of this part, as a table and for scripts.
    pub csv_href: String,
    pub json_href: String,
    pub previous: String,
    pub next: String,
}

impl QueuePage {
    /// How much waits, in a sentence: `3 questions wait for Network Security`.
    fn total(&self) -> String {
        let waits = if self.counts.total == 1 { "question waits" } else { "questions wait" };
        format!("{} {waits} for Network Security", counted(self.counts.total))
    }

    fn overdue(&self) -> String {
        counted(self.counts.overdue)
    }

    /// Who has them, in a sentence that leaves out what nobody does.
    fn shares(&self) -> String {
        let is = if self.counts.mine == 1 { "is" } else { "are" };
        match (self.counts.free, self.counts.mine) {
            (0, 0) => "Colleagues have taken all of them.".into(),
            (0, mine) => format!("All are taken; {} {is} yours.", counted(mine)),
            (free, 0) => format!("Nobody has taken {} of them.", counted(free)),
            (free, mine) => format!("Nobody has taken {} of them; {} {is} yours.", counted(free), counted(mine)),
        }
    }

    fn is(&self, view: &str) -> bool {
        self.view == view
    }

    /// Whether there is more that waits for its asker than is shown.
    fn has_more_back(&self) -> bool {
        self.counts.back > self.back.len() as i64
    }
}

/// One line of the queue.
pub struct QueueLine {
    pub line: Line,
    /// Why it is with Network Security, in a line.
    pub why: String,
    pub is_mine: bool,
    pub claim_action: String,
}
