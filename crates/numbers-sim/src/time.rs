//! The simulator's time, as a client sees it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::app::App;
use crate::clock::Pace;
use crate::control;

/// The time of a simulator. A client whose clock is this one waits for nothing that the
/// simulator does not wait for: `numbers_ext::simulator`, by the feature `simulator` of that
/// crate, makes such clients.
///
/// ```
/// use numbers_sim::{Pace, Simulator};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let simulator = Simulator::builder().pace(Pace::Manual).start().await?;
/// let time = simulator.time();
/// time.pass(Duration::from_secs(60)).await; // at once, since the pace is manual
/// assert_eq!(time.elapsed(), Duration::from_secs(60));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Time(Arc<App>);

impl Time {
    pub(crate) fn new(app: Arc<App>) -> Self {
        Self(app)
    }

    /// Returns the present.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// assert!(simulator.time().now() <= simulator.now());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.state.clock.now()
    }

    /// Returns how much time has passed since the simulator started.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// simulator.advance(std::time::Duration::from_secs(60));
    /// assert!(simulator.time().elapsed().as_secs() >= 60);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.state.clock.elapsed()
    }

    /// Waits until so much time has passed since the simulator started: by itself, or
    /// [advanced](crate::Simulator::advance).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// let simulator = numbers_sim::Simulator::start().await?;
    /// let time = simulator.time();
    /// let minute = tokio::spawn(async move { time.reached(Duration::from_secs(60)).await });
    /// simulator.advance(Duration::from_secs(60));
    /// minute.await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn reached(&self, elapsed: Duration) {
        self.0.state.clock.reached(elapsed).await;
    }

    /// Lets so much time pass while nothing else happens. At the [manual](Pace::Manual) pace it
    /// is advanced at once, unless somebody else has advanced it that far since the call.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use numbers_sim::{Pace, Simulator};
    /// # use std::time::Duration;
    /// let simulator = Simulator::builder().pace(Pace::Manual).start().await?;
    /// let time = simulator.time();
    /// tokio::join!(time.pass(Duration::from_secs(5)), time.pass(Duration::from_secs(5)));
    /// assert_eq!(time.elapsed(), Duration::from_secs(5));
    /// # Ok(())
    /// # }
    /// ```
    pub fn pass(&self, duration: Duration) -> impl Future<Output = ()> + Send + use<> {
        let app = Arc::clone(&self.0);
        let clock = &app.state.clock;
        let end = clock.elapsed().saturating_add(duration);
        let is_manual = clock.pace() == Pace::Manual;
        async move {
            if is_manual {
                control::advance_to(&app, end);
                // A loop of pauses lets others go on, too.
                tokio::task::yield_now().await;
            } else {
                app.state.clock.reached(end).await;
            }
        }
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Time").field(&self.now()).finish()
    }
}
