//! Orders a number that requires documents: requirements, data, documents, submission, review.
//!
//! `cargo run -p numbers-ext --example order -- +61491570101 proof.pdf`

use std::time::Duration;

use numbers_ext::enums::{NumberType, UploadStatus};
use numbers_ext::{Document, NumberOrderId, Numbers, PhoneNumber};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (phone, file) = (arguments.next(), arguments.next());
    let (Some(phone), Some(file)) = (phone, file) else {
        return Err("pass a phone number of Australia and a PDF file".into());
    };
    let phone: PhoneNumber = phone.parse()?;
    let numbers = Numbers::from_env()?;
    let orders = numbers.orders();
    let required = orders.requirements("AU", NumberType::Mobile).await?;

    let order = orders
        .create("AU", NumberType::Mobile, phone)
        .send()
        .await?;
    println!(
        "reserved {phone}; it costs {} at once",
        order.price_at_once()?
    );

    // `required.fields` is the JSON Schema of this.
    let details = serde_json::json!({
        "endBusinessName": "Example", "endBusinessAddress": "1 Example St",
        "city": "Melbourne", "state": "VIC", "postalCode": "3000", "country": "AU",
    });
    orders.register(order.id(), details).send().await?;
    for attachment in required.attachments.iter().flatten() {
        let id = attachment.id.as_deref().unwrap_or_default().parse()?;
        let content = std::fs::read(&file)?;
        let mut document = Document::new("proof.pdf", "application/pdf", content);
        if let Some(kind) = attachment.allowed_document_types.iter().flatten().next() {
            document = document.document_type(kind);
        }
        orders.attach(order.id(), &id, document).send().await?;
        println!("attached {file}");
    }
    until_scanned(&numbers, order.id()).await?;

    // This may spend money.
    orders.submit(order.id()).send().await?;
    println!("submitted");
    let waited = orders.wait(order.id()).end().await;
    match waited.state {
        Some(state) => println!("the review ended: {}", state.as_str()),
        None => println!("the review has not ended yet"),
    }
    Ok(())
}

/// An order is accepted once the service has scanned its documents.
async fn until_scanned(
    numbers: &Numbers,
    order: &NumberOrderId,
) -> Result<(), Box<dyn std::error::Error>> {
    loop {
        let registration = numbers.orders().registration(order).await?;
        let is_scanned = |status: Option<&UploadStatus>| status == Some(&UploadStatus::Completed);
        let mut attachments = registration.attachments.iter().flatten();
        if attachments.all(|attachment| is_scanned(attachment.upload_status.as_ref())) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
