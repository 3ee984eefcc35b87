//! Asking, and where a new question goes.

use serde_json::json;

use super::record;
use crate::accounts::{self, AccountError, PersonName};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionId, RowVersion, TeamId};
use crate::db::{Tx, counters};
use crate::program::{self, ProgramError, Serving};
use crate::questions::clocks::{self, Clocks};
use crate::questions::model::{
    AskedLaunch, Asking, EventKind, NamedLaunch, NamedTeam, NewQuestion, Question, QuestionNumber, Visibility,
};
use crate::questions::rules::{self, Routing, Server};
use crate::questions::store::NewEvent;
use crate::questions::{QuestionError, launches, store};
use crate::web::fold::fold;
use crate::web::{FieldProblem, Member};

/// Asks. The question goes to whoever serves the team and is there, to Network
/// Security where nobody (else) is, and to both where work stands still.
/// Returns its number; what was sent a moment ago in the same words keeps the
/// number that it has.
///
/// # Errors
///
/// [`QuestionError::Invalid`] for a team that the asker has no part in, a
/// launch of another team, or somebody who can't be asked for.
pub fn ask(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    new: &NewQuestion,
) -> Result<QuestionNumber, QuestionError> {
    let asker = asker(tx, member, new)?;
    check_parts(tx, member, asker.id, new)?;
    let launch = launch(tx, new)?;
    if let Some(number) = store::find_twin(tx, asker.id, new, now.plus(-rules::TWIN_WINDOW))? {
        return Ok(number);
    }
    let calendar = clocks.calendar();
    let (team, serving) = served(tx, new.team, calendar.today(now))?;
    let servers = Server::all(&serving);
    let routing = rules::route(asker.id, team.as_ref().map(|_| servers.as_slice()), new.urgency, new.visibility);
    let (state, at) = (routing.state(), launch.as_ref().map(|launch| launch.at));
    let due = clocks::start(&clocks.targets, &calendar, state.turn(), new.urgency, at, now);
    let question = Question {
        id: QuestionId::generate(),
        number: QuestionNumber(counters::next(tx, "questions")?),
        title: new.title.clone(),
        body: new.body.clone(),
        searched: new.searched.clone(),
        asked_by: (asker.id != member.id).then(|| named(member)),
        asker,
        team,
        urgency: new.urgency,
        state,
        asked_at: now,
        turn: state.turn(),
        turn_since: now,
        target_at: due.target_at,
        due_at: due.at,
        first_response_at: None,
        launch,
        visibility: new.visibility,
        about: new.about.clone(),
        flow: new.flow.clone(),
        claimed_by: None,
        answer: String::new(),
        answered_by: None,
        answered_at: None,
        article_slug: None,
        merged_into: None,
        version: RowVersion::FIRST,
    };
    store::insert(tx, &question)?;
    store::insert_topics(tx, question.id, &new.topics)?;
    let asked = NewEvent::new(question.id, now, Some(member.id), EventKind::Asked, "");
    store::insert_event(tx, &asked.turning(question.turn, due.at))?;
    if let Some(words) = routed_words(routing, &question, &serving) {
        let routed = NewEvent::new(question.id, now, None, EventKind::Routed, &words);
        store::insert_event(tx, &routed.turning(question.turn, due.at))?;
    }
    // The record is read by more people than a question that is not for everyone.
    let title = if question.visibility == Visibility::Everyone { question.title.as_str() } else { "" };
    record(tx, Some(member.id), now, &question, "question.asked", json!({ "title": title, "state": state.as_str() }))?;
    Ok(question.number)
}

/// Asks as the form says: puts down the launch that it names, and finds whom it
/// is asked for.
///
/// # Errors
///
/// Those of [`ask`].
pub fn ask_with(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    asking: &Asking,
) -> Result<QuestionNumber, QuestionError> {
    let mut new = asking.new.clone();
    new.on_behalf = somebody(tx, &asking.on_behalf)?;
    if let (Some(person), None) = (new.on_behalf, new.team) {
        let teams = program::list_teams_of(tx, &[person])?;
        new.team = teams.first().map(|(_, team)| team.id);
    }
    let asker = new.on_behalf.unwrap_or(member.id);
    // A twin leads to no second launch; all else looks for one in `ask`.
    if matches!(asking.launch, AskedLaunch::New(_))
        && let Some(number) = store::find_twin(tx, asker, &new, now.plus(-rules::TWIN_WINDOW))?
    {
        return Ok(number);
    }
    let refused = |words| QuestionError::Invalid(vec![FieldProblem::new("launch", words)]);
    new.launch = match (&asking.launch, new.team) {
        (AskedLaunch::None, _) => None,
        (_, None) => return Err(refused("a launch is a team's, and this question is asked for none")),
        (AskedLaunch::Known(slug), _) => Some(launches::find_by_slug(tx, slug)?.id),
        (AskedLaunch::New(launch), Some(team)) => Some(launches::add_launch(tx, member, now, team, launch)?.id),
    };
    ask(tx, clocks, member, now, &new)
}

/// Whom a question is asked for, by handle, mail address or name; nobody for nothing.
fn somebody(tx: &mut Tx, words: &str) -> Result<Option<PersonId>, QuestionError> {
    let bare = words.trim().trim_start_matches('@');
    if bare.is_empty() {
        return Ok(None);
    }
    for known in [accounts::find_by_handle(tx, bare), accounts::find_by_email(tx, bare)] {
        match known {
            Ok(person) => return Ok(Some(person.id)),
            Err(AccountError::NotFound) => {}
            Err(error) => return Err(ProgramError::from(error).into()),
        }
    }
    let parts: Vec<String> = fold(bare).split(' ').map(str::to_owned).collect();
    let mut named = accounts::list_named(tx, &parts)?;
    named.retain(|person| fold(&person.name) == fold(bare));
    let refused = |words: &str| QuestionError::Invalid(vec![FieldProblem::new("on_behalf", words)]);
    match named.as_slice() {
        [person] => Ok(Some(person.id)),
        [] => Err(refused("nobody here is called so; take a name, handle or mail address")),
        _ => Err(refused("several people are called so; take the handle or mail address")),
    }
}

fn named(member: &Member) -> PersonName {
    PersonName { id: member.id, name: member.name.clone(), handle: member.handle.clone() }
}

/// Whose question it is: the member's own, or that of a colleague who can sign in.
fn asker(tx: &mut Tx, member: &Member, new: &NewQuestion) -> Result<PersonName, QuestionError> {
    let Some(id) = new.on_behalf.filter(|id| *id != member.id) else { return Ok(named(member)) };
    match accounts::find_person(tx, id) {
        Ok(person) => Ok(PersonName { id: person.id, name: person.name, handle: person.handle }),
        Err(_) => Err(QuestionError::Invalid(vec![FieldProblem::new("on_behalf", "nobody here is called so")])),
    }
}

/// Checks that team, reader and service fit each other and the asker.
fn check_parts(tx: &mut Tx, member: &Member, asker: PersonId, new: &NewQuestion) -> Result<(), QuestionError> {
    let refused = |field, words: &str| Err(QuestionError::Invalid(vec![FieldProblem::new(field, words)]));
    let own = |team| member.teams.contains(&team) || member.is_champion_of(team);
    if let Some(team) = new.team.filter(|team| !own(*team)) {
        let theirs = asker != member.id && program::list_teams_of(tx, &[asker])?.iter().any(|(_, one)| one.id == team);
        if !theirs {
            return refused("team", "choose one of your own teams");
        }
    }
    if new.visibility == Visibility::Team && new.team.is_none() {
        return refused("visibility", "the question is asked for no team; choose who else may read it");
    }
    if let Some(about) = &new.about {
        let belongings = match new.team {
            Some(team) => program::belongings::list_belongings_of(tx, team)?,
            None => Vec::new(),
        };
        if !belongings.iter().any(|one| one.kind == about.kind && one.name == about.name) {
            return refused("about", "choose what belongs to the team that you ask for");
        }
    }
    Ok(())
}

/// The launch that waits for it, which is its team's.
fn launch(tx: &mut Tx, new: &NewQuestion) -> Result<Option<NamedLaunch>, QuestionError> {
    let Some(id) = new.launch else { return Ok(None) };
    let found = launches::find_by_id(tx, id)?.filter(|launch| Some(launch.team.id) == new.team);
    let launch = found
        .ok_or_else(|| QuestionError::Invalid(vec![FieldProblem::new("launch", "choose a launch of the same team")]))?;
    Ok(Some(NamedLaunch { id: launch.id, slug: launch.slug, name: launch.name, at: launch.at }))
}

/// The team that a question is asked for, and who serves it.
fn served(
    tx: &mut Tx,
    team: Option<TeamId>,
    today: crate::clock::Day,
) -> Result<(Option<NamedTeam>, Vec<Serving>), QuestionError> {
    let Some(id) = team else { return Ok((None, Vec::new())) };
    let team = program::team_by_id(tx, id)?;
    Ok((Some(NamedTeam { id, slug: team.slug, name: team.name }), program::serving(tx, id, today)?))
}

/// Why a question did not simply go to the champion; none where it did.
pub(super) fn routed_words(routing: Routing, question: &Question, serving: &[Serving]) -> Option<String> {
    let team = question.team.as_ref().map(|team| team.name.as_str()).unwrap_or_default();
    let asker = &question.asker.name;
    let others = || serving.iter().filter(|one| one.person_id != question.asker.id);
    let away: Vec<String> =
        others().filter_map(|one| Some(format!("{} is away until {}", one.name, one.away_until?.words()))).collect();
    let there: Vec<&str> = others().filter(|one| one.is_there()).map(|one| one.name.as_str()).collect();
    let has = if there.len() == 1 { "has" } else { "have" };
    Some(match routing {
        Routing::Champion => return None,
        Routing::Deputy => format!("{}, so {} {has} it.", away.join("; "), there.join(" and ")),
        Routing::Both => {
            format!("Work stands still, so {} and Network Security have it at once.", there.join(" and "))
        }
        Routing::NoTeam => format!("{asker} belongs to no team, so this went straight to Network Security."),
        Routing::NoChampion => format!("Team {team} has no champion, so this went straight to Network Security."),
        Routing::AllAway => {
            format!(
                "Nobody who serves team {team} is there ({}), so this went straight to Network Security.",
                away.join("; ")
            )
        }
        Routing::AskerServes => {
            format!("{asker} serves team {team} as champion, so this went straight to Network Security.")
        }
        Routing::Restricted => "Only Network Security may read it, so this went straight to them.".into(),
    })
}
