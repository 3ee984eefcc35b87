//! Proof-reads guides for `content check`.

use std::path::Path;

use super::files::{self, Read};
use super::model::Then;
use crate::clock::Day;
use crate::knowledge::{Fault, Rule};
use crate::markdown;

/// What was found.
#[derive(Debug, Default)]
pub struct GuideProof {
    /// How many files were read.
    pub files: usize,
    /// What has to be mended.
    pub faults: Vec<Fault>,
    /// Guides whose review date has passed.
    pub stale: Vec<Fault>,
}

/// Reads the guides of a folder, or those that come with the program. `knows`
/// says whether there is an article of a slug.
pub fn prove(folder: Option<&Path>, knows: impl Fn(&str) -> bool, today: Day) -> GuideProof {
    let mut proof = GuideProof::default();
    let read: Vec<(String, Read)> = match folder.map(|folder| folder.join("guides")) {
        None => files::read_built_in(),
        Some(folder) => match files::list(&folder) {
            Ok(found) => found.keys().map(|path| (path.display().to_string(), files::read(path))).collect(),
            Err(error) => {
                let message = format!("it can't be read: {error}");
                proof.faults.push(Fault::new(Rule::File, folder.display(), 1, message));
                return proof;
            }
        },
    };
    proof.files = read.len();
    for (file, read) in read {
        let fault = |rule, line, message: String| Fault::new(rule, &file, line, message);
        let known = match read {
            Ok(known) => known,
            Err(faults) => {
                proof.faults.extend(faults);
                continue;
            }
        };
        let lost = known.articles.iter().filter(|article| !knows(&article.name));
        proof.faults.extend(
            lost.map(|article| fault(Rule::Link, article.line, format!("there is no article “{}”", article.name))),
        );
        for end in &known.guide.ends {
            let Then::Advice(text) = &end.then else { continue };
            let links = markdown::outline(text).links;
            let lost = links.iter().filter_map(|link| link.strip_prefix("/faq/"));
            let lost = lost.filter(|rest| !knows(rest.split('#').next().unwrap_or_default()));
            proof.faults.extend(lost.map(|rest| {
                fault(Rule::Link, 1, format!("the end “{}” links to /faq/{rest}, which is no article", end.id))
            }));
        }
        if known.guide.review_after < today {
            proof.stale.push(fault(Rule::Review, 1, format!("to be reviewed since {}", known.guide.review_after)));
        }
    }
    proof
}
