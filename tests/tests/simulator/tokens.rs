//! Access tokens, Basic, and trial accounts.

use std::time::Duration;

use numbers_sim::Simulator;
use reqwest::Method;
use serde_json::json;

use crate::PHONE;
use crate::api::{Api, Response, read};

async fn token(api: &Api, secret: &str, grant: &str) -> Response {
    let url = format!("{}/oauth2/token", api.simulator.url());
    let request = api
        .http
        .post(url)
        .basic_auth(api.simulator.key_id(), Some(secret));
    read(request.form(&[("grant_type", grant)])).await
}

#[tokio::test]
async fn a_token_is_valid_until_it_expires() {
    let api = Api::with(Simulator::builder().token_lifetime(Duration::from_secs(100))).await;
    let (status, issued) = token(&api, api.simulator.key_secret(), "client_credentials").await;
    assert_eq!((status, &issued["expires_in"]), (200, &json!(100)));
    let url = format!(
        "{}/v1/projects/{}/activeNumbers/{PHONE}",
        api.simulator.url(),
        api.simulator.project()
    );
    let bearer = || {
        api.http
            .get(&url)
            .bearer_auth(issued["access_token"].as_str().unwrap())
    };
    assert_eq!(read(bearer()).await.0, 404);
    api.advance(101);
    let expired = bearer().send().await.unwrap();
    let challenge = expired.headers()["www-authenticate"]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(expired.status(), 401);
    assert!(challenge.contains("invalid_token"), "{challenge}");
}

#[tokio::test]
async fn wrong_secrets_grants_and_schemes_are_refused() {
    let api = Api::start().await;
    let secret = api.simulator.key_secret();
    assert_eq!(token(&api, secret, "password").await.0, 400);
    assert_eq!(token(&api, "wrong", "client_credentials").await.0, 401);
    let url = format!(
        "{}/v1/projects/{}/activeNumbers/{PHONE}",
        api.simulator.url(),
        api.simulator.project()
    );
    let bare = api.http.get(&url).send().await.unwrap();
    assert_eq!(
        (
            bare.status().as_u16(),
            bare.headers()["www-authenticate"].to_str().unwrap()
        ),
        (401, "Bearer")
    );
    assert_eq!(read(api.http.get(&url).bearer_auth("wrong")).await.0, 401);
    assert_eq!(
        read(
            api.http
                .get(&url)
                .basic_auth("simulated-key", Some("wrong"))
        )
        .await
        .0,
        401
    );
}

#[tokio::test]
async fn bursts_of_tokens_are_limited_where_that_is_asked_for() {
    let api = Api::with(Simulator::builder().limit_tokens(true)).await;
    let mut statuses = Vec::new();
    for _ in 0..40 {
        statuses.push(
            token(&api, api.simulator.key_secret(), "client_credentials")
                .await
                .0,
        );
    }
    assert!(statuses[..30].iter().all(|status| *status == 200));
    assert!(statuses.contains(&429));
}

#[tokio::test]
async fn a_trial_account_can_read_and_not_rent() {
    let api = Api::with(Simulator::builder().trial(true)).await;
    let (status, body) = api.rent(PHONE, json!({})).await;
    assert_eq!(
        (status, &body["error"]["details"][0]["resourceType"]),
        (403, &json!("AvailableNumber"))
    );
    assert_eq!(api.get(&format!("activeNumbers/{PHONE}")).await.0, 404);
}

#[tokio::test]
async fn the_log_says_how_a_request_was_authenticated_and_shows_no_credential() {
    let api = Api::start().await;
    let (_, issued) = token(&api, api.simulator.key_secret(), "client_credentials").await;
    let token = issued["access_token"].as_str().unwrap();
    api.get(&format!("activeNumbers/{PHONE}")).await;
    let url = format!(
        "{}/v1/projects/{}/activeNumbers/{PHONE}",
        api.simulator.url(),
        api.simulator.project()
    );
    read(api.http.get(&url).bearer_auth(token)).await;
    let requests = api.simulator.requests();
    assert_eq!(requests[1].credential, "basic");
    assert_eq!(
        requests[2].credential,
        format!("token …{}", &token[token.len() - 6..])
    );
    let shown = format!("{requests:?}");
    assert!(!shown.contains(api.simulator.key_secret()));
    assert!(!format!("{:?}", &requests[1..]).contains(token));
    let tokens = api.view("tokens").await;
    assert_eq!(tokens["tokens"][0]["projectId"], api.simulator.project());
    assert_eq!(read(api.control(Method::GET, "tokens")).await.0, 200);
}
