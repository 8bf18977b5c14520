//! Several runtimes in one process.

use std::sync::Arc;

use numbers_tests::reply::Reply;
use numbers_tests::server::token;
use numbers_tests::world::{World, bounded, ended, rent};
use tokio::sync::Notify;

/// A refresh that was begun on a runtime that nobody drives any more blocks nobody else.
#[test]
fn seam_16b_a_refresh_of_a_runtime_that_stands_still_blocks_nobody() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let (servers, first, second) = (runtime(), runtime(), runtime());
    let gate = Arc::new(Notify::new());
    let world = servers
        .block_on(async { World::new().tokens([token(1, 3599).behind(&gate), token(2, 3599)]) });
    let auth = world.auth.clone();
    let numbers = world.client();
    // The servers have a thread of their own.
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let driver = std::thread::spawn(move || {
        servers.block_on(async {
            let _ = stopped.await;
        });
    });
    // The first runtime begins the refresh, and then stands still.
    first.block_on(async {
        let call = rent(&numbers);
        tokio::select! {
            _ = call => panic!("the token is behind a gate"),
            () = auth.arrival() => {}
        }
    });
    let result = second.block_on(bounded(rent(&numbers)));
    assert_eq!(ended(&result), "rented", "{result:?}");
    drop(stop);
    driver.join().unwrap();
    drop((first, Reply::nothing()));
}

#[test]
fn a_call_without_a_runtime_is_an_error_and_no_panic() {
    let numbers = numbers_ext::Numbers::builder()
        .project("p")
        .access_key("id", "secret-secret")
        .build()
        .unwrap();
    let mut call = Box::pin(rent_unconfigured(&numbers));
    let waker = std::task::Waker::noop();
    let polled = call
        .as_mut()
        .poll(&mut std::task::Context::from_waker(waker));
    let std::task::Poll::Ready(Err(error)) = polled else {
        panic!("it waits")
    };
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
}

async fn rent_unconfigured(
    numbers: &numbers_ext::Numbers,
) -> Result<numbers_ext::Rental, numbers_ext::MutationError> {
    let phone = numbers_tests::world::phone();
    numbers.rent(phone).unconfigured().send().await
}
