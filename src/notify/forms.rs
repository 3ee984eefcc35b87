//! What somebody wants of their notices, as the form says it.

use super::model::{Choice, NoticeKind};
use super::rules::Hours;
use crate::web::FieldProblem;

/// A choice for each kind, and the hours.
pub type Wants = (Vec<(NoticeKind, Choice)>, Hours);

/// The fields as they were sent, and as they are shown again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsForm {
    /// The choice for each kind, by the kind's word.
    pub choices: Vec<(NoticeKind, String)>,
    /// Whether there are quiet hours.
    pub is_quiet: bool,
    /// From when, as `22:00`.
    pub quiet_from: String,
    /// Until when.
    pub quiet_until: String,
    /// When the digest goes.
    pub digest_at: String,
}

impl SettingsForm {
    /// What is set now.
    pub fn of(choices: Vec<(NoticeKind, Choice)>, hours: Hours) -> Self {
        let (from, until) = hours.quiet.unwrap_or((22 * 60, 7 * 60));
        SettingsForm {
            choices: choices.into_iter().map(|(kind, choice)| (kind, choice.as_str().to_owned())).collect(),
            is_quiet: hours.quiet.is_some(),
            quiet_from: shown(from),
            quiet_until: shown(until),
            digest_at: shown(hours.digest_at),
        }
    }

    /// The fields of a request.
    pub fn read(fields: Vec<(String, String)>) -> Self {
        let mut form = SettingsForm::default();
        for (name, value) in fields {
            match name.as_str() {
                "quiet" => form.is_quiet = value == "yes",
                "quiet_from" => form.quiet_from = value.trim().to_owned(),
                "quiet_until" => form.quiet_until = value.trim().to_owned(),
                "digest_at" => form.digest_at = value.trim().to_owned(),
                name => {
                    if let Some(kind) = NoticeKind::parse(name).filter(|kind| kind.is_chosen()) {
                        form.choices.push((kind, value));
                    }
                }
            }
        }
        form
    }

    /// What the fields say.
    ///
    /// # Errors
    ///
    /// What is wrong, by field.
    pub fn parse(&self) -> Result<Wants, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut choices = Vec::new();
        for (kind, word) in &self.choices {
            match Choice::parse(word) {
                Some(choice) => choices.push((*kind, choice)),
                None => problems.push(FieldProblem::new(kind.as_str(), "choose one of these")),
            }
        }
        let mut minute_of = |field, text: &str| {
            let minute = minute(text);
            if minute.is_none() {
                problems.push(FieldProblem::new(field, "write a time of day, such as 07:30"));
            }
            minute.unwrap_or_default()
        };
        let digest_at = minute_of("digest_at", &self.digest_at);
        let quiet = self
            .is_quiet
            .then(|| (minute_of("quiet_from", &self.quiet_from), minute_of("quiet_until", &self.quiet_until)));
        if problems.is_empty() && quiet.is_some_and(|(from, until)| from == until) {
            problems.push(FieldProblem::new("quiet_until", "quiet ends at another time than it begins"));
        }
        if problems.is_empty() { Ok((choices, Hours { quiet, digest_at })) } else { Err(problems) }
    }
}

fn minute(text: &str) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    let number = |part: &str| part.parse::<i32>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let (hour, minute) = (number(hour)?, number(minute)?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

fn shown(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_they_are_shown() {
        for (text, expected) in [
            ("00:00", Some(0)),
            ("7:30", Some(450)),
            ("23:59", Some(1_439)),
            ("24:00", None),
            ("12:60", None),
            ("", None),
            ("noon", None),
            ("-1:00", None),
        ] {
            assert_eq!(minute(text), expected, "{text}");
        }
        assert_eq!(shown(450), "07:30");
    }

    #[test]
    fn what_is_wrong_is_said_by_field() {
        let form = SettingsForm {
            choices: vec![(NoticeKind::Late, "often".into())],
            is_quiet: true,
            quiet_from: "22:00".into(),
            quiet_until: "late".into(),
            digest_at: "".into(),
        };

        let problems = form.parse().err().unwrap_or_default();

        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["late", "digest_at", "quiet_until"]);
        let same = SettingsForm { quiet_until: "22:00".into(), digest_at: "8:00".into(), choices: vec![], ..form };
        assert_eq!(same.parse().err().unwrap_or_default().len(), 1);
    }
}
