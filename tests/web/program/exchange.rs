//! Teams and people as CSV, in and out.

use drawbridge::accounts::{find_by_email, list_grants};
use drawbridge::error::AppError;
use drawbridge::program::exchange::{ImportError, Summary, export_people, export_teams, import_people, import_teams};

use crate::harness::TestApp;

const TEAMS: &str = "team,department,chat\r\nCheckout,Payments,#checkout\r\n\"Search, too\",Web,'+search\r\n";
const PEOPLE: &str = "name,email,chat,teams\r\nAna Ruiz,ana@example.com,'@ana,\"Checkout; Search, too\"\r\n";

/// Imports and gives back what was said, whatever it was.
async fn import(app: &TestApp, people: bool, text: &'static str, dry_run: bool) -> Result<Summary, String> {
    let now = app.now();
    let done = app.db.write(move |tx| {
        let import = if people { import_people } else { import_teams };
        import(tx, now, text.as_bytes(), dry_run)
    });
    done.await.map_err(|error: ImportError| error.to_string())
}

#[actix_web::test]
async fn what_goes_out_comes_in_again_unchanged() {
    let app = TestApp::start().await;
    assert_eq!(import(&app, false, TEAMS, false).await, Ok(Summary { added: 2, ..Summary::default() }));
    assert_eq!(import(&app, true, PEOPLE, false).await, Ok(Summary { added: 1, ..Summary::default() }));

    let teams = app.db.read(export_teams).await.unwrap();
    let people = app.db.read(export_people).await.unwrap();

    assert_eq!((teams.as_str(), people.as_str()), (TEAMS, PEOPLE));
    assert_eq!(import(&app, false, TEAMS, false).await, Ok(Summary { unchanged: 2, ..Summary::default() }));
    assert_eq!(import(&app, true, PEOPLE, false).await, Ok(Summary { unchanged: 1, ..Summary::default() }));
}

#[actix_web::test]
async fn a_fault_names_its_place_and_nothing_is_kept() {
    let app = TestApp::start().await;

    for (people, text, words) in [
        (false, "team,department\nCheckout,Payments\n,Web\n", "line 3, column team, value “”: fill this in"),
        (false, "team,department,role\nA,B,admin\n", "line 1, column role"),
        (true, "name,email,grants\nA,a@example.com,admin\n", "line 1, column grants"),
        (true, "name,email\nAna,ana@example.com\nBob,nowhere\n", "line 3, column email, value “nowhere”"),
        (true, "name,email,teams\nAna,ana@example.com,Nowhere\n", "there is no team called Nowhere"),
    ] {
        let said = import(&app, people, text, false).await.expect_err(text);
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(import(&app, false, TEAMS, true).await, Err("nothing was written".into()));

    assert_eq!(app.db.read(export_teams).await.unwrap(), "team,department,chat\r\n");
}

#[actix_web::test]
async fn a09_an_import_changes_nobodys_account_and_gives_no_right() {
    let app = TestApp::start().await;
    import(&app, false, TEAMS, false).await.unwrap();
    import(&app, true, PEOPLE, false).await.unwrap();

    import(&app, true, "name,email,chat\nSomebody Else,ANA@example.com,@else\n", false).await.unwrap();

    let (person, grants) = app
        .db
        .read(|connection| {
            let person = find_by_email(connection, "ana@example.com")?;
            let grants = list_grants(connection, person.id)?;
            Ok::<_, AppError>((person, grants))
        })
        .await
        .unwrap();
    assert_eq!((person.name.as_str(), person.chat.as_str(), grants.len()), ("Ana Ruiz", "@ana", 0));
}
