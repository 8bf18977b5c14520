//! Being told before a rent is sent, and how it ended.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use numbers_client::{PhoneNumber, ProjectId, Timestamp};
use serde::Serialize;

use crate::{Configuration, RentError, Rental};

/// A future that an observer gives.
pub type Permission<'a> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send + 'a>>;

/// Told of every rent of a client.
///
/// A caller that must survive a crash puts the intent on disk in
/// [`before_dispatch`](Self::before_dispatch): once it has returned, the request may leave.
///
/// ```
/// use numbers_ext::{Intent, Observer, Permission, Refusal, RentError, Rental};
///
/// #[derive(Debug)]
/// struct Journal;
///
/// impl Observer for Journal {
///     fn before_dispatch<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
///         Box::pin(async move {
///             let line = serde_json::to_string(intent).map_err(Refusal::new)?;
///             println!("about to rent: {line}"); // and sync it to disk
///             Ok(())
///         })
///     }
///
///     fn ended(&self, intent: &Intent, result: Result<&Rental, &RentError>) {
///         println!("{}: {}", intent.phone, if result.is_ok() { "rented" } else { "not" });
///     }
/// }
/// ```
pub trait Observer: fmt::Debug + Send + Sync {
    /// Before each request is sent. Its time counts against the deadline. When it
    /// refuses, nothing is sent.
    fn before_dispatch<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        let _ = intent;
        Box::pin(std::future::ready(Ok(())))
    }

    /// Once for each call that passed validation, however it ended; also when its future
    /// was dropped, which is an error that says whether anything had been sent. The intent
    /// is that of its last request, or what the first would have been.
    fn ended(&self, intent: &Intent, result: Result<&Rental, &RentError>) {
        let _ = (intent, result);
    }
}

/// What is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Intent {
    /// The number.
    #[serde(rename = "phoneNumber")]
    pub phone: PhoneNumber,
    /// The project that pays.
    #[serde(rename = "projectId")]
    pub project: ProjectId,
    /// What is asked for.
    pub configuration: Configuration,
    /// Which request of the call it is, counted from 1.
    pub attempt: u32,
    /// When, by the time of day.
    pub at: Timestamp,
}

/// Why an observer refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// A refusal for this reason.
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
