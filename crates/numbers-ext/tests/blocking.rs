//! Calls without `async`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use numbers_ext::blocking::{BlockingError, Numbers};
use numbers_ext::simulator::{Client as _, Fault, Operation, Simulator};
use numbers_ext::{PhoneNumber, Reconciled, Sms, WaitEnd};
use tokio::runtime::{Builder, Runtime};

/// A simulator that runs beside the thread of the test.
fn simulator() -> (Runtime, Simulator) {
    let mut server = Builder::new_multi_thread();
    let server = server.worker_threads(1).enable_all().build().unwrap();
    let simulator = server.block_on(Simulator::start()).unwrap();
    (server, simulator)
}

fn client(simulator: &Simulator) -> Numbers {
    Numbers::new(simulator.client().unwrap()).unwrap()
}

fn phone(last: u32) -> PhoneNumber {
    format!("+1202555{last:04}").parse().unwrap()
}

#[test]
fn a_number_is_rented_awaited_listed_and_released() {
    let (_server, simulator) = simulator();
    let numbers = client(&simulator);
    let rent = numbers.rent(phone(134)).sms(Sms::plan("plan-1"));
    numbers.block_on(rent.send()).unwrap().unwrap();
    simulator.advance(std::time::Duration::from_secs(10));
    let waited = numbers.block_on(numbers.wait(phone(134)).end()).unwrap();
    assert_eq!(*waited.ended(), WaitEnd::Provisioned);
    let held: Vec<_> = numbers
        .iter(numbers.list().stream())
        .map(|number| number.unwrap().unwrap().phone())
        .collect();
    assert_eq!(held, [phone(134)]);
    let release = numbers.release(phone(134));
    numbers.block_on(release.send()).unwrap().unwrap();
}

#[test]
fn a_lost_response_is_reconciled() {
    let (_server, simulator) = simulator();
    let numbers = client(&simulator);
    simulator.fault(Fault::CommittedThenReset.on(Operation::RentNumber).times(1));
    let rent = numbers.rent(phone(134)).unconfigured();
    let error = numbers.block_on(rent.send()).unwrap().unwrap_err();
    let in_doubt = error.outcome().in_doubt().unwrap();
    let reconciled = numbers.block_on(numbers.reconcile(in_doubt)).unwrap();
    assert!(matches!(reconciled, Reconciled::Done(_)), "{reconciled:?}");
}

#[test]
fn clones_on_several_threads_share_one_token() {
    let (_server, simulator) = simulator();
    let numbers = client(&simulator);
    std::thread::scope(|scope| {
        for last in 0..8 {
            let numbers = numbers.clone();
            scope.spawn(move || {
                let rent = numbers.rent(phone(last)).unconfigured();
                numbers.block_on(rent.send()).unwrap().unwrap();
            });
        }
    });
    assert_eq!(simulator.rented().len(), 8);
    let requests = simulator.requests();
    let issued = requests
        .iter()
        .filter(|request| request.operation == Some(Operation::IssueToken));
    assert_eq!(issued.count(), 1);
}

#[test]
fn inside_a_runtime_it_says_so_and_sends_nothing() {
    let (server, simulator) = simulator();
    let numbers = client(&simulator);
    let inside = |result| matches!(result, Some(BlockingError::InsideRuntime));
    server.block_on(async {
        assert!(inside(Numbers::new(simulator.client().unwrap()).err()));
        let rent = numbers.rent(phone(134)).unconfigured();
        assert!(inside(numbers.block_on(rent.send()).err()));
        let mut list = numbers.iter(numbers.list().stream());
        assert!(inside(list.next().unwrap().err()));
        // Nor does it panic when it is dropped there.
        drop((list, numbers));
    });
    assert!(simulator.requests().is_empty());
}
