//! The first page.

use askama::Template;

use crate::web::Shell;

/// The question box first.
#[derive(Template)]
#[template(path = "desk/home.html")]
pub struct HomePage {
    pub shell: Shell,
}
