//! The questions, which the company writes: `program/pulse.toml`.

use std::collections::HashSet;

use serde::Deserialize;
use toml::Spanned;

use super::model::Audience;
use crate::program::files::ProgramFile;
use crate::web::fold::slug;

/// Questions for one audience; with more the pulse is a survey that nobody fills in.
const QUESTIONS: usize = 3;
/// Characters of a question.
const TEXT: usize = 160;
/// Characters of the words at the ends of the scale, and of a key.
const WORD: usize = 40;

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulseQuestion {
    /// By which answers of one quarter belong to those of another.
    pub key: String,
    /// Whom it is for.
    pub audience: Audience,
    /// What is asked.
    pub text: String,
    /// What 1 means.
    pub low: String,
    /// What 5 means.
    pub high: String,
}

/// All questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PulseQuestions(Vec<PulseQuestion>);

impl PulseQuestions {
    /// Those for one audience, in the order of the file.
    pub fn of(&self, audience: Audience) -> impl Iterator<Item = &PulseQuestion> {
        self.0.iter().filter(move |question| question.audience == audience)
    }

    /// The question of this key for this audience.
    pub fn find(&self, audience: Audience, key: &str) -> Option<&PulseQuestion> {
        self.of(audience).find(|question| question.key == key)
    }

    /// All of them.
    pub fn all(&self) -> &[PulseQuestion] {
        &self.0
    }
}

/// The file. A key that is not here is a fault, so that a typing error is noticed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    question: Vec<Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    key: Spanned<String>,
    #[serde(rename = "for")]
    audience: Spanned<String>,
    text: Spanned<String>,
    low: Spanned<String>,
    high: Spanned<String>,
}

impl ProgramFile for PulseQuestions {
    const NAME: &'static str = "pulse.toml";
    const BUILT_IN: &'static str = include_str!("../../../content/program/pulse.toml");

    fn parse(text: &str) -> Result<Self, Vec<(usize, String)>> {
        let line = |place: usize| text[..place.min(text.len())].bytes().filter(|byte| *byte == b'\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(1, |span| line(span.start));
            vec![(at, error.message().trim().replace('\n', " "))]
        })?;
        let mut faults = Vec::new();
        let mut fault = |at: &Spanned<String>, words: String| faults.push((line(at.span().start), words));
        let (mut questions, mut keys) = (Vec::<PulseQuestion>::new(), HashSet::new());
        for table in &file.question {
            let key = table.key.get_ref();
            if key.is_empty() || *key != slug(key) || key.chars().count() > WORD {
                fault(&table.key, format!("“{key}” can't be a key; take lower-case letters, digits and hyphens"));
            }
            if !keys.insert((table.audience.get_ref().clone(), key.clone())) {
                fault(&table.key, format!("there are two questions “{key}” for the same people"));
            }
            for (field, limit) in [(&table.text, TEXT), (&table.low, WORD), (&table.high, WORD)] {
                let length = field.get_ref().trim().chars().count();
                if length == 0 || length > limit {
                    fault(field, format!("this has {length} characters; 1 to {limit} are allowed"));
                }
            }
            let Some(audience) = Audience::parse(table.audience.get_ref()) else {
                let named = table.audience.get_ref();
                fault(&table.audience, format!("“{named}” answers no questions; take champions or managers"));
                continue;
            };
            if questions.iter().filter(|known| known.audience == audience).count() == QUESTIONS {
                fault(&table.key, format!("more than {QUESTIONS} questions for {} are not asked", audience.as_str()));
            }
            let trimmed = |text: &Spanned<String>| text.get_ref().trim().to_owned();
            questions.push(PulseQuestion {
                key: key.clone(),
                audience,
                text: trimmed(&table.text),
                low: trimmed(&table.low),
                high: trimmed(&table.high),
            });
        }
        if faults.is_empty() { Ok(PulseQuestions(questions)) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(key: &str, audience: &str, text: &str) -> String {
        format!(
            "[[question]]\nkey = \"{key}\"\nfor = \"{audience}\"\ntext = \"{text}\"\nlow = \"no\"\nhigh = \"yes\"\n"
        )
    }

    #[test]
    fn the_file_that_comes_with_the_program_is_read() {
        let questions = PulseQuestions::parse(PulseQuestions::BUILT_IN).expect("it has no fault");

        assert!(questions.of(Audience::Champions).count() >= 2);
        assert!(questions.of(Audience::Managers).count() >= 1);
    }

    #[test]
    fn faults_are_named_with_their_line() {
        let twice = question("time", "champions", "Time?") + &question("time", "champions", "Time?");
        let four: String = ["a", "b", "c", "d"].iter().map(|key| question(key, "managers", "Well?")).collect();
        for (text, line, words) in [
            (question("Time", "champions", "Time?"), 2, "can't be a key"),
            (question("time", "everybody", "Time?"), 3, "champions or managers"),
            (question("time", "champions", " "), 4, "1 to 160"),
            (question("time", "champions", "Time?") + "scale = 7\n", 7, "unknown field"),
            (twice, 8, "two questions"),
            (four, 20, "more than 3"),
            ("[[question]".into(), 1, ""),
        ] {
            let faults = PulseQuestions::parse(&text).expect_err(&text);
            assert_eq!(faults[0].0, line, "{faults:?}\n{text}");
            assert!(faults[0].1.contains(words), "{faults:?}");
        }
    }

    #[test]
    fn no_questions_are_fine_and_nothing_is_asked() {
        assert_eq!(PulseQuestions::parse("# nothing\n"), Ok(PulseQuestions::default()));
    }
}
