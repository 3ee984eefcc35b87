//! Departments, teams, people, and a year of terms.

use std::collections::HashMap;

use super::chance::Chance;
use super::names::DEPARTMENTS;
use super::people::People;
use super::terms::serve;
use super::{DemoError, Size, held};
use crate::accounts::personas::Persona;
use crate::accounts::{self, Person};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::DepartmentId;
use crate::program::{self, Actor, NewTeam, Team};
use crate::web::fold::slug;
use crate::web::{Grant, Member, Scope};

/// The company as the other parts of its life need it.
pub(super) struct Company {
    /// The day that it is.
    pub today: Day,
    /// The first day of its recorded life.
    pub founded: Day,
    /// Teams with their people; the first of these is who serves, if anybody does.
    pub teams: Vec<TeamLife>,
    /// Network Security.
    pub netsec: Vec<Person>,
    /// Who runs the program.
    pub lead: Person,
    /// Who can be played.
    pub personas: Vec<Persona>,
}

/// A team and what is known of it.
pub(super) struct TeamLife {
    pub team: Team,
    pub people: Vec<Person>,
    /// Who served it and when; the last day is none while it goes on.
    pub served: Vec<Served>,
    /// Percent of the granted time that this team really gives.
    pub gives: i32,
}

/// One term as it was lived.
pub(super) struct Served {
    pub person: Person,
    pub from: Day,
    pub until: Option<Day>,
}

impl Served {
    pub fn on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

impl Company {
    /// A member as the rooms' actions want one, with the rights that they have on `day`.
    pub fn member(&self, person: &Person, grants: &[Grant], day: Day) -> Member {
        let serves =
            |life: &&TeamLife| life.served.iter().any(|served| served.person.id == person.id && served.on(day));
        let belongs = |life: &&TeamLife| life.people.iter().any(|member| member.id == person.id);
        Member {
            id: person.id,
            name: person.name.clone(),
            handle: person.handle.clone(),
            grants: grants.to_vec(),
            manages: Vec::new(),
            teams: self.teams.iter().filter(belongs).map(|life| life.team.id).collect(),
            champion_of: self.teams.iter().filter(serves).map(|life| life.team.id).collect(),
            calendar: crate::calendar::WorkCalendar::default(),
            unread: 0,
        }
    }
}

/// Makes the company and its terms.
pub(super) fn found(tx: &mut Tx, chance: &mut Chance, now: Timestamp, size: Size) -> Result<Company, DemoError> {
    if !held(accounts::find_people(tx, "", 0, 1))?.is_empty() {
        return Err(DemoError::NotEmpty);
    }
    let today = now.day();
    let founded = today.plus_days(-400);
    let mut people = People::new(chance.clone());
    let start = founded.start_utc();

    let admin = people.hire(tx, start, Some("Robin Adler"))?;
    held(accounts::grant(tx, None, start, &admin, Grant::Admin, Scope::All))?;
    let lead = people.hire(tx, start, Some("Ines Marchetti"))?;
    held(accounts::grant(tx, None, start, &lead, Grant::Lead, Scope::All))?;
    let mut netsec = vec![people.hire(tx, start, Some("Kwame Boateng"))?];
    for _ in 0..5 {
        netsec.push(people.hire(tx, start, None)?);
    }
    for person in &netsec {
        held(accounts::grant(tx, None, start, person, Grant::NetSec, Scope::All))?;
    }

    let mut company = Company { today, founded, teams: Vec::new(), netsec, lead, personas: Vec::new() };
    let mut managers: HashMap<DepartmentId, Person> = HashMap::new();
    let mut first_manager = None;
    for (department, team_names) in plan(size) {
        let added = held(program::add_department(tx, Actor::Trusted(Some(admin.id)), start, &department))?;
        let name = if department == "Payments" { Some("Helena Brandt") } else { None };
        let manager = people.hire(tx, start, name)?;
        held(accounts::grant(tx, Some(admin.id), start, &manager, Grant::Manager, Scope::Department(added.id)))?;
        for name in team_names {
            let new = NewTeam { chat: format!("#{}", slug(&name)), name, department_id: added.id };
            let team = held(program::add_team(tx, Actor::Trusted(Some(admin.id)), start, &new))?;
            let life = staff(tx, &mut people, &team, start)?;
            company.teams.push(life);
        }
        first_manager.get_or_insert(manager.clone());
        managers.insert(added.id, manager);
    }
    for index in 0..company.teams.len() {
        let manager = managers.get(&company.teams[index].team.department_id).unwrap_or(&company.lead).clone();
        serve(tx, chance, &mut company, index, &manager, now)?;
    }
    company.personas = personas(&company, &admin, first_manager.as_ref());
    Ok(company)
}

/// Departments with the names of their teams, for a company of this size.
fn plan(size: Size) -> Vec<(String, Vec<String>)> {
    let mut departments: Vec<(String, Vec<String>)> =
        DEPARTMENTS.iter().map(|(name, _)| ((*name).to_owned(), Vec::new())).collect();
    let widest = DEPARTMENTS.iter().map(|(_, teams)| teams.len()).max().unwrap_or(0);
    // Row by row through the departments, so that small companies have all of
    // them; then again with numbers, for large ones.
    let names = (1..).flat_map(|round| {
        (0..widest).flat_map(move |row| {
            DEPARTMENTS.iter().enumerate().filter_map(move |(index, (_, teams))| {
                let name = teams.get(row)?;
                Some((index, if round == 1 { (*name).to_owned() } else { format!("{name} {round}") }))
            })
        })
    });
    for (index, name) in names.take(size.teams) {
        departments[index].1.push(name);
    }
    departments
}

fn staff(tx: &mut Tx, people: &mut People, team: &Team, at: Timestamp) -> Result<TeamLife, DemoError> {
    let count = people.chance.between(3, 6);
    let mut life = TeamLife { team: team.clone(), people: Vec::new(), served: Vec::new(), gives: 0 };
    for number in 0..count {
        let known = match (team.name.as_str(), number) {
            ("Checkout", 0) => Some("Ana Ruiz"),
            ("Checkout", 1) => Some("Dev Patel"),
            ("Fraud Signals", 0) => Some("Wei Li"),
            _ => None,
        };
        let person = people.hire(tx, at, known)?;
        held(program::add_member(tx, Actor::Trusted(None), at, team, &person))?;
        life.people.push(person);
    }
    life.gives = match people.chance.between(1, 100) {
        1..=45 => people.chance.between(95, 125),
        46..=80 => people.chance.between(45, 80),
        _ => people.chance.between(5, 25),
    };
    Ok(life)
}

/// An hour of a day, 0 to 23, in UTC.
pub(super) fn working_hour(day: Day, hour: i32) -> Timestamp {
    day.start_utc().plus(jiff::SignedDuration::from_hours(i64::from(hour)))
}

/// This time of day some days ago.
pub(super) fn ago(now: Timestamp, days: i32) -> Timestamp {
    now.plus(jiff::SignedDuration::from_hours(-24 * i64::from(days)))
}

fn personas(company: &Company, admin: &Person, manager: Option<&Person>) -> Vec<Persona> {
    let persona = |person: &Person, role: &str, story: &str| Persona {
        handle: person.handle.clone(),
        name: person.name.clone(),
        role: role.to_owned(),
        story: story.to_owned(),
    };
    let mut all = Vec::new();
    if let Some(checkout) = company.teams.iter().find(|life| life.team.name == "Checkout") {
        all.push(persona(&checkout.people[1], "Developer, Checkout", "Ask what the answers don't cover."));
        all.push(persona(&checkout.people[0], "Champion, Checkout", "See your desk, log time, escalate a question."));
    }
    if let Some(netsec) = company.netsec.first() {
        all.push(persona(netsec, "Network Security", "Work the queue; answer and publish."));
    }
    if let Some(manager) = manager {
        all.push(persona(manager, "Manager, Payments", "See which teams are covered and which are not."));
    }
    if let Some(fraud) = company.teams.iter().find(|life| life.team.name == "Fraud Signals") {
        all.push(persona(&fraud.people[0], "Nominated, Fraud Signals", "Accept or decline to be a champion."));
    }
    all.push(persona(&company.lead, "Program lead", "Look after champions, courses and coverage."));
    all.push(persona(admin, "Admin", "Add teams, people and rights."));
    all
}
