//! The same calls without `async`, for scripts.
//!
//! [`Numbers`] makes requests as [`crate::Numbers`] does, and waits for them on this thread:
//!
//! ```
//! use numbers_ext::{Outcome, Sms, blocking};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let server = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
//! # let simulator = server.block_on(numbers_sim::Simulator::start())?;
//! # let numbers = numbers_ext::Numbers::builder()
//! #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
//! #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
//! # /*
//! let numbers = blocking::Numbers::new(numbers_ext::Numbers::from_env()?)?;
//! # */
//! # let numbers = blocking::Numbers::new(numbers)?;
//! let rent = numbers.rent("+12025550134".parse()?).sms(Sms::plan("plan-1"));
//! match numbers.block_on(rent.send())? {
//!     Ok(rental) => println!("rented {}", rental.phone()),
//!     Err(error) => match error.outcome() {
//!         Outcome::NotSent | Outcome::Rejected | Outcome::NotDone => return Err(error.into()),
//!         Outcome::Unknown(in_doubt) => {
//!             println!("{:?}", numbers.block_on(numbers.reconcile(in_doubt))?);
//!         }
//!     },
//! }
//! for number in numbers.iter(numbers.list().stream()) {
//!     println!("{}", number??.phone());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A program that has a tokio runtime awaits the calls of [`crate::Numbers`] instead: on a
//! thread of a runtime, these here end in [`BlockingError::InsideRuntime`].

use std::fmt;
use std::io;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::stream::{Stream, StreamExt as _};
use thiserror::Error;
use tokio::runtime::{Builder, Handle, Runtime};

/// A blocking client. Clones share its connections, its access token and its
/// runtime, and may be used on several threads.
///
/// It dereferences to the client that makes the requests; the [module](self) has an example.
#[derive(Clone, Debug)]
pub struct Numbers {
    numbers: crate::Numbers,
    driver: Driver,
}

/// Why a blocking call did not begin. Nothing was sent.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BlockingError {
    /// This thread belongs to a tokio runtime, which would stand still meanwhile.
    #[error(
        "this thread belongs to a tokio runtime: await the call of `numbers_ext::Numbers` instead"
    )]
    InsideRuntime,
    /// The runtime of the client could not be started.
    #[error("no runtime could be started: {0}")]
    Runtime(#[source] io::Error),
}

impl Numbers {
    /// Returns a client that waits for the calls of this one.
    ///
    /// ```
    /// use numbers_ext::{Numbers, blocking};
    ///
    /// let numbers = Numbers::builder().project("my-project").bearer("token").build()?;
    /// let numbers = blocking::Numbers::new(numbers)?;
    /// assert_eq!(numbers.project().as_str(), "my-project");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// On a thread of a tokio runtime, and when the system gives no runtime.
    pub fn new(numbers: crate::Numbers) -> Result<Self, BlockingError> {
        outside()?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(BlockingError::Runtime)?;
        Ok(Self {
            numbers,
            driver: Driver(Arc::new(Owned(Some(runtime)))),
        })
    }

    /// Waits for a call.
    ///
    /// ```
    /// # use numbers_ext::blocking::Numbers;
    /// fn count(numbers: &Numbers) -> Result<usize, Box<dyn std::error::Error>> {
    ///     let regions = numbers.block_on(numbers.regions().send())??;
    ///     Ok(regions.len())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// On a thread of a tokio runtime. The call is not begun.
    pub fn block_on<F: Future>(&self, call: F) -> Result<F::Output, BlockingError> {
        self.driver.block_on(call)
    }

    /// Waits for the items of a stream, one after the other. Each comes with the error that
    /// [`block_on`](Self::block_on) has.
    ///
    /// ```
    /// # use numbers_ext::blocking::Numbers;
    /// fn print(numbers: &Numbers) -> Result<(), Box<dyn std::error::Error>> {
    ///     for number in numbers.iter(numbers.list().stream()) {
    ///         println!("{}", number??.phone());
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn iter<S: Stream>(&self, stream: S) -> Iter<S> {
        Iter {
            stream: Box::pin(stream),
            driver: self.driver.clone(),
        }
    }
}

impl Deref for Numbers {
    type Target = crate::Numbers;

    fn deref(&self) -> &crate::Numbers {
        &self.numbers
    }
}

/// The items of a stream, from [`Numbers::iter`]. After an error of its own, such as a call
/// inside a runtime, it goes on where it was.
pub struct Iter<S> {
    stream: Pin<Box<S>>,
    driver: Driver,
}

impl<S: Stream> Iterator for Iter<S> {
    type Item = Result<S::Item, BlockingError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.driver.block_on(self.stream.next()).transpose()
    }
}

impl<S> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}

/// The runtime that the clones of a client share.
#[derive(Clone, Debug)]
struct Driver(Arc<Owned>);

/// `None` only while it is dropped.
#[derive(Debug)]
struct Owned(Option<Runtime>);

impl Driver {
    fn block_on<F: Future>(&self, future: F) -> Result<F::Output, BlockingError> {
        outside()?;
        match &self.0.0 {
            Some(runtime) => Ok(runtime.block_on(future)),
            None => Err(BlockingError::Runtime(io::ErrorKind::NotFound.into())),
        }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // Dropped by itself on a thread of another runtime, it would panic; and it would wait
        // for a name resolution that hangs.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn outside() -> Result<(), BlockingError> {
    match Handle::try_current() {
        Ok(_) => Err(BlockingError::InsideRuntime),
        Err(_) => Ok(()),
    }
}
