//! The key of an object: a project and a phone number.

use std::fmt;
use std::str::FromStr;

use numbers_ext::{PhoneNumber, ProjectId};
use thiserror::Error;

/// The key of a [`Number`](crate::Number): a project and a phone number. The engine runs one
/// exclusive handler at a time for each key, so that no two requests race for a number.
///
/// ```
/// use numbers_durable::NumberKey;
///
/// let key: NumberKey = "my-project/+12025550134".parse()?;
/// assert_eq!(key.project.as_str(), "my-project");
/// assert_eq!(key.to_string(), "my-project/+12025550134");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberKey {
    /// The project that rents the number.
    pub project: ProjectId,
    /// The number.
    pub phone: PhoneNumber,
}

impl fmt::Display for NumberKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.project.as_str(), self.phone)
    }
}

/// Why a text is not a key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the key of a number is its project, a slash and the number in E.164 form: {0}")]
pub struct ParseKeyError(String);

impl FromStr for NumberKey {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((project, phone)) = text.rsplit_once('/') else {
            return Err(ParseKeyError("there is no slash".to_owned()));
        };
        let phone: PhoneNumber = phone
            .parse()
            .map_err(|error| ParseKeyError(format!("{error}")))?;
        // Two spellings of a number would be two objects, which race.
        if !text.ends_with(&format!("/{phone}")) {
            return Err(ParseKeyError(format!("write the number as {phone}")));
        }
        let project = project
            .parse()
            .map_err(|error| ParseKeyError(format!("{error}")))?;
        Ok(Self { project, phone })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_key_alone() {
        for text in [
            "",
            "p",
            "+12025550134",
            "/+12025550134",
            "../+12025550134",
            "p/12025550134",
            "p/+1 202 555 0134",
            "p/+1202555013x",
            "p/+12025550134/",
        ] {
            assert!(text.parse::<NumberKey>().is_err(), "{text}");
        }
    }
}
