//! Who sees a gap.

use super::model::Gap;
use crate::questions::Reader;

/// Whether there is anything in it that `reader` may know of.
pub fn may_see(reader: &Reader, gap: &Gap) -> bool {
    matches!(reader, Reader::NetSec | Reader::Site) || gap.is_for_others()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::db::keys::{GapId, PersonId, RowVersion};
    use crate::questions::gaps::model::{GapNumber, GapState};

    #[test]
    fn what_only_few_asked_is_for_network_security() {
        let gap = |searches, questions| Gap {
            id: GapId::generate(),
            number: GapNumber(1),
            words: String::new(),
            state: GapState::Open,
            searches,
            questions,
            waited_minutes: 0,
            weight: 0,
            latest_at: Timestamp(0),
            closed_at: None,
            closed_by: None,
            closed_slug: None,
            closed_why: String::new(),
            reopened_at: None,
            version: RowVersion::FIRST,
        };
        let person = Reader::Person { id: PersonId::generate(), teams: Vec::new() };
        for (searches, questions, for_others) in [(0, 0, false), (1, 0, true), (0, 1, true)] {
            let gap = gap(searches, questions);
            assert!(may_see(&Reader::NetSec, &gap) && may_see(&Reader::Site, &gap));
            assert_eq!(may_see(&person, &gap), for_others, "{searches} {questions}");
            assert_eq!(may_see(&Reader::Anybody, &gap), for_others, "{searches} {questions}");
        }
    }
}
