//! What the program holds of somebody who left: terms, time, completions and
//! reviews count on; where they were away, what was said of them and what they
//! handed in goes.

use diesel::prelude::*;

use super::terms::TermState;
use crate::accounts::erasing::{Erases, Former};
use crate::db::keys::{AbsenceId, FileId, PersonId};
use crate::db::schema::{
    absences, belt_promotions, calendar_feeds, completions, courses, departments, file_contents, files, import_files,
    imported_memberships, imported_people, kudos, meeting_dates, meetings, memberships, onboarding_items,
    onboarding_reviews, provided_memberships, pulse_answers, pulse_participants, repositories, reviews, services,
    stand_ins, teams, terms, time_closings, time_entries, time_offers, time_undo, training_imports, training_mappings,
};
use crate::db::{Connection, DbError, Tx};
use crate::{delete_naming, erase_names};

/// The program, as a room that holds something of people.
pub struct ProgramErasing;

impl Erases for ProgramErasing {
    fn list_open(&self, connection: &mut Connection, person: PersonId) -> Result<Vec<String>, DbError> {
        const OVER: [TermState; 2] = [TermState::Ended, TermState::Declined];
        let open: Vec<String> = terms::table
            .inner_join(teams::table)
            .filter(terms::person_id.eq(person))
            .filter(terms::state.ne_all(OVER))
            .order(teams::name_folded)
            .select(teams::name)
            .load(connection)?;
        Ok(open.iter().map(|team| format!("their term at {team} has to end first")).collect())
    }

    fn erase(&self, tx: &mut Tx, former: &Former) -> Result<(), DbError> {
        delete_own(tx, former.id)?;
        erase_own_words(tx, former.id)?;
        erase_names!(tx, former, terms by id: decline_reason, end_reason, thanks);
        erase_names!(tx, former, time_closings by id: reason);
        erase_names!(tx, former, time_entries by id: note);
        erase_names!(tx, former, time_undo by entry_id: note);
        erase_names!(tx, former, completions by id: evidence, words);
        erase_names!(tx, former, files by id: name);
        erase_names!(tx, former, reviews by id: title, link, note, findings, preflight_why, preflight_flows);
        erase_names!(tx, former, meetings by id: title, agenda, place, call_off_reason);
        erase_names!(tx, former, meeting_dates by id: agenda, notes, call_off_reason);
        erase_names!(tx, former, belt_promotions by id: words);
        erase_names!(tx, former, kudos by id: reason);
        erase_names!(tx, former, onboarding_items by id: title, help, evidence);
        erase_names!(tx, former, json onboarding_reviews by id: answers);
        erase_names!(tx, former, pulse_answers by key: words);
        erase_from_company(tx, former)?;
        erase_from_lists(tx, former)
    }
}

/// Names that things of the company have of them; their addresses stay.
fn erase_from_company(tx: &mut Tx, former: &Former) -> Result<(), DbError> {
    erase_names!(tx, former, folded departments by id: name, name_folded);
    erase_names!(tx, former, folded teams by id: name, name_folded);
    erase_names!(tx, former, teams by id: chat);
    erase_names!(tx, former, folded services by id: name, name_folded);
    erase_names!(tx, former, services by id: link);
    erase_names!(tx, former, folded repositories by id: name, name_folded);
    erase_names!(tx, former, repositories by id: link);
    erase_names!(tx, former, folded courses by id: title, title_folded);
    erase_names!(tx, former, courses by id: provider, link, more_offers);
    Ok(())
}

/// What is left of lists that others brought, and of how they read them.
fn erase_from_lists(tx: &mut Tx, former: &Former) -> Result<(), DbError> {
    erase_names!(tx, former, training_imports by id: source, content, name);
    erase_names!(tx, former, json training_imports by id: mapping);
    erase_names!(tx, former, json training_mappings by source_folded: mapping);
    delete_naming!(tx, former, training_mappings: source);
    erase_names!(tx, former, import_files by name: words, report);
    Ok(())
}

/// Rows that are about nobody else and count for nothing.
fn delete_own(tx: &mut Tx, id: PersonId) -> Result<(), DbError> {
    let away: Vec<AbsenceId> = absences::table.filter(absences::person_id.eq(id)).select(absences::id).load(tx)?;
    diesel::delete(stand_ins::table.filter(stand_ins::absence_id.eq_any(away))).execute(tx)?;
    diesel::delete(stand_ins::table.filter(stand_ins::person_id.eq(id))).execute(tx)?;
    diesel::delete(absences::table.filter(absences::person_id.eq(id))).execute(tx)?;
    diesel::delete(memberships::table.filter(memberships::person_id.eq(id))).execute(tx)?;
    diesel::delete(imported_memberships::table.filter(imported_memberships::person_id.eq(id))).execute(tx)?;
    diesel::delete(imported_people::table.filter(imported_people::person_id.eq(id))).execute(tx)?;
    diesel::delete(provided_memberships::table.filter(provided_memberships::person_id.eq(id))).execute(tx)?;
    diesel::delete(calendar_feeds::table.filter(calendar_feeds::person_id.eq(id))).execute(tx)?;
    diesel::delete(time_offers::table.filter(time_offers::person_id.eq(id))).execute(tx)?;
    diesel::delete(time_undo::table.filter(time_undo::person_id.eq(id))).execute(tx)?;
    diesel::delete(pulse_participants::table.filter(pulse_participants::person_id.eq(id))).execute(tx)?;
    Ok(())
}

/// What was written about them alone, where the row itself counts.
fn erase_own_words(tx: &mut Tx, id: PersonId) -> Result<(), DbError> {
    diesel::update(terms::table.filter(terms::person_id.eq(id)))
        .set((terms::decline_reason.eq(""), terms::end_reason.eq(""), terms::thanks.eq("")))
        .execute(tx)?;
    diesel::update(time_entries::table.filter(time_entries::person_id.eq(id)))
        .set(time_entries::note.eq(""))
        .execute(tx)?;
    diesel::update(belt_promotions::table.filter(belt_promotions::person_id.eq(id)))
        .set(belt_promotions::words.eq(""))
        .execute(tx)?;
    let theirs = terms::table.filter(terms::person_id.eq(id)).select(terms::id);
    diesel::delete(onboarding_reviews::table.filter(onboarding_reviews::term_id.eq_any(theirs))).execute(tx)?;
    diesel::delete(kudos::table.filter(kudos::person_id.eq(id))).execute(tx)?;
    erase_evidence(tx, id)
}

/// Takes away the files that they handed in: certificates with their name.
fn erase_evidence(tx: &mut Tx, id: PersonId) -> Result<(), DbError> {
    let own = || completions::table.filter(completions::person_id.eq(id));
    let kept: Vec<Option<FileId>> = own().select(completions::file_id).load(tx)?;
    let kept: Vec<FileId> = kept.into_iter().flatten().collect();
    diesel::update(own())
        .set((completions::file_id.eq(None::<FileId>), completions::evidence.eq(""), completions::words.eq("")))
        .execute(tx)?;
    diesel::delete(file_contents::table.filter(file_contents::file_id.eq_any(kept.clone()))).execute(tx)?;
    diesel::delete(files::table.filter(files::id.eq_any(kept))).execute(tx)?;
    Ok(())
}
