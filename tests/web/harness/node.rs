//! A second node beside the site of a test: another server on the same database.

use std::net::{SocketAddr, TcpListener};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use drawbridge::app::{House, NAV};
use drawbridge::db::Db;
use drawbridge::knowledge::Library;
use drawbridge::web::Site;
use url::Url;

use super::app::{hasher, run};
use super::{Client, TestApp};

/// A node of its own: own memory, own connections. Dropping it stops its server.
pub struct Node {
    address: SocketAddr,
    base_url: String,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl TestApp {
    /// Starts another node on this site's database, by the same clock.
    pub fn second_node(&self) -> Node {
        let db = Db::open(&self.database.address).expect("the database takes a second node");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port");
        let base_url = format!("http://{address}");
        let site = Site::new(&Url::parse(&base_url).expect("a base URL"), self.clock.clone(), NAV);
        let library = Library::bare(&site.base).expect("a library");
        let mut house = House::new(db, self.clock.clone(), site, hasher(), library);
        house.seal = self.seal.clone();
        let (server, thread) = run(house, listener, false);
        Node { address, base_url, server, thread: Some(thread) }
    }
}

impl Node {
    /// A visitor of this node.
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, &self.base_url)
    }

    /// The same browser, which comes to this node now.
    pub fn browser_of(&self, client: &Client) -> Client {
        let same = self.anonymous();
        same.set_cookie("drawbridge", &client.cookie("drawbridge").expect("somebody is signed in"));
        same
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.expect("the server's thread ends well");
            }
        }
    }
}
