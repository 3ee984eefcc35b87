//! Identity providers as the settings name them, and what one of them says of somebody.

use url::Url;

use crate::accounts::SecondFactor;
use crate::clock::Timestamp;
use crate::notify::settings::Secret;
use crate::text_enum;
use crate::web::Grant;

text_enum! {
    /// What is understood at a provider.
    pub enum Kind {
        /// OpenID Connect, found by discovery.
        Oidc = "oidc",
        /// GitHub's OAuth 2.0, and who somebody is by its API.
        GitHub = "github",
        /// The same of GitLab.
        GitLab = "gitlab",
    }
}

impl Kind {
    /// Whether an answer says when the provider asked who somebody is: only
    /// OpenID Connect has a claim for that (`auth_time`). To ask for it is not
    /// enough, because the request goes by the browser, and whoever sits there
    /// can take it out of the address.
    pub fn says_when_it_asked(self) -> bool {
        self == Kind::Oidc
    }

    /// What makes the provider ask who somebody is whom it knows already
    /// (OpenID Connect Core 1.0, section 3.1.2.1; GitLab understands it, too).
    /// GitHub has nothing of the kind: it shows which account it would be.
    pub fn to_ask_again(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Kind::Oidc => &[("prompt", "login"), ("max_age", "0")],
            Kind::GitLab => &[("prompt", "login")],
            Kind::GitHub => &[("prompt", "select_account")],
        }
    }
}

text_enum! {
    /// Who gets in that has no account here yet.
    pub enum Join {
        /// Nobody: an account is made for them first.
        Invited = "invited",
        /// Whoever has a verified mail address of the domains that are listed.
        Domains = "domains",
        /// Whoever the provider lets in.
        Anyone = "anyone",
    }
}

/// What all of sign-in is set to.
#[derive(Debug, Clone)]
pub struct SignInSettings {
    /// The providers, in the order of their file.
    pub providers: Vec<ProviderSettings>,
    /// Whether a mail address and a password let somebody in.
    pub local: bool,
    /// Of whom a second factor is asked who comes by them.
    pub second_factor: SecondFactor,
}

impl Default for SignInSettings {
    fn default() -> Self {
        SignInSettings { providers: Vec::new(), local: true, second_factor: SecondFactor::Optional }
    }
}

/// One provider.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// What it is called in addresses: `/sign-in/with/{key}`.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What is understood there.
    pub kind: Kind,
    /// The issuer exactly as its tokens name it; for GitHub and GitLab, where they are.
    pub issuer: String,
    /// By what it knows this site.
    pub client_id: String,
    /// What proves it; a public client has none.
    pub client_secret: Option<Secret>,
    /// Scopes that are asked for beside the usual ones.
    pub scopes: Vec<String>,
    /// Who gets in that has no account.
    pub join: Join,
    /// The domains of [`Join::Domains`].
    pub domains: Vec<String>,
    /// Domains whose mail addresses it may speak for: an account that waits for
    /// its person is theirs by the address alone.
    pub trusted_domains: Vec<String>,
    /// Whether its mail addresses count as verified where it does not say.
    pub mail_is_verified: bool,
    /// The claim that lists groups.
    pub groups_claim: String,
    /// Groups of which somebody has to be in one to get in; empty: no matter.
    pub require_groups: Vec<String>,
    /// What each group gives.
    pub rules: Vec<GroupRule>,
    /// Hours after which the provider is asked again.
    pub session_hours: u16,
}

/// What whoever is in a group gets here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRule {
    /// The group, as the provider writes it.
    pub group: String,
    /// Rights that hold everywhere.
    pub grants: Vec<Grant>,
    /// What they look after as manager.
    pub manages: Vec<Place>,
    /// Teams that they belong to, by address.
    pub teams: Vec<String>,
}

/// A part of the company, by its address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// All of it.
    Everything,
    /// A department.
    Department(String),
    /// A team.
    Team(String),
}

impl Place {
    /// Reads `everything`, `department:SLUG` or `team:SLUG`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "everything" => Some(Place::Everything),
            Some(("department", slug)) if !slug.is_empty() => Some(Place::Department(slug.to_owned())),
            Some(("team", slug)) if !slug.is_empty() => Some(Place::Team(slug.to_owned())),
            _ => None,
        }
    }
}

impl ProviderSettings {
    /// Everything that is asked for.
    pub fn all_scopes(&self) -> Vec<&str> {
        let wants_groups = !self.rules.is_empty() || !self.require_groups.is_empty();
        let mut all = match self.kind {
            Kind::Oidc => vec!["openid", "profile", "email"],
            Kind::GitHub if wants_groups => vec!["read:user", "user:email", "read:org"],
            Kind::GitHub => vec!["read:user", "user:email"],
            Kind::GitLab => vec!["openid", "read_user"],
        };
        all.extend(self.scopes.iter().map(String::as_str));
        all
    }

    /// An address at the provider: its own, and this path.
    pub fn address(&self, path: &str) -> Result<Url, url::ParseError> {
        Url::parse(&format!("{}{path}", self.issuer.trim_end_matches('/')))
    }
}

/// Who somebody is, in the words of a provider that was believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// Who it is: the same for ever, and nobody else's.
    pub subject: String,
    /// Their name.
    pub name: String,
    /// How they are called there: a login, or a mail address; for their own eyes.
    pub label: String,
    /// Their mail address.
    pub email: Option<String>,
    /// Whether the provider says that the address is theirs.
    pub is_verified: bool,
    /// Groups, organisations and teams.
    pub groups: Vec<String>,
    /// When the provider last asked them who they are, where it says so.
    pub asked_at: Option<Timestamp>,
}

impl Identity {
    /// The part of the mail address behind the `@`, in lower case.
    pub fn domain(&self) -> String {
        let email = self.email.as_deref().unwrap_or_default();
        email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase()).unwrap_or_default()
    }
}
