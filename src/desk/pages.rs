//! The first page.

use std::sync::Arc;

use askama::Template;

use super::asked::Asked;
use crate::knowledge::{self, freshness, writing};
use crate::program::terms;
use crate::questions::Waiting;
use crate::web::Shell;

/// The question box first.
#[derive(Template)]
#[template(path = "desk/home.html")]
pub struct HomePage {
    pub shell: Shell,
    /// Questions, nominations and drafts that wait for whoever is signed in.
    pub waiting: Option<(Waiting, terms::Waiting, writing::Desk)>,
    /// The guide for whoever does not know what to ask.
    pub guide: Option<knowledge::Link>,
    /// Articles that wait for them.
    pub articles: freshness::Desk,
    /// What others ask.
    pub asked: Arc<Asked>,
}
