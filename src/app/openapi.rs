//! What scripts may ask for, as OpenAPI 3.1 says it: made from the routes
//! themselves, so that none is missing.
//! Source: OpenAPI Specification 3.1.1.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::web::Data;
use serde_json::{Map, Value, json};

use crate::web::{Inputs, Policy, Route, Site, TokenScope};

const PATH: &str = "/api/v1/openapi.json";

/// The route of the description.
pub fn routes() -> Vec<Route> {
    vec![Route::api_get(PATH, TokenScope::Read, Policy::Reading, show)]
}

/// What is described does not change while the site runs.
static PATHS: LazyLock<Value> = LazyLock::new(|| paths(&super::routes()));

/// `GET /api/v1/openapi.json`
async fn show(site: Data<Site>) -> HttpResponse {
    HttpResponse::Ok().json(describe(&site.absolute("/")))
}

/// Every route that a token opens.
fn paths(routes: &[Route]) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in routes.iter().filter(|route| route.path.starts_with("/api/v1/")) {
        let Some(scope) = route.scope else { continue };
        let method = route.method.as_str().to_ascii_lowercase();
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[method] = operation(route, scope);
    }
    Value::Object(paths)
}

/// The whole description, of a site at `base`.
fn describe(base: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Drawbridge",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What a person does in the browser, a script does here, by the same rules. Each person makes tokens under /me/tokens.",
        },
        "servers": [{ "url": base.trim_end_matches('/') }],
        "paths": &*PATHS,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Problem": problem() },
        },
    })
}

fn operation(route: &Route, scope: TokenScope) -> Value {
    let is_change = route.method == Method::POST;
    let mut parameters: Vec<Value> = route.path.split('/').filter_map(placed).collect();
    if is_change {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "maxLength": 200 },
            "description": "A change with the same key is made once, however often it is sent.",
        }));
    } else {
        let query = |(name, schema)| json!({ "name": name, "in": "query", "schema": schema });
        parameters.extend(members(route.inputs).into_iter().map(query));
    }
    let mut operation = json!({
        "operationId": name_of(route),
        "description": format!("For {}. A token needs the scope {}.", route.policy.words(), scope.as_str()),
        "parameters": parameters,
        "security": security(route.policy, scope),
        "responses": responses(&route.method),
    });
    let members = members(route.inputs);
    if is_change && !members.is_empty() {
        let kind = if route.inputs.has_file { "multipart/form-data" } else { "application/json" };
        let mut schema = json!({ "type": "object", "properties": members, "additionalProperties": false });
        if route.inputs.has_file {
            schema["required"] = json!(["file"]);
        }
        operation["requestBody"] = json!({ "required": true, "content": { kind: { "schema": schema } } });
    }
    operation
}

/// What may be said, each with its schema.
fn members(inputs: Inputs) -> Map<String, Value> {
    let of = |kind: &'static str| move |name: &&str| ((*name).to_owned(), json!({ "type": kind }));
    let mut members: Map<String, Value> = inputs.texts.iter().map(of("string")).collect();
    members.extend(inputs.numbers.iter().map(of("number")));
    if inputs.has_file {
        // OpenAPI 3.1.1, section 4.8.14.3: what is no JSON has no type.
        members.insert("file".into(), json!({ "contentMediaType": "application/octet-stream" }));
    }
    members
}

/// A part of the path that stands for something.
fn placed(part: &str) -> Option<Value> {
    let name = part.strip_prefix('{')?.strip_suffix('}')?;
    let schema = match name {
        "number" => json!({ "type": "integer", "minimum": 1 }),
        _ => json!({ "type": "string" }),
    };
    Some(json!({ "name": name, "in": "path", "required": true, "schema": schema }))
}

/// `post-questions-number-comments`.
fn name_of(route: &Route) -> String {
    let parts = route.path.trim_start_matches("/api/v1/").split('/').map(|part| part.trim_matches(['{', '}']));
    let method = route.method.as_str().to_ascii_lowercase();
    [vec![method.as_str()], parts.collect()].concat().join("-")
}

fn security(policy: Policy, scope: TokenScope) -> Value {
    let token = json!({ "token": [scope.as_str()] });
    match policy {
        Policy::Open | Policy::Reading => json!([{}, token]),
        _ => json!([token]),
    }
}

/// What may come back; a refusal is a problem document.
fn responses(method: &Method) -> Value {
    let done: &[(&str, &str)] = match *method {
        Method::POST => {
            &[("200", "it is done"), ("201", "it is made"), ("204", "it is done, and not the sender's to read")]
        }
        Method::DELETE => &[("204", "it is taken away")],
        _ => &[("200", "what was asked for")],
    };
    let refused = [
        ("400", "the request is not well-formed"),
        ("401", "there is no token, or it is none any more"),
        ("403", "this may not be done, or the token lacks the scope"),
        ("404", "there is no such thing, or it may not be read"),
        ("409", "it was changed meanwhile, or is not in a state for this"),
        ("413", "it is more than is taken"),
        ("415", "the body is not what is taken"),
        ("422", "it breaks a rule; `errors` names the fields"),
        ("429", "too often"),
        ("503", "a part that is needed does not answer"),
    ];
    let problem = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let mut all = Map::new();
    for (status, words) in done {
        all.insert((*status).into(), json!({ "description": words, "content": { "application/json": {} } }));
    }
    if let Some(empty) = all.get_mut("204") {
        *empty = json!({ "description": empty["description"] });
    }
    for (status, words) in refused {
        all.insert(status.into(), json!({ "description": words, "content": problem }));
    }
    Value::Object(all)
}

/// A refusal (RFC 9457).
fn problem() -> Value {
    let text = json!({ "type": "string" });
    let field = json!({ "type": "object", "properties": { "field": text, "message": text } });
    json!({
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": text, "title": text, "status": { "type": "integer" }, "detail": text,
            "errors": { "type": "array", "items": field },
        },
    })
}
