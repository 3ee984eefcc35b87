//! The company's file of holidays: the one that comes with the program, or
//! `program/holidays.toml` of the content folder, read again when it changes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::{CompanyCalendar, Holidays};

/// Bytes of the file; a century of holidays has fewer.
const LIMIT: u64 = 512 * 1024;

/// A line, from 1, and what is wrong there.
pub type HolidayFault = (usize, String);

/// A file as the system describes it: when this changes, it is read again.
type Stamp = Option<(Option<SystemTime>, u64)>;

/// Keeps a calendar's holidays as the file says.
#[derive(Debug, Clone)]
pub struct HolidayFile {
    calendar: CompanyCalendar,
    path: Option<PathBuf>,
    seen: Arc<Mutex<Option<Stamp>>>,
}

impl HolidayFile {
    /// The file of this content folder, or the one that comes with the program.
    pub fn open(calendar: CompanyCalendar, content: Option<&Path>) -> Self {
        let file = HolidayFile { calendar, path: content.map(path_in), seen: Arc::default() };
        file.refresh();
        file
    }

    /// Looks whether the file changed, and takes it over if so. A broken file
    /// changes nothing: what was read before stays.
    pub fn refresh(&self) {
        let facts = self.path.as_ref().and_then(|path| std::fs::metadata(path).ok());
        let stamp: Stamp = facts.map(|facts| (facts.modified().ok(), facts.len()));
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == Some(stamp) {
            return;
        }
        let is_first = seen.replace(stamp).is_none();
        let read = match &self.path {
            Some(path) if stamp.is_some() => read(path),
            _ => Holidays::parse(Holidays::BUILT_IN),
        };
        match read {
            Ok(holidays) => self.calendar.set_holidays(Arc::new(holidays)),
            Err(faults) => {
                for (line, words) in faults {
                    let file = self.path.as_deref().unwrap_or(Path::new("holidays.toml")).display();
                    tracing::warn!(%file, line, "the holidays are not taken over: {words}");
                }
                if is_first && let Ok(holidays) = Holidays::parse(Holidays::BUILT_IN) {
                    self.calendar.set_holidays(Arc::new(holidays));
                }
            }
        }
    }
}

/// Where a content folder holds the file.
fn path_in(content: &Path) -> PathBuf {
    content.join("program").join("holidays.toml")
}

/// What is wrong with the file of a content folder, with its path; nothing where there is none.
pub fn check_holidays(content: &Path) -> (PathBuf, Vec<HolidayFault>) {
    let path = path_in(content);
    let faults = if path.exists() { read(&path).err().unwrap_or_default() } else { Vec::new() };
    (path, faults)
}

fn read(path: &Path) -> Result<Holidays, Vec<HolidayFault>> {
    let fault = |words: String| vec![(1, words)];
    let size = std::fs::metadata(path).map_err(|error| fault(format!("it can't be read: {error}")))?.len();
    if size > LIMIT {
        return Err(fault(format!("the file has {size} bytes; {LIMIT} are allowed")));
    }
    let text = std::fs::read_to_string(path).map_err(|error| fault(format!("it can't be read: {error}")))?;
    Holidays::parse(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Day;

    #[test]
    fn a_file_is_followed_and_a_broken_one_changes_nothing() {
        let folder = std::env::temp_dir().join(format!("drawbridge-holidays-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("program")).unwrap_or_else(|error| panic!("{error}"));
        let write = |text: &str| {
            std::fs::write(path_in(&folder), text).unwrap_or_else(|error| panic!("{error}"));
        };
        let calendar = CompanyCalendar::default();
        let day = |text: &str| Day::parse(text).unwrap_or_else(|words| panic!("{words}"));
        let name = |on: &str| calendar.get().holidays.name(day(on)).map(str::to_owned);

        let file = HolidayFile::open(calendar.clone(), Some(&folder));
        assert_eq!(name("2027-01-01").as_deref(), Some("New Year's Day"));
        write("[[holiday]]\nname = \"Ours\"\non = \"2027-05-14\"\n");
        file.refresh();
        assert_eq!((name("2027-05-14").as_deref(), name("2027-01-01")), (Some("Ours"), None));
        write("[[holiday]]\nname = \"Broken\"\non = \"2027-15-14\" # longer\n");
        file.refresh();
        assert_eq!(name("2027-05-14").as_deref(), Some("Ours"));
        assert_eq!(check_holidays(&folder).1.first().map(|(line, _)| *line), Some(1));
        let _ = std::fs::remove_dir_all(folder);
    }
}
