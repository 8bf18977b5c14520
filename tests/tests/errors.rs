//! What a person reads: Display, Debug and JSON of each kind of error.

use numbers_ext::{OnUnknown, Sms};
use numbers_tests::reply::{Reply, error, response};
use numbers_tests::world::{PHONE, World, phone, rent};
use serde_json::json;

fn shown(error: &numbers_ext::MutationError) -> String {
    let json = serde_json::to_string_pretty(error).unwrap();
    format!("{error}\n\n{error:#?}\n\n{json}\n")
}

#[tokio::test]
async fn each_kind_of_error_is_reviewed() {
    let resource = json!([{ "type": "ResourceInfo", "resourceType": "AvailableNumber", "resourceName": PHONE, "owner": "", "description": "no such number" }]);
    let violations = json!([{ "type": "BadRequest", "fieldViolations": [{ "field": "smsConfiguration.servicePlanId", "description": "is unknown" }] }]);
    let mut text = String::new();
    for (name, reply) in [
        (
            "rejected with violations",
            error(400, "INVALID_ARGUMENT", violations),
        ),
        (
            "rejected without JSON",
            response(403, "<html>forbidden</html>"),
        ),
        (
            "rejected as not available",
            error(404, "NOT_FOUND", resource),
        ),
        ("throttled", response(429, "").header("retry-after", "7")),
        ("reset", Reply::nothing().resets()),
        ("closed", Reply::nothing().closes()),
        ("silent", Reply::nothing().goes_silent()),
        (
            "a gateway's page",
            response(502, "<html>bad gateway</html>"),
        ),
        ("an empty success", response(200, "")),
        (
            "a success cut short",
            response(200, "{\"phoneNumber\":\"+1\"}")
                .cut_in_the_body()
                .closes(),
        ),
        (
            "about another number",
            response(200, "{\"phoneNumber\":\"+12025550135\"}"),
        ),
    ] {
        let world = World::new().rental_requests([reply]);
        let failure = rent(&world.client()).await.unwrap_err();
        text.push_str(&format!("## {name}\n{}\n", shown(&failure)));
    }
    let world = World::new();
    world.api.close().await;
    text.push_str(&format!(
        "## refused\n{}\n",
        shown(&rent(&world.client()).await.unwrap_err())
    ));
    let world = World::new().tokens([response(401, "")]);
    text.push_str(&format!(
        "## no token\n{}\n",
        shown(&rent(&world.client()).await.unwrap_err())
    ));
    let world = World::new();
    let numbers = world.client();
    let invalid = numbers
        .rent(phone())
        .sms(Sms::plan(""))
        .callback_url("nope")
        .send()
        .await
        .unwrap_err();
    text.push_str(&format!("## invalid\n{}\n", shown(&invalid)));
    let world = World::new().rental_requests([Reply::nothing().resets()]);
    let numbers = world
        .builder()
        .on_unknown(OnUnknown::Reconcile)
        .build()
        .unwrap();
    text.push_str(&format!(
        "## proven not done\n{}\n",
        shown(&rent(&numbers).await.unwrap_err())
    ));
    insta::assert_snapshot!("errors", text);
}

#[tokio::test]
async fn a_read_that_proves_nothing_is_reviewed() {
    let world = World::new().lookups([response(404, "<html>"), response(200, "{}")]);
    let numbers = world.client();
    let mut text = String::new();
    for _ in 0..2 {
        let error = numbers.get(phone()).await.unwrap_err();
        text.push_str(&format!("{error}\n{error:?}\n"));
    }
    insta::assert_snapshot!("read_errors", text);
}
