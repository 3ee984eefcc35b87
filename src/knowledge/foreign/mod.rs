//! Markdown that was written for another program (MkDocs, Docusaurus, Hugo, a
//! GitHub wiki, or none): what of it is an article here, and what of it was not
//! understood.

mod blocks;
mod group;
mod kind;
mod links;
mod matter;
mod nav;
mod read;
mod tree;

pub use group::Group;
pub use kind::{Kind, root};

/// Whether a file is written for Drawbridge: its front matter has one of the
/// keys that no other program has. Such a file is read strictly, so that a
/// typing error is noticed; every other one is read for what can be had.
pub fn is_native(text: &str) -> bool {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let Some(rest) = text.strip_prefix("---") else { return false };
    let matter = rest.lines().skip(1).take_while(|line| line.trim_end() != "---").take(400);
    let keys = ["phrasings:", "reviewed_on:", "review_after:"];
    matter.into_iter().any(|line| keys.iter().any(|key| line.starts_with(key)))
}
