//! What the form of a question offers to choose from.

use crate::clock::Timestamp;
use crate::db::keys::TeamId;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::{self, Belonging};
use crate::questions::launches::{Launch, list_launches_of};
use crate::questions::model::{Urgency, Visibility};
use crate::questions::pages::{AskedBefore, TeamChoice};
use crate::questions::rules::{self, Routing, Server};
use crate::questions::{QuestionError, QuestionIndex, SimilarQuestion, list_similar};
use crate::web::form::Choice;
use crate::web::{Member, Viewer};

/// Launches that are offered.
const LAUNCHES: i64 = 20;
/// Questions in like words that are shown.
const ASKED: usize = 4;

/// What a member can choose from; nothing for somebody who is not signed in.
#[derive(Default)]
pub struct Offered {
    pub teams: Vec<TeamChoice>,
    pub launches: Vec<Launch>,
    pub belongings: Vec<Belonging>,
    /// Questions in like words.
    pub asked: Vec<AskedBefore>,
}

impl Offered {
    pub async fn list(
        (db, index): (&Db, &QuestionIndex),
        viewer: &Viewer,
        now: Timestamp,
        base: &str,
        title: &str,
    ) -> Result<Self, AppError> {
        let Some(member) = viewer.member().cloned() else { return Ok(Offered::default()) };
        let (index, base, title) = (index.clone(), base.to_owned(), title.to_owned());
        Ok(db.read(move |connection| Offered::of(connection, &index, &member, now, &base, &title)).await?)
    }

    fn of(
        connection: &mut Connection,
        index: &QuestionIndex,
        member: &Member,
        now: Timestamp,
        base: &str,
        title: &str,
    ) -> Result<Self, QuestionError> {
        let mut own = member.teams.clone();
        own.extend(member.champion_of.iter().filter(|team| !member.teams.contains(team)));
        let mut offered = Offered {
            launches: list_launches_of(connection, &own, now, LAUNCHES)?,
            asked: asked(connection, index, member, now, base, title)?,
            ..Offered::default()
        };
        for team in own {
            offered.teams.push(team_choice(connection, member, team, now)?);
            offered.belongings.extend(program::belongings::list_belongings_of(connection, team)?);
        }
        Ok(offered)
    }
}

/// Questions in like words that the member may read.
pub fn asked(
    connection: &mut Connection,
    index: &QuestionIndex,
    member: &Member,
    now: Timestamp,
    base: &str,
    title: &str,
) -> Result<Vec<AskedBefore>, QuestionError> {
    if title.trim().is_empty() {
        return Ok(Vec::new());
    }
    let similar = list_similar(connection, index, base, member, title, now, ASKED)?;
    let before = |one: SimilarQuestion| AskedBefore { has_answer: one.has_answer, line: one.line };
    Ok(similar.into_iter().map(before).collect())
}

fn team_choice(
    connection: &mut Connection,
    member: &Member,
    id: TeamId,
    now: Timestamp,
) -> Result<TeamChoice, QuestionError> {
    let team = program::team_by_id(connection, id)?;
    let serving = program::serving(connection, id, now.day())?;
    let routing = rules::route(member.id, Some(&Server::all(&serving)), Urgency::Normal, Visibility::Everyone);
    let first = match (routing, serving.iter().find(|one| one.is_there() && one.person_id != member.id)) {
        (Routing::Champion | Routing::Deputy, Some(person)) => format!("{} answers first", person.name),
        (Routing::AllAway, _) => "whoever serves it is away, so this goes straight to Network Security".into(),
        (Routing::AskerServes, _) => "you serve it, so this goes straight to Network Security".into(),
        _ => "it has no champion, so this goes straight to Network Security".into(),
    };
    Ok(TeamChoice { key: id.to_string(), name: team.name, first })
}

/// How urgent it can be, and what each means.
pub fn urgencies(current: Urgency) -> Vec<Choice> {
    let labels = [
        (Urgency::Low, "Low: any time will do"),
        (Urgency::Normal, "Normal: I can go on meanwhile"),
        (
            Urgency::Blocked,
            "Blocked now: I can’t go on without the answer, so champion and Network Security get it at once",
        ),
    ];
    labels.iter().map(|(value, label)| Choice::new(value.as_str(), label, current.as_str())).collect()
}

/// Who can read it.
pub fn visibilities(current: &str, has_team: bool) -> Vec<Choice> {
    let current = if current.is_empty() { Visibility::Everyone.as_str() } else { current };
    let labels = [
        (Visibility::Everyone, "Everyone who is signed in: others learn from it"),
        (Visibility::Team, "My team, whoever serves it, and Network Security"),
        (Visibility::NetSec, "Network Security and me alone, such as for an incident"),
    ];
    let fits = |visibility: &Visibility| has_team || *visibility != Visibility::Team;
    let some = labels.iter().filter(|(value, _)| fits(value));
    some.map(|(value, label)| Choice::new(value.as_str(), label, current)).collect()
}

/// Launches of the asker's teams, and a new one.
pub fn launches(known: &[Launch], current: &str) -> Vec<Choice> {
    let mut all: Vec<Choice> = known
        .iter()
        .map(|launch| Choice::new(&launch.slug, &format!("{} ({})", launch.name, launch.team.name), current))
        .collect();
    all.push(Choice::new("new", "A launch that I name below", current));
    all
}

/// What belongs to the asker's teams.
pub fn abouts(belongings: &[Belonging], current: &str, with_team: bool) -> Vec<Choice> {
    let choice = |one: &Belonging| {
        let kind = one.kind.label().to_lowercase();
        let label = if with_team {
            format!("{} ({kind}, {})", one.name, one.team.name)
        } else {
            format!("{} ({kind})", one.name)
        };
        Choice::new(&format!("{}:{}", one.kind.as_str(), one.name), &label, current)
    };
    belongings.iter().map(choice).collect()
}
