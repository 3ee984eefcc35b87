//! What follows from what a provider says. Pure.

use super::model::{Identity, Join, Place, ProviderSettings};
use super::store::Linked;
use crate::accounts::Person;
use crate::web::Grant;

/// The ways in that a site has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    /// Whether a mail address and a password let somebody in.
    pub local: bool,
    /// The keys of the providers.
    pub providers: Vec<String>,
}

impl Ways {
    /// Whether any of them lets this person in, who has these linked sign-ins.
    pub fn let_in(&self, person: &Person, linked: &[Linked]) -> bool {
        let has_password = self.local && person.password_hash.is_some();
        has_password || linked.iter().any(|linked| self.providers.contains(&linked.provider))
    }
}

/// Why somebody whom a provider knows does not get in here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stranger {
    /// They are in none of the groups that are asked for.
    NotInGroup,
    /// The provider does not say that the mail address is theirs.
    MailNotVerified,
    /// There is an account with this address, and it takes more than the address to have it.
    LinkFirst,
    /// There is no account, and the settings make none.
    NoAccount,
    /// The account is switched off.
    SwitchedOff,
}

/// The account that has the mail address of somebody who came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Whether it is switched off.
    pub is_off: bool,
    /// Whether there is another way into it: a password, or another provider.
    pub has_way_in: bool,
    /// Whether it holds a right.
    pub has_grants: bool,
}

/// What to do with somebody whose subject is not known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Welcome {
    /// The account with their address is theirs.
    Link,
    /// They get an account.
    Create,
}

/// Whether the provider's groups let them in at all.
///
/// # Errors
///
/// [`Stranger::NotInGroup`].
pub fn check_groups(provider: &ProviderSettings, identity: &Identity) -> Result<(), Stranger> {
    let needs_none = provider.require_groups.is_empty();
    let is_in = provider.require_groups.iter().any(|group| identity.groups.contains(group));
    if needs_none || is_in { Ok(()) } else { Err(Stranger::NotInGroup) }
}

/// What to do with somebody whose subject is not known: by their mail address
/// alone they get only an account that waits for its person, has no other way
/// in and no right, and only from a provider that is trusted with the domain.
///
/// # Errors
///
/// Why they don't get in.
pub fn welcome(
    provider: &ProviderSettings,
    identity: &Identity,
    waiting: Option<Waiting>,
) -> Result<Welcome, Stranger> {
    let is_listed = |domains: &[String]| domains.contains(&identity.domain());
    if identity.email.is_none() || !identity.is_verified {
        return Err(Stranger::MailNotVerified);
    }
    match waiting {
        Some(account) if account.is_off => Err(Stranger::SwitchedOff),
        Some(account) if account.has_way_in || account.has_grants => Err(Stranger::LinkFirst),
        Some(_) if is_listed(&provider.trusted_domains) => Ok(Welcome::Link),
        Some(_) => Err(Stranger::LinkFirst),
        None => match provider.join {
            Join::Anyone => Ok(Welcome::Create),
            Join::Domains if is_listed(&provider.domains) => Ok(Welcome::Create),
            Join::Domains | Join::Invited => Err(Stranger::NoAccount),
        },
    }
}

/// What somebody's groups give: rights with what they cover, and teams by address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Rights, each once.
    pub grants: Vec<(Grant, Place)>,
    /// Teams, each once.
    pub teams: Vec<String>,
}

/// What the groups that somebody is in give.
pub fn given(provider: &ProviderSettings, identity: &Identity) -> Given {
    let mut given = Given::default();
    for rule in provider.rules.iter().filter(|rule| identity.groups.contains(&rule.group)) {
        let wide = rule.grants.iter().map(|grant| (*grant, Place::Everything));
        let bounded = rule.manages.iter().map(|place| (Grant::Manager, place.clone()));
        for right in wide.chain(bounded) {
            if !given.grants.contains(&right) {
                given.grants.push(right);
            }
        }
        for team in &rule.teams {
            if !given.teams.contains(team) {
                given.teams.push(team.clone());
            }
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::providers::model::{GroupRule, Kind};

    fn provider() -> ProviderSettings {
        ProviderSettings {
            key: "company".into(),
            name: "Company".into(),
            kind: Kind::Oidc,
            issuer: "https://id.example".into(),
            client_id: "drawbridge".into(),
            client_secret: None,
            scopes: Vec::new(),
            join: Join::Invited,
            domains: vec!["example.com".into()],
            trusted_domains: vec!["example.com".into()],
            mail_is_verified: false,
            groups_claim: "groups".into(),
            require_groups: Vec::new(),
            rules: Vec::new(),
            session_hours: 24,
        }
    }

    fn identity(email: Option<&str>, is_verified: bool) -> Identity {
        Identity {
            issuer: "https://id.example".into(),
            subject: "7".into(),
            name: "Ana Ruiz".into(),
            label: "ana".into(),
            email: email.map(str::to_owned),
            is_verified,
            groups: vec!["staff".into(), "network".into()],
            asked_at: None,
        }
    }

    #[test]
    fn l06_a_mail_address_alone_gives_only_an_account_that_waits() {
        let plain = Waiting { is_off: false, has_way_in: false, has_grants: false };
        let mail = "ana@example.com";
        for (email, is_verified, waiting, expected) in [
            (Some(mail), true, Some(plain), Ok(Welcome::Link)),
            (Some("ana@EXAMPLE.com"), true, Some(plain), Ok(Welcome::Link)),
            (Some(mail), false, Some(plain), Err(Stranger::MailNotVerified)),
            (None, true, None, Err(Stranger::MailNotVerified)),
            (Some("ana@other.example"), true, Some(plain), Err(Stranger::LinkFirst)),
            (Some("ana@sub.example.com"), true, Some(plain), Err(Stranger::LinkFirst)),
            (Some(mail), true, Some(Waiting { has_way_in: true, ..plain }), Err(Stranger::LinkFirst)),
            (Some(mail), true, Some(Waiting { has_grants: true, ..plain }), Err(Stranger::LinkFirst)),
            (Some(mail), true, Some(Waiting { is_off: true, ..plain }), Err(Stranger::SwitchedOff)),
            (Some(mail), true, None, Err(Stranger::NoAccount)),
        ] {
            let welcomed = welcome(&provider(), &identity(email, is_verified), waiting);
            assert_eq!(welcomed, expected, "{email:?} {is_verified} {waiting:?}");
        }
    }

    #[test]
    fn who_joins_is_for_the_settings_to_say() {
        for (join, email, expected) in [
            (Join::Invited, "ana@example.com", Err(Stranger::NoAccount)),
            (Join::Domains, "ana@example.com", Ok(Welcome::Create)),
            (Join::Domains, "ana@example.com.evil.example", Err(Stranger::NoAccount)),
            (Join::Domains, "\"ana@example.com\"@evil.example", Err(Stranger::NoAccount)),
            (Join::Anyone, "ana@evil.example", Ok(Welcome::Create)),
        ] {
            let provider = ProviderSettings { join, ..provider() };
            assert_eq!(welcome(&provider, &identity(Some(email), true), None), expected, "{join:?} {email}");
        }
    }

    #[test]
    fn groups_give_each_right_once_and_only_by_their_whole_name() {
        let rule = |group: &str, grants: &[Grant], manages: &[Place], teams: &[&str]| GroupRule {
            group: group.into(),
            grants: grants.to_vec(),
            manages: manages.to_vec(),
            teams: teams.iter().map(|team| (*team).to_owned()).collect(),
        };
        let rules = vec![
            rule("network", &[Grant::NetSec], &[], &["netsec"]),
            rule("staff", &[Grant::NetSec], &[Place::Team("checkout".into())], &["netsec", "checkout"]),
            rule("Network", &[Grant::Admin], &[], &[]),
            rule("net", &[Grant::Admin], &[], &[]),
        ];
        let found = given(&ProviderSettings { rules, ..provider() }, &identity(None, false));

        let expected = vec![(Grant::NetSec, Place::Everything), (Grant::Manager, Place::Team("checkout".into()))];
        assert_eq!(found, Given { grants: expected, teams: vec!["netsec".into(), "checkout".into()] });
    }

    #[test]
    fn a_group_may_be_asked_for() {
        for (wanted, is_in) in
            [(&[][..], true), (&["staff"][..], true), (&["boards", "network"][..], true), (&["boards"][..], false)]
        {
            let require_groups = wanted.iter().map(|group| (*group).to_owned()).collect();
            let provider = ProviderSettings { require_groups, ..provider() };
            assert_eq!(check_groups(&provider, &identity(None, false)).is_ok(), is_in, "{wanted:?}");
        }
    }
}
