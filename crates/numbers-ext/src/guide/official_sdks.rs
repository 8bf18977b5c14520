//! # Coming from the official SDKs
//!
//! The vendor has SDKs for Python, Node, Java and .NET. This chapter says call by call what
//! takes the place of theirs, and what behaves differently. It compares Python 2.3.0
//! (`sinch`), Node 1.5.0 (`@sinch/numbers`), Java 2.1.1 (`sinch-sdk-java`) and .NET 1.4.0
//! (`Sinch`).
//!
//! ## The client
//!
//! | | |
//! | --- | --- |
//! | Python | `SinchClient(project_id=…, key_id=…, key_secret=…).numbers` |
//! | Node | `new SinchClient({ projectId, keyId, keySecret }).numbers` |
//! | Java | `new SinchClient(configuration).numbers().v1()` |
//! | .NET | `new SinchClient(projectId, keyId, keySecret).Numbers` |
//! | here | [`Numbers::from_env`](crate::Numbers::from_env), or [`Numbers::builder`](crate::Numbers::builder) |
//!
//! A [`Numbers`](crate::Numbers) is cheap to clone, and its clones share one access token. It
//! may be built without a request: the token is fetched when it is needed first.
//!
//! ## Call by call
//!
//! The methods of Node and Java have the same names.
//!
//! | to | Python | Node, Java | .NET | here | command line |
//! | --- | --- | --- | --- | --- | --- |
//! | search | `search_for_available_numbers` | `searchForAvailableNumbers` | `SearchForAvailableNumbers` | [`search`](crate::Numbers::search) | `search` |
//! | look a price up | `check_availability` | `checkAvailability` | `CheckAvailability` | [`check`](crate::Numbers::check) | `check` |
//! | rent a number | `rent` | `rent` | `Rent` | [`rent`](crate::Numbers::rent) | `rent` |
//! | rent any number | `rent_any` | `rentAny` | `RentAny` | [`rent_first`](crate::Numbers::rent_first) | `search`, `rent` |
//! | list, number by number | `list().iterator()` | `for await`, `list().iterator()` | `ListAuto` | [`list`](crate::Numbers::list)`().stream()` | `list --all` |
//! | list, page by page | `list().content()`, `.next_page()` | `await list()`, `list()` | `List` | [`list`](crate::Numbers::list)`().pages()` | `list` |
//! | get a number | `get` | `get` | `Get` | [`get`](crate::Numbers::get) | `get` |
//! | change a number | `update` | `update` | `Update` | [`update`](crate::Numbers::update) | `update` |
//! | release a number | `release` | `release` | `Release` | [`release`](crate::Numbers::release) | `release` |
//! | list the regions | `regions.list` | `availableRegions.list`, `regions().list` | `Regions.List` | [`regions`](crate::Numbers::regions) | `regions` |
//! | get or set the callback secret | `event_destinations.get`, `.update` | `callbacks.get`, `eventDestinations().get`, `.update` | `Callbacks.Get`, `.Update` | [`callback_secret`](crate::Numbers::callback_secret) | `callbacks secret` |
//! | verify an event | `sinch_events(secret)` | `NumbersCallbackWebhooks`, `sinchEvents()` | `ValidateAuthenticationHeader` | [`webhooks::Verifier`](crate::webhooks::Verifier) | `listen` |
//! | manage an emergency address | none | `provisionEmergencyAddress` and others | none | [`emergency_address`](crate::Numbers::emergency_address) | `emergency` |
//! | order numbers that require documents | none | none | none | [`orders`](crate::Numbers::orders) | `orders` |
//! | wait until a number works | none | none | none | [`wait`](crate::Numbers::wait) | `wait` |
//! | find out what a lost response meant | none | none | none | [`reconcile`](crate::Numbers::reconcile) | `reconcile` |
//!
//! ## A session
//!
//! ```python
//! numbers = SinchClient(project_id=..., key_id=..., key_secret=...).numbers
//! found = numbers.search_for_available_numbers(
//!     region_code="US", number_type="LOCAL",
//!     number_pattern="+1208", number_search_pattern="START")
//! phone = found.content()[0].phone_number
//! numbers.rent(phone_number=phone, sms_configuration={"service_plan_id": "plan-1"})
//! for number in numbers.list().iterator():
//!     print(number.phone_number)
//! numbers.update(phone_number=phone, display_name="Desk")
//! numbers.release(phone_number=phone)
//! ```
//!
//! is, here:
//!
//! ```
//! use futures_util::TryStreamExt as _;
//! use numbers_ext::enums::NumberType;
//! use numbers_ext::{Numbers, Sms};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let simulator = numbers_sim::Simulator::start().await?;
//! # let numbers = Numbers::builder()
//! #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
//! #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
//! # let _ = stringify!(
//! let numbers = Numbers::from_env()?;
//! # );
//! let search = numbers.search("US", NumberType::Local).starting("+1208");
//! let found = search.send().await?;
//! let phone = found.first().ok_or("nothing was found")?.phone();
//!
//! numbers.rent(phone).sms(Sms::plan("plan-1")).send().await?;
//!
//! let mut held = numbers.list().stream();
//! while let Some(number) = held.try_next().await? {
//!     println!("{}", number.phone());
//! }
//! numbers.update(phone).display_name("Desk").send().await?;
//! numbers.release(phone).send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! ## What behaves differently
//!
//! | | the official SDKs | here |
//! | --- | --- | --- |
//! | a response that is lost | an exception, as for a refusal | [`Outcome::Unknown`](crate::Outcome::Unknown), with what is needed to find out |
//! | sent again unasked | Python: after a 429, up to four requests, and after a 307; Node: after a 307; Java: after a 429 or 503 | only what was provably not sent, and once after a 401 ([the money](crate::guide::money)) |
//! | how long a call may take | Python: 10 s for each read; Node, Java: no limit; .NET: 100 s | [30 s in all](crate::NumbersBuilder::deadline) |
//! | an error whose body is no JSON | Python, Java: the status is lost; Node, .NET: the body is | [status](crate::MutationError::status), headers and [body](crate::MutationError::body) stay |
//! | the violations of a 400 | Python, Node, Java: text | [`api().violations`](crate::ApiError), typed |
//! | a value that is new | Java, .NET: an unknown voice type fails the whole response | an enum that keeps it; a rental stays a rental |
//! | an amount | Java: floating point; Node: text | [`Price`](crate::Price): a decimal with its currency |
//! | an id with `..` or `?` in it | Python, Node, .NET: another URL is called | refused before anything is sent |
//! | invalid input | the service finds it, one violation or several | [`Violations`](crate::Violations): all at once, and nothing is sent |
//! | logs | Python: the access token at debug level; Java: bodies | no secret and no body |
//!
//! ## What to look out for
//!
//! - **Renting without a configuration** is asked for by
//!   [`unconfigured`](crate::Rent::unconfigured). In the SDKs it is what happens when the
//!   configuration is forgotten.
//! - **`rent_any` has no counterpart.** When its response is lost, nobody knows which number to
//!   look for. [`rent_first`](crate::Numbers::rent_first) rents one certain number after the
//!   other, in the order of a search, until there are enough.
//! - **Unlinking** is a method of its own
//!   ([`unlink_sms`](crate::Update::unlink_sms)); on the wire it is an empty text. What an
//!   update does not mention stays as it is.
//! - **Unset values** are `None`, whether the service writes `""`, `null` or nothing.
//! - **A pattern** is compared with the whole number, plus sign included: `starting("+1208")`.
//! - **The filter by capabilities** reaches a list. Python sends it by a name that the API
//!   does not document for lists.
//! - **The price of a rental** is the recurring one. What is due at once has the setup price on
//!   top: [`price_at_once`](crate::AvailableNumber::price_at_once) and
//!   [`at_most`](crate::ConfiguredRent::at_most).
//! - **An event is verified over the bytes that were received.** A body that a framework has
//!   parsed and written anew has another signature.
//!
//! ## Moving step by step
//!
//! The simulator takes what the SDKs send, as it is tried with those for Python and Node: run
//! the old program and the new one against the same `numbers simulate`, and compare what
//! `/__sim/requests` shows. In production both may use the same project and access key side by
//! side: each program has an access token of its own.
