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
        Route::api_get("/api/v1/questions", READ, SIGNED_IN, list::list),
        Route::api_get("/api/v1/queue", READ, NETSEC, list::queue),
        Route::api_get("/api/v1/questions/{number}", READ, SIGNED_IN, show::show),
        Route::api_post("/api/v1/questions", WRITE, SIGNED_IN, ask::create),
        Route::api_post("/api/v1/questions/{number}/comments", WRITE, SIGNED_IN, acts::create_comment),
        Route::api_post("/api/v1/questions/{number}/answer", WRITE, SIGNED_IN, acts::create_answer),
        Route::api_post("/api/v1/questions/{number}/inquiry", WRITE, SIGNED_IN, acts::create_inquiry),
        Route::api_post("/api/v1/questions/{number}/confirmation", WRITE, SIGNED_IN, acts::create_confirmation),
        Route::api_post("/api/v1/questions/{number}/missing", WRITE, SIGNED_IN, acts::create_missing),
        Route::api_post("/api/v1/questions/{number}/reopening", WRITE, SIGNED_IN, acts::create_reopening),
        Route::api_post("/api/v1/questions/{number}/escalation", WRITE, SIGNED_IN, acts::create_escalation),
        Route::api_post("/api/v1/questions/{number}/handing", WRITE, SIGNED_IN, acts::create_handing),
        Route::api_post("/api/v1/questions/{number}/claim", WRITE, NETSEC, acts::create_claim),
        Route::api_post("/api/v1/questions/{number}/release", WRITE, NETSEC, acts::delete_claim),
        Route::api_post("/api/v1/questions/{number}/article", WRITE, SIGNED_IN, works::create_referral),
        Route::api_post("/api/v1/questions/{number}/notes", WRITE, SIGNED_IN, works::create_note),
        Route::api_post("/api/v1/questions/{number}/links", WRITE, SIGNED_IN, works::create_link),
        Route::api_post("/api/v1/questions/{number}/links/removal", WRITE, SIGNED_IN, works::delete_link),
        Route::api_post("/api/v1/questions/{number}/launch", WRITE, SIGNED_IN, works::create_plan),
        Route::api_post("/api/v1/questions/{number}/merger", WRITE, SIGNED_IN, works::create_merger),
        Route::api_post("/api/v1/questions/{number}/split", WRITE, SIGNED_IN, works::create_split),
        Route::api_post("/api/v1/questions/{number}/watch", WRITE, SIGNED_IN, works::create_watch),
        Route::api_post("/api/v1/questions/{number}/unwatch", WRITE, SIGNED_IN, works::delete_watch),
    ]
}
