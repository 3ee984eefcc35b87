//! A Backstage catalogue.

use super::Desk;
use crate::harness::binary::{program, run};

/// The same file is read by Backstage's own validators in `tests/peers/`.
const CATALOGUE: &str = include_str!("catalog-info.yaml");

#[test]
fn groups_users_and_components_become_teams_people_services_and_repositories() {
    let desk = Desk::new();

    let made = desk.import("catalogue", "catalog-info.yaml", CATALOGUE, &[]);

    made.assert_code(0);
    assert!(made.out.contains("! 2 entities of other kinds were left alone"), "{made:#?}");
    assert_eq!(
        desk.export("teams"),
        "team,department,chat\r\nCheckout,Payments,\r\nLedger,Payments,\r\nNight Watch,Company,\r\nPayments,Acme,\r\n"
    );
    assert_eq!(
        desk.export("people"),
        "name,email,chat,teams\r\nAna Ruiz,ana.ruiz@example.com,,Checkout; Ledger\r\n\
         Bo Li,bo.li@example.com,,Payments\r\nCem Kaya,cem.kaya@example.com,,Ledger\r\n"
    );
    assert_eq!(desk.export("services"), "service,team,link\r\ncheckout-api,Checkout,\r\nledger,Ledger,\r\n");
    assert_eq!(
        desk.export("repositories"),
        "repository,team,link\r\nacme/checkout-api,Checkout,\r\nacme/ledger,Ledger,\r\n"
    );
    let again = desk.import("catalogue", "catalog-info.yaml", CATALOGUE, &[]);
    assert!(again.out.contains("0 added, 0 changed, 11 as they were."), "{again:#?}");
}

#[test]
fn a_folder_of_files_is_one_catalogue() {
    let desk = Desk::new();
    let (groups, users) = CATALOGUE.split_at(CATALOGUE.find("# people").unwrap());
    desk.files.write("catalogue/groups.yaml", groups);
    desk.files.write("catalogue/deep/users.yml", users);
    desk.files.write("catalogue/.hidden/broken.yaml", "{");
    desk.files.write("catalogue/notes.md", "not one");
    let folder = desk.files.path("catalogue");

    let made = run(&mut program(&["import", "catalogue", &folder, "--data", &desk.data()]));

    made.assert_code(0);
    assert!(made.out.contains("14 added"), "{made:#?}");
    desk.files.write(
        "catalogue/deep/more.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata:\n  name: dee\nspec:\n  memberOf: [nowhere]\n",
    );
    run(&mut program(&["import", "catalogue", &folder, "--data", &desk.data()]))
        .assert_refused(1, &["deep/more.yaml, line 6, column spec.memberOf, value “nowhere”", "no such group"]);
}

#[test]
fn what_does_not_fit_is_named_by_line_and_field() {
    let user = |lines: &str| format!("---\napiVersion: backstage.io/v1alpha1\nkind: User\n{lines}");
    let group = |name: &str, lines: &str| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: {name}\nspec:\n  type: team\n{lines}"
        )
    };
    for (text, parts) in [
        (user("metadata:\n  name: ana\nspec: {}\n"), vec!["line 5", "metadata.name", "“ana”", "spec.profile.email"]),
        (user("metadata: [\n"), vec!["line 4", "can't be read"]),
        ("kind: Group\n".to_owned(), vec!["line 1", "apiVersion"]),
        (
            "apiVersion: acme.io/v9\nkind: Group\nmetadata: {name: a}\n".to_owned(),
            vec!["line 1", "apiVersion", "acme.io/v9"],
        ),
        (
            group("a", "  parent: b\n") + &group("b", "  parent: c\n") + &group("c", "  parent: a\n"),
            vec!["line 8", "spec.parent", "in a circle: a, b, c, a"],
        ),
        (group("a", "") + &group("A", ""), vec!["line 12", "metadata.name", "line 5 has a group"]),
        (
            group("a", "  children: [c]\n") + &group("b", "  children: [c]\n") + &group("c", ""),
            vec!["spec.children", "belongs to another group"],
        ),
        (group("a", "  parent: nowhere\n"), vec!["line 8", "spec.parent", "no such group"]),
    ] {
        let desk = Desk::new();
        desk.import("catalogue", "catalog-info.yaml", &text, &[]).assert_refused(1, &parts);
        assert_eq!(desk.export("teams"), "team,department,chat\r\n");
    }
}
