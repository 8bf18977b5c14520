//! The steps of provisioning a product, each of which ends in an event of its own.

use std::time::SystemTime;

use numbers_webhooks::enums::EventType;

use crate::enums::ProvisioningErrorCode;

/// A step of provisioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    SmsPlatform,
    Campaign,
    VoicePlatform,
}

impl Step {
    /// Returns the step that an event of this type is the end of.
    pub(crate) fn of(event_type: &EventType) -> Option<Self> {
        match event_type {
            EventType::ProvisioningToSmsPlatform => Some(Self::SmsPlatform),
            EventType::ProvisioningToCampaign => Some(Self::Campaign),
            EventType::ProvisioningToVoicePlatform => Some(Self::VoicePlatform),
            _ => None,
        }
    }
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Progress {
    Pending,
    Done,
    Failed(Vec<ProvisioningErrorCode>),
}

/// A step with how far it is, and since when.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stepped {
    pub(crate) step: Step,
    pub(crate) progress: Progress,
    /// The time by the clock of the service, where it says one.
    pub(crate) at: Option<SystemTime>,
}

impl Stepped {
    pub(crate) fn pending(step: Step, at: Option<SystemTime>) -> Self {
        Self {
            step,
            progress: Progress::Pending,
            at,
        }
    }

    /// Takes over what an event says, unless it is older than what is known.
    pub(crate) fn hear(&mut self, progress: Progress, at: Option<SystemTime>) -> bool {
        let is_older = at.zip(self.at).is_some_and(|(at, known)| at < known);
        let is_news = !is_older && self.progress != progress;
        if is_news {
            self.progress = progress;
            self.at = at.or(self.at);
        }
        is_news
    }
}
