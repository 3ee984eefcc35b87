//! Which teams somebody looks after, as a condition of queries.

use crate::db::keys::{DepartmentId, TeamId};
use crate::program::teams::access::may_shape;
use crate::web::{Grant, Member, Scope};

/// Whose things are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's.
    All,
    /// Those of these teams and departments.
    Within(Vec<TeamId>, Vec<DepartmentId>),
}

impl Reach {
    /// What a manager manages.
    pub fn managed_by(member: &Member) -> Self {
        let (mut teams, mut departments) = (Vec::new(), Vec::new());
        for scope in member.manages.iter().filter(|_| member.has(Grant::Manager)) {
            match scope {
                Scope::All => return Reach::All,
                Scope::Team(id) => teams.push(*id),
                Scope::Department(id) => departments.push(*id),
            }
        }
        Reach::Within(teams, departments)
    }

    /// What a lead or a manager is reminded of.
    pub fn overseen_by(member: &Member) -> Self {
        if member.has(Grant::Lead) { Reach::All } else { Self::managed_by(member) }
    }

    /// Teams for which the member decides who serves them, as
    /// [`may_look_after`](crate::program::teams::access::may_look_after) says it of one.
    pub fn looked_after_by(member: &Member) -> Self {
        if may_shape(member) { Reach::All } else { Self::managed_by(member) }
    }

    /// Whether it holds no team at all.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Reach::Within(teams, departments) if teams.is_empty() && departments.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_reach_all_and_managers_what_they_manage() {
        let (team, department) = (TeamId::generate(), DepartmentId::generate());
        let manager = |scopes: &[Scope]| Member { manages: scopes.to_vec(), ..Member::sample(&[Grant::Manager]) };
        let both = [Scope::Team(team), Scope::Department(department)];
        let within = Reach::Within(vec![team], vec![department]);
        let nothing = Reach::Within(Vec::new(), Vec::new());
        for (who, member, overseen, looked_after) in [
            ("a developer", Member::sample(&[]), &nothing, &nothing),
            ("the lead", Member::sample(&[Grant::Lead]), &Reach::All, &Reach::All),
            ("an admin", Member::sample(&[Grant::Admin]), &nothing, &Reach::All),
            ("netsec", Member::sample(&[Grant::NetSec]), &nothing, &nothing),
            ("a manager", manager(&both), &within, &within),
            ("a manager of all", manager(&[Scope::Team(team), Scope::All]), &Reach::All, &Reach::All),
            ("a manager no more", Member { manages: both.to_vec(), ..Member::sample(&[]) }, &nothing, &nothing),
        ] {
            assert_eq!(&Reach::overseen_by(&member), overseen, "{who}");
            assert_eq!(&Reach::looked_after_by(&member), looked_after, "{who}");
            assert_eq!(overseen.is_nothing(), *overseen == nothing, "{who}");
        }
    }
}
