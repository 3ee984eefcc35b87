//! Whom to look for in what a question becomes.

use super::names::{is_joined, tokens};
use super::places::pieces;
use super::{Decided, Decision, Known, KnownName, Texts, scan};
use crate::accounts::{self, PersonName};
use crate::db::Connection;
use crate::db::keys::PersonId;
use crate::flow::Flow;
use crate::questions::model::{Question, Visibility};
use crate::questions::{QuestionError, store};

/// Words of the longest name that is looked for in the directory.
const LONGEST: usize = 4;

/// Whom and what to look for in `texts`, which come from `question`: its people,
/// also by their first names, everybody in the directory whom the texts name,
/// and, where not everybody may read it, its team, service, flow and launch.
///
/// # Errors
///
/// The database's own.
pub fn known(connection: &mut Connection, question: &Question, texts: &Texts) -> Result<Known, QuestionError> {
    let mut names = Vec::new();
    for (person, role) in people_of(connection, question)? {
        add_person(&mut names, &person, role, true);
    }
    for person in accounts::list_mentioned(connection, &candidates(texts))? {
        add_person(&mut names, &person, "a colleague", false);
    }
    if question.visibility != Visibility::Everyone {
        names.extend(names_of(question));
    }
    Ok(Known { names })
}

/// Takes over what is proposed for everything that is found in `texts`.
///
/// # Errors
///
/// The database's own.
pub fn propose(connection: &mut Connection, question: &Question, texts: &Texts) -> Result<Decided, QuestionError> {
    let known = known(connection, question, texts)?;
    let finds = scan(texts, &known).into_iter();
    Ok(finds.map(|find| (find.key, Decision::Replace(find.proposal))).collect())
}

/// Who had a part in a question, and what to call them.
fn people_of(
    connection: &mut Connection,
    question: &Question,
) -> Result<Vec<(PersonName, &'static str)>, QuestionError> {
    let mut people: Vec<(PersonName, &'static str)> = vec![(question.asker.clone(), "the asker")];
    people.extend(question.asked_by.clone().map(|person| (person, "the asker")));
    people.extend(question.answered_by.clone().map(|person| (person, "whoever answered")));
    people.extend(question.claimed_by.clone().map(|person| (person, "Network Security")));
    let events = store::list_events(connection, question.id)?;
    people.extend(events.into_iter().filter_map(|event| event.person).map(|person| (person, "a colleague")));
    let mut seen: Vec<PersonId> = Vec::new();
    people.retain(|(person, _)| {
        let is_new = !seen.contains(&person.id);
        seen.push(person.id);
        is_new
    });
    Ok(people)
}

fn add_person(names: &mut Vec<KnownName>, person: &PersonName, role: &str, has_part: bool) {
    let mut add = |name: &str, is_capital| {
        let known = KnownName { name: name.to_owned(), role: role.to_owned(), is_person: true, is_capital };
        if !name.is_empty() && !names.iter().any(|one| one.name == known.name) {
            names.push(known);
        }
    };
    add(&person.name, !person.name.contains(' '));
    add(&person.handle, false);
    if has_part {
        person.name.split(' ').filter(|part| part.chars().count() >= 2).for_each(|part| add(part, true));
    }
}

/// By what a question that is not for everyone is recognised.
fn names_of(question: &Question) -> Vec<KnownName> {
    let mut names = Vec::new();
    let mut add = |name: &str, role: &str| {
        if !name.trim().is_empty() {
            let known = KnownName { name: name.to_owned(), role: role.to_owned(), is_person: false, is_capital: false };
            names.push(known);
        }
    };
    if let Some(team) = &question.team {
        add(&team.name, "the team");
        add(&team.slug, "the team");
    }
    if let Some(about) = &question.about {
        add(&about.name, "the service");
    }
    if let Some(launch) = &question.launch {
        add(&launch.name, "the launch");
    }
    if let Ok(flow) = Flow::parse(&question.flow) {
        add(&flow.source, "the source");
        add(&flow.destination, "the destination");
    }
    names
}

/// What in the texts may be somebody's name or handle.
fn candidates(texts: &Texts) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces(texts) {
        let tokens = tokens(piece.text);
        for start in 0..tokens.len() {
            let handle = piece.text[..tokens[start].range.start].ends_with('@');
            if handle {
                found.push(tokens[start].word.clone());
            }
            for end in start + 1..tokens.len().min(start + LONGEST) {
                if !is_joined(piece.text, &tokens[end - 1], &tokens[end]) {
                    break;
                }
                let words: Vec<&str> = tokens[start..=end].iter().map(|token| token.word.as_str()).collect();
                found.push(words.join(" "));
                found.push(words.join("-"));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
