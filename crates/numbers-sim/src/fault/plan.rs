//! Faults that are planned: where they happen, and how often.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::kind::Fault;
use crate::operation::Operation;
use crate::phone::PhoneNumber;

/// A fault, where it happens, and how often.
///
/// ```
/// use numbers_sim::{Fault, Operation};
///
/// let planned = Fault::Throttled { retry_after: 1 }
///     .on(Operation::RentNumber)
///     .phone_number("+12025550134".parse()?)
///     .times(2);
/// # Ok::<(), numbers_sim::PhoneNumberError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PlannedFault {
    /// The operation, or the token endpoint.
    pub operation: Operation,
    /// The number in the request's path; any where absent.
    #[serde(default)]
    pub phone_number: Option<PhoneNumber>,
    /// The project; any where absent.
    #[serde(default)]
    pub project_id: Option<String>,
    /// How many requests to leave alone first.
    #[serde(default)]
    pub after: u32,
    /// How often it happens; always where absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// What goes wrong.
    pub fault: Fault,
}

impl Fault {
    /// Plans this fault for every request of an operation.
    ///
    /// ```
    /// use numbers_sim::{Fault, Operation};
    ///
    /// let planned = Fault::HtmlBadGateway.on(Operation::IssueToken).times(1);
    /// ```
    #[must_use]
    pub fn on(self, operation: Operation) -> PlannedFault {
        PlannedFault {
            operation,
            phone_number: None,
            project_id: None,
            after: 0,
            times: None,
            fault: self,
        }
    }
}

impl PlannedFault {
    /// Limits it to requests with this number in their path.
    #[must_use]
    pub fn phone_number(mut self, phone: PhoneNumber) -> Self {
        self.phone_number = Some(phone);
        self
    }

    /// Limits it to requests of this project.
    #[must_use]
    pub fn project(mut self, project: impl Into<String>) -> Self {
        self.project_id = Some(project.into());
        self
    }

    /// Leaves this many requests alone first.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Self {
        self.after = requests;
        self
    }

    /// Limits it to this many requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }
}

/// The faults that are planned, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan(pub(crate) Vec<PlannedFault>);

impl Plan {
    /// The fault of this request; uses it up.
    pub(crate) fn take(
        &mut self,
        operation: Operation,
        project: &str,
        phone: Option<PhoneNumber>,
    ) -> Option<Fault> {
        for planned in &mut self.0 {
            let matches = planned.operation == operation
                && planned.times != Some(0)
                && planned
                    .phone_number
                    .is_none_or(|number| Some(number) == phone)
                && planned.project_id.as_deref().is_none_or(|id| id == project);
            if !matches {
                continue;
            }
            if planned.after > 0 {
                planned.after -= 1;
                continue;
            }
            planned.times = planned.times.map(|times| times - 1);
            return Some(planned.fault.clone());
        }
        None
    }
}
