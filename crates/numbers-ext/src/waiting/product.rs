//! What is known about the provisioning of one product of a number.

use std::fmt;
use std::time::SystemTime;

use numbers_webhooks::Explanation;
use serde::Serialize;

use crate::enums::{ProvisioningErrorCode, ProvisioningStatus};
use crate::provisioning::{Provisioning, ProvisioningJob};
use crate::waiting::step::{Progress, Step, Stepped};

/// A product that a number is provisioned for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Product {
    /// SMS: the link to a service plan, and to a campaign if there is one.
    Sms,
    /// Voice: the link to an application, a trunk or a fax service.
    Voice,
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sms => "SMS",
            Self::Voice => "voice",
        })
    }
}

/// How far the provisioning of a product is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ProductState {
    /// Nothing is configured or scheduled.
    NotConfigured,
    /// A job is going to change the configuration, or has to be scheduled yet.
    Pending,
    /// The configuration is in force.
    Done,
    /// A step has failed.
    Failed,
    /// The job has a status that this version does not know.
    Unclear,
}

impl fmt::Display for ProductState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NotConfigured => "not configured",
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unclear => "unclear",
        })
    }
}

/// A product in another state than before.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProductChange {
    /// The product.
    pub product: Product,
    /// The state that it is in now.
    pub state: ProductState,
    /// Why provisioning has failed, where the service says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<ProvisioningErrorCode>,
}

impl ProductChange {
    /// Returns what the error codes mean and what helps.
    ///
    /// ```
    /// # fn show(change: &numbers_ext::ProductChange) {
    /// for explanation in change.explanations() {
    ///     println!("{}\n  {}", explanation.meaning, explanation.advice);
    /// }
    /// # }
    /// ```
    pub fn explanations(&self) -> impl Iterator<Item = Explanation> {
        let codes = self.error_codes.iter();
        codes.map(|code| Explanation::of(code.as_str()))
    }
}

/// What is known about one product.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct View {
    /// The steps of the job, if there is one.
    steps: Vec<Stepped>,
    /// What the job is to put in force: another target is another job.
    target: String,
    is_configured: bool,
    is_unclear: bool,
}

/// What is requested of a product and not in force yet.
pub(crate) struct Outstanding {
    pub(crate) target: String,
    pub(crate) steps: Vec<Step>,
}

impl View {
    /// Reads what a lookup shows. `known` has what events have said before about the same job.
    pub(crate) fn read<T: fmt::Display>(
        provisioning: &Provisioning<T>,
        steps: impl Fn(&T) -> Vec<Step>,
        outstanding: Option<Outstanding>,
        known: Option<&Self>,
    ) -> Self {
        let current = provisioning.current.as_ref();
        let mut view = Self {
            steps: Vec::new(),
            target: current.map(ToString::to_string).unwrap_or_default(),
            is_configured: current.is_some(),
            is_unclear: false,
        };
        match (&provisioning.job, outstanding) {
            (Some(job), _) => {
                view.target = job.target.to_string();
                view.read_job(job, steps(&job.target));
            }
            // No job is to be seen yet.
            (None, Some(Outstanding { target, steps })) => {
                view.target = target;
                let steps = steps.into_iter();
                view.steps = steps.map(|step| Stepped::pending(step, None)).collect();
            }
            (None, None) => {}
        }
        if let Some(known) = known.filter(|known| known.target == view.target) {
            view.keep(known);
        }
        view
    }

    fn read_job<T>(&mut self, job: &ProvisioningJob<T>, steps: Vec<Step>) {
        let at = job.last_updated_time.as_ref();
        let at = at.and_then(|time| time.instant().ok());
        let stepped = |progress: Progress| {
            let steps = steps.iter().map(|step| Stepped {
                step: *step,
                progress: progress.clone(),
                at,
            });
            steps.collect::<Vec<_>>()
        };
        // An empty text is unset, here as for every member.
        match job
            .status
            .as_ref()
            .filter(|status| !status.as_str().is_empty())
        {
            None
            | Some(
                ProvisioningStatus::Waiting
                | ProvisioningStatus::InProgress
                | ProvisioningStatus::ProvisioningStatusUnspecified,
            ) => self.steps = stepped(Progress::Pending),
            Some(ProvisioningStatus::Failed) => {
                self.steps = stepped(Progress::Failed(job.error_codes.clone()));
            }
            Some(_) => self.is_unclear = true,
        }
    }

    /// Keeps what events have said about the steps of a job that a lookup still shows as
    /// pending.
    fn keep(&mut self, known: &Self) {
        for stepped in &mut self.steps {
            let same = known.steps.iter().find(|known| known.step == stepped.step);
            if let Some(known) = same.filter(|_| stepped.progress == Progress::Pending) {
                stepped.hear(known.progress.clone(), known.at);
            }
        }
    }

    /// Takes over what an event says about a step.
    pub(crate) fn hear(&mut self, step: Step, progress: &Progress, at: Option<SystemTime>) -> bool {
        let stepped = self.steps.iter_mut().find(|stepped| stepped.step == step);
        stepped.is_some_and(|stepped| stepped.hear(progress.clone(), at))
    }

    pub(crate) fn state(&self) -> ProductState {
        let any = |is: fn(&Progress) -> bool| self.steps.iter().any(|step| is(&step.progress));
        if any(|progress| matches!(progress, Progress::Failed(_))) {
            ProductState::Failed
        } else if any(|progress| *progress == Progress::Pending) {
            ProductState::Pending
        } else if self.is_unclear {
            ProductState::Unclear
        } else if self.is_configured || !self.steps.is_empty() {
            ProductState::Done
        } else {
            ProductState::NotConfigured
        }
    }

    pub(crate) fn error_codes(&self) -> Vec<ProvisioningErrorCode> {
        let mut codes: Vec<ProvisioningErrorCode> = Vec::new();
        for step in &self.steps {
            if let Progress::Failed(why) = &step.progress {
                let new: Vec<_> = why.iter().filter(|code| !codes.contains(code)).collect();
                codes.extend(new.into_iter().cloned());
            }
        }
        codes
    }
}
