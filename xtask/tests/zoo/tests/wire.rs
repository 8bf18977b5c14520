//! What is generated from each shape does what the document says, on a real socket.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use numbers_zoo::enums::{Capability, Kind};
use numbers_zoo::types::{
    CompositionRequest, CompositionRequestByQuantity, FormUrlencodedBody, PatchRequest,
    PatchRequestAddress, PatchRequestSize, QueriesOrderBy, VoiceRequest,
};
use numbers_zoo::{
    AttachmentId, Client, Error, Exchange, Form, NumberOrderId, Part, PhoneNumber, ProjectId,
    Timestamp, Transport,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A server that answers one request, and what it read.
struct Server {
    client: Client,
    exchange: Exchange,
    read: JoinHandle<String>,
}

impl Server {
    async fn answering(response: &'static str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let builder = reqwest::Client::builder().no_proxy();
        let transport = Transport::new(builder, &url, "zoo").unwrap();
        let exchange = Exchange::new(&transport).authorization("Bearer token".parse().unwrap());
        let client = exchange.client();
        let read = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut read = Vec::new();
            while !is_complete(&read) {
                socket.read_buf(&mut read).await.unwrap();
            }
            socket.write_all(response.as_bytes()).await.unwrap();
            String::from_utf8(read).unwrap()
        });
        Self {
            client,
            exchange,
            read,
        }
    }

    /// Answering 200 with a body of JSON.
    async fn json(body: &str) -> Self {
        let length = body.len();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
        let response = format!("{head}\r\ncontent-length: {length}\r\n\r\n{body}");
        Self::answering(response.leak()).await
    }

    /// The first line and the body of the request that was read, of which `headers` were part.
    async fn read(self, headers: &[&str]) -> (String, String) {
        let read = self.read.await.unwrap();
        let (head, body) = read.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap().to_owned();
        let lines: Vec<_> = lines.collect();
        assert!(lines.contains(&"authorization: Bearer token"), "{head}");
        assert!(!head.contains("api-version"), "{head}");
        for header in headers {
            assert!(lines.contains(header), "{header} is not in {head}");
        }
        (line.replace(" HTTP/1.1", ""), body.to_owned())
    }
}

fn is_complete(read: &[u8]) -> bool {
    let Ok(read) = std::str::from_utf8(read) else {
        return false;
    };
    let Some((head, body)) = read.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .split("\r\n")
        .find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

fn project() -> ProjectId {
    "project".parse().unwrap()
}

fn phone() -> PhoneNumber {
    "+12025550134".parse().unwrap()
}

fn attachment() -> (NumberOrderId, AttachmentId) {
    ("order".parse().unwrap(), "attachment".parse().unwrap())
}

const ANIMAL: &str = "/v1/projects/project/animals/+12025550134";
const ATTACHMENT: &str = "/v1/projects/project/numberOrders/order/attachments/attachment";
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\n\r\n";
const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

#[tokio::test]
async fn a_path_without_ids_and_a_response_without_content() {
    let server = Server::answering(EMPTY).await;
    server.client.no_parameters().await.unwrap();
    assert_eq!(server.read(&[]).await.0, "GET /v1/ping");
}

#[tokio::test]
async fn queries_hold_lists_dotted_names_and_times() {
    let body = r#"{"items":[{"since":"","kind":"THREE","level":0,"id":"no uuid"}],"labels":{"a":null},
        "anything":{"b":[1]},"node":{"children":[{"children":null}]},"odd":"text","more":1}"#;
    let server = Server::json(body).await;
    let capabilities = vec![Capability::Sms, Capability::from("FAX")];
    let (project, kinds) = (project(), vec!["a b".to_owned(), "c".to_owned()]);
    let since = Timestamp::from("2026-11-25T00:00:00Z");
    let page = server.client.queries(
        &project,
        Some(&capabilities),
        Some(true),
        &kinds,
        Some(QueriesOrderBy::DisplayName),
        "+1208",
        None,
        Some(&since),
        Some(0),
        Some("u"),
    );
    let page = page.await.unwrap().into_inner();
    let items = page.items.unwrap();
    assert_eq!(items[0].kind, Some(Kind::Unknown("THREE".to_owned())));
    assert!(items[0].since.as_ref().unwrap().is_unset());
    assert_eq!(items[0].id.as_deref(), Some("no uuid"));
    assert_eq!(page.labels.unwrap()["a"], None);
    assert_eq!(page.node.unwrap().children.unwrap().len(), 1);
    assert_eq!(page.odd.unwrap(), "text");
    let expected = "GET /v1/projects/project/queries?capability=SMS&capability=FAX&deep=true\
        &kinds=a+b&kinds=c&orderBy=displayName&pattern.search=%2B1208\
        &since=2026-11-25T00%3A00%3A00Z&size=0&url=u";
    assert_eq!(server.read(&[]).await.0, expected);
}

#[tokio::test]
async fn a_header_is_sent_where_it_is_given() {
    let server = Server::json("{}").await;
    server
        .client
        .optional_header(&project(), None)
        .await
        .unwrap();
    assert!(!server.read.await.unwrap().contains("x-trace"));
    let server = Server::json("{}").await;
    server
        .client
        .optional_header(&project(), Some("t"))
        .await
        .unwrap();
    server.read(&["x-trace: t"]).await;
}

#[tokio::test]
async fn a_composition_is_one_object_and_its_headers_are_sent() {
    let server = Server::json("{}").await;
    let body = CompositionRequest {
        by_number: None,
        by_quantity: Some(CompositionRequestByQuantity {
            quantity: 3,
            sequential: None,
        }),
        expires: None,
        reference: None,
        region: "US".to_owned(),
    };
    let client = &server.client;
    client
        .mandatory_header(&project(), 7, Some("t"), &body)
        .await
        .unwrap();
    let (line, body) = server.read(&["x-request-id: 7", "x-trace: t"]).await;
    assert_eq!(line, "POST /v1/projects/project/headers");
    assert_eq!(body, r#"{"byQuantity":{"quantity":3},"region":"US"}"#);
}

#[tokio::test]
async fn a_response_of_204_has_no_content() {
    let server = Server::answering(NO_CONTENT).await;
    let response = server
        .client
        .no_content(&project(), &phone())
        .await
        .unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(server.read(&[]).await.0, format!("DELETE {ANIMAL}"));
}

#[tokio::test]
async fn a_patch_sends_what_is_set_and_tags_its_union() {
    let server = Server::json("{}").await;
    let body = PatchRequest {
        address: Some(PatchRequestAddress {
            city: None,
            street: "s".to_owned(),
        }),
        size: Some(PatchRequestSize::Large),
        voice: Some(VoiceRequest::Rtc {
            app_id: "app".to_owned(),
        }),
        ..PatchRequest::default()
    };
    server
        .client
        .patch(&project(), &phone(), &body)
        .await
        .unwrap();
    let (line, body) = server.read(&["content-type: application/json"]).await;
    assert_eq!(line, format!("PATCH {ANIMAL}"));
    assert_eq!(
        body,
        r#"{"address":{"street":"s"},"size":"LARGE","voice":{"type":"RTC","appId":"app"}}"#
    );
}

#[tokio::test]
async fn json_that_is_free_in_form_goes_both_ways() {
    let server = Server::json("[1,null]").await;
    let body = serde_json::Map::from_iter([("a".to_owned(), 1.into())]);
    let value = server
        .client
        .free_form(&project(), &phone(), &body)
        .await
        .unwrap();
    assert_eq!(*value, serde_json::json!([1, null]));
    let (line, body) = server.read(&[]).await;
    assert_eq!(
        (line, body.as_str()),
        (format!("PUT {ANIMAL}"), r#"{"a":1}"#)
    );
}

#[tokio::test]
async fn a_post_without_a_body_receives_a_union_that_loses_nothing() {
    let body = r#"{"phoneNumber":"","born":null,"capability":["NEW"],
        "voice":{"type":"EST","id":"trunk","next":{"two":"2"}}}"#;
    let server = Server::json(body).await;
    let animal = server
        .client
        .post_without_body(&project(), &phone())
        .await
        .unwrap();
    let written = serde_json::to_value(&*animal).unwrap();
    let mut expected: serde_json::Value = serde_json::from_str(body).unwrap();
    expected.as_object_mut().unwrap().remove("born");
    assert_eq!(written, expected);
    assert_eq!(
        server.read(&[]).await,
        (format!("POST {ANIMAL}:release"), String::new())
    );
}

#[tokio::test]
async fn a_form_of_several_parts_sets_its_own_boundary_and_length() {
    let server = Server::answering(EMPTY).await;
    let (order, id) = attachment();
    let part = Part::bytes(b"file".as_slice())
        .file_name("a.pdf")
        .mime_str("application/pdf");
    let form = Form::new()
        .text("documentType", "Passport")
        .part("file", part.unwrap());
    let boundary = form.boundary().to_owned();
    server
        .client
        .multipart(&project(), &order, &id, form)
        .await
        .unwrap();
    let kind = format!("content-type: multipart/form-data; boundary={boundary}");
    let (line, body) = server.read(&[&kind]).await;
    assert_eq!(line, format!("POST {ATTACHMENT}"));
    let expected = [
        &format!("--{boundary}"),
        "Content-Disposition: form-data; name=\"documentType\"",
        "",
        "Passport",
        &format!("--{boundary}"),
        "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"",
        "Content-Type: application/pdf",
        "",
        "file",
        &format!("--{boundary}--"),
        "",
    ];
    assert_eq!(body, expected.join("\r\n"));
}

#[tokio::test]
async fn bytes_are_sent_and_received_as_a_stream() {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc").await;
    let (order, id) = attachment();
    let stream = server
        .client
        .bytes(&project(), &order, &id, "body")
        .await
        .unwrap();
    let received = stream.into_inner_stream();
    let body = reqwest::Body::wrap_stream(received);
    let response = reqwest::Response::from(http::Response::new(body));
    assert_eq!(response.bytes().await.unwrap(), "abc");
    let (line, body) = server
        .read(&["content-type: application/octet-stream"])
        .await;
    assert_eq!((line, body.as_str()), (format!("PUT {ATTACHMENT}"), "body"));
}

#[tokio::test]
async fn a_form_and_a_text_are_sent_as_such() {
    let (order, id) = attachment();
    let server = Server::json("[{}]").await;
    let form = FormUrlencodedBody {
        age: Some(3),
        name: Some("a b".to_owned()),
    };
    let animals = server
        .client
        .form_urlencoded(&project(), &order, &id, &form)
        .await
        .unwrap();
    assert_eq!(animals.len(), 1);
    let kind = "content-type: application/x-www-form-urlencoded";
    assert_eq!(server.read(&[kind]).await.1, "age=3&name=a+b");
    let server = Server::json("\"\"").await;
    let text = server
        .client
        .text(&project(), &order, &id, "text".to_owned())
        .await
        .unwrap();
    assert_eq!(*text, "");
    assert_eq!(server.read(&["content-type: text/plain"]).await.1, "text");
}

#[tokio::test]
async fn a_refusal_of_any_operation_keeps_its_body() {
    let response = "HTTP/1.1 404 Not Found\r\nx-why: gone\r\ncontent-length: 4\r\n\r\ngone";
    let server = Server::answering(response).await;
    let refused = server.client.no_content(&project(), &phone()).await;
    let Err(Error::UnexpectedResponse(response)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-why"]),
        (404, &"gone".parse().unwrap())
    );
    assert_eq!(response.bytes().await.unwrap(), "gone");
    assert_eq!(server.exchange.wire().body, "gone");
}

#[tokio::test]
async fn the_body_of_a_response_without_content_is_kept_all_the_same() {
    let server = Server::json(r#"{"a":1}"#).await;
    server.client.no_parameters().await.unwrap();
    assert_eq!(server.exchange.wire().body, r#"{"a":1}"#);
}
