//! The entities that are understood, with the place of each value.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::super::report::Cell;

/// What one document of a file says.
#[derive(Debug)]
pub(super) enum Entity {
    Group(Group),
    User(User),
    Component(Component),
    /// Another kind; nothing of it is taken.
    Other,
}

/// A group of people: a team, or what teams belong to.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// `metadata.name`, by which others refer to it.
    pub name: Cell,
    /// The name that people see, where there is another.
    pub title: Option<Cell>,
    pub parent: Option<Cell>,
    pub children: Vec<Cell>,
    pub members: Vec<Cell>,
}

/// A person.
#[derive(Debug, Clone)]
pub(super) struct User {
    pub name: Cell,
    pub display_name: Option<Cell>,
    pub email: Option<Cell>,
    pub member_of: Vec<Cell>,
}

/// Something that runs, or a library.
#[derive(Debug, Clone)]
pub(super) struct Component {
    pub name: Cell,
    pub owner: Option<Cell>,
    /// `owner/name` or an address, from the annotations.
    pub repository: Option<Cell>,
}

/// Only enough of a document to know what it is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Head {
    pub api_version: Option<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
}

/// A whole document of one of the three kinds; keys that are not named are left alone.
#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub metadata: Metadata,
    #[serde(default)]
    pub spec: Spec,
}

#[derive(Debug, Deserialize)]
pub(super) struct Metadata {
    pub name: Spanned<String>,
    pub title: Option<Spanned<String>>,
    #[serde(default)]
    pub annotations: Annotations,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Annotations {
    #[serde(rename = "github.com/project-slug")]
    pub github: Option<Spanned<String>>,
    #[serde(rename = "gitlab.com/project-slug")]
    pub gitlab: Option<Spanned<String>>,
    #[serde(rename = "backstage.io/source-location")]
    pub source: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Spec {
    #[serde(default)]
    pub profile: Profile,
    pub parent: Option<Spanned<String>>,
    #[serde(default)]
    pub children: Vec<Spanned<String>>,
    #[serde(default)]
    pub members: Vec<Spanned<String>>,
    #[serde(default)]
    pub member_of: Vec<Spanned<String>>,
    pub owner: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    pub display_name: Option<Spanned<String>>,
    pub email: Option<Spanned<String>>,
}

/// Where a document stands: its file, and the lines before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub file: &'a str,
    pub lines_before: u64,
}

impl Place<'_> {
    pub(super) fn cell(self, column: &str, value: &Spanned<String>) -> Cell {
        Cell {
            file: self.file.to_owned(),
            line: self.lines_before + value.referenced.line(),
            column: column.to_owned(),
            value: value.value.clone(),
        }
    }

    fn cells(self, column: &str, values: &[Spanned<String>]) -> Vec<Cell> {
        values.iter().map(|value| self.cell(column, value)).collect()
    }

    fn optional(self, column: &str, value: Option<&Spanned<String>>) -> Option<Cell> {
        value.map(|value| self.cell(column, value)).filter(|cell| !cell.value.trim().is_empty())
    }
}

impl Document {
    pub(super) fn group(&self, place: Place<'_>) -> Group {
        let shown = place.optional("spec.profile.displayName", self.spec.profile.display_name.as_ref());
        Group {
            name: place.cell("metadata.name", &self.metadata.name),
            title: shown.or_else(|| place.optional("metadata.title", self.metadata.title.as_ref())),
            parent: place.optional("spec.parent", self.spec.parent.as_ref()),
            children: place.cells("spec.children", &self.spec.children),
            members: place.cells("spec.members", &self.spec.members),
        }
    }

    pub(super) fn user(&self, place: Place<'_>) -> User {
        User {
            name: place.cell("metadata.name", &self.metadata.name),
            display_name: place.optional("spec.profile.displayName", self.spec.profile.display_name.as_ref()),
            email: place.optional("spec.profile.email", self.spec.profile.email.as_ref()),
            member_of: place.cells("spec.memberOf", &self.spec.member_of),
        }
    }

    pub(super) fn component(&self, place: Place<'_>) -> Component {
        let notes = &self.metadata.annotations;
        let slug = notes.github.as_ref().or(notes.gitlab.as_ref());
        let source = place.optional("metadata.annotations", notes.source.as_ref());
        Component {
            name: place.cell("metadata.name", &self.metadata.name),
            owner: place.optional("spec.owner", self.spec.owner.as_ref()),
            repository: place
                .optional("metadata.annotations", slug)
                .or_else(|| source.and_then(|cell| repository(&cell))),
        }
    }
}

/// `url:https://host/owner/name/tree/…` without what is not the repository.
fn repository(source: &Cell) -> Option<Cell> {
    let address = url::Url::parse(source.value.trim().strip_prefix("url:")?).ok()?;
    let path = address.path().split("/-/").next()?.split("/tree/").next()?.split("/blob/").next()?;
    let path = path.trim_matches('/').trim_end_matches(".git");
    (path.contains('/')).then(|| source.with(path))
}
