//! What goes out because of a notice: decided once, by what its reader wants.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Post;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{DbError, Tx};
use crate::notify::model::{Channel, ChatPlace, Choice};
use crate::notify::store::{self, Unsorted, Wanted};

/// Notices, and people's digests, of one transaction.
const AT_ONCE: i64 = 200;

impl Post {
    /// Decides about what was written since, and makes the digests that are due.
    /// Returns how many notices it looked at.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub async fn sort(&self, now: Timestamp) -> Result<usize, DbError> {
        let (unsorted, digests) = self
            .db
            .read(move |connection| {
                let unsorted = store::list_unsorted(connection, AT_ONCE)?;
                Ok::<_, DbError>((unsorted, store::list_digests(connection, now, AT_ONCE)?))
            })
            .await?;
        let count = unsorted.len() + digests.len();
        if count == 0 {
            return Ok(0);
        }
        let post = self.clone();
        self.db
            .write(move |tx| {
                let mut wanted = HashMap::new();
                for notice in &unsorted {
                    if store::note_sorted(tx, notice.id, now)? {
                        post.decide(tx, notice, &mut wanted, now)?;
                    }
                }
                for (person, kept) in &digests {
                    post.gather(tx, *person, kept, now)?;
                }
                Ok::<_, DbError>(())
            })
            .await?;
        Ok(count)
    }

    fn decide(
        &self,
        tx: &mut Tx,
        notice: &Unsorted,
        wanted: &mut HashMap<PersonId, Wanted>,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let Some(person) = notice.person else {
            if ChatPlace::parse(&notice.chat).is_some_and(|place| self.is_set(&place)) {
                store::insert_delivery(tx, now, now, notice, &[notice.id], false)?;
            }
            return Ok(());
        };
        if !self.has(Channel::Mail) {
            return Ok(());
        }
        if let Entry::Vacant(unknown) = wanted.entry(person) {
            unknown.insert(store::wanted_by(tx, person)?);
        }
        let Some(wants) = wanted.get(&person).filter(|wants| wants.is_there) else { return Ok(()) };
        let zone = self.calendar.get().in_zone(&wants.zone).zone;
        match wants.of(notice.kind) {
            Choice::Never => Ok(()),
            Choice::Digest => {
                let digest = wants.hours.next_digest(&zone, now);
                if notice.is_too_late_by(now, digest) {
                    return store::insert_delivery(tx, now, now, notice, &[notice.id], false).map(drop);
                }
                store::put_off(tx, notice.id, digest)
            }
            Choice::Now => {
                let loud = wants.hours.first_loud(&zone, now);
                let at_once = notice.kind.breaks_quiet() || notice.is_too_late_by(now, loud);
                store::insert_delivery(tx, now, if at_once { now } else { loud }, notice, &[notice.id], false).map(drop)
            }
        }
    }

    /// Makes one message of what was kept for a person; what they don't want any
    /// more is left out.
    fn gather(&self, tx: &mut Tx, person: PersonId, kept: &[Unsorted], now: Timestamp) -> Result<(), DbError> {
        let wants = store::wanted_by(tx, person)?;
        let is_wanted =
            |one: &&Unsorted| self.has(Channel::Mail) && wants.is_there && wants.of(one.kind) != Choice::Never;
        let (mut holds, mut left) = (Vec::new(), Vec::new());
        for one in kept {
            // Another node may have made it meanwhile.
            if store::is_kept(tx, one.id)? {
                if is_wanted(&one) { holds.push(one.id) } else { left.push(one.id) }
            }
        }
        for notice in left {
            store::keep_no_more(tx, notice)?;
        }
        match kept.first().filter(|_| !holds.is_empty()) {
            Some(first) => store::insert_delivery(tx, now, now, first, &holds, true).map(drop),
            None => Ok(()),
        }
    }
}
