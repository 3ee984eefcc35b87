//! A small load generator: threads that each keep one connection and ask for
//! the same pages again and again.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Connections at the same time, one thread each.
const CONNECTIONS: usize = 8;

/// What a page took.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Requests answered per second, over all connections.
    pub rate: f64,
    /// Half of the answers took less than this.
    pub p50: Duration,
    /// 99 of 100 answers took less than this.
    pub p99: Duration,
}

/// What is asked for: a path and the cookie of a session, which may be empty.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The address below the base.
    pub path: String,
    /// The value of the `Cookie` header.
    pub cookie: String,
}

impl Ask {
    /// This path, with this `Cookie` header.
    pub fn of(path: &str, cookie: &str) -> Self {
        Ask { path: path.to_owned(), cookie: cookie.to_owned() }
    }
}

/// The body of one answer.
///
/// # Panics
///
/// Where the answer is not 200: a bench of an error page means nothing.
pub fn fetch(address: SocketAddr, ask: &Ask) -> Vec<u8> {
    let mut stream = connect(address);
    let mut buffer = Vec::new();
    let body_at = exchange(&mut stream, &request(address, ask), &mut buffer);
    buffer.split_off(body_at)
}

/// Asks `requests` times in all, for each of `asks` in turn.
///
/// # Panics
///
/// Where a connection fails or an answer is not 200.
pub fn run(address: SocketAddr, asks: &[Ask], requests: usize) -> Load {
    let each = requests.div_ceil(CONNECTIONS);
    let started = Instant::now();
    let threads: Vec<_> = (0..CONNECTIONS)
        .map(|connection| {
            let requests: Vec<Vec<u8>> = asks.iter().map(|ask| request(address, ask)).collect();
            std::thread::spawn(move || {
                let mut stream = connect(address);
                let mut buffer = Vec::new();
                let mut took = Vec::with_capacity(each);
                // Connections begin in different places, so that they don't ask in step.
                for request in requests.iter().cycle().skip(connection * requests.len() / CONNECTIONS).take(each) {
                    let asked = Instant::now();
                    exchange(&mut stream, request, &mut buffer);
                    took.push(asked.elapsed());
                }
                took
            })
        })
        .collect();
    let mut took: Vec<Duration> =
        threads.into_iter().flat_map(|thread| thread.join().expect("a connection goes on")).collect();
    let seconds = started.elapsed().as_secs_f64();
    took.sort_unstable();
    Load { rate: took.len() as f64 / seconds, p50: took[took.len() / 2], p99: took[took.len() * 99 / 100] }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the server listens");
    stream.set_nodelay(true).expect("the socket takes options");
    stream
}

fn request(address: SocketAddr, ask: &Ask) -> Vec<u8> {
    let cookie = if ask.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", ask.cookie) };
    format!("GET {} HTTP/1.1\r\nHost: {address}\r\n{cookie}\r\n", ask.path).into_bytes()
}

/// Sends the request and reads one whole answer into `buffer`; returns where its body starts.
fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> usize {
    stream.write_all(request).expect("the server reads");
    buffer.clear();
    let mut chunk = [0; 64 * 1024];
    loop {
        let count = stream.read(&mut chunk).expect("the server answers");
        assert!(count > 0, "the server closed the connection");
        buffer.extend_from_slice(&chunk[..count]);
        if let Some((body_at, length)) = head(buffer)
            && buffer.len() >= body_at + length
        {
            return body_at;
        }
    }
}

/// Where the body starts and how long it is, once the head has arrived.
fn head(buffer: &[u8]) -> Option<(usize, usize)> {
    let end = buffer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&buffer[..end]).expect("heads are ASCII");
    assert!(head.starts_with("HTTP/1.1 200"), "not a page: {head}");
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(|text| text.trim().to_owned()))
        .and_then(|text| text.parse().ok())
        .expect("pages say how long they are");
    Some((end, length))
}
