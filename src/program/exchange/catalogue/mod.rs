//! A Backstage catalogue: its groups as teams and departments, its users as
//! people, its components as services and repositories.
//!
//! Source of the format: "Descriptor Format of Catalog Entities" of the
//! Backstage documentation, `backstage.io/v1alpha1` (and `v1beta1` of older
//! files), kinds Group, User and Component. Other kinds are counted and left.

mod entity;
mod groups;
mod read;

use entity::{Component, Entity, Group, User};
pub use read::{CatalogueFile, read_files};

use super::belongings::{BelongingRow, take_belongings};
use super::leavers::List;
use super::people::{PersonRow, take_people};
use super::report::{Cell, ChangeKind, Fault, ImportError, Report, Way};
use super::teams::take_teams;
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::belongings::BelongingKind;

/// Takes in everything that the files of a catalogue say, in one go.
///
/// # Errors
///
/// As [`super::import_people`].
pub fn import_catalogue(tx: &mut Tx, now: Timestamp, files: &[CatalogueFile], way: Way) -> Result<Report, ImportError> {
    let catalogue = Catalogue::read(files)?;
    let mut report = Report::default();
    report.join(take_teams(tx, now, &catalogue.groups.team_rows()?, Vec::new(), way)?);
    report.join(take_people(tx, now, List::Catalogue, &catalogue.people()?, Vec::new(), way)?);
    let (services, repositories) = catalogue.belongings()?;
    report.join(take_belongings(tx, now, BelongingKind::Service, &services, Vec::new(), way)?);
    report.join(take_belongings(tx, now, BelongingKind::Repository, &repositories, Vec::new(), way)?);
    if catalogue.left_alone > 0 {
        report.push(ChangeKind::Note, format!("{} entities of other kinds were left alone", catalogue.left_alone));
    }
    way.end(report)
}

/// What the files hold.
struct Catalogue {
    groups: groups::Groups,
    users: Vec<User>,
    components: Vec<Component>,
    left_alone: usize,
}

impl Catalogue {
    fn read(files: &[CatalogueFile]) -> Result<Self, Fault> {
        let (mut all, mut users, mut components, mut left_alone) = (Vec::<Group>::new(), Vec::new(), Vec::new(), 0);
        for file in files {
            for entity in read::entities(file)? {
                match entity {
                    Entity::Group(group) => all.push(group),
                    Entity::User(user) => users.push(user),
                    Entity::Component(component) => components.push(component),
                    Entity::Other => left_alone += 1,
                }
            }
        }
        let groups = groups::Groups::of(all, users.iter().flat_map(|user| &user.member_of))?;
        Ok(Catalogue { groups, users, components, left_alone })
    }

    /// The users, each with the teams that it or a group names.
    fn people(&self) -> Result<Vec<PersonRow>, Fault> {
        self.users
            .iter()
            .map(|user| {
                let mut teams = Vec::new();
                for reference in &user.member_of {
                    teams.extend(self.groups.team_of(reference)?.map(|name| reference.with(name)));
                }
                for (group, name) in self.groups.naming(&user.name.value) {
                    if !teams.iter().any(|team: &Cell| team.value == name) {
                        teams.push(group.with(name));
                    }
                }
                let email = user.email.clone().ok_or_else(|| {
                    user.name.fault("this user has no spec.profile.email, and people are known by their address")
                })?;
                let name = user.display_name.clone().unwrap_or_else(|| user.name.clone());
                Ok(PersonRow { name, email, chat: Cell::default(), teams: Some(teams) })
            })
            .collect()
    }

    /// The components that a group owns, and their repositories; what a person owns has no team.
    fn belongings(&self) -> Result<(Vec<BelongingRow>, Vec<BelongingRow>), Fault> {
        let (mut services, mut repositories) = (Vec::new(), Vec::<BelongingRow>::new());
        for component in &self.components {
            let Some(owner) = &component.owner else { continue };
            let Some(team) = self.groups.team_of(owner)? else { continue };
            let team = owner.with(team);
            if let Some(repository) = &component.repository {
                // Several components of one repository: the first one's team has it.
                if !repositories.iter().any(|row| row.name.value.eq_ignore_ascii_case(&repository.value)) {
                    repositories.push(BelongingRow { name: repository.clone(), team: team.clone(), link: None });
                }
            }
            services.push(BelongingRow { name: component.name.clone(), team, link: None });
        }
        Ok((services, repositories))
    }
}
