//! Who puts launches down and changes them. Everybody who is signed in reads them.

use crate::db::keys::TeamId;
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member};

/// Whether `member` may put down, or change, a launch of this team: whoever
/// belongs to it or serves it, Network Security, and who runs the program.
pub fn may_plan(member: &Member, team: TeamId) -> bool {
    member.teams.contains(&team) || member.is_champion_of(team) || plans_for_all(member)
}

/// Whether `member` may put down launches of every team.
pub fn plans_for_all(member: &Member) -> bool {
    member.has(Grant::NetSec) || member.has(Grant::Lead)
}

/// Whether there is a team whose launches `member` may put down.
pub fn plans(member: &Member) -> bool {
    !member.teams.is_empty() || member.is_champion() || plans_for_all(member)
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let team = cast.team;
    vec![Right::new("Put down and change a team's launch", move |member| may_plan(member, team))]
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

    #[test]
    fn launches_are_put_down_by_whoever_has_a_team_and_by_those_who_plan_for_all() {
        for (who, member, may) in [
            ("somebody without a team", Member::sample(&[]), false),
            ("a member", Member { teams: vec![TeamId::generate()], ..Member::sample(&[]) }, true),
            ("a champion", Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) }, true),
            ("NetSec", Member::sample(&[Grant::NetSec]), true),
            ("the lead", Member::sample(&[Grant::Lead]), true),
            ("an admin", Member::sample(&[Grant::Admin, Grant::Manager]), false),
        ] {
            assert_eq!(plans(&member), may, "{who}");
        }
    }
}
