//! # What happened to my money
//!
//! Renting a number spends money. The call is not declared idempotent, there is no
//! idempotency key, and its answer can be lost. This chapter says what each outcome means,
//! what it rests on, and what to do.
//!
//! ## The outcomes
//!
//! | outcome | evidence | bought by this call? | do |
//! | --- | --- | --- | --- |
//! | [`Ok`](crate::Rental) | a whole 2xx about the number and the project, or a lookup that found it as it was asked for | yes | go on |
//! | [`NotSent`](crate::Certainty::NotSent) | refused by validation or an observer, no token, no connection, too little time left, or the transport never asked for the request | no | try again |
//! | [`Rejected`](crate::Certainty::Rejected) | the head of an answer with one of the statuses below | no | mend the request |
//! | [`NotRented`](crate::Certainty::NotRented) | the answer was lost, and lookups did not find the number until the waiting time was over | no | try again |
//! | [`Unknown`](crate::Certainty::Unknown) | everything else | perhaps | settle it |
//!
//! Statuses that refuse: 400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 413, 414, 415,
//! 422, 429, 431. The list is a list of those that are believed: a gateway may answer others
//! after it has forwarded the request. So 408, 425, other 4xx, every 3xx and every 5xx are
//! unknown, 503 too; so is a 2xx that is cut short, too large, unreadable, empty, or about
//! another number.
//!
//! What is odd in a good answer (a new enum value, `""`, `null`, a number where a string
//! belongs) costs nothing: the number is rented, and [`Rental::untyped`](crate::Rental::untyped)
//! says what could not be typed.
//!
//! ## What is sent again without asking
//!
//! - What was proven not to have been sent: up to three attempts, inside the deadline.
//! - A rent answered with 401 on a token from the cache: once, with a new token.
//! - A 429, only if [asked for](crate::ConfiguredRent::resend_throttled): no sooner than its
//!   `Retry-After`, and only if that fits the deadline.
//! - By the policy [`SettleThenResend`](crate::OnUnknown::SettleThenResend): once, after it was
//!   proven that the first did nothing.
//!
//! Nothing else, ever. A call of several sends is rented if one was; else unknown if one may
//! have been; else what the last one was. After an ambiguous send a 404 or 409 is never
//! "rejected": it may be our own rental speaking.
//!
//! ## What it rests on
//!
//! Nobody can prove these from outside, so they are named. They are assumptions about the
//! service and the way to it:
//!
//! 1. A request that is refused with one of the statuses above is not charged.
//! 2. A rental is visible to the lookup within the waiting time (60 seconds unless told), and
//!    no lost request is executed later than that.
//! 3. Nothing between here and the service repeats a POST.
//!
//! ## Recipes
//!
//! **Not sent, not rented.** Try again when it suits.
//!
//! **Rejected.** [`RentError::api`](crate::RentError::api) has the faults. After a 404 or 409
//! an earlier call may have rented the number: [`lookup`](crate::Numbers::lookup) it.
//!
//! **Unknown.** Keep [`RentError::pending`](crate::RentError::pending): it is small, serialises,
//! and holds no secret. Then settle, here or in another process:
//!
//! ```
//! use numbers_ext::{Certainty, Numbers, Pending, Settled, Sms};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let simulator = numbers_sim::Simulator::start().await?;
//! # let numbers = Numbers::builder()
//! #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
//! #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
//! # let journal: Vec<Pending> = Vec::new();
//! let result = numbers.rent("+12025550134".parse()?).sms(Sms::plan("plan-1")).send().await;
//! let pending = match result {
//!     Ok(rental) => {
//!         println!("rented for {}", rental.price()?);
//!         # assert!(journal.is_empty());
//!         return Ok(());
//!     }
//!     Err(error) if error.certainty() == Certainty::Unknown => error.pending().cloned(),
//!     Err(error) => return Err(error.into()),
//! };
//! // ... perhaps tomorrow, perhaps elsewhere ...
//! if let Some(pending) = pending {
//!     match numbers.settle(&pending).await {
//!         Settled::Held(rental) => println!("it was rented: {:?}", rental.proof()),
//!         Settled::NotRented => println!("it was not; it may be tried again"),
//!         Settled::Unknown(_) => println!("still unknown; settle it again later"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! **A process that may be killed.** An [`Observer`](crate::Observer) is told before each
//! request leaves, and may write it down first; what is written down and has no end settles
//! with [`Pending`](crate::Pending). A future that is dropped tells the observer, too.
//!
//! **Held with another configuration.** The project holds the number, but not as it was asked
//! for: somebody else may have rented it. It is reported as unknown, with
//! [`RentError::held`](crate::RentError::held).
//!
//! ## The deadline
//!
//! One, of 30 seconds unless told, over waiting for a token, connecting, sending, the body and
//! every pause. No rent is begun with less than 2 seconds left. Settling has a budget of its
//! own, 90 seconds unless told.
//!
//! ## What is not promised
//!
//! Exactly-once, and de-duplication between processes: the API offers nothing to build them on.
