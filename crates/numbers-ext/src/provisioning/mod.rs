//! The provisioning of SMS and voice on a number: what is in force, and the job that changes
//! it.

mod job;
mod read;
mod target;

pub use crate::provisioning::job::{Provisioning, ProvisioningJob};
pub(crate) use crate::provisioning::read::{sms, sms_target, voice};
pub use crate::provisioning::target::{SmsTarget, VoiceTarget};
