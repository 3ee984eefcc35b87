//! The groups of a catalogue as teams and departments.
//!
//! A group that other groups belong to is a department, and a team as well
//! where it has people of its own; one without groups of its own is a team.
//! A team's department is the group that it belongs to.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::report::{Cell, Fault};
use super::super::teams::TeamRow;
use super::entity::Group;
use crate::program::own_slug;

/// The department of teams that belong to no group.
const NO_PARENT: &str = "Company";

/// All groups, by the name that others refer to them by.
pub(super) struct Groups {
    groups: BTreeMap<String, Group>,
    /// The group that each belongs to, by itself or because a parent lists it.
    parents: HashMap<String, String>,
    /// Those that others belong to.
    with_children: HashSet<String>,
    /// Those that have people.
    with_people: HashSet<String>,
}

impl Groups {
    /// The groups, and the references to them that users make.
    pub(super) fn of<'a>(all: Vec<Group>, references: impl Iterator<Item = &'a Cell>) -> Result<Self, Fault> {
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for group in all {
            let key = group.name.value.to_lowercase();
            if let Some(first) = groups.get(&key) {
                let words = format!("line {} has a group of this name already", first.name.line);
                return Err(group.name.fault(words));
            }
            groups.insert(key, group);
        }
        let mut parents = HashMap::new();
        for (key, group) in &groups {
            if let Some(parent) = &group.parent {
                parents.insert(key.clone(), known(&groups, parent)?);
            }
            for child in &group.children {
                let child_key = known(&groups, child)?;
                if parents.get(&child_key).is_some_and(|parent| parent != key) {
                    return Err(child.fault("this group belongs to another group as well"));
                }
                parents.insert(child_key, key.clone());
            }
        }
        let with_children = parents.values().cloned().collect();
        let named = groups.iter().filter(|(_, group)| !group.members.is_empty()).map(|(key, _)| key.clone());
        let with_people = named.chain(references.map(|reference| plain(&reference.value).to_lowercase())).collect();
        let groups = Groups { groups, parents, with_children, with_people };
        groups.refuse_loops()?;
        Ok(groups)
    }

    fn refuse_loops(&self) -> Result<(), Fault> {
        for (start, group) in &self.groups {
            let (mut at, mut way) = (start, vec![group.name.value.as_str()]);
            while let Some(parent) = self.parents.get(at) {
                way.push(&self.groups[parent].name.value);
                if parent == start {
                    let place = group.parent.as_ref().unwrap_or(&group.name);
                    return Err(
                        place.fault(format!("these groups belong to each other in a circle: {}", way.join(", ")))
                    );
                }
                if way.len() > self.groups.len() {
                    // A circle further up; it is named from one of its own groups.
                    break;
                }
                at = parent;
            }
        }
        Ok(())
    }

    /// A row for each group that is a team. What a group is called may change;
    /// its own name is its address here.
    pub(super) fn team_rows(&self) -> Result<Vec<TeamRow>, Fault> {
        let teams = self.groups.iter().filter(|(key, _)| self.is_team(key));
        Ok(teams
            .map(|(key, group)| {
                let department = match self.parents.get(key) {
                    Some(parent) => Some(&self.groups[parent]),
                    None => Some(group).filter(|_| self.with_children.contains(key)),
                };
                TeamRow {
                    name: shown(group).clone(),
                    address: Some(group.name.with(&own_slug(&group.name.value, "team"))),
                    department: department.map_or_else(|| group.name.with(NO_PARENT), |group| shown(group).clone()),
                    department_address: department
                        .map(|group| group.name.with(&own_slug(&group.name.value, "department"))),
                    chat: None,
                }
            })
            .collect())
    }

    fn is_team(&self, key: &str) -> bool {
        !self.with_children.contains(key) || self.with_people.contains(key)
    }

    /// The name of the team that a reference means: `team-a`, `group:team-a`,
    /// `group:default/team-a`. None where it is a department or not a group.
    pub(super) fn team_of(&self, reference: &Cell) -> Result<Option<&str>, Fault> {
        if reference.value.to_lowercase().starts_with("user:") {
            return Ok(None);
        }
        let key = known(&self.groups, reference)?;
        Ok(self.is_team(&key).then(|| shown(&self.groups[&key]).value.as_str()))
    }

    /// The teams whose groups name this user as a member.
    pub(super) fn naming<'a>(&'a self, user: &'a str) -> impl Iterator<Item = (&'a Cell, &'a str)> {
        self.groups.values().flat_map(move |group| {
            let members = group.members.iter().filter(move |member| plain(&member.value).eq_ignore_ascii_case(user));
            members.map(|member| (member, shown(group).value.as_str()))
        })
    }
}

fn shown(group: &Group) -> &Cell {
    group.title.as_ref().unwrap_or(&group.name)
}

fn known(groups: &BTreeMap<String, Group>, reference: &Cell) -> Result<String, Fault> {
    let key = plain(&reference.value).to_lowercase();
    if groups.contains_key(&key) {
        return Ok(key);
    }
    Err(reference.fault("there is no such group in the catalogue"))
}

/// A reference without its kind and namespace: `[kind:][namespace/]name`.
fn plain(reference: &str) -> &str {
    let rest = reference.trim();
    let rest = rest.split_once(':').map_or(rest, |(_, rest)| rest);
    rest.rsplit('/').next().unwrap_or(rest)
}
