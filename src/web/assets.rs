//! Stylesheet, scripts and pictures: embedded, fingerprinted, compressed once.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, LazyLock};

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::{Policy, Route, Site};
use crate::error::AppError;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
struct Files;

/// The routes of the assets.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/static/{name}", Policy::Open, show), Route::get("/favicon.ico", Policy::Open, favicon)]
}

/// All assets, ready to be sent.
#[derive(Debug, Default)]
pub struct Assets {
    /// Fingerprinted name by plain name: `app.js` → `app-1a2b3c4d.js`.
    names: HashMap<&'static str, String>,
    /// What is sent, by fingerprinted name.
    files: HashMap<String, Asset>,
}

#[derive(Debug)]
struct Asset {
    kind: &'static str,
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
}

impl Assets {
    /// What is embedded; gathered and compressed once in a process, which takes
    /// some milliseconds.
    pub fn embedded() -> Arc<Self> {
        static EMBEDDED: LazyLock<Arc<Assets>> = LazyLock::new(|| Arc::new(Assets::load()));
        Arc::clone(&EMBEDDED)
    }

    fn load() -> Self {
        let mut assets = Assets::default();
        // One sheet from all files of `static/css/`, in the order of their names.
        let mut sheets: Vec<_> = Files::iter().filter(|name| name.starts_with("css/")).collect();
        sheets.sort();
        let sheet: Vec<u8> = sheets.iter().flat_map(|name| read(name)).collect();
        assets.add("drawbridge.css", "text/css; charset=utf-8", sheet);
        assets.add("htmx.js", "text/javascript; charset=utf-8", read("vendor/htmx.min.js"));
        let scripts = ["js/app.js", "js/keys.js", "js/look.js"].iter().flat_map(|name| read(name)).collect();
        assets.add("app.js", "text/javascript; charset=utf-8", scripts);
        assets.add("favicon.svg", "image/svg+xml", read("favicon.svg"));
        assets
    }

    /// The address of an asset below the base.
    pub fn address(&self, name: &str) -> String {
        format!("/static/{}", self.names.get(name).map_or(name, String::as_str))
    }

    fn add(&mut self, name: &'static str, kind: &'static str, bytes: Vec<u8>) {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let print: String = Sha256::digest(&bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let printed = format!("{stem}-{print}.{ending}");
        let asset = Asset { kind, brotli: brotli(&bytes).into(), gzip: gzip(&bytes).into(), plain: bytes.into() };
        self.names.insert(name, printed.clone());
        self.files.insert(printed, asset);
    }
}

fn read(name: &str) -> Vec<u8> {
    Files::get(name).map(|file| file.data.into_owned()).unwrap_or_default()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    match brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters) {
        Ok(_) => out,
        Err(_) => Vec::new(),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// `GET /static/{name}`
async fn show(request: HttpRequest, site: Data<Site>, name: Path<String>) -> Result<HttpResponse, AppError> {
    let asset = site.assets.files.get(name.as_str()).ok_or(AppError::NotFound("file"))?;
    Ok(send(&request, asset, "public, max-age=31536000, immutable"))
}

/// `GET /favicon.ico`: what browsers ask for on pages that are not ours.
async fn favicon(request: HttpRequest, site: Data<Site>) -> Result<HttpResponse, AppError> {
    let name = site.assets.names.get("favicon.svg").ok_or(AppError::NotFound("file"))?;
    let asset = site.assets.files.get(name).ok_or(AppError::NotFound("file"))?;
    Ok(send(&request, asset, "public, max-age=86400"))
}

fn send(request: &HttpRequest, asset: &Asset, cache: &'static str) -> HttpResponse {
    let accepted =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| {
        accepted.split(',').any(|part| {
            let mut words = part.trim().split(';');
            words.next().is_some_and(|name| name.trim().eq_ignore_ascii_case(coding))
                && !words.any(|weight| matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    let (body, coding) = if takes("br") && !asset.brotli.is_empty() {
        (&asset.brotli, Some("br"))
    } else if takes("gzip") && !asset.gzip.is_empty() {
        (&asset.gzip, Some("gzip"))
    } else {
        (&asset.plain, None)
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(asset.kind)
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::VARY, "Accept-Encoding"));
    if let Some(coding) = coding {
        response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(coding)));
    }
    response.body(body.clone())
}
