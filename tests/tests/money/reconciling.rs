//! Cases 87 to 92: reconciling a rental request whose response was lost.

use std::time::Duration;

use numbers_ext::{InDoubt, MutationError, OnUnknown, Proof, Reconciled, Rental, Sms};
use numbers_tests::reply::{Reply, error, response};
use numbers_tests::server::{not_held, rented};
use numbers_tests::world::{PHONE, PROJECT, World, active_number, bounded, ended, phone};

use crate::run;

fn lost() -> Reply {
    Reply::nothing().resets()
}

fn in_doubt() -> InDoubt {
    InDoubt::rent(PROJECT.parse().unwrap(), phone())
}

fn committed_and_lost() -> Reply {
    lost().commits()
}

async fn rent_then(world: &World, policy: OnUnknown) -> Result<Rental, MutationError> {
    let numbers = world.client();
    let rent = numbers
        .rent(phone())
        .sms(Sms::plan("plan-1"))
        .on_unknown(policy);
    bounded(rent.send()).await
}

#[test]
fn case_87_committed_and_lost_a_lookup_finds_it() {
    run(|| async {
        for policy in [OnUnknown::Reconcile, OnUnknown::ReconcileThenRetry] {
            let world = World::new().rental_requests([committed_and_lost()]);
            let rental = rent_then(&world, policy).await.unwrap();
            assert_eq!(
                (rental.proof(), rental.differences()),
                (Proof::Lookup, &[][..])
            );
            let seen = world.seen();
            assert_eq!(
                (seen.rental_requests, seen.commits, seen.lookups),
                (1, 1, 1)
            );
        }
    });
}

#[test]
fn case_87_by_default_the_unknown_is_reported_at_once() {
    run(|| async {
        let world = World::new().rental_requests([committed_and_lost()]);
        let failure = rent_then(&world, OnUnknown::Report).await.unwrap_err();
        assert_eq!(
            (failure.outcome().as_str(), world.seen().lookups),
            ("unknown", 0)
        );
    });
}

#[test]
fn case_87_a_stored_call_in_doubt_is_reconciled_in_another_process() {
    run(|| async {
        let world = World::new().rental_requests([committed_and_lost()]);
        let failure = rent_then(&world, OnUnknown::Report).await.unwrap_err();
        let stored = serde_json::to_string(failure.outcome().in_doubt().unwrap()).unwrap();
        let in_doubt: InDoubt = serde_json::from_str(&stored).unwrap();
        let reconciled = world.client().reconcile(&in_doubt).await;
        let Reconciled::Done(effect) = reconciled else {
            panic!("{reconciled:?}")
        };
        assert_eq!(effect.number().unwrap().phone(), phone());
    });
}

#[test]
fn case_88_lost_and_absent_until_past_the_waiting_time_is_proven_not_rented() {
    run(|| async {
        let world = World::new().rental_requests([lost()]);
        let failure = rent_then(&world, OnUnknown::Reconcile).await.unwrap_err();
        assert_eq!(failure.outcome().as_str(), "not_done");
        assert!(
            world.clock.passed() >= Duration::from_secs(60),
            "{:?}",
            world.clock
        );
        assert_eq!((world.seen().rental_requests, world.seen().commits), (1, 0));
        let last = world.api.state().asked.last().unwrap().1;
        assert!(
            last >= Duration::from_secs(60),
            "the last lookup came at {last:?}"
        );
    });
}

#[test]
fn case_88_proven_not_rented_it_is_retried_once_if_the_policy_says_so() {
    run(|| async {
        let world = World::new().rental_requests([lost(), rented()]);
        let rental = rent_then(&world, OnUnknown::ReconcileThenRetry)
            .await
            .unwrap();
        assert_eq!((rental.attempts(), rental.proof()), (2, Proof::Response));
        assert_eq!((world.seen().rental_requests, world.seen().commits), (2, 1));
    });
}

#[test]
fn case_88_a_retry_that_gets_a_401_on_a_cached_token_renews_it_like_a_first_attempt() {
    run(|| async {
        let world = World::new().rental_requests([lost(), response(401, ""), rented()]);
        let rental = rent_then(&world, OnUnknown::ReconcileThenRetry)
            .await
            .unwrap();
        assert_eq!(
            (rental.attempts(), world.seen().tokens, world.seen().commits),
            (3, 2, 1)
        );
    });
}

#[test]
fn case_88_a_retry_that_is_lost_as_well_is_never_followed_by_another() {
    run(|| async {
        let world = World::new().rental_requests([lost(), lost(), rented()]);
        let failure = rent_then(&world, OnUnknown::ReconcileThenRetry)
            .await
            .unwrap_err();
        assert_eq!(
            (failure.outcome().as_str(), failure.attempts()),
            ("not_done", 2)
        );
        assert_eq!((world.seen().rental_requests, world.seen().commits), (2, 0));
    });
}

#[test]
fn case_88_a_request_of_long_ago_is_reconciled_by_one_lookup_one_in_the_future_waits_in_full() {
    run(|| async {
        use numbers_ext::clock::Clock as _;
        let world = World::new();
        let long_ago = in_doubt().sent_at(world.clock.wall() - Duration::from_secs(61));
        assert_eq!(
            world.client().reconcile(&long_ago).await,
            Reconciled::NotDone
        );
        assert_eq!(world.seen().lookups, 1);
        let before = world.clock.passed();
        let at_unknown_time = world.client().reconcile(&in_doubt()).await;
        assert_eq!(at_unknown_time, Reconciled::NotDone);
        assert!(world.clock.passed() - before >= Duration::from_secs(60));
        // A request may leave as late as its time says.
        let before = world.clock.passed();
        let soon = in_doubt().sent_at(world.clock.wall() + Duration::from_secs(20));
        assert_eq!(world.client().reconcile(&soon).await, Reconciled::NotDone);
        assert!(world.clock.passed() - before >= Duration::from_secs(80));
        let much_later = in_doubt().sent_at(world.clock.wall() + Duration::from_secs(3_600));
        let reconciled = world.client().reconcile(&much_later).await;
        assert_eq!(reconciled, Reconciled::Unknown(None));
    });
}

#[test]
fn case_89_absent_twice_then_found_is_held_and_never_sent_again() {
    run(|| async {
        let world = World::new()
            .rental_requests([committed_and_lost()])
            .lookups([not_held(), not_held()]);
        let rental = rent_then(&world, OnUnknown::ReconcileThenRetry)
            .await
            .unwrap();
        assert_eq!(
            (rental.proof(), rental.differences()),
            (Proof::Lookup, &[][..])
        );
        assert_eq!((world.seen().rental_requests, world.seen().lookups), (1, 3));
    });
}

#[test]
fn case_90_lookups_that_prove_nothing_leave_it_unknown_within_the_budget() {
    run(|| async {
        let elsewhere =
            serde_json::json!([{ "type": "ResourceInfo", "resourceType": "AvailableNumber" }]);
        for inconclusive in [
            response(404, "<html>not found</html>"),
            response(404, "{}"),
            error(404, "NOT_FOUND", elsewhere),
            error(404, "NOT_FOUND", serde_json::json!([])),
            response(200, r#"{"phoneNumber":"+12025550135"}"#),
            response(200, "{}"),
            not_held().cut_in_the_body().closes(),
            response(500, ""),
            response(403, ""),
            response(429, ""),
            Reply::nothing().resets(),
            Reply::nothing().then(numbers_tests::reply::Then::Silence(Duration::from_secs(11))),
        ] {
            let world = World::new()
                .rental_requests([lost(), rented()])
                .lookups(vec![inconclusive; 60]);
            let failure = rent_then(&world, OnUnknown::ReconcileThenRetry)
                .await
                .unwrap_err();
            assert_eq!(failure.outcome().as_str(), "unknown");
            assert!(failure.outcome().in_doubt().is_some());
            assert_eq!((world.seen().rental_requests, world.seen().commits), (1, 0));
            assert!(
                world.clock.passed() <= Duration::from_secs(90 + 12),
                "{:?}",
                world.clock
            );
        }
    });
}

#[test]
fn case_90_one_inconclusive_lookup_at_the_end_does_not_turn_early_absence_into_proof() {
    run(|| async {
        let world = World::new().rental_requests([lost()]);
        let mut lookups = vec![not_held(); 6];
        lookups.extend(vec![response(500, ""); 60]);
        world.api.state().lookups.extend(lookups);
        let failure = rent_then(&world, OnUnknown::Reconcile).await.unwrap_err();
        assert_eq!(failure.outcome().as_str(), "unknown");
    });
}

#[test]
fn case_90_a_waiting_time_without_end_leaves_it_unknown_when_the_budget_is_over() {
    run(|| async {
        let world = World::new().rental_requests([lost()]);
        let patient = world
            .builder()
            .reconciling(Duration::MAX, Duration::from_secs(90));
        let numbers = patient.on_unknown(OnUnknown::Reconcile).build().unwrap();
        let rent = numbers.rent(phone()).sms(Sms::plan("plan-1"));
        let failure = bounded(rent.send()).await.unwrap_err();
        assert_eq!(failure.outcome().as_str(), "unknown");
    });
}

#[test]
fn case_91_lost_absent_throughout_retried_and_refused_with_404_is_unknown_and_never_rejected() {
    run(|| async {
        let details = serde_json::json!([{ "type": "ResourceInfo", "resourceType": "AvailableNumber", "resourceName": PHONE }]);
        for refusal in [error(404, "NOT_FOUND", details), response(409, "")] {
            let world = World::new().rental_requests([lost(), refusal]);
            let failure = rent_then(&world, OnUnknown::ReconcileThenRetry)
                .await
                .unwrap_err();
            assert_eq!(
                (failure.outcome().as_str(), failure.attempts()),
                ("unknown", 2)
            );
            assert_eq!(world.seen().rental_requests, 2);
        }
    });
}

#[test]
fn case_92_held_with_another_configuration_is_reported_and_is_no_success() {
    run(|| async {
        let other = active_number().replace("plan-1", "plan-2");
        let world = World::new()
            .rental_requests([lost()])
            .lookups([response(200, &other)]);
        let result = rent_then(&world, OnUnknown::ReconcileThenRetry).await;
        assert_eq!(
            (ended(&result), world.seen().rental_requests),
            ("unknown", 1)
        );
        let failure = result.unwrap_err();
        assert_eq!(failure.found().unwrap().phone(), phone());
        let differences = failure.differences();
        assert_eq!(differences[0].field, "smsConfiguration.servicePlanId");
        assert_eq!(differences[0].requested.as_deref(), Some("plan-1"));
        assert_eq!(differences[0].found.as_deref(), Some("plan-2"));
        assert!(
            failure.to_string().contains("not as it was asked for"),
            "{failure}"
        );
    });
}
