//! The tables as they are, in plain numbers and words.

use std::collections::HashMap;

use diesel::prelude::*;
use drawbridge::db::schema::{
    absences, allocations, completions, contracted_hours, courses, departments, grants, meeting_dates,
    meeting_invitees, meeting_participants, memberships, people, questions, reviews, teams, terms, time_entries,
};
use drawbridge::db::{Connection, DbError};

/// One term.
#[derive(Debug, Clone, Queryable)]
pub struct Term {
    pub id: String,
    pub team: String,
    pub person: String,
    pub role: String,
    pub state: String,
    pub percent: i32,
    pub renews: Option<String>,
    pub from: Option<i32>,
    pub last: Option<i32>,
    pub ended_at: Option<i64>,
    pub answered_at: Option<i64>,
    pub agreed: Option<i32>,
}

/// One course.
#[derive(Debug, Clone, Queryable)]
pub struct Course {
    pub id: String,
    pub audience: String,
    pub replaces: Option<String>,
    pub renew_for: String,
    pub renew_by: Option<i32>,
}

/// A completion: person, course, when, until when, passed, state.
pub type Done = (String, String, i32, Option<i32>, bool, String);
/// A question: team, state, when it was asked, by whom and when it was answered.
pub type Asked = (Option<String>, String, i64, Option<String>, Option<i64>);

/// Everything that the figures are about.
pub struct Rows {
    /// Today, in days since 1970.
    pub today: i32,
    /// This moment, in microseconds.
    pub now: i64,
    /// Key, name, department, when it was added.
    pub teams: Vec<(String, String, String, i64)>,
    /// Accounts that are switched off.
    pub off: Vec<String>,
    pub netsec: Vec<String>,
    /// Department of each team.
    pub department_of: HashMap<String, String>,
    /// Person and team.
    pub members: Vec<(String, String)>,
    pub terms: Vec<Term>,
    /// Term, first day, percent.
    pub shares: Vec<(String, i32, i32)>,
    /// Person, first day, minutes of a week.
    pub contracts: Vec<(String, i32, i32)>,
    /// Person, first and last day.
    pub away: Vec<(String, i32, i32)>,
    /// Person, team, day, minutes.
    pub entries: Vec<(String, String, i32, i32)>,
    /// Person, team, day.
    pub reviews: Vec<(String, String, i32)>,
    pub questions: Vec<Asked>,
    pub courses: Vec<Course>,
    pub done: Vec<Done>,
    /// Meetings of all champions that are over: key and day.
    pub meetings: Vec<(String, i32)>,
    /// Date and person.
    pub present: Vec<(String, String)>,
}

impl Rows {
    /// Reads all of it.
    pub fn load(connection: &mut Connection, today: i32, now: i64) -> Result<Self, DbError> {
        let of_all: Vec<String> = meeting_invitees::table
            .filter(meeting_invitees::kind.eq("champions"))
            .select(meeting_invitees::meeting_id)
            .load(connection)?;
        let dates: Vec<(String, String, i32, i64, String)> = meeting_dates::table
            .select((
                meeting_dates::id,
                meeting_dates::meeting_id,
                meeting_dates::day,
                meeting_dates::ends_at,
                meeting_dates::state,
            ))
            .load(connection)?;
        let meetings = dates
            .into_iter()
            .filter(|(_, meeting, _, ends, state)| of_all.contains(meeting) && *ends <= now && state == "planned")
            .map(|(id, _, day, _, _)| (id, day))
            .collect();
        let named: Vec<(String, String, String, String, i64)> = teams::table
            .inner_join(departments::table)
            .order(teams::name_folded)
            .select((teams::id, teams::name, departments::name, departments::id, teams::created_at))
            .load(connection)?;
        Ok(Rows {
            today,
            now,
            meetings,
            department_of: named.iter().map(|team| (team.0.clone(), team.3.clone())).collect(),
            teams: named.into_iter().map(|(id, name, department, _, at)| (id, name, department, at)).collect(),
            off: people::table.filter(people::state.eq("disabled")).select(people::id).load(connection)?,
            netsec: grants::table.filter(grants::kind.eq("netsec")).select(grants::person_id).load(connection)?,
            members: memberships::table.select((memberships::person_id, memberships::team_id)).load(connection)?,
            terms: terms::table
                .select((
                    terms::id,
                    terms::team_id,
                    terms::person_id,
                    terms::role,
                    terms::state,
                    terms::allocation_percent,
                    terms::renews_id,
                    terms::starts_on,
                    terms::ends_on,
                    terms::ended_at,
                    terms::answered_at,
                    terms::agreed_until,
                ))
                .load(connection)?,
            shares: allocations::table
                .order(allocations::from_day)
                .select((allocations::term_id, allocations::from_day, allocations::percent))
                .load(connection)?,
            contracts: contracted_hours::table
                .order(contracted_hours::from_day)
                .select((contracted_hours::person_id, contracted_hours::from_day, contracted_hours::minutes_per_week))
                .load(connection)?,
            away: absences::table
                .select((absences::person_id, absences::first_on, absences::last_on))
                .load(connection)?,
            entries: time_entries::table
                .select((time_entries::person_id, time_entries::team_id, time_entries::day, time_entries::minutes))
                .load(connection)?,
            reviews: reviews::table.select((reviews::person_id, reviews::team_id, reviews::day)).load(connection)?,
            questions: questions::table
                .select((
                    questions::team_id,
                    questions::state,
                    questions::asked_at,
                    questions::answered_by,
                    questions::answered_at,
                ))
                .load(connection)?,
            courses: courses::table
                .select((courses::id, courses::audience, courses::replaces_id, courses::renew_for, courses::renew_by))
                .load(connection)?,
            done: completions::table
                .select((
                    completions::person_id,
                    completions::course_id,
                    completions::completed_on,
                    completions::valid_until,
                    completions::passed,
                    completions::state,
                ))
                .load(connection)?,
            present: meeting_participants::table
                .filter(meeting_participants::attended.eq(true))
                .select((meeting_participants::date_id, meeting_participants::person_id))
                .load(connection)?,
        })
    }
}
