//! `numbers update`.

use clap::Args;
use numbers_ext::{Sms, Update, Voice};

use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::confirm::{self, ConfirmArguments};
use crate::exit::Exit;
use crate::report::Report;
use crate::report::known::Known;
use crate::violations::{self, Found};

pub(crate) const HELP: &str = "\
Examples:
  numbers update +12025550134 --display-name 'Front desk'
  numbers update +12025550134 --unlink-sms --yes        then link another plan:
  numbers update +12025550134 --sms-plan PLAN
What is not mentioned stays as it is. SMS and voice are changed by jobs: numbers get shows
their state. The service refuses to replace a service plan or campaign: unlink it first.
Unlinking, and linking a campaign, which may be billed, is asked about or takes --yes.

Exit codes:
  0  updated, or scheduled to be
  1  internal error
  2  invalid input, environment or configuration; nothing was sent
  3  rejected by the service; this call changed nothing
  4  not sent, or proven not done
  5  unknown: it may have been updated; run `numbers reconcile` before trying again";

#[derive(Debug, Args)]
pub(crate) struct UpdateArguments {
    /// The number, in E.164 form
    #[arg(value_name = "PHONE")]
    phone: String,
    /// Give the number this name; an empty one takes it away
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// Link the number to this SMS service plan
    #[arg(long, value_name = "PLAN")]
    sms_plan: Option<String>,
    /// Link the number to this 10DLC campaign, too (US numbers)
    #[arg(long, value_name = "CAMPAIGN", requires = "sms_plan")]
    sms_campaign: Option<String>,
    /// Unlink the number from its service plan, and from its campaign
    #[arg(long, conflicts_with_all = ["sms_plan", "unlink_campaign"])]
    unlink_sms: bool,
    /// Unlink the number from its campaign; --sms-plan names the plan that it keeps
    #[arg(long, requires = "sms_plan", conflicts_with = "sms_campaign")]
    unlink_campaign: bool,
    /// Link the number to this application of the Voice API
    #[arg(long, value_name = "APP", group = "voice")]
    voice_rtc: Option<String>,
    /// Link the number to this Elastic SIP trunk
    #[arg(long, value_name = "TRUNK", group = "voice")]
    voice_est: Option<String>,
    /// Link the number to this fax service
    #[arg(long, value_name = "SERVICE", group = "voice")]
    voice_fax: Option<String>,
    /// Send webhook events to this URL; an empty one ends them
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    #[command(flatten)]
    confirm: ConfirmArguments,
    #[command(flatten)]
    call: CallArguments,
}

impl UpdateArguments {
    fn apply(&self, mut update: Update) -> Update {
        if let Some(name) = &self.display_name {
            update = update.display_name(name);
        }
        if self.unlink_sms {
            update = update.unlink_sms();
        }
        if let Some(plan) = &self.sms_plan {
            update = match &self.sms_campaign {
                _ if self.unlink_campaign => update.unlink_campaign(plan),
                Some(campaign) => update.sms(Sms::plan(plan).campaign(campaign)),
                None => update.sms(Sms::plan(plan)),
            };
        }
        let rtc = self.voice_rtc.as_ref().map(Voice::rtc);
        let est = self.voice_est.as_ref().map(Voice::est);
        let fax = self.voice_fax.as_ref().map(Voice::fax);
        if let Some(voice) = rtc.or(est).or(fax) {
            update = update.voice(voice);
        }
        match &self.callback_url {
            Some(url) => update.callback_url(url),
            None => update,
        }
    }

    /// Returns what the update does that has to be confirmed.
    fn grave(&self) -> Option<String> {
        if self.unlink_sms {
            return Some("its SMS service ends, and its campaign".to_owned());
        }
        if self.unlink_campaign {
            return Some("its campaign ends".to_owned());
        }
        let campaign = self.sms_campaign.as_ref()?;
        let campaign = numbers_ext::printable(campaign);
        Some(format!(
            "it is linked to campaign {campaign}, which may be billed"
        ))
    }
}

pub(crate) async fn run(arguments: UpdateArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &UpdateArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let phone = violations::phone(&arguments.phone, &mut found);
    let caller = Caller::new(&arguments.call, &mut found);
    let (Some(phone), Some(mut caller)) = (phone, caller) else {
        return Err(Report::invalid(Some(&arguments.phone), found));
    };
    let update = arguments.apply(caller.numbers.update(phone));
    if let Err(violations) = update.check() {
        violations::add(&mut found, violations);
        return Err(Report::invalid(Some(&arguments.phone), found));
    }
    let act = Act::on("update", "update", phone);
    if let Some(grave) = arguments.grave().filter(|_| !arguments.confirm.yes) {
        if !confirm::is_possible() {
            return Err(confirm::required(&act));
        }
        let question = format!("Update {phone}: {grave}?");
        confirm::ask(&question, &act, &mut caller.signals).await?;
    }
    let updated = caller.call(&act, update.send()).await?;
    let known = Known::from(&updated);
    Ok(Report::updated(
        updated.number(),
        updated.differences(),
        known,
    ))
}
