//! One term.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{find_for, parse};
use crate::accounts;
use crate::clock::{Clock, Timestamp};
use crate::db::keys::{PersonId, TermId};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::markdown;
use crate::program::files::ProgramFiles;
use crate::program::handovers::list_done;
use crate::program::teams::access::may_manage;
use crate::program::terms::model::{Term, TermState};
use crate::program::terms::pages::ShowPage;
use crate::program::terms::room::find_no_room_for;
use crate::program::terms::{access, rules, scope, store};
use crate::program::time::owed::shares_on;
use crate::program::{ProgramError, ProgramSettings, onboarding};
use crate::web::{Member, Moment, Shell, page};

/// `GET /terms/{id}`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (files, settings): (Data<ProgramFiles>, Data<ProgramSettings>),
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    page(&page_of(shell, member, &db, (&files, &settings), clock.now(), parse(&id)?).await?)
}

pub(super) async fn page_of(
    shell: Shell,
    member: Member,
    db: &Db,
    (files, settings): (&ProgramFiles, &ProgramSettings),
    now: Timestamp,
    id: TermId,
) -> Result<ShowPage, AppError> {
    let (present, settings) = (files.scope.get(), settings.clone());
    Ok(db
        .read(move |connection| {
            let (row, team) = find_for(connection, &member, id)?;
            let term = &row.term;
            let takes = |step| rules::next_state(term.state, step).is_some();
            let (is_own, today) = (access::may_answer(&member, term), now.day());
            let is_serving = rules::is_serving(term, today);
            let under_way = matches!(term.state, TermState::Accepted | TermState::Active);
            let words = match term.scope_id {
                Some(scope) => Some(scope::find(connection, scope)?),
                None => takes(rules::Step::Accept).then(|| present.words().to_owned()),
            }
            .or_else(|| (term.state == TermState::Nominated).then(|| present.words().to_owned()));
            let continues = access::may_continue(&member, &team, term);
            let no_room = find_no_room_for(connection, &settings, term, today)?;
            let is_renewed = store::find_renewal(connection, id)?.is_some();
            Ok::<_, ProgramError>(ShowPage {
                nominated: Moment::new(term.nominated_at, now),
                nominated_by: accounts::find_person(connection, term.nominated_by)?.name,
                approved: approved(connection, term, now)?,
                answered: term.answered_at.map(|at| Moment::new(at, now)),
                ended: term.ended_at.map(|at| Moment::new(at, now)),
                ended_by: name_of(connection, term.ended_by)?,
                thanked_by: name_of(connection, term.thanked_by)?,
                percent: shares_on(connection, [term], today)?[&id],
                before: before(connection, term)?,
                after: store::list_continuing(connection, id)?,
                handed_over: list_done(connection, id, now)?,
                scope: words.map(|words| markdown::render_short(&words, &shell.base)).unwrap_or_default(),
                no_room: no_room.as_ref().map(|there| there.words(&team.name)).unwrap_or_default(),
                can_decide: takes(rules::Step::Approve) && access::may_decide(&member, &team),
                can_accept: takes(rules::Step::Accept) && is_own && no_room.is_none(),
                can_decline: takes(rules::Step::Decline) && is_own,
                can_end: takes(rules::Step::End) && access::may_end(&member, &team, term),
                can_renew: continues && under_way && !is_renewed && term.ends_on.is_some_and(|last| last >= today),
                can_name_successor: continues && under_way && term.ends_on.is_some(),
                can_hand_over: access::may_hand_over(&member, &team, term) && rules::has_served(term),
                can_thank: may_manage(&member, &team) && !is_own && rules::has_served(term) && !is_serving,
                onboarding: onboarding::line_of_term(connection, &member, &row, today)?,
                problems: Vec::new(),
                reason: String::new(),
                is_own,
                row,
                shell,
            })
        })
        .await?)
}

fn name_of(connection: &mut Connection, person: Option<PersonId>) -> Result<String, ProgramError> {
    Ok(match person {
        Some(person) => accounts::find_person(connection, person)?.name,
        None => String::new(),
    })
}

/// Who agreed, or did not, and when.
fn approved(
    connection: &mut Connection,
    term: &Term,
    now: Timestamp,
) -> Result<Option<(String, Moment)>, ProgramError> {
    let (Some(person), Some(at)) = (term.approved_by, term.approved_at) else { return Ok(None) };
    // Who nominates and may decide has said yes by that.
    if person == term.nominated_by && at == term.nominated_at {
        return Ok(None);
    }
    Ok(Some((accounts::find_person(connection, person)?.name, Moment::new(at, now))))
}

/// The term that this one continues or follows, and in which of the two ways.
fn before(connection: &mut Connection, term: &Term) -> Result<Option<(&'static str, store::TermRow)>, ProgramError> {
    Ok(match (term.renews_id, term.follows_id) {
        (Some(id), _) => Some(("Continues", store::find_term(connection, id)?)),
        (None, Some(id)) => Some(("Follows", store::find_term(connection, id)?)),
        (None, None) => None,
    })
}
