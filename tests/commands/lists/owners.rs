//! Services, repositories, and CODEOWNERS.

use super::Desk;
use crate::harness::binary::{program, run};

const TEAMS: &str = "team,department\nPlatform,X\nPayments Core,X\nWeb,X\n";
const OWNERS: &str =
    "# default\n*  @acme/platform\n/apps/pay/  @acme/payments-core  # money\n/apps/pay/docs/\n*.css  web@example.com\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.import("teams", "teams.csv", TEAMS, &[]).assert_code(0);
    desk.import("people", "people.csv", "name,email,teams\nWeb Master,web@example.com,Web\n", &[]).assert_code(0);
    desk
}

#[test]
fn services_and_repositories_go_out_as_they_came_in() {
    let desk = desk();
    let services = "service,team,link\r\nledger,Payments Core,https://git.example.com/ledger\r\nshop,Web,\r\n";
    let repositories = "repository,team,link\r\nacme/shop,Web,https://git.example.com/acme/shop\r\n";

    desk.import("services", "services.csv", services, &[]).assert_code(0);
    desk.import("repositories", "repositories.csv", repositories, &[]).assert_code(0);

    assert_eq!((desk.export("services").as_str(), desk.export("repositories").as_str()), (services, repositories));
    let again = desk.import("services", "services.csv", services, &[]);
    assert!(again.out.contains("0 added, 0 changed, 2 as they were."), "{again:#?}");
    let moved = desk.import("services", "services.csv", &services.replace("shop,Web", "shop,Platform"), &["--dry-run"]);
    assert!(moved.out.contains("~ service shop: team “Web” to “Platform”"), "{moved:#?}");
    for (text, parts) in [
        ("service,team\nx,Nowhere\n", ["line 2, column team, value “Nowhere”", "no team called Nowhere"]),
        ("service,team\nx,Web\nX,Platform\n", ["line 3, column service", "line 2 has it already"]),
        ("service,team,link\nx,Web,javascript:alert(1)\n", ["line 2, column link", "http"]),
        ("service,team\n,Web\n", ["line 2, column service", "fill this in"]),
    ] {
        desk.import("services", "services.csv", text, &[]).assert_refused(1, &parts);
    }
}

#[test]
fn code_owners_map_a_repository_and_its_paths() {
    let desk = desk();

    let made = desk.import("repositories", "CODEOWNERS", OWNERS, &["--repository", "acme/shop"]);

    made.assert_code(0);
    assert_eq!(desk.export("repositories"), "repository,team,link\r\nacme/shop,Platform,\r\n");
    let again = desk.import("repositories", "CODEOWNERS", OWNERS, &["--repository", "acme/shop"]);
    assert!(again.out.contains("0 added, 0 changed, 1 as they were."), "{again:#?}");
    let data = desk.data();
    let export = |name| run(&mut program(&["export", "repositories", "--repository", name, "--data", &data]));
    let owners = export("acme/shop");
    owners.assert_code(0);
    let lines = "* @acme/platform\n/apps/pay/ @acme/payments-core\n/apps/pay/docs/\n*.css @acme/web\n";
    assert_eq!(owners.out, lines);
    let again = desk.import("repositories", "CODEOWNERS", &owners.out, &["--repository", "acme/shop"]);
    assert!(again.out.contains("0 added, 0 changed, 1 as they were."), "{again:#?}");
    export("acme/none").assert_refused(1, &["no repository called acme/none"]);
    let changed = OWNERS.replace("payments-core", "web");
    let changed = desk.import("repositories", "CODEOWNERS", &changed, &["--repository", "acme/shop"]);
    assert!(changed.out.contains("0 added, 1 changed"), "{changed:#?}");
    for (text, parts) in [
        ("* @acme/nowhere\n", ["line 1, column owner, value “@acme/nowhere”", "no team"]),
        ("* @acme/web\n!x @acme/web\n", ["line 2, column pattern, value “!x”", "!"]),
        ("/apps/ @acme/web\n/docs/ @acme/platform\n", ["line 1", "no owner of everything"]),
        ("* nobody@example.com\n", ["line 1, column owner", "nobody@example.com"]),
    ] {
        desk.import("repositories", "CODEOWNERS", text, &["--repository", "acme/other"]).assert_refused(1, &parts);
    }
}
