//! The first page.

use actix_web::HttpResponse;

use super::pages::HomePage;
use crate::error::AppError;
use crate::web::{Shell, page};

/// `GET /`
pub async fn home(shell: Shell) -> Result<HttpResponse, AppError> {
    page(&HomePage { shell })
}
