//! Requests that no client would send, byte by byte.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Sends these bytes and returns status and whole answer; 0 and nothing where
/// the server just closed.
pub fn raw(address: SocketAddr, bytes: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    // A server that refuses early may close while we still write.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    read_all(stream)
}

/// A request that has arrived but for its last byte.
pub struct Held {
    stream: TcpStream,
    last: u8,
}

impl Held {
    /// Sends these bytes but the last, which is one of the body. The request has
    /// to ask for the connection to be closed.
    pub(super) fn new(address: SocketAddr, bytes: &[u8]) -> Self {
        let (last, others) = bytes.split_last().expect("a request has bytes");
        let mut stream = TcpStream::connect(address).expect("the server listens");
        stream.write_all(others).expect("it takes some bytes");
        Held { stream, last: *last }
    }

    /// Sends the last byte and returns status and whole answer.
    pub fn send(mut self) -> (u16, String) {
        self.stream.write_all(&[self.last]).expect("the server waits for it");
        read_all(self.stream)
    }
}

fn read_all(mut stream: TcpStream) -> (u16, String) {
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, answer)
}
