//! Who looks after which article.

use crate::db::keys::PersonId;
use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Member};

/// Who may say of every article that it is still right.
pub const OVERSEES: &[Grant] = &[Grant::NetSec, Grant::Lead, Grant::Admin];

/// Whether `member` may review an article, settle reports on it, and see what
/// readers said: those who oversee all, and the author of one that was
/// published here.
pub fn may_review(member: &Member, author: Option<PersonId>) -> bool {
    OVERSEES.iter().any(|grant| member.has(*grant)) || author == Some(member.id)
}

/// Whether an article stands on the desk of `member`: their own, and for
/// Network Security whatever no person owns.
pub fn is_theirs(member: &Member, author: Option<PersonId>) -> bool {
    match author {
        Some(author) => author == member.id,
        None => member.has(Grant::NetSec),
    }
}

/// What is decided here, for the page that says who may do what.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let author = cast.person;
    vec![Right::new("Say that an article is still right, and settle reports on it", move |member| {
        may_review(member, Some(author))
    })]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_review_and_whose_desk_it_stands_on() {
        let author = Member::sample(&[]);
        for (grants, is_author, may, theirs, theirs_of_files) in [
            (vec![], false, false, false, false),
            (vec![], true, true, true, false),
            (vec![Grant::Manager], false, false, false, false),
            (vec![Grant::NetSec], false, true, false, true),
            (vec![Grant::Lead], false, true, false, false),
            (vec![Grant::Admin], false, true, false, false),
        ] {
            let mut member = Member::sample(&grants);
            if is_author {
                member.id = author.id;
            }
            let case = format!("{grants:?} {is_author}");
            assert_eq!(may_review(&member, Some(author.id)), may, "{case}");
            assert_eq!(is_theirs(&member, Some(author.id)), theirs, "{case}");
            assert_eq!(is_theirs(&member, None), theirs_of_files, "{case}");
        }
    }
}
