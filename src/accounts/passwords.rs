//! Passwords: which are good enough, and Argon2id; both off the request threads.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use super::AccountError;

/// Characters of a password (L02).
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=128;
/// zxcvbn's scale runs from 0 to 4; below 2 a password falls to an online guesser.
const LEAST_SCORE: zxcvbn::Score = zxcvbn::Score::Two;
/// Characters of a password that are judged; the first part tells enough. zxcvbn
/// tries each way to read signs as letters, so that of the worst texts known 32
/// take 0.1 s, 64 half a second; without optimization twelve times as long.
const JUDGED: usize = 32;
/// Hashes at the same time. Each takes 19 MiB (Argon2's default, which is what
/// OWASP's password storage sheet asks for), so this bounds memory, too.
const PARALLEL: usize = 4;
/// How long a sign-in waits for its place before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hashes and verifies, a few at a time.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    /// Verified where nobody has the address, so that this takes as long.
    decoy: Arc<str>,
}

impl Hasher {
    /// A hasher with its own places.
    ///
    /// # Errors
    ///
    /// [`AccountError::Hash`] where the machine can't hash at all.
    pub fn new() -> Result<Self, AccountError> {
        let decoy = hash_now("nobody has this password")?;
        Ok(Hasher { places: Arc::new(Semaphore::new(PARALLEL)), decoy: decoy.into() })
    }

    /// Argon2id of `password`, in PHC form.
    ///
    /// # Errors
    ///
    /// [`AccountError::Busy`] after ten seconds without a place.
    pub async fn hash(&self, password: String) -> Result<String, AccountError> {
        self.run(move || hash_now(&password)).await?
    }

    /// Whether `password` belongs to `hash`. Takes as long without a hash.
    ///
    /// # Errors
    ///
    /// [`AccountError::Busy`] after ten seconds without a place.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, AccountError> {
        let decoy = Arc::clone(&self.decoy);
        self.run(move || {
            let known = hash.is_some();
            let text = hash.as_deref().unwrap_or(&decoy);
            let fits = PasswordHash::new(text)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            fits && known
        })
        .await
    }

    /// As [`check_password`], in one of the places: to judge a password keeps a
    /// core busy as hashing one does, and would hold up everybody else who is
    /// served by the same thread.
    ///
    /// # Errors
    ///
    /// [`AccountError::Busy`] after ten seconds without a place.
    pub async fn judge(&self, password: &str, own: &[&str]) -> Result<Result<(), String>, AccountError> {
        if let Err(words) = check_length(password) {
            return Ok(Err(words));
        }
        let (password, own) = (password.to_owned(), own.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        self.run(move || check_password(&password, &own.iter().map(String::as_str).collect::<Vec<_>>())).await
    }

    async fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, AccountError> {
        let place = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned());
        let place = place.await.map_err(|_| AccountError::Busy)?.map_err(|_| AccountError::Busy)?;
        let result = tokio::task::spawn_blocking(move || {
            let result = job();
            drop(place);
            result
        });
        result.await.map_err(|error| AccountError::Hash(error.to_string()))
    }
}

fn hash_now(password: &str) -> Result<String, AccountError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| AccountError::Hash(error.to_string()))
}

/// Whether a new password is good enough. It is taken as it is: nothing is
/// trimmed or folded.
///
/// # Errors
///
/// Words for the person who chose it. `own` are texts that others know of them
/// (name, mail address), which a password may not be made of.
pub fn check_password(password: &str, own: &[&str]) -> Result<(), String> {
    check_length(password)?;
    let start: String = password.chars().take(JUDGED).collect();
    let known: Vec<&str> = own.iter().flat_map(|text| parts(text)).collect();
    let estimate = zxcvbn::zxcvbn(&start, &known);
    if estimate.score() >= LEAST_SCORE {
        return Ok(());
    }
    let why = estimate
        .feedback()
        .and_then(|feedback| feedback.warning())
        .map_or_else(|| "It is among the first that anybody would try.".to_owned(), |why| why.to_string());
    Err(format!("this is too easy to guess. {why} A few unrelated words make a good one"))
}

fn check_length(password: &str) -> Result<(), String> {
    let length = password.chars().count();
    if LENGTHS.contains(&length) {
        return Ok(());
    }
    Err(format!("this has {length} characters; take {} to {}", LENGTHS.start(), LENGTHS.end()))
}

/// A text as others may take it apart: whole, a mail address without its
/// domain, and each word.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let local = text.split('@').next().unwrap_or_default();
    [text, local].into_iter().chain(text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the head of lists of passwords that were stolen: zxcvbn brings 30,000
    /// of them, and the common words and names of English, in the program itself.
    #[test]
    fn l02_what_everybody_tries_first_is_refused() {
        for password in [
            "123456789",
            "password1",
            "password123",
            "1234567890",
            "qwerty123",
            "1q2w3e4r",
            "iloveyou",
            "sunshine",
            "princess",
            "football",
            "baseball",
            "superman",
            "trustno1",
            "letmein1",
            "welcome1",
            "admin123",
            "adminadmin",
            "passw0rd",
            "P@ssw0rd",
            "qwertyui",
            "1qaz2wsx",
            "zaq12wsx",
            "asdfghjkl",
            "michelle",
            "jennifer",
            "computer",
            "internet",
            "whatever",
            "starwars",
            "aaaaaaaa",
            "11111111",
            "abcd1234",
            "Summer2026",
            "changeme",
            "secret123",
            "88888888",
        ] {
            assert!(check_password(password, &[]).is_err(), "{password}");
        }
    }

    #[actix_web::test]
    async fn l02_sixty_four_at_once_are_hashed_a_few_at_a_time() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let hasher = Hasher::new().expect("this machine can hash");
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));

        let jobs = (0..64).map(|_| {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            hasher.run(move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(5));
                running.fetch_sub(1, Ordering::SeqCst);
            })
        });
        let done = futures_util::future::join_all(jobs).await;

        assert!(done.iter().all(Result::is_ok));
        // 19 MiB each: 76 MiB however many come.
        assert_eq!(most.load(Ordering::SeqCst), PARALLEL);
    }

    #[test]
    fn l02_a_long_password_is_judged_by_its_first_part() {
        let awkward = "4@8({[<369!1|05$7+%20z".repeat(5);
        for (password, fine) in [
            (format!("{}kX9#vLq2wZ", "password".repeat(4)), false),
            (format!("kX9#vLq2wZ{}", "password".repeat(4)), true),
            (awkward, true),
        ] {
            assert_eq!(check_password(&password, &[]).is_ok(), fine, "{password}");
        }
    }

    #[test]
    fn l02_lengths_and_common_passwords() {
        for (password, fine) in [
            ("kX9#vLq", false),
            ("kX9#vLq2", true),
            (&"correct horse battery staple ".repeat(4)[..], true),
            (&"correct horse battery staple ".repeat(5)[..], false),
            ("password", false),
            ("12345678", false),
            ("qwertyuiop", false),
            ("P@ssw0rd1", false),
            ("ana.ruiz1", false),
        ] {
            assert_eq!(check_password(password, &["Ana Ruiz", "ana.ruiz@example.com"]).is_ok(), fine, "{password}");
        }
    }
}
