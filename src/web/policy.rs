//! Who may use a route at all. Finer questions (this team's, this question's)
//! are a room's `access`; this is the first door, and no route is without one.

use super::viewer::{Grant, Viewer};

/// Who passes a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Everybody, always: health, assets, sign-in itself.
    Open,
    /// Everybody, unless reading without sign-in is switched off.
    Reading,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever serves at least one team as champion or deputy today.
    Champion,
    /// Whoever holds one of these grants.
    Granted(&'static [Grant]),
    /// Champions and deputies, and whoever holds one of these grants.
    ChampionOr(&'static [Grant]),
}

impl Policy {
    /// Whether `viewer` passes. `public_reading` is the site's setting.
    pub fn admits(self, viewer: &Viewer, public_reading: bool) -> bool {
        match (self, viewer.member()) {
            (Policy::Open, _) => true,
            (Policy::Reading, None) => public_reading,
            (_, None) => false,
            (Policy::Reading | Policy::SignedIn, Some(_)) => true,
            (Policy::Champion, Some(member)) => member.is_champion(),
            (Policy::Granted(grants), Some(member)) => grants.iter().any(|grant| member.has(*grant)),
            (Policy::ChampionOr(grants), Some(member)) => {
                member.is_champion() || grants.iter().any(|grant| member.has(*grant))
            }
        }
    }

    /// The policy in words, for the table of who may do what.
    pub fn words(self) -> String {
        match self {
            Policy::Open => "everybody".into(),
            Policy::Reading => "everybody, where public reading is on".into(),
            Policy::SignedIn => "whoever is signed in".into(),
            Policy::Champion => "champions and deputies".into(),
            Policy::Granted(grants) => labels(grants),
            Policy::ChampionOr(grants) => format!("champions and deputies, {}", labels(grants)),
        }
    }
}

fn labels(grants: &[Grant]) -> String {
    grants.iter().map(|grant| grant.label()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::TeamId;
    use crate::web::Member;

    #[test]
    fn anonymous_visitors_pass_only_open_doors() {
        let nobody = Viewer::anonymous();
        for (policy, public_reading, admitted) in [
            (Policy::Open, false, true),
            (Policy::Reading, true, true),
            (Policy::Reading, false, false),
            (Policy::SignedIn, true, false),
            (Policy::Champion, true, false),
            (Policy::Granted(&[Grant::Admin]), true, false),
            (Policy::ChampionOr(&[Grant::Admin]), true, false),
        ] {
            assert_eq!(policy.admits(&nobody, public_reading), admitted, "{policy:?} {public_reading}");
        }
    }

    #[test]
    fn a_grant_opens_its_own_door_only() {
        let analyst = Viewer::of(Member::sample(&[Grant::NetSec]));

        assert!(Policy::Granted(&[Grant::NetSec, Grant::Lead]).admits(&analyst, true));
        assert!(!Policy::Granted(&[Grant::Admin]).admits(&analyst, true));
        assert!(!Policy::Champion.admits(&analyst, true));
        assert!(Policy::ChampionOr(&[Grant::NetSec]).admits(&analyst, true));
        assert!(!Policy::ChampionOr(&[Grant::Admin]).admits(&analyst, true));
        let champion = Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) };
        assert!(Policy::ChampionOr(&[Grant::Admin]).admits(&Viewer::of(champion), true));
    }

    #[test]
    fn members_read_wherever_reading_is_and_champions_pass_their_door() {
        let developer = Viewer::of(Member::sample(&[]));
        let champion = Viewer::of(Member { champion_of: vec![TeamId::generate()], ..Member::sample(&[]) });
        for (policy, member, serves) in [
            (Policy::Open, true, true),
            (Policy::Reading, true, true),
            (Policy::SignedIn, true, true),
            (Policy::Champion, false, true),
            (Policy::Granted(&[Grant::Admin]), false, false),
            (Policy::Granted(&[]), false, false),
            (Policy::ChampionOr(&[]), false, true),
        ] {
            for public_reading in [true, false] {
                assert_eq!(policy.admits(&developer, public_reading), member, "{policy:?}");
                assert_eq!(policy.admits(&champion, public_reading), serves, "{policy:?}");
            }
        }
    }

    #[test]
    fn policies_are_said_in_words() {
        for (policy, words) in [
            (Policy::Open, "everybody"),
            (Policy::Reading, "everybody, where public reading is on"),
            (Policy::SignedIn, "whoever is signed in"),
            (Policy::Champion, "champions and deputies"),
            (Policy::Granted(&[Grant::Lead, Grant::Admin]), "Program lead, Admin"),
            (Policy::ChampionOr(&[Grant::NetSec]), "champions and deputies, Network Security"),
        ] {
            assert_eq!(policy.words(), words);
        }
    }
}
