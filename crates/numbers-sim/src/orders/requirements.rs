//! `POST numberOrders:lookupNumberRequirements`.

use serde_json::json;

use crate::call::{self, Call, Reply};
use crate::refusal::Refusal;
use crate::stock::NumberType;

pub(crate) fn lookup(call: &Call<'_>) -> Reply {
    let region = call.text("regionCode").unwrap_or_default();
    let number_type = call.text("numberType").and_then(NumberType::read);
    let known = number_type.and_then(|kind| call.requirements.get(region, kind));
    // Undocumented, and recorded of the service for the US.
    let known = known.ok_or_else(|| Refusal::NotFound {
        kind: "NumberProduct",
        name: "numberRequirements".to_owned(),
        message: "Number requirements not found",
    })?;
    let attachments: Vec<_> = known
        .requirement
        .attachments
        .iter()
        .map(|attachment| {
            json!({
                "id": attachment.id,
                "description": attachment.description,
                "mandatory": attachment.mandatory,
                "template": [],
                "title": attachment.title,
                "allowedMimeTypes": attachment.allowed_mime_types,
                "allowedDocumentTypes": attachment.allowed_document_types,
            })
        })
        .collect();
    call::json(&json!({ "fields": known.requirement.fields, "attachments": attachments }))
}
