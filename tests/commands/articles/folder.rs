//! Guides of a folder that is laid over: they win, are followed, and a broken
//! one takes nothing else down.

use std::time::{Duration, Instant};

use crate::harness::Client;
use crate::harness::binary::{Folder, Serving};

const GUIDE: &str = include_str!("../../../content/guides/do-i-need-to-open-a-port.toml");

/// Twice what is promised, for a machine that does other things.
const PATIENCE: Duration = Duration::from_secs(20);

async fn wait_for(client: &Client, path: &str, words: &str) -> Duration {
    let started = Instant::now();
    while !client.get(path).await.text().contains(words) {
        assert!(started.elapsed() < PATIENCE, "{path} lacks “{words}”: {}", client.get(path).await);
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    }
    started.elapsed()
}

#[actix_web::test]
async fn a_guide_of_the_folder_wins_and_is_followed_and_a_broken_one_is_left_out() {
    let folder = Folder::new();
    folder.write("content/guides/do-i-need-to-open-a-port.toml", &GUIDE.replacen("Who starts", "Which side starts", 1));
    let (data, content) = (folder.path("data"), folder.path("content"));
    let serving = Serving::start(&["--data", &data, "--content", &content]);
    let reader = serving.client();
    let path = "/guides/do-i-need-to-open-a-port";

    reader.get(path).await.assert_ok().assert_text("Which side starts the connection?");
    folder.write("content/guides/our-own.toml", &GUIDE.replace("Do I need", "Does our robot need"));
    let took = wait_for(&reader, "/guides", "Does our robot need to open a port?").await;
    assert!(took < Duration::from_secs(5), "{took:?}");

    folder.write("content/guides/our-own.toml", &GUIDE.replacen("to = \"destination\"", "to = \"nowhere\"", 1));
    let started = Instant::now();
    while reader.get("/guides/our-own").await.status == 200 {
        assert!(started.elapsed() < PATIENCE, "the broken guide is still there");
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    }
    reader.get(path).await.assert_ok().assert_text("Which side starts the connection?");
    reader.get("/guides/my-connection-fails").await.assert_ok();
    reader.get("/faq/connection-refused").await.assert_ok();
    assert!(serving.log().contains("our-own.toml") && serving.log().contains("nowhere"), "{}", serving.log());
    reader.get("/guides").await.assert_no_text("nowhere");

    std::fs::remove_file(folder.path("content/guides/do-i-need-to-open-a-port.toml")).unwrap();
    wait_for(&reader, path, "Who starts the connection?").await;
}
