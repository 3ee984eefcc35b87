//! The champion program: teams and who serves them, the time they give, what
//! they learn and review, and how well the teams are covered.
//!
//! Each folder below is one idea and holds the usual files.

pub mod absences;
mod actor;
pub mod belongings;
pub mod belts;
mod conflict;
pub mod coverage;
pub mod duties;
mod erasing;
mod error;
pub mod exchange;
mod extras;
mod fields;
pub mod files;
pub mod handovers;
pub mod kudos;
pub mod ladder;
mod link;
pub mod meetings;
mod named;
pub mod onboarding;
mod people;
pub mod pulse;
mod reach;
pub mod reminders;
pub mod reviews;
mod serving;
mod settings;
mod slug;
mod standings;
pub mod teams;
pub mod terms;
pub mod time;
pub mod training;
mod who;

pub use absences::away_these;
pub use actor::Actor;
pub use belongings::list_belongings_named;
pub use belongings::{Belonging, BelongingKind, NewBelonging, Put, put_belonging};
pub use belts::Answers;
pub use coverage::{Asked, CoverageBook, Exposure};
pub use duties::{Duties, Duty, DutyList, Handing};
pub use erasing::ProgramErasing;
pub use error::ProgramError;
pub use extras::{TeamExtras, TeamFeed, TeamSection, TeamSectionRow};
pub use link::web_link;
pub use named::ProgramNames;
pub use reminders::{Reminder, ReminderKind, list_reminders};
pub use reviews::{NewReview, Review, ReviewDuties, ReviewKind, ReviewOutcome, record_review};
pub use serving::{Serving, serving, serving_by_team, serving_these};
pub use settings::ProgramSettings;
use slug::{free_slug, own_slug};
pub use standings::{Standings, served_by_these, served_on, teams_served, teams_served_over};
pub use teams::{
    Department, NewTeam, Team, TeamName, add_department, add_member, add_team, exists_team, find_team,
    list_departments, list_teams, list_teams_named, list_teams_of, team_by_id, team_named, teams_of,
};
pub use terms::{
    Continues, Ending, Nomination, Scope, Term, TermRole, TermState, accept, approve, decline, end_term, nominate,
    reject, settle_terms, thank,
};
pub use time::{Activity, NewEntry, log_time};
pub use training::{Course, NewCompletion, NewCourse, add_course, record_completion};
pub use who::{Contact, Through, Who, WhoAnswer, find_who, find_whom_to_ask};

use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Policy, Route, TokenScope};

/// Who may look at coverage at all; a manager sees the teams that they look after.
pub const COVERAGE_FOR: &[Grant] = &[Grant::Manager, Grant::Lead, Grant::Admin, Grant::NetSec];

/// The routes of the program.
pub fn routes() -> Vec<Route> {
    const SHAPE: Policy = Policy::Granted(&[Grant::Lead, Grant::Admin]);
    const OVERSEE: Policy = Policy::Granted(COVERAGE_FOR);
    const LOOK_AFTER: Policy = Policy::Granted(&[Grant::Manager, Grant::Lead, Grant::Admin]);
    const SIGNED_IN: Policy = Policy::SignedIn;
    let mut routes = meetings::routes();
    routes.extend(reviews::routes());
    routes.extend(training::routes());
    routes.extend(time::routes());
    routes.extend(belts::routes());
    routes.extend(kudos::routes());
    routes.extend(exchange::routes());
    routes.extend([
        Route::get("/teams", SIGNED_IN, teams::handlers::list),
        Route::post("/teams", SHAPE, teams::handlers::create),
        Route::get("/teams/new", SHAPE, teams::handlers::new),
        Route::get("/teams/{slug}", SIGNED_IN, teams::handlers::show),
        Route::post("/teams/{slug}", SHAPE, teams::handlers::update),
        Route::get("/teams/{slug}/edit", SHAPE, teams::handlers::edit),
        Route::post("/teams/{slug}/members", SIGNED_IN, teams::show::create_member),
        Route::post("/teams/{slug}/members/remove", SIGNED_IN, teams::show::delete_member),
        Route::get("/teams/{slug}/nominations/new", SIGNED_IN, terms::handlers::new),
        Route::get("/teams/{slug}/nominations", SIGNED_IN, terms::handlers::to_new),
        Route::post("/teams/{slug}/nominations", SIGNED_IN, terms::handlers::create),
        Route::get("/teams/{slug}/belongings", SIGNED_IN, belongings::handlers::edit),
        Route::post("/teams/{slug}/belongings", SIGNED_IN, belongings::handlers::create),
        Route::post("/teams/{slug}/belongings/remove", SIGNED_IN, belongings::handlers::delete),
        Route::get("/handovers", LOOK_AFTER, handovers::handlers::list),
        Route::get("/terms/{id}/handover", SIGNED_IN, handovers::handlers::new),
        Route::post("/terms/{id}/handover", SIGNED_IN, handovers::handlers::create),
        Route::get("/coverage", OVERSEE, coverage::handlers::show),
        Route::get("/coverage.csv", OVERSEE, coverage::handlers::list_csv),
        Route::get("/pulse", Policy::ChampionOr(COVERAGE_FOR), pulse::handlers::show),
        Route::get("/pulse.csv", Policy::ChampionOr(COVERAGE_FOR), pulse::handlers::list_csv),
        Route::post("/pulse/answers", Policy::ChampionOr(COVERAGE_FOR), pulse::handlers::create),
        Route::get("/coverage/report", OVERSEE, coverage::report::handlers::show),
        Route::get("/coverage/report.csv", OVERSEE, coverage::report::handlers::list_csv),
        Route::get("/coverage/report.xlsx", OVERSEE, coverage::report::handlers::spreadsheet),
        Route::get("/coverage/figures.csv", OVERSEE, coverage::figures::handlers::list_csv),
        Route::get("/coverage/figures/{figure}", OVERSEE, coverage::figures::handlers::show),
        Route::get("/departments", SIGNED_IN, teams::departments::list),
        Route::post("/departments", SHAPE, teams::departments::create),
        Route::get("/departments/{slug}/edit", SHAPE, teams::departments::edit),
        Route::post("/departments/{slug}", SHAPE, teams::departments::update),
        Route::get("/champions", SIGNED_IN, teams::handlers::champions),
        Route::get("/onboarding", OVERSEE, onboarding::handlers::list),
        Route::get("/onboarding.csv", OVERSEE, onboarding::handlers::list_csv),
        Route::post("/onboarding/things/{id}", SIGNED_IN, onboarding::handlers::create_mark),
        Route::get("/terms/{id}/onboarding", SIGNED_IN, onboarding::handlers::show),
        Route::post("/terms/{id}/onboarding/buddy", SIGNED_IN, onboarding::handlers::create_buddy),
        Route::post("/terms/{id}/onboarding/buddy-removal", SIGNED_IN, onboarding::handlers::delete_buddy),
        Route::get("/terms/{id}/onboarding/reviews/{days}", SIGNED_IN, onboarding::handlers::show_review),
        Route::post("/terms/{id}/onboarding/reviews/{days}", SIGNED_IN, onboarding::handlers::create_review),
        Route::get("/people", SIGNED_IN, people::directory::list),
        Route::api_get("/api/v1/champion", TokenScope::Read, SIGNED_IN, who::show_api).with(&[
            "team",
            "repository",
            "service",
            "person",
            "path",
        ]),
        Route::get("/people/{handle}", SIGNED_IN, people::show),
        Route::get("/people/{handle}/leave", SIGNED_IN, absences::handlers::list),
        Route::post("/people/{handle}/leave", SIGNED_IN, absences::handlers::create),
        Route::post("/leave/{id}", SIGNED_IN, absences::handlers::update),
        Route::post("/leave/{id}/remove", SIGNED_IN, absences::handlers::delete),
        Route::post("/leave/{id}/stand-ins", SIGNED_IN, absences::handlers::create_stand_in),
        Route::get("/stand-ins/{id}", SIGNED_IN, absences::handlers::show_stand_in),
        Route::post("/stand-ins/{id}/answer", SIGNED_IN, absences::handlers::create_answer),
        Route::get("/terms", LOOK_AFTER, terms::list::list),
        Route::get("/terms/{id}", SIGNED_IN, terms::handlers::show),
        Route::post("/terms/{id}/approval", SIGNED_IN, terms::handlers::create_approval),
        Route::post("/terms/{id}/rejection", SIGNED_IN, terms::handlers::create_rejection),
        Route::post("/terms/{id}/acceptance", SIGNED_IN, terms::handlers::create_acceptance),
        Route::post("/terms/{id}/refusal", SIGNED_IN, terms::handlers::create_refusal),
        Route::get("/terms/{id}/end", SIGNED_IN, terms::handlers::ending::new),
        Route::post("/terms/{id}/end", SIGNED_IN, terms::handlers::ending::create),
        Route::post("/terms/{id}/thanks", SIGNED_IN, terms::handlers::ending::create_thanks),
        Route::get("/terms/{id}/renewal", SIGNED_IN, terms::handlers::renewal::new),
        Route::post("/terms/{id}/renewal", SIGNED_IN, terms::handlers::renewal::create),
    ]);
    routes
}

/// What is decided here thing by thing.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let rooms: [fn(&Cast) -> Vec<Right>; 11] = [
        teams::access::rights,
        terms::access::rights,
        onboarding::access::rights,
        coverage::access::rights,
        time::access::rights,
        absences::access::rights,
        training::access::rights,
        belts::access::rights,
        reviews::access::rights,
        meetings::access::rights,
        pulse::access::rights,
    ];
    rooms.into_iter().flat_map(|rights| rights(cast)).collect()
}
