//! # What happened to the money
//!
//! Renting a number spends money. The API does not declare the call idempotent and has no
//! idempotency keys, and a response can be lost. This chapter explains what each outcome
//! means, the evidence behind it, what is assumed, and what to do next.
//!
//! ## The outcomes
//!
//! | outcome | evidence | rented by this call? | what to do |
//! | --- | --- | --- | --- |
//! | [`Ok`](crate::Rental) | a complete 2xx about the number and the project; or a lookup that found the number as it was requested | yes | go on |
//! | [`NotSent`](crate::Outcome::NotSent) | invalid input, a veto, no access token, no connection, too little time left, or a transport that wrote nothing of the request | no | try again |
//! | [`Rejected`](crate::Outcome::Rejected) | the head of a response with one of the statuses below | no | correct the request |
//! | [`NotDone`](crate::Outcome::NotDone) | the response was lost, and lookups still did not find the number when the waiting time was over | no | try again |
//! | [`Unknown`](crate::Outcome::Unknown) | everything else | perhaps | reconcile it |
//!
//! The statuses of a rejection are 400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411,
//! 413, 414, 415, 422, 429 and 431. Only these count as a refusal by the service: a gateway
//! may respond with another one after it has forwarded the request. So every 3xx, every 5xx
//! (503 included) and every other 4xx (408 and 425 among them) leaves the outcome unknown.
//! So does a 2xx that is cut short, too large, unreadable, empty, or about another number.
//!
//! Unexpected values in a successful response don't put the rental in doubt: a new enum
//! value, `""`, `null`, a number where a string belongs, half an emoji, bytes that are not
//! UTF-8. The number is rented, and
//! [`ActiveNumber::untyped`](crate::ActiveNumber::untyped) lists the members that could not
//! be typed.
//!
//! A 2xx that shows another configuration than the requested one may describe an earlier
//! rental, or somebody else's. The call still succeeds, and
//! [`Rental::differences`](crate::Rental::differences) lists what differs.
//!
//! ## What is retried
//!
//! - A request that provably was not sent: up to three attempts, within the deadline. A
//!   failure that is permanent, such as an untrusted certificate or a proxy that refuses the
//!   tunnel, is not retried.
//! - A 401 in response to a cached access token: once, with a new token.
//! - A 429, if the caller [opts in](crate::ConfiguredRent::retry_throttled): no sooner than
//!   its `Retry-After`, and only if that fits the deadline.
//! - Under the policy [`ReconcileThenRetry`](crate::OnUnknown::ReconcileThenRetry): once,
//!   after lookups have proven that the first request had no effect.
//!
//! A rental request is retried in no other case. Requests for access tokens are retried on
//! their own, up to three attempts: they cost nothing.
//!
//! A call of several attempts has rented the number if any of them did. Otherwise it is
//! unknown if any of them may have, and ends as the last one did if none can have. After an
//! attempt that may have rented the number, a 404 or 409 is not a rejection: it may be the
//! effect of that attempt.
//!
//! ## What is assumed
//!
//! A client can't verify the following, and the promise depends on it:
//!
//! 1. A request that is refused with one of the statuses above is not charged.
//! 2. A rental is visible to a lookup within the waiting time (60 seconds by default), and
//!    no lost request is executed later than that.
//! 3. Nothing between this client and the service repeats a POST.
//! 4. No server sends an unsolicited refusal on an idle connection at the moment when the
//!    next request leaves on it.
//! 5. When another process reconciles a call, the clocks of both machines agree and are not
//!    set forward in between. Within one process, setting the clock does no harm.
//!
//! ## Recipes
//!
//! **Not sent, not done.** Nothing was rented by this call; it may be tried again.
//!
//! **Rejected.** [`MutationError::api`](crate::MutationError::api) has the violations that
//! the service found. After a 404 or 409 an earlier call may have rented the number:
//! [look it up](crate::Numbers::get).
//!
//! **Unknown.** Store the [`InDoubt`](crate::InDoubt): it is small, serialises, and holds no
//! secret. Then reconcile it, in this process or in another one:
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
//! # // The simulator rents it and then resets the connection.
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
//!     Reconciled::Differs { .. } => println!("the project holds it, but not as requested"),
//!     Reconciled::NotDone => println!("it was not rented; it may be tried again"),
//!     Reconciled::Unknown(_) => println!("still unknown; reconcile again later"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! **A process that may be killed.** Register an [`Interceptor`](crate::Interceptor) that
//! stores each [`Intent`](crate::Intent) before its request leaves, and the outcome when the
//! call has ended. After a restart, an intent without a stored outcome is reconciled like any
//! other call in doubt. The interceptor is also called when a future is dropped.
//!
//! **Held, but not as requested.** Somebody else may have rented the number. The outcome stays
//! unknown; [`MutationError::found`](crate::MutationError::found) shows the number and
//! [`differences`](crate::MutationError::differences) what differs.
//!
//! ## The deadline
//!
//! One deadline, 30 seconds by default, covers the whole call: waiting for an access token,
//! connecting, sending, reading the body, and every pause. No request is started with less
//! than 2 seconds left. Reconciling has a budget of its own, 90 seconds by default.
//!
//! ## What is not promised
//!
//! Exactly-once renting, and de-duplication between processes: the API offers nothing to
//! build them on.
