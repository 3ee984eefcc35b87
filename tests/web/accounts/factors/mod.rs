//! Second factors: set up, asked for, lost and taken away (L03).

mod own;
mod step;

use jiff::SignedDuration;
use ring::hmac;

use crate::harness::{Answer, Client, PASSWORD, TestApp, person};

pub const ANA: &str = "ana.ruiz@example.com";
pub const STEP: &str = "/sign-in/second-factor";

/// A telephone: makes codes of the key that a page shows, as the standard says
/// (RFC 6238), and knows nothing of how the site does.
pub struct Telephone(pub Vec<u8>);

impl Telephone {
    pub fn reading(page: &Answer) -> Self {
        let typed = page.select("details code[data-copy]").remove(0);
        let letters = typed.chars().filter(|letter| !letter.is_whitespace());
        let mut bits = String::new();
        for letter in letters {
            let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("a letter of Base32");
            bits.push_str(&format!("{value:05b}"));
        }
        let bytes = bits.as_bytes().chunks_exact(8);
        Telephone(bytes.map(|eight| u8::from_str_radix(std::str::from_utf8(eight).unwrap(), 2).unwrap()).collect())
    }

    pub fn code(&self, app: &TestApp) -> String {
        let step = (app.now().0 / 30_000_000) as u64;
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let at = usize::from(bytes[19] & 15);
        let number = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

pub async fn password(client: &Client) -> Answer {
    client.submit("/sign-in?return=/permissions", "/sign-in", &[("email", ANA), ("password", PASSWORD)]).await
}

/// Ana, who has set a second factor up: her browser, her telephone, her recovery codes.
pub async fn ana_with_factor(app: &TestApp) -> (Client, Telephone, Vec<String>) {
    app.insert(person().named("Ana Ruiz").with_password()).await;
    let ana = app.anonymous();
    password(&ana).await.assert_redirect_to("/permissions");
    let begun = ana.submit("/me/second-factor", "/me/second-factor/start", &[]).await;
    let page = ana.follow(&begun).await;
    let telephone = Telephone::reading(&page);
    let code = telephone.code(app);
    let fields = [("code", code.as_str()), ("current", PASSWORD)];
    let done = ana.submit_on(&page, "/me/second-factor/set-up", &fields).await;
    done.assert_ok().assert_text("Your recovery codes");
    let codes = done.select(".recovery-codes li");
    app.advance(SignedDuration::from_secs(30)).await;
    (ana, telephone, codes)
}
