//! Who may write, read for others, and publish.

use super::PUBLISHERS;
use super::model::{Draft, DraftState};
use crate::db::keys::PersonId;
use crate::web::Member;
use crate::web::rights::{Cast, Right};

/// Whether they write articles: champions and deputies, and those who publish.
pub fn may_write(member: &Member) -> bool {
    member.is_champion() || may_publish(member)
}

/// Whether they publish what was written.
pub fn may_publish(member: &Member) -> bool {
    PUBLISHERS.iter().any(|grant| member.has(*grant))
}

/// Whether they may read a draft at all: its author, and once it waits for a
/// second reader those who may be one.
pub fn may_read(member: &Member, draft: &Draft) -> bool {
    reads(member.id, may_publish(member), (draft.author.id, draft.state))
}

/// [`may_read`] of a draft that is known by its author and its state, for
/// somebody of whom it is known whether they publish.
pub fn reads(person: PersonId, publishes: bool, (author, state): (PersonId, DraftState)) -> bool {
    author == person || (state == DraftState::Asked && publishes)
}

/// Whether they change its words: its author alone, so that everybody finds
/// there what they wrote.
pub fn is_author(member: &Member, draft: &Draft) -> bool {
    draft.author.id == member.id
}

/// Whether they may publish this draft. `second_reader` is the site's setting.
pub fn may_publish_draft(member: &Member, draft: &Draft, second_reader: bool) -> bool {
    may_publish(member) && if is_author(member, draft) { !second_reader } else { draft.state == DraftState::Asked }
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let author = cast.person;
    let reads_in = move |state| move |member: &Member| reads(member.id, may_publish(member), (author, state));
    vec![
        Right::new("Write articles", may_write),
        Right::new("Read a draft", reads_in(DraftState::Writing)),
        Right::new("Read a draft that waits for a second reader", reads_in(DraftState::Asked)),
        Right::new("Publish what somebody else wrote", may_publish),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::PersonName;
    use crate::clock::Timestamp;
    use crate::db::keys::{RowVersion, TeamId};
    use crate::knowledge::writing::model::{DraftNumber, Text};
    use crate::web::Grant;

    fn draft(author: &Member, state: DraftState) -> Draft {
        Draft {
            number: DraftNumber(1),
            slug: None,
            address: String::new(),
            base: 0,
            text: Text::default(),
            note: String::new(),
            author: PersonName { id: author.id, name: author.name.clone(), handle: author.handle.clone() },
            state,
            reader: None,
            reader_words: String::new(),
            saved_at: Timestamp(0),
            version: RowVersion::FIRST,
        }
    }

    #[test]
    fn the_table_of_rights_holds() {
        let champion = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
        let another = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
        let analyst = Member::sample(&[Grant::NetSec]);
        for (member, writes, publishes) in [
            (&champion, true, false),
            (&analyst, true, true),
            (&Member::sample(&[Grant::Lead]), true, true),
            (&Member::sample(&[Grant::Admin]), true, true),
            (&Member::sample(&[Grant::Manager]), false, false),
            (&Member::sample(&[]), false, false),
        ] {
            assert_eq!((may_write(member), may_publish(member)), (writes, publishes), "{:?}", member.grants);
            for state in [DraftState::Writing, DraftState::Asked, DraftState::Returned] {
                let waits = publishes && state == DraftState::Asked;
                let foreign = draft(&another, state);
                assert_eq!(may_read(member, &foreign), waits, "{:?} {state:?}", member.grants);
                assert_eq!(may_publish_draft(member, &foreign, true), waits, "{:?} {state:?}", member.grants);
                let own = draft(member, state);
                assert!(may_read(member, &own) && is_author(member, &own));
                assert!(!may_publish_draft(member, &own, true), "{:?} {state:?}", member.grants);
                assert_eq!(may_publish_draft(member, &own, false), publishes, "{:?} {state:?}", member.grants);
            }
        }
    }
}
