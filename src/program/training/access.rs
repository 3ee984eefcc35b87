//! Who may do what with courses and completions.

use crate::db::keys::PersonId;
use crate::web::{Grant, Member};

/// The list of courses is kept by whoever runs the program or the site.
pub fn may_shape(member: &Member) -> bool {
    member.has(Grant::Lead) || member.has(Grant::Admin)
}

/// People record their own completions; the lead does for others, after a workshop, say.
pub fn may_record(member: &Member, person: PersonId) -> bool {
    member.id == person || member.has(Grant::Lead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completions_are_recorded_by_oneself_or_the_lead() {
        let person = PersonId::generate();
        for (who, member, records, shapes) in [
            ("themselves", Member { id: person, ..Member::sample(&[]) }, true, false),
            ("a colleague", Member::sample(&[]), false, false),
            ("a manager", Member::sample(&[Grant::Manager]), false, false),
            ("the lead", Member::sample(&[Grant::Lead]), true, true),
            ("an admin", Member::sample(&[Grant::Admin]), false, true),
        ] {
            assert_eq!(may_record(&member, person), records, "{who}");
            assert_eq!(may_shape(&member), shapes, "{who}");
        }
    }
}
