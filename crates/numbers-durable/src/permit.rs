//! Permits to send, each good for one call of the process that issued it.
//!
//! An engine runs a step again when it does not know how it ended: after a crash, or when
//! the connection to the engine broke. For a step that sends a rental request that would be a
//! second request, sent blindly. So the step before it issues a permit, which is journalled by
//! the engine, and remembered by this process alone. The step that sends takes it. One that
//! runs again, here or in another process, finds no permit and sends nothing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use numbers_ext::{Intent, Interceptor, Permission, Veto};

/// The permits of this process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Permits(Arc<Mutex<HashMap<String, Permit>>>);

#[derive(Clone, Copy, Debug)]
struct Permit {
    /// The latest time at which a request may leave, as the engine has it in its journal.
    latest: SystemTime,
    is_taken: bool,
}

impl Permits {
    /// Issues a permit for a call of an invocation, and returns its name.
    pub(crate) fn issue(&self, invocation: &str, latest: SystemTime) -> String {
        let name = format!("{invocation}:{:016x}", fastrand::u64(..));
        let mut permits = self.lock();
        let now = SystemTime::now();
        permits.retain(|_, permit| permit.latest > now);
        let permit = Permit {
            latest,
            is_taken: false,
        };
        permits.insert(name.clone(), permit);
        name
    }

    /// Takes a permit; `false` when it was taken before, has expired, or is that of another
    /// process.
    #[must_use]
    pub(crate) fn take(&self, name: &str) -> bool {
        match self.lock().get_mut(name) {
            Some(permit) if !permit.is_taken => {
                permit.is_taken = true;
                true
            }
            _ => false,
        }
    }

    fn latest(&self, name: &str) -> Option<SystemTime> {
        let permits = self.lock();
        let permit = permits.get(name).filter(|permit| permit.is_taken);
        permit.map(|permit| permit.latest)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Permit>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets no request leave later than the engine's journal says.
impl Interceptor for Permits {
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        let reference = intent.reference.as_deref();
        let allowed = reference.and_then(|name| self.latest(name));
        let latest = intent.in_doubt.latest_sent();
        let is_allowed =
            matches!((latest, allowed), (Some(latest), Some(allowed)) if latest <= allowed);
        Box::pin(async move {
            match is_allowed {
                true => Ok(()),
                false => Err(Veto::new(
                    "the time in which this call may send is over; it began too late",
                )),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use numbers_ext::InDoubt;

    use super::*;

    fn intent(reference: &str, latest: SystemTime) -> Intent {
        let in_doubt = InDoubt::rent("p".parse().unwrap(), "+12025550134".parse().unwrap());
        let in_doubt = serde_json::to_value(in_doubt.sent_at(latest)).unwrap();
        let intent = serde_json::json!({"inDoubt": in_doubt, "attempt": 1, "reference": reference});
        serde_json::from_value(intent).unwrap()
    }

    async fn is_allowed(permits: &Permits, name: &str, latest: SystemTime) -> bool {
        let intent = intent(name, latest);
        permits.before_request(&intent).await.is_ok()
    }

    #[test]
    fn a_permit_is_taken_once_and_by_the_process_that_issued_it() {
        let permits = Permits::default();
        let later = SystemTime::now() + Duration::from_secs(60);
        let name = permits.issue("inv_1", later);
        assert!(!Permits::default().take(&name));
        assert!(permits.take(&name));
        assert!(!permits.take(&name));
        assert!(permits.take(&permits.issue("inv_1", later)));
    }

    #[test]
    fn a_permit_that_has_expired_is_none() {
        let permits = Permits::default();
        let name = permits.issue("inv_1", SystemTime::now() - Duration::from_secs(1));
        let _ = permits.issue("inv_2", SystemTime::now());
        assert!(!permits.take(&name));
    }

    #[tokio::test]
    async fn a_request_leaves_with_a_permit_that_was_taken_and_in_its_time() {
        let permits = Permits::default();
        let latest = SystemTime::now() + Duration::from_secs(60);
        let name = permits.issue("inv_1", latest);
        assert!(!is_allowed(&permits, &name, latest).await);
        assert!(permits.take(&name));
        assert!(is_allowed(&permits, &name, latest - Duration::from_secs(1)).await);
        assert!(!is_allowed(&permits, &name, latest + Duration::from_secs(1)).await);
        assert!(!is_allowed(&permits, "another", latest).await);
    }
}
