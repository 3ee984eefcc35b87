//! A file as an answer that no browser runs.

use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::web::Bytes;

use super::{FileRow, name};

/// Nothing of it may load, run or be framed, should a browser show it after all.
const POLICY: &str = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The file as a download; `nosniff` is on every answer of the site.
pub fn download(file: &FileRow, bytes: Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(file.kind.media_type())
        // As it is: what was handed in is compressed already, or small.
        .insert_header(ContentEncoding::Identity)
        .insert_header((header::CONTENT_DISPOSITION, name::disposition(&file.name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .body(bytes)
}
