//! `schema.rs` is written by hand: every table and column of it is really there,
//! and no table is missing from it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::Text;
use drawbridge::db::{Connection, DbError, schema};

use crate::harness::TestApp;

macro_rules! tables {
    ($($table:ident),+ $(,)?) => {
        const TABLES: &[&str] = &[$(stringify!($table)),+];

        fn read_all(connection: &mut Connection) -> Result<(), DbError> {
            $(
                schema::$table::table
                    .select(schema::$table::all_columns)
                    .execute(connection)
                    .unwrap_or_else(|error| panic!("{}: {error}", stringify!($table)));
            )+
            Ok(())
        }
    };
}

tables!(
    counters,
    changes,
    people,
    grants,
    sign_in_attempts,
    linked_sign_ins,
    service_accounts,
    former_people,
    sessions,
    sign_in_tries,
    known_browsers,
    second_factors,
    recovery_codes,
    half_sign_ins,
    api_tokens,
    feed_addresses,
    invitations,
    kudos,
    submissions,
    audit_entries,
    audit_seals,
    belt_promotions,
    departments,
    teams,
    memberships,
    terms,
    scopes,
    absences,
    stand_ins,
    handovers,
    repositories,
    services,
    time_entries,
    time_months,
    allocations,
    contracted_hours,
    time_closings,
    time_undo,
    time_offers,
    courses,
    completions,
    files,
    file_contents,
    path_steps,
    training_imports,
    training_mappings,
    reviews,
    meetings,
    meeting_invitees,
    meeting_dates,
    meeting_participants,
    calendar_feeds,
    articles,
    article_versions,
    article_drafts,
    feedback,
    article_reads,
    article_redirects,
    article_reviews,
    article_flags,
    searches,
    search_clicks,
    questions,
    question_events,
    question_topics,
    question_watchers,
    question_measures,
    question_unmeasured,
    questions_avoided,
    launches,
    question_drafts,
    question_notes,
    question_links,
    saved_replies,
    question_confirmations,
    question_publications,
    learnt_phrasings,
    gaps,
    gap_terms,
    gap_searches,
    gap_questions,
    gap_progress,
    pulse_answers,
    pulse_participants,
    onboardings,
    onboarding_items,
    onboarding_reviews,
    imported_people,
    imported_memberships,
    provided_memberships,
    code_owners,
    import_files,
    deliveries,
    notices,
    notice_marks,
    notice_choices,
    notice_hours,
    notice_keys,
    seal_marks,
    __diesel_schema_migrations,
);

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[actix_web::test]
async fn every_table_of_the_schema_is_there_with_its_columns() {
    let app = TestApp::start().await;

    app.read(read_all).await;
}

#[actix_web::test]
async fn every_table_that_is_there_is_in_the_schema() {
    let app = TestApp::start().await;

    let names = app
        .read(|connection| {
            let query = match connection {
                Connection::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table'",
                Connection::Postgres(_) => {
                    "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'"
                }
            };
            diesel::sql_query(query).load::<Name>(connection)
        })
        .await;

    let there: BTreeSet<String> = names.into_iter().map(|row| row.name).collect();
    let known: BTreeSet<String> = TABLES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(there, known);
}
