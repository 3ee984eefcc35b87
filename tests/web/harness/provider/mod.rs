//! An identity provider of a test's own. It keeps to the protocol unless the
//! test tells it to break one thing: a claim, a signature, its description.

mod answers;

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use drawbridge::clock::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use serde_json::Value;
use url::Url;

use super::Mood;
use answers::{jwks, serve};

/// By what the site is known there, and what proves it.
pub const CLIENT: &str = "drawbridge";
pub const SECRET: &str = "canary client secret";

/// Somebody whom the provider knows.
#[derive(Debug, Clone)]
pub struct Known {
    pub subject: String,
    pub name: String,
    pub email: String,
    pub is_verified: bool,
    pub groups: Vec<String>,
}

impl Known {
    /// Somebody with a verified address: `Known::named("Ana Ruiz")` is `ana.ruiz@example.com`.
    pub fn named(name: &str) -> Self {
        let login = name.to_lowercase().replace(' ', ".");
        Known {
            subject: format!("subject-of-{login}"),
            name: name.to_owned(),
            email: format!("{login}@example.com"),
            is_verified: true,
            groups: Vec::new(),
        }
    }

    /// In these groups.
    pub fn in_groups(mut self, groups: &[&str]) -> Self {
        self.groups = groups.iter().map(|group| (*group).to_owned()).collect();
        self
    }

    /// With this subject.
    pub fn subject(mut self, subject: &str) -> Self {
        self.subject = subject.to_owned();
        self
    }
}

/// An ID token that is about to be signed.
pub struct Token {
    pub header: Value,
    pub claims: Value,
    pub signer: Signer,
}

/// Who signs.
pub enum Signer {
    /// The provider, with its newest key.
    Own,
    /// Somebody else, under the name of the provider's key.
    Stranger,
    /// Nobody.
    Nobody,
    /// Whoever knows this secret.
    Shared(Vec<u8>),
    /// The provider; then a byte is changed.
    Broken,
}

type Forge = Box<dyn Fn(&mut Token) + Send>;
type Alter = Box<dyn Fn(&mut Value) + Send>;

struct Key {
    id: String,
    pair: EcdsaKeyPair,
}

/// A code that was given out.
struct Granted {
    known: Known,
    query: HashMap<String, String>,
}

struct State {
    issuer: String,
    now: Timestamp,
    keys: Vec<Key>,
    codes: HashMap<String, Granted>,
    tokens: HashMap<String, Known>,
    forge: Option<Forge>,
    describe: Option<Alter>,
    userinfo: Option<Alter>,
    mood: Mood,
    paths: Vec<String>,
    count: usize,
}

/// The provider.
pub struct FakeProvider {
    /// Where it is: `http://127.0.0.1:PORT`.
    pub issuer: String,
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
    stopped: Arc<AtomicBool>,
}

fn key(number: usize) -> Key {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
    Key { id: format!("key-{number}"), pair: pair.expect("the key that was made") }
}

impl FakeProvider {
    /// Starts it, at the instant at which a test's clock stands.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port");
        let issuer = format!("http://{address}");
        let state = Arc::new(Mutex::new(State {
            issuer: issuer.clone(),
            now: Timestamp::parse("2026-11-18T10:00:00Z").expect("a time"),
            keys: vec![key(1)],
            codes: HashMap::new(),
            tokens: HashMap::new(),
            forge: None,
            describe: None,
            userinfo: None,
            mood: Mood::Takes,
            paths: Vec::new(),
            count: 0,
        }));
        let stopped = Arc::new(AtomicBool::new(false));
        let (kept, over) = (Arc::clone(&state), Arc::clone(&stopped));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let (state, over) = (Arc::clone(&kept), Arc::clone(&over));
                std::thread::spawn(move || serve(stream, &state, &over));
            }
        });
        FakeProvider { issuer, address, state, stopped }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no one panics")
    }

    /// Changes each ID token before it is signed.
    pub fn forge(&self, forge: impl Fn(&mut Token) + Send + 'static) {
        self.state().forge = Some(Box::new(forge));
    }

    /// Changes one claim of each ID token; null takes it away.
    pub fn claim(&self, name: &'static str, value: Value) {
        self.forge(move |token| match &value {
            Value::Null => drop(token.claims.as_object_mut().expect("claims").remove(name)),
            value => token.claims[name] = value.clone(),
        });
    }

    /// Changes its description.
    pub fn describe(&self, alter: impl Fn(&mut Value) + Send + 'static) {
        self.state().describe = Some(Box::new(alter));
    }

    /// Changes what it says of somebody beside the ID token.
    pub fn say(&self, alter: impl Fn(&mut Value) + Send + 'static) {
        self.state().userinfo = Some(Box::new(alter));
    }

    /// Signs with another key from now on, and knows the old one no more.
    pub fn rotate(&self) {
        let mut state = self.state();
        let number = state.keys.len() + state.count + 2;
        state.count += 1;
        state.keys = vec![key(number)];
    }

    /// From now on it behaves like this.
    pub fn set(&self, mood: Mood) {
        self.state().mood = mood;
    }

    /// Moves its clock.
    pub fn set_now(&self, now: Timestamp) {
        self.state().now = now;
    }

    /// How often this path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.state().paths.iter().filter(|asked| *asked == path).count()
    }

    /// What the public part of its key is, as anybody can read it.
    pub fn public_key(&self) -> Vec<u8> {
        jwks(&self.state().keys).to_string().into_bytes()
    }

    /// Says at the provider that it is `known`, with the address to which the
    /// site sent the browser; where the provider sends it back to.
    pub fn say_yes(&self, sent_to: &str, known: &Known) -> String {
        let sent = Url::parse(sent_to).expect("an address");
        let query: HashMap<String, String> = sent.query_pairs().into_owned().collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], CLIENT);
        assert_eq!(query["code_challenge_method"], "S256");
        let mut state = self.state();
        state.count += 1;
        let code = format!("code-{}", state.count);
        let mut back = Url::parse(&query["redirect_uri"]).expect("an address");
        back.query_pairs_mut().append_pair("code", &code).append_pair("state", &query["state"]);
        if sent.path() == "/authorize" {
            back.query_pairs_mut().append_pair("iss", &state.issuer);
        }
        state.codes.insert(code, Granted { known: known.clone(), query });
        back.to_string()
    }
}

impl Drop for FakeProvider {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}
