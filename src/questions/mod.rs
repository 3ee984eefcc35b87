//! The question log: what the FAQ could not answer goes to the team's champion,
//! from there to Network Security, and comes back as an answer that everybody finds.

mod access;
mod actions;
mod api;
mod avoided;
mod clocks;
mod confirm;
mod duties;
mod erasing;
mod error;
mod exposure;
mod feeds;
mod figures;
mod finding;
mod forms;
mod gaps;
mod given;
mod handlers;
mod hears;
mod launches;
mod measures;
mod model;
mod pages;
mod publication;
mod readers;
mod redaction;
mod referral;
mod rules;
mod secrets;
mod similar;
mod store;
mod tells;
mod topics;
mod waiting;

pub use access::Reader;
pub use actions::{
    answer, ask, ask_back, claim, comment, escalate, hand_on, link, merge, note, release, reopen, save_reply,
    settle_turns, split,
};
pub use avoided::{Taken, take};
pub use clocks::{Clocks, Spent, Target, Targets, Walk};
pub use confirm::{confirm, say_missing, settle_confirmations};
pub use duties::QuestionDuties;
pub use erasing::QuestionErasing;
pub use error::QuestionError;
pub use exposure::QuestionExposure;
pub use figures::FiguresBook;
pub use finding::{QuestionIndex, follow as follow_questions};
pub use forms::ReplyInput;
pub use gaps::{
    Closing, GAPS_FOR, GapNumber, close_gap, find_of_search as gap_of_search, gather as gather_gaps,
    start_background as follow_gaps,
};
pub use given::GivenAnswers;
pub use hears::{Audience, Cause, Notice, QuestionWatch, notices, reminders, who_hears};
pub use launches::{
    Launch, LaunchNeeds, Need, Needs, NeedsList, NewLaunch, QuestionNeeds, add_launch, change_launch, list_launches,
    list_launches_of, plan,
};
pub use measures::keep_measuring;
pub use model::{
    About, AnswerInput, Destination, Event, EventKind, NamedLaunch, NamedTeam, NewQuestion, Parts, Publication,
    Question, QuestionNumber, QuestionState, Topic, TopicKind, Turn, Urgency, Visibility,
};
pub use pages::{Line, Link};
pub use publication::{AnsweredQuestions, open_draft};
pub use readers::{GapSubjects, QuestionSubjects};
pub use redaction::{Decided, Decision, Texts, propose};
pub use referral::{Referral, refer};
pub use rules::{DRAFT_LIFETIME, Routing};
pub use secrets::{Suspect, suspects};
pub use similar::{SimilarQuestion, list_mentioning, list_similar};
pub use store::{Filter, PublishedAnswers, Sort, find, forget_drafts, list, list_events as list_events_of};
pub use waiting::{Waiting, list_waiting, of_team};

use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Policy, Route};

/// The routes of asking and answering.
pub fn routes() -> Vec<Route> {
    const NETSEC: Policy = Policy::Granted(&[Grant::NetSec]);
    const ANSWERS: Policy = Policy::ChampionOr(&[Grant::NetSec]);
    let mut routes = vec![
        Route::get("/questions", Policy::SignedIn, handlers::list),
        Route::get("/questions/new", Policy::Reading, handlers::new),
        Route::post("/questions", Policy::Reading, handlers::create),
        Route::get("/questions/similar", Policy::Reading, handlers::list_similar),
        Route::post("/questions/preview", Policy::SignedIn, handlers::preview),
        Route::get("/questions/{number}", Policy::SignedIn, handlers::show),
        Route::post("/questions/{number}/escalation", Policy::SignedIn, handlers::create_escalation),
        Route::post("/questions/{number}/claim", NETSEC, handlers::create_claim),
        Route::post("/questions/{number}/release", NETSEC, handlers::delete_claim),
        Route::post("/questions/{number}/answer", Policy::SignedIn, handlers::create_answer),
        Route::post("/questions/{number}/inquiry", Policy::SignedIn, handlers::create_inquiry),
        Route::post("/questions/{number}/watch", Policy::SignedIn, handlers::create_watch),
        Route::post("/questions/{number}/unwatch", Policy::SignedIn, handlers::delete_watch),
        Route::post("/questions/{number}/comments", Policy::SignedIn, handlers::create_comment),
        Route::post("/questions/{number}/handing", Policy::SignedIn, handlers::create_handing),
        Route::post("/questions/{number}/notes", Policy::SignedIn, handlers::create_note),
        Route::post("/questions/{number}/reopening", Policy::SignedIn, handlers::create_reopening),
        Route::post("/questions/{number}/links", Policy::SignedIn, handlers::create_link),
        Route::post("/questions/{number}/links/removal", Policy::SignedIn, handlers::delete_link),
        Route::get("/questions/{number}/merger/new", Policy::SignedIn, handlers::new_merger),
        Route::post("/questions/{number}/merger", Policy::SignedIn, handlers::create_merger),
        Route::get("/questions/{number}/split/new", Policy::SignedIn, handlers::new_split),
        Route::post("/questions/{number}/split", Policy::SignedIn, handlers::create_split),
        Route::post("/questions/{number}/reply", ANSWERS, handlers::replies::insert),
        Route::get("/replies", ANSWERS, handlers::replies::list),
        Route::post("/replies", ANSWERS, handlers::replies::create),
        Route::get("/replies/new", ANSWERS, handlers::replies::new),
        Route::get("/replies/{id}/edit", ANSWERS, handlers::replies::edit),
        Route::post("/replies/{id}", ANSWERS, handlers::replies::update),
        Route::post("/replies/{id}/deletion", ANSWERS, handlers::replies::delete),
        Route::get("/queue", NETSEC, handlers::queue),
        Route::get("/queue/next", ANSWERS, handlers::next),
    ];
    routes.extend(api::routes());
    routes.extend(avoided::routes());
    routes.extend(feeds::routes());
    routes.extend(launches::routes());
    routes.extend(confirm::routes());
    routes.extend(publication::routes());
    routes.extend(referral::routes());
    routes.extend(gaps::routes());
    routes.extend(figures::routes());
    // Whoever opens the address of a form, after a reload say, is at the question.
    routes.extend(FORMS.map(|path| Route::get(path, Policy::SignedIn, handlers::back)));
    routes
}

/// Addresses that forms are sent to.
const FORMS: [&str; 16] = [
    "/questions/{number}/escalation",
    "/questions/{number}/claim",
    "/questions/{number}/release",
    "/questions/{number}/answer",
    "/questions/{number}/watch",
    "/questions/{number}/unwatch",
    "/questions/{number}/inquiry",
    "/questions/{number}/comments",
    "/questions/{number}/handing",
    "/questions/{number}/notes",
    "/questions/{number}/reopening",
    "/questions/{number}/links",
    "/questions/{number}/links/removal",
    "/questions/{number}/merger",
    "/questions/{number}/split",
    "/questions/{number}/reply",
];

/// What is decided here thing by thing.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let mut rights = access::rights(cast);
    rights.extend(launches::access::rights(cast));
    rights
}
