//! `POST numberOrders/{numberOrderId}/attachments/{attachmentId}`.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use numbers_client::{AttachmentId, Client, Form, NumberOrderId, Part, PhoneNumber, ProjectId};

use crate::engine::effect::{Effect, Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Mutation, Operation, Route, Success};
use crate::engine::read::read;
use crate::engine::settings::{CallSettings, call_settings};
use crate::enums::UploadStatus;
use crate::model::active_number::ActiveNumber;
use crate::model::decoded::{self, BodyError};
use crate::model::violation::{Violation, Violations};
use crate::orders::registration::GetRegistration;
use crate::outcome::confirmed::Confirmed;
use crate::outcome::error::MutationError;
use crate::outcome::intended::{Intended, Verb};
use crate::outcome::read_error::ReadError;
use crate::text::printable;
use crate::time::deadline::Deadline;

/// A document for an order. `Debug` shows its size alone.
///
/// ```
/// use numbers_ext::Document;
///
/// let document = Document::new("passport.pdf", "application/pdf", &b"%PDF-1.7"[..])
///     .document_type("PASSPORT");
/// ```
#[derive(Clone)]
pub struct Document {
    file_name: String,
    media_type: String,
    content: Bytes,
    document_type: Option<String>,
}

impl Document {
    /// Returns a document of a file's name, its media type and its content.
    #[must_use]
    pub fn new(
        file_name: impl Into<String>,
        media_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        Self {
            file_name: file_name.into(),
            media_type: media_type.into(),
            content: content.into(),
            document_type: None,
        }
    }

    /// Says what the document is (`documentType`): one of the allowed types of its
    /// requirement.
    #[must_use]
    pub fn document_type(mut self, document_type: impl Into<String>) -> Self {
        self.document_type = Some(document_type.into());
        self
    }

    /// Returns the form that is sent. The content is not copied.
    fn form(&self) -> Result<Form, Violation> {
        let length = u64::try_from(self.content.len()).unwrap_or(u64::MAX);
        let file = Part::stream_with_length(self.content.clone(), length)
            .file_name(self.file_name.clone())
            .mime_str(&self.media_type)
            .map_err(|_| {
                let media_type = printable(&self.media_type);
                Violation::new(
                    "mediaType",
                    format!("'{media_type}' is no media type, such as application/pdf"),
                )
            })?;
        let form = Form::new().part("file", file);
        Ok(match &self.document_type {
            Some(document_type) => form.text("documentType", document_type.clone()),
            None => form,
        })
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

/// A request to upload a document. Made by [`Orders::attach`](crate::Orders::attach).
#[derive(Clone, Debug)]
#[must_use = "nothing is uploaded before `send`"]
pub struct Attach {
    order: NumberOrderId,
    attachment: AttachmentId,
    document: Document,
    settings: CallSettings,
}

impl Attach {
    pub(crate) fn new(
        inner: &Arc<Inner>,
        order: NumberOrderId,
        attachment: AttachmentId,
        document: Document,
    ) -> Self {
        Self {
            order,
            attachment,
            document,
            settings: CallSettings::new(inner),
        }
    }

    call_settings!();

    /// Uploads the document.
    ///
    /// # Errors
    ///
    /// [`MutationError::outcome`] says whether the document may have been uploaded
    /// nonetheless.
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: uploading the same document again does no harm.
    pub async fn send(self) -> Result<Confirmed<()>, MutationError> {
        let mut violations = Violations::default();
        violations.extend(self.document.form().err());
        let upload = UploadAttachment {
            document: self.document,
            find: FindUploaded {
                order: self.order,
                attachment: self.attachment,
            },
        };
        self.settings.call(&upload, violations).await
    }
}

/// Uploading a document, as a mutation.
struct UploadAttachment {
    document: Document,
    find: FindUploaded,
}

/// Looks for a document that was uploaded. One that was uploaded earlier for the same
/// requirement looks alike.
pub(crate) struct FindUploaded {
    pub(crate) order: NumberOrderId,
    pub(crate) attachment: AttachmentId,
}

impl Operation for UploadAttachment {
    type Wire = ();
    type Value = Confirmed<()>;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/numberOrders/{numberOrderId}/attachments/{attachmentId}",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<()> {
        // It has been made once before, to check it.
        let form = self.document.form().unwrap_or_default();
        let FindUploaded { order, attachment } = &self.find;
        client
            .upload_number_order_attachment(project, order, attachment, form)
            .await
    }

    /// The API documents no body.
    fn accept(&self, success: Success<'_, ()>) -> Result<Self::Value, BodyError> {
        if !success.body.trim_ascii().is_empty() {
            decoded::read_nothing(success.body)?;
        }
        Ok(Confirmed::by_response((), success.attempts))
    }
}

impl Mutation for UploadAttachment {
    const VERB: Verb = Verb::UPLOAD_ATTACHMENT;
    type Find = FindUploaded;

    fn phone(&self) -> Option<PhoneNumber> {
        None
    }

    fn intended(&self) -> Intended {
        Intended::UploadAttachment {
            number_order_id: self.find.order.clone(),
            attachment_id: self.find.attachment.clone(),
        }
    }

    fn number(_: &Self::Value) -> Option<&ActiveNumber> {
        None
    }

    fn finder(&self) -> &FindUploaded {
        &self.find
    }

    fn found(&self, effect: Effect, attempts: u32) -> Option<Self::Value> {
        match effect {
            Effect::Registration(_) => Some(Confirmed::by_lookup((), attempts)),
            _ => None,
        }
    }
}

impl Find for FindUploaded {
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        let registration = read(inner, &GetRegistration(self.order.clone()), deadline).await?;
        let attachments = registration.attachments.as_deref().unwrap_or_default();
        let is_uploaded = attachments.iter().any(|attachment| {
            attachment.attachment_id.as_deref() == Some(self.attachment.as_str())
                && attachment.upload_status == Some(UploadStatus::Completed)
        });
        Ok(if is_uploaded {
            Sighting::Done(Effect::Registration(Box::new(registration)))
        } else {
            Sighting::Absent
        })
    }
}
