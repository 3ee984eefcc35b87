//! R01: what was acknowledged is there after `kill -9`, with the settings of a real site.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::rt::time::sleep;
use drawbridge::accounts;
use drawbridge::db::{Address, Db, DbError};
use futures_util::future::{join, join_all};

use crate::harness::binary::{Folder, Serving, program};
use crate::harness::database::TestDatabase;
use crate::harness::{Client, PASSWORD};

const WRITERS: usize = 8;
const ROUNDS: usize = 3;

fn serve(folder: &Folder, address: &Address) -> Serving {
    let url = match address {
        Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        Address::Postgres(url) => url.clone(),
    };
    let mut command = program(&["serve", "--bind", "127.0.0.1:0", "--data", &folder.path("data")]);
    Serving::of(command.env("DRAWBRIDGE_DATABASE_URL", url).env("DRAWBRIDGE_LOG", "error"))
}

#[actix_web::test]
async fn r01_no_acknowledged_row_is_lost_when_the_server_is_killed() {
    let (folder, mut database) = (Folder::new(), TestDatabase::empty());
    let mut serving = serve(&folder, &database.address);
    let admin = serving.client();
    let link = serving.setup_link();
    let fields = [("name", "Ana"), ("email", "ana@example.com"), ("password", PASSWORD)];
    admin.submit(&link, &link, &fields).await.assert_redirect();
    let session = admin.cookie("drawbridge").expect("a session");
    let acknowledged = RefCell::new(Vec::new());

    for round in 0..ROUNDS {
        let admin = serving.client();
        admin.set_cookie("drawbridge", &session);
        admin.get("/accounts").await.assert_ok();
        admin.csrf().await;
        let killed = Cell::new(false);
        let writers = join_all(
            (0..WRITERS).map(|writer| write_until_killed(&admin, format!("{round}-{writer}"), &killed, &acknowledged)),
        );
        let killer = async {
            sleep(Duration::from_millis(700)).await;
            killed.set(true);
            serving.kill();
        };
        join(writers, killer).await;
        serving = serve(&folder, &database.address);
    }
    serving.kill();

    let acknowledged = acknowledged.into_inner();
    assert!(acknowledged.len() > ROUNDS * WRITERS, "only {} were written", acknowledged.len());
    let db = Db::open(&database.address).expect("it opens");
    let stored = db
        .read(|connection| Ok::<_, DbError>(accounts::find_people(connection, "writer-", 0, 1_000_000).unwrap()))
        .await
        .unwrap();
    let lost: Vec<_> =
        acknowledged.iter().filter(|email| !stored.iter().any(|person| person.email == **email)).collect();
    assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), acknowledged.len());
    // A reply that was on its way when the server died is neither lost nor promised.
    assert!(stored.len() <= acknowledged.len() + ROUNDS * WRITERS);
    drop(db);
    database.release();
}

async fn write_until_killed(admin: &Client, name: String, killed: &Cell<bool>, acknowledged: &RefCell<Vec<String>>) {
    for number in 0.. {
        let email = format!("writer-{name}-{number}@example.com");
        let fields = [("csrf", admin.csrf().await), ("name", format!("Writer {name}")), ("email", email.clone())];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        match admin.try_post("/accounts", &fields).await {
            Some(StatusCode::SEE_OTHER) => acknowledged.borrow_mut().push(email),
            Some(status) => panic!("the server answers {status}"),
            None => {
                assert!(killed.get(), "the server does not answer");
                return;
            }
        }
    }
}
