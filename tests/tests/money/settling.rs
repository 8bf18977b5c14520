//! Cases 87 to 92: settling a rent whose answer was lost.

use std::time::Duration;

use numbers_ext::{Certainty, OnUnknown, Pending, Proof, RentError, Rental, Settled, Sms};
use numbers_tests::reply::{Reply, answer, error};
use numbers_tests::server::{not_held, rented};
use numbers_tests::world::{PHONE, World, active_number, bounded, ended, phone};

use crate::{Case, case};

fn lost() -> Reply {
    Reply::nothing().resets()
}

fn committed_and_lost() -> Reply {
    lost().commits()
}

async fn rent_then(world: &World, policy: OnUnknown) -> Result<Rental, RentError> {
    let numbers = world.client();
    let rent = numbers
        .rent(phone())
        .sms(Sms::plan("plan-1"))
        .on_unknown(policy);
    bounded(rent.send()).await
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(87, "committed and lost: a lookup finds it", || async {
            for policy in [OnUnknown::Settle, OnUnknown::SettleThenResend] {
                let world = World::new().rents([committed_and_lost()]);
                let rental = rent_then(&world, policy).await.unwrap();
                assert_eq!(rental.proof(), &Proof::Lookup(Vec::new()));
                let seen = world.seen();
                assert_eq!((seen.rents, seen.commits, seen.lookups), (1, 1, 1));
            }
        }),
        case(87, "by default the unknown is reported at once", || async {
            let world = World::new().rents([committed_and_lost()]);
            let failure = rent_then(&world, OnUnknown::Report).await.unwrap_err();
            assert_eq!(
                (failure.certainty(), world.seen().lookups),
                (Certainty::Unknown, 0)
            );
        }),
        case(
            87,
            "what was handed over settles in another process",
            || async {
                let world = World::new().rents([committed_and_lost()]);
                let failure = rent_then(&world, OnUnknown::Report).await.unwrap_err();
                let stored = serde_json::to_string(failure.pending().unwrap()).unwrap();
                let pending: Pending = serde_json::from_str(&stored).unwrap();
                let settled = world.client().settle(&pending).await;
                assert!(matches!(settled, Settled::Held(rental) if rental.phone() == phone()));
            },
        ),
        case(
            88,
            "lost and absent until past the waiting time is proven not rented",
            || async {
                let world = World::new().rents([lost()]);
                let failure = rent_then(&world, OnUnknown::Settle).await.unwrap_err();
                assert_eq!(failure.certainty(), Certainty::NotRented);
                assert_eq!(failure.pending(), None);
                assert!(
                    world.clock.passed() >= Duration::from_secs(60),
                    "{:?}",
                    world.clock
                );
                assert_eq!((world.seen().rents, world.seen().commits), (1, 0));
                let last = world.api.state().asked.last().unwrap().1;
                assert!(
                    last >= Duration::from_secs(60),
                    "the last lookup came at {last:?}"
                );
            },
        ),
        case(88, "and by policy it is then sent once more", || async {
            let world = World::new().rents([lost(), rented()]);
            let rental = rent_then(&world, OnUnknown::SettleThenResend)
                .await
                .unwrap();
            assert_eq!((rental.sends(), rental.proof()), (2, &Proof::Reply));
            assert_eq!((world.seen().rents, world.seen().commits), (2, 1));
        }),
        case(
            88,
            "a resend that meets a 401 on a cached token renews it like any other",
            || async {
                let world = World::new().rents([lost(), answer(401, ""), rented()]);
                let rental = rent_then(&world, OnUnknown::SettleThenResend)
                    .await
                    .unwrap();
                assert_eq!(
                    (rental.sends(), world.seen().tokens, world.seen().commits),
                    (3, 2, 1)
                );
            },
        ),
        case(88, "but never a third time", || async {
            let world = World::new().rents([lost(), lost(), rented()]);
            let failure = rent_then(&world, OnUnknown::SettleThenResend)
                .await
                .unwrap_err();
            assert_eq!(
                (failure.certainty(), failure.sends()),
                (Certainty::NotRented, 2)
            );
            assert_eq!((world.seen().rents, world.seen().commits), (2, 0));
        }),
        case(
            88,
            "a dispatch long ago is settled by one lookup; one in the future waits in full",
            || async {
                use numbers_ext::clock::Clock as _;
                let world = World::new();
                let long_ago = Pending::new(phone())
                    .dispatched_at(world.clock.wall() - Duration::from_secs(61));
                assert_eq!(world.client().settle(&long_ago).await, Settled::NotRented);
                assert_eq!(world.seen().lookups, 1);
                for pending in [
                    Pending::new(phone()),
                    Pending::new(phone())
                        .dispatched_at(world.clock.wall() + Duration::from_secs(3_600)),
                ] {
                    let before = world.clock.passed();
                    assert_eq!(world.client().settle(&pending).await, Settled::NotRented);
                    assert!(world.clock.passed() - before >= Duration::from_secs(60));
                }
            },
        ),
        case(
            89,
            "absent twice, then found, is held and never sent again",
            || async {
                let world = World::new()
                    .rents([committed_and_lost()])
                    .lookups([not_held(), not_held()]);
                let rental = rent_then(&world, OnUnknown::SettleThenResend)
                    .await
                    .unwrap();
                assert_eq!(rental.proof(), &Proof::Lookup(Vec::new()));
                assert_eq!((world.seen().rents, world.seen().lookups), (1, 3));
            },
        ),
        case(
            90,
            "lookups that prove nothing leave it unknown, within the budget",
            || async {
                let elsewhere = serde_json::json!([{ "type": "ResourceInfo", "resourceType": "AvailableNumber" }]);
                for inconclusive in [
                    answer(404, "<html>not found</html>"),
                    answer(404, "{}"),
                    error(404, "NOT_FOUND", elsewhere),
                    error(404, "NOT_FOUND", serde_json::json!([])),
                    answer(200, r#"{"phoneNumber":"+12025550135"}"#),
                    answer(200, "{}"),
                    not_held().cut_in_the_body().closes(),
                    answer(500, ""),
                    answer(403, ""),
                    answer(429, ""),
                    Reply::nothing().resets(),
                    Reply::nothing()
                        .then(numbers_tests::reply::Then::Silence(Duration::from_secs(11))),
                ] {
                    let world = World::new()
                        .rents([lost(), rented()])
                        .lookups(vec![inconclusive; 60]);
                    let failure = rent_then(&world, OnUnknown::SettleThenResend)
                        .await
                        .unwrap_err();
                    assert_eq!(failure.certainty(), Certainty::Unknown);
                    assert!(failure.pending().is_some());
                    assert_eq!((world.seen().rents, world.seen().commits), (1, 0));
                    assert!(
                        world.clock.passed() <= Duration::from_secs(90 + 12),
                        "{:?}",
                        world.clock
                    );
                }
            },
        ),
        case(
            90,
            "one inconclusive lookup at the end does not turn early absence into proof",
            || async {
                let world = World::new().rents([lost()]);
                let mut lookups = vec![not_held(); 6];
                lookups.extend(vec![answer(500, ""); 60]);
                world.api.state().lookups.extend(lookups);
                let failure = rent_then(&world, OnUnknown::Settle).await.unwrap_err();
                assert_eq!(failure.certainty(), Certainty::Unknown);
            },
        ),
        case(
            90,
            "a waiting time without end leaves it unknown when the budget is over",
            || async {
                let world = World::new().rents([lost()]);
                let patient = world
                    .builder()
                    .settling(Duration::MAX, Duration::from_secs(90));
                let numbers = patient.on_unknown(OnUnknown::Settle).build().unwrap();
                let rent = numbers.rent(phone()).sms(Sms::plan("plan-1"));
                let failure = bounded(rent.send()).await.unwrap_err();
                assert_eq!(failure.certainty(), Certainty::Unknown);
            },
        ),
        case(
            91,
            "lost, absent throughout, sent again, answered 404, is unknown and never rejected",
            || async {
                let details = serde_json::json!([{ "type": "ResourceInfo", "resourceType": "AvailableNumber", "resourceName": PHONE }]);
                for refusal in [error(404, "NOT_FOUND", details), answer(409, "")] {
                    let world = World::new().rents([lost(), refusal]);
                    let failure = rent_then(&world, OnUnknown::SettleThenResend)
                        .await
                        .unwrap_err();
                    assert_eq!(
                        (failure.certainty(), failure.sends()),
                        (Certainty::Unknown, 2)
                    );
                    assert_eq!(world.seen().rents, 2);
                }
            },
        ),
        case(
            92,
            "held with another configuration is told, and is no success",
            || async {
                let other = active_number().replace("plan-1", "plan-2");
                let world = World::new().rents([lost()]).lookups([answer(200, &other)]);
                let result = rent_then(&world, OnUnknown::SettleThenResend).await;
                assert_eq!((ended(&result), world.seen().rents), ("unknown", 1));
                let failure = result.unwrap_err();
                let Proof::Lookup(differences) = failure.held().unwrap().proof() else {
                    panic!("held by a lookup");
                };
                assert_eq!(differences[0].field, "sms service plan");
                assert_eq!(differences[0].asked.as_deref(), Some("plan-1"));
                assert_eq!(differences[0].found.as_deref(), Some("plan-2"));
                assert!(
                    failure.to_string().contains("not as asked for"),
                    "{failure}"
                );
            },
        ),
    ]
}
