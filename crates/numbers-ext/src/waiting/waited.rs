//! How the waiting for a number has ended, and what is known about it.

use crate::model::active_number::ActiveNumber;
use crate::outcome::read_error::ReadError;
use crate::waiting::product::ProductChange;

/// How the waiting for a number has ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WaitEnd {
    /// Everything that was requested is in force.
    Provisioned,
    /// Something has failed, and nothing is pending any more.
    Failed,
    /// A job has a status that this version does not know, and nothing else is pending.
    Unclear,
    /// The number was released: it has an end.
    Released,
    /// The project does not hold the number.
    NotHeld,
    /// The deadline was reached. The error is that of the last lookup, if it failed.
    TimedOut(Option<ReadError>),
    /// A lookup was refused, so that waiting can't help.
    Refused(ReadError),
}

/// What is known about a number when the waiting for it has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Waited {
    pub(super) ended: WaitEnd,
    pub(super) number: Option<ActiveNumber>,
    pub(super) sms: ProductChange,
    pub(super) voice: ProductChange,
}

impl Waited {
    /// Returns how the waiting has ended.
    #[must_use]
    pub fn ended(&self) -> &WaitEnd {
        &self.ended
    }

    /// Returns the number as the last lookup has shown it. Events may have said more since.
    #[must_use]
    pub fn number(&self) -> Option<&ActiveNumber> {
        self.number.as_ref()
    }

    /// Returns the state of SMS.
    #[must_use]
    pub fn sms(&self) -> &ProductChange {
        &self.sms
    }

    /// Returns the state of voice.
    #[must_use]
    pub fn voice(&self) -> &ProductChange {
        &self.voice
    }
}
