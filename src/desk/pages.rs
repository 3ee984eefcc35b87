//! The first page.

use std::sync::Arc;

use askama::Template;

use super::asked::Asked;
use crate::questions::Waiting;
use crate::web::Shell;

/// The question box first.
#[derive(Template)]
#[template(path = "desk/home.html")]
pub struct HomePage {
    pub shell: Shell,
    /// What waits for whoever is signed in.
    pub waiting: Option<Waiting>,
    /// What others ask.
    pub asked: Arc<Asked>,
}
