//! A call whose response was lost.

use std::fmt;
use std::time::{Duration, SystemTime};

use numbers_client::{NumberOrderId, PhoneNumber, ProjectId, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::model::configuration::Configuration;
use crate::outcome::intended::Intended;

/// A call that may have had its effect, with all that is needed to find out later, in this
/// process or in another one.
///
/// It comes from [`Outcome::Unknown`](crate::Outcome::Unknown) or from the
/// [`Intent`](crate::Intent) that an interceptor is called with, and
/// [`Numbers::reconcile`](crate::Numbers::reconcile) takes it. It is small, holds no secret,
/// and is made to be stored:
///
/// ```
/// use numbers_ext::{Configuration, InDoubt, Sms};
/// use std::time::SystemTime;
///
/// let in_doubt = InDoubt::rent("my-project".parse()?, "+12025550134".parse()?)
///     .configuration(Configuration::unconfigured().sms(Sms::plan("plan-1")))
///     .sent_at(SystemTime::now());
/// let stored = serde_json::to_string(&in_doubt)?;
/// let restored: InDoubt = serde_json::from_str(&stored)?;
/// assert_eq!(restored, in_doubt);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// When it is deserialised, members that this version does not know are ignored at every
/// level, so that it may come from a newer version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InDoubt {
    #[serde(flatten)]
    request: Intended,
    project_id: ProjectId,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting_seconds: Option<u64>,
}

impl InDoubt {
    /// Returns a rental request for a number, sent at an unknown time and with an unknown
    /// configuration: reconciling waits the whole waiting time before it reports the request
    /// as not done, and accepts any configuration.
    ///
    /// ```
    /// use numbers_ext::InDoubt;
    ///
    /// let in_doubt = InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(in_doubt.latest_sent(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rent(project: ProjectId, phone: PhoneNumber) -> Self {
        Self::new(
            project,
            Intended::Rent {
                phone_number: phone,
                configuration: None,
            },
        )
    }

    /// Returns a request to release a number, sent at an unknown time: reconciling waits the
    /// whole waiting time before it reports the request as not done.
    ///
    /// ```
    /// use numbers_ext::InDoubt;
    ///
    /// let in_doubt = InDoubt::release("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(in_doubt.operation(), "release");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn release(project: ProjectId, phone: PhoneNumber) -> Self {
        let request = Intended::Release {
            phone_number: phone,
        };
        Self::new(project, request)
    }

    pub(crate) fn new(project: ProjectId, request: Intended) -> Self {
        Self {
            request,
            project_id: project,
            sent_at: None,
            waiting_seconds: None,
        }
    }

    /// Sets the latest time at which the request may have left. A time that is too early may
    /// lead to a rental being reported as not done.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// let in_doubt = in_doubt.sent_at(std::time::SystemTime::now());
    /// assert!(in_doubt.latest_sent().is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sent_at(mut self, latest: SystemTime) -> Self {
        // A timestamp holds whole microseconds: round up, never to an earlier time.
        let up = Duration::from_nanos(999);
        self.sent_at = Some(Timestamp::from(latest.checked_add(up).unwrap_or(latest)));
        self
    }

    /// Sets the configuration that a rental request asked for. Reconciling compares it with the number that
    /// it finds.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// use numbers_ext::{Configuration, Sms};
    ///
    /// let requested = Configuration::unconfigured().sms(Sms::plan("plan-1"));
    /// let in_doubt = in_doubt.configuration(requested);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn configuration(mut self, requested: Configuration) -> Self {
        if let Intended::Rent { configuration, .. } = &mut self.request {
            *configuration = Some(requested);
        }
        self
    }

    /// Sets the waiting time, in place of the client's: how long after the request an absence
    /// begins to prove that it had no effect. It is rounded up to whole seconds.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// let in_doubt = in_doubt.waiting(std::time::Duration::from_secs(120));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn waiting(mut self, waiting: Duration) -> Self {
        let whole = waiting.as_secs();
        self.waiting_seconds = Some(whole.saturating_add(u64::from(waiting.subsec_nanos() > 0)));
        self
    }

    /// Returns the name of the operation, such as `rent`, `release` or `submitOrder`.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(in_doubt.operation(), "rent");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.request.verb().name
    }

    /// Returns what the call was to do, for messages: `rent`, `release` or `submit`.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// let (verb, subject) = (in_doubt.infinitive(), in_doubt.subject());
    /// assert_eq!(format!("{verb} {subject}"), "rent +12025550134");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn infinitive(&self) -> &'static str {
        self.request.verb().infinitive
    }

    /// Returns what the call may have done, for messages: `rented`, `released` or `submitted`.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(in_doubt.participle(), "rented");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn participle(&self) -> &'static str {
        self.request.verb().participle
    }

    /// Returns what the call was about, for messages: a phone number, `order 01hpa0...` or
    /// `the callback secret`.
    pub fn subject(&self) -> impl fmt::Display + '_ {
        &self.request
    }

    /// Returns why the call is harmless although nothing can be looked up that would show its
    /// effect, if it is such a call: one that created an order.
    #[must_use]
    pub fn why_harmless(&self) -> Option<&'static str> {
        self.request.consolation()
    }

    /// Returns the project that the request was made for.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(in_doubt.project().as_str(), "my-project");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn project(&self) -> &ProjectId {
        &self.project_id
    }

    /// Returns the phone number that the request was about, if it was about one.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(in_doubt.phone(), Some("+12025550134".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn phone(&self) -> Option<PhoneNumber> {
        self.request.phone()
    }

    /// Returns the configuration that a rental request asked for, if it is known.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(in_doubt.requested(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn requested(&self) -> Option<&Configuration> {
        match &self.request {
            Intended::Rent { configuration, .. } => configuration.as_ref(),
            _ => None,
        }
    }

    /// Returns the latest time at which the request may have left. `None` when no time was
    /// stored, or one that can't be read or has no offset from UTC.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// if let Some(sent) = in_doubt.latest_sent() {
    ///     println!("sent {:?} ago", sent.elapsed());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn latest_sent(&self) -> Option<SystemTime> {
        self.sent_at.as_ref()?.instant_with_offset().ok()
    }

    /// Returns the waiting time, if one was set.
    ///
    /// ```
    /// # let in_doubt = numbers_ext::InDoubt::rent("my-project".parse()?, "+12025550134".parse()?);
    /// assert_eq!(in_doubt.waiting_time(), None); // that of the client
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn waiting_time(&self) -> Option<Duration> {
        self.waiting_seconds.map(Duration::from_secs)
    }

    /// Returns the order that the request was about, if it was about one.
    #[must_use]
    pub fn order(&self) -> Option<&NumberOrderId> {
        self.request.order()
    }

    pub(crate) fn request(&self) -> &Intended {
        &self.request
    }
}

/// The members that all operations have.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    project_id: ProjectId,
    sent_at: Option<Timestamp>,
    waiting_seconds: Option<u64>,
}

impl<'de> Deserialize<'de> for InDoubt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let mut members = Map::deserialize(deserializer)?;
        // A call that names no operation is a rental request.
        members
            .entry("operation")
            .or_insert_with(|| Value::from("rent"));
        let members = Value::Object(members);
        let request = Intended::deserialize(&members).map_err(D::Error::custom)?;
        let stored = Stored::deserialize(&members).map_err(D::Error::custom)?;
        Ok(Self {
            request,
            project_id: stored.project_id,
            sent_at: stored.sent_at,
            waiting_seconds: stored.waiting_seconds,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: &str = r#"{"operation":"rent","phoneNumber":"+12025550134","projectId":"p","sentAt":"2026-11-25T10:08:13.482913Z","waitingSeconds":60}"#;

    #[test]
    fn a_stored_call_is_read_and_written_back() {
        let in_doubt: InDoubt = serde_json::from_str(STORED).unwrap();
        assert_eq!(serde_json::to_string(&in_doubt).unwrap(), STORED);
        let newer = STORED.replace("{\"operation\"", "{\"new\":[1],\"operation\"");
        assert_eq!(serde_json::from_str::<InDoubt>(&newer).unwrap(), in_doubt);
    }

    #[test]
    fn what_a_newer_version_adds_to_a_stored_configuration_is_ignored() {
        for (stored, added) in [
            (
                r#"{"operation":"rent","phoneNumber":"+12025550134","configuration":{"smsConfiguration":{"servicePlanId":"plan-1","campaignId":"C1"},"voiceConfiguration":{"type":"EST","trunkId":"t"},"callbackUrl":"https://a.example"},"projectId":"p"}"#,
                [
                    r#""configuration":{"new":[1],"#,
                    r#""smsConfiguration":{"new":[1],"#,
                    r#""voiceConfiguration":{"new":[1],"#,
                ]
                .as_slice(),
            ),
            (
                r#"{"operation":"update","phoneNumber":"+12025550134","changes":{"smsConfiguration":{"servicePlanId":"plan-1"},"voiceConfiguration":{"type":"RTC","appId":"a"}},"projectId":"p"}"#,
                [
                    r#""changes":{"new":[1],"#,
                    r#""smsConfiguration":{"new":[1],"#,
                    r#""voiceConfiguration":{"new":[1],"#,
                ]
                .as_slice(),
            ),
        ] {
            let in_doubt: InDoubt = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&in_doubt).unwrap(), stored);
            for added in added {
                let opening = added.replace(r#""new":[1],"#, "");
                let newer = stored.replace(&opening, added);
                assert_ne!(newer, stored);
                assert_eq!(
                    serde_json::from_str::<InDoubt>(&newer).unwrap(),
                    in_doubt,
                    "{added}"
                );
            }
        }
    }

    #[test]
    fn a_time_is_never_rounded_to_an_earlier_one() {
        for nanos in [0, 1, 999, 1_000, 482_913_001, 999_999_999] {
            let sent = SystemTime::UNIX_EPOCH + Duration::new(1_795_000_000, nanos);
            let in_doubt =
                InDoubt::rent("p".parse().unwrap(), "+12025550134".parse().unwrap()).sent_at(sent);
            let stored = serde_json::to_string(&in_doubt).unwrap();
            let restored: InDoubt = serde_json::from_str(&stored).unwrap();
            let read = restored.latest_sent().unwrap();
            let later = read.duration_since(sent).unwrap();
            assert!(later < Duration::from_micros(1), "{nanos}: {later:?}");
        }
    }

    #[test]
    fn a_time_without_offset_is_no_time() {
        for time in [
            "2026-11-25T10:08:13",
            "2026-11-25",
            "2026-11-25T02:08:13[America/New_York]",
        ] {
            let token = STORED.replace("2026-11-25T10:08:13.482913Z", time);
            let in_doubt: InDoubt = serde_json::from_str(&token).unwrap();
            assert_eq!(in_doubt.latest_sent(), None, "{time}");
        }
    }

    #[test]
    fn a_stored_call_without_a_needed_member_is_refused_by_name() {
        for (token, expected) in [
            (r#"{"projectId":"p"}"#, "missing field `phoneNumber`"),
            (
                r#"{"phoneNumber":"+12025550134"}"#,
                "missing field `projectId`",
            ),
            (
                r#"{"operation":"teleport","projectId":"p"}"#,
                "unknown variant `teleport`",
            ),
        ] {
            let error = serde_json::from_str::<InDoubt>(token)
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
