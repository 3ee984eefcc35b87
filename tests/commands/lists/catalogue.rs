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
        "team,department,chat,address\r\nCheckout,Payments,,team-checkout\r\nLedger,Payments,,team-ledger\r\n\
         Night Watch,Company,,night-watch\r\nPayments,Acme,,payments\r\n"
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
fn a_group_that_is_called_otherwise_is_the_same_team() {
    let desk = Desk::new();
    desk.import("catalogue", "catalog-info.yaml", CATALOGUE, &[]).assert_code(0);
    let renamed = CATALOGUE
        .replace("displayName: Checkout", "displayName: Ledger")
        .replace("displayName: Ledger\n  parent: payments", "displayName: Books & Co\n  parent: payments")
        .replace("title: Payments", "title: Money");

    let tried = desk.import("catalogue", "catalog-info.yaml", &renamed, &["--dry-run"]);
    tried.assert_code(0);
    for line in [
        "~ department Payments: name “Payments” to “Money”",
        "~ team Ledger: name “Ledger” to “Books & Co”",
        "~ team Checkout: name “Checkout” to “Ledger”",
        "~ team Payments: name “Payments” to “Money”",
    ] {
        assert!(tried.out.contains(line), "{line}: {tried:#?}");
    }
    assert!(tried.out.contains("It would be: 0 added, 4 changed, 8 as they were."), "{tried:#?}");
    desk.import("catalogue", "catalog-info.yaml", &renamed, &[]).assert_code(0);

    assert_eq!(
        desk.export("teams"),
        "team,department,chat,address\r\nBooks & Co,Money,,team-ledger\r\nLedger,Money,,team-checkout\r\n\
         Money,Acme,,payments\r\nNight Watch,Company,,night-watch\r\n"
    );
    assert!(desk.export("people").contains("Ana Ruiz,ana.ruiz@example.com,,Ledger; Books & Co\r\n"));
    assert!(desk.export("services").contains("checkout-api,Ledger,\r\n"));
    let again = desk.import("catalogue", "catalog-info.yaml", &renamed, &[]);
    assert!(again.out.contains("0 added, 0 changed, 11 as they were."), "{again:#?}");
    // Names that change places can't both be free.
    let swapped = renamed.replace("displayName: Books & Co", "displayName: Kept").replace("Ledger", "Books & Co");
    let swapped = swapped.replace("displayName: Kept", "displayName: Ledger");
    let refused = desk.import("catalogue", "catalog-info.yaml", &swapped, &[]);
    refused.assert_refused(1, &["2 faults; nothing was imported"]);
    assert!(refused.out.contains("value “Books & Co”: there is a team called Books & Co already"), "{refused:#?}");
}

#[test]
fn owners_name_a_team_as_the_catalogue_does_also_where_the_lists_went_elsewhere() {
    let desk = Desk::new();
    desk.import("catalogue", "catalog-info.yaml", CATALOGUE, &[]).assert_code(0);
    let lines = "* @acme/team-checkout\n/books/ @acme/team-ledger\n";

    desk.import("repositories", "CODEOWNERS", lines, &["--repository", "acme/shop"]).assert_code(0);
    desk.import("repositories", "CODEOWNERS", "* @acme/Team_Ledger\n", &["--repository", "acme/books"]).assert_code(0);

    assert!(desk.export("repositories").contains("acme/books,Ledger,\r\n"));
    let owners = run(&mut program(&["export", "repositories", "--repository", "acme/shop", "--data", &desk.data()]));
    let other = Desk::new();
    other.import("teams", "teams.csv", &desk.export("teams"), &[]).assert_code(0);
    other.import("repositories", "CODEOWNERS", &owners.out, &["--repository", "acme/shop"]).assert_code(0);
    assert_eq!(other.export("teams"), desk.export("teams"));
    assert!(other.export("repositories").contains("acme/shop,Checkout,\r\n"));
}

#[test]
fn a_team_that_came_another_way_is_taken_by_its_name_and_groups_of_one_address_are_a_fault() {
    let desk = Desk::new();
    desk.import("teams", "teams.csv", "team,department,chat\nCheckout,Payments,#checkout\n", &[]).assert_code(0);

    desk.import("catalogue", "catalog-info.yaml", CATALOGUE, &[]).assert_code(0);

    assert!(desk.export("teams").contains("Checkout,Payments,#checkout,checkout\r\n"));
    let twice = CATALOGUE.replace("name: night-watch", "name: team_ledger");
    desk.import("catalogue", "catalog-info.yaml", &twice, &[])
        .assert_refused(1, &["metadata.name", "has this team already"]);
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
        assert_eq!(desk.export("teams"), "team,department,chat,address\r\n");
    }
}
