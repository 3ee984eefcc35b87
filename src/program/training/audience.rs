//! For whom a course is required: a small rule, and whom it means.

use std::fmt;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

use crate::db::keys::DepartmentId;
use crate::program::ladder::Rung;
use crate::web::fold::slug;

/// One kind of people.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Who serves a team as champion.
    Champions,
    /// Who serves a team as deputy.
    Deputies,
    /// Everybody in Network Security.
    NetSec,
    /// Who serves a team and is on the way to the level of this key, has it, or
    /// has a higher one. The company's file may have it no longer: then nobody.
    Belt(String),
    /// Who belongs to a team of this department.
    Department(DepartmentId),
}

impl Rule {
    /// The rule that `text` spells.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => match text {
                "champions" => Some(Rule::Champions),
                "deputies" => Some(Rule::Deputies),
                "netsec" => Some(Rule::NetSec),
                _ => None,
            },
            Some(("belt", key)) => (!key.is_empty() && slug(key) == key).then(|| Rule::Belt(key.to_owned())),
            Some(("department", id)) => DepartmentId::parse(id).map(Rule::Department),
            Some(_) => None,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Champions => f.write_str("champions"),
            Rule::Deputies => f.write_str("deputies"),
            Rule::NetSec => f.write_str("netsec"),
            Rule::Belt(belt) => write!(f, "belt:{belt}"),
            Rule::Department(id) => write!(f, "department:{id}"),
        }
    }
}

/// Who has to have a course: whoever any of the rules means; nobody without one.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Audience {
    rules: Vec<Rule>,
    text: String,
}

impl Audience {
    /// Everybody who serves a team.
    pub fn serving() -> Self {
        Self::of(vec![Rule::Champions, Rule::Deputies])
    }

    /// Whoever one of these rules means; each counts once.
    pub fn of(mut rules: Vec<Rule>) -> Self {
        let mut seen = std::collections::HashSet::new();
        rules.retain(|rule| seen.insert(rule.clone()));
        rules.sort_by_key(|rule| match rule {
            Rule::Champions => 0,
            Rule::Deputies => 1,
            Rule::NetSec => 2,
            Rule::Belt(_) => 3,
            Rule::Department(_) => 4,
        });
        let text = rules.iter().map(Rule::to_string).collect::<Vec<_>>().join(" ");
        Audience { rules, text }
    }

    /// The rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether nobody has to have it.
    pub fn is_nobody(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether this person is meant.
    pub fn means(&self, facts: &Facts) -> bool {
        self.rules.iter().any(|rule| match rule {
            Rule::Champions => facts.is_champion,
            Rule::Deputies => facts.is_deputy,
            Rule::NetSec => facts.is_netsec,
            Rule::Belt(belt) => facts.towards.as_ref().is_some_and(|towards| towards.has_come_to(belt)),
            Rule::Department(department) => facts.departments.contains(department),
        })
    }

    /// The rules as they are stored.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn parse(text: &str) -> Option<Self> {
        text.split_whitespace().map(Rule::parse).collect::<Option<Vec<_>>>().map(Self::of)
    }
}

impl<B: Backend> ToSql<Text, B> for Audience
where
    str: ToSql<Text, B>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<B: Backend> FromSql<Text, B> for Audience
where
    String: FromSql<Text, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        Self::parse(&text).ok_or_else(|| format!("“{text}” is no rule of who has to have a course").into())
    }
}

/// What rules ask of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether they serve a team as champion.
    pub is_champion: bool,
    /// Whether they serve a team as deputy.
    pub is_deputy: bool,
    /// Whether they are in Network Security.
    pub is_netsec: bool,
    /// The departments of their teams.
    pub departments: Vec<DepartmentId>,
    /// The level that is next for them; none but for those who serve.
    pub towards: Option<Rung>,
}

impl Facts {
    /// Whether they serve a team.
    pub fn serves(&self) -> bool {
        self.is_champion || self.is_deputy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ladder::{Ladder, Step};

    #[test]
    fn rules_are_read_as_they_are_written() {
        let department = DepartmentId::generate();
        let text = format!("champions deputies netsec belt:green department:{department}");

        let audience = Audience::parse(&text);

        assert_eq!(audience.as_ref().map(Audience::as_str), Some(text.as_str()));
        assert_eq!(Audience::parse("").map(|audience| audience.is_nobody()), Some(true));
        for wrong in ["everybody", "belt:", "belt:Pink belt", "department:here", "team:x"] {
            assert_eq!(Audience::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_rule_means_its_people_alone() {
        let department = DepartmentId::generate();
        let step = |key: &str| Step { key: key.into(), name: key.into(), about: String::new() };
        let ladder = Ladder::new(["white", "yellow", "green"].map(step).into());
        let belt = |key: &str| Rule::Belt(key.into());
        let champion = Facts { is_champion: true, towards: ladder.after(Some(0)), ..Facts::default() };
        let deputy = Facts { is_deputy: true, towards: ladder.after(None), ..Facts::default() };
        let analyst = Facts { is_netsec: true, ..Facts::default() };
        let member = Facts { departments: vec![department], ..Facts::default() };
        for (rules, meant) in [
            (vec![], [false, false, false, false]),
            (vec![Rule::Champions], [true, false, false, false]),
            (vec![Rule::Champions, Rule::Deputies], [true, true, false, false]),
            (vec![Rule::NetSec], [false, false, true, false]),
            (vec![belt("white")], [true, true, false, false]),
            (vec![belt("yellow")], [true, false, false, false]),
            (vec![belt("green")], [false, false, false, false]),
            (vec![belt("gone")], [false, false, false, false]),
            (vec![Rule::Department(department)], [false, false, false, true]),
            (vec![Rule::Department(DepartmentId::generate())], [false, false, false, false]),
        ] {
            let audience = Audience::of(rules.clone());
            let said = [&champion, &deputy, &analyst, &member].map(|facts| audience.means(facts));
            assert_eq!(said, meant, "{rules:?}");
        }
    }
}
