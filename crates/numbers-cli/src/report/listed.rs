//! The reports of many numbers that the project holds.

use numbers_ext::{ActiveNumber, Provisioning, SmsTarget, VoiceTarget};

use crate::json::Object;
use crate::report::number::held;
use crate::report::table::{Column, Table};
use crate::report::words::{day, recurring, small};

const COLUMNS: &[Column] = &[
    Column::Word("PHONE"),
    Column::Text("TYPE", 9),
    Column::Text("NAME", 8),
    Column::Amount("MONTHLY"),
    Column::Text("NEXT CHARGE", 10),
    Column::Text("SMS", 9),
    Column::Text("VOICE", 9),
];

/// Returns a table of numbers.
pub(crate) fn table(numbers: &[ActiveNumber]) -> String {
    let mut table = Table::new(COLUMNS);
    for number in numbers {
        let number_type = number.number_type().map(|one| small(one.as_str()));
        let region = number.region().map(str::to_owned);
        let types: Vec<_> = region.into_iter().chain(number_type).collect();
        table.row([
            number.phone().to_string(),
            types.join(" "),
            number.display_name().unwrap_or_default().to_owned(),
            recurring(number.price(), number.payment_interval_months()),
            match (number.expires(), number.next_charge()) {
                (Some(end), _) => format!("ends {}", day(end)),
                (None, Some(next)) => day(next).to_owned(),
                (None, None) => String::new(),
            },
            product(&number.sms(), sms),
            product(&number.voice(), voice),
        ]);
    }
    table.text()
}

/// Returns the line of a number.
pub(crate) fn line(number: &ActiveNumber) -> String {
    held(number)
}

/// Returns the line that says how to go on.
pub(crate) fn more(next_token: &str, total: Option<i32>) -> String {
    Object::outcome("more")
        .member("nextPageToken", next_token)
        .optional("totalSize", total.as_ref())
        .end()
}

/// Returns the target of a product, and the state of its job.
fn product<T>(provisioning: &Provisioning<T>, name: fn(&T) -> String) -> String {
    match (&provisioning.job, &provisioning.current) {
        (Some(job), _) => {
            let status = job.status.as_ref();
            let status = status.map_or_else(|| "scheduled".to_owned(), |one| small(one.as_str()));
            format!("{} ({status})", name(&job.target))
        }
        (None, Some(current)) => name(current),
        (None, None) => String::new(),
    }
}

fn sms(target: &SmsTarget) -> String {
    let ids = [&target.service_plan_id, &target.campaign_id];
    let ids: Vec<_> = ids.into_iter().flatten().map(String::as_str).collect();
    ids.join(", ")
}

fn voice(target: &VoiceTarget) -> String {
    format!(
        "{} {}",
        small(target.voice_type.as_str()),
        target.id().unwrap_or_default()
    )
}
