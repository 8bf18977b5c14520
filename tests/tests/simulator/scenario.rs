//! Scenario files: what is valid does what it says, what is not is refused with its line.

use numbers_sim::{Fault, Operation, Scenario, Simulator};
use serde_json::json;

use crate::PHONE;
use crate::api::Api;

#[test]
fn seam_17_what_is_not_understood_is_refused_with_its_line() {
    for (text, line, named) in [
        ("stock:\n  '12025550134': {}", 2, "E.164"),
        ("stock:\n  '+1 202 555 0134': {}", 2, "E.164"),
        (
            "stock:\n  +12025550134: {}\n  '+12025550135': {}\n  '+12025550134': {}",
            4,
            "twice",
        ),
        (
            "stock:\n  '+12025550134':\n    monthlyPrice: '-1.00'",
            3,
            "negative",
        ),
        (
            "stock:\n  '+12025550134':\n    type: SATELLITE",
            3,
            "SATELLITE",
        ),
        ("stock:\n  '+12025550134':\n    regionCode: us", 3, "us"),
        (
            "stock:\n  '+12025550134':\n    type: LOCAL\n    setupPrice: '-1.00'",
            4,
            "negative",
        ),
        ("balance: '-5'", 1, "negative"),
        ("currency: dollars", 1, "dollars"),
        ("balances: 1", 1, "balances"),
        (
            "faults:\n  - operation: rentNumber\n    fault: nonsense",
            3,
            "nonsense",
        ),
        (
            "faults:\n  - operation: nothing\n    fault: truncated",
            2,
            "nothing",
        ),
        (
            "faults:\n  - operation: rentNumber\n    phoneNumber: '12025550134'\n    fault: truncated",
            3,
            "E.164",
        ),
        (
            "faults:\n  - operation: rentNumber\n    fault:\n      slow: { seconds: 3 }",
            4,
            "seconds",
        ),
        (
            "provisioning:\n  - product: sms\n    failureCode: NOPE",
            3,
            "NOPE",
        ),
        ("reviews:\n  - outcome: PERHAPS", 2, "PERHAPS"),
        (
            "requirements:\n  - regionCode: SE\n    numberType: LOCAL\n    fields: { type: 7 }",
            4,
            "JSON Schema",
        ),
        ("delivery: never", 1, "never"),
        ("stock: [", 1, ""),
    ] {
        let error = Scenario::read(text).expect_err(text).to_string();
        assert!(error.contains(&format!("line {line}")), "{text}\n{error}");
        assert!(error.contains(named), "{text}\n{error}");
    }
}

#[test]
fn seam_17_yaml_and_json_say_the_same() {
    let yaml = "
balance: '10.00'
stock:
  '+12025550134': { monthlyPrice: '4.00', availability: notAvailable }
faults:
  - operation: issueToken
    fault: { slow: { milliseconds: 3000 } }
  - operation: rentNumber
    fault: committedThenReset
";
    let json = r#"{
        "balance": "10.00",
        "stock": { "+12025550134": { "monthlyPrice": "4.00", "availability": "notAvailable" } },
        "faults": [
            { "operation": "issueToken", "fault": { "slow": { "milliseconds": 3000 } } },
            { "operation": "rentNumber", "fault": "committedThenReset" }
        ]
    }"#;
    let scenario = Scenario::read(yaml).unwrap();
    assert_eq!(Scenario::read(json).unwrap(), scenario);
    assert_eq!(
        scenario.faults[0].fault,
        Fault::Slow {
            milliseconds: 3_000
        }
    );
    assert_eq!(scenario.faults[0].operation, Operation::IssueToken);
}

/// The schema that editors get: what it accepts is read, what it refuses is refused.
#[test]
fn seam_17_what_the_schema_accepts_is_read() {
    let schema = jsonschema_of_scenarios();
    for (scenario, valid) in [
        (json!({}), true),
        (
            json!({ "faults": [{ "operation": "rentNumber", "fault": { "slow": { "milliseconds": 3000 } } }] }),
            true,
        ),
        (
            json!({ "faults": [{ "operation": "submitNumberOrder", "fault": { "status": { "code": 418, "body": { "a": 1 } } } }] }),
            true,
        ),
        (
            json!({ "faults": [{ "operation": "rentNumber", "fault": "truncated", "times": 2, "after": 1 }] }),
            true,
        ),
        (
            json!({ "stock": { PHONE: { "type": "MOBILE", "setupPrice": "0.50" } }, "onlyListed": true }),
            true,
        ),
        (
            json!({ "projects": [{ "projectId": "p", "keyId": "k", "keySecret": "s", "balance": "1" }] }),
            true,
        ),
        (json!({ "faults": [{ "fault": "truncated" }] }), false),
        (
            json!({ "faults": [{ "operation": "rentNumber", "fault": "slow" }] }),
            false,
        ),
        (
            json!({ "faults": [{ "operation": "rentNumber", "fault": { "status": { "code": 99 } } }] }),
            false,
        ),
        (
            json!({ "stock": { PHONE: { "monthlyPrice": "-1" } } }),
            false,
        ),
        (
            json!({ "stock": { PHONE: { "paymentIntervalMonths": 0 } } }),
            false,
        ),
        (json!({ "currency": "dollars" }), false),
        (json!({ "unknown": 1 }), false),
    ] {
        assert_eq!(schema.is_valid(&scenario), valid, "schema: {scenario}");
        assert_eq!(
            Scenario::read(&scenario.to_string()).is_ok(),
            valid,
            "read: {scenario}"
        );
    }
}

fn jsonschema_of_scenarios() -> jsonschema::Validator {
    jsonschema::validator_for(&Scenario::json_schema()).unwrap()
}

#[tokio::test]
async fn a_scenario_does_what_it_says() {
    let scenario = Scenario::read(
        "{ balance: '4.00', currency: EUR, onlyListed: true, stock: { '+447700900123': { monthlyPrice: '1.50', setupPrice: '0' } },
           faults: [{ operation: rentNumber, fault: { status: { code: 418 } }, times: 1 }] }",
    )
    .unwrap();
    let api = Api::with(Simulator::builder().scenario(scenario)).await;
    assert_eq!(api.rent("+447700900123", json!({})).await.0, 418);
    let (status, rented) = api.rent("+447700900123", json!({})).await;
    assert_eq!(
        (status, &rented["money"]),
        (200, &json!({ "currencyCode": "EUR", "amount": "1.50" }))
    );
    assert_eq!(api.rent(PHONE, json!({})).await.0, 404);
    assert_eq!(api.view("state").await["projects"][0]["balance"], "2.50");
}
