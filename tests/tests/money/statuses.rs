//! Cases 30 to 36, 41 to 47 and 53 to 56: what one send ends in, by any other status.

use numbers_tests::reply::{answer, error};
use numbers_tests::world::{PHONE, World, ended, rent};

use crate::{Case, case, row};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            35,
            "400 with violations is rejected, and they are told",
            || async {
                let details = serde_json::json!([{ "type": "BadRequest", "fieldViolations": [{ "field": "a.b", "description": "is odd" }] }]);
                let world = World::new().rents([error(400, "INVALID_ARGUMENT", details)]);
                let failure = rent(&world.client()).await.unwrap_err();
                assert_eq!(ended(&Err(failure.clone())), "rejected");
                let api = failure.api().unwrap();
                assert_eq!(api.status.as_deref(), Some("INVALID_ARGUMENT"));
                assert_eq!(api.violations[0].field.as_deref(), Some("a.b"));
                assert_eq!(world.seen().rents, 1);
            },
        ),
        row(
            36,
            "400 with HTML is rejected",
            answer(400, "<html>no</html>"),
            "rejected",
        ),
        row(
            36,
            "400 cut short is rejected",
            answer(400, "{\"error\":{}}").cut_in_the_body().closes(),
            "rejected",
        ),
        row(
            36,
            "400 that stalls in the body is rejected",
            answer(400, "{\"error\":{}}")
                .cut_in_the_body()
                .goes_silent(),
            "rejected",
        ),
        row(
            36,
            "400 over the cap is rejected",
            answer(400, &"x".repeat(300_000)),
            "rejected",
        ),
        row(41, "402 is rejected", answer(402, ""), "rejected"),
        row(
            41,
            "403 is rejected",
            error(403, "PERMISSION_DENIED", serde_json::json!([])),
            "rejected",
        ),
        case(
            42,
            "404 is rejected, and says where else the number may be",
            || async {
                let details = serde_json::json!([{ "type": "ResourceInfo", "resourceType": "AvailableNumber", "resourceName": PHONE }]);
                let world = World::new().rents([error(404, "NOT_FOUND", details)]);
                let failure = rent(&world.client()).await.unwrap_err();
                assert_eq!((failure.status(), world.seen().rents), (Some(404), 1));
                assert!(failure.to_string().contains("look it up"), "{failure}");
                let resource = failure.api().unwrap().resource.clone().unwrap();
                assert_eq!(resource.resource_type.as_deref(), Some("AvailableNumber"));
            },
        ),
        row(43, "407 is rejected", answer(407, ""), "rejected"),
        row(
            44,
            "409 is rejected",
            answer(409, "<html>conflict</html>"),
            "rejected",
        ),
        row(45, "422 is rejected", answer(422, "{}"), "rejected"),
        row(46, "408 is unknown", answer(408, "").commits(), "unknown"),
        row(
            53,
            "500 with JSON is unknown",
            error(500, "INTERNAL", serde_json::json!([])).commits(),
            "unknown",
        ),
        row(
            54,
            "502 with HTML is unknown",
            answer(502, "<html>bad gateway</html>"),
            "unknown",
        ),
        row(
            55,
            "503 with Retry-After is unknown",
            answer(503, "").header("retry-after", "1"),
            "unknown",
        ),
        row(56, "504 is unknown", answer(504, "").commits(), "unknown"),
    ];
    for status in [418, 425, 499] {
        cases.push(row(
            47,
            "418, 425 and 499 are unknown",
            answer(status, ""),
            "unknown",
        ));
    }
    for (number, status) in [(30, 301), (31, 302), (32, 303), (33, 307), (34, 308)] {
        cases.push(redirected(number, status));
    }
    cases
}

fn redirected(number: u32, status: u16) -> Case {
    Case {
        number,
        promise: "a redirect is unknown, and is not followed",
        run: Box::new(move || {
            Box::pin(async move {
                let world = World::new();
                let elsewhere = numbers_tests::Server::start(&world.clock);
                let reply =
                    answer(status, "").header("location", &format!("{}/there", elsewhere.url()));
                world.api.state().rents.push_back(reply);
                let result = rent(&world.client()).await;
                assert_eq!(
                    (ended(&result), world.seen().rents),
                    ("unknown", 1),
                    "{status}"
                );
                assert_eq!(elsewhere.state().connections, 0);
            })
        }),
    }
}
