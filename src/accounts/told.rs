//! What people are told of their own accounts.

use super::Person;
use crate::clock::Timestamp;
use crate::db::{DbError, Tx};
use crate::notify::{self, NewNotice, NoticeKind, Subject, To};

/// Tells somebody what became of their second factor.
pub(super) fn second_factor(tx: &mut Tx, now: Timestamp, person: &Person, title: &str) -> Result<(), DbError> {
    let words =
        "If that was neither you nor asked for by you, choose a new password and look at where you are signed in.";
    tell(tx, now, person, (title, words), "/me/account", "account")
}

/// Tells somebody something of their account that they can't choose not to hear.
pub(super) fn tell(
    tx: &mut Tx,
    now: Timestamp,
    person: &Person,
    (title, words): (&str, &str),
    path: &str,
    about: &str,
) -> Result<(), DbError> {
    let notice = NewNotice {
        kind: NoticeKind::Account,
        title: title.to_owned(),
        words: words.to_owned(),
        path: path.to_owned(),
        thread: title.to_owned(),
        subject: Subject { kind: about.to_owned(), key: person.handle.clone() },
        is_open: true,
        useful_until: None,
    };
    notify::send(tx, now, &To::Person(person.id), &notice)
}
