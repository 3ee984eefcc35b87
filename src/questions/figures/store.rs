//! Every query about figures.

use std::collections::HashMap;

use diesel::prelude::*;

use super::rules::Fact;
use crate::calendar::Zone;
use crate::clock::Timestamp;
use crate::db::keys::{QuestionId, TeamId};
use crate::db::schema::{
    question_measures as measures, question_topics as topics, question_watchers as watchers, questions, teams,
};
use crate::db::{Connection, DbError};
use crate::questions::model::{TopicKind, Urgency, Visibility};

/// Which questions are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Those that everyone who is signed in may read.
    ForEveryone,
    /// All, for Network Security.
    All,
}

type Row = (QuestionId, Timestamp, Option<TeamId>, Urgency, Option<i64>, Option<i64>, (i64, bool), (i64, bool), i32);

/// The questions that were asked from `since` on, as they were measured.
///
/// # Errors
///
/// The database's own.
pub fn list_facts(
    connection: &mut Connection,
    counted: Counted,
    zone: &Zone,
    since: Timestamp,
) -> Result<Vec<Fact>, DbError> {
    let mut about = list_topics(connection, since)?;
    let mut query = measures::table
        .inner_join(questions::table)
        .filter(measures::asked_at.ge(since))
        // It is the same question as another, which counts.
        .filter(questions::merged_into.is_null())
        .select((
            measures::question_id,
            measures::asked_at,
            questions::team_id,
            questions::urgency,
            measures::respond_minutes,
            measures::answer_minutes,
            (measures::champion_minutes, measures::was_with_champion),
            (measures::netsec_minutes, measures::was_with_netsec),
            measures::reopened,
        ))
        .into_boxed();
    if counted == Counted::ForEveryone {
        query = query.filter(questions::visibility.eq(Visibility::Everyone));
    }
    let rows: Vec<Row> = query.load(connection)?;
    let there = |(minutes, was_there): (i64, bool)| was_there.then_some(minutes);
    Ok(rows
        .into_iter()
        .map(|(id, asked_at, team, urgency, respond, answer, champion, netsec, reopened)| Fact {
            month: zone.day(asked_at).month_start(),
            team,
            urgency,
            topics: about.remove(&id).unwrap_or_default(),
            respond,
            answer,
            champion: there(champion),
            netsec: there(netsec),
            reopened,
        })
        .collect())
}

fn list_topics(connection: &mut Connection, since: Timestamp) -> Result<HashMap<QuestionId, Vec<String>>, DbError> {
    let rows: Vec<(QuestionId, String)> = measures::table
        .inner_join(topics::table.on(topics::question_id.eq(measures::question_id)))
        .filter(measures::asked_at.ge(since))
        .filter(topics::kind.eq(TopicKind::Category))
        .order((topics::question_id, topics::value))
        .select((topics::question_id, topics::value))
        .load(connection)?;
    let mut about: HashMap<QuestionId, Vec<String>> = HashMap::new();
    for (question, topic) in rows {
        about.entry(question).or_default().push(topic);
    }
    Ok(about)
}

/// How often somebody said "me too" since then, in place of asking.
///
/// # Errors
///
/// The database's own.
pub fn count_me_too(connection: &mut Connection, counted: Counted, since: Timestamp) -> Result<i64, DbError> {
    let mut query = watchers::table
        .inner_join(questions::table)
        .filter(watchers::since.ge(since))
        // Whoever asked, or passed it on, watches without having had the same question.
        .filter(watchers::person_id.ne(questions::asker_id))
        .into_boxed();
    if counted == Counted::ForEveryone {
        query = query.filter(questions::visibility.eq(Visibility::Everyone));
    }
    query.count().get_result(connection)
}

/// Every team's key with its address and name.
///
/// # Errors
///
/// The database's own.
pub fn list_teams(connection: &mut Connection) -> Result<HashMap<TeamId, (String, String)>, DbError> {
    let rows: Vec<(TeamId, String, String)> =
        teams::table.select((teams::id, teams::slug, teams::name)).load(connection)?;
    Ok(rows.into_iter().map(|(id, slug, name)| (id, (slug, name))).collect())
}
