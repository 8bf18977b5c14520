//! Times as the API writes them.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::quoted::Quoted;

/// A time that keeps its text, read only when asked for.
///
/// The API writes 0 to 9 fractional digits, `""` for a time that is not set, and no zone
/// in events; none of that may fail the answer it stands in.
///
/// ```
/// use numbers_client::Timestamp;
/// use std::time::{Duration, SystemTime};
///
/// let time = Timestamp::from("1970-01-01T00:00:01.5");
/// assert_eq!(time.instant()?, SystemTime::UNIX_EPOCH + Duration::from_millis(1500));
/// assert!(Timestamp::from("").is_unset());
/// # Ok::<(), numbers_client::ParseTimestampError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Timestamp(Box<str>);

impl Timestamp {
    /// The text as it was answered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is empty, which is how the API writes a time that is not set.
    ///
    /// ```
    /// # use numbers_client::Timestamp;
    /// assert!(!Timestamp::from("2026-12-23T14:15:22Z").is_unset());
    /// ```
    #[must_use]
    pub fn is_unset(&self) -> bool {
        self.0.is_empty()
    }

    /// The point in time. A text without zone is read as UTC.
    ///
    /// # Errors
    ///
    /// When the text is no RFC 3339 time.
    pub fn instant(&self) -> Result<SystemTime, ParseTimestampError> {
        let read = |text: &str| {
            let timestamp = text.parse().or_else(|_| {
                let civil: jiff::civil::DateTime = text.parse()?;
                jiff::tz::TimeZone::UTC.to_timestamp(civil)
            })?;
            SystemTime::try_from(timestamp)
        };
        read(&self.0).map_err(|_: jiff::Error| ParseTimestampError(Quoted::new(&self.0)))
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<SystemTime> for Timestamp {
    /// In UTC, to the microsecond. A time that RFC 3339 can't write is unset.
    fn from(time: SystemTime) -> Self {
        jiff::Timestamp::try_from(time)
            .map(|time| Self(format!("{time:.6}").into()))
            .unwrap_or_else(|_| Self::from(""))
    }
}

impl FromStr for Timestamp {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(text))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Why a [`Timestamp`] is no point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError(Quoted);

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no time in the form of RFC 3339", self.0)
    }
}

impl std::error::Error for ParseTimestampError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_0_to_9_digits_and_no_zone_are_read() {
        let whole = Timestamp::from("2024-02-10T17:22:09Z").instant().unwrap();
        for (text, nanos) in [
            ("2024-02-10T17:22:09", 0),
            ("2024-02-10T18:22:09+01:00", 0),
            ("2024-02-10T17:22:09.100Z", 100_000_000),
            ("2024-02-10T17:22:09.610198Z", 610_198_000),
            ("2024-02-10T17:22:09.78789", 787_890_000),
            ("2024-02-10T17:22:09.412722588", 412_722_588),
        ] {
            let read = Timestamp::from(text).instant().unwrap();
            assert_eq!(
                read.duration_since(whole).unwrap().as_nanos(),
                nanos,
                "{text}"
            );
        }
    }

    #[test]
    fn a_point_in_time_is_written_and_read_back() {
        let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_micros(1_707_585_729_412_722);
        let text = Timestamp::from(time);
        assert_eq!(text.as_str(), "2024-02-10T17:22:09.412722Z");
        assert_eq!(text.instant().unwrap(), time);
    }

    #[test]
    fn what_is_no_time_keeps_its_text() {
        for text in ["", "soon", "2024-13-01T00:00:00Z", "0000"] {
            let time = Timestamp::from(text);
            assert!(time.instant().is_err(), "{text}");
            assert_eq!(time.as_str(), text);
        }
    }
}
