//! N02: visitors who send slowly, or nothing at all.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::harness::TestApp;

/// As many as fit beside the other tests; `DRAWBRIDGE_TEST_SLOW=1000` opens the
/// thousand that the requirement names.
fn visitors() -> usize {
    std::env::var("DRAWBRIDGE_TEST_SLOW").map_or(100, |number| number.parse().expect("a number"))
}

/// When the server closed the connection, at the latest after `patience`.
fn closed_after(stream: &mut TcpStream, began: Instant, patience: Duration) -> Option<Duration> {
    stream.set_read_timeout(Some(patience.saturating_sub(began.elapsed()))).expect("a socket");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).is_ok().then(|| began.elapsed())
}

#[actix_web::test]
async fn n02_slow_visitors_keep_nobody_waiting() {
    let app = TestApp::start().await;
    let began = Instant::now();
    let starts = [&b""[..], b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"POST /sign-in HTTP/1.1\r\nHost: x\r\n"];
    let mut slow: Vec<TcpStream> = (0..visitors())
        .map(|number| {
            let mut stream = TcpStream::connect(app.address).expect("the server listens");
            stream.write_all(starts[number % starts.len()]).expect("it takes some bytes");
            stream
        })
        .collect();

    let visitor = app.anonymous();
    for _ in 0..10 {
        let asked = Instant::now();
        visitor.get("/").await.assert_ok();
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    }

    // A head has ten seconds; the server looks about once a second.
    let closed = actix_web::rt::task::spawn_blocking(move || {
        let ends = slow.iter_mut().map(|stream| closed_after(stream, began, Duration::from_secs(20)));
        ends.collect::<Vec<_>>()
    });
    let closed = closed.await.expect("it does not panic");
    let open = closed.iter().filter(|end| end.is_none()).count();
    assert_eq!(open, 0, "of {} connections still open: {open}", closed.len());
    assert!(closed.iter().flatten().all(|end| *end > Duration::from_secs(5)), "{closed:?}");
    visitor.get("/").await.assert_ok();
}

#[actix_web::test]
async fn n02_a_silent_connection_is_closed_and_a_body_has_half_a_minute() {
    let app = TestApp::start().await;
    let began = Instant::now();
    let connect = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(app.address).expect("the server listens");
        stream.write_all(bytes).expect("it takes some bytes");
        stream
    };
    let mut silent = connect(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    let mut body = connect(
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=",
    );

    let ends = actix_web::rt::task::spawn_blocking(move || {
        let silent = closed_after(&mut silent, began, Duration::from_secs(25));
        (silent, closed_after(&mut body, began, Duration::from_secs(45)))
    });
    let (silent, body) = ends.await.expect("it does not panic");

    let (silent, body) = (silent.expect("it is closed"), body.expect("it is closed"));
    assert!((14..20).contains(&silent.as_secs()), "15 seconds are allowed: {silent:?}");
    assert!((29..40).contains(&body.as_secs()), "30 seconds are allowed: {body:?}");
}
