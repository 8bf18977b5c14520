//! Times as the API writes them.

use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::quoted::Quoted;

/// A time that keeps its text and is parsed on demand.
///
/// The API writes 0 to 9 fractional digits, `""` for a time that is not set, and no offset
/// in events. None of that may fail the response it stands in.
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
    /// Returns the text as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether no time is set. The API writes that as an empty text; a time in the
    /// year 1 is what another part of it writes for the same.
    ///
    /// ```
    /// # use numbers_client::Timestamp;
    /// assert!(!Timestamp::from("2026-12-23T14:15:22Z").is_unset());
    /// assert!(Timestamp::from("0001-01-01T00:00:00Z").is_unset());
    /// ```
    #[must_use]
    pub fn is_unset(&self) -> bool {
        self.0.is_empty() || self.0.starts_with("0001-01-01T00:00:00")
    }

    /// Returns the point in time. A text without offset is read as UTC, as the API's events
    /// are meant.
    ///
    /// # Errors
    ///
    /// When the text is not an RFC 3339 time, with or without offset.
    pub fn instant(&self) -> Result<SystemTime, ParseTimestampError> {
        self.read(true)
    }

    /// Returns the point in time of a text that says its offset from UTC.
    ///
    /// ```
    /// # use numbers_client::Timestamp;
    /// assert!(Timestamp::from("2026-12-23T14:15:22+01:00").instant_with_offset().is_ok());
    /// assert!(Timestamp::from("2026-12-23T14:15:22").instant_with_offset().is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// When the text is not an RFC 3339 time, or has no offset.
    pub fn instant_with_offset(&self) -> Result<SystemTime, ParseTimestampError> {
        self.read(false)
    }

    fn read(&self, without_offset: bool) -> Result<SystemTime, ParseTimestampError> {
        instant(&self.0, without_offset).ok_or_else(|| ParseTimestampError {
            text: Quoted::new(&self.0),
            offset: !without_offset,
        })
    }
}

/// Reads every time that RFC 3339 can write, the last second of the year 9999 included.
fn instant(text: &str, without_offset: bool) -> Option<SystemTime> {
    const DATE: usize = "2026-12-23".len();
    // A date alone is no time, and an annotation such as `[Europe/Berlin]` no offset.
    if !matches!(text.as_bytes().get(DATE), Some(b'T' | b't' | b' ')) || text.contains('[') {
        return None;
    }
    let (civil, offset) = match text.strip_suffix(['Z', 'z']) {
        Some(civil) => (civil, 0),
        None => match text.rfind(['+', '-']).filter(|at| *at > DATE) {
            Some(at) => (text.get(..at)?, seconds(text.get(at..)?)?),
            None if without_offset => (text, 0),
            None => return None,
        },
    };
    let civil: jiff::civil::DateTime = civil.parse().ok()?;
    let epoch = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    let since = civil.duration_since(epoch) - jiff::SignedDuration::from_secs(offset);
    if since.is_negative() {
        SystemTime::UNIX_EPOCH.checked_sub(since.unsigned_abs())
    } else {
        SystemTime::UNIX_EPOCH.checked_add(since.unsigned_abs())
    }
}

/// Reads an offset such as `+01:00`, in seconds.
fn seconds(offset: &str) -> Option<i64> {
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let two_digits = |text: &str| {
        let are_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        are_digits.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let total = (hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)?;
    Some(if offset.starts_with('-') {
        -total
    } else {
        total
    })
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<SystemTime> for Timestamp {
    /// Writes the time in UTC, to the microsecond below. A time that RFC 3339 can't write is
    /// unset.
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

/// Why a [`Timestamp`] is not a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError {
    text: Quoted,
    /// Whether an offset is asked for.
    offset: bool,
}

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.text;
        if self.offset {
            write!(
                f,
                "{text} is not an RFC 3339 time with its offset, such as 2026-12-23T14:15:22Z"
            )
        } else {
            write!(f, "{text} is not an RFC 3339 time")
        }
    }
}

impl std::error::Error for ParseTimestampError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_0_to_9_digits_and_no_offset_are_read() {
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
    fn what_is_not_a_time_keeps_its_text() {
        for text in [
            "",
            "soon",
            "2024-13-01T00:00:00Z",
            "0000",
            "2026-11-25",
            "2026-11-25T02:08:13[America/New_York]",
            "2026-11-25T02:08:13-05:00[America/New_York]",
            "2026-11-25T02:08:13+0100",
            "2026-11-25T02:08:13+24:00",
            "é".repeat(8).as_str(),
        ] {
            let time = Timestamp::from(text);
            assert!(time.instant().is_err(), "{text}");
            assert_eq!(time.as_str(), text);
        }
    }

    #[test]
    fn seam_19_every_time_that_rfc_3339_can_write_is_read() {
        for (text, seconds) in [
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("9999-12-31T23:59:59-23:59", 253_402_300_799 + 86_340),
            ("1970-01-01t00:00:00z", 0),
            ("1970-01-01 01:00:00+01:00", 0),
        ] {
            let read = Timestamp::from(text).instant_with_offset().unwrap();
            let since = read.duration_since(SystemTime::UNIX_EPOCH).unwrap();
            assert_eq!(since.as_secs(), seconds, "{text}");
        }
        let before = Timestamp::from("0001-01-01T00:00:00Z").instant().unwrap();
        assert!(before < SystemTime::UNIX_EPOCH);
    }

    #[test]
    fn an_offset_can_be_insisted_on() {
        let time = Timestamp::from("2026-11-25T02:08:13.5");
        assert!(time.instant().is_ok());
        let error = time.instant_with_offset().unwrap_err().to_string();
        assert!(error.contains("with its offset"), "{error}");
    }
}
