//! Who somebody is at GitHub and GitLab, which say so by their API.

use serde::Deserialize;

use super::discovery::fetch;
use super::error::SignInError;
use super::flow::api;
use super::model::{Identity, ProviderSettings};
use crate::outgoing::Client;

/// Lines of a page of GitHub's lists; more pages than a thousand of them nobody has.
const PAGE: usize = 100;
const PAGES: usize = 10;

#[derive(Deserialize)]
struct GitHubUser {
    id: u64,
    login: String,
    name: Option<String>,
}

#[derive(Deserialize)]
struct GitHubMail {
    email: String,
    primary: bool,
    verified: bool,
}

#[derive(Deserialize)]
struct Organisation {
    login: String,
}

#[derive(Deserialize)]
struct GitHubTeam {
    slug: String,
    organization: Organisation,
}

/// Somebody at GitHub. Groups are organisations (`example`) and their teams
/// (`example/platform`).
///
/// # Errors
///
/// [`SignInError::Unreachable`] and [`SignInError::Unfit`].
pub async fn github(settings: &ProviderSettings, client: &Client, token: &str) -> Result<Identity, SignInError> {
    let github = Api { settings, client, token };
    let user: GitHubUser = github.get("/user").await?;
    let mails: Vec<GitHubMail> = github.pages("/user/emails").await?;
    let primary = mails.into_iter().find(|mail| mail.primary);
    let mut groups = Vec::new();
    if settings.all_scopes().contains(&"read:org") {
        let organisations: Vec<Organisation> = github.pages("/user/orgs").await?;
        let teams: Vec<GitHubTeam> = github.pages("/user/teams").await?;
        groups.extend(organisations.into_iter().map(|organisation| organisation.login));
        groups.extend(teams.into_iter().map(|team| format!("{}/{}", team.organization.login, team.slug)));
    }
    Ok(Identity {
        issuer: settings.issuer.clone(),
        subject: user.id.to_string(),
        name: user.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| user.login.clone()),
        label: user.login,
        is_verified: primary.as_ref().is_some_and(|mail| mail.verified),
        email: primary.map(|mail| mail.email),
        groups,
        asked_at: None,
    })
}

#[derive(Deserialize)]
struct GitLabUser {
    id: u64,
    username: String,
    name: String,
    state: String,
    email: Option<String>,
    confirmed_at: Option<String>,
}

#[derive(Deserialize)]
struct GitLabInfo {
    sub: String,
    #[serde(default)]
    groups: Vec<String>,
}

/// Somebody at GitLab. Groups are the full paths of theirs.
///
/// # Errors
///
/// [`SignInError::Unreachable`] and [`SignInError::Unfit`].
pub async fn gitlab(settings: &ProviderSettings, client: &Client, token: &str) -> Result<Identity, SignInError> {
    let gitlab = Api { settings, client, token };
    let user: GitLabUser = gitlab.get("/user").await?;
    if user.state != "active" {
        return Err(SignInError::Refused(format!("the account there is {}", user.state)));
    }
    let info = settings.address("/oauth/userinfo").map_err(|error| SignInError::Unfit(error.to_string()))?;
    let info: GitLabInfo = fetch(client, &info, Some(token)).await?;
    if info.sub != user.id.to_string() {
        return Err(SignInError::BadToken("its groups are somebody else's".to_owned()));
    }
    Ok(Identity {
        issuer: settings.issuer.clone(),
        subject: user.id.to_string(),
        name: user.name,
        label: user.username,
        is_verified: user.email.is_some() && user.confirmed_at.is_some(),
        email: user.email,
        groups: info.groups,
        asked_at: None,
    })
}

struct Api<'a> {
    settings: &'a ProviderSettings,
    client: &'a Client,
    token: &'a str,
}

impl Api<'_> {
    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, SignInError> {
        let url = api(self.settings, path).map_err(|error| SignInError::Unfit(error.to_string()))?;
        fetch(self.client, &url, Some(self.token)).await
    }

    /// A list with all its pages.
    async fn pages<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<Vec<T>, SignInError> {
        let mut all = Vec::new();
        for number in 1..=PAGES {
            let page: Vec<T> = self.get(&format!("{path}?per_page={PAGE}&page={number}")).await?;
            let is_last = page.len() < PAGE;
            all.extend(page);
            if is_last {
                return Ok(all);
            }
        }
        Err(SignInError::Unfit(format!("{path} has more than {PAGES} pages")))
    }
}
