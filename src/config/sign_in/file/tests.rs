//! Files of providers, right and wrong.

use super::*;

fn read_text(text: &str) -> Result<Vec<ProviderSettings>, String> {
    let secrets = BTreeMap::from([("company".to_owned(), "from-the-environment".to_owned())]);
    read_providers(text, &secrets, &Reach::default())
}

#[test]
fn a_file_of_providers_is_read_in_its_order() {
    let providers = read_text(
        r#"
[company]
kind = "oidc"
name = "Example Corp"
issuer = "https://login.example.com/"
client_id = "drawbridge"
join = "domains"
domains = ["Example.com"]
[company.groups."network security"]
grants = ["netsec"]
manages = ["department:payments", "everything"]
teams = ["checkout"]
[git]
kind = "github"
name = "GitHub"
client_id = "abc"
client_secret = "canary"
session_hours = 8
"#,
    )
    .unwrap_or_else(|words| panic!("{words}"));

    let keys: Vec<_> = providers.iter().map(|provider| provider.key.as_str()).collect();
    assert_eq!(keys, ["company", "git"]);
    let company = &providers[0];
    assert_eq!((company.issuer.as_str(), company.join), ("https://login.example.com/", Join::Domains));
    assert_eq!(company.domains, ["example.com"]);
    assert_eq!(company.client_secret.as_ref().map(Secret::expose), Some("from-the-environment"));
    let expected = vec![Place::Department("payments".into()), Place::Everything];
    assert_eq!((&company.rules[0].manages, &company.rules[0].teams), (&expected, &vec!["checkout".to_owned()]));
    assert_eq!((providers[1].issuer.as_str(), providers[1].session_hours), ("https://github.com", 8));
}

#[test]
fn faults_name_the_line_and_no_secret() {
    let start = "[other]\nkind = \"oidc\"\nname = \"O\"\nclient_id = \"c\"\nclient_secret = \"canary-2718\"\n";
    let fine = "issuer = \"https://id.example.com\"\n";
    for (text, expected) in [
        (
            format!("{start}issuer = \"http://id.example.com\"\n"),
            "line 6: other.issuer can't be used: http://id.example.com is not listed",
        ),
        (format!("{start}issuer = \"https://10.0.0.1/\"\n"), "line 6: other.issuer"),
        (format!("{start}issuer = \"https://id.example.com/?x=1\"\n"), "line 6: other.issuer"),
        (start.to_owned(), "line 1: other.issuer is missing"),
        (format!("{start}{fine}colour = 1\n"), "line 7: other.colour is not known"),
        (format!("{start}{fine}join = \"all\"\n"), "line 7: other.join"),
        (format!("{start}{fine}join = \"domains\"\n"), "other.domains is missing"),
        (format!("{start}{fine}domains = [\"*@example.com\"]\n"), "line 7: other.domains"),
        (format!("{start}{fine}session_hours = 0\n"), "line 7: other.session_hours"),
        (format!("{start}{fine}scopes = \"groups\"\n"), "line 7: other.scopes is no list"),
        (format!("{start}{fine}url = \"https://x.example\"\n"), "line 7: other.url has no place"),
        (format!("{start}{fine}[other.groups.\"a b\"]\ngrants = [\"manager\"]\n"), "line 8: other.groups.a b.grants"),
        (format!("{start}{fine}[other.groups.a]\nmanages = [\"checkout\"]\n"), "line 8: other.groups.a.manages"),
        (format!("{start}{fine}[other.groups.a]\nroles = []\n"), "line 8: other.groups.a.roles"),
        (
            format!("{start}{fine}client_secret_file = \"/no/such\"\n"),
            "line 5: other.client_secret is given in more than one place",
        ),
        (format!("{start}{fine}[Big]\n"), "line 7: “Big” can't stand in an address"),
        ("name = \"x\"".to_owned(), "line 1: “name” is no provider"),
        (format!("{start}issuer = canary-2718\n"), "line 6 is not TOML"),
    ] {
        let words = read_text(&text).err().unwrap_or_default();
        assert!(words.contains(expected), "“{words}” lacks “{expected}”");
        assert!(!words.contains("canary"), "{words}");
    }
}
