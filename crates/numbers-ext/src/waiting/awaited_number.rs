//! What of a number is awaited: when nothing is pending, by lookups and events.

use numbers_client::PhoneNumber;
use numbers_webhooks::Event;
use numbers_webhooks::enums::{EventStatus, EventType};

use crate::active::get::GetActiveNumber;
use crate::engine::inner::Inner;
use crate::engine::read::read;
use crate::enums::ProvisioningErrorCode;
use crate::model::active_number::ActiveNumber;
use crate::model::configuration::Configuration;
use crate::model::difference::differences;
use crate::outcome::read_error::ReadError;
use crate::provisioning::{SmsTarget, VoiceTarget};
use crate::time::deadline::Deadline;
use crate::waiting::awaited::{Awaited, Early, Heard};
use crate::waiting::product::{Outstanding, Product, ProductChange, ProductState, View};
use crate::waiting::step::{Progress, Step};
use crate::waiting::waited::{WaitEnd, Waited};

/// A number, and what has to be in force.
pub(super) struct AwaitedNumber {
    pub(super) phone: PhoneNumber,
    pub(super) requested: Option<Configuration>,
}

/// What is known about the number.
#[derive(Clone)]
pub(super) struct State {
    number: Option<ActiveNumber>,
    sms: View,
    voice: View,
}

impl State {
    fn products(&self) -> [(Product, &View); 2] {
        [(Product::Sms, &self.sms), (Product::Voice, &self.voice)]
    }

    fn is(&self, state: ProductState) -> bool {
        let mut products = self.products().into_iter();
        products.any(|(_, view)| view.state() == state)
    }
}

fn change(product: Product, view: Option<&View>) -> ProductChange {
    ProductChange {
        product,
        state: view.map_or(ProductState::NotConfigured, View::state),
        error_codes: view.map(View::error_codes).unwrap_or_default(),
    }
}

fn sms_steps(target: &SmsTarget) -> Vec<Step> {
    let campaign = target.campaign_id.as_ref().map(|_| Step::Campaign);
    [Step::SmsPlatform].into_iter().chain(campaign).collect()
}

fn voice_steps(_: &VoiceTarget) -> Vec<Step> {
    vec![Step::VoicePlatform]
}

impl AwaitedNumber {
    /// Returns what was requested of SMS and of voice, and is neither in force nor scheduled.
    fn outstanding(&self, number: &ActiveNumber) -> (Option<Outstanding>, Option<Outstanding>) {
        let Some(requested) = &self.requested else {
            return (None, None);
        };
        let differences = differences(requested, number);
        let differs = |member: &str| {
            let mut fields = differences.iter().map(|difference| &*difference.field);
            fields.any(|field| field.starts_with(member))
        };
        let sms = requested.requested_sms().map(SmsTarget::requested);
        let sms = sms.filter(|_| differs("smsConfiguration"));
        let voice = requested.requested_voice();
        let voice = voice.filter(|_| differs("voiceConfiguration"));
        (
            sms.map(|target| Outstanding {
                target: target.to_string(),
                steps: sms_steps(&target),
            }),
            voice.map(|voice| Outstanding {
                target: format!("{} {}", voice.voice_type(), voice.id()),
                steps: vec![Step::VoicePlatform],
            }),
        )
    }
}

impl Awaited for AwaitedNumber {
    type State = State;
    type Change = ProductChange;
    type End = Waited;

    async fn look(
        &self,
        inner: &Inner,
        known: Option<&State>,
        deadline: &Deadline<'_>,
    ) -> Result<State, ReadError> {
        let number = read(inner, &GetActiveNumber(self.phone), deadline).await?;
        let (sms, voice) = match &number {
            Some(number) => {
                let (sms, voice) = self.outstanding(number);
                let known_sms = known.map(|known| &known.sms);
                let known_voice = known.map(|known| &known.voice);
                (
                    View::read(&number.sms(), sms_steps, sms, known_sms),
                    View::read(&number.voice(), voice_steps, voice, known_voice),
                )
            }
            None => (View::default(), View::default()),
        };
        Ok(State { number, sms, voice })
    }

    fn hear(&self, state: &mut State, event: &Event) -> Heard {
        let phone = event.phone_number().and_then(|phone| phone.parse().ok());
        let (Some(event_type), true) = (&event.event_type, phone == Some(self.phone)) else {
            return Heard::Nothing;
        };
        let view = match event_type {
            EventType::ProvisioningToSmsPlatform | EventType::ProvisioningToCampaign => {
                &mut state.sms
            }
            EventType::ProvisioningToVoicePlatform => &mut state.voice,
            // Something was taken away: by an update, or because the number was released.
            _ => return Heard::Look,
        };
        let progress = match event.status {
            Some(EventStatus::Succeeded) => Progress::Done,
            Some(EventStatus::Failed) => {
                let code = event.failure_code.as_ref();
                let code = code.map(|code| ProvisioningErrorCode::from(code.as_str()));
                Progress::Failed(code.into_iter().collect())
            }
            _ => return Heard::Nothing,
        };
        let step = Step::of(event_type);
        match step.is_some_and(|step| view.hear(step, &progress, event.time())) {
            true => Heard::Change,
            false => Heard::Nothing,
        }
    }

    fn changes(&self, before: Option<&State>, after: &State) -> Vec<ProductChange> {
        let before = before.map(State::products);
        let changed = |(index, (product, view)): (usize, (Product, &View))| {
            let earlier = before.and_then(|before| before.get(index).copied());
            let earlier = change(product, earlier.map(|(_, view)| view));
            let now = change(product, Some(view));
            (now != earlier).then_some(now)
        };
        let products = after.products().into_iter().enumerate();
        products.filter_map(changed).collect()
    }

    fn is_over(&self, state: &State) -> bool {
        let is_held = |number: &ActiveNumber| number.expires().is_none();
        !state.number.as_ref().is_some_and(is_held) || !state.is(ProductState::Pending)
    }

    fn end(&self, state: Option<State>, early: Option<Early>) -> Waited {
        let ended = match (&state, early) {
            (_, Some(Early::Deadline(error))) => WaitEnd::TimedOut(error),
            (_, Some(Early::Refused(error))) => WaitEnd::Refused(error),
            (None, None) => WaitEnd::TimedOut(None),
            (Some(state), None) => match &state.number {
                None => WaitEnd::NotHeld,
                Some(number) if number.expires().is_some() => WaitEnd::Released,
                Some(_) if state.is(ProductState::Failed) => WaitEnd::Failed,
                Some(_) if state.is(ProductState::Unclear) => WaitEnd::Unclear,
                Some(_) => WaitEnd::Provisioned,
            },
        };
        Waited {
            ended,
            sms: change(Product::Sms, state.as_ref().map(|state| &state.sms)),
            voice: change(Product::Voice, state.as_ref().map(|state| &state.voice)),
            number: state.and_then(|state| state.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AWAITED: &str = "+12025550134";

    fn awaited() -> AwaitedNumber {
        AwaitedNumber {
            phone: AWAITED.parse().unwrap(),
            requested: None,
        }
    }

    /// Returns what a lookup shows while a job with this status is there, updated at noon.
    fn looked(status: &str, known: Option<&State>) -> State {
        let job = format!(
            r#"{{"servicePlanId":"p","campaignId":"C","status":"{status}","lastUpdatedTime":"2026-11-25T12:00:00Z"}}"#
        );
        let json = format!(
            r#"{{"response":{{"phoneNumber":"{AWAITED}","smsConfiguration":{{"scheduledProvisioning":{job}}}}}}}"#
        );
        let number: ActiveNumber = serde_json::from_str(&json).unwrap();
        State {
            sms: View::read(
                &number.sms(),
                sms_steps,
                None,
                known.map(|known| &known.sms),
            ),
            voice: View::default(),
            number: Some(number),
        }
    }

    fn event(kind: &str, status: &str, time: &str) -> Event {
        let text = format!(
            r#"{{"resourceType":"ACTIVE_NUMBER","resourceId":"{AWAITED}","eventType":"{kind}","status":"{status}","timestamp":"2026-11-25T{time}"}}"#
        );
        Event::read(text.as_bytes()).unwrap()
    }

    const SMS: &str = "PROVISIONING_TO_SMS_PLATFORM";
    const CAMPAIGN: &str = "PROVISIONING_TO_CAMPAIGN";

    #[test]
    fn sms_is_done_when_each_of_its_steps_is() {
        let (awaited, mut state) = (awaited(), looked("WAITING", None));
        let mut hear = |event: &Event| (awaited.hear(&mut state, event), state.sms.state());
        let first = event(SMS, "SUCCEEDED", "12:00:01.00000");
        assert_eq!(hear(&first), (Heard::Change, ProductState::Pending));
        assert_eq!(hear(&first), (Heard::Nothing, ProductState::Pending));
        let second = event(CAMPAIGN, "SUCCEEDED", "12:00:02.00000");
        assert_eq!(hear(&second), (Heard::Change, ProductState::Done));
        assert!(awaited.is_over(&state));
    }

    #[test]
    fn what_is_older_than_what_is_known_changes_nothing() {
        let (awaited, mut state) = (awaited(), looked("IN_PROGRESS", None));
        let mut hear = |event: &Event| (awaited.hear(&mut state, event), state.sms.state());
        // Of an earlier job.
        let stale = event(SMS, "FAILED", "11:59:59.99999");
        assert_eq!(hear(&stale), (Heard::Nothing, ProductState::Pending));
        let failed = event(SMS, "FAILED", "12:00:05.00000");
        assert_eq!(hear(&failed), (Heard::Change, ProductState::Failed));
        let late = event(SMS, "SUCCEEDED", "12:00:04.00000");
        assert_eq!(hear(&late), (Heard::Nothing, ProductState::Failed));
    }

    #[test]
    fn what_events_said_holds_while_a_lookup_shows_the_same_job_as_pending() {
        let (awaited, mut state) = (awaited(), looked("WAITING", None));
        for kind in [SMS, CAMPAIGN] {
            awaited.hear(&mut state, &event(kind, "SUCCEEDED", "12:00:01.00000"));
        }
        assert_eq!(
            looked("WAITING", Some(&state)).sms.state(),
            ProductState::Done
        );
        assert_eq!(
            looked("FAILED", Some(&state)).sms.state(),
            ProductState::Failed
        );
        assert_eq!(looked("WAITING", None).sms.state(), ProductState::Pending);
    }

    #[test]
    fn a_status_that_nobody_knows_ends_the_waiting() {
        let state = looked("ACTIVE", None);
        assert!(awaited().is_over(&state));
        assert_eq!(awaited().end(Some(state), None).ended(), &WaitEnd::Unclear);
        for pending in ["", "PROVISIONING_STATUS_UNSPECIFIED", "IN_PROGRESS"] {
            assert!(!awaited().is_over(&looked(pending, None)), "{pending}");
        }
    }

    #[test]
    fn what_is_taken_away_asks_for_a_lookup_and_other_numbers_for_nothing() {
        let (awaited, mut state) = (awaited(), looked("WAITING", None));
        let taken = event(
            "DEPROVISIONING_FROM_SMS_PLATFORM",
            "SUCCEEDED",
            "12:00:01.00000",
        );
        assert_eq!(awaited.hear(&mut state, &taken), Heard::Look);
        let mut other = event(SMS, "FAILED", "12:00:01.00000");
        other.resource_id = Some("+12025550135".to_owned());
        assert_eq!(awaited.hear(&mut state, &other), Heard::Nothing);
    }
}
