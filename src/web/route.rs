//! A route and its policy: the only thing that [`crate::app`] mounts.

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::{FromRequest, Handler, Responder, guard, web};

use super::gate::{self, Door, Takes};
use super::policy::Policy;
use super::token::TokenScope;
use crate::error::AppError;

/// A method, a path, who may use it, and what answers. There is no way to make
/// one without a policy (A01):
///
/// ```compile_fail
/// # async fn show() -> &'static str { "here" }
/// drawbridge::web::Route::get("/here", show);
/// ```
///
/// ```
/// # async fn show() -> &'static str { "here" }
/// drawbridge::web::Route::get("/here", drawbridge::web::Policy::SignedIn, show);
/// ```
pub struct Route {
    /// `GET` (which answers `HEAD` too), `POST` or `DELETE`.
    pub method: Method,
    /// The path below the base, in actix's pattern form.
    pub path: &'static str,
    /// Who passes.
    pub policy: Policy,
    /// What a token has to be made for to pass; no token opens what has none.
    pub scope: Option<TokenScope>,
    /// What a script may say.
    pub inputs: Inputs,
    endpoint: actix_web::Route,
}

/// What a script may say: by the names of the query where it reads, of the
/// body's members where it changes something.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inputs {
    /// What is text.
    pub texts: &'static [&'static str],
    /// What is a number.
    pub numbers: &'static [&'static str],
    /// Whether a file comes along, in the field `file` of a form.
    pub has_file: bool,
}

impl Route {
    /// A page.
    pub fn get<F, Args>(path: &'static str, policy: Policy, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let endpoint = web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler);
        Self::gated(Method::GET, path, Door { policy, scope: None, takes: Takes::Fields }, endpoint)
    }

    /// What a script reads. `scope` is what its token has to be made for.
    pub fn api_get<F, Args>(path: &'static str, scope: TokenScope, policy: Policy, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let endpoint = web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler);
        Self::gated(Method::GET, path, Door { policy, scope: Some(scope), takes: Takes::Fields }, endpoint)
    }

    /// A change that a script makes. `scope` is what its token has to be made for.
    pub fn api_post<F, Args>(path: &'static str, scope: TokenScope, policy: Policy, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self::gated(
            Method::POST,
            path,
            Door { policy, scope: Some(scope), takes: Takes::Fields },
            web::post().to(handler),
        )
    }

    /// As [`Route::api_post`], with files of up to `limit` bytes each.
    pub fn api_post_files<F, Args>(
        path: &'static str,
        scope: TokenScope,
        policy: Policy,
        limit: usize,
        handler: F,
    ) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let door = Door { policy, scope: Some(scope), takes: Takes::Files(limit) };
        Self::gated(Method::POST, path, door, web::post().to(handler))
    }

    /// A change, asked for by a form.
    pub fn post<F, Args>(path: &'static str, policy: Policy, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self::gated(Method::POST, path, Door { policy, scope: None, takes: Takes::Fields }, web::post().to(handler))
    }

    /// A change, asked for by a form that may carry files of up to `limit` bytes each.
    pub fn post_files<F, Args>(path: &'static str, policy: Policy, limit: usize, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let door = Door { policy, scope: None, takes: Takes::Files(limit) };
        Self::gated(Method::POST, path, door, web::post().to(handler))
    }

    /// What a script takes away. `scope` is what its token has to be made for.
    pub fn api_delete<F, Args>(path: &'static str, scope: TokenScope, policy: Policy, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let door = Door { policy, scope: Some(scope), takes: Takes::Fields };
        Self::gated(Method::DELETE, path, door, web::delete().to(handler))
    }

    fn gated(method: Method, path: &'static str, door: Door, endpoint: actix_web::Route) -> Self {
        let endpoint = endpoint.wrap(from_fn(move |request, next| gate::pass(door, request, next)));
        let inputs = Inputs { has_file: matches!(door.takes, Takes::Files(_)), ..Inputs::default() };
        Route { method, path, policy: door.policy, scope: door.scope, inputs, endpoint }
    }

    /// With the names of what a script may say, for whoever describes the API.
    #[must_use]
    pub fn with(mut self, texts: &'static [&'static str]) -> Self {
        self.inputs.texts = texts;
        self
    }

    /// With the names of what is a number, beside those of [`Route::with`].
    #[must_use]
    pub fn with_numbers(mut self, numbers: &'static [&'static str]) -> Self {
        self.inputs.numbers = numbers;
        self
    }
}

/// What answers where no route does: 404, behind a door like all others, so
/// that the page knows who is signed in.
pub fn nothing_here() -> actix_web::Route {
    let refuse = || async { Err::<String, _>(AppError::NotFound("page")) };
    let door = Door { policy: Policy::Open, scope: None, takes: Takes::Fields };
    web::route().to(refuse).wrap(from_fn(move |request, next| gate::pass(door, request, next)))
}

/// Mounts routes: those that share a path become one resource, so that a wrong
/// method there is answered with 405 and not with 404.
pub fn mount(config: &mut web::ServiceConfig, routes: Vec<Route>) {
    let mut resources: Vec<(&'static str, actix_web::Resource)> = Vec::new();
    for route in routes {
        let found = resources.iter().position(|(path, _)| *path == route.path);
        let (path, resource) = match found {
            Some(index) => resources.swap_remove(index),
            None => (route.path, web::resource(route.path)),
        };
        resources.push((path, resource.route(route.endpoint)));
    }
    // Literal paths go before patterns: `/questions/new` is not a number.
    resources.sort_by_key(|(path, _)| path.contains('{'));
    for (_, resource) in resources {
        config.service(resource);
    }
    config.default_service(nothing_here());
}
