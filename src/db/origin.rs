//! Where a change comes from: carried from the door to the record, so that no
//! action in between has to hand it on.
//!
//! The request's own task knows it; a write hands it to the thread that runs it.

use std::cell::RefCell;
use std::future::Future;

/// Where a change comes from, beside who made it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The address of whoever sent the request; empty where none is known.
    pub address: String,
    /// The name of the API token by which they came; empty for a browser.
    pub token: String,
}

tokio::task_local! {
    static REQUEST: Origin;
}

thread_local! {
    static JOB: RefCell<Option<Origin>> = const { RefCell::new(None) };
}

/// Answers a request: whatever is written meanwhile came from `origin`.
pub async fn within<F: Future>(origin: Origin, answer: F) -> F::Output {
    REQUEST.scope(origin, answer).await
}

/// Where what this thread writes now came from; nothing where the program
/// itself or a command writes.
pub fn current() -> Option<Origin> {
    JOB.with_borrow(Clone::clone)
}

/// What the request that runs now came from.
pub fn of_request() -> Option<Origin> {
    REQUEST.try_with(Clone::clone).ok()
}

/// Runs a job on this thread: what it writes came from `origin`.
pub fn during<T>(origin: Option<&Origin>, job: impl FnOnce() -> T) -> T {
    /// Forgets it after a panic, too: the thread goes on with somebody else's.
    struct Forget;
    impl Drop for Forget {
        fn drop(&mut self) {
            JOB.set(None);
        }
    }
    let _forget = Forget;
    JOB.set(origin.cloned());
    job()
}
