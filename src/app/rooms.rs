//! What the rooms bring into the house: their routes, what they decide, and what
//! one of them has to know of all others.

use std::sync::Arc;

use super::{documents, health, openapi, permissions};
use crate::seal::Sealed;
use crate::web::rights::{Cast, Right};
use crate::web::{Route, assets};
use crate::{accounts, audit, desk, knowledge, notify, program, questions};

/// Every route of the site.
pub fn routes() -> Vec<Route> {
    rooms().into_iter().flat_map(|room| room.routes).collect()
}

/// A room, as the page of permissions shows it.
pub struct RoomDoors {
    /// Its name in words.
    pub name: &'static str,
    /// Its routes.
    pub routes: Vec<Route>,
    /// What it decides thing by thing.
    pub rights: fn(&Cast) -> Vec<Right>,
}

/// Every room with its routes.
pub fn rooms() -> Vec<RoomDoors> {
    let mut house = health::routes();
    house.extend(assets::routes());
    house.extend(permissions::routes());
    house.extend(documents::routes());
    house.extend(openapi::routes());
    house.extend(desk::routes());
    let nothing = |_: &Cast| Vec::new();
    vec![
        RoomDoors { name: "Questions", routes: questions::routes(), rights: questions::rights },
        RoomDoors { name: "Articles", routes: knowledge::routes(), rights: knowledge::rights },
        RoomDoors { name: "The program", routes: program::routes(), rights: program::rights },
        RoomDoors { name: "Accounts", routes: accounts::routes(), rights: accounts::tokens::rights },
        RoomDoors { name: "The record", routes: audit::routes(), rights: nothing },
        RoomDoors { name: "Messages", routes: notify::routes(), rights: nothing },
        RoomDoors { name: "The house", routes: house, rights: nothing },
    ]
}

/// What champions have open, room by room.
pub fn duties(clocks: &questions::Clocks) -> program::DutyList {
    let questions = questions::QuestionDuties { clocks: clocks.clone() };
    program::DutyList::new(vec![Arc::new(questions), Arc::new(program::ReviewDuties)])
}

/// What holds something of people, room by room.
pub fn erasing_rooms() -> accounts::erasing::ErasingRooms {
    accounts::erasing::ErasingRooms(Arc::new(vec![
        Arc::new(program::ProgramErasing),
        Arc::new(knowledge::ArticleErasing),
        Arc::new(questions::QuestionErasing),
    ]))
}

/// What notices and the record are about, room by room.
pub fn subjects() -> notify::SubjectList {
    notify::SubjectList::new(vec![
        Arc::new(questions::QuestionSubjects),
        Arc::new(questions::GapSubjects),
        Arc::new(knowledge::writing::DraftSubjects),
        Arc::new(knowledge::retirement::ArticleSubjects),
        Arc::new(program::meetings::MeetingSubjects),
        Arc::new(program::terms::TermSubjects),
    ])
}

/// What has names that the record may show, room by room.
pub fn names() -> audit::NameList {
    audit::NameList::new(vec![Arc::new(program::ProgramNames), Arc::new(accounts::PeopleNames)])
}

/// What is kept sealed, room by room.
pub fn sealed() -> Vec<Box<dyn Sealed>> {
    vec![Box::new(notify::SigningKeys), Box::new(accounts::SealedFactors)]
}
