//! What a request may be at all, before anything else looks at it (N01).

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

use crate::error::Refusal;

/// Bytes of an address, query included.
const ADDRESS_LIMIT: usize = 8 * 1024;
/// Bytes of all header names and values together.
const HEAD_LIMIT: usize = 16 * 1024;

/// Refuses what is too long, or encoded in a way that nobody asked for.
///
/// # Errors
///
/// None of its own; a refusal is an answer.
pub async fn check<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match fault(&request) {
        None => next.call(request).await.map(ServiceResponse::map_into_boxed_body),
        Some((status, words)) => {
            let mut response = HttpResponse::new(status);
            response.extensions_mut().insert(Refusal { words, internal: None });
            Ok(request.into_response(response))
        }
    }
}

fn fault(request: &ServiceRequest) -> Option<(StatusCode, String)> {
    let address = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    if address > ADDRESS_LIMIT {
        let words = format!("the address has {address} bytes; {ADDRESS_LIMIT} are allowed");
        return Some((StatusCode::URI_TOO_LONG, words));
    }
    // PostgreSQL has no such character, and no address of ours needs it.
    if request.uri().path_and_query().is_some_and(|path| path.as_str().contains("%00")) {
        return Some((StatusCode::BAD_REQUEST, "the address holds a NUL character (%00)".to_owned()));
    }
    let head: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if head > HEAD_LIMIT {
        let words = format!("the headers have {head} bytes; {HEAD_LIMIT} are allowed");
        return Some((StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, words));
    }
    let coding = request.headers().get(header::CONTENT_ENCODING);
    if coding.is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let words = "send the body as it is, without Content-Encoding".to_owned();
        return Some((StatusCode::UNSUPPORTED_MEDIA_TYPE, words));
    }
    None
}
