//! What every room needs to be seen: routes with a policy, who is looking, the
//! page around a page, forms, assets and the drawing of refusals.

mod address;
pub mod assets;
pub mod confirm;
mod cookies;
pub mod csrf;
pub mod csv;
pub mod fold;
pub mod form;
mod gate;
pub mod guard;
pub mod json;
pub mod moment;
pub mod page;
pub mod policy;
pub mod problem;
pub mod rights;
pub mod route;
pub mod shell;
pub mod site;
mod token;
pub mod upload;
pub mod viewer;
mod watch;

pub use cookies::SESSION_LIFETIME;
pub use cookies::{
    browser_secret, clear_session, clear_step, pulse_secret, said, session_token, set_browser_secret, set_pulse_secret,
    set_said, set_session, set_step, set_theme, step_token,
};
pub use form::{FieldProblem, Form};
pub use gate::Identify;
pub use moment::Moment;
pub use page::{html, page, see_other, see_other_saying};
pub use policy::Policy;
pub use route::{Inputs, Route};
pub use shell::Shell;
pub use site::Site;
pub use token::{TokenHolder, TokenScope};
pub use upload::{SentFile, SentFiles};
pub use viewer::{Grant, Member, Scope, Viewer};
pub use watch::{Sighting, Watch, Watcher};
