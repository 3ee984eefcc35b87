//! What the provider answers.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::KeyPair;
use ring::{digest, hmac};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{CLIENT, Granted, Key, Known, SECRET, Signer, State, Token, key as new_key};
use crate::harness::Mood;

pub(super) fn serve(stream: TcpStream, state: &Mutex<State>, over: &AtomicBool) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let mood = state.lock().expect("no one panics").mood;
    if mood == Mood::Hangs {
        while !over.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(20));
        }
        return None;
    }
    if mood == Mood::Down {
        return None;
    }
    let mut out = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let header = |name: &str| {
        let line =
            head.lines().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)));
        line.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let target = head.split(' ').nth(1)?.to_owned();
    let path = target.split('?').next()?.to_owned();
    let (status, answer) = if mood == Mood::Refuses {
        ("500 Internal Server Error", json!({}))
    } else {
        let fields: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
        state.lock().expect("no one panics").answer(&path, &fields, &header("authorization"))
    };
    let answer = answer.to_string();
    let length = answer.len();
    write!(out, "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{answer}").ok()?;
    out.shutdown(std::net::Shutdown::Both).ok()
}

impl State {
    fn answer(&mut self, path: &str, fields: &HashMap<String, String>, authorization: &str) -> (&'static str, Value) {
        const FINE: &str = "200 OK";
        self.paths.push(path.to_owned());
        let bearer = authorization.strip_prefix("Bearer ").and_then(|token| self.tokens.get(token)).cloned();
        match path {
            "/.well-known/openid-configuration" => (FINE, self.description()),
            "/keys" => (FINE, jwks(&self.keys)),
            "/token" | "/login/oauth/access_token" | "/oauth/token" => match self.redeem(fields, authorization, path) {
                Ok(tokens) => (FINE, tokens),
                Err(word) => ("400 Bad Request", json!({ "error": word })),
            },
            _ => match bearer {
                Some(known) => (FINE, self.say_of(&known, path)),
                None => ("401 Unauthorized", json!({})),
            },
        }
    }

    fn description(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        let mut document = json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/userinfo"),
            "end_session_endpoint": at("/logout"),
            "jwks_uri": at("/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
            "authorization_response_iss_parameter_supported": true,
        });
        if let Some(alter) = &self.describe {
            alter(&mut document);
        }
        document
    }

    /// The tokens for a code: once, to the client that asked for it, at the
    /// address that it named, with the verifier of its challenge.
    fn redeem(
        &mut self,
        fields: &HashMap<String, String>,
        authorization: &str,
        path: &str,
    ) -> Result<Value, &'static str> {
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let basic = authorization.strip_prefix("Basic ").and_then(|text| STANDARD.decode(text).ok());
        let login = basic.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let login =
            login.unwrap_or_else(|| format!("{}:{}", field("client_id"), field("client_secret").replace(' ', "+")));
        if login != format!("{CLIENT}:{}", SECRET.replace(' ', "+")) {
            return Err("invalid_client");
        }
        let Granted { known, query } = self.codes.remove(field("code")).ok_or("invalid_grant")?;
        let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, field("code_verifier").as_bytes()));
        if field("grant_type") != "authorization_code" || field("redirect_uri") != query["redirect_uri"] {
            return Err("invalid_grant");
        }
        if challenge != query["code_challenge"] {
            return Err("invalid_grant");
        }
        let access = format!("canary-access-{}", self.tokens.len() + 1);
        self.tokens.insert(access.clone(), known.clone());
        let mut tokens = json!({ "access_token": access, "token_type": "Bearer", "expires_in": 300 });
        if path == "/token" {
            tokens["id_token"] = json!(self.id_token(&known, &query, &access));
        }
        Ok(tokens)
    }

    fn id_token(&self, known: &Known, query: &HashMap<String, String>, access: &str) -> String {
        let now = self.now.0 / 1_000_000;
        let hash = digest::digest(&digest::SHA256, access.as_bytes());
        let key = self.keys.last().expect("a key");
        let mut token = Token {
            header: json!({ "alg": "ES256", "typ": "JWT", "kid": key.id }),
            claims: json!({
                "iss": self.issuer, "aud": CLIENT, "azp": CLIENT, "sub": known.subject, "nonce": query["nonce"],
                "iat": now, "exp": now + 300, "at_hash": URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]),
                "name": known.name, "email": known.email, "email_verified": known.is_verified, "groups": known.groups,
            }),
            signer: Signer::Own,
        };
        // It says when it asked only where it has to (OpenID Connect Core 1.0, section 2), and it always asks.
        if query.contains_key("max_age") {
            token.claims["auth_time"] = json!(now);
        }
        if let Some(forge) = &self.forge {
            forge(&mut token);
        }
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&token.header), encode(&token.claims));
        let sign = |key: &Key| {
            let signature = key.pair.sign(&SystemRandom::new(), signed.as_bytes()).expect("a signature");
            signature.as_ref().to_vec()
        };
        let signature = match token.signer {
            Signer::Own => sign(key),
            Signer::Stranger => sign(&new_key(0)),
            Signer::Nobody => Vec::new(),
            Signer::Shared(secret) => {
                hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), signed.as_bytes()).as_ref().to_vec()
            }
            Signer::Broken => {
                let mut signature = sign(key);
                signature[7] ^= 1;
                signature
            }
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn say_of(&self, known: &Known, path: &str) -> Value {
        let id: u64 = known.subject.bytes().map(u64::from).sum();
        let login = known.email.split('@').next().unwrap_or_default();
        let mut said = match path {
            "/userinfo" => json!({
                "sub": known.subject, "name": known.name, "email": known.email,
                "email_verified": known.is_verified, "groups": known.groups,
            }),
            "/api/v3/user" => json!({ "id": id, "login": login, "name": known.name }),
            "/api/v3/user/emails" => json!([
                { "email": "other@elsewhere.example", "primary": false, "verified": true },
                { "email": known.email, "primary": true, "verified": known.is_verified },
            ]),
            "/api/v3/user/orgs" => {
                let organisations = known.groups.iter().filter(|group| !group.contains('/'));
                organisations.map(|group| json!({ "login": group })).collect()
            }
            "/api/v3/user/teams" => {
                let teams = known.groups.iter().filter_map(|group| group.split_once('/'));
                teams.map(|(of, slug)| json!({ "slug": slug, "organization": { "login": of } })).collect()
            }
            "/api/v4/user" => json!({
                "id": id, "username": login, "name": known.name, "state": "active", "email": known.email,
                "confirmed_at": known.is_verified.then_some("2026-01-01T00:00:00Z"),
            }),
            "/oauth/userinfo" => json!({ "sub": id.to_string(), "groups": known.groups }),
            _ => json!(null),
        };
        if let Some(alter) = &self.userinfo {
            alter(&mut said);
        }
        said
    }
}

pub(super) fn jwks(keys: &[Key]) -> Value {
    let key = |key: &Key| {
        // An uncompressed point: 4, then both coordinates (SEC 1, section 2.3.3).
        let point = key.pair.public_key().as_ref();
        let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": key.id, "x": part(1..33), "y": part(33..65) })
    };
    json!({ "keys": keys.iter().map(key).collect::<Vec<_>>() })
}
