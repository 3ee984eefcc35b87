//! All courses together: which replaces which, and which belong to a belt's path.

use std::collections::HashMap;

use super::model::{Course, RenewFor};
use crate::clock::Day;
use crate::db::keys::CourseId;
use crate::program::ladder::{Ladder, Step};

/// Versions that are followed; a chain this long is a loop.
const VERSIONS: usize = 100;

/// The courses, by title.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    courses: Vec<Course>,
    places: HashMap<CourseId, usize>,
    /// The course that replaced this one.
    successors: HashMap<CourseId, CourseId>,
    /// The paths of all levels, then those of levels that are gone.
    paths: Vec<CoursePath>,
    ladder: Ladder,
}

/// The courses of a level, in the order in which they are best taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePath {
    /// The level's key.
    pub key: String,
    /// Its name; the key where the company no longer has it.
    pub name: String,
    /// What it stands for; empty where the company no longer has it.
    pub about: String,
    /// Whether the company no longer has it.
    pub is_gone: bool,
    /// The courses, as their newest versions.
    pub courses: Vec<CourseId>,
}

/// Until when a version before counts as the course of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// The last day.
    pub by: Day,
    /// Whose; the version that asks for it.
    pub of: CourseId,
}

impl Catalogue {
    /// The courses, and the steps of paths in their order: each with the key of
    /// its level on this ladder.
    pub fn new(courses: Vec<Course>, steps: Vec<(String, CourseId)>, ladder: &Ladder) -> Self {
        let places = courses.iter().enumerate().map(|(place, course)| (course.id, place)).collect();
        let successors = courses.iter().filter_map(|course| Some((course.replaces?, course.id))).collect();
        let mut catalogue = Catalogue { courses, places, successors, paths: Vec::new(), ladder: ladder.clone() };
        let path = |step: &Step| CoursePath {
            key: step.key.clone(),
            name: step.name.clone(),
            about: step.about.clone(),
            is_gone: false,
            courses: Vec::new(),
        };
        let mut paths: Vec<CoursePath> = ladder.steps().iter().map(path).collect();
        for (key, course) in steps {
            let newest = catalogue.newest(course);
            let place = paths.iter().position(|path| path.key == key).unwrap_or_else(|| {
                let (name, about) = (key.clone(), String::new());
                paths.push(CoursePath { key, name, about, is_gone: true, courses: Vec::new() });
                paths.len() - 1
            });
            if !paths[place].courses.contains(&newest) {
                paths[place].courses.push(newest);
            }
        }
        catalogue.paths = paths;
        catalogue
    }

    /// Every course, replaced or not, by title.
    pub fn all(&self) -> &[Course] {
        &self.courses
    }

    /// Courses that no newer version replaces, by title.
    pub fn current(&self) -> impl Iterator<Item = &Course> {
        self.courses.iter().filter(|course| !self.successors.contains_key(&course.id))
    }

    /// The course with this key.
    pub fn get(&self, id: CourseId) -> Option<&Course> {
        self.places.get(&id).map(|place| &self.courses[*place])
    }

    /// The course with this address.
    pub fn by_slug(&self, slug: &str) -> Option<&Course> {
        self.courses.iter().find(|course| course.slug == slug)
    }

    /// The course that replaced this one.
    pub fn successor(&self, id: CourseId) -> Option<&Course> {
        self.successors.get(&id).and_then(|next| self.get(*next))
    }

    /// The newest version of a course.
    pub fn newest(&self, id: CourseId) -> CourseId {
        let mut newest = id;
        for _ in 0..VERSIONS {
            match self.successors.get(&newest) {
                Some(next) => newest = *next,
                None => break,
            }
        }
        newest
    }

    /// The paths of all levels, from the first one on; at the end those that are
    /// kept of levels that the company no longer has.
    pub fn paths(&self) -> &[CoursePath] {
        &self.paths
    }

    /// The path to the level with this key.
    pub fn path(&self, key: &str) -> Option<&CoursePath> {
        self.paths.iter().find(|path| path.key == key)
    }

    /// The levels.
    pub fn ladder(&self) -> &Ladder {
        &self.ladder
    }

    /// The versions from `old` up to and without `course`, as renewals on the
    /// way; none where `course` is no later version of `old`.
    pub fn renewals_between(&self, old: CourseId, course: CourseId, is_required: bool) -> Option<Option<Renewal>> {
        let (mut at, mut soonest) = (old, None::<Renewal>);
        for _ in 0..VERSIONS {
            if at == course {
                return Some(soonest);
            }
            let next = self.successor(at)?;
            let asks = match next.renew_for {
                RenewFor::Nobody => false,
                RenewFor::Holders => true,
                RenewFor::Required => is_required,
            };
            if let Some(by) = next.renew_by.filter(|_| asks)
                && soonest.is_none_or(|known| by < known.by)
            {
                soonest = Some(Renewal { by, of: next.id });
            }
            at = next.id;
        }
        None
    }

    /// Whether making `course` the new version of `old` would lead back to it.
    pub fn would_loop(&self, course: CourseId, old: CourseId) -> bool {
        let mut at = Some(old);
        for _ in 0..VERSIONS {
            match at {
                Some(id) if id == course => return true,
                Some(id) => at = self.get(id).and_then(|course| course.replaces),
                None => return false,
            }
        }
        true
    }
}
