//! Responses that are odd, and responses that contradict themselves.

use numbers_ext::{Configuration, InDoubt, OnUnknown, Reconciled, Sms};
use numbers_tests::reply::{Reply, raw, response};
use numbers_tests::world::{PHONE, PROJECT, World, bounded, ended, phone, rent};

/// Bodies about the number that hold something no parser takes.
fn odd_bodies() -> Vec<Vec<u8>> {
    let about = |members: &[u8]| {
        let mut body = format!(r#"{{"phoneNumber":"{PHONE}","projectId":"{PROJECT}","smsConfiguration":{{"servicePlanId":"plan-1"}},"#).into_bytes();
        body.extend_from_slice(members);
        body.push(b'}');
        body
    };
    let mut with_mark = b"\xef\xbb\xbf".to_vec();
    with_mark.extend(about(br#""displayName":"x""#));
    let mut after_form_feed = b"\x0c".to_vec();
    after_form_feed.extend(about(b"\"displayName\":\"Caf\xe9\""));
    let odd_items = vec!["7"; 500].join(",");
    vec![
        about(br#""displayName":"Desk \ud83d""#),
        about(b"\"displayName\":\"Caf\xe9\""),
        about(b"\"displayName\":\"\xed\xa0\xbd\xed\xb8\x80\""),
        about(br#""money":{"currencyCode":"USD","amount":1e400}"#),
        about(format!(r#""capability":[{odd_items}]"#).as_bytes()),
        about(format!(r#""phoneNumber":"{PHONE}""#).as_bytes()),
        about(format!(r#""displayName":{}1{}"#, "[".repeat(200), "]".repeat(200)).as_bytes()),
        with_mark,
        after_form_feed,
    ]
}

fn success(body: &[u8]) -> Reply {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    raw([head.as_bytes(), body].concat())
}

#[tokio::test]
async fn seam_06_no_odd_member_costs_the_evidence_of_a_response_or_a_lookup() {
    for body in odd_bodies() {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let world = World::new()
            .rental_requests([success(&body).commits()])
            .lookups([success(&body)]);
        let numbers = world.client();
        let rental = rent(&numbers)
            .await
            .unwrap_or_else(|error| panic!("{error}: {shown}"));
        assert_eq!(rental.number().raw(), body, "{shown}");
        assert!(serde_json::to_string(&rental).is_ok(), "{shown}");
        let in_doubt = InDoubt::rent(PROJECT.parse().unwrap(), phone())
            .configuration(Configuration::unconfigured().sms(Sms::plan("plan-1")));
        let reconciled = bounded(numbers.reconcile(&in_doubt)).await;
        assert!(
            matches!(reconciled, Reconciled::Done(_)),
            "{reconciled:?}: {shown}"
        );
    }
}

#[tokio::test]
async fn seam_07b_a_404_that_contradicts_itself_proves_no_absence() {
    let of = |code: &str, kind: &str, name: &str| {
        format!(
            r#"{{"error":{{"code":{code},"status":"NOT_FOUND","details":[{{"resourceType":"{kind}","resourceName":"{name}"}}]}}}}"#
        )
    };
    for body in [
        of("404", "ActiveNumber", "+12025550135"),
        of("403", "ActiveNumber", PHONE),
        of("404", "ActiveNumber", PHONE).replace(
            r#""details":["#,
            r#""details":[{"resourceType":"AvailableNumber"},"#,
        ),
        of("404", "ActiveNumber", PHONE).replace(r#""status""#, r#""status":"OK","status""#),
    ] {
        let world = World::new()
            .rental_requests([Reply::nothing().resets()])
            .lookups(vec![response(404, &body); 60]);
        let numbers = world
            .builder()
            .on_unknown(OnUnknown::Reconcile)
            .build()
            .unwrap();
        assert_eq!(ended(&rent(&numbers).await), "unknown", "{body}");
    }
}

#[tokio::test]
async fn seam_08_one_odd_element_of_an_error_costs_none_of_its_neighbours() {
    let absent = format!(
        r#"{{"error":{{"code":404,"status":"NOT_FOUND","message":7,"details":[{{"resourceType":"ActiveNumber","resourceName":"{PHONE}","owner":[],"description":1e400}}]}}}}"#
    );
    let world = World::new().lookups([response(404, &absent)]);
    assert_eq!(bounded(world.client().get(phone())).await.unwrap(), None);
    let violations = r#"{"error":{"code":400,"status":"INVALID_ARGUMENT","details":[{"fieldViolations":[{"field":"a"},7,{"field":"b"}]}]}}"#;
    let world = World::new().rental_requests([response(400, violations)]);
    let error = rent(&world.client()).await.unwrap_err();
    assert_eq!(error.api().unwrap().violations.len(), 2);
}

#[tokio::test]
async fn seam_09_a_response_that_shows_another_configuration_says_so() {
    let theirs =
        format!(r#"{{"phoneNumber":"{PHONE}","smsConfiguration":{{"servicePlanId":"theirs"}}}}"#);
    let world = World::new().rental_requests([response(200, &theirs).commits()]);
    let rental = rent(&world.client()).await.unwrap();
    let shown: Vec<_> = rental
        .differences()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        shown,
        ["smsConfiguration.servicePlanId: requested plan-1, found theirs"]
    );
    // A short response says nothing about it.
    let short = format!(r#"{{"phoneNumber":"{PHONE}"}}"#);
    let world = World::new().rental_requests([response(200, &short).commits()]);
    assert_eq!(rent(&world.client()).await.unwrap().differences(), []);
}
