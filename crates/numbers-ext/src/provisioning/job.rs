//! What is in force of a product, and the job that changes it.

use numbers_webhooks::Explanation;
use serde::Serialize;

use crate::Timestamp;
use crate::enums::{ProvisioningErrorCode, ProvisioningStatus};

/// The provisioning of one product, SMS or voice, on a number.
///
/// A success says that the number is rented. SMS and voice are provisioned afterwards, by
/// jobs that may fail; until a job is done, an earlier configuration may be in force.
///
/// ```
/// use numbers_ext::ActiveNumber;
///
/// let number: ActiveNumber = serde_json::from_str(
///     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"",
///         "scheduledProvisioning":{"servicePlanId":"plan-1","status":"WAITING"}}}}"#,
/// )?;
/// let sms = number.sms();
/// assert!(sms.is_pending() && sms.current.is_none());
/// assert_eq!(sms.target().unwrap().service_plan_id.as_deref(), Some("plan-1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "Provisioning_{T}"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Provisioning<T> {
    /// The target that is in force.
    pub current: Option<T>,
    /// The job that is waiting, running or has failed.
    pub job: Option<ProvisioningJob<T>>,
}

/// A provisioning job that is waiting, running or has failed.
///
/// ```
/// use numbers_ext::ActiveNumber;
///
/// let number: ActiveNumber = serde_json::from_str(
///     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"scheduledProvisioning":
///         {"campaignId":"C1","status":"FAILED","errorCodes":["CAMPAIGN_EXPIRED"]}}}}"#,
/// )?;
/// if let Some(job) = number.sms().job {
///     println!("{}: {:?} {:?}", job.target, job.status, job.error_codes);
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(rename = "ProvisioningJob_{T}"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProvisioningJob<T> {
    /// The target that the job puts in force.
    #[serde(flatten)]
    pub target: T,
    /// The state of the job, if the response says it.
    pub status: Option<ProvisioningStatus>,
    /// Why the job failed. Only SMS jobs have codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<ProvisioningErrorCode>,
    /// When the state last changed.
    pub last_updated_time: Option<Timestamp>,
}

impl<T> Provisioning<T> {
    /// Returns whether the product is not configured: nothing is in force and there is no job.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","voiceConfiguration":null}}"#,
    /// # )?;
    /// assert!(number.voice().is_none());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.current.is_none() && self.job.is_none()
    }

    /// Returns whether a job is waiting or running.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"","scheduledProvisioning":{"servicePlanId":"plan-1","status":"WAITING"}}}}"#,
    /// # )?;
    /// assert!(number.sms().is_pending());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.job.as_ref().is_some_and(|job| !job.is_failed())
    }

    /// Returns whether the last job failed.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"scheduledProvisioning":{"campaignId":"C1","status":"FAILED","errorCodes":["CAMPAIGN_EXPIRED"]}}}}"#,
    /// # )?;
    /// assert!(number.sms().is_failed());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.job.as_ref().is_some_and(ProvisioningJob::is_failed)
    }

    /// Returns whether something is in force and there is no job.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"plan-1"}}}"#,
    /// # )?;
    /// assert!(number.sms().is_done());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.current.is_some() && self.job.is_none()
    }

    /// Returns the target of the job, or without a job the one in force.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"servicePlanId":"","scheduledProvisioning":{"servicePlanId":"plan-1","status":"WAITING"}}}}"#,
    /// # )?;
    /// let sms = number.sms();
    /// assert_eq!(sms.target().unwrap().service_plan_id.as_deref(), Some("plan-1"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn target(&self) -> Option<&T> {
        let scheduled = self.job.as_ref().map(|job| &job.target);
        scheduled.or(self.current.as_ref())
    }
}

impl<T> ProvisioningJob<T> {
    /// Returns what the error codes mean and what helps.
    ///
    /// ```
    /// # fn show(job: &numbers_ext::ProvisioningJob<numbers_ext::SmsTarget>) {
    /// for explanation in job.explanations() {
    ///     println!("{}", explanation.advice);
    /// }
    /// # }
    /// ```
    pub fn explanations(&self) -> impl Iterator<Item = Explanation> {
        let codes = self.error_codes.iter();
        codes.map(|code| Explanation::of(code.as_str()))
    }

    /// Returns whether the job failed.
    ///
    /// ```
    /// # let number: numbers_ext::ActiveNumber = serde_json::from_str(
    /// #     r#"{"response":{"phoneNumber":"+12025550134","smsConfiguration":{"scheduledProvisioning":{"campaignId":"C1","status":"FAILED","errorCodes":["CAMPAIGN_EXPIRED"]}}}}"#,
    /// # )?;
    /// assert!(number.sms().job.unwrap().is_failed());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.status == Some(ProvisioningStatus::Failed)
    }
}

impl<T> Default for Provisioning<T> {
    fn default() -> Self {
        Self {
            current: None,
            job: None,
        }
    }
}
