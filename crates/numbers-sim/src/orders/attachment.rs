//! `POST numberOrders/{numberOrderId}/attachments/{attachmentId}`.

use std::time::Duration;

use bytes::Bytes;

use crate::call::{Call, Reply};
use crate::clock::after;
use crate::contract::Violation;
use crate::refusal::Refusal;
use crate::state::{Attachment, Due, Transaction, UploadStatus};

/// How long a file is scanned before its upload is completed.
pub(super) const SCAN: Duration = Duration::from_secs(1);

pub(crate) fn upload(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let index = transaction.project_index(call.project)?;
    let (id, attachment) = (
        call.parameter("numberOrderId"),
        call.parameter("attachmentId"),
    );
    let now = transaction.now;
    let upload = call.upload.ok_or(Refusal::Internal)?;
    let order = transaction.order(index, id)?;
    let known = call.requirements.get(&order.region_code, order.number_type);
    let required = known.and_then(|known| {
        let attachments = &known.requirement.attachments;
        attachments.iter().find(|known| known.id == attachment)
    });
    let required = required.ok_or_else(|| Refusal::not_found("Attachment", attachment))?;
    if !order.state.is_open() {
        let message = format!("the order is {}", order.state.name());
        return Err(Refusal::invalid("", message));
    }
    let document_type = upload.document_type.as_deref().unwrap_or_default();
    let refuses = |allowed: &[String], given: &str| {
        !allowed.is_empty() && !allowed.iter().any(|allowed| allowed == given)
    };
    let mut violations = Vec::new();
    if refuses(&required.allowed_mime_types, &upload.mime_type) {
        violations.push(Violation::new("file", "its MIME type is not allowed"));
    }
    if refuses(&required.allowed_document_types, document_type) {
        violations.push(Violation::new("documentType", "is not allowed"));
    }
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations));
    }
    let attachments = &mut order.registration.attachments;
    let created = attachments
        .iter()
        .find(|known| known.attachment_id == attachment)
        .map_or(now, |known| known.created);
    attachments.retain(|known| known.attachment_id != attachment);
    attachments.push(Attachment {
        attachment_id: attachment.to_owned(),
        file_name: upload.file_name.clone(),
        mime_type: upload.mime_type.clone(),
        document_type: document_type.to_owned(),
        upload_status: UploadStatus::Waiting,
        created,
        updated: now,
    });
    order.updated = now;
    let due = Due::Order {
        project: index,
        order: id.into(),
    };
    transaction.state.schedule.add(after(now, SCAN), due);
    transaction.order_changed(index, id);
    Ok(Bytes::new())
}
