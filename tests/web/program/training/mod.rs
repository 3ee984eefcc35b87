//! Training: courses, evidence, verification, expiry, versions, paths and certificates.

mod certificate;
mod courses;
mod evidence;
mod expiry;
mod imports;
mod paths;
mod record;
mod versions;

use diesel::prelude::*;
use drawbridge::clock::Day;
use drawbridge::db::keys::{CompletionId, PersonId};
use drawbridge::db::schema::completions;
use drawbridge::program::training::{Audience, NewCompletion, NewCourse, RenewFor, find_course, record_completion};
use drawbridge::program::{Actor, add_course};

use crate::harness::TestApp;

/// A small PDF that readers open.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
/// One pixel.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\x05\xfe\x02\xfe\xdc\xccY\xe7\0\0\0\0IEND\xaeB`\x82";

/// A course that everybody who serves has to have, for a year.
pub fn course(title: &str) -> NewCourse {
    NewCourse {
        title: title.into(),
        provider: "NetSec".into(),
        link: String::new(),
        more_offers: String::new(),
        minutes: 60,
        audience: Audience::serving(),
        valid_months: Some(12),
        pass_mark: None,
        replaces: None,
        renew_for: RenewFor::Nobody,
        renew_by: None,
    }
}

/// Adds it.
pub async fn add(app: &TestApp, new: NewCourse) -> drawbridge::program::Course {
    let now = app.now();
    app.write(move |tx| Ok(add_course(tx, Actor::Trusted(None), now, &new)?)).await
}

/// Records that somebody completed a course, by themselves.
pub async fn completed(app: &TestApp, person: PersonId, slug: &'static str, on: Day) -> CompletionId {
    let now = app.now();
    app.write(move |tx| {
        let course = find_course(tx, slug)?;
        let new = NewCompletion { completed_on: Some(on), ..NewCompletion::default() };
        record_completion(tx, Actor::Trusted(Some(person)), now, person, &course, &new, None)?;
        Ok(())
    })
    .await;
    latest(app).await
}

/// The completion that was recorded last.
pub async fn latest(app: &TestApp) -> CompletionId {
    app.read(|connection| completions::table.order(completions::id.desc()).select(completions::id).first(connection))
        .await
}
