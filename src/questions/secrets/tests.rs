//! Labelled samples: what must be warned of, and what must not.

use super::*;

/// What must be warned of. The keys are made up, and broken in two here so
/// that no scanner takes this file for a leak.
fn secret() -> Vec<String> {
    let letters = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";
    let jwt = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"];
    let mut all: Vec<String> = ["RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "]
        .iter()
        .map(|kind| format!("-----BEGIN {kind}PRIVATE KEY-----\nMIIE\n-----END {kind}PRIVATE KEY-----"))
        .collect();
    all.extend(["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_"].map(|prefix| format!("token {prefix}{letters}")));
    all.extend([
        format!("github_{}11ABCDEFG0123456789_{letters}", "pat_"),
        format!("AKIA{}", "IOSFODNN7EXAMPLF"),
        format!("export AWS_ACCESS_KEY_ID=ASIA{}", "Q3EGRIVJ5QABCDEF"),
        format!("glpat-{}", "aBcDeFgHiJkLmNoPqRsT"),
        format!("xoxb-{}", "123456789012-abcdefghijkl"),
        format!("sk_live_{}", "4eC39HqLyjWDarjtT1zdp7dc"),
        jwt.join("."),
        format!("curl -H 'Authorization: Bearer {}'", &letters[..24]),
        "Authorization: Basic dXNlcjpodW50ZXIyaHVudGVy".into(),
    ]);
    all.extend(
        [
            "password=hunter22",
            "PASSWORD = 'S3cret!pass'",
            "DB_PASSWORD=correct-horse",
            "spring.datasource.password=Tr0ub4dor",
            "\"password\": \"letmein99\"",
            "password: hunter2hunter2",
            "pwd=Passw0rd!",
            "passwd: qwerty12345",
            "client_secret=8a7b6c5d4e3f",
            "api_key: 9f8e7d6c5b4a",
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzz",
            "jdbc:postgresql://db:5432/x?user=a&password=geheim123",
            "postgres://app:s3cr3t@db.internal:5432/app",
            "amqp://guest:rabbit99@broker",
            "https://ci:tokentoken@git.internal/repo.git",
            "  passphrase: \"purple monkey dish\"",
            "mysql -u root --password=hunter22",
        ]
        .map(str::to_owned),
    );
    all
}

/// What people write in questions, and must not be warned of.
const HARMLESS: [&str; 50] = [
    "Which port does Postgres use?",
    "I forgot my password. Where do I reset it?",
    "The password: where do I get it?",
    "password policy for service accounts",
    "Do we store the password in the vault?",
    "password=<your password>",
    "password=$DB_PASSWORD",
    "password=${DB_PASSWORD}",
    "password: ********",
    "password=xxxxxxxx",
    "password = \"changeme\"",
    "secret: none",
    "kubectl get secret checkout-db -o yaml",
    "The secret is mounted at /var/run/secrets/db",
    "secretKeyRef: name: checkout",
    "client_secret = var.client_secret_from_env(\"X\")",
    "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    "checkout -- 5432/tcp --> prod-db",
    "curl: (7) Failed to connect to 10.20.30.40 port 8443: Connection refused",
    "https://git.example.com/acme/checkout",
    "postgres://db.internal:5432/app",
    "ssh://git@git.internal/repo.git",
    "postgres://app:$PASSWORD@db/app",
    "postgres://app:<password>@db/app",
    "http://user@host/path",
    "arn:aws:iam::123456789012:role/checkout",
    "sg-0a1b2c3d4e5f67890",
    "commit 9e25837aa38f44e9fccda2359d2d479a831adbe39",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "550e8400-e29b-41d4-a716-446655440000",
    "Authorization: Bearer $TOKEN",
    "Authorization: Bearer <token>",
    "The header is Authorization: Bearer",
    "basic authorization is switched off",
    "AKIA is how AWS keys begin",
    "ghp_ is the prefix of a token",
    "eyJ is how a JWT begins",
    "the tokens expire after 15 minutes",
    "api_key: YOUR_KEY_HERE",
    "pwd: /home/build/checkout",
    "api-key header is missing, says the gateway",
    "access_token=${{ secrets.DEPLOY }}",
    "We need a password manager.",
    "error: password authentication failed for user \"app\"",
    "FATAL: password authentication failed",
    "passwd: command not found",
    "auth_token: redacted",
    "password: see vault",
    "10.0.0.0/8 -> 443/tcp",
];

#[test]
fn n11_keys_are_found_and_talk_of_keys_is_not() {
    let secrets = secret();
    let missed: Vec<_> = secrets.iter().filter(|text| suspects(text).is_empty()).collect();
    let false_alarms: Vec<_> = HARMLESS.iter().filter(|text| !suspects(text).is_empty()).collect();
    assert!(missed.len() * 100 <= secrets.len() * 5, "missed {missed:?}");
    assert!(false_alarms.len() * 100 <= HARMLESS.len() * 2, "false {false_alarms:?}");
}

#[test]
fn n11_a_warning_gives_nothing_away() {
    for text in secret() {
        for suspect in suspects(&text) {
            assert!(suspect.begins.chars().count() <= SHOWN + 1, "{suspect:?}");
        }
    }
    assert_eq!(suspects("password=hunter22").first().map(|one| one.begins.as_str()), Some("hunt…"));
    assert!(suspects(&"password=hunter22 ".repeat(5_000)).len() <= MOST);
}

#[test]
fn n03_changed_words_of_questions() {
    crate::fuzz::hold("questions", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        suspects(&text);
        let _ = check(&text, "");
    });
}
