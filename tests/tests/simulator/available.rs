//! Searching and checking available numbers, renting any of them, and regions.

use numbers_sim::{Capability, NumberType, Scenario, Simulator, Terms};
use serde_json::{Value, json};

use crate::PHONE;
use crate::api::{Api, missing, phone, violations};

fn numbers(body: &Value) -> Vec<&str> {
    let found = body["availableNumbers"].as_array().unwrap().iter();
    found
        .map(|number| number["phoneNumber"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn what_a_search_finds_can_be_checked_and_rented_and_is_gone() {
    let api = Api::start().await;
    let path = "availableNumbers?regionCode=US&type=LOCAL&numberPattern.pattern=%2B1208&numberPattern.searchPattern=START&size=3";
    let (status, found) = api.get(path).await;
    assert_eq!(status, 200, "{found}");
    assert_eq!(
        numbers(&found),
        ["+12085550101", "+12085550102", "+12085550103"]
    );
    let first = &found["availableNumbers"][0];
    let keys: Vec<_> = first
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "phoneNumber",
            "regionCode",
            "type",
            "capability",
            "setupPrice",
            "monthlyPrice",
            "paymentIntervalMonths",
            "supportingDocumentationRequired"
        ]
    );
    assert_eq!(
        first["setupPrice"],
        json!({ "currencyCode": "USD", "amount": "0.50" })
    );
    assert_eq!(&api.get("availableNumbers/+12085550101").await.1, first);
    let (_, rented) = api.rent("+12085550101", json!({})).await;
    assert_eq!(rented["money"], first["monthlyPrice"]);
    assert_eq!(
        missing(&api.get("availableNumbers/+12085550101").await),
        "AvailableNumber"
    );
    assert_eq!(numbers(&api.get(path).await.1)[0], "+12085550102");
}

#[tokio::test]
async fn patterns_are_held_against_the_whole_text_in_every_form_the_sdks_send() {
    let api = Api::start().await;
    let search = async |pattern: &str, place: &str| {
        let (status, found) = api
            .get(&format!("availableNumbers?regionCode=US&type=LOCAL&numberPattern.pattern={pattern}&numberPattern.searchPattern={place}"))
            .await;
        assert_eq!(status, 200, "{found}");
        numbers(&found)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    for (pattern, place) in [
        ("%2B1212", "START"),
        ("+1212", "START"),
        ("2020", "CONTAINS"),
        ("777", "END"),
    ] {
        let text = pattern.replace("%2B", "+");
        let found = search(pattern, place).await;
        assert_eq!(found.len(), 10, "{pattern}");
        assert!(
            found.iter().all(|number| match place {
                "START" => number.starts_with(&text),
                "CONTAINS" => number.contains(&text),
                _ => number.ends_with(&text),
            }),
            "{found:?}"
        );
    }
    assert!(
        search("212", "START").await.is_empty(),
        "the text starts with a plus sign"
    );
    assert!(
        search("%2B44", "START").await.is_empty(),
        "of another region"
    );
}

#[tokio::test]
async fn listed_numbers_are_found_first_with_their_terms() {
    let api = Api::start().await;
    let terms = json!({
        "phoneNumber": "+447700900123", "type": "MOBILE", "capability": ["SMS"],
        "setupPrice": "1.00", "monthlyPrice": "3.00", "supportingDocumentationRequired": true,
    });
    assert_eq!(api.plan("offers", terms).await.0, 204);
    for (capabilities, first) in [
        ("capabilities=SMS", "+447700900123"),
        ("capabilities=SMS&capabilities=VOICE", "+447700900101"),
        ("capabilities=SMS,VOICE", "+447700900101"),
    ] {
        let (_, found) = api
            .get(&format!(
                "availableNumbers?regionCode=GB&type=MOBILE&size=2&{capabilities}"
            ))
            .await;
        assert_eq!(numbers(&found)[0], first, "{capabilities}: {found}");
    }
    let (_, checked) = api.get("availableNumbers/+447700900123").await;
    assert_eq!(
        (
            &checked["monthlyPrice"]["amount"],
            &checked["supportingDocumentationRequired"]
        ),
        (&json!("3.00"), &json!(true))
    );
    api.plan(
        "stock",
        json!({ "phoneNumber": "+447700900123", "availability": "notAvailable" }),
    )
    .await;
    let (_, found) = api
        .get("availableNumbers?regionCode=GB&type=MOBILE&size=2")
        .await;
    assert!(!numbers(&found).contains(&"+447700900123"));
    let stock = api.view("stock").await;
    assert_eq!(
        (&stock["total"], &stock["stock"][0]["monthlyPrice"]),
        (&json!(1), &json!("3.00"))
    );
}

#[tokio::test]
async fn a_search_names_what_is_wrong_with_it() {
    let api = Api::start().await;
    for (query, fields) in [
        ("", vec!["regionCode", "type"]),
        ("regionCode=US&type=SATELLITE", vec!["type"]),
        ("regionCode=US&type=LOCAL&size=many", vec!["size"]),
        (
            "regionCode=US&type=LOCAL&capabilities=SMS,FAX",
            vec!["capabilities[1]"],
        ),
        (
            "regionCode=US&type=LOCAL&numberPattern.searchPattern=MIDDLE",
            vec!["numberPattern.searchPattern"],
        ),
    ] {
        let response = api.get(&format!("availableNumbers?{query}")).await;
        let mut found = violations(&response);
        found.sort_unstable();
        assert_eq!(found, fields, "{query}");
    }
}

#[tokio::test]
async fn any_number_that_fits_is_rented() {
    let api = Api::start().await;
    let body = json!({
        "regionCode": "US", "type": "LOCAL", "capabilities": ["SMS"],
        "numberPattern": { "pattern": "+1208", "searchPattern": "START" },
        "smsConfiguration": { "servicePlanId": "plan-1" },
    });
    let (status, rented) = api.post("availableNumbers:rentAny", body.clone()).await;
    assert_eq!(
        (status, &rented["phoneNumber"]),
        (200, &json!("+12085550101")),
        "{rented}"
    );
    assert_eq!(
        rented["smsConfiguration"]["scheduledProvisioning"]["servicePlanId"],
        "plan-1"
    );
    let (_, second) = api.post("availableNumbers:rentAny", body).await;
    assert_eq!(second["phoneNumber"], "+12085550102");
    let none =
        json!({ "regionCode": "US", "type": "LOCAL", "numberPattern": { "pattern": "+44" } });
    assert_eq!(
        missing(&api.post("availableNumbers:rentAny", none).await),
        "AvailableNumber"
    );
}

#[tokio::test]
async fn regions_are_listed_by_type() {
    let scenario = Scenario::read("{ onlyListed: true }").unwrap();
    let api = Api::with(Simulator::builder().scenario(scenario)).await;
    assert_eq!(
        api.get("availableRegions").await.1,
        json!({ "availableRegions": [] })
    );
    let terms = |number_type| Terms {
        number_type: Some(number_type),
        capability: Some(vec![Capability::Voice]),
        ..Terms::default()
    };
    api.simulator.offer(phone(PHONE), terms(NumberType::Local));
    api.simulator
        .offer(phone("+447700900123"), terms(NumberType::Mobile));
    let all = api.get("availableRegions").await.1;
    assert_eq!(
        all["availableRegions"][1],
        json!({ "regionCode": "US", "regionName": "United States", "types": ["LOCAL"] })
    );
    for query in ["types=MOBILE&types=TOLL_FREE", "types=MOBILE,TOLL_FREE"] {
        let (_, mobile) = api.get(&format!("availableRegions?{query}")).await;
        assert_eq!(mobile["availableRegions"].as_array().unwrap().len(), 1);
        assert_eq!(mobile["availableRegions"][0]["regionCode"], "GB");
    }
    assert_eq!(
        violations(&api.get("availableRegions?types=NONE").await),
        ["types[0]"]
    );
}
