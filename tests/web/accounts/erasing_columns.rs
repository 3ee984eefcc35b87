//! Every column of text of the database: erasing somebody takes their name out of
//! it, or it can't hold one. A new column is in neither list, and fails here.

use std::collections::BTreeSet;

use diesel::Connection as _;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use drawbridge::accounts;
use drawbridge::app::erasing_rooms;
use drawbridge::db::{Address, Connection};
use serde_json::json;

use super::erasing::naming;
use crate::harness::{TestApp, person};

/// Where words of others may name somebody, by table.
const SWEPT: &[(&str, &[&str])] = &[
    ("api_tokens", &["name"]),
    ("article_drafts", &["title", "tags", "phrasings", "body", "note", "reader_words"]),
    ("article_flags", &["words", "outcome_words"]),
    ("article_redirects", &["why"]),
    ("article_versions", &["title", "tags", "phrasings", "body", "note"]),
    ("articles", &["title", "tags", "phrasings", "body", "owner"]),
    ("belt_promotions", &["words"]),
    ("completions", &["evidence", "words"]),
    ("courses", &["title", "title_folded", "provider", "link", "more_offers"]),
    ("deliveries", &["problem"]),
    ("departments", &["name", "name_folded"]),
    ("feedback", &["words"]),
    ("files", &["name"]),
    ("gap_searches", &["words"]),
    ("gaps", &["seed", "words", "closed_why"]),
    ("half_sign_ins", &["target"]),
    ("import_files", &["words", "report"]),
    ("kudos", &["reason"]),
    ("launches", &["name", "name_folded"]),
    ("learnt_phrasings", &["words", "words_folded"]),
    ("meeting_dates", &["agenda", "call_off_reason", "notes"]),
    ("meetings", &["title", "agenda", "place", "call_off_reason"]),
    ("notices", &["title", "words", "path", "thread", "subject_key"]),
    ("onboarding_items", &["title", "help", "evidence"]),
    ("onboarding_reviews", &["answers"]),
    ("pulse_answers", &["words"]),
    ("question_drafts", &["title", "body", "searched", "more"]),
    ("question_events", &["words"]),
    ("question_links", &["label"]),
    ("question_notes", &["words"]),
    ("question_publications", &["kept"]),
    ("question_topics", &["value"]),
    ("questions", &["title", "title_folded", "body", "searched", "answer", "about", "flow"]),
    ("repositories", &["name", "name_folded", "link"]),
    ("reviews", &["title", "link", "note", "findings", "preflight_why", "preflight_flows"]),
    ("saved_replies", &["title", "body"]),
    ("search_clicks", &["words"]),
    ("searches", &["words"]),
    ("service_accounts", &["about"]),
    ("services", &["name", "name_folded", "link"]),
    ("sign_in_attempts", &["target"]),
    ("submissions", &["target"]),
    ("teams", &["name", "name_folded", "chat"]),
    ("terms", &["decline_reason", "end_reason", "thanks"]),
    ("time_closings", &["reason"]),
    ("time_entries", &["note"]),
    ("time_undo", &["note"]),
    ("training_imports", &["source", "mapping", "content", "name"]),
    ("training_mappings", &["source_folded", "source", "mapping"]),
];

/// Those of them that hold JSON.
const JSON: [&str; 6] = ["tags", "phrasings", "answers", "more", "kept", "mapping"];

/// Columns that are filled by other tests: the record, and the rows of people,
/// of which theirs goes and others keep their own names.
const APART: &[(&str, &[&str])] = &[
    ("audit_entries", &["subject_key", "detail", "origin"]),
    ("people", &["handle", "name", "name_folded", "email", "email_folded", "chat"]),
];

/// Columns of one table that keep what they hold.
type Table = (&'static str, &'static [&'static str]);

/// Why columns can't name somebody, and which they are.
const KEPT: &[(&str, &[Table])] = &[
    (
        "one of a few words of the program, of its settings or of a standard",
        &[
            ("api_tokens", &["scopes"]),
            ("article_drafts", &["category", "state"]),
            ("article_flags", &["outcome"]),
            ("article_versions", &["category"]),
            ("articles", &["category"]),
            ("audit_entries", &["action", "subject_kind"]),
            ("belt_promotions", &["level", "state", "ground"]),
            ("changes", &["kind"]),
            ("completions", &["state"]),
            ("counters", &["name"]),
            ("courses", &["audience", "renew_for"]),
            ("deliveries", &["channel", "lane", "state"]),
            ("feedback", &["reason"]),
            ("files", &["kind"]),
            ("gap_progress", &["name"]),
            ("gaps", &["state"]),
            ("grants", &["kind", "scope_kind", "source"]),
            ("handovers", &["cause", "state"]),
            ("import_files", &["name", "state"]),
            ("imported_memberships", &["list"]),
            ("imported_people", &["list"]),
            ("invitations", &["purpose"]),
            ("meeting_dates", &["state"]),
            ("meeting_invitees", &["kind"]),
            ("meeting_participants", &["answer"]),
            ("meetings", &["kind", "zone", "repeats"]),
            ("notice_choices", &["kind", "choice"]),
            ("notice_keys", &["name"]),
            ("notices", &["kind", "subject_kind"]),
            ("onboarding_items", &["item", "owner"]),
            ("onboarding_reviews", &["side"]),
            ("path_steps", &["belt"]),
            ("people", &["state", "time_zone"]),
            ("provided_memberships", &["provider"]),
            ("pulse_answers", &["quarter", "audience", "question"]),
            ("pulse_participants", &["quarter", "audience", "question"]),
            ("question_drafts", &["urgency"]),
            ("question_events", &["kind", "turn"]),
            ("question_links", &["kind"]),
            ("question_topics", &["kind"]),
            ("questions", &["urgency", "state", "turn", "visibility", "about_kind"]),
            ("questions_avoided", &["kind"]),
            ("reviews", &["kind", "outcome", "state"]),
            ("scopes", &["words"]),
            ("seal_marks", &["name"]),
            ("sign_in_attempts", &["provider"]),
            ("stand_ins", &["state"]),
            ("terms", &["role", "state"]),
            ("time_closings", &["action"]),
            ("time_entries", &["activity"]),
            ("time_offers", &["kind"]),
            ("time_undo", &["activity"]),
            ("__diesel_schema_migrations", &["version"]),
        ],
    ),
    (
        "an address that links and programs rely on, in which no name can be told from another word",
        &[
            ("article_drafts", &["slug", "related", "address"]),
            ("article_flags", &["slug"]),
            ("article_reads", &["slug"]),
            ("article_redirects", &["slug", "target"]),
            ("article_reviews", &["slug"]),
            ("article_versions", &["related"]),
            ("articles", &["slug", "related"]),
            ("changes", &["subject"]),
            ("code_owners", &["pattern"]),
            ("courses", &["slug"]),
            ("departments", &["slug"]),
            ("feedback", &["slug"]),
            ("gaps", &["closed_slug"]),
            ("launches", &["slug"]),
            ("learnt_phrasings", &["slug"]),
            ("question_links", &["target"]),
            ("questions", &["article_slug"]),
            ("saved_replies", &["key"]),
            ("search_clicks", &["slug"]),
            ("searches", &["best_slug"]),
            ("teams", &["slug"]),
        ],
    ),
    ("a single word of a search or a title", &[("gap_terms", &["term"])]),
    (
        "a key, a hash, a secret, or a place that the program names",
        &[
            ("article_flags", &["fingerprint"]),
            ("article_reviews", &["fingerprint"]),
            ("audit_entries", &["salt"]),
            ("completions", &["certificate"]),
            ("deliveries", &["chat"]),
            ("files", &["sha256", "place"]),
            ("grants", &["scope_key"]),
            ("import_files", &["fingerprint", "let_leave"]),
            ("meeting_invitees", &["key"]),
            ("notice_keys", &["secret"]),
            ("notice_marks", &["key"]),
            ("notices", &["chat"]),
            ("pulse_answers", &["key"]),
            ("questions", &["merged_into"]),
            ("scopes", &["fingerprint"]),
            ("sign_in_tries", &["key"]),
            ("submissions", &["token"]),
            ("time_offers", &["subject"]),
        ],
    ),
    (
        "of one person alone, and gone with them",
        &[
            ("known_browsers", &["place"]),
            ("linked_sign_ins", &["provider", "issuer", "subject", "label"]),
            ("sessions", &["provider", "device", "address"]),
        ],
    ),
];

/// Names somebody in every way that is taken out, in lines that are wrapped.
const WORDS: &str = "Ask Zoe Quillfeather, ZOE\nQUILLFEATHER, @zoe-quillfeather or \
    zoe.quillfeather@example.com; /people/zoe-quillfeather, /accounts/zoe-quillfeather.";

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

impl Column {
    fn is_text(&self) -> bool {
        let kind = self.kind.to_lowercase();
        kind == "text" || kind == "character varying" || kind.starts_with("varchar")
    }

    /// Keys and hashes are called so.
    fn is_key(&self) -> bool {
        let name = self.column_name.as_str();
        name == "id" || ["_id", "_by", "_hash"].iter().any(|end| name.ends_with(end))
    }

    fn path(&self) -> String {
        format!("{}.{}", self.table_name, self.column_name)
    }

    /// Something that fits, as SQL writes it.
    fn value(&self, is_swept: bool, is_sqlite: bool) -> String {
        let kind = self.kind.to_lowercase();
        match kind.as_str() {
            _ if is_swept && JSON.contains(&self.column_name.as_str()) => format!("'{}'", json!([{ "words": WORDS }])),
            _ if is_swept => format!("'{WORDS}'"),
            _ if self.is_text() && self.is_key() => "'019a9f4e-5c1a-7b1e-8c7d-2f6f0c1d9a01'".into(),
            _ if self.is_text() => "'x'".into(),
            "boolean" => "false".into(),
            "blob" | "bytea" if is_sqlite => "x'00'".into(),
            "blob" | "bytea" => "'\\x00'".into(),
            _ => "1".into(),
        }
    }
}

async fn columns(app: &TestApp) -> Vec<Column> {
    app.read(|connection| {
        let query = match connection {
            Connection::Sqlite(_) => {
                "SELECT m.name AS table_name, c.name AS column_name, c.type AS kind \
                 FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
            }
            Connection::Postgres(_) => {
                "SELECT table_name::text AS table_name, column_name::text AS column_name, data_type::text AS kind \
                 FROM information_schema.columns WHERE table_schema = 'public'"
            }
        };
        diesel::sql_query(query).load(connection)
    })
    .await
}

fn paths(of: &[(&str, &[&str])]) -> Vec<String> {
    of.iter().flat_map(|(table, columns)| columns.iter().map(move |column| format!("{table}.{column}"))).collect()
}

/// A row in each of these tables, whatever else would have to be there for it.
fn fill(address: &Address, columns: &[Column], swept: &BTreeSet<String>) {
    let rows = |is_sqlite: bool| {
        let row = |table: &str| {
            let own: Vec<&Column> = columns.iter().filter(|column| column.table_name == table).collect();
            let names: Vec<&str> = own.iter().map(|column| column.column_name.as_str()).collect();
            let values: Vec<String> =
                own.iter().map(|column| column.value(swept.contains(&column.path()), is_sqlite)).collect();
            format!("INSERT INTO {table} ({}) VALUES ({});", names.join(", "), values.join(", "))
        };
        SWEPT.iter().map(|(table, _)| row(table)).collect::<Vec<_>>()
    };
    let run = |connection: &mut dyn FnMut(&str) -> QueryResult<()>, first: &str, rows: Vec<String>| {
        for statement in std::iter::once(first.to_owned()).chain(rows) {
            connection(&statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    };
    match address {
        Address::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(&path.to_string_lossy()).expect("the database opens");
            let first = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON";
            run(&mut |statement| connection.batch_execute(statement), first, rows(true));
        }
        Address::Postgres(url) => {
            let mut connection = PgConnection::establish(url).expect("the database opens");
            let first = "DO $$ DECLARE one record; BEGIN FOR one IN \
                SELECT conrelid::regclass AS place, conname AS name FROM pg_constraint \
                WHERE contype IN ('f', 'c') AND connamespace = 'public'::regnamespace LOOP \
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.name); END LOOP; END $$";
            run(&mut |statement| connection.batch_execute(statement), first, rows(false));
        }
    }
}

#[actix_web::test]
async fn every_column_of_text_forgets_them_or_can_t_name_them() {
    let app = TestApp::start().await;

    let there: Vec<String> =
        columns(&app).await.iter().filter(|column| column.is_text() && !column.is_key()).map(Column::path).collect();

    let mut known = paths(SWEPT);
    known.extend(paths(APART));
    known.extend(KEPT.iter().flat_map(|(_, columns)| paths(columns)));
    let all: BTreeSet<&String> = known.iter().collect();
    assert_eq!(all.len(), known.len(), "a column is listed once");
    let there: BTreeSet<&String> = there.iter().collect();
    assert_eq!(there.difference(&all).collect::<Vec<_>>(), Vec::<&&String>::new(), "does erasing sweep them?");
    assert_eq!(all.difference(&there).collect::<Vec<_>>(), Vec::<&&String>::new(), "are they still there?");
}

#[actix_web::test]
async fn words_of_others_forget_them_in_every_column() {
    // Nothing works in the background: what is filled in here fits nothing else.
    let app = TestApp::with().unread().start().await;
    let zoe = app.insert(person().named("Zoe Quillfeather")).await;
    let (swept, now) = (paths(SWEPT), app.now());
    fill(app.database_address(), &columns(&app).await, &swept.iter().cloned().collect());
    let filled = naming(&app).await;
    assert_eq!(swept.iter().filter(|column| !filled.contains(column)).collect::<Vec<_>>(), Vec::<&String>::new());

    app.write(move |tx| {
        accounts::switch_off(tx, None, now, &zoe)?;
        let zoe = accounts::find_person(tx, zoe.id)?;
        Ok(accounts::erasing::erase(tx, &erasing_rooms(), None, now, &zoe)?)
    })
    .await;

    assert_eq!(naming(&app).await, Vec::<String>::new());
}
