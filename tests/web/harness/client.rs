//! A visitor: keeps cookies and sends forms as a browser does.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use drawbridge::web::csrf::random_token;
use url::form_urlencoded::Serializer;

use super::{Answer, Held};

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// More than any page of ours has.
const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// A browser of its own. Paths are given below the base, as in `/faq`.
pub struct Client {
    http: awc::Client,
    /// `http://127.0.0.1:PORT`, where requests really go.
    address: String,
    /// The path of the base URL: empty, or `/drawbridge`.
    base: String,
    /// What the browser believes to be at: scheme, host and port.
    origin: String,
    cookies: RefCell<BTreeMap<String, String>>,
    csrf: RefCell<Option<String>>,
}

impl Client {
    pub(super) fn new(address: SocketAddr, base_url: &str) -> Self {
        let url = url::Url::parse(base_url).expect("a base URL");
        Client {
            http: awc::Client::builder().disable_redirects().timeout(PATIENCE).finish(),
            address: format!("http://{address}"),
            base: url.path().trim_end_matches('/').to_owned(),
            origin: url.origin().ascii_serialization(),
            cookies: RefCell::default(),
            csrf: RefCell::default(),
        }
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// Opens a page with headers of the test's own, such as `("HX-Request", "true")`.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, Vec::new()).await
    }

    /// Opens `page`, fills in its form that posts to `action` and sends it, with
    /// everything that the form holds besides. Fields that the form lacks are a fault.
    pub async fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(page).await;
        page.assert_status(StatusCode::OK);
        self.submit_on(&page, action, fields).await
    }

    /// As [`Client::submit`], on a page that was opened before.
    pub async fn submit_on(&self, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        let filled = page.fill_form(&format!("{}{action}", self.base), fields);
        self.post_exactly(action, &filled).await
    }

    /// Posts these fields with a fresh form token and the session's CSRF token,
    /// whatever the page offers: for what no form of ours would send.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf".to_owned(), self.csrf().await), ("once".to_owned(), random_token())];
        all.retain(|(name, _)| !fields.iter().any(|(given, _)| given == name));
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post_exactly(path, &all).await
    }

    /// Posts these fields and nothing else, from a page of ours.
    pub async fn post_exactly(&self, path: &str, fields: &[(String, String)]) -> Answer {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        let origin = self.origin.clone();
        let headers = [("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, &headers, body.into_bytes()).await
    }

    /// As [`Client::submit`], with a file (field, name, bytes), as a browser sends one.
    pub async fn submit_file(
        &self,
        page: &str,
        action: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let page = self.get(page).await;
        page.assert_status(StatusCode::OK);
        let mut filled = page.fill_form(&format!("{}{action}", self.base), fields);
        filled.retain(|(name, _)| name != file.0);
        self.post_file(action, &filled, file).await
    }

    /// Posts these fields and a file, and nothing else, from a page of ours.
    pub async fn post_file(&self, path: &str, fields: &[(String, String)], file: (&str, &str, &[u8])) -> Answer {
        let origin = self.origin.clone();
        self.post_file_with(path, &[("Origin", origin.as_str())], fields, file).await
    }

    /// Posts these fields and a file with these headers, as a script does.
    pub async fn post_file_with(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(String, String)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        const BOUNDARY: &str = "----a-boundary-that-no-test-holds";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (field, name, bytes) = file;
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let headers = [headers, &[("Content-Type", kind.as_str())]].concat();
        self.send(Method::POST, path, &headers, body).await
    }

    /// Begins to post these fields with the session's CSRF token, and keeps the
    /// last byte until the test sends it.
    pub async fn hold_back(&self, path: &str, fields: &[(&str, &str)]) -> Held {
        let token = self.csrf().await;
        let body = Serializer::new(String::new()).append_pair("csrf", &token).extend_pairs(fields).finish();
        let length = body.len().to_string();
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", length.as_str())];
        self.hold_back_with(path, &headers, &body)
    }

    /// As [`Client::hold_back`], with a body of the test's own and headers that say what it is.
    pub fn hold_back_with(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Held {
        let host = self.address.strip_prefix("http://").expect("an address");
        let mut head = format!("POST {}{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n", self.base);
        let cookies = self.cookie_header();
        let cookie = [("Cookie", cookies.as_str())];
        for (name, value) in headers.iter().chain(&cookie).filter(|(_, value)| !value.is_empty()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        Held::new(host.parse().expect("host and port"), format!("{head}\r\n{body}").as_bytes())
    }

    /// Goes where a redirect points.
    pub async fn follow(&self, answer: &Answer) -> Answer {
        let target = answer.location();
        let own = target.strip_prefix(self.base.as_str()).unwrap_or(&target).to_owned();
        self.get(&own).await
    }

    /// Sends anything.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let url = format!("{}{}{path}", self.address, self.base);
        let mut request = self.http.request(method.clone(), &url).no_decompress();
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.insert_header(("Cookie", cookies));
        }
        let sent = if body.is_empty() && method != Method::POST { request.send() } else { request.send_body(body) };
        let mut response = sent.await.unwrap_or_else(|error| panic!("{method} {path} got no answer: {error}"));
        let bytes = response.body().limit(BODY_LIMIT).await.expect("the answer arrives whole");
        let answer = Answer::new(&method, path, &response, bytes.to_vec());
        self.keep_cookies(&answer);
        answer
    }

    /// Posts these fields to a server that may die meanwhile; none where it
    /// did not answer.
    pub async fn try_post(&self, path: &str, fields: &[(String, String)]) -> Option<StatusCode> {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(format!("{}{}{path}", self.address, self.base));
        let request = request.insert_header(("Content-Type", "application/x-www-form-urlencoded"));
        let sent = request.insert_header(("Cookie", self.cookie_header())).send_body(body).await;
        sent.ok().map(|response| response.status())
    }

    /// The value of a cookie, if the browser has it.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Plants a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        self.csrf.borrow_mut().take();
    }

    /// The CSRF token of a page that this visitor sees.
    pub async fn csrf(&self) -> String {
        let known = self.csrf.borrow().clone();
        if let Some(token) = known {
            return token;
        }
        let page = self.get("/sign-in?return=/").await;
        let page = if page.status == StatusCode::SEE_OTHER { self.get("/permissions").await } else { page };
        let token = page.attributes("input[name=csrf]", "value").into_iter().next().unwrap_or_default();
        *self.csrf.borrow_mut() = Some(token.clone());
        token
    }

    fn cookie_header(&self) -> String {
        let cookies = self.cookies.borrow();
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&self, answer: &Answer) {
        for line in answer.headers_named("set-cookie") {
            let (pair, attributes) = line.split_once(';').unwrap_or((&line, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            if attributes.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
            if name.ends_with("drawbridge") {
                self.csrf.borrow_mut().take();
            }
        }
    }
}
