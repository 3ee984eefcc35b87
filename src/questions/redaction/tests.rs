//! What is found, what is proposed, and what a decision does.

use super::*;

fn body(text: &str) -> Texts {
    Texts { body: text.to_owned(), ..Texts::default() }
}

fn known() -> Known {
    let person = |name: &str, role: &str, is_capital| KnownName {
        name: name.into(),
        role: role.into(),
        is_person: true,
        is_capital,
    };
    Known {
        names: vec![
            person("Ana Ruiz", "the champion", false),
            person("ana-ruiz", "the champion", false),
            person("Ana", "the champion", true),
            person("Bo O'Neil", "the asker", false),
            KnownName { name: "Checkout".into(), role: "the team".into(), is_person: false, is_capital: false },
        ],
    }
}

fn found(text: &str) -> Vec<(FindKind, String)> {
    scan(&body(text), &known()).into_iter().map(|find| (find.kind, find.text)).collect()
}

#[test]
fn what_should_not_leave_is_found_by_its_shape() {
    use FindKind::{Address, Host, Mail, Name, Person, Secret};
    for (text, expected) in [
        ("Ask Ana Ruiz.", vec![(Person, "Ana Ruiz")]),
        ("ask ana ruiz, or @ana-ruiz", vec![(Person, "ana ruiz"), (Person, "@ana-ruiz")]),
        ("Ana's rule, in the analysis of an ana log", vec![(Person, "Ana")]),
        ("Bo O’Neil and bo.o'neil", vec![(Person, "Bo O’Neil"), (Person, "bo.o'neil")]),
        ("For CHECKOUT only", vec![(Name, "CHECKOUT")]),
        ("Write to ana.ruiz@corp.io today", vec![(Mail, "ana.ruiz@corp.io")]),
        ("somebody@example.com, @later", vec![]),
        ("10.2.0.4:8080 and 10.0.0.0/8.", vec![(Address, "10.2.0.4"), (Address, "10.0.0.0/8")]),
        ("from 8.8.8.8/33", vec![(Address, "8.8.8.8")]),
        ("fe80::1/64 or [2a00:1450::5]:443", vec![(Address, "fe80::1/64"), (Address, "2a00:1450::5")]),
        ("127.0.0.1, 0.0.0.0/0, 255.255.255.0, ::1, 192.0.2.7, 2001:db8::5", vec![]),
        ("at 12:30:45, version 1.2.3, std::net::IpAddr, dead:beef", vec![]),
        ("db-1.payments.internal:5432", vec![(Host, "db-1.payments.internal")]),
        ("http://prod-db:8080/x and https://vault.acme.zz/y", vec![(Host, "prod-db"), (Host, "vault.acme.zz")]),
        ("main.rs, values.yaml, /etc/app.com, a.b.io(), spec.podSelector.com", vec![]),
        ("docs.github.com, networking.k8s.io/v1, svc.example, i.e. this", vec![]),
        ("db.eu-1.rds.amazonaws.com", vec![(Host, "db.eu-1.rds.amazonaws.com")]),
        ("password=hunter2x9", vec![(Secret, "hunter2x9")]),
        ("postgres://app:s3cr3tpw@db.corp.io/x", vec![(Secret, "s3cr3tpw"), (Host, "db.corp.io")]),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nend",
            vec![(Secret, "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----")],
        ),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(kind, text)| (kind, text.to_owned())).collect();
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn each_find_is_told_once_with_all_its_places() {
    let texts = Texts {
        title: "Why does 10.2.0.4 refuse?".into(),
        phrasings: vec!["a".into(), "10.2.0.4 refused".into()],
        tags: Vec::new(),
        body: "First.\n10.2.0.4, not 10.2.0.5.\n\n10.2.0.4".into(),
    };

    let finds = scan(&texts, &Known::default());

    let told: Vec<_> = finds.iter().map(|find| (find.text.as_str(), find.proposal.as_str())).collect();
    assert_eq!(told, [("10.2.0.4", "192.0.2.1"), ("10.2.0.5", "192.0.2.2")]);
    let places: Vec<_> = finds[0].places.iter().map(|place| place.words()).collect();
    assert_eq!(places, ["title", "other way to ask, line 2", "article, line 2", "article, line 4"]);
    assert_eq!(finds, scan(&texts, &Known::default()), "in a fixed order, under fixed keys");
}

#[test]
fn proposals_say_nothing_of_what_they_stand_for() {
    let text = "a@corp.io b@corp.io 10.0.0.0/8 172.16.0.0/12 fe80::1 fd00::/8 a.corp.io b.corp.io password=hunter2x9";
    let finds = scan(&body(text), &known());

    let proposals: Vec<_> = finds.iter().map(|find| find.proposal.as_str()).collect();
    assert_eq!(
        proposals,
        [
            "somebody@example.com",
            "somebody-2@example.com",
            "192.0.2.0/24",
            "198.51.100.0/24",
            "2001:db8::1",
            "2001:db8::/32",
            "service.example",
            "service-2.example",
            "[removed]",
        ]
    );
    let again = body(&proposals.join(" "));
    assert_eq!(scan(&again, &known()), [], "what was replaced is not found again");
}

#[test]
fn a_decision_changes_what_it_names_and_nothing_else() {
    let texts = body("Ana Ruiz of Checkout: Ana knows 10.2.0.4 and 10.2.0.40. Analysis stays.");
    let finds = scan(&texts, &known());
    let decide = |decisions: &[(&str, Decision)]| -> Decided {
        let key = |text: &str| finds.iter().find(|find| find.text == text).map(|find| find.key.clone());
        decisions.iter().filter_map(|(text, decision)| Some((key(text)?, decision.clone()))).collect()
    };
    let replace = |words: &str| Decision::Replace(words.into());
    let some =
        decide(&[("Ana", replace("the champion")), ("10.2.0.4", replace("192.0.2.1")), ("Ana Ruiz", Decision::Keep)]);

    let (done, kept) = apply(&texts, &finds, &some);

    assert_eq!(done.body, "Ana Ruiz of Checkout: the champion knows 192.0.2.1 and 10.2.0.40. Analysis stays.");
    assert_eq!(kept, [Kept { kind: FindKind::Person, text: "Ana Ruiz".into() }]);
    let left: Vec<_> = undecided(&finds, &some, false).iter().map(|find| find.text.as_str()).collect();
    assert_eq!(left, ["Checkout", "10.2.0.40"]);
    let left: Vec<_> = undecided(&finds, &some, true).iter().map(|find| find.text.as_str()).collect();
    assert_eq!(left, ["Ana Ruiz", "Checkout", "10.2.0.40"], "who asked is not told");
}

#[test]
fn n03_changed_words_that_leave_a_question() {
    let known = known();
    crate::fuzz::hold("questions", |bytes| drop(scan(&body(&String::from_utf8_lossy(bytes)), &known)));
}
