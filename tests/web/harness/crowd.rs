//! Others who come with passwords, so that who comes behind them waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::rt::task::JoinHandle;
use diesel::prelude::*;
use drawbridge::accounts::Hasher;
use drawbridge::db::schema::sign_in_tries;

use super::TestApp;

/// More than are hashed while a test looks.
const MANY: usize = 400;

/// A queue before the places where passwords are hashed, which are given out in
/// the order in which people come. It goes when it is dropped.
pub struct Crowd(Vec<JoinHandle<()>>);

impl Crowd {
    /// Comes before everybody who comes from now on.
    pub async fn before(hasher: &Hasher) -> Self {
        let standing = Arc::new(AtomicUsize::new(0));
        let one = |_| {
            let (hasher, standing) = (hasher.clone(), Arc::clone(&standing));
            actix_web::rt::spawn(async move {
                standing.fetch_add(1, Ordering::SeqCst);
                let _ = hasher.hash("one of many".to_owned()).await;
            })
        };
        let crowd = Crowd((0..MANY).map(one).collect());
        while standing.load(Ordering::SeqCst) < MANY {
            tokio::task::yield_now().await;
        }
        crowd
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

impl TestApp {
    /// Waits until somebody's password is about to be looked at: their account was
    /// read, and the try counted.
    pub async fn tried(&self) {
        for _ in 0..500 {
            let tries: i64 = self.read(|connection| sign_in_tries::table.count().get_result(connection)).await;
            if tries > 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("nobody has tried");
    }
}
