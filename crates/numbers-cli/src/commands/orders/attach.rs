//! `numbers orders attach`.

use std::path::PathBuf;

use clap::Args;
use numbers_ext::{AttachmentId, Document, printable};

use crate::act::Act;
use crate::call::{CallArguments, Caller};
use crate::exit::Exit;
use crate::report::Report;
use crate::report::known::Known;
use crate::violations::{self, Found};

pub(super) const EXAMPLE: &str = "\
Example:
  numbers orders attach ORDER DOCUMENT proof.pdf --document-type 'Business registration'
The service scans a document before it is complete: numbers orders get shows its status.";

#[derive(Debug, Args)]
pub(crate) struct AttachArguments {
    /// The id of the order
    #[arg(value_name = "ORDER")]
    order: String,
    /// The id of the document, as `numbers orders requirements` lists it
    #[arg(value_name = "DOCUMENT")]
    document: String,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What it is: one of the document types that the requirements list
    #[arg(long, value_name = "TYPE")]
    document_type: Option<String>,
    /// Its media type, such as application/pdf, in place of that of the file's extension
    #[arg(long, value_name = "TYPE")]
    media_type: Option<String>,
    #[command(flatten)]
    call: CallArguments,
}

impl AttachArguments {
    fn read(&self, found: &mut Found) -> Option<Document> {
        let guessed = mime_guess::from_path(&self.file).first_raw();
        let media_type = self.media_type.as_deref().or(guessed);
        if media_type.is_none() {
            let message = "is not known by the file's extension; pass --media-type";
            found.push(("mediaType".to_owned(), message.to_owned()));
        }
        let shown = self.file.display().to_string();
        let content = std::fs::read(&self.file).map_err(|error| {
            let message = format!("'{}' can't be read: {error}", printable(&shown));
            found.push(("file".to_owned(), message));
        });
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let document = Document::new(name, media_type?, content.ok()?);
        Some(match &self.document_type {
            Some(document_type) => document.document_type(document_type),
            None => document,
        })
    }
}

pub(super) async fn run(arguments: AttachArguments) -> Exit {
    let report = report(&arguments).await.unwrap_or_else(|report| report);
    report.print(arguments.call.account.is_json())
}

async fn report(arguments: &AttachArguments) -> Result<Report, Report> {
    let mut found = Found::new();
    let order = violations::id("numberOrderId", &arguments.order, &mut found);
    let id = violations::id("attachmentId", &arguments.document, &mut found);
    let document = arguments.read(&mut found);
    let caller = Caller::new(&arguments.call, &mut found);
    let (Some(order), Some(id), Some(document), Some(mut caller)) = (order, id, document, caller)
    else {
        return Err(Report::invalid(None, found));
    };
    let id: AttachmentId = id;
    let attach = caller.numbers.orders().attach(&order, &id, document);
    let subject = format!("attachment {id} of order {order}");
    let act = Act::new("uploadAttachment", format!("upload {subject}"));
    let uploaded = caller.call(&act, attach.send()).await?;
    let known = Known::from(&uploaded);
    Ok(Report::uploaded(
        subject,
        Some(&order),
        Some(id.as_str()),
        known,
    ))
}
