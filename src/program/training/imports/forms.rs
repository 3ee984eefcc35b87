//! What the forms of an import send.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::columns::{Mapping, Target};
use super::dates::DateOrder;

/// `POST /training/import`, with the file `file`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct StartForm {
    /// Where the file comes from, such as the platform's name.
    pub source: String,
    pub once: String,
}

/// `POST /training/imports/{id}`: `column_person` and so on, each a column's name or empty.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct MappingForm {
    pub dates: String,
    pub skip_unknown: String,
    #[serde(flatten)]
    pub columns: BTreeMap<String, String>,
}

impl MappingForm {
    /// The mapping; a column that the file lacks is found out by the plan.
    pub fn parse(&self) -> Mapping {
        let column = |target: &Target| {
            let name = self.columns.get(&format!("column_{}", target.as_str()))?;
            (!name.is_empty()).then(|| (*target, name.clone()))
        };
        Mapping {
            columns: Target::ALL.iter().filter_map(column).collect(),
            dates: DateOrder::parse(&self.dates).unwrap_or_default(),
            skip_unknown: self.skip_unknown == "yes",
        }
    }
}
