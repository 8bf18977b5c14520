//! Servers that respond with what a test gives them.

use super::*;

/// A server that reads one request a connection and responds to it, or closes it.
pub(crate) fn canned(responses: Vec<Option<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for response in responses {
            let (mut stream, _) = listener.accept().unwrap();
            read_request(&mut stream);
            match response {
                Some(response) => stream.write_all(response.as_bytes()).unwrap(),
                None => drop(stream),
            }
        }
    });
    url
}

pub(crate) fn read_request(stream: &mut TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" || line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
}

pub(crate) fn response(status: u16, body: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status} S\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ))
}

pub(crate) fn token() -> Option<String> {
    response(200, r#"{"access_token":"t","expires_in":3599}"#)
}

/// Runs `numbers rent` against canned responses.
pub(crate) fn rent_against(responses: Vec<Option<String>>, more: &[&str]) -> Output {
    let url = canned(responses);
    let mut arguments = vec!["rent", PHONE, "--sms-plan", "demo", "--yes"];
    arguments.extend(more);
    against(&url, &arguments)
}

pub(crate) fn against(url: &str, arguments: &[&str]) -> Output {
    numbers(arguments)
        .env("SINCH_PROJECT_ID", "project")
        .env("SINCH_KEY_ID", "key")
        .env("SINCH_KEY_SECRET", "marker-secret")
        .env("SINCH_NUMBERS_URL", url)
        .env("SINCH_AUTH_URL", url)
        .output()
        .unwrap()
}
