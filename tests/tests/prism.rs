//! The client against Prism, a mock server that somebody else made, serving our document.
//!
//! `cargo xtask interop` starts Prism, sets `PRISM_URL` and runs this test.

use numbers_client::{Form, Part};
use numbers_ext::{Numbers, Sms, Voice};
use numbers_tests::http::read_request;
use numbers_tests::typed::round_trip;
use numbers_tests::world::{PROJECT, ended, phone};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A proxy that asks Prism for one response by its `Prefer` header.
async fn preferring(prism: &str, prefer: String) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let prism = prism.trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let Some((head, body)) = read_request(&mut client).await else {
                continue;
            };
            let mut server = TcpStream::connect(&prism).await.unwrap();
            let request = format!("{head}\r\nprefer: {prefer}\r\nconnection: close\r\n\r\n{body}");
            server.write_all(request.as_bytes()).await.unwrap();
            let mut response = Vec::new();
            server.read_to_end(&mut response).await.unwrap();
            // The connection ends here, whatever the response says of it.
            let response = String::from_utf8(response).unwrap().replacen(
                "\r\n",
                "\r\nconnection: close\r\n",
                1,
            );
            client.write_all(response.as_bytes()).await.unwrap();
        }
    });
    url
}

fn client(url: &str) -> Numbers {
    let builder = Numbers::builder()
        .project(PROJECT)
        .bearer("any-token")
        .numbers_url(url);
    builder.build().unwrap()
}

#[tokio::test]
#[ignore = "needs Prism, whose URL is in PRISM_URL"]
async fn prism_responds_as_the_document_says_and_all_of_it_is_understood() {
    let prism = std::env::var("PRISM_URL").unwrap();
    let direct = client(&prism);
    for rent in [
        direct
            .rent(phone())
            .sms(Sms::plan("plan-1").campaign("C123")),
        direct
            .rent(phone())
            .sms(Sms::plan("plan-1"))
            .voice(Voice::rtc("app-1")),
        direct
            .rent(phone())
            .voice(Voice::est("trunk-1"))
            .callback_url("https://example.com"),
        direct.rent(phone()).voice(Voice::fax("service-1")),
        direct.rent(phone()).unconfigured(),
    ] {
        let rental = rent.send().await.unwrap();
        assert_eq!(rental.price().unwrap().to_string(), "2.00 USD");
    }
    assert!(direct.get(phone()).await.unwrap().is_some());
    for example in ["sms", "voiceRtc", "smsAndVoice", "voiceEst", "voiceFax"] {
        let url = preferring(&prism, format!("code=200, example={example}")).await;
        let rental = client(&url)
            .rent(phone())
            .unconfigured()
            .send()
            .await
            .unwrap();
        assert!(rental.number().untyped().is_empty(), "{example}");
    }
    for (status, name, outcome) in [
        (400, Some("INVALID_ARGUMENT"), "rejected"),
        (401, None, "rejected"),
        (403, Some("PERMISSION_DENIED"), "rejected"),
        (404, Some("NOT_FOUND"), "rejected"),
        (413, Some("CONTENT_TOO_LARGE"), "rejected"),
        (415, Some("INVALID_ARGUMENT"), "rejected"),
        (500, Some("INTERNAL"), "unknown"),
    ] {
        let url = preferring(&prism, format!("code={status}")).await;
        let result = client(&url).rent(phone()).unconfigured().send().await;
        assert_eq!(ended(&result), outcome, "{status}: {result:?}");
        let error = result.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!(
            error.api().and_then(|api| api.status.as_deref()),
            name,
            "{status}"
        );
    }
    let url = preferring(&prism, "code=404".to_owned()).await;
    assert_eq!(client(&url).get(phone()).await.unwrap(), None);
}

/// Asks Prism for each example of each response of each operation, and reads it as its type.
#[tokio::test]
#[ignore = "needs Prism, whose URL is in PRISM_URL"]
async fn every_example_that_prism_serves_is_read_and_written_back_without_loss() {
    let prism = std::env::var("PRISM_URL").unwrap();
    let document = document();
    let mut served = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch"] {
            let Some(operation) = item.get(method) else {
                continue;
            };
            for (status, response) in operation["responses"].as_object().unwrap() {
                let media = &resolved(&document, response)["content"]["application/json"];
                let examples = media.get("examples").and_then(Value::as_object);
                for name in examples.into_iter().flat_map(serde_json::Map::keys) {
                    let prefer = format!("code={status}, example={name}");
                    let request = request(&document, &prism, path, item, method);
                    let response = request.header("prefer", prefer).send().await.unwrap();
                    assert_eq!(response.status().as_str(), status, "{method} {path} {name}");
                    let body: Value = response.json().await.unwrap();
                    let schema = media["schema"]["$ref"].as_str().unwrap();
                    let schema = schema.rsplit('/').next().unwrap();
                    assert_eq!(round_trip(schema, &body), body, "{method} {path} {name}");
                    served += 1;
                }
            }
        }
    }
    assert!(served > 100, "{served}");
}

fn document() -> Value {
    yaml_serde::from_str(include_str!("../../openapi/numbers.yaml")).unwrap()
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(&reference[1..]).unwrap(),
        None => value,
    }
}

/// A request of an operation with the examples of its parameters and its body.
fn request(
    document: &Value,
    prism: &str,
    path: &str,
    item: &Value,
    method: &str,
) -> reqwest::RequestBuilder {
    let operation = &item[method];
    let mut url = format!("{prism}{path}");
    let mut query = Vec::new();
    for parameters in [&item["parameters"], &operation["parameters"]] {
        for parameter in parameters.as_array().into_iter().flatten() {
            let parameter = resolved(document, parameter);
            let name = parameter["name"].as_str().unwrap();
            match (&parameter["in"], &parameter["example"]) {
                (place, Value::String(example)) if place == "path" => {
                    url = url.replace(&format!("{{{name}}}"), example);
                }
                (_, Value::String(example)) => query.push((name, example.clone())),
                (_, Value::Array(examples)) => {
                    for example in examples {
                        query.push((name, example.as_str().unwrap().to_owned()));
                    }
                }
                (_, example) => query.push((name, example.to_string())),
            }
        }
    }
    let method = method.to_uppercase().parse().unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client
        .request(method, url)
        .basic_auth("id", Some("secret"))
        .query(&query);
    let content = &operation["requestBody"]["content"];
    if let Some(examples) = content["application/json"]["examples"].as_object() {
        let example = examples.values().next().unwrap();
        request.json(&resolved(document, example)["value"])
    } else if content.get("multipart/form-data").is_some() {
        // Prism fails at a file that does not say what it is.
        let file = Part::bytes(b"file".as_slice()).file_name("file.pdf");
        let file = file.mime_str("application/pdf").unwrap();
        request.multipart(Form::new().part("file", file))
    } else {
        request
    }
}
