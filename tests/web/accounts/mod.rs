//! Signing in and looking after accounts.

use std::time::Duration;

use diesel::prelude::*;
use drawbridge::accounts::Purpose;
use drawbridge::clock::Timestamp;
use drawbridge::db::keys::{InvitationId, PersonId};
use drawbridge::db::schema::invitations;
use drawbridge::web::csrf::hash_token;
use jiff::SignedDuration;

use crate::harness::{TestApp, number_of};

mod admin;
mod again;
mod erasing;
mod erasing_columns;
mod erasing_names;
mod factors;
mod invitation;
mod meanwhile;
mod nodes;
mod own;
mod providers;
mod resets;
mod services;
mod sessions;
mod setup;
mod sign_in;
mod throttle;
mod tokens;

/// Lets this token open a second link beside the one that there is, as two mails
/// or two nodes make them.
async fn second_link(app: &TestApp, token: &'static str) {
    let now = app.now();
    app.write(move |tx| {
        let first = invitations::table.select((invitations::purpose, invitations::person_id, invitations::expires_at));
        let (purpose, person, expires): (Purpose, Option<PersonId>, Timestamp) = first.first(tx)?;
        diesel::insert_into(invitations::table)
            .values((
                invitations::id.eq(InvitationId::generate()),
                invitations::token_hash.eq(hash_token(token)),
                invitations::purpose.eq(purpose),
                invitations::person_id.eq(person),
                invitations::created_at.eq(now),
                invitations::expires_at.eq(expires),
            ))
            .execute(tx)?;
        Ok(())
    })
    .await;
}

/// That the median of how much longer `ask` takes for the mail address of Ana
/// Ruiz, whom `app` knows, than for somebody's it does not is below 5 ms (L05).
/// Between two pairs is the time `rest`.
///
/// A busy machine may spoil a measurement, so there are four; what a site gives
/// away, it does in each.
async fn assert_as_quick(app: &TestApp, rest: SignedDuration, mut ask: impl AsyncFnMut(&str) -> Duration) {
    const KNOWN: &str = "ana.ruiz@example.com";
    let pairs = number_of("DRAWBRIDGE_TEST_PAIRS", 25);
    let mut medians = Vec::new();
    while medians.len() < 4 {
        let mut gaps = Vec::new();
        for number in 0..pairs {
            let unknown = format!("nobody-{}-{number}@example.com", medians.len());
            // Which of them comes first changes, as a machine's mood does.
            let (known, unknown) = if number % 2 == 0 {
                let unknown = ask(&unknown).await;
                (ask(KNOWN).await, unknown)
            } else {
                (ask(KNOWN).await, ask(&unknown).await)
            };
            gaps.push(known.as_secs_f64() - unknown.as_secs_f64());
            app.advance(rest).await;
        }
        gaps.sort_by(f64::total_cmp);
        let median = gaps[gaps.len() / 2] * 1_000.0;
        eprintln!("median gap {median:.3} ms over {pairs} pairs");
        if median.abs() < 5.0 {
            return;
        }
        medians.push(median);
    }
    panic!("medians of {medians:?} ms");
}
