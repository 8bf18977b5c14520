//! Reading events.

use std::time::SystemTime;

use jiff::civil;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::enums::{EventResourceType, EventStatus};
use crate::explanation::Explanation;
use crate::signature::SignatureError;
use crate::types::Event;

/// Why a request is not taken for an event of the API.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EventError {
    /// It is not signed with a secret of the receiver.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// Its body is not a JSON object.
    #[error("the body is not an event: it is no JSON object")]
    Body(#[source] serde_json::Error),
}

/// The members that are texts in every event.
const TEXTS: [&str; 9] = [
    "eventId",
    "timestamp",
    "projectId",
    "resourceId",
    "resourceType",
    "eventType",
    "status",
    "failureCode",
    "internalFailureCode",
];

impl Event {
    /// Reads the event in a body whose signature has been verified. A member that can't be
    /// typed is kept in [`extra`](Self::extra), and costs no other one.
    ///
    /// ```
    /// use numbers_webhooks::Event;
    ///
    /// let event = Event::read(br#"{"eventId":"01hpa0","resourceId":7,"new":true}"#)?;
    /// assert_eq!(event.event_id.as_deref(), Some("01hpa0"));
    /// assert_eq!(event.extra["resourceId"], 7);
    /// # Ok::<(), numbers_webhooks::EventError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the body is not a JSON object.
    pub fn read(body: &[u8]) -> Result<Self, EventError> {
        let mut members: Map<String, Value> =
            serde_json::from_slice(body).map_err(EventError::Body)?;
        let mut odd = Map::new();
        for name in TEXTS {
            let is_odd = |value: &Value| !value.is_string() && !value.is_null();
            if members.get(name).is_some_and(is_odd)
                && let Some(value) = members.remove(name)
            {
                odd.insert(name.to_owned(), value);
            }
        }
        let mut event: Self =
            serde_json::from_value(Value::Object(members)).map_err(EventError::Body)?;
        event.extra.extend(odd);
        Ok(event)
    }

    /// Returns the phone number that the event is about, in E.164, if it is about one.
    ///
    /// ```
    /// # use numbers_webhooks::Event;
    /// let event = Event::read(
    ///     br#"{"resourceType":"ACTIVE_NUMBER","resourceId":"+12025550134"}"#,
    /// )?;
    /// assert_eq!(event.phone_number(), Some("+12025550134"));
    /// assert_eq!(event.order_id(), None);
    /// # Ok::<(), numbers_webhooks::EventError>(())
    /// ```
    #[must_use]
    pub fn phone_number(&self) -> Option<&str> {
        self.resource(&EventResourceType::ActiveNumber)
    }

    /// Returns the id of the number order that the event is about, if it is about one.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        self.resource(&EventResourceType::NumberOrder)
    }

    fn resource(&self, kind: &EventResourceType) -> Option<&str> {
        let id = self.resource_id.as_deref()?;
        (self.resource_type.as_ref() == Some(kind) && !id.is_empty()).then_some(id)
    }

    /// Returns whether a step of provisioning has failed.
    ///
    /// ```
    /// # use numbers_webhooks::Event;
    /// let event = Event::read(br#"{"status":"FAILED","failureCode":"CAMPAIGN_EXPIRED"}"#)?;
    /// assert!(event.is_failed());
    /// println!("{}", event.explanation().expect("a code").advice);
    /// # Ok::<(), numbers_webhooks::EventError>(())
    /// ```
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.status == Some(EventStatus::Failed)
    }

    /// Returns what the failure code means and what helps; `None` without a code.
    #[must_use]
    pub fn explanation(&self) -> Option<Explanation> {
        let code = self.failure_code.as_ref()?.as_str();
        (!code.is_empty()).then(|| Explanation::of(code))
    }

    /// Returns when it happened. A timestamp has no zone, and is in UTC. `None` when there is
    /// none, or one that can't be read.
    ///
    /// ```
    /// # use numbers_webhooks::Event;
    /// # use std::time::{Duration, SystemTime};
    /// let event = Event::read(br#"{"timestamp":"1970-01-01T00:00:01.50000"}"#)?;
    /// assert_eq!(event.time(), Some(SystemTime::UNIX_EPOCH + Duration::from_millis(1500)));
    /// # Ok::<(), numbers_webhooks::EventError>(())
    /// ```
    #[must_use]
    pub fn time(&self) -> Option<SystemTime> {
        let text = self.timestamp.as_deref()?;
        let text = text.strip_suffix('Z').unwrap_or(text);
        let (_, time) = text.split_once('T')?;
        // A time with an offset would be read as if it had none.
        let is_plain = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
        let civil: civil::DateTime = text.parse().ok().filter(|_| time.chars().all(is_plain))?;
        let since = civil.duration_since(civil::date(1970, 1, 1).at(0, 0, 0, 0));
        let since = since.try_into().ok()?;
        SystemTime::UNIX_EPOCH.checked_add(since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NUMBER: &str = r#"{"eventId":"01hpa0","timestamp":"2026-11-23T07:45:27.78789","projectId":"p","resourceId":"+12025550134","resourceType":"ACTIVE_NUMBER","eventType":"PROVISIONING_TO_CAMPAIGN","status":"FAILED","failureCode":"CAMPAIGN_NOT_AVAILABLE","internalFailureCode":"CRS0018"}"#;

    #[test]
    fn an_event_is_read_and_written_back_without_loss() {
        let newer = NUMBER.replace("\"status\"", "\"attempt\":{\"of\":[1,2.50]},\"status\"");
        let newer = newer.replace("CAMPAIGN_NOT_AVAILABLE", "A_NEW_CODE");
        for text in [NUMBER, &newer, &NUMBER.replace("\"p\"", "7")] {
            let event = Event::read(text.as_bytes()).unwrap();
            let written = serde_json::to_value(&event).unwrap();
            assert_eq!(written, serde_json::from_str::<Value>(text).unwrap());
        }
    }

    #[test]
    fn every_time_of_an_event_is_utc() {
        let with = |time: &str| {
            let event = format!(r#"{{"timestamp":"{time}"}}"#);
            Event::read(event.as_bytes()).unwrap().time()
        };
        let second = with("2024-02-10T17:22:09").unwrap();
        for fraction in ["", ".0", ".00000", ".000000000"] {
            assert_eq!(
                with(&format!("2024-02-10T17:22:09{fraction}")),
                Some(second)
            );
        }
        assert_eq!(with("2024-02-10T17:22:09Z"), Some(second));
        for none in [
            "",
            "soon",
            "2024-02-30T00:00:00",
            "2024-02-10",
            "2024-02-10T18:22:09+01:00",
            "2024-02-10T17:22:09[Europe/Berlin]",
        ] {
            assert_eq!(with(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_no_object_is_no_event() {
        for body in ["", "null", "[]", "\"event\"", "{", "{\"eventId\":"] {
            assert!(Event::read(body.as_bytes()).is_err(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Event::read(&body);
        }

        #[test]
        fn a_member_of_any_type_costs_no_other(name in 0..TEXTS.len(), value in "[1-9][0-9]{0,8}|true|\\[1\\]|\\{\"a\":1\\}") {
            let mut event: Map<String, Value> = serde_json::from_str(NUMBER).unwrap();
            let value: Value = serde_json::from_str(&value).unwrap();
            event.insert(TEXTS[name].to_owned(), value);
            let text = serde_json::to_string(&event).unwrap();
            let read = Event::read(text.as_bytes()).unwrap();
            prop_assert_eq!(serde_json::to_value(&read).unwrap(), Value::Object(event));
        }
    }
}
