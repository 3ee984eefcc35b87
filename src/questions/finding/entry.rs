//! A question as the index knows it: its words, and what it is narrowed by.

use crate::questions::Reader;
use crate::questions::model::{QuestionState, Turn, Visibility};
use crate::questions::store::IndexedRow;
use crate::search::kept::Entry;

/// The mark of what everyone may read.
const EVERYONE: &str = "reads:everyone";

/// The entry of a question.
pub fn entry(row: IndexedRow) -> Entry {
    let mut marks = vec![of_state(row.state), of_turn(row.turn), of_asker(row.asker_id.as_str())];
    marks.extend(row.team_id.map(|team| of_team(team.as_str())));
    if row.visibility == Visibility::Everyone {
        marks.push(EVERYONE.into());
    } else {
        // Those who may read it whatever else they are, as `Reader::reads` says.
        let people = [Some(row.asker_id), row.asked_by, row.claimed_by];
        marks.extend(people.iter().flatten().map(|person| reads(person.as_str())));
        marks.extend(row.team_id.filter(|_| row.visibility == Visibility::Team).map(|team| reads(team.as_str())));
    }
    Entry {
        number: row.number,
        title: row.title,
        text: [row.body, row.answer, row.flow, row.about].join("\n"),
        marks,
        rank: row.due_at.0,
    }
}

/// Of which marks a question has one that `reader` may read; none where they may read all.
pub fn readable_by(reader: &Reader) -> Option<Vec<String>> {
    match reader {
        Reader::NetSec | Reader::Site => None,
        Reader::Anybody => Some(vec![EVERYONE.into()]),
        Reader::Person { id, teams } => {
            let mut marks = vec![EVERYONE.into(), reads(id.as_str())];
            marks.extend(teams.iter().map(|team| reads(team.as_str())));
            Some(marks)
        }
    }
}

pub fn of_state(state: QuestionState) -> String {
    format!("state:{}", state.as_str())
}

pub fn of_turn(turn: Turn) -> String {
    format!("turn:{}", turn.as_str())
}

pub fn of_asker(person: &str) -> String {
    format!("asker:{person}")
}

pub fn of_team(team: &str) -> String {
    format!("team:{team}")
}

/// Keys of people and teams are told apart by themselves.
fn reads(key: &str) -> String {
    format!("reads:{key}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::PersonName;
    use crate::db::keys::{PersonId, TeamId};
    use crate::questions::model::Question;

    fn row(question: &Question) -> IndexedRow {
        IndexedRow {
            number: question.number.0,
            title: question.title.clone(),
            body: String::new(),
            answer: String::new(),
            flow: String::new(),
            about: String::new(),
            team_id: question.team_id(),
            asker_id: question.asker.id,
            asked_by: question.asked_by.as_ref().map(|person| person.id),
            claimed_by: question.claimed_by.as_ref().map(|person| person.id),
            visibility: question.visibility,
            state: question.state,
            turn: question.turn,
            due_at: question.due_at,
        }
    }

    #[test]
    fn marks_and_rights_say_the_same_of_every_reader() {
        let (team, person) = (TeamId::generate(), PersonId::generate());
        let named = || PersonName { id: person, name: "Bo".into(), handle: "bo".into() };
        let own = |teams: &[TeamId]| Reader::Person { id: person, teams: teams.to_vec() };
        let readers =
            [Reader::Anybody, Reader::NetSec, Reader::Site, own(&[]), own(&[team]), own(&[TeamId::generate()])];
        for visibility in Visibility::ALL.iter().copied() {
            for of_team in [None, Some(team)] {
                let plain = Question { visibility, ..Question::sample(QuestionState::WithNetSec, of_team) };
                for question in [
                    plain.clone(),
                    Question { asker: named(), ..plain.clone() },
                    Question { asked_by: Some(named()), ..plain.clone() },
                    Question { claimed_by: Some(named()), ..plain.clone() },
                ] {
                    let marks = entry(row(&question)).marks;
                    for reader in &readers {
                        let found = readable_by(reader).is_none_or(|any| any.iter().any(|mark| marks.contains(mark)));
                        assert_eq!(found, reader.reads(&question), "{visibility:?} {reader:?} {question:?}");
                    }
                }
            }
        }
    }
}
