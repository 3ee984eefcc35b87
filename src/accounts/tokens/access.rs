//! Who may end a token.

use super::model::Token;
use crate::web::{Grant, Member};

/// Whether they may see and revoke a token: its owner, and admins. Of others
/// it is not there.
pub fn may_revoke(member: &Member, token: &Token) -> bool {
    token.person == member.id || member.has(Grant::Admin)
}
