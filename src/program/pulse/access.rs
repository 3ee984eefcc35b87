//! Who is asked, and whose results somebody sees.

use super::model::Audience;
use crate::db::keys::DepartmentId;
use crate::program::coverage::access::sees_all;
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member, Scope};

/// What somebody is asked as: who serves a team and looks after others is both.
pub fn audiences(member: &Member) -> Vec<Audience> {
    let manages = member.has(Grant::Manager) && !member.manages.is_empty();
    let asked = [(Audience::Champions, member.is_champion()), (Audience::Managers, manages)];
    asked.into_iter().filter_map(|(audience, is_asked)| is_asked.then_some(audience)).collect()
}

/// Everybody who may open the page sees all together; a department's own
/// results are for its manager and for those who see every team.
pub fn may_see_department(member: &Member, department: DepartmentId) -> bool {
    sees_all(member) || (member.has(Grant::Manager) && member.manages.contains(&Scope::Department(department)))
}

/// What was written is read by those who run the program.
pub fn may_read_words(member: &Member) -> bool {
    sees_all(member)
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let department = cast.department;
    vec![
        Right::new("See what a department answered in the pulse", move |member| may_see_department(member, department)),
        Right::new("Read what was written in the pulse, without names", may_read_words),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::TeamId;

    #[test]
    fn results_of_a_department_are_for_its_manager() {
        let department = DepartmentId::generate();
        let manager = |scope: Scope| Member { manages: vec![scope], ..Member::sample(&[Grant::Manager]) };
        let champion = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
        for (who, member, sees, reads, asked) in [
            ("a champion", champion, false, false, vec![Audience::Champions]),
            ("the lead", Member::sample(&[Grant::Lead]), true, true, vec![]),
            ("its manager", manager(Scope::Department(department)), true, false, vec![Audience::Managers]),
            ("a team's manager", manager(Scope::Team(TeamId::generate())), false, false, vec![Audience::Managers]),
            ("a manager of nothing", Member::sample(&[Grant::Manager]), false, false, vec![]),
        ] {
            assert_eq!(may_see_department(&member, department), sees, "{who}");
            assert_eq!(may_read_words(&member), reads, "{who}");
            assert_eq!(audiences(&member), asked, "{who}");
        }
    }
}
