//! What a lookup has to show, mutation by mutation.

use numbers_tests::reply::{Reply, error, response};
use numbers_tests::runtime::run;
use numbers_tests::script::{ATTACHMENT, CALLBACK_SECRET, ORDER, PERSON, Played};
use numbers_tests::server::not_held;
use numbers_tests::world::{PHONE, World};
use serde_json::json;

use crate::in_doubt::{lost, reconciled};

#[test]
fn a_response_with_an_order_that_is_not_submitted_is_no_success() {
    run(|| async {
        for state in [r#","state":"CREATED""#, r#","state":"EXPIRED""#, ""] {
            let order = format!(r#"{{"idNumberOrder":"{ORDER}"{state}}}"#);
            let world = World::new().rental_requests([response(200, &order)]);
            let submit = (Played::named("submitOrder").call)(world.client());
            let error = submit.await.unwrap_err();
            let outcome = (error.outcome().as_str(), error.status());
            assert_eq!(outcome, ("unknown", Some(200)), "{state}");
        }
    });
}

#[test]
fn what_a_lookup_shows_is_read_by_the_proof_of_each_mutation() {
    let order =
        |members: &str| response(200, &format!(r#"{{"idNumberOrder":"{ORDER}"{members}}}"#));
    let number = |members: &str| response(200, &format!(r#"{{"phoneNumber":"{PHONE}"{members}}}"#));
    let address = |members: &str| {
        response(
            200,
            &format!(
                r#"{{"streetNumber":"221","streetInfo":"BAKER ST","city":"Springfield","state":"IL"{members}}}"#
            ),
        )
    };
    let no_address = |kind: &str| error(404, "NOT_FOUND", json!([{ "resourceType": kind }]));
    let cases: Vec<(&str, Reply, &str)> = vec![
        ("release", not_held(), "done"),
        ("release", number(r#","expireAt":"""#), "not_done"),
        ("release", number(r#","expireAt":"soon""#), "done"),
        (
            "update",
            number(r#","displayName":"Front desk","callbackUrl":"https://x""#),
            "done",
        ),
        ("update", not_held(), "not_done"),
        ("submitOrder", order(r#","state":"IN_REVIEW""#), "done"),
        ("submitOrder", order(r#","state":"BLOCKED""#), "done"),
        ("submitOrder", order(r#","state":"REJECTED""#), "done"),
        ("submitOrder", order(r#","state":"ON_HOLD""#), "done"),
        ("submitOrder", order(r#","state":"EXPIRED""#), "not_done"),
        ("submitOrder", order(""), "unknown"),
        (
            "registerOrder",
            response(
                200,
                &format!(r#"{{"requestDetails":{{"note":null,"name":"{PERSON}"}}}}"#),
            ),
            "done",
        ),
        (
            "registerOrder",
            response(200, r#"{"requestDetails":{"name":"x"}}"#),
            "not_done",
        ),
        (
            "uploadAttachment",
            response(
                200,
                r#"{"attachments":[{"attachmentId":"another","uploadStatus":"COMPLETED"}]}"#,
            ),
            "not_done",
        ),
        (
            "uploadAttachment",
            response(
                200,
                &format!(
                    r#"{{"attachments":[{{"attachmentId":"{}","uploadStatus":"FAILED"}}]}}"#,
                    ATTACHMENT
                ),
            ),
            "not_done",
        ),
        (
            "setEmergencyAddress",
            address(r#","postalCode":"62701","postalCodePlusFour":"1234""#),
            "done",
        ),
        (
            "setEmergencyAddress",
            address(r#","postalCode":"62702""#),
            "not_done",
        ),
        (
            "setEmergencyAddress",
            no_address("EmergencyAddress"),
            "not_done",
        ),
        ("setEmergencyAddress", response(200, "{}"), "unknown"),
        (
            "removeEmergencyAddress",
            no_address("EmergencyAddress"),
            "done",
        ),
        (
            "removeEmergencyAddress",
            no_address("ActiveNumber"),
            "unknown",
        ),
        ("removeEmergencyAddress", response(200, "{}"), "unknown"),
        (
            "setCallbackSecret",
            response(200, r#"{"hmacSecret":""}"#),
            "not_done",
        ),
        (
            "setCallbackSecret",
            response(
                200,
                &format!(r#"{{"projectId":"another","hmacSecret":"{CALLBACK_SECRET}"}}"#),
            ),
            "unknown",
        ),
    ];
    run(move || {
        let cases = cases.clone();
        async move {
            for (name, lookup, expected) in cases {
                let (world, played) = (World::new(), Played::named(name));
                let stored = lost(&world, &played).await;
                let (result, _, _) = reconciled(&world, world.builder(), &stored, &[&lookup]).await;
                assert_eq!(result.as_str(), expected, "{name}: {result:?}");
            }
        }
    });
}
