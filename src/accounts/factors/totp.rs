//! Codes that a program on somebody's telephone makes of a shared secret and
//! the time (TOTP, RFC 6238): pure.

use ring::hmac;
use subtle::ConstantTimeEq;

use crate::clock::Timestamp;
use crate::web::csrf::fill_random;

/// Seconds of one step; what all programs understand.
const STEP: i64 = 30;
/// Digits of a code.
const DIGITS: usize = 6;
/// Bytes of a secret: as long as the hash, as RFC 4226 recommends (section 4, R6).
const SECRET: usize = 20;
/// Steps before and after the present one whose codes are taken: clocks differ,
/// and people type slowly (RFC 6238, section 5.2).
const APART: i64 = 1;

/// What telephone and server share.
#[derive(Clone)]
pub struct Secret([u8; SECRET]);

impl Secret {
    /// A new one.
    pub fn random() -> Self {
        let mut bytes = [0; SECRET];
        fill_random(&mut bytes);
        Secret(bytes)
    }

    /// The secret of these bytes; none where they are not as many as they have to be.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Secret)
    }

    /// Its bytes, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As somebody types it into a program that reads no picture: Base32 (RFC
    /// 4648, section 6), in groups of four.
    pub fn typed(&self) -> String {
        let letters: Vec<char> = self.base32().chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// As a picture holds it: the key URI that programs read, for the account
    /// `account` at `site`.
    pub fn uri(&self, site: &str, account: &str) -> String {
        let quoted =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let (site, account) = (quoted(site), quoted(account));
        format!("otpauth://totp/{site}:{account}?secret={}&issuer={site}", self.base32())
    }

    /// The step whose code this is, if it is one of those around `now` and later
    /// than `last`, the step of the last code that was taken.
    pub fn find_step(&self, code: &str, now: Timestamp, last: i64) -> Option<i64> {
        let present = step_of(now);
        let steps = (present - APART..=present + APART).filter(|step| *step > last);
        // All are compared, whichever fits.
        steps.fold(None, |found, step| {
            let fits: bool = self.code(step).as_bytes().ct_eq(code.as_bytes()).into();
            if fits { Some(step) } else { found }
        })
    }

    /// The code of a step (RFC 4226, section 5.3).
    fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let offset = usize::from(bytes[bytes.len() - 1] & 0x0f);
        let cut: [u8; 4] = std::array::from_fn(|index| bytes[offset + index]);
        let number = u32::from_be_bytes(cut) & 0x7fff_ffff;
        format!("{:0DIGITS$}", number % 10_u32.pow(DIGITS as u32))
    }

    fn base32(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        // Five bytes are eight letters, and the secret is four times five bytes.
        let groups = self.0.chunks(5).map(|five| five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)));
        groups
            .flat_map(|bits| (0..8).rev().map(move |index| char::from(LETTERS[(bits >> (index * 5) & 31) as usize])))
            .collect()
    }
}

/// The code that somebody typed, without what they put between its digits; none
/// where it can't be one.
pub fn read_code(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    (code.len() == DIGITS && code.chars().all(|digit| digit.is_ascii_digit())).then_some(code)
}

fn step_of(at: Timestamp) -> i64 {
    at.0.div_euclid(STEP * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000_000)
    }

    /// RFC 6238, appendix B: the rows of SHA-1, of which six digits are the last six.
    #[test]
    fn l03_codes_are_those_of_the_standard() {
        let secret = Secret(*b"12345678901234567890");
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code(step_of(at(seconds))), expected, "{seconds}");
        }
        assert_eq!(secret.typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn l03_a_code_is_good_around_its_time_and_not_again() {
        let secret = Secret(*b"12345678901234567890");
        let (now, code) = (at(1_111_111_111), "050471");
        let step = step_of(now);
        for (seconds, last, expected) in [
            (1_111_111_111, 0, Some(step)),
            (1_111_111_111 + 30, 0, Some(step)),
            (1_111_111_111 - 30, 0, Some(step)),
            (1_111_111_111 + 60, 0, None),
            (1_111_111_111 - 60, 0, None),
            (1_111_111_111, step - 1, Some(step)),
            (1_111_111_111, step, None),
            (1_111_111_111, step + 1, None),
        ] {
            assert_eq!(secret.find_step(code, at(seconds), last), expected, "{seconds} {last}");
        }
        assert_eq!(secret.find_step("050472", now, 0), None);
        assert_eq!(secret.find_step("", now, 0), None);
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        for (text, expected) in
            [("123456", Some("123456")), (" 123 456 ", Some("123456")), ("123-456", Some("123456")), ("12345", None)]
        {
            assert_eq!(read_code(text).as_deref(), expected, "{text}");
        }
        assert_eq!(read_code("１２３４５６"), None);
        assert_eq!(read_code("1234567"), None);
    }

    #[test]
    fn the_uri_holds_what_programs_need() {
        let secret = Secret(*b"12345678901234567890");

        let uri = secret.uri("Drawbridge at bridge.example", "ana.ruiz@example.com");

        let expected = "otpauth://totp/Drawbridge%20at%20bridge%2Eexample:ana%2Eruiz%40example%2Ecom\
                        ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Drawbridge%20at%20bridge%2Eexample";
        assert_eq!(uri, expected);
    }
}
