//! The departments that a list of teams names.

use super::report::{ChangeKind, Faults, ImportError, Report, Way, refused};
use super::teams::TeamRow;
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::teams::{add_department_at, rename_department};
use crate::program::{Department, list_departments};
use crate::web::fold::{fold, line};

/// Characters of a department's name, as its form has it.
const NAME_LIMIT: usize = 80;

/// All departments, as they are while a list is taken in.
pub(super) struct Departments(Vec<Department>);

impl Departments {
    /// Gives those that a list knows by their address the names that it has for
    /// them, before any team is put into one by its name.
    pub(super) fn rename(
        tx: &mut Tx,
        now: Timestamp,
        rows: &[TeamRow],
        way: Way,
        (report, faults): (&mut Report, &mut Faults),
    ) -> Result<Self, ImportError> {
        let mut all = list_departments(tx)?;
        for row in rows {
            let Some(address) = &row.department_address else { continue };
            let Some(known) = all.iter_mut().find(|one| one.slug == address.value) else { continue };
            let name = line(&row.department.value, NAME_LIMIT).map_err(|words| row.department.fault(words).into());
            let Some(name) = faults.keep(name)?.filter(|name| *name != known.name) else { continue };
            let renamed = rename_department(tx, way.actor(), now, known, &name, known.version);
            if faults.keep(renamed.map_err(|error| refused(error, |_| &row.department)))?.is_some() {
                let words = format!("department {}: name “{}” to “{name}”", known.name, known.name);
                report.push(ChangeKind::Changed, words);
                (known.name, known.version) = (name, known.version.next());
            }
        }
        Ok(Departments(all))
    }

    /// The department of a row; made where it is missing.
    pub(super) fn of(
        &mut self,
        tx: &mut Tx,
        now: Timestamp,
        row: &TeamRow,
        way: Way,
        report: &mut Report,
    ) -> Result<Department, ImportError> {
        let name = line(&row.department.value, NAME_LIMIT).map_err(|words| row.department.fault(words))?;
        let address = row.department_address.as_ref().map_or(&name, |cell| &cell.value);
        let by_address = self.0.iter().find(|one| row.department_address.is_some() && one.slug == *address);
        let by_name = || self.0.iter().find(|one| fold(&one.name) == fold(&name));
        if let Some(department) = by_address.or_else(by_name) {
            return Ok(department.clone());
        }
        let made = add_department_at(tx, way.actor(), now, &name, address);
        let made = made.map_err(|error| refused(error, |_| &row.department))?;
        report.push(ChangeKind::Added, format!("department {name}"));
        self.0.push(made.clone());
        Ok(made)
    }
}
