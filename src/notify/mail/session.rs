//! One conversation with the server that takes mail.

use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use crate::notify::settings::{MailSettings, Security};

/// How long connecting, encrypting and signing in may take together.
const OPEN_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a message may take. A server that hangs is let go after it.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);

/// What came of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The server took it.
    Yes,
    /// The server will not take it; what it says.
    Refused(String),
    /// Perhaps later, or perhaps it has it: its reply was lost. What happened.
    Unsure(String),
}

/// A server that listens.
pub struct Session {
    connection: AsyncSmtpConnection,
}

impl Session {
    /// Connects, encrypts as the settings say, and signs in.
    ///
    /// # Errors
    ///
    /// Words that say what failed.
    pub async fn open(settings: &MailSettings, authorities: &[u8], domain: &str) -> Result<Self, String> {
        let server = format!("{}:{}", settings.host, settings.port);
        match tokio::time::timeout(OPEN_TIMEOUT, Self::connect(settings, authorities, domain)).await {
            Ok(Ok(session)) => Ok(session),
            Ok(Err(words)) => Err(format!("the mail server {server}: {words}")),
            Err(_) => Err(format!("the mail server {server} did not answer within {} seconds", OPEN_TIMEOUT.as_secs())),
        }
    }

    async fn connect(settings: &MailSettings, authorities: &[u8], domain: &str) -> Result<Self, String> {
        let said = |error: Error| words_of(&error);
        let hello = ClientId::Domain(domain.to_owned());
        let tls = match settings.security {
            Security::None => None,
            _ => Some(tls(&settings.host, authorities)?),
        };
        let wrapped = tls.clone().filter(|_| settings.security == Security::Tls);
        let place = (settings.host.as_str(), settings.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(place, Some(OPEN_TIMEOUT), &hello, wrapped, None)
            .await
            .map_err(said)?;
        if let (Security::StartTls, Some(tls)) = (settings.security, tls) {
            if !connection.can_starttls() {
                connection.abort().await;
                return Err("it offers no STARTTLS, and mail is not sent in the clear".into());
            }
            connection.starttls(tls, &hello).await.map_err(said)?;
        }
        if let Some((name, password)) = &settings.login {
            let login = Credentials::new(name.clone(), password.expose().to_owned());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &login).await.map_err(said)?;
        }
        Ok(Session { connection })
    }

    /// Sends a message. After anything but [`Sent::Yes`] the session is over.
    pub async fn send(&mut self, message: &Message) -> Sent {
        let bytes = message.formatted();
        let sending = self.connection.send(message.envelope(), &bytes);
        match tokio::time::timeout(SEND_TIMEOUT, sending).await {
            Ok(Ok(_)) => Sent::Yes,
            Ok(Err(error)) if error.is_permanent() => Sent::Refused(words_of(&error)),
            Ok(Err(error)) => Sent::Unsure(words_of(&error)),
            Err(_) => Sent::Unsure(format!("the mail server did not answer within {} seconds", SEND_TIMEOUT.as_secs())),
        }
    }

    /// Says good-bye.
    pub async fn close(mut self) {
        // Whether it hears it changes nothing.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.connection.quit()).await;
    }
}

fn tls(host: &str, authorities: &[u8]) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::WebpkiRoots);
    if !authorities.is_empty() {
        builder = builder.add_root_certificate(Certificate::from_pem(authorities).map_err(|error| words_of(&error))?);
    }
    builder.build_rustls().map_err(|error| words_of(&error))
}

/// The error with its causes, in one line.
fn words_of(error: &Error) -> String {
    let mut words = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let more = cause.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        next = cause.source();
    }
    crate::notify::model::one_line(&words, 300)
}
