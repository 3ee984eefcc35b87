//! What an import would do, line by line, before anything is written.

use std::collections::HashMap;

use diesel::prelude::*;

use super::cells::{evidence, percent};
use super::columns::{Mapping, Target};
use super::dates::parse_date;
use super::table::{Fault, Table, fault};
use super::{FAULTS, ImportFailure};
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::{CourseId, PersonId};
use crate::db::schema::people;
use crate::program::ProgramError;
use crate::program::training::actions::is_same;
use crate::program::training::model::{Completion, CompletionState, Course, NewCompletion, ValidUntil};
use crate::program::training::store;
use crate::web::fold::{fold, text};

/// Characters of a lead's words, as their form has them.
const WORDS_LIMIT: usize = 1_000;

/// What a line would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Record a completion.
    Add,
    /// Change one that is there.
    Change,
    /// Nothing: it is there just so.
    Keep,
}

/// One line, read.
#[derive(Debug, Clone)]
pub struct PlannedRow {
    /// The line of the file.
    pub line: u64,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Of which course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// The completion.
    pub new: NewCompletion,
    /// What it would do.
    pub effect: Effect,
}

/// All lines.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The lines that are taken, in the file's order.
    pub rows: Vec<PlannedRow>,
    /// Lines about people or courses that are not here.
    pub skipped: usize,
}

impl Plan {
    /// How many lines have this effect.
    pub fn count(&self, effect: Effect) -> usize {
        self.rows.iter().filter(|row| row.effect == effect).count()
    }

    /// "12 added, 3 changed, 40 as they were, 7 left out"
    pub fn words(&self) -> String {
        let [add, change, keep] = [Effect::Add, Effect::Change, Effect::Keep].map(|effect| self.count(effect));
        let skipped = match self.skipped {
            0 => String::new(),
            skipped => format!(", {skipped} left out"),
        };
        format!("{add} added, {change} changed, {keep} as they were{skipped}")
    }
}

/// What is known already, read at once.
struct Known {
    people: HashMap<String, Vec<(PersonId, String)>>,
    courses: HashMap<String, Course>,
    completions: HashMap<(PersonId, CourseId, Day), Completion>,
}

impl Known {
    fn load(connection: &mut Connection) -> Result<Self, ProgramError> {
        let named: Vec<(PersonId, String, String, String, String)> = people::table
            .select((people::id, people::name, people::name_folded, people::handle, people::email_folded))
            .load(connection)?;
        let mut people: HashMap<String, Vec<(PersonId, String)>> = HashMap::new();
        for (id, name, folded, handle, email) in named {
            for word in [folded, handle, email] {
                let known = people.entry(word).or_default();
                if !known.iter().any(|(other, _)| *other == id) {
                    known.push((id, name.clone()));
                }
            }
        }
        let mut courses = HashMap::new();
        for course in store::list_courses(connection)? {
            courses.insert(course.slug.clone(), course.clone());
            courses.insert(fold(&course.title), course);
        }
        let completions = store::list_all(connection)?.into_iter();
        let completions = completions.map(|one| ((one.person, one.course, one.completed_on), one)).collect();
        Ok(Known { people, courses, completions })
    }
}

/// Reads every line by the mapping.
///
/// # Errors
///
/// [`ImportFailure::Faults`] names what does not fit.
pub fn plan(connection: &mut Connection, table: &Table, mapping: &Mapping, today: Day) -> Result<Plan, ImportFailure> {
    let mut faults = missing(table, mapping);
    if !faults.is_empty() {
        return Err(ImportFailure::Faults(faults));
    }
    let known = Known::load(connection)?;
    let place = |name: &String| table.header.iter().position(|column| column == name);
    let places = mapping.columns.iter().filter_map(|(target, name)| Some((*target, place(name)?))).collect();
    let mut plan = Plan::default();
    let mut seen: HashMap<(PersonId, CourseId, Day), u64> = HashMap::new();
    for (line, cells) in &table.rows {
        let reader =
            Reader { line: *line, cells, header: &table.header, places: &places, known: &known, mapping, today };
        match reader.read() {
            Ok(None) => plan.skipped += 1,
            Ok(Some(row)) => {
                let key = (row.person, row.course, row.new.completed_on.unwrap_or(today));
                if let Some(first) = seen.insert(key, *line) {
                    let words = format!("line {first} speaks of the same person, course and day");
                    faults.push(reader.fault(Target::CompletedOn, words));
                }
                plan.rows.push(row);
            }
            Err(found) => faults.extend(found),
        }
        if faults.len() >= FAULTS {
            faults.truncate(FAULTS);
            break;
        }
    }
    if faults.is_empty() { Ok(plan) } else { Err(ImportFailure::Faults(faults)) }
}

/// Columns that an import can't do without, and columns that are not there.
fn missing(table: &Table, mapping: &Mapping) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (target, name) in &mapping.columns {
        if !table.header.contains(name) {
            faults.push(fault(1, name, name, &format!("there is no such column, to take for “{}”", target.label())));
        }
    }
    for target in Target::ALL.iter().filter(|target| target.is_needed() && !mapping.columns.contains_key(target)) {
        faults.push(fault(1, "", "", &format!("say which column holds “{}”", target.label())));
    }
    faults
}

/// One line with what it is read by.
struct Reader<'r> {
    line: u64,
    cells: &'r [String],
    header: &'r [String],
    places: &'r HashMap<Target, usize>,
    known: &'r Known,
    mapping: &'r Mapping,
    today: Day,
}

impl<'r> Reader<'r> {
    fn cell(&self, target: Target) -> &'r str {
        self.places.get(&target).and_then(|place| self.cells.get(*place)).map_or("", String::as_str)
    }

    fn fault(&self, target: Target, words: String) -> Fault {
        let column = self.places.get(&target).map_or("", |place| &self.header[*place]);
        fault(self.line, column, self.cell(target), &words)
    }

    /// The line; none where it is left out.
    fn read(&self) -> Result<Option<PlannedRow>, Vec<Fault>> {
        let (person, course) = (self.person(), self.course());
        if self.mapping.skip_unknown && (matches!(person, Ok(None)) || matches!(course, Ok(None))) {
            return Ok(None);
        }
        let mut faults = Vec::new();
        let unknown = |target, what: &str| self.fault(target, format!("there is no {what} of this name here"));
        let person = self.keep(Target::Person, person, &mut faults);
        let course = self.keep(Target::Course, course, &mut faults);
        if person == Some(None) {
            faults.push(unknown(Target::Person, "person"));
        }
        if course == Some(None) {
            faults.push(unknown(Target::Course, "course"));
        }
        let new = self.values(&mut faults);
        let (Some(Some((person, name))), Some(Some(course)), Some(new), true) =
            (person, course, new, faults.is_empty())
        else {
            return Err(faults);
        };
        let key = (person, course.id, new.completed_on.unwrap_or(self.today));
        let effect = match self.known.completions.get(&key) {
            None => Effect::Add,
            Some(known) if is_same(known, &new, course) => Effect::Keep,
            Some(_) => Effect::Change,
        };
        let (line, title) = (self.line, course.title.clone());
        Ok(Some(PlannedRow { line, person, name, course: course.id, title, new, effect }))
    }

    fn keep<T>(&self, target: Target, value: Result<T, String>, faults: &mut Vec<Fault>) -> Option<T> {
        value.map_err(|words| faults.push(self.fault(target, words))).ok()
    }

    fn person(&self) -> Result<Option<(PersonId, String)>, String> {
        let word = fold(self.cell(Target::Person).trim_start_matches('@'));
        if word.is_empty() {
            return Err("say who".into());
        }
        match self.known.people.get(&word).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([one]) => Ok(Some(one.clone())),
            Some(many) => Err(format!("{} people are called so; give a mail address", many.len())),
        }
    }

    fn course(&self) -> Result<Option<&'r Course>, String> {
        let word = fold(self.cell(Target::Course));
        if word.is_empty() { Err("say which course".into()) } else { Ok(self.known.courses.get(&word)) }
    }

    fn values(&self, faults: &mut Vec<Fault>) -> Option<NewCompletion> {
        let day = parse_date(self.cell(Target::CompletedOn), self.mapping.dates)
            .and_then(|day| if day > self.today { Err(format!("{} lies ahead", day.words())) } else { Ok(day) });
        let until = match self.cell(Target::ValidUntil) {
            "" => Ok(ValidUntil::AsCourse),
            "never" => Ok(ValidUntil::Forever),
            text => parse_date(text, self.mapping.dates).map(ValidUntil::Day),
        };
        let state = match self.cell(Target::State) {
            "" => Ok(None),
            text => CompletionState::parse(text)
                .map(Some)
                .ok_or_else(|| "this is none of recorded, verified, returned".to_owned()),
        };
        let day = self.keep(Target::CompletedOn, day, faults);
        let until = self.keep(Target::ValidUntil, until, faults);
        let result = self.keep(Target::Result, percent(self.cell(Target::Result)), faults);
        let evidence = self.keep(Target::Evidence, evidence(self.cell(Target::Evidence)), faults);
        let state = self.keep(Target::State, state, faults);
        let words = self.keep(Target::Words, text(self.cell(Target::Words), WORDS_LIMIT), faults);
        Some(NewCompletion {
            completed_on: Some(day?),
            evidence: evidence?,
            result: result?,
            valid_until: until?,
            state: Some(state?.unwrap_or(CompletionState::Verified)),
            words: words?,
        })
    }
}
