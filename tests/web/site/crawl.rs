//! What visitors find who are not signed in: every page that a link leads to.

use std::collections::{BTreeSet, VecDeque};

use actix_web::http::StatusCode;
use drawbridge::app;
use drawbridge::web::Policy;

use super::matrix::world::{SECRETS, World};

/// More pages than a small site has.
const PAGES: usize = 2_000;

#[actix_web::test]
async fn a12_whoever_is_not_signed_in_finds_no_name_and_nothing_restricted() {
    let world = World::found().await;
    let article = world.fill("{article}").await;
    let visitor = world.app.anonymous();
    let mut names: Vec<String> = world.people.values().map(|person| person.name.clone()).collect();
    names.extend(world.people.values().map(|person| person.email.clone()));
    names.extend(SECRETS.iter().map(|(secret, _)| (*secret).to_owned()));
    // Questions are for whoever is signed in, but for answers that became articles.
    names.push("May we peer with the vendor".to_owned());

    let mut seen = BTreeSet::from(["/".to_owned(), format!("/faq/{article}")]);
    seen.extend(["/search?q=champ", "/search?q=broken+into", "/api/v1/search?q=champ"].map(str::to_owned));
    seen.extend(app::routes().iter().filter(|route| may_be_public(route.policy)).map(|route| route.path.to_owned()));
    let mut open: VecDeque<String> = seen.iter().filter(|path| !path.contains('{')).cloned().collect();
    let mut pages = 0;
    while let Some(path) = open.pop_front() {
        let answer = visitor.get(&path).await;
        pages += 1;
        assert!(pages < PAGES, "a site without end at {path}");
        assert!(!answer.status.is_server_error(), "{path}: {answer}");
        for name in &names {
            assert!(!answer.html().contains(name), "{path} says “{name}” to nobody in particular");
        }
        if answer.status != StatusCode::OK {
            continue;
        }
        for link in answer.attributes("a[href], form[method=get]", "href") {
            let own = link.split('#').next().unwrap_or_default().to_owned();
            if own.starts_with('/') && !own.starts_with("//") && seen.insert(own.clone()) {
                open.push_back(own);
            }
        }
    }
    println!("{pages} pages without sign-in, and no name on any");
    assert!(pages > 10, "the crawl went nowhere: {pages}");
}

fn may_be_public(policy: Policy) -> bool {
    matches!(policy, Policy::Open | Policy::Reading)
}

#[actix_web::test]
async fn a12_figures_for_machines_are_not_open_to_everybody() {
    let world = World::found().await;

    for client in [world.app.anonymous(), world.app.sign_in_developer().await] {
        client.get("/metrics").await.assert_status(StatusCode::NOT_FOUND);
    }
}
