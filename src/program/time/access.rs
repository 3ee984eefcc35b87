//! Who may do what with time entries.

use super::model::TimeEntry;
use crate::db::keys::TeamId;
use crate::web::Member;

/// Whoever serves a team logs time for it.
pub fn may_log(member: &Member, team: TeamId) -> bool {
    member.is_champion_of(team)
}

/// Entries are their person's own: nobody else reads or changes a single one.
pub fn may_change(member: &Member, entry: &TimeEntry) -> bool {
    member.id == entry.person_id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Grant;

    #[test]
    fn time_is_logged_by_those_who_serve() {
        let team = TeamId::generate();
        for (who, member, logs) in [
            ("a member", Member { teams: vec![team], ..Member::sample(&[]) }, false),
            ("the champion", Member { champion_of: vec![team], ..Member::sample(&[]) }, true),
            ("another champion", Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) }, false),
            ("an admin", Member::sample(&[Grant::Admin]), false),
        ] {
            assert_eq!(may_log(&member, team), logs, "{who}");
        }
    }
}
