//! The files of a catalogue, and the documents in them.

use std::path::Path;

use super::super::report::{Cell, Fault};
use super::super::table::text_of;
use super::entity::{Document, Entity, Head, Place};
use crate::yaml::yaml_words;

/// Bytes of all files together; each has the limit of an import.
const LIMIT: u64 = 64 * 1024 * 1024;
/// Folders in folders that are looked into.
const DEPTH: usize = 12;

/// One file of a catalogue.
#[derive(Debug, Clone)]
pub struct CatalogueFile {
    /// Its path below the folder that was named; empty where it was named itself.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Reads a file, or all YAML files below a folder, in the order of their names.
/// Links are not followed, and hidden folders are left alone.
///
/// # Errors
///
/// Words that name what can't be read.
pub fn read_files(path: &Path) -> Result<Vec<CatalogueFile>, String> {
    let unreadable = |path: &Path, error: std::io::Error| format!("{} can't be read: {error}", path.display());
    if !path.is_dir() {
        let bytes = std::fs::read(path).map_err(|error| unreadable(path, error))?;
        return Ok(vec![CatalogueFile { name: String::new(), bytes }]);
    }
    let (mut files, mut bytes_in_all, mut folders) = (Vec::new(), 0, vec![(path.to_owned(), 0)]);
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, error))? {
            let entry = entry.map_err(|error| unreadable(&folder, error))?;
            let (kind, full) = (entry.file_type().map_err(|error| unreadable(&folder, error))?, entry.path());
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            let is_yaml = full.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
            if kind.is_dir() && !is_hidden && depth < DEPTH {
                folders.push((full, depth + 1));
            } else if kind.is_file() && is_yaml {
                let bytes = std::fs::read(&full).map_err(|error| unreadable(&full, error))?;
                bytes_in_all += bytes.len() as u64;
                if bytes_in_all > LIMIT {
                    return Err(format!("the files below {} have more than {} MiB", path.display(), LIMIT >> 20));
                }
                let name = full.strip_prefix(path).unwrap_or(&full).to_string_lossy().into_owned();
                files.push(CatalogueFile { name, bytes });
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if files.is_empty() { Err(format!("there is no YAML file below {}", path.display())) } else { Ok(files) }
}

/// The documents of one file.
pub(super) fn entities(file: &CatalogueFile) -> Result<Vec<Entity>, Fault> {
    let here = |mut fault: Fault| {
        fault.file.clone_from(&file.name);
        fault
    };
    let text = text_of(&file.bytes).map_err(here)?;
    documents(text)
        .into_iter()
        .map(|(lines_before, text)| entity(text, Place { file: &file.name, lines_before }).map_err(here))
        .collect()
}

/// The documents of a stream, each with the lines before it. A line that begins
/// with `---` in the first column ends a document wherever it stands (YAML 1.2.2, 9.1.2).
fn documents(text: &str) -> Vec<(u64, &str)> {
    let (mut found, mut start, mut lines_before, mut at) = (Vec::new(), 0, 0, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_mark =
            line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
        if is_mark {
            found.push((lines_before, &text[start..at]));
            (start, lines_before) = (at + line.len(), number as u64 + 1);
        }
        at += line.len();
    }
    found.push((lines_before, &text[start..]));
    let says_something = |text: &str| {
        text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#') && line.trim() != "...")
    };
    found.retain(|(_, text)| says_something(text));
    found
}

fn entity(text: &str, place: Place<'_>) -> Result<Entity, Fault> {
    let broken = |error: serde_saphyr::Error| {
        let line = error.location().map_or(1, |location| location.line());
        Fault::of_line(place.lines_before + line, format!("this entity can't be read: {}", yaml_words(&error)))
    };
    let head: Head = serde_saphyr::from_str(text).map_err(broken)?;
    let (Some(version), Some(kind)) = (&head.api_version, &head.kind) else {
        return Err(Fault::of_line(place.lines_before + 1, "an entity needs apiVersion and kind"));
    };
    if !["Group", "User", "Component"].contains(&kind.value.as_str()) {
        return Ok(Entity::Other);
    }
    check_version(&place.cell("apiVersion", version))?;
    let document: Document = serde_saphyr::from_str(text).map_err(broken)?;
    Ok(match kind.value.as_str() {
        "Group" => Entity::Group(document.group(place)),
        "User" => Entity::User(document.user(place)),
        _ => Entity::Component(document.component(place)),
    })
}

fn check_version(version: &Cell) -> Result<(), Fault> {
    match version.value.as_str() {
        "backstage.io/v1alpha1" | "backstage.io/v1beta1" => Ok(()),
        _ => Err(version.fault("this version of the format is not known; backstage.io/v1alpha1 is")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n03_changed_catalogues() {
        crate::fuzz::hold("catalogues", |bytes| {
            let _ = entities(&CatalogueFile { name: "catalog-info.yaml".into(), bytes: bytes.to_vec() });
        });
    }
}
