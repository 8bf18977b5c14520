//! Every operation, as the server sees it.

use std::sync::{Arc, Mutex};

use numbers_client::enums::{Capability, NumberType, OrderBy, SearchPattern};
use numbers_client::types::{
    AddressRequest, CreateNumberOrderRequest, EmergencyAddressRequest,
    LookupNumberRequirementsRequest, NumberOrderOption, OrderVoiceConfigurationRequest,
    QuantityOrderOption, RegistrationRequest, RentAnyNumberRequest, RentNumberRequest,
    UpdateActiveNumberRequest, UpdateCallbackConfigurationRequest, UpdateSmsConfigurationRequest,
    VoiceConfigurationRequest,
};
use numbers_client::{Client, Exchange, Form, Part, Transport};
use numbers_tests::http::read_request;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

/// A server that answers everything with an empty object, and what it read.
async fn server() -> (Client, Arc<Mutex<Vec<(String, String)>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let read = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&read);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            while let Some(request) = read_request(&mut socket).await {
                seen.lock().unwrap().push(request);
                let response = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                if socket.write_all(response).await.is_err() {
                    break;
                }
            }
        }
    });
    let builder = reqwest::Client::builder().no_proxy();
    let transport = Transport::new(builder, &url, "test").unwrap();
    (Exchange::new(&transport).client(), read)
}

#[tokio::test]
async fn each_of_the_22_operations_sends_what_the_document_says() {
    let (client, read) = server().await;
    let project = "project-1".parse().unwrap();
    let phone = "+12025550134".parse().unwrap();
    let order = "order-1".parse().unwrap();
    let attachment = "attachment-1".parse().unwrap();
    let capabilities = vec![Capability::Sms, Capability::Voice];
    let rtc = VoiceConfigurationRequest::Rtc {
        app_id: "app-1".to_owned(),
    };

    let search = client.number_service_list_available_numbers(
        &project,
        Some(&capabilities),
        Some("+1208"),
        Some(&SearchPattern::Start),
        "US",
        Some(3),
        &NumberType::Local,
    );
    search.await.unwrap();
    client
        .number_service_get_available_number(&project, &phone)
        .await
        .unwrap();
    let body = RentNumberRequest {
        voice_configuration: Some(rtc.clone()),
        ..RentNumberRequest::default()
    };
    client
        .number_service_rent_number(&project, &phone, &body)
        .await
        .unwrap();
    let body = RentAnyNumberRequest {
        callback_url: None,
        capabilities: capabilities.clone(),
        number_pattern: None,
        region_code: "US".to_owned(),
        sms_configuration: None,
        type_: NumberType::Local,
        voice_configuration: None,
    };
    client
        .number_service_rent_any_number(&project, &body)
        .await
        .unwrap();
    let list = client.number_service_list_active_numbers(
        &project,
        Some(&capabilities),
        None,
        None,
        Some(&OrderBy::DisplayName),
        Some(10),
        Some("a token"),
        Some("US"),
        None,
    );
    list.await.unwrap();
    client
        .number_service_get_active_number(&project, &phone)
        .await
        .unwrap();
    let body = UpdateActiveNumberRequest {
        sms_configuration: Some(UpdateSmsConfigurationRequest {
            campaign_id: None,
            service_plan_id: String::new(),
        }),
        ..UpdateActiveNumberRequest::default()
    };
    client
        .number_service_update_active_number(&project, &phone, &body)
        .await
        .unwrap();
    client
        .number_service_release_number(&project, &phone)
        .await
        .unwrap();
    client
        .number_service_get_emergency_address(&project, &phone)
        .await
        .unwrap();
    let body = EmergencyAddressRequest {
        address: AddressRequest {
            city: "Springfield".to_owned(),
            location: None,
            postal_code: "62701".to_owned(),
            postal_code_plus_four: None,
            state: "IL".to_owned(),
            street_info: "Baker St".to_owned(),
            street_number: "221".to_owned(),
        },
        display_name: "Jane Doe".to_owned(),
    };
    client
        .number_service_provision_emergency_address(&project, &phone, &body)
        .await
        .unwrap();
    client
        .number_service_deprovision_emergency_address(&project, &phone)
        .await
        .unwrap();
    client
        .number_service_validate_emergency_address(&project, &phone, &body)
        .await
        .unwrap();
    let body = LookupNumberRequirementsRequest {
        number_type: NumberType::Mobile,
        region_code: "AU".to_owned(),
    };
    client
        .lookup_number_requirements(&project, &body)
        .await
        .unwrap();
    let mut body = CreateNumberOrderRequest {
        callback_url: None,
        number_order_option: Some(NumberOrderOption {
            phone_numbers: vec!["+61491570156".to_owned()],
        }),
        number_type: NumberType::Mobile,
        quantity_order_option: None,
        region_code: "AU".to_owned(),
        sms_configuration: None,
        voice_configuration: Some(OrderVoiceConfigurationRequest::Est {
            trunk_id: "trunk-1".to_owned(),
        }),
    };
    client.create_number_order(&project, &body).await.unwrap();
    body.number_order_option = None;
    body.quantity_order_option = Some(QuantityOrderOption {
        capabilities: Vec::new(),
        number_pattern: None,
        requested_quantity: 3,
        sequential: Some(true),
    });
    client.create_number_order(&project, &body).await.unwrap();
    client.get_number_order(&project, &order).await.unwrap();
    client
        .get_number_order_registration(&project, &order)
        .await
        .unwrap();
    let body = RegistrationRequest {
        request_details: Some(serde_json::json!({ "endBusinessName": "Example" }).into()),
    };
    client
        .update_number_order_registration(&project, &order, &body)
        .await
        .unwrap();
    let file = Part::bytes(b"%PDF".as_slice())
        .file_name("pass\"port.pdf")
        .mime_str("application/pdf")
        .unwrap();
    let form = Form::new()
        .part("file", file)
        .text("documentType", "Passport");
    let boundary = form.boundary().to_owned();
    client
        .upload_number_order_attachment(&project, &order, &attachment, form)
        .await
        .unwrap();
    client.submit_number_order(&project, &order).await.unwrap();
    client
        .number_service_list_available_regions(&project, Some(&vec![NumberType::TollFree]))
        .await
        .unwrap();
    client.get_callback_configuration(&project).await.unwrap();
    let body = UpdateCallbackConfigurationRequest {
        hmac_secret: Some("8d0b7f6e-5a3c-4f21-9b7a-2c1d0e9f8a7b".to_owned().into()),
    };
    client
        .update_callback_configuration(&project, &body)
        .await
        .unwrap();

    let seen = read.lock().unwrap();
    assert_eq!(seen.len(), 23, "22 operations, one of them twice");
    let mut text = String::new();
    for (head, body) in seen.iter() {
        let mut lines = head.lines();
        text.push_str(lines.next().unwrap());
        text.push('\n');
        let mut headers: Vec<_> = lines.filter(|line| line.starts_with("content-")).collect();
        headers.sort_unstable();
        for header in headers {
            text.push_str(&format!("{header}\n"));
        }
        text.push_str(&format!("{body}\n---\n"));
    }
    insta::assert_snapshot!(
        "operations",
        text.replace(&boundary, "[boundary]").replace('\r', "")
    );
}

/// What is secret or personal is in no `Debug`, sent or received.
#[test]
fn secrets_and_registration_data_are_not_shown() {
    use numbers_client::types::{CallbackConfiguration, Registration};

    let secret =
        serde_json::json!({ "hmacSecret": "s3cret", "requestDetails": { "name": "s3cret" } });
    let shown = [
        format!(
            "{:?}",
            serde_json::from_value::<CallbackConfiguration>(secret.clone()).unwrap()
        ),
        format!(
            "{:#?}",
            serde_json::from_value::<UpdateCallbackConfigurationRequest>(secret.clone()).unwrap()
        ),
        format!(
            "{:?}",
            serde_json::from_value::<Registration>(secret.clone()).unwrap()
        ),
        format!(
            "{:#?}",
            serde_json::from_value::<RegistrationRequest>(secret).unwrap()
        ),
    ];
    for shown in shown {
        assert!(
            shown.contains("[redacted]") && !shown.contains("s3cret"),
            "{shown}"
        );
    }
}
