//! A launch at two in the morning, and the question that was marked low.

use drawbridge::clock::Timestamp;
use drawbridge::web::Grant;
use jiff::SignedDuration;

use super::{Company, ask, mail_to};
use crate::harness::{Mail, TestApp, mail_sink, person};

/// Whom the mails reach that name the launch.
fn warned(mails: &[Mail]) -> Vec<&str> {
    let mut to: Vec<&str> =
        mails.iter().filter(|mail| mail.body().contains("Night")).map(|mail| mail.to[0].as_str()).collect();
    to.sort_unstable();
    to
}

#[actix_web::test]
async fn what_is_marked_low_reaches_somebody_before_a_launch_at_two_in_the_morning() {
    let sink = mail_sink();
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let asker = app.sign_in_as(&company.asker).await;
    let analyst = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let lead = app.insert(person().named("Ines Marchetti").granted(Grant::Lead)).await;
    // Wednesday, ten o'clock; the night to Monday has no working hour before it but Friday's.
    let launch: Timestamp = Timestamp::parse("2026-11-23T02:00:00Z").expect("a time");
    let fields = [
        ("title", "Which certificate do we show?"),
        ("urgency", "low"),
        ("launch", "new"),
        ("launch_name", "Night"),
        ("launch_day", "2026-11-23"),
        ("launch_time", "02:00"),
    ];
    let question = ask(&asker, &fields).await;
    asker.get(&question).await.assert_text("marked low").assert_text("is due in 4 days");

    // Its champion hears that it waits for her, and never looks.
    let first = sink.wait_for(1).await;
    assert_eq!((first.len(), first[0].to[0].as_str()), (1, company.champion.email.as_str()));
    app.advance(SignedDuration::from_hours(38)).await;
    let both = [lead.email.as_str(), analyst.email.as_str()];
    let mails = sink.wait_for(3).await;

    assert!(app.now() < launch, "three days before it");
    let mut expected = both.to_vec();
    expected.sort_unstable();
    assert_eq!(warned(&mails), expected);
    app.advance(SignedDuration::from_hours(48)).await;
    assert!(app.now() < launch, "the day before it");
    assert_eq!(warned(&sink.wait_for(5).await).len(), 4, "and again");
    // Somebody looks, in time.
    let netsec = app.sign_in_as(&analyst).await;
    netsec.get("/notifications").await.assert_text("Night");
    netsec.submit(&question, &format!("{question}/answer"), &[("answer", "The new one.")]).await.assert_redirect();
    app.sign_in_as(&lead).await.get("/launches/night").await.assert_text("Ready");
}

#[actix_web::test]
async fn what_a_launch_waits_for_is_not_held_back_past_it() {
    let sink = mail_sink();
    let app = TestApp::with().notify(mail_to(&sink)).start().await;
    let company = Company::found(&app).await;
    let analyst = app.insert(person().named("Kim Oh").granted(Grant::NetSec)).await;
    let (champion, asker) = (app.sign_in_as(&company.champion).await, app.sign_in_as(&company.asker).await);
    let quiet = [("quiet", "yes"), ("quiet_from", "18:00"), ("quiet_until", "08:00"), ("turn", "now")];
    champion.submit("/notifications/settings", "/notifications/settings", &quiet).await.assert_redirect();
    let daily = [("queue", "digest"), ("digest_at", "09:00")];
    app.sign_in_as(&analyst).await.submit("/notifications/settings", "/notifications/settings", &daily).await;
    // Wednesday at eleven in the evening: two launches, one of them in this night.
    app.advance(SignedDuration::from_hours(13)).await;
    for (title, day) in [("Which port is open?", "2026-11-19"), ("Which port is next?", "2026-11-20")] {
        let fields = [
            ("title", title),
            ("urgency", "low"),
            ("launch", "new"),
            ("launch_name", title),
            ("launch_day", day),
            ("launch_time", "02:00"),
        ];
        let question = ask(&asker, &fields).await;
        champion.submit(&question, &format!("{question}/escalation"), &[("why", "New to me.")]).await.assert_redirect();
    }
    app.advance(SignedDuration::from_mins(2)).await;

    let told = |mails: &[Mail]| -> Vec<(String, bool)> {
        let of_holders = mails.iter().filter(|mail| mail.to[0] != company.asker.email);
        of_holders.map(|mail| (mail.to[0].clone(), mail.body().contains("Which port is open?"))).collect()
    };
    let mut heard = told(&sink.wait_for(2).await);
    heard.sort();
    let mut expected = vec![(company.champion.email.clone(), true), (analyst.email.clone(), true)];
    expected.sort();
    assert_eq!(heard, expected, "the launch of the next night can wait until the morning");
}
