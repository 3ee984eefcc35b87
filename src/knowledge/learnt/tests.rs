//! What learning does to the search, measured with questions whose answer is known.

use std::collections::BTreeMap;

use crate::knowledge::score::{Tally, measure, read};
use crate::knowledge::{Library, Slug};

#[test]
fn what_is_learnt_is_found_and_takes_nothing_from_what_was_found() {
    let library = Library::open("", None).unwrap_or_else(|error| panic!("{error}"));
    let voices = read(include_str!("../../../tests/search/voices.tsv")).unwrap_or_else(|words| panic!("{words}"));
    let others = read(include_str!("../../../tests/search/dev.tsv")).unwrap_or_else(|words| panic!("{words}"));
    let nothing = read(include_str!("../../../tests/search/nothing.tsv")).unwrap_or_else(|words| panic!("{words}"));
    let taught: Vec<_> =
        voices.into_iter().filter(|one| one.query.split_whitespace().count() <= 30).step_by(2).collect();
    let score =
        |questions: &[_]| -> Tally { measure(&library, questions).unwrap_or_else(|error| panic!("{error}")).total };
    let before = (score(&taught), score(&others), score(&nothing));

    let mut learnt: BTreeMap<Slug, Vec<String>> = BTreeMap::new();
    for question in &taught {
        let slug = question.slugs.first().and_then(|slug| Slug::parse(slug)).unwrap_or_else(|| panic!("{question:?}"));
        learnt.entry(slug).or_default().push(question.query.clone());
    }
    let mut layers = library.layers();
    learnt.into_iter().for_each(|(slug, words)| layers.learn(slug, words));
    library.fill(&mut layers).unwrap_or_else(|error| panic!("{error}"));
    drop(layers);

    let after = (score(&taught), score(&others), score(&nothing));
    assert!(after.0.first > before.0.first && after.0.first * 100 >= taught.len() * 97, "{} {}", before.0, after.0);
    assert!(after.1.first >= before.1.first && after.1.withheld <= before.1.withheld, "{} {}", before.1, after.1);
    assert!(after.2.said_no + 2 >= before.2.said_no, "{} {}", before.2, after.2);
}
