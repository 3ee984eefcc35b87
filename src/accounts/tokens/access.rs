//! Who may end a token.

use super::model::Token;
use crate::db::keys::PersonId;
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member};

/// Whether they may see and revoke a token: its owner, and admins. Of others
/// it is not there.
pub fn may_revoke(member: &Member, token: &Token) -> bool {
    revokes(member, token.person)
}

fn revokes(member: &Member, owner: PersonId) -> bool {
    owner == member.id || member.has(Grant::Admin)
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let person = cast.person;
    vec![Right::new("See and revoke a token", move |member| revokes(member, person))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::db::keys::TokenId;

    #[test]
    fn a_token_is_revoked_by_its_owner_and_by_admins() {
        let owner = Member::sample(&[]);
        let token = Token {
            id: TokenId::generate(),
            person: owner.id,
            name: "CI".into(),
            scopes: Vec::new(),
            created_at: Timestamp(0),
            expires_at: Timestamp(1),
            used_at: None,
            revoked_at: None,
        };
        for (who, member, may) in [
            ("its owner", owner, true),
            ("an admin", Member::sample(&[Grant::Admin]), true),
            ("netsec", Member::sample(&[Grant::NetSec]), false),
            ("a stranger", Member::sample(&[]), false),
        ] {
            assert_eq!(may_revoke(&member, &token), may, "{who}");
        }
    }
}
