//! People for tests.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use drawbridge::accounts::{self, NewPerson, Person};
use drawbridge::clock::Timestamp;
use drawbridge::db::Tx;
use drawbridge::error::AppError;
use drawbridge::web::{Grant, Scope};

use super::Insert;

/// The password of [`PersonBuilder::with_password`].
pub const PASSWORD: &str = "walrus umbrella quartz";

/// Somebody who can sign in: `person().named("Ana Ruiz").granted(Grant::NetSec)`.
pub fn person() -> PersonBuilder {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    PersonBuilder {
        name: format!("Person {number}"),
        email: format!("person-{number}@example.com"),
        grants: Vec::new(),
        hash: Some("none that any password fits".into()),
    }
}

/// A person who is about to be.
#[derive(Clone)]
pub struct PersonBuilder {
    name: String,
    email: String,
    grants: Vec<(Grant, Scope)>,
    hash: Option<String>,
}

impl PersonBuilder {
    /// Their name; the mail address and the handle follow from it.
    pub fn named(mut self, name: &str) -> Self {
        self.name = name.to_owned();
        self.email = format!("{}@example.com", drawbridge::web::fold::slug(name).replace('-', "."));
        self
    }

    /// Gives a right; a manager looks after everything.
    pub fn granted(self, grant: Grant) -> Self {
        self.granted_for(grant, Scope::All)
    }

    /// Gives a right over this alone.
    pub fn granted_for(mut self, grant: Grant, scope: Scope) -> Self {
        self.grants.push((grant, scope));
        self
    }

    /// Lets them sign in with [`PASSWORD`], through the form.
    pub fn with_password(mut self) -> Self {
        static HASH: OnceLock<String> = OnceLock::new();
        self.hash = Some(HASH.get_or_init(|| hash_now(PASSWORD)).clone());
        self
    }

    /// Leaves them without a password, as somebody who is only invited.
    pub fn invited(mut self) -> Self {
        self.hash = None;
        self
    }
}

impl Insert for PersonBuilder {
    type Row = Person;

    fn insert(&self, tx: &mut Tx, now: Timestamp) -> Result<Person, AppError> {
        let new = NewPerson { name: self.name.clone(), email: self.email.clone(), chat: String::new() };
        let person = accounts::add_person(tx, None, now, &new)?;
        if let Some(hash) = &self.hash {
            accounts::set_password(tx, now, &person, hash)?;
        }
        for (grant, scope) in &self.grants {
            accounts::grant(tx, None, now, &person, *grant, *scope)?;
        }
        Ok(accounts::find_person(tx, person.id)?)
    }
}

fn hash_now(password: &str) -> String {
    use argon2::PasswordHasher;
    argon2::Argon2::default().hash_password(password.as_bytes()).expect("this machine can hash").to_string()
}
