//! The control endpoints: what they show in pages, and whom they obey.

use numbers_sim::{Fault, Operation};
use reqwest::Method;
use serde_json::{Value, json};

use crate::PHONE;
use crate::api::{Api, read, sms, until};

#[tokio::test]
async fn a_person_and_a_test_can_watch() {
    let api = Api::start().await;
    api.rent(PHONE, sms()).await;
    let page = api.control(Method::GET, "").send().await.unwrap();
    assert!(page.text().await.unwrap().contains("<title>"));
    assert_eq!(
        read(api.control(Method::POST, "advance?seconds=6")).await.0,
        204
    );
    let rentals = api.view("rentals").await;
    assert_eq!(
        rentals["rentals"][0]["smsConfiguration"]["servicePlanId"],
        "plan-1"
    );
    assert_eq!(
        (&rentals["total"], &rentals["next"]),
        (&json!(1), &Value::Null)
    );
    let requests = api.view("requests").await;
    let request = &requests["requests"][0];
    assert_eq!(
        (&request["operation"], &request["status"]),
        (&json!("rentNumber"), &json!(200))
    );
    let state = api.view("state").await;
    assert_eq!(
        (&state["rentals"], &state["requests"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(read(api.control(Method::POST, "reset")).await.0, 204);
    assert!(api.simulator.rented().is_empty());
    assert_eq!(api.view("requests").await["requests"], json!([]));
}

#[tokio::test]
async fn lists_come_in_pages() {
    let api = Api::start().await;
    for number in 0..25 {
        api.rent(&format!("+120255501{number:02}"), json!({})).await;
    }
    let (mut seen, mut path) = (Vec::new(), "rentals?limit=10".to_owned());
    loop {
        let page = api.view(&path).await;
        let rentals = page["rentals"].as_array().unwrap();
        seen.extend(
            rentals
                .iter()
                .map(|rental| rental["phoneNumber"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("rentals?limit=10&after={}", next.replace('+', "%2B"));
    }
    assert_eq!(seen, api.simulator.rented());
    let newest = api.view("requests?limit=10").await;
    assert_eq!(
        (&newest["requests"][0]["id"], &newest["next"]),
        (&json!(25), &json!(16))
    );
    let older = api.view("requests?limit=10&before=16").await;
    assert_eq!(older["requests"][0]["id"], 15);
}

#[tokio::test]
async fn seam_16c_pages_of_other_sites_control_nothing() {
    let api = Api::start().await;
    api.rent(PHONE, json!({})).await;
    let own = api.simulator.url().to_owned();
    let reset = || api.control(Method::POST, "reset");
    for (name, value) in [
        ("origin", "http://attacker.example"),
        ("origin", "null"),
        ("origin", "https://127.0.0.1"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("host", "attacker.example"),
        ("host", "127.0.0.1.attacker.example"),
    ] {
        assert_eq!(
            read(reset().header(name, value)).await.0,
            403,
            "{name}: {value}"
        );
    }
    let read_across = api
        .control(Method::GET, "requests")
        .header("origin", "http://attacker.example");
    assert_eq!(read(read_across).await.0, 403);
    assert_eq!(api.simulator.rented(), [PHONE]);
    let same = reset()
        .header("origin", own)
        .header("sec-fetch-site", "same-origin");
    assert_eq!(read(same).await.0, 204);
}

/// A callback URL that leads to a control endpoint is not called.
#[tokio::test]
async fn seam_16c_the_simulator_does_not_control_itself() {
    let api = Api::start().await;
    let port = api.simulator.url().rsplit_once(':').unwrap().1.to_owned();
    for (index, host) in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "0.0.0.0",
        "[::ffff:127.0.0.1]",
    ]
    .iter()
    .enumerate()
    {
        let mut body = sms();
        body["callbackUrl"] = json!(format!("http://{host}:{port}/__sim/reset"));
        let phone = format!("+1202555010{index}");
        assert_eq!(api.rent(&phone, body).await.0, 200);
    }
    api.advance(6);
    let events = api.simulator.events();
    assert_eq!(events.len(), 10);
    for event in events {
        assert_eq!(
            event.refused,
            Some("it is the simulator itself"),
            "{}",
            event.url
        );
    }
    assert_eq!(api.simulator.rented().len(), 5);
}

#[tokio::test]
async fn seam_16c_a_request_whose_client_went_away_is_in_the_log() {
    let api = Api::start().await;
    api.simulator
        .fault(Fault::CommittedThenSilent.on(Operation::RentNumber));
    let request = api.request(Method::POST, &format!("availableNumbers/{PHONE}:rent"));
    let waiting = tokio::spawn(request.json(&json!({})).send());
    until(async || !api.simulator.rented().is_empty()).await;
    waiting.abort();
    until(async || !api.simulator.requests().is_empty()).await;
    let request = &api.simulator.requests()[0];
    assert_eq!(
        (request.ended, request.status),
        (numbers_sim::Ended::ClientWentAway, None)
    );
    assert_eq!(request.fault.as_deref(), Some("committedThenSilent"));
}

#[tokio::test]
async fn a_dropped_simulator_takes_no_more() {
    let api = Api::start().await;
    api.rent(PHONE, json!({})).await;
    let Api { simulator, http } = api;
    let url = simulator.url().to_owned();
    drop(simulator);
    until(async || http.get(&url).send().await.is_err()).await;
}
