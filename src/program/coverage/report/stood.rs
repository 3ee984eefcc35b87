//! How all teams stood in a quarter, as far as the coverage of today does not
//! say it, and the reports that were made from it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Quarter, Report, store};
use crate::calendar::{self, WorkCalendar};
use crate::clock::Day;
use crate::db::keys::TeamId;
use crate::db::{Connection, Db};
use crate::program::ProgramError;
use crate::program::coverage::model::{CoverageRow, CoverageState};
use crate::program::coverage::{Period, Snapshot};
use crate::program::ladder::Ladder;
use crate::program::time::owed::honoured_in;
use crate::program::time::rules::Band;

/// What was asked of the database about one quarter.
#[derive(Debug, Default)]
pub struct Stood {
    bands: HashMap<TeamId, Band>,
    /// Required courses in date, and required; of quarters that are over.
    training: HashMap<TeamId, (i64, i64)>,
}

impl Stood {
    fn load(
        connection: &mut Connection,
        ladder: &Ladder,
        rows: &[&CoverageRow],
        period: Period,
        calendar: &WorkCalendar,
        today: Day,
    ) -> Result<Self, ProgramError> {
        let is_over = period.to < today;
        let days = calendar::Period { first: period.from, last: period.to };
        let honoured = honoured_in(connection, calendar, days)?;
        Ok(Stood {
            bands: honoured.iter().filter_map(|(team, honoured)| Some((*team, honoured.band()?))).collect(),
            training: if is_over { store::training_on(connection, ladder, rows, period.to)? } else { HashMap::new() },
        })
    }

    /// Those of these teams that there were on the period's last day, as they stood on it.
    pub fn teams(&self, rows: &[&CoverageRow], period: Period, today: Day) -> Vec<CoverageRow> {
        let there = rows.iter().filter(|row| row.existed(period.to));
        let stood = |row: &&CoverageRow| {
            let mut row = (*row).clone();
            row.band = self.bands.get(&row.team_id).copied();
            row.is_early = false;
            if period.to < today {
                row.state = if row.was_covered(period.to) { CoverageState::Covered } else { CoverageState::Uncovered };
                row.training = self.training.get(&row.team_id).copied().unwrap_or_default();
                // Who belonged to it then, and who was nominated, is not known any more.
                (row.waiting, row.serving, row.members) = (Vec::new(), Vec::new(), Vec::new());
            }
            row
        };
        there.map(stood).collect()
    }
}

/// What was worked out from one count of all teams. It is as old as that count.
#[derive(Default)]
pub struct Reports {
    stood: Mutex<Vec<(Quarter, Arc<Stood>)>>,
    /// Reports over all teams.
    whole: Mutex<Vec<(Quarter, Arc<Report>)>>,
}

impl Reports {
    /// How all teams of the snapshot stood in a quarter; none where it has not begun.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub async fn stood(
        &self,
        db: &Db,
        snapshot: &Arc<Snapshot>,
        quarter: Quarter,
        calendar: &WorkCalendar,
    ) -> Result<Option<Arc<Stood>>, ProgramError> {
        if let Some(known) = find(&self.stood, quarter) {
            return Ok(Some(known));
        }
        let today = snapshot.today();
        let Some(period) = quarter.period(today) else { return Ok(None) };
        let (counted, calendar) = (Arc::clone(snapshot), calendar.clone());
        let stood = db
            .read(move |connection| {
                let rows: Vec<&CoverageRow> = counted.rows.iter().map(AsRef::as_ref).collect();
                Stood::load(connection, &counted.ladder, &rows, period, &calendar, today)
            })
            .await?;
        Ok(Some(keep(&self.stood, quarter, stood)))
    }

    /// The report over all teams, where somebody has asked for it before.
    pub fn whole(&self, quarter: Quarter) -> Option<Arc<Report>> {
        find(&self.whole, quarter)
    }

    /// Keeps the report over all teams.
    pub fn keep_whole(&self, report: Report) -> Arc<Report> {
        keep(&self.whole, report.quarter, report)
    }
}

type Shelf<T> = Mutex<Vec<(Quarter, Arc<T>)>>;

fn find<T>(shelf: &Shelf<T>, quarter: Quarter) -> Option<Arc<T>> {
    let shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    shelf.iter().find(|(known, _)| *known == quarter).map(|(_, thing)| Arc::clone(thing))
}

/// Where two have made the same, the first is kept.
fn keep<T>(shelf: &Shelf<T>, quarter: Quarter, thing: T) -> Arc<T> {
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = shelf.iter().find(|(known, _)| *known == quarter) {
        return Arc::clone(known);
    }
    let thing = Arc::new(thing);
    shelf.push((quarter, Arc::clone(&thing)));
    thing
}
