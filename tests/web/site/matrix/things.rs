//! Making the things that the tables name: through the site's own forms where
//! there is one, so that they are what visitors make.

use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::http::StatusCode;
use diesel::prelude::*;
use drawbridge::db::keys::{
    AbsenceId, CompletionId, KudoId, OnboardingItemId, ReviewId, SavedReplyId, StandInId, TimeEntryId,
};
use drawbridge::db::schema::{
    absences, completions, gaps, kudos, onboarding_items, reviews, saved_replies, stand_ins, time_entries,
};
use drawbridge::knowledge::insight::{Counts, add_search};
use drawbridge::knowledge::{Library, NewArticle, publish};
use drawbridge::program::training::{Audience, NewCompletion, NewCourse, RenewFor, find_course, record_completion};
use drawbridge::program::{Actor, add_course};
use drawbridge::questions::{Clocks, gather_gaps};

use super::secrets;
use super::world::World;
use crate::harness::{Answer, membership, person, term};

/// Makes a thing of this name, and says what stands for it in an address.
pub async fn make(world: &World, name: &str) -> String {
    if let Some(person) = world.people.get(name) {
        return person.handle.clone();
    }
    match name {
        "team" => world.checkout.slug.clone(),
        "team2" => world.warehouse.slug.clone(),
        "team-key" => world.checkout.id.to_string(),
        "department" => "payments".to_owned(),
        // What is nowhere; an address with it is not there for those who pass.
        "nothing" => "nothing-of-this-name".to_owned(),
        "none" => "999999".to_owned(),
        "white" | "1" | "30" | "2026-11-19" => name.to_owned(),
        "term" => world.term.to_string(),
        "token" | "feed" | "calendar" => secrets::make(world, name).await,
        name if name.starts_with("term-") => some_term(world, name).await,
        name if name.starts_with("question") => question(world, name).await,
        name if name.starts_with("draft") || name == "article" => writing(world, name).await,
        name => of_the_program(world, name).await,
    }
}

/// Another number each time.
fn count() -> u32 {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

/// The last part of the address that somebody is sent to.
fn made(answer: &Answer) -> String {
    answer.assert_status(StatusCode::SEE_OTHER);
    let target = answer.location();
    target.split('?').next().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned()
}

async fn some_term(world: &World, name: &str) -> String {
    let (person, team, state) = match name {
        // Sam is proposed to Checkout.
        "term-nominated" => ("spare", world.checkout.id, "nominated"),
        // It is for Mia to say yes.
        "term-approved" => ("mate", world.checkout.id, "approved"),
        "term-ended" => ("champ", world.warehouse.id, "ended"),
        name => panic!("{name} is no term"),
    };
    world.app.insert(term(world.people[person].id, team).deputy().state(state)).await.to_string()
}

async fn question(world: &World, name: &str) -> String {
    let mate = world.client("mate");
    let (title, visibility) = match name {
        "question-team" => ("How does the nightheron reach us?", "team"),
        "question-netsec" => ("Was the zebrafinch broken into?", "netsec"),
        _ => ("May we peer with the vendor?", "everyone"),
    };
    let team = world.checkout.id.to_string();
    // The same question again would be the one that is there.
    let title = format!("{title} ({})", count());
    let fields = [("title", title.as_str()), ("visibility", visibility), ("team", team.as_str())];
    let number = made(&mate.post("/questions", &fields).await);
    let champ = world.client("champ");
    match name {
        "question-answered" | "question-confirmed" => {
            let fields = [("answer", "Yes, by the partner line."), ("version", "1")];
            champ.post(&format!("/questions/{number}/answer"), &fields).await.assert_redirect();
        }
        "question-escalated" => {
            let why = [("why", "It crosses zones.")];
            champ.post(&format!("/questions/{number}/escalation"), &why).await.assert_redirect();
        }
        "question-noted" => {
            let note = [("note", "Last time it was the tarsier.")];
            champ.post(&format!("/questions/{number}/notes"), &note).await.assert_redirect();
        }
        _ => {}
    }
    if name == "question-confirmed" {
        mate.post(&format!("/questions/{number}/confirmation"), &[]).await.assert_redirect();
    }
    world.app.indexed().await;
    number
}

async fn writing(world: &World, name: &str) -> String {
    if name == "article" {
        let (author, now) = (world.people["champ"].id, world.app.now());
        let library = Library::bare("").expect("a library");
        let new = NewArticle {
            title: "Which port has the wombat queue?".into(),
            category: "data-stores".into(),
            body: "It listens on 5671/tcp.".into(),
            ..NewArticle::default()
        };
        let slug = world.app.db.write(move |tx| publish(tx, &library, author, now, &new)).await.expect("an article");
        let (slug, reader) = (slug.to_string(), world.client("dev"));
        for _ in 0..100 {
            if reader.get(&format!("/faq/{slug}")).await.status.is_success() {
                return slug;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the article is not served");
    }
    let (act, word) = if name == "draft-asked" { ("ask", "pangolin") } else { ("save", "axolotl") };
    let fields = [
        ("title", format!("Which port has the {word} pool?")),
        ("category", "data-stores".to_owned()),
        ("body", format!("The {word} pool listens on 6432/tcp.")),
        ("note", String::new()),
        ("act", act.to_owned()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    made(&world.client("champ").post("/articles", &fields).await)
}

async fn of_the_program(world: &World, name: &str) -> String {
    let (champ, lead) = (world.client("champ"), world.client("lead"));
    let app = &world.app;
    match name {
        "course" => course(world).await,
        "completion" => {
            // Whoever completes a course again the same day has completed it once.
            let (slug, own, now) = (course(world).await, world.people["champ"].id, app.now());
            app.write(move |tx| {
                let course = find_course(tx, &slug)?;
                let new = NewCompletion { completed_on: Some(now.day()), ..NewCompletion::default() };
                record_completion(tx, Actor::Trusted(Some(own)), now, own, &course, &new, None)?;
                Ok(())
            })
            .await;
            let newest = completions::table.order(completions::id.desc()).select(completions::id);
            app.read(move |c| newest.first::<CompletionId>(c)).await.to_string()
        }
        "entry" => {
            champ.post("/time", &[("line", "45m training capybara")]).await.assert_redirect();
            let newest = time_entries::table.order(time_entries::id.desc()).select(time_entries::id);
            app.read(move |c| newest.first::<TimeEntryId>(c)).await.to_string()
        }
        "review" => {
            let fields = [("kind", "design"), ("title", "ADR-14"), ("outcome", "approved")];
            champ.post("/reviews", &fields).await.assert_redirect();
            let newest = reviews::table.order(reviews::id.desc()).select(reviews::id);
            app.read(move |c| newest.first::<ReviewId>(c)).await.to_string()
        }
        "meeting" => {
            let fields = [
                ("kind", "design-review"),
                ("title", "On the okapi gateway"),
                ("day", "2026-11-19"),
                ("start", "12:00"),
                ("length", "1h"),
                ("zone", "UTC"),
                ("teams", "Checkout"),
            ];
            made(&champ.post("/meetings", &fields).await)
        }
        "launch" => {
            let fields = [("name", "Night"), ("day", "2026-12-20"), ("time", "02:00")];
            made(&world.client("mate").submit("/launches/new", "/launches", &fields).await)
        }
        "reply" | "reply-shared" => {
            let (by, shared, body) = match name {
                "reply" => (champ, "", "Ask the kinkajou."),
                _ => (world.client("netsec"), "yes", "Use the proxy."),
            };
            let key = format!("often-{}", count());
            let fields = [("key", key.as_str()), ("title", "Often"), ("body", body), ("shared", shared)];
            by.post("/replies", &fields).await.assert_redirect();
            let newest = saved_replies::table.order(saved_replies::id.desc()).select(saved_replies::id);
            app.read(move |c| newest.first::<SavedReplyId>(c)).await.to_string()
        }
        "leave" => {
            let path = format!("/people/{}/leave", world.people["champ"].handle);
            // Nobody is away twice on a day.
            let first = app.today().plus_days(30 + 5 * i32::try_from(count()).expect("a small number"));
            let (first, last) = (first.to_string(), first.plus_days(2).to_string());
            champ.post(&path, &[("first_on", &first), ("last_on", &last)]).await.assert_redirect();
            let newest = absences::table.order(absences::id.desc()).select(absences::id);
            app.read(move |c| newest.first::<AbsenceId>(c)).await.to_string()
        }
        "stand-in" => {
            let leave = Box::pin(world.fill("{leave}")).await;
            let (term, mate) = (world.term.to_string(), world.people["mate"].handle.clone());
            let fields = [("term", term.as_str()), ("person", mate.as_str())];
            champ.post(&format!("/leave/{leave}/stand-ins"), &fields).await.assert_redirect();
            let newest = stand_ins::table.order(stand_ins::id.desc()).select(stand_ins::id);
            app.read(move |c| newest.first::<StandInId>(c)).await.to_string()
        }
        "kudo" => {
            // Through the form nobody thanks somebody as often as is needed here.
            let (id, now) = (KudoId::generate(), app.now());
            let (person, by) = (world.people["champ"].id, world.people["mate"].id);
            app.write(move |tx| {
                diesel::insert_into(kudos::table)
                    .values((
                        kudos::id.eq(id),
                        kudos::person_id.eq(person),
                        kudos::given_by.eq(by),
                        kudos::reason.eq("Explained it twice."),
                        kudos::given_at.eq(now),
                    ))
                    .execute(tx)?;
                Ok(())
            })
            .await;
            id.to_string()
        }
        "member" => {
            let member = app.insert(person()).await;
            app.insert(membership(member.id, world.checkout.id)).await;
            member.handle
        }
        "belonging" => {
            let name = format!("checkout-{}", count());
            let fields = [("kind", "repository"), ("name", name.as_str())];
            lead.post("/teams/checkout/belongings", &fields).await.assert_redirect();
            name
        }
        "thing-champion" | "thing-netsec" => {
            let owner = name.trim_start_matches("thing-").to_owned();
            let items = onboarding_items::table.filter(onboarding_items::owner.eq(owner)).select(onboarding_items::id);
            app.read(move |c| items.first::<OnboardingItemId>(c)).await.to_string()
        }
        "onboarding-words" => {
            let path = format!("/terms/{}/onboarding/reviews/30", world.term);
            let page = champ.get(&path).await;
            let fields: Vec<_> = page.attributes(&format!("form[action='{path}'] textarea"), "name");
            let fields: Vec<_> = fields.iter().map(|field| (field.as_str(), "It was the numbat.")).collect();
            champ.submit_on(&page, &path, &fields).await.assert_redirect();
            String::new()
        }
        "gap" => gap(world).await,
        "service" => {
            let fields = [("name", "Collector"), ("about", "Reads the record"), ("answers", "checkout")];
            made(&world.client("admin").post("/service-accounts", &fields).await)
        }
        "import" => {
            let bytes = b"Learner Mail;Item\r\ncy.champ@example.com;firewall-basics\r\n";
            let (path, file) = ("/training/import", ("file", "lms.csv", bytes.as_slice()));
            made(&lead.submit_file(path, path, &[("source", "Hub")], file).await)
        }
        name => panic!("nothing here is called {name}"),
    }
}

async fn course(world: &World) -> String {
    let now = world.app.now();
    let new = NewCourse {
        title: format!("Firewall basics {}", count()),
        provider: "NetSec".into(),
        link: String::new(),
        more_offers: String::new(),
        minutes: 60,
        audience: Audience::serving(),
        valid_months: Some(12),
        pass_mark: None,
        replaces: None,
        renew_for: RenewFor::Nobody,
        renew_by: None,
    };
    world.app.write(move |tx| Ok(add_course(tx, Actor::Trusted(None), now, &new)?)).await.slug
}

async fn gap(world: &World) -> String {
    let (day, now) = (world.app.today(), world.app.now());
    let counts = Counts { times: 6, latest: Some((0, String::new())), ..Counts::default() };
    world.app.write(move |tx| Ok(add_search(tx, "kafka consumer lag", day, &counts).map(drop)?)).await;
    while world.app.write(move |tx| Ok(gather_gaps(tx, &Clocks::default(), now)?)).await {}
    // Others are of questions that only few may read.
    let number: i64 =
        world.app.read(|c| gaps::table.filter(gaps::words.like("%kafka%")).select(gaps::number).first(c)).await;
    number.to_string()
}
