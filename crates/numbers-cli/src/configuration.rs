//! Arguments that configure a number, and those that configure reconciling.

use std::time::Duration;

use clap::{Args, ValueEnum};
use numbers_ext::{Configuration, NumbersBuilder, OnUnknown, Sms, Voice};

/// The SMS and voice configuration of a number.
#[derive(Debug, Args)]
pub(crate) struct ConfigurationArguments {
    /// Link the number to this SMS service plan
    #[arg(long, value_name = "PLAN")]
    pub(crate) sms_plan: Option<String>,
    /// Link the number to this 10DLC campaign, too (US numbers)
    #[arg(long, value_name = "CAMPAIGN", requires = "sms_plan")]
    pub(crate) sms_campaign: Option<String>,
    /// Link the number to this application of the Voice API
    #[arg(long, value_name = "APP", group = "voice")]
    pub(crate) voice_rtc: Option<String>,
    /// Link the number to this Elastic SIP trunk
    #[arg(long, value_name = "TRUNK", group = "voice")]
    pub(crate) voice_est: Option<String>,
    /// Link the number to this fax service
    #[arg(long, value_name = "SERVICE", group = "voice")]
    pub(crate) voice_fax: Option<String>,
    /// Send webhook events about provisioning to this URL
    #[arg(long, value_name = "URL")]
    pub(crate) callback_url: Option<String>,
}

impl ConfigurationArguments {
    /// Returns whether any was passed.
    pub(crate) fn is_given(&self) -> bool {
        let configuration = self.configuration();
        !configuration.is_unconfigured() || configuration.requested_callback_url().is_some()
    }

    pub(crate) fn configuration(&self) -> Configuration {
        let mut configuration = Configuration::unconfigured();
        if let Some(plan) = &self.sms_plan {
            let sms = Sms::plan(plan);
            configuration = configuration.sms(match &self.sms_campaign {
                Some(campaign) => sms.campaign(campaign),
                None => sms,
            });
        }
        let rtc = self.voice_rtc.as_ref().map(Voice::rtc);
        let est = self.voice_est.as_ref().map(Voice::est);
        let fax = self.voice_fax.as_ref().map(Voice::fax);
        if let Some(voice) = rtc.or(est).or(fax) {
            configuration = configuration.voice(voice);
        }
        match &self.callback_url {
            Some(url) => configuration.callback_url(url),
            None => configuration,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnknownPolicy {
    /// Report it at once
    Report,
    /// Look it up until it is known what happened
    Reconcile,
    /// Reconcile, and send once more if it is proven that nothing happened
    ReconcileThenRetry,
}

impl From<UnknownPolicy> for OnUnknown {
    fn from(policy: UnknownPolicy) -> Self {
        match policy {
            UnknownPolicy::Report => Self::Report,
            UnknownPolicy::Reconcile => Self::Reconcile,
            UnknownPolicy::ReconcileThenRetry => Self::ReconcileThenRetry,
        }
    }
}

/// The waiting time and the budget of reconciling.
#[derive(Debug, Args)]
pub(crate) struct ReconcilingArguments {
    /// Waiting time: once it has passed since the request, a lookup that shows no effect proves
    /// that there was none
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    pub(crate) waiting: Duration,
    /// How long reconciling may take in all
    #[arg(long, value_name = "TIME", default_value = "90s", value_parser = humantime::parse_duration)]
    pub(crate) reconcile_budget: Duration,
}

impl ReconcilingArguments {
    pub(crate) fn apply(&self, builder: NumbersBuilder) -> NumbersBuilder {
        builder.reconciling(self.waiting, self.reconcile_budget)
    }
}
