//! Teams and people as CSV, in and out.

use actix_web::http::StatusCode;
use drawbridge::accounts::{self, PersonState, find_by_email, list_grants};
use drawbridge::error::AppError;
use drawbridge::program::exchange::{ImportError, Way, export_people, export_teams, import_people, import_teams};
use drawbridge::program::find_team;
use drawbridge::web::{Grant, Scope};

use crate::harness::{TestApp, term};

const TEAMS: &str =
    "team,department,chat,address\r\nCheckout,Payments,#checkout,pay\r\n\"Search, too\",Web,'+search,search-too\r\n";
const PEOPLE: &str = "name,email,chat,teams\r\nAna Ruiz,ana@example.com,'@ana,\"Checkout; Search, too\"\r\n";

/// Imports and gives back what was said, whatever it was.
async fn import(app: &TestApp, people: bool, text: &'static str, dry_run: bool) -> Result<String, String> {
    let now = app.now();
    let done = app.db.write(move |tx| {
        let import = if people { import_people } else { import_teams };
        import(tx, now, text.as_bytes(), Way { dry_run, ..Way::default() })
    });
    done.await.map(|report| report.words()).map_err(|error: ImportError| error.to_string())
}

#[actix_web::test]
async fn w07_what_goes_out_comes_in_again_unchanged() {
    let app = TestApp::start().await;
    assert_eq!(import(&app, false, TEAMS, false).await.unwrap(), "4 added, 0 changed, 0 as they were.");
    assert_eq!(import(&app, true, PEOPLE, false).await.unwrap(), "1 added, 0 changed, 0 as they were.");

    let teams = app.db.read(export_teams).await.unwrap();
    let people = app.db.read(export_people).await.unwrap();

    assert_eq!((teams.as_str(), people.as_str()), (TEAMS, PEOPLE));
    assert_eq!(import(&app, false, TEAMS, false).await.unwrap(), "0 added, 0 changed, 2 as they were.");
    assert_eq!(import(&app, true, PEOPLE, false).await.unwrap(), "0 added, 0 changed, 1 as they were.");
}

#[actix_web::test]
async fn a_fault_names_its_place_and_nothing_is_kept() {
    let app = TestApp::start().await;

    for (people, text, words) in [
        (false, "team,department\nCheckout,Payments\n,Web\n", "line 3, column team, value “”: fill this in"),
        (false, "team,department,role\nA,B,admin\n", "line 1, column role"),
        (false, "team,department,address\nA,B,A b\n", "line 2, column address, value “A b”: an address has"),
        (false, "team,department,address\nA,B,a\nC,B,a\n", "line 3, column address, value “a”: line 2 has"),
        (true, "name,email,grants\nA,a@example.com,admin\n", "line 1, column grants"),
        (true, "name,email\nAna,ana@example.com\nBob,nowhere\n", "line 3, column email, value “nowhere”"),
        (true, "name,email,teams\nAna,ana@example.com,Nowhere\n", "there is no team called Nowhere"),
    ] {
        let said = import(&app, people, text, false).await.expect_err(text);
        assert!(said.contains(words), "{said}");
    }
    for (people, text, all) in [
        (
            false,
            "team,department,chat\nA\nB,Web,#b\nB,Web,#b\n,Web,#c\n",
            &[
                "line 2, column department, value “”: this line has 1 cells",
                "line 4, column team",
                "line 5, column team",
            ][..],
        ),
        (
            true,
            "name,email\nAna,ana@example.com,x\nBob,nowhere\n",
            &["line 2, column after email, value “x”: this line has 3 cells", "line 3, column email"][..],
        ),
    ] {
        let said = import(&app, people, text, false).await.expect_err(text);
        assert!(all.iter().all(|words| said.contains(words)), "{said}");
    }
    assert_eq!(import(&app, false, TEAMS, true).await, Err("nothing was written".into()));

    assert_eq!(app.db.read(export_teams).await.unwrap(), "team,department,chat,address\r\n");
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

#[actix_web::test]
async fn who_left_and_serves_a_team_is_raised_for_a_handover_and_serves_on_until_it_is_made() {
    let app = TestApp::start().await;
    import(&app, false, TEAMS, false).await.unwrap();
    let all =
        "name,email,teams\nAna,ana@example.com,Checkout\nBo,bo@example.com,Checkout\nCy,cy@example.com,Checkout\n";
    import(&app, true, all, false).await.unwrap();
    let (ana, bo) = app
        .db
        .read(|connection| {
            let ids =
                (find_by_email(connection, "ana@example.com")?.id, find_by_email(connection, "bo@example.com")?.id);
            Ok::<_, AppError>(ids)
        })
        .await
        .unwrap();
    let team = app.db.read(|connection| find_team(connection, "pay")).await.unwrap();
    app.insert(term(ana, team.id)).await;
    app.insert(term(bo, team.id).deputy()).await;
    let lead = app.sign_in(Grant::Lead).await;

    // Bo goes to another team, Ana leaves the company; a third of the list asks first.
    let rest = "name,email,teams\nBo,bo@example.com,\"Search, too\"\nCy,cy@example.com,Checkout\n";
    assert!(import(&app, true, rest, false).await.unwrap_err().contains("more than a tenth"));
    lead.get("/handovers").await.assert_no_text("Ana");
    let now = app.now();
    let left = app
        .db
        .write(move |tx| import_people(tx, now, rest.as_bytes(), Way { let_leave: true, ..Way::default() }))
        .await
        .map_err(|error: ImportError| error.to_string())
        .unwrap();

    let words: Vec<&str> = left.changes.iter().map(|change| change.words.as_str()).collect();
    assert!(words.contains(&"Ana serves Checkout: a handover is raised, and they stay until it is done"), "{words:?}");
    assert!(words.contains(&"Bo serves Checkout: a handover is raised, and they stay until it is done"), "{words:?}");
    lead.get("/handovers")
        .await
        .assert_ok()
        .assert_text("Ana")
        .assert_text("Bo")
        .assert_text("has left")
        .assert_text("left the team");
    lead.get("/teams/pay").await.assert_text("Ana").assert_text("Bo");
    let state = app.db.read(move |connection| accounts::find_person(connection, ana)).await.unwrap().state;
    assert_eq!(state, PersonState::Disabled);
}

#[actix_web::test]
async fn somebody_with_rights_is_not_let_go_by_a_list() {
    let app = TestApp::start().await;
    import(&app, false, TEAMS, false).await.unwrap();
    let all = "name,email\nAna,ana@example.com\nRob Admin,rob@example.com\n";
    import(&app, true, all, false).await.unwrap();
    let now = app.now();
    let rob = app
        .db
        .write(move |tx| {
            let rob = find_by_email(tx, "rob@example.com")?;
            accounts::grant(tx, None, now, &rob, Grant::Admin, Scope::All)?;
            Ok::<_, AppError>(rob.id)
        })
        .await
        .unwrap();

    let report = app
        .db
        .write(move |tx| {
            import_people(tx, now, b"name,email\nAna,ana@example.com\n", Way { let_leave: true, ..Way::default() })
        })
        .await
        .map_err(|error: ImportError| error.to_string())
        .unwrap();

    assert!(report.changes[0].words.contains("holds rights here: an admin decides"), "{report:?}");
    let rob = app.db.read(move |connection| accounts::find_person(connection, rob)).await.unwrap();
    assert_ne!(rob.state, PersonState::Disabled);
}

#[actix_web::test]
async fn imports_are_for_the_lead_and_admins() {
    let app = TestApp::start().await;
    let lead = app.sign_in(Grant::Lead).await;
    let other = app.sign_in_developer().await;

    lead.get("/imports").await.assert_ok().assert_text("imports.folder");
    other.get("/imports").await.assert_status(StatusCode::NOT_FOUND);
    let fields = [("fingerprint", "x")];
    other.post("/imports/people.csv/leavers", &fields).await.assert_status(StatusCode::FORBIDDEN);
    lead.post("/imports/people.csv/leavers", &fields).await.assert_status(StatusCode::CONFLICT);
}
