//! Cases 30 to 36, 41 to 47 and 53 to 56: the outcome of one attempt, by any other status.

use numbers_tests::reply::{error, response};
use numbers_tests::world::{PHONE, World, ended, rent};

use crate::{one_request, row, run, run_on_one_thread};

#[test]
fn case_35_400_with_violations_is_rejected_and_they_are_reported() {
    run(|| async {
        let details = serde_json::json!([{ "type": "BadRequest", "fieldViolations": [{ "field": "a.b", "description": "is odd" }] }]);
        let world = World::new().rental_requests([error(400, "INVALID_ARGUMENT", details)]);
        let failure = rent(&world.client()).await.unwrap_err();
        assert_eq!(ended(&Err(failure.clone())), "rejected");
        let api = failure.api().unwrap();
        assert_eq!(api.status.as_deref(), Some("INVALID_ARGUMENT"));
        assert_eq!(api.violations[0].field.as_deref(), Some("a.b"));
        assert_eq!(world.seen().rental_requests, 1);
    });
}

#[test]
fn case_36_400_with_html_is_rejected() {
    row(response(400, "<html>no</html>"), "rejected");
}

#[test]
fn case_36_400_cut_short_is_rejected() {
    row(
        response(400, "{\"error\":{}}").cut_in_the_body().closes(),
        "rejected",
    );
}

#[test]
fn case_36_400_that_stalls_in_the_body_is_rejected() {
    let reply = response(400, "{\"error\":{}}").cut_in_the_body();
    // On several threads, the deadline may end before the head is read.
    run_on_one_thread(|| one_request(reply.clone().goes_silent(), "rejected"));
}

#[test]
fn case_36_400_over_the_cap_is_rejected() {
    row(response(400, &"x".repeat(300_000)), "rejected");
}

#[test]
fn case_41_402_is_rejected() {
    row(response(402, ""), "rejected");
}

#[test]
fn case_41_403_is_rejected() {
    row(
        error(403, "PERMISSION_DENIED", serde_json::json!([])),
        "rejected",
    );
}

#[test]
fn case_42_404_is_rejected_and_says_to_look_the_number_up() {
    run(|| async {
        let details = serde_json::json!([{ "type": "ResourceInfo", "resourceType": "AvailableNumber", "resourceName": PHONE }]);
        let world = World::new().rental_requests([error(404, "NOT_FOUND", details)]);
        let failure = rent(&world.client()).await.unwrap_err();
        assert_eq!(
            (failure.status(), world.seen().rental_requests),
            (Some(404), 1)
        );
        assert!(
            failure.to_string().contains("look the number up"),
            "{failure}"
        );
        let resource = &failure.api().unwrap().resources[0];
        assert_eq!(resource.resource_type.as_deref(), Some("AvailableNumber"));
    });
}

#[test]
fn case_43_407_is_rejected() {
    row(response(407, ""), "rejected");
}

#[test]
fn case_44_409_is_rejected() {
    row(response(409, "<html>conflict</html>"), "rejected");
}

#[test]
fn case_45_422_is_rejected() {
    row(response(422, "{}"), "rejected");
}

#[test]
fn case_46_408_is_unknown() {
    row(response(408, "").commits(), "unknown");
}

#[test]
fn case_53_500_with_json_is_unknown() {
    row(
        error(500, "INTERNAL", serde_json::json!([])).commits(),
        "unknown",
    );
}

#[test]
fn case_54_502_with_html_is_unknown() {
    row(response(502, "<html>bad gateway</html>"), "unknown");
}

#[test]
fn case_55_503_with_retry_after_is_unknown() {
    row(response(503, "").header("retry-after", "1"), "unknown");
}

#[test]
fn case_56_504_is_unknown() {
    row(response(504, "").commits(), "unknown");
}

#[test]
fn case_30_a_redirect_with_301_is_unknown_and_is_not_followed() {
    run(|| redirected(301));
}

#[test]
fn case_31_a_redirect_with_302_is_unknown_and_is_not_followed() {
    run(|| redirected(302));
}

#[test]
fn case_32_a_redirect_with_303_is_unknown_and_is_not_followed() {
    run(|| redirected(303));
}

#[test]
fn case_33_a_redirect_with_307_is_unknown_and_is_not_followed() {
    run(|| redirected(307));
}

#[test]
fn case_34_a_redirect_with_308_is_unknown_and_is_not_followed() {
    run(|| redirected(308));
}

#[test]
fn case_47_418_425_and_499_are_unknown() {
    for status in [418, 425, 499] {
        row(response(status, ""), "unknown");
    }
}

async fn redirected(status: u16) {
    let world = World::new();
    let elsewhere = numbers_tests::Server::start(&world.clock);
    let reply = response(status, "").header("location", &format!("{}/there", elsewhere.url()));
    world.api.state().rental_requests.push_back(reply);
    let result = rent(&world.client()).await;
    assert_eq!(
        (ended(&result), world.seen().rental_requests),
        ("unknown", 1)
    );
    assert_eq!(elsewhere.state().connections, 0);
}
