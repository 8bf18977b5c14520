//! Violations: what is invalid in the input. All are found at once, before anything is sent.

use std::fmt;

use serde::Serialize;

/// One invalid value: which field, and what is wrong with it.
///
/// ```
/// use numbers_ext::Configuration;
///
/// let configuration = Configuration::unconfigured().callback_url("nope");
/// let violations = configuration.check().unwrap_err();
/// let first = violations.iter().next().unwrap();
/// assert_eq!(first.field(), "callbackUrl");
/// assert_eq!(first.message(), "'nope' is not an absolute http or https URL");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Violation {
    field: &'static str,
    message: String,
}

impl Violation {
    /// Returns a violation of `field`.
    ///
    /// ```
    /// use numbers_ext::Violation;
    ///
    /// let violation = Violation::new("callbackUrl", "is on a host of somebody else");
    /// assert_eq!(violation.to_string(), "callbackUrl is on a host of somebody else");
    /// ```
    #[must_use]
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field,
            message: message.into(),
        }
    }

    /// Returns the field: the path of a member in the API's own names, such as
    /// `smsConfiguration.servicePlanId`, or the name of a setting, such as `projectId`.
    ///
    /// ```
    /// let violations = numbers_ext::Numbers::builder().build().unwrap_err();
    /// assert_eq!(violations.iter().next().unwrap().field(), "projectId");
    /// ```
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// Returns what is wrong with the value, worded to follow the name of the field.
    ///
    /// ```
    /// # use numbers_ext::Violation;
    /// let violation = Violation::new("callbackUrl", "is on a host of somebody else");
    /// assert_eq!(violation.message(), "is on a host of somebody else");
    /// ```
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.message)
    }
}

/// All violations of a request or of a client's settings. As an error it is never empty.
///
/// ```
/// use numbers_ext::Numbers;
///
/// let violations = Numbers::builder().project("..").build().unwrap_err();
/// let fields: Vec<_> = violations.iter().map(|violation| violation.field()).collect();
/// assert_eq!(fields, ["projectId", "credentials"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Iterates over the violations, in the order of the fields.
    ///
    /// ```
    /// let violations = numbers_ext::Numbers::builder().project("..").build().unwrap_err();
    /// for violation in violations.iter() {
    ///     println!("{}: {}", violation.field(), violation.message());
    /// }
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Violation> {
        self.0.iter()
    }

    /// Returns the number of violations.
    ///
    /// ```
    /// let violations = numbers_ext::Numbers::builder().build().unwrap_err();
    /// assert_eq!(violations.len(), 2); // no project, no credentials
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no violations.
    ///
    /// ```
    /// assert!(numbers_ext::Violations::default().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a violation, such as one that the caller's own checks found.
    ///
    /// ```
    /// use numbers_ext::{Configuration, Violation};
    ///
    /// let configuration = Configuration::unconfigured();
    /// let mut violations = configuration.check().err().unwrap_or_default();
    /// violations.push(Violation::new("smsConfiguration", "is missing"));
    /// ```
    pub fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// Returns the value, or adds its error as a violation of `field`.
    pub(crate) fn take<T, E: fmt::Display>(
        &mut self,
        field: &'static str,
        result: Result<T, E>,
    ) -> Option<T> {
        result
            .map_err(|error| self.push(Violation::new(field, error.to_string())))
            .ok()
    }

    /// Returns the violations as an error, if there are any.
    pub(crate) fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl Extend<Violation> for Violations {
    fn extend<I: IntoIterator<Item = Violation>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}
