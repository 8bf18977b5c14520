//! What goes wrong on demand, through the client.

use super::*;

/// Each fault, by the outcome that the client tells and what the simulator did.
#[tokio::test]
async fn each_magic_number_does_what_its_table_says() {
    let (simulator, numbers) = started(Simulator::builder()).await;
    for (digits, outcome, status, rented) in [
        ("0001", "rejected", Some(404), false),
        ("0002", "rejected", Some(403), false),
        ("0003", "rejected", Some(400), false),
        ("0010", "unknown", None, true),
        ("0011", "unknown", None, false),
        ("0013", "unknown", Some(200), true),
        ("0014", "unknown", Some(502), false),
        ("0015", "unknown", Some(503), false),
        ("0016", "rejected", Some(429), false),
        ("0017", "unknown", Some(500), true),
        ("0018", "rented", None, true),
        ("0019", "unknown", Some(200), true),
        ("0020", "rented", None, true),
    ] {
        let phone = format!("+1500555{digits}");
        let result = numbers
            .rent(phone.parse().unwrap())
            .unconfigured()
            .send()
            .await;
        let told = numbers_tests::world::ended(&result);
        assert_eq!(told, outcome, "{digits}: {result:?}");
        assert_eq!(
            result.err().and_then(|error| error.status()),
            status,
            "{digits}"
        );
        assert_eq!(simulator.rented().contains(&phone), rented, "{digits}");
    }
    // Not seen by a lookup until the lag is over.
    let phone = "+15005550020".parse().unwrap();
    assert_eq!(numbers.get(phone).await.unwrap(), None);
    simulator.advance(Duration::from_secs(11));
    assert!(numbers.get(phone).await.unwrap().is_some());
}

#[tokio::test]
async fn a_lost_response_reconciles_against_the_simulator() {
    let (simulator, numbers) = started(Simulator::builder()).await;
    simulator.fault(Planned::of_rents(Fault::CommittedThenReset).times(1));
    let rent = numbers.rent(PHONE.parse().unwrap()).sms(Sms::plan("p"));
    let error = rent.send().await.unwrap_err();
    let in_doubt = error.outcome().in_doubt().unwrap();
    assert!(matches!(
        numbers.reconcile(in_doubt).await,
        Reconciled::Done(_)
    ));
    let (simulator, _) = started(Simulator::builder()).await;
    simulator.fault(Planned::of_rents(Fault::NotCommittedThenReset).times(1));
    let patient = to(&simulator)
        .reconciling(Duration::from_secs(1), Duration::from_secs(5))
        .build()
        .unwrap();
    let rent = patient
        .rent(PHONE.parse().unwrap())
        .sms(Sms::plan("p"))
        .on_unknown(OnUnknown::ReconcileThenRetry);
    assert_eq!(rent.send().await.unwrap().attempts(), 2);
    assert_eq!(simulator.rented(), [PHONE]);
}
