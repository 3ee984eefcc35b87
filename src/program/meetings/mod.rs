//! Meetings of the program: who is invited to what, the invitations that
//! calendars read, notes, and who was there; also of what was held uncalled.

pub(super) mod access;
mod actions;
mod attendance;
mod calendar;
mod feed;
mod forms;
mod handlers;
mod invited;
mod kinds;
mod model;
mod pages;
mod reach;
mod reminders;
mod rules;
mod store;
mod subjects;
mod words;
mod zone;

pub use actions::{
    Changed, HeldMeeting, NewDate, answer, answer_all, attend, call_meeting, call_off, call_off_date, change_meeting,
    move_date, note_meeting, save_attendance, save_notes,
};
pub(super) use feed::end_feed;
pub use model::{
    Answer, DateState, Invitee, Meeting, MeetingDate, MeetingKind, NewMeeting, Participant, Repeats, Timing,
};
pub use reminders::reminders;
pub use store::{AttendanceSums, Attended, Counts, DateRow, Span, list_attended, list_dates, sum_attendance};
pub use subjects::MeetingSubjects;
pub use zone::Observance;

use crate::web::{Policy, Route};

/// The routes of meetings.
pub(super) fn routes() -> Vec<Route> {
    const SIGNED_IN: Policy = Policy::SignedIn;
    const CALLS: Policy = Policy::ChampionOr(access::CALLERS);
    vec![
        Route::get("/meetings", SIGNED_IN, handlers::list),
        Route::post("/meetings", CALLS, handlers::create),
        Route::get("/meetings/new", CALLS, handlers::new),
        Route::get("/meetings/held", CALLS, handlers::new_held),
        Route::post("/meetings/held", CALLS, handlers::create_held),
        Route::get("/meetings/{number}", SIGNED_IN, handlers::show),
        Route::post("/meetings/{number}", SIGNED_IN, handlers::update),
        Route::get("/meetings/{number}/edit", SIGNED_IN, handlers::edit),
        Route::post("/meetings/{number}/cancellation", SIGNED_IN, handlers::create_cancellation),
        Route::get("/meetings/{number}/invitation.ics", SIGNED_IN, handlers::invitation),
        Route::get("/meetings/{number}/dates/{day}", SIGNED_IN, handlers::show_date),
        Route::post("/meetings/{number}/dates/{day}", SIGNED_IN, handlers::update_date),
        Route::get("/meetings/{number}/dates/{day}/edit", SIGNED_IN, handlers::edit_date),
        Route::post("/meetings/{number}/dates/{day}/cancellation", SIGNED_IN, handlers::create_date_cancellation),
        Route::get("/meetings/{number}/dates/{day}/invitation.ics", SIGNED_IN, handlers::invitation_of_date),
        Route::post("/meetings/{number}/dates/{day}/answer", SIGNED_IN, handlers::create_answer),
        Route::post("/meetings/{number}/dates/{day}/presence", SIGNED_IN, handlers::create_presence),
        Route::get("/meetings/{number}/dates/{day}/notes", SIGNED_IN, handlers::edit_notes),
        Route::post("/meetings/{number}/dates/{day}/notes", SIGNED_IN, handlers::save_notes),
        Route::get("/meetings/{number}/dates/{day}/attendance", SIGNED_IN, handlers::edit_attendance),
        Route::post("/meetings/{number}/dates/{day}/attendance", SIGNED_IN, handlers::save_attendance),
        Route::post("/meetings/{number}/dates/{day}/attendance/import", SIGNED_IN, handlers::create_import),
        Route::get("/calendar", SIGNED_IN, handlers::show_feed),
        Route::post("/calendar", SIGNED_IN, handlers::create_feed),
        Route::post("/calendar/end", SIGNED_IN, handlers::delete_feed),
        Route::get("/calendar/{token}/meetings.ics", Policy::Open, handlers::feed),
    ]
}
