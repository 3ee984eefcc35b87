//! Tables that were made from one count of all teams, each once.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Figure, Sheet};

/// Rows behind figures that somebody looked at.
#[derive(Debug, Default)]
pub struct Sheets(Mutex<Vec<(Figure, Arc<Sheet>)>>);

impl Sheets {
    /// The rows behind a figure, made by `make` where nobody has looked at them yet.
    pub fn find_or(&self, figure: Figure, make: impl FnOnce() -> Sheet) -> Arc<Sheet> {
        if let Some(known) = self.find(figure) {
            return known;
        }
        // Made without the lock: others look at other figures meanwhile.
        let sheet = Arc::new(make());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((figure, Arc::clone(&sheet)));
        sheet
    }

    fn find(&self, figure: Figure) -> Option<Arc<Sheet>> {
        let sheets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sheets.iter().find(|(known, _)| *known == figure).map(|(_, sheet)| Arc::clone(sheet))
    }
}
