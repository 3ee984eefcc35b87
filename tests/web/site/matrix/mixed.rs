//! A03: what an address names together belongs together. For every route with
//! two parts, a whole of one and a part of another is not there.

use actix_web::http::{Method, StatusCode};
use diesel::prelude::*;
use drawbridge::app;
use drawbridge::db::keys::{KudoId, LearntId};
use drawbridge::db::schema::{kudos, learnt_phrasings};

use super::world::World;

/// Addresses whose parts are no whole and its part, each with the reason.
const NO_PARTS: [(&str, &str); 5] = [
    ("/people/{handle}/year/{year}", "a year is nobody's"),
    ("/terms/{id}/onboarding/reviews/{days}", "30 or 90, of every term"),
    ("/feeds/{token}/teams/{slug}/questions.atom", "the secret says who reads, and every team has a feed"),
    ("/articles/{slug}/history/{version}/draft", "as /articles/{slug}/history/{version}, by the same query"),
    ("/meetings/{number}/dates/{day}/…", "each as /meetings/{number}/dates/{day}, by the same query"),
];

/// The route, who asks, and an address with a whole and somebody else's part.
async fn mixed(world: &World) -> Vec<(Method, &'static str, &'static str, String)> {
    let article = world.fill("{article}").await;
    let kudo = world.fill("{kudo}").await;
    let first = world.fill("{meeting}").await;
    let later = [
        ("kind", "design-review"),
        ("title", "Another day"),
        ("day", "2026-11-26"),
        ("start", "12:00"),
        ("length", "1h"),
        ("zone", "UTC"),
        ("teams", "Checkout"),
    ];
    let second = world.client("champ").post("/meetings", &later).await.location();
    let second = second.rsplit('/').next().unwrap_or_default().to_owned();
    let learnt = LearntId::generate();
    let (now, by, slug) = (world.app.now(), world.people["champ"].id, article.clone());
    world
        .app
        .write(move |tx| {
            diesel::insert_into(learnt_phrasings::table)
                .values((
                    learnt_phrasings::id.eq(learnt),
                    learnt_phrasings::slug.eq(&slug),
                    learnt_phrasings::words.eq("wombat refused"),
                    learnt_phrasings::words_folded.eq("wombat refused"),
                    learnt_phrasings::learnt_by.eq(by),
                    learnt_phrasings::learnt_at.eq(now),
                ))
                .execute(tx)?;
            Ok(())
        })
        .await;
    let (champ, champ2) = (&world.people["champ"].handle, &world.people["champ2"].handle);
    let date = "/meetings/{number}/dates/{day}";
    vec![
        (Method::POST, "/people/{handle}/kudos/{id}/delete", "lead", format!("/people/{champ2}/kudos/{kudo}/delete")),
        (Method::GET, "/articles/{slug}/history/{version}", "lead", format!("/articles/{article}/history/7")),
        (
            Method::POST,
            "/articles/{slug}/phrasings/{phrasing}/removal",
            "netsec",
            format!("/articles/another-article/phrasings/{learnt}/removal"),
        ),
        (Method::GET, date, "lead", format!("/meetings/{first}/dates/2026-11-26")),
        (Method::GET, date, "lead", format!("/meetings/{second}/dates/2026-11-19")),
        (
            Method::GET,
            "/notifications/unsubscribe/{person}/{about}/{signature}",
            "nobody",
            format!("/notifications/unsubscribe/{champ}/mail/{}", "0".repeat(64)),
        ),
    ]
}

#[actix_web::test]
async fn a03_a_part_of_another_whole_is_not_there() {
    let world = World::found().await;
    let mixed = mixed(&world).await;

    for (method, pattern, who, path) in &mixed {
        let client = world.client(who);
        let answer = match *method {
            Method::GET => client.get(path).await,
            _ => client.post(path, &[("confirmed", "yes")]).await,
        };
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path} of {pattern}\n{answer}");
    }
    let kept: Vec<KudoId> = world.app.read(|c| kudos::table.select(kudos::id).load(c)).await;
    let learnt: i64 = world.app.read(|c| learnt_phrasings::table.count().get_result(c)).await;
    assert_eq!((kept.len(), learnt), (1, 1), "nothing of it went");

    let date = "/meetings/{number}/dates/{day}/";
    let is_known = |path: &str| {
        mixed.iter().any(|(_, known, ..)| *known == path)
            || NO_PARTS.iter().any(|(known, _)| *known == path)
            || path.starts_with(date)
    };
    let forgotten: Vec<&str> = app::routes()
        .iter()
        .map(|route| route.path)
        .filter(|path| path.matches('{').count() > 1 && !is_known(path))
        .collect();
    assert_eq!(forgotten, Vec::<&str>::new(), "say what a mixed address of these is");
}

/// What a form names beside its address belongs to it, too.
#[actix_web::test]
async fn a03_a_form_that_names_a_part_of_another_whole_changes_nothing() {
    let world = World::found().await;
    let (leave, team2_term) = (world.fill("{leave}").await, world.other_term.to_string());
    let (mate, otto) = (world.people["mate"].handle.clone(), world.people["champ2"].handle.clone());
    let champ = world.client("champ");

    let stand_in = [("term", team2_term.as_str()), ("person", mate.as_str())];
    let refused = champ.post(&format!("/leave/{leave}/stand-ins"), &stand_in).await;
    assert!(refused.status.is_client_error(), "a term of another team: {refused}");
    let removed = [("person", otto.as_str()), ("confirmed", "yes")];
    let refused = world.client("mgr").post("/teams/checkout/members/remove", &removed).await;
    assert!(refused.status.is_client_error(), "somebody of another team: {refused}");
    let question = world.fill("{question}").await;
    let hidden = world.fill("{question-netsec}").await;
    let merged = champ.post(&format!("/questions/{question}/merger"), &[("into", &hidden)]).await;
    assert!(merged.status.is_client_error(), "into one that they may not read: {merged}");
    assert!(!merged.html().contains("zebrafinch"));
}
