//! The company that the tables speak of: who comes, and what is there.
//!
//! Checkout, of Payments, has Cy as champion and Mia as a member, who asks.
//! Warehouse, of Logistics, has Otto. Max manages Payments, Nora Logistics.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use drawbridge::accounts::Person;
use drawbridge::db::keys::{TeamId, TermId};
use drawbridge::program::onboarding::Templates;
use drawbridge::web::{Grant, Scope};
use futures_util::FutureExt;

use super::things;
use crate::harness::{Client, Named, TestApp, department, membership, person, team, term};

/// The columns of the tables. `nobody` comes three times: without a session,
/// with an invitation that was not taken, and with an account that was switched off.
pub const VISITORS: [&str; 10] = ["nobody", "dev", "mate", "champ", "champ2", "mgr", "mgr2", "lead", "netsec", "admin"];

/// Words of things that are not for everybody, and who may read them anywhere.
pub const SECRETS: [(&str, &[&str]); 10] = [
    // A question for Network Security alone; Mia asked it.
    ("zebrafinch", &["mate", "netsec"]),
    // A question for its team.
    ("nightheron", &["mate", "champ", "netsec"]),
    // What those who answer noted; Mia asked.
    ("tarsier", &["champ", "netsec"]),
    // A draft, and one that waits for its second reader.
    ("axolotl", &["champ"]),
    ("pangolin", &["champ", "lead", "netsec", "admin"]),
    // What Cy wrote beside his minutes, for those who look after him.
    ("capybara", &["champ", "mgr", "lead"]),
    // A meeting of Checkout.
    ("okapi", &["mate", "champ", "lead", "admin"]),
    // What Cy says often.
    ("kinkajou", &["champ"]),
    // What Cy and his buddy wrote after thirty days.
    ("numbat", &["champ", "mgr", "lead"]),
    // What Cy called a token of his; the record says by which token he came.
    ("quetzal", &["champ", "netsec", "admin"]),
];

/// The site with everybody signed in, and everything that the tables name.
pub struct World {
    pub app: TestApp,
    pub people: BTreeMap<&'static str, Person>,
    clients: BTreeMap<&'static str, Vec<Client>>,
    pub checkout: Named<TeamId>,
    pub warehouse: Named<TeamId>,
    pub term: TermId,
    /// Of Otto, at Warehouse.
    pub other_term: TermId,
    /// Things by the names that the tables give them.
    pub known: RefCell<BTreeMap<String, String>>,
    /// What could not be made.
    pub unmade: RefCell<Vec<String>>,
}

impl World {
    /// Founds the company.
    pub async fn found() -> Self {
        let app = TestApp::start().await;
        let payments = app.insert(department("Payments")).await;
        let logistics = app.insert(department("Logistics")).await;
        let checkout = app.insert(team("Checkout").within(payments.id)).await;
        let warehouse = app.insert(team("Warehouse").within(logistics.id)).await;
        let mut people = BTreeMap::new();
        for (who, builder) in [
            ("dev", person().named("Dora Dev")),
            ("mate", person().named("Mia Mate")),
            ("champ", person().named("Cy Champ")),
            ("champ2", person().named("Otto Other")),
            ("mgr", person().named("Max Manager").granted_for(Grant::Manager, Scope::Department(payments.id))),
            ("mgr2", person().named("Nora Next").granted_for(Grant::Manager, Scope::Department(logistics.id))),
            ("lead", person().named("Lea Lead").granted(Grant::Lead)),
            ("netsec", person().named("Nia Sec").granted(Grant::NetSec)),
            ("admin", person().named("Ada Admin").granted(Grant::Admin)),
            // Whom things are done to.
            ("spare", person().named("Sam Spare")),
            ("invited", person().named("Ivo Invited").invited()),
            ("disabled", person().named("Dan Disabled")),
        ] {
            people.insert(who, app.insert(builder).await);
        }
        for (who, team) in [("mate", &checkout), ("champ", &checkout), ("champ2", &warehouse)] {
            app.insert(membership(people[who].id, team.id)).await;
        }
        let other_term = app.insert(term(people["champ2"].id, warehouse.id)).await;
        let term = app.insert(term(people["champ"].id, checkout.id)).await;
        let mut world = World {
            app,
            people,
            clients: BTreeMap::new(),
            checkout,
            warehouse,
            term,
            other_term,
            known: RefCell::default(),
            unmade: RefCell::default(),
        };
        world.sign_everybody_in().await;
        world.begin_onboarding().await;
        world.make_secrets().await;
        world
    }

    async fn sign_everybody_in(&mut self) {
        for who in &VISITORS[1..] {
            self.clients.insert(who, vec![self.app.sign_in_as(&self.people[who]).await]);
        }
        let left = self.people["disabled"].clone();
        let (invited, disabled) =
            (self.app.sign_in_as(&self.people["invited"]).await, self.app.sign_in_as(&left).await);
        let now = self.app.now();
        self.app.write(move |tx| Ok(drawbridge::accounts::switch_off(tx, None, now, &left)?)).await;
        self.clients.insert("nobody", vec![self.app.anonymous(), invited, disabled]);
    }

    /// What is searched for on every page has to be there first.
    async fn make_secrets(&self) {
        let questions = ["question-team", "question-netsec", "question-noted"];
        let others = ["draft", "draft-asked", "entry", "meeting", "reply", "token", "onboarding-words"];
        for name in questions.into_iter().chain(others) {
            self.try_fill(&format!("{{{name}}}")).await;
        }
    }

    /// As [`World::fill`]; what could not be made is kept, to be said at the end
    /// beside all that deviates.
    pub async fn try_fill(&self, text: &str) -> Option<String> {
        let filled = AssertUnwindSafe(self.fill(text)).catch_unwind().await.ok();
        if filled.is_none() {
            self.unmade.borrow_mut().push(format!("what {text} names could not be made"));
        }
        filled
    }

    async fn begin_onboarding(&self) {
        let (term, now) = (self.term, self.app.now());
        self.app
            .write(move |tx| {
                let found = drawbridge::program::terms::find_term(tx, term)?.term;
                Ok(drawbridge::program::onboarding::begin(tx, &Templates::open(None).get(), now, &found)?)
            })
            .await;
    }

    /// Everybody of this column.
    pub fn clients(&self, who: &str) -> &[Client] {
        &self.clients[who]
    }

    /// The one of this column.
    pub fn client(&self, who: &str) -> &Client {
        &self.clients[who][0]
    }

    /// Signs somebody in again whose session a line has ended.
    pub async fn stay_signed_in(&self, who: &'static str, path: &str) {
        if path.starts_with("/sign-out") && who != "nobody" {
            let again = self.app.sign_in_as(&self.people[who]).await;
            let session = again.cookie("drawbridge").expect("a session");
            self.client(who).set_cookie("drawbridge", &session);
        }
    }

    /// The text with the things that its `{parts}` name; braces of JSON stay.
    pub async fn fill(&self, text: &str) -> String {
        let is_name = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'*'))
        };
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}').filter(|(part, _)| is_name(part)) {
                Some((part, after)) => {
                    filled.push_str(&self.thing(part).await);
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled + rest
    }

    async fn thing(&self, name: &str) -> String {
        if let Some(kind) = name.strip_suffix('*') {
            return things::make(self, kind).await;
        }
        if let Some(known) = self.known.borrow().get(name) {
            return known.clone();
        }
        let made = things::make(self, name).await;
        self.known.borrow_mut().insert(name.to_owned(), made.clone());
        made
    }
}
