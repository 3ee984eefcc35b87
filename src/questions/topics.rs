//! What a question is about: categories and tags of the articles, as somebody
//! names them or as its own words propose.

use std::collections::HashMap;

use super::model::{Topic, TopicKind};
use crate::knowledge::{Article, Shelf};
use crate::web::fold::fold;

/// Topics of one question.
const MOST: usize = 6;
/// Tags that are proposed.
const PROPOSED: usize = 3;

/// Reads topics with commas between: a category by its slug or name, or a tag.
///
/// # Errors
///
/// Words that name what is neither.
pub fn parse(text: &str, shelf: &Shelf) -> Result<Vec<Topic>, String> {
    let mut topics: Vec<Topic> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let is_named = |known: &str| fold(known) == fold(part);
        let category = shelf.categories().iter().find(|one| is_named(&one.slug) || is_named(&one.name));
        let topic = match category {
            Some(category) => Topic { kind: TopicKind::Category, value: category.slug.clone() },
            None if shelf.has_tag(part) => Topic { kind: TopicKind::Tag, value: part.to_owned() },
            None if shelf.has_tag(&fold(part)) => Topic { kind: TopicKind::Tag, value: fold(part) },
            None => return Err(format!("no article has the topic “{}”; leave it out", shortened(part))),
        };
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    if topics.len() > MOST { Err(format!("these are {}; {MOST} are allowed", topics.len())) } else { Ok(topics) }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Topics as [`parse`] reads them.
pub fn words(topics: &[Topic], shelf: &Shelf) -> String {
    let word = |topic: &Topic| match topic.kind {
        TopicKind::Category => shelf.categories().name(&topic.value).unwrap_or(&topic.value).to_owned(),
        TopicKind::Tag => topic.value.clone(),
    };
    topics.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// What a question's words propose, by the articles that they find: the
/// category of most of them, and those of their tags that the words name.
pub fn propose<'a>(found: impl Iterator<Item = &'a Article>, text: &str) -> Vec<Topic> {
    let said = fold(text);
    let said: Vec<&str> = said.split(|letter: char| !letter.is_alphanumeric()).collect();
    let (mut categories, mut tags): (HashMap<&str, (usize, usize)>, Vec<&str>) = (HashMap::new(), Vec::new());
    for (place, article) in found.enumerate() {
        let seen = categories.entry(article.category.as_str()).or_insert((0, place));
        seen.0 += 1;
        tags.extend(article.tags.iter().map(String::as_str).filter(|tag| said.contains(&fold(tag).as_str())));
    }
    // The most frequent; of those, the one that was found first.
    let category = categories.into_iter().max_by_key(|(_, (count, place))| (*count, std::cmp::Reverse(*place)));
    let category = category.map(|(slug, _)| Topic { kind: TopicKind::Category, value: slug.to_owned() });
    let mut topics: Vec<Topic> = category.into_iter().collect();
    for tag in tags {
        let topic = Topic { kind: TopicKind::Tag, value: tag.to_owned() };
        if !topics.contains(&topic) && topics.len() <= PROPOSED {
            topics.push(topic);
        }
    }
    topics
}
