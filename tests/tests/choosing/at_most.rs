//! `at_most`: the price is looked up first, and the number only rented when it is not higher.

use std::time::Duration;

use numbers_ext::{Decimal, MutationError, OnUnknown, Price, Proof, Rental, Sms};
use numbers_tests::World;
use numbers_tests::reply::{Reply, error, response};
use numbers_tests::runtime::run;
use numbers_tests::server::Kind;
use numbers_tests::world::{PHONE, bounded, ended, phone};
use serde_json::{Value, json};

fn money(amount: &str, currency: &str) -> Value {
    json!({ "amount": amount, "currencyCode": currency })
}

fn priced(setup: &Value, monthly: &Value) -> Reply {
    let number = json!({ "phoneNumber": PHONE, "setupPrice": setup, "monthlyPrice": monthly });
    response(200, &number.to_string())
}

fn usd(setup: &str, monthly: &str) -> Reply {
    priced(&money(setup, "USD"), &money(monthly, "USD"))
}

/// Rents the number for 2.50 USD at most.
async fn rent(world: &World) -> Result<Rental, MutationError> {
    let limit = Price::new(Decimal::new(250, 2), "USD");
    let rent = world
        .client()
        .rent(phone())
        .sms(Sms::plan("plan-1"))
        .at_most(limit);
    bounded(rent.send()).await
}

/// Asserts that nothing was sent to rent the number, after one lookup, and returns the message.
async fn refused(world: World) -> String {
    let result = rent(&world).await;
    assert_eq!(ended(&result), "not sent", "{result:?}");
    let seen = world.seen();
    assert_eq!((seen.lookups, seen.rental_requests), (1, 0), "{result:?}");
    let error = result.unwrap_err();
    assert_eq!(error.attempts(), 0);
    error.to_string()
}

#[test]
fn a_number_of_that_price_or_less_is_rented_after_one_lookup() {
    run(|| async {
        for lookup in [usd("0.50", "2.00"), usd("0", "0"), usd("2.499", "0.001")] {
            let world = World::new().lookups([lookup]);
            assert_eq!(ended(&rent(&world).await), "rented");
            let state = world.api.state();
            let seen: Vec<_> = state.seen.iter().map(|seen| seen.kind).collect();
            assert_eq!(seen, [Kind::Lookup, Kind::Rent]);
            let path = format!("/availableNumbers/{PHONE} HTTP");
            assert!(state.seen[0].head.replace("%2B", "+").contains(&path));
        }
    });
}

#[test]
fn a_dearer_number_is_not_rented_whatever_makes_it_dear() {
    run(|| async {
        for (lookup, shown) in [
            (usd("0.51", "2.00"), "2.51 USD at once, more than 2.50 USD"),
            (
                usd("2.50", "0.001"),
                "2.501 USD at once, more than 2.50 USD",
            ),
            (
                priced(&money("0.10", "EUR"), &money("0.10", "EUR")),
                "0.20 EUR at once, and the limit is in USD",
            ),
        ] {
            let message = refused(World::new().lookups([lookup])).await;
            assert!(message.contains(shown), "{message}");
        }
    });
}

#[test]
fn a_number_whose_price_is_not_known_is_not_rented() {
    let absent = error(
        404,
        "NOT_FOUND",
        json!([{ "resourceType": "AvailableNumber", "resourceName": PHONE }]),
    );
    let cases = [
        (
            priced(&Value::Null, &money("1", "USD")),
            "its price is not known",
        ),
        (
            priced(&money("1", "USD"), &json!({})),
            "its price is not known",
        ),
        (
            priced(&money("1", "USD"), &money("1", "EUR")),
            "its price is not known",
        ),
        (usd("1", "one"), "its price is not known"),
        (usd("1", "1e400"), "its price is not known"),
        (
            usd("1", "79228162514264337593543950335"),
            "its price is not known",
        ),
        (
            response(200, r#"{"phoneNumber":"+12025550135"}"#),
            "about another number",
        ),
        (response(200, "<html>"), "its price is not known"),
        (response(500, ""), "responded with 500"),
        (response(404, "<html>"), "responded with 404"),
        (
            response(429, "").header("retry-after", "1"),
            "responded with 429",
        ),
        (Reply::nothing().resets(), "was reset"),
        (Reply::nothing().goes_silent(), "its price is not known"),
        (absent, "it is not available"),
    ];
    run(move || {
        let cases = cases.clone();
        async move {
            for (lookup, shown) in cases {
                let message = refused(World::new().lookups([lookup])).await;
                assert!(message.contains(shown), "{message}");
                assert!(message.starts_with("nothing was sent to rent"), "{message}");
            }
        }
    });
}

#[test]
fn invalid_input_is_refused_before_the_price_is_looked_up() {
    run(|| async {
        let limit = || Price::new(Decimal::TEN, "USD");
        let world = World::new();
        let numbers = world.client();
        let blank = numbers.rent(phone()).sms(Sms::plan("")).at_most(limit());
        let hasty = numbers.rent(phone()).unconfigured().at_most(limit());
        for rent in [blank, hasty.deadline(Duration::from_secs(1))] {
            let error = bounded(rent.send()).await.unwrap_err();
            assert!(error.violations().is_some(), "{error}");
        }
        assert_eq!((world.seen().lookups, world.seen().tokens), (0, 0));
    });
}

#[test]
fn the_lookup_of_the_price_counts_against_the_deadline() {
    run(|| async {
        let slow = usd("1", "1").takes(Duration::from_secs(29));
        let world = World::new().lookups([slow]);
        let message = refused(world).await;
        assert!(message.contains("too little of the deadline"), "{message}");
        let slow = usd("1", "1").takes(Duration::from_secs(20));
        let silent =
            Reply::nothing().then(numbers_tests::reply::Then::Silence(Duration::from_secs(11)));
        let world = World::new().lookups([slow]).rental_requests([silent]);
        assert_eq!(ended(&rent(&world).await), "unknown");
        assert_eq!(world.clock.passed(), Duration::from_secs(31));
    });
}

#[test]
fn a_rental_request_that_is_lost_after_the_price_was_seen_is_in_doubt() {
    run(|| async {
        let lost = || Reply::nothing().commits().resets();
        let world = World::new()
            .lookups([usd("1", "1")])
            .rental_requests([lost()]);
        assert_eq!(ended(&rent(&world).await), "unknown");
        assert_eq!(world.seen().rental_requests, 1);
        let world = World::new()
            .lookups([usd("1", "1")])
            .rental_requests([lost()]);
        let limit = Price::new(Decimal::TEN, "USD");
        let rent = world.client().rent(phone()).sms(Sms::plan("plan-1"));
        let rent = rent.at_most(limit).on_unknown(OnUnknown::Reconcile);
        let rental = bounded(rent.send()).await.unwrap();
        assert_eq!(rental.proof(), Proof::Lookup);
        let seen = world.seen();
        assert_eq!(
            (seen.lookups, seen.rental_requests, seen.commits),
            (2, 1, 1)
        );
    });
}
