//! Who may read the record.

use crate::web::{Grant, Policy};

/// Those who answer for the network and for this site. Everybody else sees the
/// history of what they work with on its own page.
pub const READ: Policy = Policy::Granted(&[Grant::NetSec, Grant::Admin]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::TeamId;
    use crate::web::{Member, Viewer};

    #[test]
    fn the_record_is_read_by_network_security_and_admins() {
        let champion = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
        for (who, viewer, reads) in [
            ("nobody in particular", Viewer::anonymous(), false),
            ("somebody", Viewer::of(Member::sample(&[])), false),
            ("a champion", Viewer::of(champion), false),
            ("a manager", Viewer::of(Member::sample(&[Grant::Manager])), false),
            ("the lead", Viewer::of(Member::sample(&[Grant::Lead])), false),
            ("netsec", Viewer::of(Member::sample(&[Grant::NetSec])), true),
            ("an admin", Viewer::of(Member::sample(&[Grant::Admin])), true),
        ] {
            assert_eq!(READ.admits(&viewer, true), reads, "{who}");
        }
    }
}
