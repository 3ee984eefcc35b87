//! Questions for scripts: asking, listing, reading, and what is done with them,
//! by the same actions as in the browser. There is one address per act, as the
//! pages have, which takes the fields of their forms.

mod act;
mod acts;
mod answers;
mod ask;
mod body;
mod export;
mod list;
mod show;
mod works;

use crate::web::{Grant, Policy, Route, TokenScope};

/// The routes.
pub fn routes() -> Vec<Route> {
    const READ: TokenScope = TokenScope::Read;
    const WRITE: TokenScope = TokenScope::QuestionsWrite;
    const SIGNED_IN: Policy = Policy::SignedIn;
    const NETSEC: Policy = Policy::Granted(&[Grant::NetSec]);
    vec![
        Route::get("/questions.csv", SIGNED_IN, export::csv),
        Route::get("/questions.json", SIGNED_IN, export::json),
        Route::get("/queue.csv", NETSEC, export::queue_csv),
        Route::get("/queue.json", NETSEC, export::queue_json),
        Route::api_get("/api/v1/questions", READ, SIGNED_IN, list::list)
            .with(&["q", "team", "view", "state", "sort", "after", "before", "limit"]),
        Route::api_get("/api/v1/queue", READ, NETSEC, list::queue)
            .with(&["q", "team", "view", "state", "sort", "after", "before", "limit"]),
        Route::api_get("/api/v1/questions/{number}", READ, SIGNED_IN, show::show),
        Route::api_post("/api/v1/questions", WRITE, SIGNED_IN, ask::create).with(&ask::FIELDS),
        Route::api_post("/api/v1/questions/{number}/comments", WRITE, SIGNED_IN, acts::create_comment)
            .with(&["comment", "checked", "read"]),
        Route::api_post("/api/v1/questions/{number}/answer", WRITE, SIGNED_IN, acts::create_answer)
            .with(&["answer", "version", "read", "checked"]),
        Route::api_post("/api/v1/questions/{number}/inquiry", WRITE, SIGNED_IN, acts::create_inquiry)
            .with(&["inquiry", "checked", "read"]),
        Route::api_post("/api/v1/questions/{number}/confirmation", WRITE, SIGNED_IN, acts::create_confirmation),
        Route::api_post("/api/v1/questions/{number}/missing", WRITE, SIGNED_IN, acts::create_missing)
            .with(&["missing", "checked"]),
        Route::api_post("/api/v1/questions/{number}/reopening", WRITE, SIGNED_IN, acts::create_reopening)
            .with(&["reason", "checked", "read"]),
        Route::api_post("/api/v1/questions/{number}/escalation", WRITE, SIGNED_IN, acts::create_escalation)
            .with(&["why", "checked", "read"]),
        Route::api_post("/api/v1/questions/{number}/handing", WRITE, SIGNED_IN, acts::create_handing)
            .with(&["to", "word", "checked", "read"]),
        Route::api_post("/api/v1/questions/{number}/claim", WRITE, NETSEC, acts::create_claim),
        Route::api_post("/api/v1/questions/{number}/release", WRITE, NETSEC, acts::delete_claim),
        Route::api_post("/api/v1/questions/{number}/article", WRITE, SIGNED_IN, works::create_referral)
            .with(&["article", "words", "version", "read", "checked"]),
        Route::api_post("/api/v1/questions/{number}/notes", WRITE, SIGNED_IN, works::create_note)
            .with(&["note", "checked", "read"]),
        Route::api_post("/api/v1/questions/{number}/links", WRITE, SIGNED_IN, works::create_link)
            .with(&["article", "checked", "read"]),
        Route::api_post("/api/v1/questions/{number}/links/removal", WRITE, SIGNED_IN, works::delete_link)
            .with(&["article"]),
        Route::api_post("/api/v1/questions/{number}/launch", WRITE, SIGNED_IN, works::create_plan).with(&["launch"]),
        Route::api_post("/api/v1/questions/{number}/merger", WRITE, SIGNED_IN, works::create_merger).with(&["into"]),
        Route::api_post("/api/v1/questions/{number}/split", WRITE, SIGNED_IN, works::create_split).with(&[
            "title",
            "body",
            "second_title",
            "second_body",
            "version",
            "checked",
        ]),
        Route::api_post("/api/v1/questions/{number}/watch", WRITE, SIGNED_IN, works::create_watch),
        Route::api_post("/api/v1/questions/{number}/unwatch", WRITE, SIGNED_IN, works::delete_watch),
    ]
}
