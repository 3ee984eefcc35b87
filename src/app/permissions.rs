//! Who may do what, as the routes themselves say it.

use actix_web::HttpResponse;
use askama::Template;

use crate::error::AppError;
use crate::web::{Policy, Route, Shell, TokenScope, page};

/// The route of the table.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/permissions", Policy::SignedIn, show)]
}

/// Every route with its policy.
#[derive(Template)]
#[template(path = "app/permissions.html")]
struct PermissionsPage {
    shell: Shell,
    rows: Vec<PermissionRow>,
}

struct PermissionRow {
    method: String,
    path: &'static str,
    who: String,
    /// What a token has to be made for; nothing where no token opens it.
    scope: &'static str,
}

/// `GET /permissions`
async fn show(shell: Shell) -> Result<HttpResponse, AppError> {
    let mut rows: Vec<_> = super::routes()
        .into_iter()
        .map(|route| PermissionRow {
            method: route.method.to_string(),
            path: route.path,
            who: route.policy.words(),
            scope: route.scope.map_or("", TokenScope::as_str),
        })
        .collect();
    rows.sort_by(|a, b| (a.path, &a.method).cmp(&(b.path, &b.method)));
    page(&PermissionsPage { shell, rows })
}
