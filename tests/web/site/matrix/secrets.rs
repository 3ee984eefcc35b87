//! What only its owner was ever shown: secrets in addresses, and tokens.

use diesel::prelude::*;
use drawbridge::db::keys::TokenId;
use drawbridge::db::schema::api_tokens;

use super::world::World;
use crate::harness::{Answer, Client};

/// What only its owner was shown.
pub async fn make(world: &World, name: &str) -> String {
    let champ = world.client("champ");
    let between = |page: &Answer, selector: &str, before: &str| {
        let address = page.assert_ok().select(selector).remove(0);
        let (_, rest) = address.split_once(before).expect("an address");
        rest.split('/').next().unwrap_or_default().to_owned()
    };
    match name {
        "feed" => between(&champ.submit("/me/feeds", "/me/feeds", &[]).await, "p.mono[data-copy]", "/feeds/"),
        "calendar" => between(&champ.submit("/calendar", "/calendar", &[]).await, "#calendar-address", "/calendar/"),
        _ => token(world, champ).await,
    }
}

/// The key of a token of Cy's, by which something was recorded.
async fn token(world: &World, champ: &Client) -> String {
    let fields = [("name", "quetzal"), ("scope", "read"), ("scope", "time:write"), ("days", "7")];
    let page = champ.post("/me/tokens", &fields).await;
    let token = page.assert_ok().select("code[data-copy]").remove(0);
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let body = br#"{"line": "15m training"}"#.to_vec();
    let script = world.app.anonymous();
    let logged = script.send(actix_web::http::Method::POST, "/api/v1/time", &headers, body).await;
    assert!(logged.status.is_success(), "{logged}");
    let newest = api_tokens::table.order(api_tokens::id.desc()).select(api_tokens::id);
    world.app.read(move |c| newest.first::<TokenId>(c)).await.to_string()
}
