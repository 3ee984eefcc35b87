//! An index that was changed many times answers as one that was made at once.

use std::collections::BTreeMap;

use super::{Answers, Document, Index, Synonyms};
use crate::markdown;

/// Words of the documents; questions have some that no document has, too.
const WORDS: [&str; 24] = [
    "firewall",
    "port",
    "5432",
    "no_proxy",
    "proxy",
    "timeout",
    "connections",
    "refused",
    "certificate",
    "kubernetes",
    "NetworkPolicy",
    "egress",
    "ingress",
    "10.0.0.0/8",
    "database",
    "postgres",
    "lambda",
    "resolver",
    "peering",
    "gateway",
    "subnet",
    "routing",
    "keep-alive",
    "handshake",
];

/// The same numbers on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<_> = (0..count).map(|_| WORDS[self.roll(WORDS.len())]).collect();
        words.join(" ")
    }

    fn document(&mut self, key: &str) -> Document {
        let (length, number) = (3 + self.roll(9), self.roll(400));
        let body = format!(
            "The {}. Rarely seen{number} here.\n\n## On {}\n\n{}. And then {}.\n\n```\n{}\n```\n",
            self.words(length),
            self.words(2),
            self.words(length),
            self.words(4),
            self.words(3)
        );
        Document {
            key: key.into(),
            title: format!("Why {}?", self.words(4)),
            category: self.words(1),
            tags: vec![self.words(1)],
            phrasings: (0..self.roll(4)).map(|_| self.words(5)).collect(),
            outline: markdown::outline(&body),
        }
    }
}

fn ask(index: &Index, text: &str) -> Answers {
    index.search(text, 100).unwrap_or_else(|error| panic!("{error}"))
}

fn assert_same(one: &Index, other: &Index, dice: &mut Dice) {
    for round in 0..60 {
        let length = 1 + dice.roll(6);
        let text = match round % 4 {
            0 => format!("{} firewal", dice.words(length)),
            1 => format!("{} rarely seen{} po", dice.words(length), dice.roll(400)),
            2 => "connexions datbase nobody kuberntes".to_owned(),
            _ => dice.words(length),
        };
        let (one, other) = (ask(one, &text), ask(other, &text));
        assert_eq!(format!("{one:?}"), format!("{other:?}"), "{text}");
    }
}

#[test]
fn a_changed_index_answers_as_a_fresh_one() {
    let empty = || Index::new(Synonyms::parse("fw = firewall")).unwrap_or_else(|error| panic!("{error}"));
    let mut dice = Dice(7);
    let mut kept: BTreeMap<String, Document> = BTreeMap::new();
    let mut index = empty();
    for _ in 0..40 {
        let mut changed: BTreeMap<String, Document> = BTreeMap::new();
        for _ in 0..dice.roll(6) {
            let key = format!("key-{}", dice.roll(90));
            changed.insert(key.clone(), dice.document(&key));
        }
        let mut removed = Vec::new();
        for _ in 0..dice.roll(4) {
            removed.push(format!("key-{}", dice.roll(90)));
        }
        removed.retain(|key| !changed.contains_key(key));
        index = index.update(changed.values().cloned().collect(), &removed).unwrap_or_else(|error| panic!("{error}"));
        removed.iter().for_each(|key| drop(kept.remove(key)));
        kept.extend(changed);
    }

    let fresh = empty().update(kept.into_values().collect(), &[]).unwrap_or_else(|error| panic!("{error}"));
    assert!(ask(&fresh, "firewall").hits.len() > 10);
    assert_same(&index, &fresh, &mut dice);
}

#[test]
fn who_searches_sees_one_moment_whatever_changes() {
    let mut dice = Dice(11);
    let documents: Vec<Document> = (0..300).map(|number| dice.document(&format!("key-{number}"))).collect();
    let empty = Index::new(Synonyms::default()).unwrap_or_else(|error| panic!("{error}"));
    let before = empty.update(documents, &[]).unwrap_or_else(|error| panic!("{error}"));
    let found = format!("{:?}", ask(&before, "firewall timeout"));

    let mut after = before.update(Vec::new(), &["key-1".into()]).unwrap_or_else(|error| panic!("{error}"));
    for number in 0..30 {
        let new = vec![dice.document(&format!("key-{}", number * 10))];
        after = after.update(new, &[format!("key-{}", number * 7)]).unwrap_or_else(|error| panic!("{error}"));
    }

    assert_eq!(format!("{:?}", ask(&before, "firewall timeout")), found);
    assert_ne!(format!("{:?}", ask(&after, "firewall timeout")), found);
    assert_eq!(ask(&empty, "firewall").hits.len(), 0);
}

#[test]
fn where_it_stands_written_is_never_the_sentence_that_answers() {
    let body = "Replies need no rule of their own.\n\nSources: vendor handbook, *Stateful firewall timeout*.\n";
    let document = Document { outline: markdown::outline(body), ..Dice(3).document("key") };
    let empty = Index::new(Synonyms::default()).unwrap_or_else(|error| panic!("{error}"));
    let index = empty.update(vec![document], &[]).unwrap_or_else(|error| panic!("{error}"));

    let answers = ask(&index, "stateful firewall timeout handbook");

    let shown: String = answers.hits[0].sentence.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(shown, "Replies need no rule of their own.");
}
