//! The projects that a worker serves, and how it works.

use std::time::Duration;

use numbers_ext::{Numbers, NumbersBuilder, ProjectId, Violations};

use crate::permit::Permits;

/// The projects that a worker serves, and how it works. [`Number`](crate::Number) is built
/// from them.
///
/// ```
/// use numbers_durable::{Number, Settings};
/// use numbers_ext::Numbers;
///
/// let client = Numbers::builder().project("my-project").access_key("id", "secret");
/// let number = Number::new(Settings::new().project(client)?);
/// # Ok::<(), numbers_ext::Violations>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is served before the object is bound to an endpoint"]
pub struct Settings {
    projects: Vec<Numbers>,
    pub(crate) permits: Permits,
    pub(crate) deadline: Duration,
    pub(crate) waiting: Duration,
    pub(crate) calls: u32,
    first_pause: Duration,
    longest_pause: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

impl Settings {
    /// Returns the default settings, which serve no project yet.
    pub fn new() -> Self {
        Self {
            projects: Vec::new(),
            permits: Permits::default(),
            deadline: Duration::from_secs(30),
            waiting: Duration::from_secs(60),
            calls: 10,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(60),
        }
    }

    /// Serves the project of this client. The worker registers an interceptor of its own, in
    /// place of the client's.
    ///
    /// # Errors
    ///
    /// When the client can't be built; all violations at once.
    pub fn project(mut self, client: NumbersBuilder) -> Result<Self, Violations> {
        let client = client.interceptor(self.permits.clone()).build()?;
        self.projects.push(client);
        Ok(self)
    }

    /// Sets how long one call may take. The default is 30 seconds, the minimum 2 seconds.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the waiting time: how long after a request an absence begins to prove that it had
    /// no effect. The default is 60 seconds.
    pub fn waiting(mut self, waiting: Duration) -> Self {
        self.waiting = waiting;
        self
    }

    /// Sets how many calls are made at the most before a handler ends with what is known. The
    /// default is 10. A call is made again only when the one before is proven to have had no
    /// effect.
    pub fn calls(mut self, most: u32) -> Self {
        self.calls = most;
        self
    }

    /// Sets the first pause between two calls or lookups, and the longest. They double, and are
    /// timers of the engine. The defaults are a second and a minute.
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    pub(crate) fn begin_pauses(&self) -> Pauses {
        Pauses {
            next: self.first_pause.min(self.longest_pause),
            longest: self.longest_pause,
        }
    }

    pub(crate) fn client(&self, project: &ProjectId) -> Option<&Numbers> {
        let mut projects = self.projects.iter();
        projects.find(|client| client.project() == project)
    }
}

/// Pauses that double.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    pub(crate) fn next(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(self.longest);
        pause
    }
}
