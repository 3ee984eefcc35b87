//! The pages of time entries.

use std::collections::HashMap;

use askama::Template;

use super::chart::Chart;
use super::closing;
use super::model::EntryRow;
use super::offers::{OfferLine, Source, sources_of};
use super::rules::{self, duration_words};
use super::undo::Undo;
use crate::calendar::WorkCalendar;
use crate::clock::Day;
use crate::db::{Connection, DbError};
use crate::program::conflict::Conflict;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// How full somebody's week is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Minutes given since Monday.
    pub given: i64,
    /// Minutes granted for the week.
    pub granted: i64,
}

impl Week {
    /// "2 h 15 of 4 h"
    pub fn words(&self) -> String {
        format!("{} of {}", duration_words(self.given), duration_words(self.granted))
    }

    /// The scale of the bar, which must not end below what was given.
    pub fn scale(&self) -> i64 {
        self.granted.max(self.given).max(1)
    }
}

/// One entry as lists show it.
pub struct EntryLine {
    /// The entry.
    pub row: EntryRow,
    /// Whether it can still be changed.
    pub is_open: bool,
    /// What it came from.
    pub source: Option<Source>,
}

impl EntryLine {
    /// The entries, as seen on `today` by who made them.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn list(
        connection: &mut Connection,
        calendar: &WorkCalendar,
        rows: Vec<EntryRow>,
        today: Day,
    ) -> Result<Vec<Self>, DbError> {
        let mut closed: HashMap<Day, bool> = HashMap::new();
        let mut lines = Vec::with_capacity(rows.len());
        let ids: Vec<_> = rows.iter().map(|row| row.entry.id).collect();
        let mut sources = sources_of(connection, &ids)?;
        for row in rows {
            let day = row.entry.day;
            let mut is_open = rules::is_open(day, today, calendar.open_days);
            if is_open {
                let is_closed = match closed.get(&day.month_start()) {
                    Some(known) => *known,
                    None => closing::is_closed(connection, calendar, today, day)?,
                };
                closed.insert(day.month_start(), is_closed);
                is_open = !is_closed;
            }
            lines.push(EntryLine { source: sources.remove(&row.entry.id), row, is_open });
        }
        Ok(lines)
    }

    /// "1 h 30"
    pub fn length(&self) -> String {
        duration_words(i64::from(self.row.entry.minutes))
    }
}

/// The last change, which a click takes back.
pub struct UndoLine {
    /// Where the click goes, below the base.
    pub path: String,
    /// What was done.
    pub words: String,
    /// What the button says.
    pub label: &'static str,
}

impl UndoLine {
    /// The change.
    pub fn new(undo: Undo) -> Self {
        let length = duration_words(i64::from(undo.minutes));
        let what = format!("{length} of {} on {}", undo.activity.label().to_lowercase(), undo.day.short());
        let (words, label) = if undo.removed {
            (format!("You took away {what}."), "Bring it back")
        } else {
            (format!("You changed what was {what}."), "Undo the change")
        };
        UndoLine { path: format!("/time/{}/undo", undo.entry_id), words, label }
    }
}

/// One way to sum the time up.
pub struct SpanLink {
    /// The word.
    pub label: &'static str,
    /// The complete address.
    pub href: String,
    pub is_current: bool,
}

/// Somebody's own entries, and the two ways to add one.
#[derive(Template)]
#[template(path = "program/time/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub week: Week,
    pub entries: Vec<EntryLine>,
    pub previous: String,
    pub next: String,
    pub teams: Vec<Choice>,
    pub activities: Vec<Choice>,
    pub line: String,
    pub length: String,
    pub note: String,
    pub day: String,
    pub target: String,
    /// What the fields were offered for; may be empty.
    pub source: String,
    /// What was finished lately and not logged.
    pub offers: Vec<OfferLine>,
    /// Whether the fields, not the line, were sent last.
    pub by_fields: bool,
    /// Whether they serve a team today.
    pub is_serving: bool,
    pub spans: Vec<SpanLink>,
    /// The filter of the list, what it is summed up by, and its CSV.
    pub from: String,
    pub to: String,
    pub by: &'static str,
    pub csv_href: String,
    pub chart: Chart,
    pub undo: Option<UndoLine>,
    /// Days for which entries can be changed.
    pub window: i32,
    pub problems: Vec<FieldProblem>,
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    /// What is wrong with the line; a day that does not fit is said there, too.
    fn line_problem(&self) -> &str {
        if self.by_fields {
            return "";
        }
        ["line", "day"].iter().map(|field| self.problem(field)).find(|words| !words.is_empty()).unwrap_or_default()
    }

    fn field_problem(&self, field: &str) -> &str {
        if self.by_fields { self.problem(field) } else { "" }
    }
}

/// The form for one entry.
#[derive(Template)]
#[template(path = "program/time/edit.html")]
pub struct EditPage {
    pub shell: Shell,
    pub id: String,
    pub teams: Vec<Choice>,
    pub activities: Vec<Choice>,
    pub length: String,
    pub note: String,
    pub day: String,
    pub version: i32,
    /// Where saving, and cancelling, lead back to.
    pub target: String,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl EditPage {
    fn field_problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/time/{}{rest}", self.id))
    }
}
