//! `PATCH activeNumbers/{phoneNumber}`: names are changed at once, links by jobs.

use serde_json::Value;

use crate::active::shape::ActiveNumber;
use crate::call::{Call, Reply, json};
use crate::contract::Violation;
use crate::phone::PhoneNumber;
use crate::provisioning::Product;
use crate::refusal::Refusal;
use crate::state::{Job, SmsLink, Tasks, Transaction, VoiceLink, voice_of};

pub(crate) fn update(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let phone = call.phone()?;
    transaction.rental(index, phone)?;
    let sms = call
        .body
        .get("smsConfiguration")
        .filter(|sms| !sms.is_null());
    let sms = sms.map(|sms| wanted_sms(transaction, index, phone, sms));
    let sms = sms.transpose()?;
    let voice = call
        .body
        .get("voiceConfiguration")
        .filter(|voice| !voice.is_null());
    // Nothing is refused from here on.
    if let Some(target) = sms {
        schedule_sms(transaction, index, phone, target)?;
    }
    if let Some(voice) = voice {
        schedule_voice(transaction, index, phone, voice)?;
    }
    if let Some(name) = given(call, "displayName") {
        transaction.project(index)?.rename(phone, name);
    }
    if let Some(url) = given(call, "callbackUrl") {
        let url = (!url.is_empty()).then(|| transaction.state.interner.text(url));
        transaction.rental(index, phone)?.callback_url = url;
    }
    transaction.rental_changed(index, phone);
    let now = transaction.now;
    let rental = transaction.rental(index, phone)?;
    json(&ActiveNumber::new(call.project, phone, rental, now))
}

/// A text that is given; `null` clears it.
fn given<'c>(call: &'c Call<'_>, member: &str) -> Option<&'c str> {
    let value = call.body.get(member)?;
    Some(value.as_str().unwrap_or_default())
}

/// The plan and the campaign that are wanted. A number that is linked must be unlinked
/// before it is linked to another.
fn wanted_sms(
    transaction: &mut Transaction<'_>,
    index: usize,
    phone: PhoneNumber,
    sms: &Value,
) -> Result<(String, String), Refusal> {
    let rental = transaction.rental(index, phone)?;
    let running = rental.sms_job.as_ref().filter(|job| !job.ended);
    let base = running.map(|job| &job.target).or(rental.sms.as_ref());
    let given = |member: &str| sms.get(member).and_then(Value::as_str);
    let (mut wanted, mut violations) = (Vec::new(), Vec::new());
    for member in ["servicePlanId", "campaignId"] {
        let of = |link: &SmsLink| match member {
            "campaignId" => link.campaign_id.to_string(),
            _ => link.service_plan_id.to_string(),
        };
        let current = rental.sms.as_ref().map(of).unwrap_or_default();
        let value = given(member).map_or_else(|| base.map(of).unwrap_or_default(), str::to_owned);
        if !current.is_empty() && !value.is_empty() && value != current {
            violations.push(Violation::new(
                format!("smsConfiguration.{member}"),
                "the number is linked to another; unlink it first",
            ));
        }
        wanted.push(value);
    }
    let campaign = wanted.pop().unwrap_or_default();
    let plan = wanted.pop().unwrap_or_default();
    if plan.is_empty() && given("campaignId").is_some_and(|campaign| !campaign.is_empty()) {
        let field = "smsConfiguration.servicePlanId";
        violations.push(Violation::new(field, "is required for a campaign"));
    }
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations));
    }
    // Without a service plan there is no campaign.
    let campaign = if plan.is_empty() {
        String::new()
    } else {
        campaign
    };
    Ok((plan, campaign))
}

fn schedule_sms(
    transaction: &mut Transaction<'_>,
    index: usize,
    phone: PhoneNumber,
    (plan, campaign): (String, String),
) -> Result<(), Refusal> {
    let current = transaction.rental(index, phone)?.sms.clone();
    let of = |text: fn(&SmsLink) -> &str| current.as_ref().map(text).unwrap_or_default();
    let mut tasks = Tasks::default();
    for (product, current, wanted) in [
        (Product::Sms, of(|link| &link.service_plan_id), &plan),
        (Product::Campaign, of(|link| &link.campaign_id), &campaign),
    ] {
        if current != wanted {
            tasks.push(transaction.task(phone, product, wanted.is_empty()));
        }
    }
    let target = SmsLink {
        service_plan_id: transaction.state.interner.text(&plan),
        campaign_id: transaction.state.interner.text(&campaign),
    };
    let has_tasks = !tasks.is_empty();
    let job = has_tasks.then(|| Job::new(target, transaction.now, tasks));
    transaction.rental(index, phone)?.sms_job = job;
    if has_tasks {
        transaction.jobs_started(phone);
    }
    Ok(())
}

fn schedule_voice(
    transaction: &mut Transaction<'_>,
    index: usize,
    phone: PhoneNumber,
    voice: &Value,
) -> Result<(), Refusal> {
    let (kind, id) = voice_of(voice);
    let current = transaction.rental(index, phone)?.voice.as_ref();
    let is_current = match current {
        Some(link) => link.kind == kind && &*link.id == id,
        None => id.is_empty(),
    };
    let job = if is_current {
        None
    } else {
        let mut tasks = Tasks::default();
        tasks.push(transaction.task(phone, Product::Voice, id.is_empty()));
        let since = transaction.now;
        let id = transaction.state.interner.text(id);
        transaction.jobs_started(phone);
        Some(Job::new(VoiceLink { kind, id, since }, since, tasks))
    };
    transaction.rental(index, phone)?.voice_job = job;
    Ok(())
}
