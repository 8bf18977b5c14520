//! `rent_first`: a search, and then one number after the other by its name.

use numbers_ext::enums::NumberType;
use numbers_ext::{
    Configuration, ConfiguredRent, Decimal, OnUnknown, Price, Proof, RentFirstCause,
    RentFirstError, Rental, Sms,
};
use numbers_tests::World;
use numbers_tests::reply::{Reply, error, response};
use numbers_tests::runtime::run;
use numbers_tests::server::{Kind, not_held};
use numbers_tests::world::{PROJECT, bounded};
use serde_json::json;

/// The numbers that the search finds.
const FOUND: [&str; 5] = [
    "+12025550101",
    "+12025550102",
    "+12025550103",
    "+12025550104",
    "+12025550105",
];

fn found() -> Reply {
    let numbers = FOUND.map(|phone| json!({ "phoneNumber": phone }));
    response(200, &json!({ "availableNumbers": numbers }).to_string())
}

/// Returns the response to a rental request for one of them.
fn rented(index: usize) -> Reply {
    held(index).commits()
}

fn held(index: usize) -> Reply {
    let number = json!({
        "phoneNumber": FOUND[index], "projectId": PROJECT,
        "smsConfiguration": { "servicePlanId": "plan-1" },
    });
    response(200, &number.to_string())
}

fn lost() -> Reply {
    Reply::nothing().resets()
}

/// Returns the refusal of a number that somebody else has.
fn taken() -> Reply {
    error(
        404,
        "NOT_FOUND",
        json!([{ "resourceType": "AvailableNumber" }]),
    )
}

type First = Result<Vec<Rental>, RentFirstError>;

async fn rent(world: &World, wanted: usize, adapt: fn(ConfiguredRent) -> ConfiguredRent) -> First {
    let numbers = world.client();
    let search = numbers.search("US", NumberType::Local);
    let configuration = Configuration::unconfigured().sms(Sms::plan("plan-1"));
    let first = numbers
        .rent_first(search, wanted)
        .configuration(configuration);
    bounded(first.each(adapt).send()).await
}

/// Returns the last two digits of the numbers that the service was asked for, in order, each
/// with a `?` where it was only looked up.
fn asked(world: &World) -> Vec<String> {
    let state = world.api.state();
    let seen = state.seen.iter().map(|seen| {
        let path = seen.head.split(' ').nth(1).unwrap();
        assert!(!path.contains("rentAny"), "{path}");
        let sign = if seen.kind == Kind::Lookup { "?" } else { "" };
        match path
            .split_once("numberPattern")
            .or(path.split_once("regionCode"))
        {
            Some(_) => "search".to_owned(),
            None => {
                let name = path.rsplit('/').next().unwrap();
                let name = name.strip_suffix(":rent").unwrap_or(name);
                format!("{}{sign}", &name[name.len() - 2..])
            }
        }
    });
    seen.collect()
}

fn names(rentals: &[Rental]) -> Vec<String> {
    let names = rentals.iter().map(|rental| rental.phone().to_string());
    names.collect()
}

/// Asserts that it stopped after these numbers, and returns the outcome of the one that
/// stopped it.
fn stopped(result: First, expected: &[&str]) -> (&'static str, Option<String>, String) {
    let error = result.unwrap_err();
    assert_eq!(names(error.rentals()), expected);
    let RentFirstCause::Rent(cause) = error.cause() else {
        panic!("{error:?}");
    };
    let phone = cause.phone().map(|phone| phone.to_string());
    (cause.outcome().as_str(), phone, error.to_string())
}

#[test]
fn the_first_numbers_are_rented_by_name_and_no_more() {
    run(|| async {
        let replies = [rented(0), rented(1), rented(2)];
        let world = World::new().lookups([found()]).rental_requests(replies);
        let rentals = rent(&world, 3, |rent| rent).await.unwrap();
        assert_eq!(names(&rentals), FOUND[..3]);
        assert_eq!(asked(&world), ["search", "01", "02", "03"]);
        let state = world.api.state();
        assert!(state.seen[1].body.contains("plan-1"));
        assert_eq!(state.commits, 3);
    });
}

#[test]
fn a_number_that_is_taken_meanwhile_is_passed_over() {
    run(|| async {
        let replies = [rented(0), taken(), response(409, ""), rented(3)];
        let world = World::new().lookups([found()]).rental_requests(replies);
        let rentals = rent(&world, 2, |rent| rent).await.unwrap();
        assert_eq!(names(&rentals), [FOUND[0], FOUND[3]]);
        assert_eq!(asked(&world), ["search", "01", "02", "03", "04"]);
    });
}

#[test]
fn a_lost_response_stops_it_and_the_number_is_known() {
    run(|| async {
        let world = World::new().lookups([found()]).rental_requests([
            rented(0),
            lost().commits(),
            rented(2),
        ]);
        let (outcome, phone, message) = stopped(rent(&world, 3, |rent| rent).await, &FOUND[..1]);
        assert_eq!((outcome, phone.as_deref()), ("unknown", Some(FOUND[1])));
        assert!(
            message.starts_with("1 number rented, then +12025550102 may have"),
            "{message}"
        );
        assert_eq!(asked(&world), ["search", "01", "02"]);
        // What was rented is reported: one number, and one that is in doubt.
        assert_eq!(world.seen().commits, 2);
    });
}

#[test]
fn a_lost_response_that_is_reconciled_does_not_stop_it() {
    run(|| async {
        let world = World::new()
            .lookups([found(), response(500, ""), held(1)])
            .rental_requests([rented(0), lost().commits(), rented(2)]);
        let reconciling = |rent: ConfiguredRent| rent.on_unknown(OnUnknown::Reconcile);
        let rentals = rent(&world, 3, reconciling).await.unwrap();
        assert_eq!(names(&rentals), FOUND[..3]);
        let proofs: Vec<_> = rentals.iter().map(Rental::proof).collect();
        assert_eq!(proofs, [Proof::Response, Proof::Lookup, Proof::Response]);
        assert_eq!(asked(&world), ["search", "01", "02", "02?", "02?", "03"]);
        assert_eq!(world.seen().commits, 3);
    });
}

#[test]
fn a_number_proven_not_rented_stops_it_or_is_tried_once_more_by_policy() {
    run(|| async {
        let absent = || {
            let name = FOUND[1];
            let details = json!([{ "resourceType": "ActiveNumber", "resourceName": name }]);
            error(404, "NOT_FOUND", details)
        };
        let lookups = || {
            let mut lookups = vec![found()];
            lookups.extend(vec![absent(); 20]);
            lookups
        };
        let world = World::new()
            .lookups(lookups())
            .rental_requests([rented(0), lost()]);
        let result = rent(&world, 3, |rent| rent.on_unknown(OnUnknown::Reconcile)).await;
        let (outcome, phone, _) = stopped(result, &FOUND[..1]);
        assert_eq!((outcome, phone.as_deref()), ("not_done", Some(FOUND[1])));

        let retrying = |rent: ConfiguredRent| rent.on_unknown(OnUnknown::ReconcileThenRetry);
        let replies = [rented(0), lost(), rented(1), rented(2)];
        let world = World::new().lookups(lookups()).rental_requests(replies);
        let rentals = rent(&world, 3, retrying).await.unwrap();
        assert_eq!(names(&rentals), FOUND[..3]);
        assert_eq!(world.seen().commits, 3);

        // After the lost request, a 404 may be about our own rental: it is not passed over.
        let replies = [rented(0), lost(), taken(), rented(2)];
        let world = World::new().lookups(lookups()).rental_requests(replies);
        let (outcome, phone, _) = stopped(rent(&world, 3, retrying).await, &FOUND[..1]);
        assert_eq!((outcome, phone.as_deref()), ("unknown", Some(FOUND[1])));
        assert_eq!(world.seen().rental_requests, 3);
    });
}

#[test]
fn a_refusal_of_anything_but_the_number_stops_it() {
    run(|| async {
        for status in [400, 401, 402, 403, 429] {
            let replies = [rented(0), response(status, ""), rented(2)];
            let world = World::new().lookups([found()]).rental_requests(replies);
            // The token is from the cache: a 401 is tried again, once.
            if status == 401 {
                world
                    .api
                    .state()
                    .rental_requests
                    .insert(1, response(401, ""));
            }
            let result = rent(&world, 3, |rent| rent).await;
            let (outcome, phone, _) = stopped(result, &FOUND[..1]);
            assert_eq!((outcome, phone.as_deref()), ("rejected", Some(FOUND[1])));
            assert_eq!(world.seen().commits, 1, "{status}");
        }
    });
}

#[test]
fn too_few_numbers_are_rented_all_the_same_and_said_to_be_too_few() {
    run(|| async {
        let replies = [rented(0), taken(), taken(), taken(), rented(4)];
        let world = World::new().lookups([found()]).rental_requests(replies);
        let error = rent(&world, 3, |rent| rent).await.unwrap_err();
        assert_eq!(names(error.rentals()), [FOUND[0], FOUND[4]]);
        let expected = RentFirstCause::TooFew {
            found: 5,
            wanted: 3,
        };
        assert_eq!(error.cause(), &expected);
        let shown = "2 numbers rented, then no more were available: 3 wanted, 5 found";
        assert_eq!(error.to_string(), shown);
    });
}

#[test]
fn a_search_that_fails_or_finds_nothing_rents_nothing() {
    run(|| async {
        for failing in [
            response(500, ""),
            response(200, "[]"),
            found().cut_in_the_body().closes(),
            lost(),
            not_held(),
        ] {
            let world = World::new().lookups([failing]);
            let error = rent(&world, 3, |rent| rent).await.unwrap_err();
            assert!(
                matches!(error.cause(), RentFirstCause::Search(_)),
                "{error:?}"
            );
            assert_eq!(world.seen().rental_requests, 0);
        }
        let world = World::new().lookups([response(200, r#"{"availableNumbers":[]}"#)]);
        let error = rent(&world, 3, |rent| rent).await.unwrap_err();
        assert!(error.to_string().starts_with("0 numbers rented"), "{error}");
        let world = World::new().lookups([found()]);
        assert_eq!(rent(&world, 0, |rent| rent).await.unwrap(), []);
        assert_eq!(world.seen().rental_requests, 0);
    });
}

fn capped(rent: ConfiguredRent) -> ConfiguredRent {
    rent.at_most(Price::new(Decimal::TWO, "USD"))
}

fn priced(index: usize, amount: &str) -> Reply {
    let price = json!({ "amount": amount, "currencyCode": "USD" });
    let number = json!({
        "phoneNumber": FOUND[index], "setupPrice": price, "monthlyPrice": price,
    });
    response(200, &number.to_string())
}

#[test]
fn with_a_highest_price_each_number_is_priced_before_it_is_rented() {
    run(|| async {
        let world = World::new()
            .lookups([found(), priced(0, "1.00"), priced(1, "0.50")])
            .rental_requests([rented(0), rented(1)]);
        let rentals = rent(&world, 2, capped).await.unwrap();
        assert_eq!(names(&rentals), FOUND[..2]);
        assert_eq!(asked(&world), ["search", "01?", "01", "02?", "02"]);

        let world = World::new()
            .lookups([found(), priced(0, "1.00"), priced(1, "1.01")])
            .rental_requests([rented(0)]);
        let (outcome, phone, message) = stopped(rent(&world, 2, capped).await, &FOUND[..1]);
        assert_eq!((outcome, phone.as_deref()), ("not_sent", Some(FOUND[1])));
        assert!(message.contains("more than 2 USD"), "{message}");
        assert_eq!(asked(&world), ["search", "01?", "01", "02?"]);
    });
}

#[test]
fn with_a_highest_price_a_number_that_is_taken_is_passed_over_as_well() {
    run(|| async {
        let world = World::new()
            .lookups([found(), taken(), priced(1, "1.00")])
            .rental_requests([rented(1)]);
        let rentals = rent(&world, 1, capped).await.unwrap();
        assert_eq!(names(&rentals), [FOUND[1]]);
        assert_eq!(asked(&world), ["search", "01?", "02?", "02"]);
    });
}
