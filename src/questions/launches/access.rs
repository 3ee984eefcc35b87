//! Who puts launches down and changes them. Everybody who is signed in reads them.

use crate::db::keys::TeamId;
use crate::web::{Grant, Member};

/// Whether `member` may put down, or change, a launch of this team: whoever
/// belongs to it or serves it, Network Security, and who runs the program.
pub fn may_plan(member: &Member, team: TeamId) -> bool {
    member.teams.contains(&team) || member.is_champion_of(team) || member.has(Grant::NetSec) || member.has(Grant::Lead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_plans_its_own_launches() {
        let team = TeamId::generate();
        for (who, member, may) in [
            ("a member", Member { teams: vec![team], ..Member::sample(&[]) }, true),
            ("the champion", Member { champion_of: vec![team], ..Member::sample(&[]) }, true),
            ("another", Member { teams: vec![TeamId::generate()], ..Member::sample(&[]) }, false),
            ("NetSec", Member::sample(&[Grant::NetSec]), true),
            ("the lead", Member::sample(&[Grant::Lead]), true),
            ("an admin", Member::sample(&[Grant::Admin, Grant::Manager]), false),
        ] {
            assert_eq!(may_plan(&member, team), may, "{who}");
        }
    }
}
