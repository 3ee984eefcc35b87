//! Forms that carry files (`multipart/form-data`, RFC 7578), read within bounds.
//!
//! A file that is too large does not cost its sender the words beside it: it is
//! dropped while it arrives, and the handler hears that it was.

use std::future::{Ready, ready};

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::stream::{Stream, StreamExt};
use url::form_urlencoded::Serializer;

use super::form::Posted;
use crate::error::AppError;

/// Bytes of a body that is read at all, so that somebody who chose too large a
/// file hears of it with their words kept; beyond it there is nothing but a refusal.
pub(super) const BODY_LIMIT: usize = 32 * 1024 * 1024;
/// Bytes of all other fields together (N01).
const FIELDS_LIMIT: usize = 1024 * 1024;
/// Files of one form.
const FILES: usize = 4;
/// Bytes of a file's name; file systems take no more.
const NAME_LIMIT: usize = 255;

/// One file as it was sent; nothing of it is known to be true.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// The form's field.
    pub field: String,
    /// What the sender calls it.
    pub name: String,
    /// What is in it; empty where it was too large.
    pub bytes: Bytes,
    /// Whether it had more bytes than its form takes.
    pub is_too_large: bool,
}

/// The files of a form. A field that nobody chose a file for is not among them.
#[derive(Debug, Clone, Default)]
pub struct SentFiles(Vec<SentFile>);

impl SentFiles {
    /// The file of this field, if one was chosen.
    pub fn of(&self, field: &str) -> Option<&SentFile> {
        self.0.iter().find(|file| file.field == field)
    }
}

impl FromRequest for SentFiles {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<SentFiles>().cloned().unwrap_or_default()))
    }
}

/// Whether the body is of this kind.
pub(super) fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.to_ascii_lowercase().starts_with("multipart/form-data")
}

/// Reads the body: fields as any other form has them, and files.
pub(super) async fn read(headers: &HeaderMap, payload: Payload, limit: usize) -> Result<(Posted, SentFiles), AppError> {
    let mut parts = Multipart::new(headers, bounded(payload));
    let (mut fields, mut files, mut size) = (Serializer::new(String::new()), Vec::new(), 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|error| unread(&error))?;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name =
            part.content_disposition().and_then(|disposition| disposition.get_filename()).map(str::to_owned);
        let Some(file_name) = file_name else {
            let value = part.bytes(FIELDS_LIMIT).await.map_err(|_| too_many_words())?;
            let value = value.map_err(|error| unread(&error))?;
            size += name.len() + value.len();
            if size > FIELDS_LIMIT {
                return Err(too_many_words());
            }
            let value = std::str::from_utf8(&value)
                .map_err(|_| AppError::BadRequest("the form can't be read: it is not UTF-8".into()))?;
            fields.append_pair(&name, value);
            continue;
        };
        let (bytes, is_too_large) = match part.bytes(limit).await {
            Ok(bytes) => (bytes.map_err(|error| unread(&error))?, false),
            Err(_) => (Bytes::new(), true),
        };
        let is_chosen = !file_name.is_empty() || !bytes.is_empty() || is_too_large;
        if is_chosen {
            let name_kept = file_name.chars().take(NAME_LIMIT).collect();
            files.push(SentFile { field: name, name: name_kept, bytes, is_too_large });
        }
        if files.len() > FILES {
            return Err(AppError::BadRequest(format!("this form takes {FILES} files at the most")));
        }
    }
    Ok((Posted::parse(Bytes::from(fields.finish()))?, SentFiles(files)))
}

/// The body, cut off with an error where it goes on for too long.
fn bounded(payload: Payload) -> impl Stream<Item = Result<Bytes, PayloadError>> + 'static {
    let mut size = 0;
    payload.map(move |chunk| {
        let chunk = chunk?;
        size += chunk.len();
        if size > BODY_LIMIT { Err(PayloadError::Overflow) } else { Ok(chunk) }
    })
}

fn unread(error: &actix_multipart::MultipartError) -> AppError {
    match error {
        actix_multipart::MultipartError::Payload(PayloadError::Overflow) => too_large(),
        error => AppError::BadRequest(format!("the form did not arrive whole: {error}")),
    }
}

pub(super) fn too_large() -> AppError {
    AppError::TooLarge(format!("a form with a file takes {} MiB at the most", BODY_LIMIT / 1024 / 1024))
}

fn too_many_words() -> AppError {
    AppError::TooLarge(format!("the fields of this form take {} KiB at the most", FIELDS_LIMIT / 1024))
}
