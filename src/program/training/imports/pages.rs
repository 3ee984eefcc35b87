//! The pages of an import.

use askama::Template;

use super::columns::{Mapping, Target};
use super::dates::DateOrder;
use super::plan::{Effect, Plan, PlannedRow};
use super::table::Fault;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// Lines that the preview shows.
const SHOWN: usize = 25;

/// The form that takes a file.
#[derive(Template)]
#[template(path = "program/training/import.html")]
pub struct StartPage {
    pub shell: Shell,
    pub source: String,
    /// Sources whose columns are remembered.
    pub sources: Vec<String>,
    pub problems: Vec<FieldProblem>,
    /// What is wrong with the file itself.
    pub faults: Vec<Fault>,
    pub name: String,
}

impl StartPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// A file with what its columns are taken for, and what taking it in would do.
#[derive(Template)]
#[template(path = "program/training/preview.html")]
pub struct PreviewPage {
    pub shell: Shell,
    pub id: String,
    pub source: String,
    pub name: String,
    pub header: Vec<String>,
    pub mapping: Mapping,
    pub plan: Option<Plan>,
    pub faults: Vec<Fault>,
}

impl PreviewPage {
    /// Name, label, whether it is needed, and choices of each thing that a column can be.
    fn columns(&self) -> Vec<(String, &'static str, bool, Vec<Choice>)> {
        let column = |target: &Target| {
            let current = self.mapping.columns.get(target).map_or("", String::as_str);
            let named = self.header.iter().filter(|name| !name.is_empty());
            let choices = named.map(|name| Choice::new(name, name, current)).collect();
            (format!("column_{}", target.as_str()), target.label(), target.is_needed(), choices)
        };
        Target::ALL.iter().map(column).collect()
    }

    fn dates(&self) -> Vec<Choice> {
        let current = self.mapping.dates.as_str();
        DateOrder::ALL.iter().map(|order| Choice::new(order.as_str(), order.label(), current)).collect()
    }

    fn shown<'p>(&self, plan: &'p Plan) -> Vec<&'p PlannedRow> {
        // What would change first: that is what somebody wants to look at.
        let mut rows: Vec<&PlannedRow> = plan.rows.iter().filter(|row| row.effect != Effect::Keep).collect();
        rows.extend(plan.rows.iter().filter(|row| row.effect == Effect::Keep));
        rows.truncate(SHOWN);
        rows
    }

    fn more(&self, plan: &Plan) -> usize {
        plan.rows.len().saturating_sub(SHOWN)
    }

    fn changes(&self, plan: &Plan) -> usize {
        plan.count(Effect::Add) + plan.count(Effect::Change)
    }

    fn effect(&self, row: &PlannedRow) -> (&'static str, &'static str) {
        match row.effect {
            Effect::Add => ("open", "new"),
            Effect::Change => ("preflight", "changed"),
            Effect::Keep => ("neutral", "as it is"),
        }
    }

    fn day(&self, row: &PlannedRow) -> String {
        row.new.completed_on.map(crate::clock::Day::words).unwrap_or_default()
    }

    fn result(&self, row: &PlannedRow) -> String {
        row.new.result.map(|result| format!("{result} %")).unwrap_or_default()
    }
}
