//! Arguments that say which numbers are meant: type, capabilities, digits.

use std::convert::Infallible;

use clap::Args;
use numbers_ext::enums::{Capability, NumberType};

/// Reads a type of number. What the API may add is taken as well.
pub(crate) fn number_type(text: &str) -> Result<NumberType, Infallible> {
    Ok(NumberType::from(as_written(text)))
}

/// Reads a capability. What the API may add is taken as well.
fn capability(text: &str) -> Result<Capability, Infallible> {
    Ok(Capability::from(as_written(text)))
}

/// Reads the code of a region, in capital letters as the API has it.
pub(crate) fn region(text: &str) -> Result<String, Infallible> {
    Ok(text.to_uppercase())
}

/// Returns a value of an enum as the API writes it: `toll-free` as `TOLL_FREE`.
fn as_written(text: &str) -> String {
    text.to_uppercase().replace('-', "_")
}

/// Which digits, and which capabilities.
#[derive(Debug, Args)]
pub(crate) struct FilterArguments {
    /// Only numbers that start with this, such as +1208: plus sign and country code belong to it
    #[arg(long, value_name = "DIGITS", group = "digits")]
    pub(crate) starting: Option<String>,
    /// Only numbers that have these digits in them
    #[arg(long, value_name = "DIGITS", group = "digits")]
    containing: Option<String>,
    /// Only numbers that end with these digits
    #[arg(long, value_name = "DIGITS", group = "digits")]
    ending: Option<String>,
    /// Only numbers that can be used for this: sms or voice. For both, pass sms,voice
    #[arg(long, value_name = "CAPABILITY", value_delimiter = ',', value_parser = capability)]
    capability: Vec<Capability>,
}

impl FilterArguments {
    /// Adds the digits to a request, by the setter of their place.
    pub(crate) fn digits<T>(
        &self,
        request: T,
        starting: impl FnOnce(T, String) -> T,
        containing: impl FnOnce(T, String) -> T,
        ending: impl FnOnce(T, String) -> T,
    ) -> T {
        match (&self.starting, &self.containing, &self.ending) {
            (Some(digits), ..) => starting(request, digits.clone()),
            (_, Some(digits), _) => containing(request, digits.clone()),
            (.., Some(digits)) => ending(request, digits.clone()),
            _ => request,
        }
    }

    /// Returns the capabilities, if any were passed.
    pub(crate) fn capabilities(&self) -> Option<Vec<Capability>> {
        (!self.capability.is_empty()).then(|| self.capability.clone())
    }
}
