//! Every completion as CSV that [`super::import_completions`] takes again.

use diesel::prelude::*;

use super::columns::Target;
use crate::clock::Day;
use crate::db::Connection;
use crate::db::schema::{completions, courses, people};
use crate::program::ProgramError;
use crate::program::training::model::CompletionState;
use crate::web::csv;

type Columns = (String, String, Day, Option<Day>, Option<i32>, String, CompletionState, String);

/// All completions, by day, person and course; files stay where they are.
///
/// # Errors
///
/// The database's own.
pub fn export_completions(connection: &mut Connection) -> Result<String, ProgramError> {
    let rows: Vec<Columns> = completions::table
        .inner_join(people::table)
        .inner_join(courses::table)
        .order((completions::completed_on, people::email_folded, courses::title_folded))
        .select((
            people::email,
            courses::title,
            completions::completed_on,
            completions::valid_until,
            completions::result,
            completions::evidence,
            completions::state,
            completions::words,
        ))
        .load(connection)?;
    let header: Vec<&str> = Target::ALL.iter().map(|target| target.as_str()).collect();
    let cells = |(email, course, on, until, result, evidence, state, words): Columns| {
        [
            email,
            course,
            on.to_string(),
            until.map_or_else(|| "never".to_owned(), |last| last.to_string()),
            result.map(|result| result.to_string()).unwrap_or_default(),
            evidence,
            state.as_str().to_owned(),
            words,
        ]
    };
    Ok(csv::document(&header, rows.into_iter().map(cells)))
}
