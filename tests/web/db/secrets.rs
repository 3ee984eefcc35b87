//! What lies sealed is sealed for every node of a database alike.

use drawbridge::db::{Address, Db};
use drawbridge::seal::{self, Key, Seal, SealError};

use crate::harness::binary::{Folder, Serving, program, run};
use crate::harness::database::TestDatabase;

fn url_of(address: &Address) -> String {
    match address {
        Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        Address::Postgres(url) => url.clone(),
    }
}

#[actix_web::test]
async fn a_second_node_without_the_keys_is_refused_and_makes_none_of_its_own() {
    let mut database = TestDatabase::empty();
    let (url, folder) = (url_of(&database.address), Folder::new());
    let (one, two) = (folder.path("one"), folder.path("two"));
    let serve = |data: &str| {
        let mut command = program(&["serve", "--bind", "127.0.0.1:0", "--data", data]);
        command.env("DRAWBRIDGE_DATABASE_URL", &url);
        command
    };

    let first = Serving::of(&mut serve(&one));
    let second = run(&mut serve(&two));

    second.assert_refused(2, &["secrets.key", "drawbridge secrets forget"]);
    if url.starts_with("postgres") {
        second.assert_refused(2, &["share theirs", "DRAWBRIDGE_SECRETS__KEYS"]);
    }
    assert!(!std::path::Path::new(&two).join("secrets.key").exists());
    let keys = std::fs::read_to_string(format!("{one}/secrets.key")).unwrap();
    let keys: Vec<&str> = keys.lines().filter(|line| !line.starts_with('#')).collect();
    let shared = Serving::of(serve(&two).env("DRAWBRIDGE_SECRETS__KEYS", keys.join(" ")));
    drop((first, shared));
    database.release();
}

#[actix_web::test]
async fn of_two_nodes_that_begin_at_once_one_says_whose_keys_count() {
    let mut database = TestDatabase::create();
    let db = Db::open(&database.address).expect("it opens");

    let prove = |db: Db| async move {
        let seal = Seal::of(vec![Key::generate()]);
        db.write(move |tx| seal::prove(tx, &seal)).await.expect("the database answers")
    };
    let nodes = (0..8).map(|_| prove(db.clone()));
    let outcomes = futures_util::future::join_all(nodes).await;

    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().flat_map(|outcome| outcome.err()).all(|error| error == SealError::UnknownKey));
    drop(db);
    database.release();
}
