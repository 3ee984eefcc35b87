//! Which column of a file is what: guessed from its header, said by somebody,
//! remembered for next time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::dates::DateOrder;
use crate::web::fold::fold;

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Who: a mail address, a handle, or a whole name.
    Person,
    /// What: a course's title, or the end of its address.
    Course,
    /// When it was completed.
    CompletedOn,
    /// Until when it counts; empty: as the course says, `never`: for good.
    ValidUntil,
    /// Percent.
    Result,
    /// A link or a word.
    Evidence,
    /// What a lead said of it.
    State,
    /// The words that went with it.
    Words,
}

impl Target {
    /// Every target, in the order of forms and of the export.
    pub const ALL: &'static [Target] = &[
        Target::Person,
        Target::Course,
        Target::CompletedOn,
        Target::ValidUntil,
        Target::Result,
        Target::Evidence,
        Target::State,
        Target::Words,
    ];

    /// The name of its column in our own export, and of its field in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Target::Person => "person",
            Target::Course => "course",
            Target::CompletedOn => "completed_on",
            Target::ValidUntil => "valid_until",
            Target::Result => "result",
            Target::Evidence => "evidence",
            Target::State => "state",
            Target::Words => "words",
        }
    }

    /// The target that `text` names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|target| target.as_str() == text)
    }

    /// What the form calls it.
    pub fn label(self) -> &'static str {
        match self {
            Target::Person => "Who",
            Target::Course => "Course",
            Target::CompletedOn => "Completed on",
            Target::ValidUntil => "Counts until",
            Target::Result => "Result in percent",
            Target::Evidence => "Evidence",
            Target::State => "State",
            Target::Words => "Words of the lead",
        }
    }

    /// Whether an import can't do without it.
    pub fn is_needed(self) -> bool {
        matches!(self, Target::Person | Target::Course | Target::CompletedOn)
    }

    /// What other programs call it, the surest first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Target::Person => &[
                "email",
                "e-mail",
                "email address",
                "mail",
                "user email",
                "learner email",
                "employee email",
                "person",
                "username",
                "user name",
                "login",
                "handle",
                "user",
                "learner",
                "employee",
                "participant",
                "full name",
                "name",
            ],
            Target::Course => &[
                "course",
                "course title",
                "course name",
                "title",
                "training",
                "training title",
                "module",
                "activity",
                "learning item",
                "item title",
                "kurs",
            ],
            Target::CompletedOn => &[
                "completed_on",
                "completed on",
                "completion date",
                "completed",
                "date completed",
                "completed date",
                "completed at",
                "completion time",
                "finished",
                "finished on",
                "date",
                "abgeschlossen am",
            ],
            Target::ValidUntil => &[
                "valid_until",
                "valid until",
                "expires",
                "expires on",
                "expiry date",
                "expiration date",
                "expiry",
                "expiration",
                "due for renewal",
            ],
            Target::Result => &[
                "result",
                "score",
                "score (%)",
                "score %",
                "grade",
                "grade (%)",
                "percent",
                "percentage",
                "mark",
                "final score",
            ],
            Target::Evidence => {
                &["evidence", "certificate", "certificate url", "certificate link", "link", "url", "proof"]
            }
            Target::State => &["state"],
            Target::Words => &["words"],
        }
    }
}

/// Which column is what, and how to read them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// The header of each target's column.
    pub columns: BTreeMap<Target, String>,
    /// Which comes first in dates with slashes.
    pub dates: DateOrder,
    /// Whether lines about people or courses that are not here are left out,
    /// where they would be faults.
    pub skip_unknown: bool,
}

impl Mapping {
    /// A guess from the header: each column is taken for one thing at the most.
    pub fn guess(header: &[String]) -> Self {
        let plain: Vec<String> = header.iter().map(|name| fold(name).replace(['_', '-'], " ")).collect();
        let mut columns = BTreeMap::new();
        for target in Target::ALL {
            let fitting = target.names().iter().find_map(|name| {
                let name = name.replace(['_', '-'], " ");
                plain.iter().position(|column| *column == name)
            });
            if let Some(place) = fitting.filter(|place| !columns.values().any(|taken| *taken == header[*place])) {
                columns.insert(*target, header[place].clone());
            }
        }
        Mapping { columns, ..Mapping::default() }
    }

    /// Whether every column that it names is in this header.
    pub fn fits(&self, header: &[String]) -> bool {
        self.columns.values().all(|name| header.contains(name))
    }

    /// As it is stored.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was stored; nothing is mapped where it can't be read.
    pub fn from_text(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_guessed_by_the_names_that_platforms_give_them() {
        for (names, person, course, day, result) in [
            ("person,course,completed_on,valid_until,result", "person", "course", "completed_on", "result"),
            (
                "User Email,Course Name,Completion Date,Score (%)",
                "User Email",
                "Course Name",
                "Completion Date",
                "Score (%)",
            ),
            ("Name,Email,Title,Completed,Grade", "Email", "Title", "Completed", "Grade"),
            ("LEARNER,training,Date_Completed,percentage", "LEARNER", "training", "Date_Completed", "percentage"),
            ("a,b,c", "", "", "", ""),
        ] {
            let mapping = Mapping::guess(&header(names));
            let column = |target| mapping.columns.get(&target).map_or("", String::as_str);
            let guessed = [Target::Person, Target::Course, Target::CompletedOn, Target::Result].map(column);
            assert_eq!(guessed, [person, course, day, result], "{names}");
        }
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let mapping =
            Mapping { dates: DateOrder::Dmy, skip_unknown: true, ..Mapping::guess(&header("email,course,date")) };

        assert_eq!(Mapping::from_text(&mapping.to_text()), mapping);
        assert_eq!(Mapping::from_text("{}"), Mapping::default());
        assert!(mapping.fits(&header("date,course,email,more")) && !mapping.fits(&header("date,course")));
    }
}
