//! Meetings as pages.

mod attendance;
mod calendar;
mod dates;
mod edit;
mod held;
mod list;
mod presence;
mod show;

use actix_web::HttpRequest;
use actix_web::web::Data;

pub use attendance::{create_import, edit_attendance, save_attendance};
pub use calendar::{create_feed, delete_feed, feed, invitation, invitation_of_date, show_feed};
pub use dates::{create_date_cancellation, edit_date, edit_notes, save_notes, update_date};
pub use edit::{create, create_cancellation, edit, new, update};
pub use held::{create_held, new_held};
pub use list::list;
pub use presence::{create_answer, create_presence};
pub use show::{show, show_date};

use super::model::{Invitee, Meeting, MeetingDate};
use super::reach::Reach;
use super::{access, store};
use crate::clock::Day;
use crate::db::Connection;
use crate::error::AppError;
use crate::program::ProgramError;
use crate::web::{Member, Site};

/// A meeting that a member may see, with what decides it.
struct Opened {
    meeting: Meeting,
    invitees: Vec<Invitee>,
    reach: Reach,
}

/// The meeting, if `member` may know of it.
fn open(connection: &mut Connection, member: &Member, number: i64) -> Result<Opened, ProgramError> {
    let meeting = store::find_meeting(connection, number)?;
    let invitees = store::list_invitees(connection, meeting.id)?;
    let reach = Reach::of_member(connection, member)?;
    let may_see = access::may_see(member, &meeting, &reach, &invitees);
    // Who answered, or was there, keeps it when they serve no more.
    if !may_see && store::list_took_part(connection, &[meeting.id], member.id)?.is_empty() {
        return Err(ProgramError::NotFound("meeting"));
    }
    Ok(Opened { meeting, invitees, reach })
}

/// The meeting and one of its dates, if `member` may know of it.
fn open_date(
    connection: &mut Connection,
    member: &Member,
    (number, day): (i64, Day),
) -> Result<(Opened, MeetingDate), ProgramError> {
    let opened = open(connection, member, number)?;
    let date = store::find_date(connection, opened.meeting.id, day)?;
    Ok((opened, date))
}

/// As [`open_date`], for those who may change it.
fn open_to_change(
    connection: &mut Connection,
    member: &Member,
    place: (i64, Day),
) -> Result<(Opened, MeetingDate), ProgramError> {
    let found = open_date(connection, member, place)?;
    if !access::may_change(member, &found.0.meeting) {
        return Err(ProgramError::NotYours("a meeting is changed by whoever called it, or by the program's lead"));
    }
    Ok(found)
}

fn parse_number(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| AppError::NotFound("meeting"))
}

fn parse_place((number, day): (String, String)) -> Result<(i64, Day), AppError> {
    let day = Day::parse(&day).map_err(|_| AppError::NotFound("date of this meeting"))?;
    Ok((parse_number(&number)?, day))
}

/// What makes complete addresses of paths.
fn addresses(request: &HttpRequest) -> impl Fn(&str) -> String + Send + Sync + 'static + Clone {
    let site = request.app_data::<Data<Site>>().cloned();
    move |path: &str| site.as_ref().map_or_else(|| path.to_owned(), |site| site.absolute(path))
}
