//! A company of three hundred people, as its offices would export it.

use std::fmt::Write as _;

use super::Desk;

const DEPARTMENTS: [&str; 6] = ["Payments", "Web, Mobile", "Data & Insight", "Platform", "Österreich", "Operations"];
const FIRST: [&str; 20] = [
    "Ana", "Björn", "Chloé", "Dmitri", "Elif", "Femi", "Grace", "Hiro", "Inès", "João", "Kasia", "Luca", "Mei", "Noor",
    "Óscar", "Priya", "Quentin", "Ruth", "Søren", "Thandi",
];
const LAST: [&str; 15] = [
    "Abara", "Brandt", "Çelik", "Dubois", "Eriksen", "Fischer", "Gómez", "Hansen", "Ito", "Jansen", "Kowalski",
    "Lopes", "Müller", "O'Neil", "Patel",
];

/// 24 teams, with what names hold: commas, quotes, a leading equals sign.
fn teams() -> String {
    let mut text = String::from("team,department,chat\r\n");
    for number in 0..24 {
        let department = DEPARTMENTS[number % DEPARTMENTS.len()];
        let name = match number {
            3 => "\"Checkout, \"\"Express\"\"\"".to_owned(),
            5 => "'=Formula Lab".to_owned(),
            _ => format!("Team {number:02}"),
        };
        let _ = write!(text, "{name},\"{department}\",#team-{number:02}\r\n");
    }
    text
}

/// 300 people, each in one team, every tenth in two; `except` leaves some out.
fn people(except: impl Fn(usize) -> bool) -> String {
    let mut text = String::from("\u{FEFF}name;email;chat;teams\r\n");
    for number in (0..300).filter(|number| !except(*number)) {
        let (first, last) = (FIRST[number % 20], LAST[number / 20]);
        let team = |number: usize| match number % 24 {
            3 => "Checkout, \"Express\"".to_owned(),
            5 => "=Formula Lab".to_owned(),
            number => format!("Team {number:02}"),
        };
        let teams = if number % 10 == 0 { format!("{}; {}", team(number), team(number + 7)) } else { team(number) };
        let _ = write!(text, "{first} {last};p{number}@example.com;;\"{}\"\r\n", teams.replace('"', "\"\""));
    }
    text
}

#[test]
fn three_hundred_people_come_in_and_go_out_and_come_in_again_unchanged() {
    let desk = Desk::new();

    let made = desk.import("teams", "teams.csv", &teams(), &[]);
    made.assert_code(0);
    assert!(made.out.contains("30 added, 0 changed, 0 as they were."), "24 teams, 6 departments: {made:#?}");
    let tried = desk.import("people", "people.csv", &people(|_| false), &["--dry-run"]);
    tried.assert_code(0);
    assert!(tried.out.contains("+ person Ana Abara <p0@example.com> joins Team 00, Team 07"), "{tried:#?}");
    assert!(tried.out.contains("Nothing was written. It would be: 300 added, 0 changed, 0 as they were."));
    assert_eq!(desk.export("people"), "name,email,chat,teams\r\n");
    desk.import("people", "people.csv", &people(|_| false), &[]).assert_code(0);

    let (teams_out, people_out) = (desk.export("teams"), desk.export("people"));
    assert_eq!((teams_out.lines().count(), people_out.lines().count()), (25, 301));
    let other = Desk::new();
    other.import("teams", "teams.csv", &teams_out, &[]).assert_code(0);
    other.import("people", "people.csv", &people_out, &[]).assert_code(0);
    assert_eq!((other.export("teams"), other.export("people")), (teams_out.clone(), people_out.clone()));
    let again = other.import("people", "people.csv", &people_out, &[]);
    assert!(again.out.contains("0 added, 0 changed, 300 as they were."), "{again:#?}");
    let again = other.import("teams", "teams.csv", &teams_out, &[]);
    assert!(again.out.contains("0 added, 0 changed, 24 as they were."), "{again:#?}");
}

#[test]
fn each_of_three_planted_faults_is_named_and_nothing_is_kept() {
    let desk = Desk::new();
    desk.import("teams", "teams.csv", &teams(), &[]).assert_code(0);
    let whole = people(|_| false);
    let nowhere = whole.replacen("Team 08\"", "Team 80\"", 1);
    let twice = whole.replacen("p120@example.com", "P7@EXAMPLE.COM", 1);
    let broken = whole.replacen("p200@example.com", "p200 at example.com", 1);

    for (text, line, parts) in [
        (&nowhere, 10, ["column teams, value “Team 80”", "there is no team called Team 80"]),
        (&twice, 122, ["column email, value “P7@EXAMPLE.COM”", "line 9 has this person already"]),
        (&broken, 202, ["column email, value “p200 at example.com”", "nothing was imported"]),
    ] {
        let place = format!("people.csv: line {line}, ");
        desk.import("people", "people.csv", text, &[]).assert_refused(1, &[&place, parts[0], parts[1]]);
        assert_eq!(desk.export("people"), "name,email,chat,teams\r\n");
    }
    let all_three = twice.replacen("p200@example.com", "p200 at example.com", 1).replacen("Team 08\"", "Team 80\"", 1);
    let refused = desk.import("people", "people.csv", &all_three, &[]);
    refused.assert_refused(1, &["3 faults; nothing was imported"]);
    for line in ["line 10, column teams", "line 122, column email", "line 202, column email"] {
        assert!(refused.out.contains(line), "{refused:#?}");
    }
    assert_eq!(desk.export("people"), "name,email,chat,teams\r\n");
    desk.import("people", "people.csv", &whole, &[]).assert_code(0);
}

#[test]
fn who_is_missing_has_left_and_more_than_a_tenth_asks_first() {
    let desk = Desk::new();
    desk.import("teams", "teams.csv", &teams(), &[]).assert_code(0);
    desk.import("people", "people.csv", &people(|_| false), &[]).assert_code(0);

    let tried = desk.import("people", "people.csv", &people(|number| number == 44), &["--dry-run"]);
    tried.assert_code(0);
    assert!(tried.out.contains("- person Elif Çelik <p44@example.com>"), "{tried:#?}");
    assert!(tried.out.contains("299 as they were, 1 left."), "{tried:#?}");

    let many = desk.import("people", "people.csv", &people(|number| number < 31), &[]);
    many.assert_refused(1, &["31 of the 300 people of this list would leave", "--let-leave", "nothing was imported"]);
    assert!(desk.export("people").contains("p0@example.com,,Team 00; Team 07"), "nobody left a team");
    let a_tenth = desk.import("people", "people.csv", &people(|number| number < 30), &[]);
    a_tenth.assert_code(0);
    assert!(a_tenth.out.contains("270 as they were, 30 left."), "{a_tenth:#?}");
    assert!(desk.export("people").contains("p0@example.com,,\r\n"), "who left is in no team");
    let rest = desk.import("people", "people.csv", &people(|number| number < 100), &["--let-leave"]);
    rest.assert_code(0);
    assert!(rest.out.contains("200 as they were, 70 left."), "{rest:#?}");
    let back = desk.import("people", "people.csv", &people(|number| number < 99), &[]);
    assert!(back.out.contains("is switched off, and stays so"), "an import gives nobody a way in: {back:#?}");
}

#[test]
fn who_changes_the_team_leaves_the_one_and_joins_the_other() {
    let desk = Desk::new();
    desk.import("teams", "teams.csv", "team;department\nRed;X\nBlue;X\n", &[]).assert_code(0);
    desk.import("people", "people.csv", "name,email,teams\nAna,ana@example.com,Red\n", &[]).assert_code(0);

    let moved = desk.import("people", "people.csv", "name,email,teams\nAna,ana@example.com,Blue\n", &["--dry-run"]);
    assert!(moved.out.contains("~ person Ana joins Blue\n~ person Ana leaves Red\n"), "{moved:#?}");
    desk.import("people", "people.csv", "name,email,teams\nAna,ana@example.com,Blue\n", &[]).assert_code(0);
    assert!(desk.export("people").contains("ana@example.com,,Blue\r\n"));
    // A list that says nothing of teams takes nobody out of one.
    desk.import("people", "people.csv", "name,email\nAna,ana@example.com\n", &[]).assert_code(0);
    desk.import("people", "people.csv", "name,email\nAna,ana@example.com\n", &[]).assert_code(0);
    assert!(desk.export("people").contains("ana@example.com,,Blue\r\n"));
}
