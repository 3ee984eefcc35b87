//! The one client of requests that leave. It follows no redirect, uses no proxy
//! of the environment, and looks at each address before it connects.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Request, Response, StatusCode};
use url::Url;

use super::reach::{Reach, Refused};

/// How long a request may take, from the name to the last byte (N05).
const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read (N05).
const ANSWER_LIMIT: usize = 1024 * 1024;

/// Sends requests. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    reach: Arc<Reach>,
}

/// What came back to a request, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The head.
    pub headers: HeaderMap,
    /// What it says.
    pub body: Vec<u8>,
}

/// What came back to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// How long the receiver asks to be left alone.
    pub retry_after: Option<SignedDuration>,
    /// What it says; the first mebibyte.
    pub body: String,
}

/// Why nothing came back. None of the words holds the address itself, which may
/// be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It may not be written to.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It can't be reached, or did not answer in time.
    #[error("{0}")]
    Unreachable(String),
}

impl Client {
    /// A client that reaches what `reach` lists, and believes the authorities of
    /// the web and these, in PEM.
    ///
    /// # Errors
    ///
    /// Words that say what is wrong with the authorities.
    pub fn new(reach: Reach, authorities: &[u8]) -> Result<Self, String> {
        let reach = Arc::new(reach);
        let mut builder = reqwest::Client::builder()
            .use_rustls_tls()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(TIMEOUT)
            .connect_timeout(TIMEOUT)
            .user_agent(concat!("Drawbridge/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(Checked(Arc::clone(&reach))));
        if !authorities.is_empty() {
            let known = reqwest::Certificate::from_pem_bundle(authorities).map_err(|error| words_of(&error))?;
            for authority in known {
                builder = builder.add_root_certificate(authority);
            }
        }
        let http = builder.build().map_err(|error| words_of(&error))?;
        Ok(Client { http, reach })
    }

    /// The same client, which also goes to the origins of these addresses by https.
    /// Where their names may lead stays as it is.
    #[must_use]
    pub fn reaching<'u>(&self, more: impl IntoIterator<Item = &'u Url>) -> Self {
        let mut reach = Reach::clone(&self.reach);
        more.into_iter().filter(|url| url.scheme() == "https").for_each(|url| reach.allow(url));
        Client { http: self.http.clone(), reach: Arc::new(reach) }
    }

    /// Whether an address may be written to, before its name is looked up.
    ///
    /// # Errors
    ///
    /// [`Refused`].
    pub fn check(&self, url: &Url) -> Result<(), Refused> {
        self.reach.check(url)
    }

    /// Sends a request and reads all that comes back.
    ///
    /// # Errors
    ///
    /// [`Failure`]; also where the answer breaks off or has more than a mebibyte.
    pub async fn send(&self, request: Request) -> Result<Answer, Failure> {
        self.reach.check(request.url())?;
        let mut answer = self.http.execute(request).await.map_err(|error| self.failure(error))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let (body, ended) = read(&mut answer).await;
        match ended {
            Ended::Whole => Ok(Answer { status, headers, body }),
            Ended::TooLong => Err(Failure::Unreachable(format!("the answer has more than {ANSWER_LIMIT} bytes"))),
            Ended::Broken(error) => Err(self.failure(error)),
        }
    }

    /// Asks for JSON, in the name of a token where there is one.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`].
    pub async fn get_json(&self, url: &Url, token: Option<&str>) -> Result<Answer, Failure> {
        let mut request = Request::new(reqwest::Method::GET, url.clone());
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(token) = token {
            let value = HeaderValue::from_str(&format!("Bearer {token}"));
            let mut value = value.map_err(|_| Failure::Unreachable("the token holds a control character".into()))?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        self.send(request).await
    }

    /// Posts JSON. `key` stays the same where the same is sent again.
    ///
    /// # Errors
    ///
    /// [`Failure`]; nothing was sent where it is [`Failure::Refused`].
    pub async fn post_json(&self, url: &Url, key: &str, body: Vec<u8>) -> Result<Reply, Failure> {
        self.reach.check(url)?;
        let request = self
            .http
            .post(url.clone())
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .header("Idempotency-Key", key)
            .body(body);
        let mut answer = request.send().await.map_err(|error| self.failure(error))?;
        let (status, retry_after) = (answer.status().as_u16(), retry_after(answer.headers()));
        // What it says is for people who look for a fault: an answer that breaks
        // off is an answer.
        let (body, _) = read(&mut answer).await;
        Ok(Reply { status, retry_after, body: String::from_utf8_lossy(&body).into_owned() })
    }

    fn failure(&self, error: reqwest::Error) -> Failure {
        let mut next: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(cause) = next {
            if let Some(refused) = cause.downcast_ref::<Refused>() {
                return Failure::Refused(refused.clone());
            }
            next = cause.source();
        }
        Failure::Unreachable(words_of(&error.without_url()))
    }
}

/// How an answer came to its end.
enum Ended {
    Whole,
    /// It went on behind the limit.
    TooLong,
    Broken(reqwest::Error),
}

/// What an answer says, up to the limit.
async fn read(answer: &mut Response) -> (Vec<u8>, Ended) {
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => {
                let room = ANSWER_LIMIT - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return (body, Ended::TooLong);
                }
            }
            Ok(None) => return (body, Ended::Whole),
            Err(error) => return (body, Ended::Broken(error)),
        }
    }
}

/// The innermost cause, which says most.
fn words_of(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if cause.to_string().contains("operation timed out") {
        return format!("no answer within {} seconds", TIMEOUT.as_secs());
    }
    cause.to_string()
}

/// Seconds that a receiver asks for (RFC 9110, section 10.2.3); a date is not
/// understood and means our own pause.
fn retry_after(headers: &HeaderMap) -> Option<SignedDuration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse::<u32>().ok()?;
    Some(SignedDuration::from_secs(i64::from(seconds)))
}

/// Looks a name up, and gives only addresses that may be connected to: the
/// connection is made to one of these and to no other.
#[derive(Debug)]
struct Checked(Arc<Reach>);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = Arc::clone(&self.0);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let mut refused = None;
            let mut fine = Vec::new();
            for address in found {
                match reach.check_address(name.as_str(), address.ip()) {
                    Ok(()) => fine.push(address),
                    Err(error) => refused = Some(error),
                }
            }
            match refused.filter(|_| fine.is_empty()) {
                Some(error) => Err(error.into()),
                None => Ok(Box::new(fine.into_iter()) as Addrs),
            }
        })
    }
}
