//! What the other rooms know of the words, for those who are signed in: teams
//! with their champions, people, and what was asked before.
//!
//! All of it is read in one go, and each group keeps to a few lines; rules and
//! whatever else is to be found by name join in [`find`].

use std::collections::HashMap;

use super::articles::Articles;
use super::asked::Asked;
use super::pages::{Group, GroupRow, Link};
use super::rules::{Fit, NameWords};
use crate::accounts::{self, PersonName};
use crate::clock::{Day, Timestamp};
use crate::db::keys::PersonId;
use crate::db::{Connection, Db, DbError};
use crate::program::{self, Belonging, TeamName};
use crate::questions::{self, Line, QuestionIndex, SimilarQuestion};
use crate::web::shell::query_value;
use crate::web::{Member, Shell};

/// Lines of a group.
const LINES: usize = 4;
/// Questions that are drawn; some are open, some became articles.
const QUESTIONS: usize = 15;
/// Open questions beside the offer to ask.
const OPEN: usize = 3;
/// Fewer letters say nothing yet.
const LEAST: usize = 2;

/// What was found beside articles.
#[derive(Default)]
pub struct Groups {
    /// Groups that hold the very name that was typed.
    pub meant: Vec<Group>,
    /// The others.
    pub others: Vec<Group>,
    /// Questions in like words that wait for an answer.
    pub open: Vec<Line>,
}

/// Asks the rooms. Of the articles it matters whether one answers, and which are
/// shown, so that the questions behind them are not repeated.
///
/// # Errors
///
/// The database's own.
pub async fn find(
    shell: &Shell,
    member: &Member,
    (db, index): (&Db, &QuestionIndex),
    now: Timestamp,
    asked: &Asked,
    articles: &Articles,
) -> Result<Groups, DbError> {
    if asked.words.chars().count() < LEAST {
        return Ok(Groups::default());
    }
    let (base, member, names) = (shell.base.clone(), member.clone(), NameWords::of(&asked.words));
    let index = index.clone();
    let (answered, understood, slugs) = (articles.answered, articles.understood.clone(), articles.slugs.clone());
    db.read(move |connection| {
        let today = now.day();
        let mut groups = Groups::default();
        for (group, is_meant) in teams(connection, &base, &member, &names, today)? {
            groups.put(group, is_meant && (!answered || names.is_of_team));
        }
        if let Some((group, is_meant)) = people(connection, &base, &names, today)? {
            groups.put(group, is_meant && (!answered || names.words.len() > 1));
        }
        let similar = asked_before(connection, &index, &base, &member, &understood, now)?;
        let (open, closed): (Vec<_>, Vec<_>) = similar.into_iter().partition(|question| question.is_open);
        groups.open = open.into_iter().take(OPEN).map(|question| question.line).collect();
        groups.others.extend(answered_questions(&base, closed, &slugs));
        Ok(groups)
    })
    .await
}

impl Groups {
    fn put(&mut self, group: Group, is_meant: bool) {
        if is_meant { &mut self.meant } else { &mut self.others }.push(group);
    }
}

/// Teams that were named, and what teams look after, each with who serves the team
/// and whether the first is the one. Whoever asks for “my champion” means their own teams.
fn teams(
    connection: &mut Connection,
    base: &str,
    member: &Member,
    names: &NameWords,
    today: Day,
) -> Result<Vec<(Group, bool)>, DbError> {
    let is_own = names.words.is_empty() && names.is_of_team;
    let (teams, is_meant) = if is_own {
        let own = program::list_teams_of(connection, &[member.id])?;
        (own.into_iter().map(|(_, team)| team).collect(), names.is_mine)
    } else {
        fitting(names, program::list_teams_named(connection, &names.words)?, |team: &TeamName| &team.name)
    };
    let (owned, is_named) = if is_own { (Vec::new(), false) } else { belongings(connection, names)? };
    let total = teams.len();
    let shown: Vec<TeamName> = teams.into_iter().take(LINES).collect();
    if shown.is_empty() && owned.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = shown.iter().map(|team| team.id).chain(owned.iter().map(|one| one.team.id)).collect();
    let serving = program::serving_these(connection, &ids, today)?;
    let facts = |team: &TeamName| {
        let people = serving.get(&team.id).map(Vec::as_slice).unwrap_or_default();
        let fact = |person: &program::Serving| Link {
            label: format!("{}: {}", person.words(), person.name),
            href: format!("{base}/people/{}", person.handle),
        };
        let mut facts: Vec<Link> = people.iter().map(fact).collect();
        if facts.is_empty() {
            facts.push(Link { label: "no champion yet".into(), href: String::new() });
        }
        facts
    };
    let owned_rows: Vec<GroupRow> = owned
        .iter()
        .map(|one| {
            let href = format!("{base}/teams/{}", one.team.slug);
            let kind = one.kind.label().to_lowercase();
            let mut all = vec![Link { label: format!("{kind} of {}", one.team.name), href: href.clone() }];
            all.extend(facts(&one.team));
            GroupRow { href, label: one.name.clone(), state: None, facts: all, at: None }
        })
        .collect();
    let team_row = |team: &TeamName| GroupRow {
        href: format!("{base}/teams/{}", team.slug),
        label: team.name.clone(),
        state: None,
        facts: facts(team),
        at: None,
    };
    let rows: Vec<GroupRow> = shown.iter().map(team_row).collect();
    let title = match (is_own, total) {
        (true, 1) => "Your team",
        (true, _) => "Your teams",
        (false, _) => "Teams",
    };
    let more = names.words.iter().max_by_key(|word| word.len()).filter(|_| total > LINES).map(|word| Link {
        label: format!("All teams with “{word}” in their name"),
        href: format!("{base}/teams?q={}", query_value(word)),
    });
    let of_teams = (Group { id: "teams", title, rows, more }, is_meant);
    let title = "Repositories and services";
    let of_belongings = (Group { id: "belongings", title, rows: owned_rows, more: None }, is_named);
    let mut all = vec![of_teams, of_belongings];
    all.retain(|(group, _)| !group.rows.is_empty());
    Ok(all)
}

/// Repositories and services that were named, the best fit first, and whether the
/// first is the one. Whoever gives the last part of a name means all of it.
fn belongings(connection: &mut Connection, names: &NameWords) -> Result<(Vec<Belonging>, bool), DbError> {
    let found = program::list_belongings_named(connection, &names.words)?;
    let fit = |one: &Belonging| {
        let last = one.name.rsplit('/').next().unwrap_or(&one.name);
        names.fit(&one.name).into_iter().chain(names.fit(last)).min()
    };
    let mut fitting: Vec<(Fit, Belonging)> = found.into_iter().filter_map(|one| Some((fit(&one)?, one))).collect();
    fitting.sort_by_key(|(fit, _)| *fit);
    let is_named = fitting.first().is_some_and(|(fit, _)| *fit == Fit::Exact);
    Ok((fitting.into_iter().take(LINES).map(|(_, one)| one).collect(), is_named))
}

/// People who were named, each with what they serve or belong to.
fn people(
    connection: &mut Connection,
    base: &str,
    names: &NameWords,
    today: Day,
) -> Result<Option<(Group, bool)>, DbError> {
    let found = accounts::list_named(connection, &names.words)?;
    let (people, is_meant) = fitting(names, found, |person: &PersonName| &person.name);
    let total = people.len();
    let shown: Vec<PersonName> = people.into_iter().take(LINES).collect();
    if shown.is_empty() {
        return Ok(None);
    }
    let ids: Vec<PersonId> = shown.iter().map(|person| person.id).collect();
    let mut facts: HashMap<PersonId, Vec<Link>> = HashMap::new();
    let team = |label: String, team: &TeamName| Link { label, href: format!("{base}/teams/{}", team.slug) };
    for (person, role, served) in program::served_by_these(connection, &ids, today)? {
        facts.entry(person).or_default().push(team(format!("{}, {}", role.label(), served.name), &served));
    }
    for (person, own) in program::list_teams_of(connection, &ids)? {
        let known = facts.entry(person).or_default();
        let href = format!("{base}/teams/{}", own.slug);
        if known.iter().all(|fact| fact.href != href) {
            known.push(team(own.name.clone(), &own));
        }
    }
    let rows = shown.into_iter().map(|person| GroupRow {
        href: format!("{base}/people/{}", person.handle),
        label: person.name,
        state: None,
        facts: facts.remove(&person.id).unwrap_or_default(),
        at: None,
    });
    let words = names.words.join(" ");
    let more = (total > LINES).then(|| Link {
        label: format!("All people with “{words}” in their name"),
        href: format!("{base}/people?q={}", query_value(&words)),
    });
    Ok(Some((Group { id: "people", title: "People", rows: rows.collect(), more }, is_meant)))
}

/// Those whose name fits, the best first, and whether the first is exactly the one.
fn fitting<T>(names: &NameWords, found: Vec<T>, name: impl Fn(&T) -> &String) -> (Vec<T>, bool) {
    let mut fitting: Vec<(Fit, T)> =
        found.into_iter().filter_map(|thing| Some((names.fit(name(&thing))?, thing))).collect();
    // They come sorted by name, and stay so among equals.
    fitting.sort_by_key(|(fit, _)| *fit);
    let is_meant = fitting.first().is_some_and(|(fit, _)| *fit == Fit::Exact);
    (fitting.into_iter().map(|(_, thing)| thing).collect(), is_meant)
}

/// Questions that are called much the same, and then those that say it somewhere.
fn asked_before(
    connection: &mut Connection,
    index: &QuestionIndex,
    base: &str,
    member: &Member,
    words: &str,
    now: Timestamp,
) -> Result<Vec<SimilarQuestion>, DbError> {
    let mut found = questions::list_similar(connection, index, base, member, words, now, QUESTIONS)?;
    if found.len() < QUESTIONS {
        let limit = QUESTIONS - found.len();
        let more = questions::list_mentioning(connection, index, base, member, words, now, (limit, &found))?;
        found.extend(more);
    }
    Ok(found)
}

/// What was answered before, but for what stands among the articles already.
fn answered_questions(base: &str, closed: Vec<SimilarQuestion>, slugs: &[String]) -> Option<Group> {
    let is_new = |question: &&SimilarQuestion| question.article.as_ref().is_none_or(|article| !slugs.contains(article));
    let left: Vec<&SimilarQuestion> = closed.iter().filter(is_new).collect();
    let first = left.first()?;
    // With the first one's own words, so that the list is never empty.
    let more = (left.len() > LINES && !first.shared.is_empty()).then(|| Link {
        label: format!("All questions with “{}”", first.shared),
        href: format!("{base}/questions?q={}", query_value(&first.shared)),
    });
    let rows = left.iter().take(LINES).map(|question| {
        let line = &question.line;
        let mut facts = vec![Link { label: format!("question {}", line.number), href: String::new() }];
        facts.extend(line.team.as_ref().map(|team| Link { label: team.name.clone(), href: team.href.clone() }));
        GroupRow {
            label: line.title.clone(),
            href: line.href.clone(),
            state: Some((line.kind, line.state)),
            facts,
            at: line.answered.clone(),
        }
    });
    Some(Group { id: "questions", title: "Asked and answered", rows: rows.collect(), more })
}
