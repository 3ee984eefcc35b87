//! What training shows beside the courses that all champions learn: a course of
//! one department with results and files, a new version, paths, and what ends soon.

use actix_web::web::Bytes;

use super::company::{Company, working_hour};
use super::{DemoError, held};
use crate::accounts::Person;
use crate::clock::Day;
use crate::db::Tx;
use crate::error::AppError;
use crate::files::{Kept, check};
use crate::program::belts::Belts;
use crate::program::files::ProgramFile;
use crate::program::training::{Audience, CompletionState, NewCompletion, RenewFor, Rule, ValidUntil, save_path};
use crate::program::{self, Actor, Course, NewCourse};
use crate::web::SentFile;
use crate::web::fold::slug;

/// Courses of the path to each level of `belts.toml`, in order.
const PATHS: &[(&str, &[&str])] = &[
    ("white", &["Network security basics", "Reviewing a network change"]),
    ("yellow", &["Threat modelling in an hour", "Policy as code in practice"]),
    ("green", &["Incident response for champions", "Kubernetes network policies"]),
    ("black", &["TLS and certificates, hands on"]),
];

/// What is so in Payments: days until it ends, result, what a lead said, the words of it.
type Told = (i32, i32, CompletionState, &'static str);
const CARDS: &[Told] = &[
    (12, 92, CompletionState::Recorded, ""),
    (330, 65, CompletionState::Verified, ""),
    (5, 88, CompletionState::Verified, ""),
    (27, 81, CompletionState::Verified, ""),
    (54, 95, CompletionState::Verified, ""),
    (-21, 84, CompletionState::Verified, ""),
    (301, 90, CompletionState::Returned, "The certificate is somebody else's. Please hand in yours."),
    (210, 97, CompletionState::Verified, ""),
    (-3, 80, CompletionState::Verified, ""),
];

/// Lives it.
pub(super) fn live(tx: &mut Tx, company: &Company, courses: &[(Course, i32)]) -> Result<(), DemoError> {
    let lead = Actor::Trusted(Some(company.lead.id));
    let ladder = Belts::parse(Belts::BUILT_IN).unwrap_or_default().ladder();
    for (belt, titles) in PATHS {
        let slugs: Vec<String> = titles.iter().map(|title| slug(title)).collect();
        held(save_path(tx, lead, company.founded.start_utc(), &ladder, belt, &slugs, None))?;
    }
    learn_cards(tx, company)?;
    let Some((old, _)) = courses.iter().find(|(course, _)| course.title == "Secure use of the cloud network") else {
        return Ok(());
    };
    let second = NewCourse {
        title: "Secure use of the cloud network, second edition".into(),
        more_offers: "Security Academy\thttps://academy.example.com/cloud-network".into(),
        replaces: Some(old.id),
        renew_for: RenewFor::Required,
        renew_by: Some(company.today.plus_days(24)),
        ..copy_of(old)
    };
    held(program::add_course(tx, lead, working_hour(company.today.plus_days(-6), 9), &second)).map(drop)
}

fn copy_of(course: &Course) -> NewCourse {
    NewCourse {
        title: course.title.clone(),
        provider: course.provider.clone(),
        link: course.link.clone(),
        more_offers: course.more_offers.clone(),
        minutes: course.minutes,
        audience: course.audience.clone(),
        valid_months: course.valid_months,
        pass_mark: course.pass_mark,
        replaces: None,
        renew_for: RenewFor::Nobody,
        renew_by: None,
    }
}

/// A course of one department, with a mark: some passed, some did not, some handed in a file.
fn learn_cards(tx: &mut Tx, company: &Company) -> Result<(), DemoError> {
    let Some(checkout) = company.teams.iter().find(|life| life.team.name == "Checkout") else { return Ok(()) };
    let payments = checkout.team.department_id;
    let lead = Actor::Trusted(Some(company.lead.id));
    let new = NewCourse {
        title: "Card data on the wire".into(),
        provider: "Security Academy".into(),
        link: "https://academy.example.com/card-data".into(),
        more_offers: "NetSec\thttps://learn.example.com/card-data-evening".into(),
        minutes: 60,
        audience: Audience::of(vec![Rule::Department(payments)]),
        valid_months: Some(12),
        pass_mark: Some(80),
        replaces: None,
        renew_for: RenewFor::Nobody,
        renew_by: None,
    };
    let course = held(program::add_course(tx, lead, company.founded.start_utc(), &new))?;
    let first = std::iter::once(checkout);
    let others =
        company.teams.iter().filter(|life| life.team.department_id == payments && life.team.id != checkout.team.id);
    let people = first.chain(others).flat_map(|life| &life.people);
    for (person, told) in people.zip(CARDS) {
        tell(tx, company, &course, person, *told)?;
    }
    Ok(())
}

fn tell(
    tx: &mut Tx,
    company: &Company,
    course: &Course,
    person: &Person,
    (ends_in, result, state, words): Told,
) -> Result<(), DemoError> {
    let last = company.today.plus_days(ends_in);
    let day = last.plus_days(1).plus_months(-12);
    let new = NewCompletion {
        completed_on: Some(day),
        result: Some(result),
        valid_until: ValidUntil::Day(last),
        state: Some(state),
        words: words.into(),
        ..NewCompletion::default()
    };
    let file = match state {
        CompletionState::Verified => None,
        _ => Some(certificate(&person.name, day, result)?),
    };
    let by = if state == CompletionState::Recorded { person.id } else { company.lead.id };
    let at = working_hour(day.max(company.founded), 17);
    let actor = Actor::Trusted(Some(by));
    held(program::record_completion(tx, actor, at, person.id, course, &new, file.as_ref())).map(drop)
}

/// A page that a learning platform could have made.
fn certificate(name: &str, day: Day, result: i32) -> Result<Kept, DemoError> {
    let plain: String = name.chars().filter(|c| c.is_ascii_alphabetic() || *c == ' ').collect();
    let text = format!(
        "BT /F1 24 Tf 72 720 Td (Card data on the wire) Tj /F1 16 Tf 0 -40 Td ({plain}) Tj 0 -28 Td ({day}, {result} %) Tj ET"
    );
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let (mut pdf, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (number, object) in (1..).zip(objects) {
        places.push(pdf.len());
        pdf.push_str(&format!("{number} 0 obj{object}endobj\n"));
    }
    let table = pdf.len();
    let entries: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    pdf.push_str(&format!(
        "xref\n0 6\n0000000000 65535 f \n{entries}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    ));
    let sent = SentFile {
        field: "file".into(),
        name: format!("card-data-{}.pdf", slug(name)),
        bytes: Bytes::from(pdf),
        is_too_large: false,
    };
    let checked = check(&sent).map_err(|problem| DemoError::Refused(AppError::Internal(problem.to_string())))?;
    Ok(Kept::in_database(checked))
}
