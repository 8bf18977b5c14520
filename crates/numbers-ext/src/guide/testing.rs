//! Tests of programs that rent numbers: without an account, without money, without waiting.
//!
//! # What a function makes of a response
//!
//! Responses are built from their JSON, as the service would send it. What a test does not care
//! about can be left out, but for the phone number.
//!
//! ```
//! use numbers_ext::webhooks::Event;
//! use numbers_ext::{ActiveNumber, AvailableNumber, Order, Rental};
//!
//! /// The function under test.
//! fn receipt(rental: &Rental) -> String {
//!     match rental.price() {
//!         Ok(price) => format!("{} for {price}", rental.phone()),
//!         Err(_) => format!("{} for an unknown price", rental.phone()),
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let rental = Rental::from_response(
//!     r#"{"phoneNumber":"+12025550134","money":{"currencyCode":"USD","amount":"2.00"}}"#,
//! )?;
//! assert_eq!(receipt(&rental), "+12025550134 for 2.00 USD");
//! let rental = Rental::from_response(r#"{"phoneNumber":"+12025550134"}"#)?;
//! assert_eq!(receipt(&rental), "+12025550134 for an unknown price");
//!
//! // In the same way:
//! let number = ActiveNumber::from_response(r#"{"phoneNumber":"+12025550134"}"#)?;
//! let number = AvailableNumber::from_response(r#"{"phoneNumber":"+12025550134"}"#)?;
//! let order: Order = serde_json::from_str(r#"{"idNumberOrder":"01hpa0mww4m79q8j2dwn3ggbgz"}"#)?;
//! let event = Event::read(br#"{"resourceId":"+12025550134","status":"SUCCEEDED"}"#)?;
//! # Ok(())
//! # }
//! ```
//!
//! # What a program does when something goes wrong
//!
//! Errors of calls are made by calls: against the [simulator](crate::simulator), which can lose
//! a response, reject, throttle or stay silent on demand. The feature `simulator` adds
//! `simulator.client()`, a client that lives in the simulator's time, so that the minute that
//! proves that nothing was rented passes at once.
//!
//! # Time
//!
//! With a server of your own, or for a journal that compares times,
//! [`ManualClock`](crate::clock::ManualClock) is a clock that a test moves by hand. Any
//! [`Clock`](crate::clock::Clock) can be passed to
//! [`NumbersBuilder::clock`](crate::NumbersBuilder::clock).
