//! From arguments and environment to a client; faults are gathered, not returned one by one.

use numbers_ext::{
    Configuration, Numbers, NumbersBuilder, OnUnknown, PhoneNumber, Sms, Violations, Voice,
};
use numbers_sim::Simulator;

use crate::arguments::{
    AccountArguments, ConfigurationArguments, SettlingArguments, UnknownPolicy,
};

/// Faults as they are shown: field and message.
pub(crate) type Faults = Vec<(String, String)>;

/// Adds what a check of the library found.
pub(crate) fn add(faults: &mut Faults, violations: Violations) {
    faults.extend(
        violations
            .into_iter()
            .map(|violation| (violation.field().to_owned(), violation.message().to_owned())),
    );
}

pub(crate) fn phone(text: &str, faults: &mut Faults) -> Option<PhoneNumber> {
    text.parse()
        .map_err(|error| faults.push(("phone number".to_owned(), format!("{error}"))))
        .ok()
}

impl ConfigurationArguments {
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

impl SettlingArguments {
    pub(crate) fn apply(&self, builder: NumbersBuilder) -> NumbersBuilder {
        builder.settling(self.settle_waiting, self.settle_budget)
    }
}

impl From<UnknownPolicy> for OnUnknown {
    fn from(policy: UnknownPolicy) -> Self {
        match policy {
            UnknownPolicy::Report => Self::Report,
            UnknownPolicy::Settle => Self::Settle,
            UnknownPolicy::SettleThenResend => Self::SettleThenResend,
        }
    }
}

impl AccountArguments {
    /// The embedded simulator, if it is wanted.
    pub(crate) async fn simulator(&self) -> Result<Option<Simulator>, String> {
        if !self.simulate {
            return Ok(None);
        }
        let mut builder = Simulator::builder();
        if let Some(project) = &self.project {
            builder = builder.project(project);
        }
        let simulator = builder.start().await;
        simulator.map(Some).map_err(|error| error.to_string())
    }

    /// A builder with everything that was said.
    pub(crate) fn builder(&self, simulator: Option<&Simulator>) -> NumbersBuilder {
        let builder = Numbers::builder()
            .deadline(self.timeout)
            .user_agent_suffix(concat!("numbers-cli/", env!("CARGO_PKG_VERSION")));
        if let Some(simulator) = simulator {
            return builder
                .project(simulator.project())
                .access_key(simulator.key_id(), simulator.key_secret())
                .numbers_url(simulator.url())
                .auth_url(simulator.url());
        }
        match &self.project {
            Some(project) => builder.project(project).environment(),
            None => builder.environment(),
        }
    }
}

/// The client, or the faults with those of the configuration among them.
pub(crate) fn build(builder: NumbersBuilder, faults: &mut Faults) -> Option<Numbers> {
    builder
        .build()
        .map_err(|violations| add(faults, violations))
        .ok()
}
