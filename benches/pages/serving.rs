//! The program itself with a large folder: when it answers, when it is whole,
//! and what it takes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long is waited for an answer.
const PATIENCE: Duration = Duration::from_secs(600);

/// What a start came to.
pub struct Started {
    /// Until a page was answered.
    pub answers: Duration,
    /// Until every article was served.
    pub whole: Duration,
    /// Memory once all is served, in kilobytes.
    pub resident: u64,
}

/// Starts the program with these articles, and stops it again.
///
/// # Panics
///
/// Where it does not start: there is nothing to measure then.
pub fn start(data: &Path, articles: Option<&Path>) -> Started {
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawbridge"));
    command.args(["serve", "--bind", "127.0.0.1:0", "--data"]).arg(data);
    if let Some(articles) = articles {
        command.arg("--content").arg(articles);
    }
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut child = Stopped(child);
    // It goes on to say things, so the pipe has to stay open.
    let mut out = BufReader::new(child.0.stdout.take().expect("its output is read"));
    let mut line = String::new();
    out.read_line(&mut line).expect("it says where it is");
    let (_, address) = line.trim_end().rsplit_once("http://").expect("it names its address");
    let address: SocketAddr = address.trim_end_matches('/').parse().expect("its address is one");
    wait(address, "/faq/do-i-need-to-open-a-port");
    let answers = started.elapsed();
    wait(address, "/readyz");
    let whole = started.elapsed();
    // What was gathered while reading is given back by and by.
    std::thread::sleep(Duration::from_secs(2));
    Started { answers, whole, resident: resident(child.0.id()) }
}

/// Memory of a process, in kilobytes, where the system tells.
pub fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Asks until the answer is 200.
fn wait(address: SocketAddr, path: &str) {
    let asked = Instant::now();
    while !answers(address, path).unwrap_or(false) {
        assert!(asked.elapsed() < PATIENCE, "{path} is not answered");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn answers(address: SocketAddr, path: &str) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}

/// A process that ends with its measurement.
struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
