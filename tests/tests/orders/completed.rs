//! Orders that are completed.

use futures_util::StreamExt as _;
use numbers_ext::enums::{NumberType, UploadStatus};
use numbers_ext::{Document, PhoneNumber, Proof, Quantity};
use numbers_sim::{Fault, Operation, Simulator};
use numbers_tests::PHONE;
use serde_json::json;

use crate::Office;

fn details(city: &str) -> serde_json::Value {
    json!({
        "endBusinessName": "Example Pty Ltd", "endBusinessAddress": "1 Example St",
        "city": city, "state": "VIC", "postalCode": "3000", "country": "AU",
    })
}

#[tokio::test]
async fn an_order_goes_from_its_requirements_to_numbers_that_are_held() {
    let builder = Simulator::builder().balance("10.00".parse().unwrap());
    let mut office = Office::with(builder).await;
    let orders = office.orders();
    let phone: PhoneNumber = "+61491570101".parse().unwrap();

    let needed = orders.requirements("AU", NumberType::Mobile).await.unwrap();
    let attachment = &needed.attachments.as_ref().unwrap()[0];
    assert_eq!(attachment.mandatory, Some(true));
    let attachment = attachment.id.as_deref().unwrap().parse().unwrap();

    assert!(office.is_available(phone).await);
    let order = office
        .create_in("AU", NumberType::Mobile, phone)
        .await
        .unwrap();
    assert_eq!((order.proof(), order.attempts()), (Proof::Response, 1));
    let id = order.id();
    assert_eq!(office.state(id).await, "CREATED");
    assert!(order.expires().is_some());
    // What it costs is known before anything is rented.
    assert_eq!(order.price_at_once().unwrap().to_string(), "2.50 USD");
    assert!(!office.is_available(phone).await, "it is reserved");
    assert_eq!(office.numbers.get(phone).await, Ok(None), "and not held");

    // It is not submitted before everything is there.
    let error = orders.submit(id).send().await.unwrap_err();
    assert_eq!(
        (error.outcome().as_str(), error.status()),
        ("rejected", Some(400))
    );
    assert!(error.to_string().contains("requestDetails.city"), "{error}");
    let error = orders.register(id, details("")).send().await.unwrap_err();
    assert_eq!(error.outcome().as_str(), "rejected");
    let field = error.api().unwrap().violations[0].field.clone();
    assert_eq!(field.as_deref(), Some("requestDetails.city"));
    let registered = orders
        .register(id, details("Melbourne"))
        .send()
        .await
        .unwrap();
    let registered = registered.request_details.as_ref().unwrap();
    assert_eq!(registered.expose()["city"], "Melbourne");
    let error = orders.submit(id).send().await.unwrap_err();
    assert!(
        error.to_string().contains("has not been uploaded"),
        "{error}"
    );

    let document = Document::new("proof.pdf", "application/pdf", &b"%PDF-1.7"[..]);
    let document = document.document_type("Tax certificate");
    orders
        .attach(id, &attachment, document)
        .send()
        .await
        .unwrap();
    let status = async || {
        let registration = orders.registration(id).await.unwrap();
        registration.attachments.as_ref().unwrap()[0]
            .upload_status
            .clone()
    };
    assert_eq!(status().await, Some(UploadStatus::Waiting));
    office.advance(2);
    assert_eq!(status().await, Some(UploadStatus::Completed));

    let submitted = orders.submit(id).send().await.unwrap();
    assert_eq!(submitted.is_submitted(), Some(true));
    assert_eq!(office.state(id).await, "IN_REVIEW");
    assert_eq!(office.numbers.get(phone).await, Ok(None));
    office.advance(11);
    let order = orders.get(id).await.unwrap();
    assert!(order.is_final());
    assert_eq!(office.state(id).await, "COMPLETED");
    office.assert_events(id, &["IN_REVIEW", "COMPLETED"]).await;

    // Its numbers are active, and provisioned as it asked for.
    let held: Vec<_> = office.numbers.list().stream().collect().await;
    assert_eq!(held.len(), 1);
    let number = held[0].as_ref().unwrap();
    assert_eq!(Some(number.phone()), order.numbers().next());
    assert!(number.sms().is_pending());
    office.advance(6);
    assert_eq!(
        office.event().await,
        (phone.to_string(), "SUCCEEDED".to_owned())
    );
    assert!(
        office
            .numbers
            .get(phone)
            .await
            .unwrap()
            .unwrap()
            .sms()
            .is_done()
    );
    // It is over: nothing can be registered any more.
    let late = orders
        .register(id, details("Sydney"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(late.outcome().as_str(), "rejected");
}

#[tokio::test]
async fn a_quantity_is_reserved_and_bought_together() {
    let mut office = Office::open().await;
    let wanted = Quantity::of(3).starting("+1208").sequential();
    let order = office.create(wanted).await.unwrap();
    let numbers: Vec<_> = order.numbers().collect();
    assert_eq!(numbers.len(), 3);
    assert_eq!(order.price_at_once().unwrap().to_string(), "7.50 USD");
    for phone in &numbers {
        assert!(!office.is_available(*phone).await);
        assert_eq!(office.numbers.get(*phone).await, Ok(None));
    }
    office.orders().submit(order.id()).send().await.unwrap();
    office.advance(11);
    office
        .assert_events(order.id(), &["IN_REVIEW", "COMPLETED"])
        .await;
    for phone in &numbers {
        assert!(office.numbers.get(*phone).await.unwrap().is_some());
    }
}

/// The response to each step is lost after the service has acted.
#[tokio::test]
async fn every_step_whose_response_is_lost_is_found_by_a_lookup() {
    let mut office = Office::open().await;
    let orders = office.orders();
    let phone: PhoneNumber = "+61491570101".parse().unwrap();
    let order = office
        .create_in("AU", NumberType::Mobile, phone)
        .await
        .unwrap();
    let id = order.id();
    for operation in [
        Operation::UpdateNumberOrderRegistration,
        Operation::UploadNumberOrderAttachment,
        Operation::SubmitNumberOrder,
    ] {
        let lost = Fault::CommittedThenReset.on(operation).times(1);
        office.simulator.fault(lost);
    }
    let registered = orders
        .register(id, details("Melbourne"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (registered.proof(), registered.attempts()),
        (Proof::Lookup, 1)
    );
    let needed = orders.requirements("AU", NumberType::Mobile).await.unwrap();
    let attachment = needed.attachments.as_ref().unwrap()[0].id.clone().unwrap();
    let document = Document::new("proof.pdf", "application/pdf", &b"%PDF-1.7"[..]);
    let document = document.document_type("Tax certificate");
    // The upload is not completed at first, and no time passes for the simulator.
    let attach = orders.attach(id, &attachment.parse().unwrap(), document);
    let error = attach
        .on_unknown(numbers_ext::OnUnknown::Report)
        .send()
        .await;
    let in_doubt = error.unwrap_err().outcome().in_doubt().unwrap().clone();
    assert_eq!(office.numbers.look(&in_doubt).await.as_str(), "not_yet");
    office.advance(2);
    assert_eq!(office.numbers.look(&in_doubt).await.as_str(), "done");
    let submitted = orders.submit(id).send().await.unwrap();
    assert_eq!(
        (submitted.proof(), submitted.attempts()),
        (Proof::Lookup, 1)
    );
    assert_eq!(submitted.state().unwrap().to_string(), "IN_REVIEW");
    let submits = office.simulator.requests();
    let submits = submits
        .iter()
        .filter(|request| request.operation == Some(Operation::SubmitNumberOrder));
    assert_eq!(submits.count(), 1);
    office.advance(11);
    office.assert_events(id, &["IN_REVIEW", "COMPLETED"]).await;
}

#[tokio::test]
async fn an_order_whose_creation_was_lost_buys_nothing_and_ends_by_itself() {
    let mut office = Office::open().await;
    let lost = Fault::CommittedThenReset.on(Operation::CreateNumberOrder);
    office.simulator.fault(lost.times(1));
    let phone: PhoneNumber = PHONE.parse().unwrap();
    let error = office.create(phone).await.unwrap_err();
    assert_eq!(error.outcome().as_str(), "unknown");
    assert!(
        error.to_string().contains("ends by itself within 48 hours"),
        "{error}"
    );
    assert!(!office.is_available(phone).await);
    office.advance(48 * 3_600 + 1);
    assert!(office.is_available(phone).await);
    assert_eq!(office.event().await.1, "EXPIRED");
    assert_eq!(office.numbers.get(phone).await, Ok(None));
}
