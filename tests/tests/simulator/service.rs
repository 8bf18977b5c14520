//! Stock, credentials, refusals, watching.

use super::*;

#[tokio::test]
async fn stock_and_balance_are_kept() {
    let offer = Offer::default();
    let scenario = Scenario::read("{ balance: '3.00', currency: EUR, stock: { '+447700900123': { price: '0.8', type: MOBILE, capability: [SMS] } } }").unwrap();
    let (simulator, numbers) = started(Simulator::builder().scenario(scenario)).await;
    simulator.offer(
        "+12025550135",
        Offer {
            stock: Stock::HeldByAnother,
            ..offer
        },
    );
    simulator.stock("+12025550136", Stock::NotForSale);
    let rent = async |phone: &str| {
        numbers
            .rent(phone.parse().unwrap())
            .unconfigured()
            .send()
            .await
    };
    let british = rent("+447700900123").await.unwrap();
    assert_eq!(british.price().unwrap().to_string(), "0.8 EUR");
    assert_eq!(
        (
            british.number().region(),
            british.number().number_type().unwrap().as_str()
        ),
        (Some("GB"), "MOBILE")
    );
    rent(PHONE).await.unwrap();
    let poor = rent("+12025550137").await.unwrap_err();
    assert_eq!(
        (poor.status(), poor.api().unwrap().violations.len()),
        (Some(400), 1)
    );
    for taken in ["+12025550135", "+12025550136", PHONE] {
        assert_eq!(
            rent(taken).await.unwrap_err().status(),
            Some(404),
            "{taken}"
        );
    }
    simulator.reset().unwrap();
    assert!(simulator.rented().is_empty());
}

#[tokio::test]
async fn tokens_expire_trials_may_not_rent_and_bursts_are_limited() {
    let (simulator, numbers) =
        started(Simulator::builder().token_lifetime(Duration::from_secs(100))).await;
    numbers
        .rent(PHONE.parse().unwrap())
        .unconfigured()
        .send()
        .await
        .unwrap();
    simulator.advance(Duration::from_secs(101));
    // The client's clock has not moved: it meets a 401 and buys another token.
    held(&numbers, PHONE).await;
    let (_simulator, numbers) = started(Simulator::builder().trial(true)).await;
    let error = numbers
        .rent(PHONE.parse().unwrap())
        .unconfigured()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert!(error.api().unwrap().resources.len() == 1);
    let (simulator, _) = started(Simulator::builder().limit_tokens(true)).await;
    let http = reqwest::Client::new();
    let mut statuses = Vec::new();
    for _ in 0..40 {
        let request = http
            .post(format!("{}/oauth2/token", simulator.url()))
            .basic_auth(simulator.key_id(), Some(simulator.key_secret()));
        let answer = request
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await
            .unwrap();
        statuses.push(answer.status().as_u16());
    }
    assert!(statuses[..30].iter().all(|status| *status == 200));
    assert!(statuses.contains(&429));
}

/// Wrong grants, wrong secrets, wrong paths and methods.
#[tokio::test]
async fn what_is_wrong_is_refused_as_the_api_would() {
    let (simulator, _) = started(Simulator::builder()).await;
    let http = reqwest::Client::new();
    let token = |secret: &str, grant: &str| {
        let request = http.post(format!("{}/oauth2/token", simulator.url()));
        request
            .basic_auth(simulator.key_id(), Some(secret))
            .form(&[("grant_type", grant)])
            .send()
    };
    assert_eq!(
        token(simulator.key_secret(), "client_credentials")
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(
        token(simulator.key_secret(), "password")
            .await
            .unwrap()
            .status(),
        400
    );
    assert_eq!(
        token("wrong", "client_credentials").await.unwrap().status(),
        401
    );
    let url = |number: &str| {
        format!(
            "{}/v1/projects/{}/availableNumbers/{number}:rent",
            simulator.url(),
            simulator.project()
        )
    };
    let post = |number: &str| {
        http.post(url(number))
            .basic_auth(simulator.key_id(), Some(simulator.key_secret()))
    };
    let status =
        async |request: reqwest::RequestBuilder| request.send().await.unwrap().status().as_u16();
    assert_eq!(status(post("nonsense")).await, 400);
    assert_eq!(status(post(PHONE).body("{")).await, 415);
    assert_eq!(
        status(
            post(PHONE)
                .header("content-type", "application/json")
                .body("{")
        )
        .await,
        400
    );
    assert_eq!(
        status(post(PHONE).json(&json!({ "callbackUrl": "x".repeat(70_000) }))).await,
        413
    );
    assert_eq!(status(http.get(url(PHONE))).await, 405);
    let bare = http.post(url(PHONE)).send().await.unwrap();
    assert_eq!(
        (
            bare.status().as_u16(),
            bare.headers()["www-authenticate"].to_str().unwrap()
        ),
        (401, "Bearer")
    );
    let wrong = http
        .post(url(PHONE))
        .bearer_auth("wrong")
        .send()
        .await
        .unwrap();
    assert!(
        wrong.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("invalid_token")
    );
    let other = http
        .post(url(PHONE).replace(simulator.project(), "another"))
        .basic_auth(simulator.key_id(), Some(simulator.key_secret()));
    assert_eq!(status(other).await, 403);
    // No body rents without configuration, with the plus encoded or not.
    assert_eq!(status(post("%2B12025550134")).await, 200);
    assert_eq!(status(post(PHONE)).await, 404);
}

#[tokio::test]
async fn a_person_and_a_test_can_watch() {
    let (simulator, numbers) = started(Simulator::builder()).await;
    numbers
        .rent(PHONE.parse().unwrap())
        .sms(Sms::plan("p"))
        .send()
        .await
        .unwrap();
    let http = reqwest::Client::new();
    let get = async |path: &str| {
        http.get(format!("{}/__sim/{path}", simulator.url()))
            .send()
            .await
            .unwrap()
    };
    assert!(
        get("")
            .await
            .text()
            .await
            .unwrap()
            .contains("<title>numbers simulator</title>")
    );
    let advanced = http
        .post(format!("{}/__sim/advance?seconds=6", simulator.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(advanced.status(), 204);
    let state: Value = get("state").await.json().await.unwrap();
    assert_eq!(
        state["rentals"][0]["smsConfiguration"]["servicePlanId"],
        "p"
    );
    let requests: Value = get("requests").await.json().await.unwrap();
    assert_eq!(
        (&requests[0]["method"], &requests[0]["status"]),
        (&json!("POST"), &json!(200))
    );
    assert!(
        !requests.to_string().contains("sim-"),
        "no credential is shown"
    );
    assert_eq!(
        http.post(format!("{}/__sim/reset", simulator.url()))
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    assert!(simulator.rented().is_empty());
}

#[tokio::test]
async fn a_dropped_simulator_takes_no_more() {
    let simulator = Simulator::start().await.unwrap();
    let numbers = to(&simulator).build().unwrap();
    numbers
        .rent(PHONE.parse().unwrap())
        .unconfigured()
        .send()
        .await
        .unwrap();
    drop(simulator);
    tokio::task::yield_now().await;
    let error = numbers.get(PHONE.parse().unwrap()).await.unwrap_err();
    assert_eq!(error.status(), None, "{error}");
}
