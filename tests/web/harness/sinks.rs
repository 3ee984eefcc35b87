//! Receivers of a test's own: a mail server and a place in chat that write down
//! what they get, and can be told to be down, to refuse or to hang.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a receiver behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It takes what comes.
    Takes,
    /// It closes each connection at once.
    Down,
    /// It says no, for good.
    Refuses,
    /// It says no, for now.
    Later,
    /// It never says anything.
    Hangs,
    /// It takes what comes, and goes before it says so.
    ForgetsToAnswer,
}

/// A mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Whom the envelope named.
    pub to: Vec<String>,
    /// The message, headers and all, with line ends of Unix.
    pub text: String,
}

impl Mail {
    /// The value of a header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\n\n").next().unwrap_or_default().replace("\n ", " ").replace("\n\t", " ");
        let found = head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        found.unwrap_or_default()
    }

    /// Its body with the line ends of quoted-printable taken out.
    pub fn body(&self) -> String {
        let body = self.text.split_once("\n\n").map(|(_, body)| body).unwrap_or_default();
        body.replace("=\n", "").replace("=3D", "=")
    }
}

/// Talks on one connection and keeps what comes; it ends with the connection.
type Serve<T> = fn(TcpStream, Mood, &dyn Fn(T)) -> Option<()>;

/// What a receiver got so far.
struct Shared<T> {
    got: Mutex<Vec<T>>,
    mood: Mutex<Mood>,
    connections: AtomicUsize,
    stopped: AtomicBool,
}

/// A receiver on a port of its own.
pub struct Sink<T> {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared<T>>,
}

impl<T: Clone + Send + 'static> Sink<T> {
    fn start(serve: Serve<T>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port");
        let shared = Arc::new(Shared {
            got: Mutex::default(),
            mood: Mutex::new(Mood::Takes),
            connections: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let kept = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if kept.stopped.load(Ordering::SeqCst) {
                    return;
                }
                kept.connections.fetch_add(1, Ordering::SeqCst);
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || {
                    let mood = *kept.mood.lock().expect("no one panics");
                    let _ = stream.set_read_timeout(Some(PATIENCE));
                    if mood == Mood::Hangs {
                        while !kept.stopped.load(Ordering::SeqCst) {
                            std::thread::sleep(Duration::from_millis(20));
                        }
                    } else if mood != Mood::Down {
                        // It ends when the other side does.
                        let _ = serve(stream, mood, &|one| kept.got.lock().expect("no one panics").push(one));
                    }
                });
            }
        });
        Sink { address, shared }
    }

    /// From now on it behaves like this.
    pub fn set(&self, mood: Mood) {
        *self.shared.mood.lock().expect("no one panics") = mood;
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// What it got so far.
    pub fn got(&self) -> Vec<T> {
        self.shared.got.lock().expect("no one panics").clone()
    }

    /// What it got, once it is so many; fewer where they don't come.
    pub async fn wait_for(&self, count: usize) -> Vec<T> {
        let started = Instant::now();
        while self.got().len() < count && started.elapsed() < PATIENCE {
            actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        }
        self.got()
    }

    /// Waits until somebody has connected so often.
    pub async fn wait_for_connections(&self, count: usize) {
        let started = Instant::now();
        while self.connections() < count {
            assert!(started.elapsed() < PATIENCE, "{} connections, not {count}", self.connections());
            actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl<T> Drop for Sink<T> {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for somebody to come.
        let _ = TcpStream::connect(self.address);
    }
}

/// A mail server.
pub fn mail_sink() -> Sink<Mail> {
    Sink::start(converse)
}

/// A conversation, with as many messages as the other side sends.
fn converse(stream: TcpStream, mood: Mood, keep: &dyn Fn(Mail)) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream);
    let (mut to, mut line) = (Vec::new(), String::new());
    out.write_all(b"220 sink ready\r\n").ok()?;
    loop {
        line.clear();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let verb = line.trim_end().to_ascii_uppercase();
        let said = match verb.split([' ', ':']).next().unwrap_or_default() {
            "RCPT" if mood == Mood::Refuses => "550 no such mailbox here",
            "RCPT" if mood == Mood::Later => "451 try again later",
            "RCPT" => {
                to.push(line.trim_end()[8..].trim_matches(['<', '>']).to_owned());
                "250 fine"
            }
            "DATA" => {
                out.write_all(b"354 go on\r\n").ok()?;
                keep(Mail { to: std::mem::take(&mut to), text: read_text(&mut lines)? });
                if mood == Mood::ForgetsToAnswer {
                    return out.shutdown(std::net::Shutdown::Both).ok();
                }
                "250 taken"
            }
            "QUIT" => return out.write_all(b"221 bye\r\n").ok(),
            _ => "250 fine",
        };
        out.write_all(format!("{said}\r\n").as_bytes()).ok()?;
    }
}

/// A message up to the dot that ends it.
fn read_text(lines: &mut BufReader<TcpStream>) -> Option<String> {
    let (mut text, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line).trim_end_matches("\r\n"));
        text.push('\n');
    }
}

/// A request that chat got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The path.
    pub path: String,
    /// The key that stays the same where it is sent again.
    pub key: String,
    /// The body.
    pub body: serde_json::Value,
}

/// A place in chat, or several by their paths.
pub fn chat_sink() -> Sink<Posted> {
    Sink::start(take_post)
}

fn take_post(stream: TcpStream, mood: Mood, keep: &dyn Fn(Posted)) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let header = |name: &str| {
        let found = head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        found.unwrap_or_default()
    };
    let mut body = vec![0; header("content-length").parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    let status = match mood {
        Mood::Refuses => "410 Gone",
        Mood::Later => "503 Service Unavailable",
        _ => "200 OK",
    };
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    if mood != Mood::ForgetsToAnswer {
        write!(out, "HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok").ok()?;
    }
    let _ = out.shutdown(std::net::Shutdown::Both);
    let posted = Posted { path, key: header("idempotency-key"), body: serde_json::from_slice(&body).ok()? };
    if matches!(mood, Mood::Takes | Mood::ForgetsToAnswer) {
        keep(posted);
    }
    Some(())
}
