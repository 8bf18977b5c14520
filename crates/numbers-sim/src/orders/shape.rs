//! An order and its registration as the API shows them.

use serde_json::{Map, Value, json};

use crate::available::Money;
use crate::clock::written;
use crate::state::{Order, Registration};

/// The order; what was not sent with it is left out.
pub(super) fn order(project: &str, id: &str, order: &Order) -> Value {
    let numbers: Vec<_> = order
        .numbers
        .iter()
        .map(|number| {
            let terms = &number.terms;
            let money = |amount: rust_decimal::Decimal| Money {
                currency_code: &terms.currency,
                amount: amount.to_string(),
            };
            json!({
                "phoneNumber": number.phone_number,
                "numberPrice": {
                    "setupPrice": money(terms.setup_price),
                    "monthlyPrice": money(terms.monthly_price),
                    "paymentIntervalMonths": terms.payment_interval_months,
                },
                "capabilities": terms.capability,
            })
        })
        .collect();
    let mut shown = Map::new();
    let mut add = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    add("projectId", json!(project));
    add("idNumberOrder", json!(id));
    add("regionCode", json!(order.region_code));
    add("state", json!(order.state.name()));
    add("numberType", json!(order.number_type));
    add("orderNumbers", json!(numbers));
    if let Some(sms) = &order.sms {
        add("smsConfiguration", sms.clone());
    }
    if let Some(voice) = &order.voice {
        add("voiceConfiguration", voice.clone());
    }
    add("expireTime", json!(written(order.expires)));
    add("createTime", json!(written(order.created)));
    add("updateTime", json!(written(order.updated)));
    Value::Object(shown)
}

pub(super) fn registration(registration: &Registration) -> Value {
    let attachments: Vec<_> = registration
        .attachments
        .iter()
        .map(|attachment| {
            json!({
                "attachmentId": attachment.attachment_id,
                "fileName": attachment.file_name,
                "mimeType": attachment.mime_type,
                "createTime": written(attachment.created),
                "updateTime": written(attachment.updated),
                "uploadStatus": attachment.upload_status,
                "documentType": attachment.document_type,
            })
        })
        .collect();
    let logs: Vec<_> = registration
        .logs
        .iter()
        .map(|log| json!({ "message": log.message, "createTime": written(log.created) }))
        .collect();
    json!({
        "requestDetails": registration.request_details,
        "attachments": attachments,
        "logs": logs,
    })
}
