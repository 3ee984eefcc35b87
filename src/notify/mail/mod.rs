//! Mail: how a message is written, and how it gets to the server.

mod letter;
mod session;

pub use letter::{Letter, Line, domain_of};
pub use session::{Sent, Session};
