//! # What happened to the money
//!
//! Renting a number spends money. The call is not declared idempotent, there is no
//! idempotency key, and its response can be lost. This chapter explains what each outcome
//! means, which evidence it takes, what it assumes, and what to do.
//!
//! ## The outcomes
//!
//! | outcome | evidence | rented by this call? | what to do |
//! | --- | --- | --- | --- |
//! | [`Ok`](crate::Rental) | a complete 2xx about the number and the project; or a lookup that found it as it was asked for | yes | go on |
//! | [`NotSent`](crate::Outcome::NotSent) | invalid input, a veto, no access token, no connection, too little time left, or a transport that never asked for the request | no | try again |
//! | [`Rejected`](crate::Outcome::Rejected) | the head of a response with one of the statuses below | no | correct the request |
//! | [`NotDone`](crate::Outcome::NotDone) | the response was lost, and lookups did not find the number until the waiting time was over | no | try again |
//! | [`Unknown`](crate::Outcome::Unknown) | everything else | perhaps | reconcile it |
//!
//! The statuses of a rejection: 400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 413,
//! 414, 415, 422, 429, 431. It is a list of those that are believed, since a gateway may
//! respond with others after it has forwarded the request. So 408, 425, other 4xx, every 3xx
//! and every 5xx are unknown, 503 included; so is a 2xx that is cut short, too large,
//! unreadable, empty, or about another number.
//!
//! What is odd in a good response costs nothing, be it a new enum value, `""`, `null`, a
//! number where a string belongs, half an emoji or bytes that are no text. The number is
//! rented, and [`ActiveNumber::untyped`](crate::ActiveNumber::untyped) says what could not
//! be typed.
//!
//! A 2xx that shows another configuration than was asked for may be about an earlier rental,
//! or somebody else's: [`Rental::differences`](crate::Rental::differences) says so.
//!
//! ## What is sent again without asking
//!
//! - A request that provably was not sent: up to three attempts, within the deadline. What
//!   can't pass (a certificate that is not trusted, a proxy that refuses) is tried once.
//! - A request that was answered with 401 on a cached access token: once, with a new token.
//! - A request that was answered with 429, only if
//!   [asked for](crate::ConfiguredRent::retry_throttled): no sooner than its `Retry-After`,
//!   and only if that fits the deadline.
//! - Under the policy [`ReconcileThenRetry`](crate::OnUnknown::ReconcileThenRetry): once,
//!   after it was proven that the first request had no effect.
//!
//! Nothing else, ever. A call of several attempts has rented the number if one of them did;
//! else it is unknown if one may have; else it ended as the last one did. After an ambiguous
//! attempt a 404 or 409 is never a rejection: it may be the effect of our own first request.
//!
//! ## What it assumes
//!
//! Nobody can prove these from outside, so they are named:
//!
//! 1. A request that is refused with one of the statuses above is not charged.
//! 2. A rental is visible to the lookup within the waiting time (60 seconds by default), and
//!    no lost request is executed later than that.
//! 3. Nothing between here and the service repeats a POST.
//! 4. No server sends an unasked refusal on an idle connection just as the next request
//!    leaves on it.
//! 5. For a call that is reconciled by another process: the clocks of both agree, and are
//!    not set forward meanwhile. Within one process a clock that is set does no harm.
//!
//! ## Recipes
//!
//! **Not sent, not done.** Try again when it suits.
//!
//! **Rejected.** [`MutationError::api`](crate::MutationError::api) has the violations. After
//! a 404 or 409 an earlier call may have rented the number:
//! [look it up](crate::Numbers::get).
//!
//! **Unknown.** Store the [`InDoubt`](crate::InDoubt): it is small, serialises, and holds no
//! secret. Then reconcile, here or in another process:
//!
//! ```
//! use numbers_ext::{InDoubt, Numbers, Outcome, Reconciled, Sms};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let simulator = numbers_sim::Simulator::start().await?;
//! # let numbers = Numbers::builder()
//! #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
//! #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
//! # // Rented, and the connection reset.
//! # let phone = "+15005550010";
//! # let _ = stringify!(
//! let phone = "+12025550134";
//! # );
//! let result = numbers.rent(phone.parse()?).sms(Sms::plan("plan-1")).send().await;
//! let stored = match &result {
//!     Ok(rental) => return Ok(println!("rented {}", rental.phone())),
//!     Err(error) => match error.outcome() {
//!         Outcome::Unknown(in_doubt) => serde_json::to_string(in_doubt)?,
//!         _ => return Err(error.clone().into()),
//!     },
//! };
//! // ... perhaps tomorrow, perhaps elsewhere ...
//! let in_doubt: InDoubt = serde_json::from_str(&stored)?;
//! match numbers.reconcile(&in_doubt).await {
//!     Reconciled::Done(_) => println!("it was rented"),
//!     Reconciled::Differs { .. } => println!("the project holds it, but not as it was asked for"),
//!     Reconciled::NotDone => println!("it was not rented; it may be tried again"),
//!     Reconciled::Unknown(_) => println!("still unknown; reconcile again later"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! **A process that may be killed.** An [`Interceptor`](crate::Interceptor) runs before each
//! request leaves and may store its [`Intent`](crate::Intent) first. An intent that was
//! stored and whose end was not is reconciled like any other call in doubt. A future that is
//! dropped reaches the interceptor as well.
//!
//! **Held, but not as it was asked for.** Somebody else may have rented it. It stays unknown,
//! with [`MutationError::found`](crate::MutationError::found) and
//! [`differences`](crate::MutationError::differences).
//!
//! ## The deadline
//!
//! There is one, of 30 seconds by default, over waiting for an access token, connecting,
//! sending, the body and every pause. No request is started with less than 2 seconds left.
//! Reconciling has a budget of its own, 90 seconds by default.
//!
//! ## What is not promised
//!
//! Exactly-once, and de-duplication between processes: the API offers nothing to build them
//! on.
