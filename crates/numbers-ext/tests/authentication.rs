//! Access keys that a provider gives, and the limits of fetching tokens with them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use numbers_ext::simulator::{Client as _, Fault, Operation, Pace, Simulator};
use numbers_ext::{
    AccessKey, CredentialProvider, Numbers, Outcome, ProviderError, Providing, TokenError,
};

const SECRET: &str = "marker-secret-7c1f";

/// A vault that responds as its script says; the last line is repeated.
#[derive(Clone, Debug)]
struct Vault(Arc<Script>);

#[derive(Debug)]
struct Script {
    lines: Vec<Line>,
    asked: AtomicUsize,
}

#[derive(Clone, Debug)]
enum Line {
    Key(String, String),
    Sealed,
    Silent,
    Panics,
}

impl Vault {
    fn new(lines: impl Into<Vec<Line>>) -> Self {
        Self(Arc::new(Script {
            lines: lines.into(),
            asked: AtomicUsize::new(0),
        }))
    }

    fn asked(&self) -> usize {
        self.0.asked.load(Ordering::SeqCst)
    }
}

impl CredentialProvider for Vault {
    fn access_key(&self) -> Providing<'_> {
        Box::pin(async {
            let asked = self.0.asked.fetch_add(1, Ordering::SeqCst);
            let last = self.0.lines.last();
            match self.0.lines.get(asked).or(last).unwrap().clone() {
                Line::Key(id, secret) => Ok(AccessKey::new(id, secret)),
                Line::Sealed => Err(ProviderError::new("the vault is sealed")),
                Line::Silent => std::future::pending().await,
                Line::Panics => panic!("the vault has a defect"),
            }
        })
    }
}

fn right(simulator: &Simulator) -> Line {
    let (id, secret) = (simulator.key_id(), simulator.key_secret());
    Line::Key(id.to_owned(), secret.to_owned())
}

fn wrong() -> Line {
    Line::Key("key-id".to_owned(), SECRET.to_owned())
}

fn client(simulator: &Simulator, vault: &Vault) -> Numbers {
    let builder = simulator.client_builder();
    builder.credential_provider(vault.clone()).build().unwrap()
}

/// Rents a number, and returns why there was no token.
async fn refused(numbers: &Numbers) -> TokenError {
    let rent = numbers.rent("+12025550134".parse().unwrap()).unconfigured();
    let error = rent.send().await.unwrap_err();
    assert_eq!(*error.outcome(), Outcome::NotSent, "{error}");
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    error.token_error().unwrap().clone()
}

#[tokio::test]
async fn a_provider_is_asked_for_each_token_and_not_for_each_request() {
    let simulator = Simulator::builder().pace(Pace::Manual);
    let simulator = simulator.start().await.unwrap();
    let vault = Vault::new([right(&simulator)]);
    let numbers = client(&simulator, &vault);
    for _ in 0..3 {
        numbers.regions().send().await.unwrap();
    }
    assert_eq!(vault.asked(), 1);
    simulator.advance(Duration::from_secs(3600));
    numbers.regions().send().await.unwrap();
    assert_eq!(vault.asked(), 2);
}

#[tokio::test]
async fn a_rotated_key_is_in_use_with_the_next_token() {
    let simulator = Simulator::start().await.unwrap();
    let vault = Vault::new([wrong(), right(&simulator)]);
    let numbers = client(&simulator, &vault);
    assert_eq!(refused(&numbers).await, TokenError::Refused(401));
    let rent = numbers.rent("+12025550134".parse().unwrap()).unconfigured();
    rent.send().await.unwrap();
}

#[tokio::test]
async fn nothing_is_sent_when_the_provider_fails() {
    let simulator = Simulator::start().await.unwrap();
    let unsendable = Line::Key("key-id".to_owned(), format!("{SECRET}\n"));
    for (line, reason) in [
        (Line::Sealed, "the vault is sealed"),
        (Line::Panics, "it panicked"),
        (
            unsendable,
            "the secret of its access key has a line break, a blank or another character in it that can't be sent; was more than the key copied?",
        ),
    ] {
        let numbers = client(&simulator, &Vault::new([line, right(&simulator)]));
        let expected = TokenError::Provider(ProviderError::new(reason));
        assert_eq!(refused(&numbers).await, expected);
        assert!(simulator.requests().is_empty());
        // The failure is not kept.
        numbers.regions().send().await.unwrap();
        simulator.reset();
    }
}

#[tokio::test]
async fn a_silent_provider_has_the_time_of_a_token_request() {
    let simulator = Simulator::start().await.unwrap();
    let numbers = simulator
        .client_builder()
        .credential_provider(Vault::new([Line::Silent]))
        .token_timeout(Duration::from_millis(10))
        .build()
        .unwrap();
    let silent = TokenError::Provider(ProviderError::new("it has not responded"));
    assert_eq!(refused(&numbers).await, silent);
}

#[tokio::test]
async fn a_token_endpoint_that_is_slower_than_the_timeout_is_asked_again() {
    let simulator = Simulator::builder().pace(Pace::Faster(20));
    let simulator = simulator.start().await.unwrap();
    let silent = Fault::NotCommittedThenSilent.on(Operation::IssueToken);
    simulator.fault(silent.times(2));
    let timeout = Duration::from_secs(2);
    let builder = simulator.client_builder().token_timeout(timeout);
    let numbers = builder.build().unwrap();
    let begun = simulator.time().elapsed();
    numbers.regions().send().await.unwrap();
    assert!(simulator.time().elapsed() - begun >= timeout * 2);
}

#[test]
fn timeouts_of_no_time_are_refused() {
    let violations = Numbers::builder()
        .project("p")
        .credential_provider(Vault::new([wrong()]))
        .connect_timeout(Duration::ZERO)
        .token_timeout(Duration::ZERO)
        .build()
        .unwrap_err();
    let fields: Vec<_> = violations
        .iter()
        .map(|violation| violation.field())
        .collect();
    assert_eq!(fields, ["tokenTimeout", "connectTimeout"]);
}
