//! `numbers listen`.

use std::process::{Child, ChildStdout};
use std::sync::mpsc::{Receiver, channel};

use super::*;

const SECRET: &str = "callback-secret";
/// An event, and its signature with the secret: both are from the vendor's SDKs.
const EVENT: &str = r#"{"eventId":"01hpa0mww4m79q8j2dwn3ggbgz","timestamp":"2024-02-10T17:22:09.412722588","projectId":"37b62a7b-0177-abcd-efgh-e10f848de123","resourceId":"+17818510001","resourceType":"ACTIVE_NUMBER","eventType":"DEPROVISIONING_FROM_VOICE_PLATFORM","status":"SUCCEEDED","failureCode":null}"#;
const SIGNATURE: &str = "dcf80daac2f232f4b23d5f719db3aa0fdca6af43";
/// An event that is written over two lines, with what no document lists.
const ODD: &str = "{\"eventId\":\"1\",\n \"status\":\"FAILED\",\"failureCode\":\"CAMPAIGN_EXPIRED\",\"new\":1.50}";
const ODD_SIGNATURE: &str = "4629439538d50254c77738964a32891d07177d6d";

/// `numbers listen` on a free port.
struct Listener {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
    _folder: tempfile::TempDir,
}

impl Listener {
    fn start(secrets: &[&str], more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut arguments = vec!["listen", "--listen", "127.0.0.1:0", "--output", "json"];
        let names = (0..secrets.len())
            .map(|index| folder.path().join(index.to_string()).display().to_string());
        let names: Vec<_> = names.collect();
        for (name, secret) in names.iter().zip(secrets) {
            std::fs::write(name, format!("{secret}\n")).unwrap();
            arguments.extend(["--secret-file", name]);
        }
        arguments.extend(more);
        let mut child = numbers(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut listener = Self {
            child,
            stdout,
            address: String::new(),
            _folder: folder,
        };
        let ready = listener.next();
        assert_eq!(ready["outcome"], "listening");
        let url = ready["url"].as_str().unwrap();
        listener.address = url.trim_start_matches("http://").to_owned();
        listener
    }

    fn url(&self) -> String {
        format!("http://{}/numbers", self.address)
    }

    /// Returns the next object that is printed.
    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        super::json(&printed(line))
    }

    /// Sends a request, and returns the status of the response.
    fn post(&self, signature: Option<&str>, body: &str) -> u16 {
        let header = signature.map_or_else(String::new, |signature| {
            format!("X-Sinch-Signature: {signature}\r\n")
        });
        self.send("POST", &header, body)
    }

    fn send(&self, method: &str, headers: &str, body: &str) -> u16 {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let head = format!(
            "{method} /numbers HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n"
        );
        // A body that is refused may not be read to its end.
        let _ = stream.write_all((head + body).as_bytes());
        let mut line = String::new();
        // Without a response, the status is none.
        let _ = BufReader::new(stream).read_line(&mut line);
        line.split(' ')
            .nth(1)
            .map_or(0, |status| status.parse().unwrap())
    }

    #[cfg(unix)]
    fn interrupt(mut self) -> i32 {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Something that prints this line and nothing else.
fn printed(line: String) -> Output {
    let mut output = numbers(&["--version"]).output().unwrap();
    output.stdout = line.into_bytes();
    output
}

/// A server that says what it is sent, and responds with these statuses.
fn target(statuses: Vec<u16>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (say, heard) = channel();
    std::thread::spawn(move || {
        for status in statuses {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = String::new();
            let mut reader = BufReader::new(&mut stream);
            let mut length = 0;
            while !request.ends_with("\r\n\r\n") {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                request.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            request.push_str(&text(&body));
            let _ = say.send(request);
            let response = response(status, "").unwrap();
            stream.write_all(response.as_bytes()).unwrap();
        }
    });
    (url, heard)
}

/// Three processes: one simulates, one listens, one rents and waits.
#[test]
fn events_arrive_signed_and_are_verified_while_a_rental_is_waited_for() {
    let secret = "0123456789abcdef0123456789abcdef01234567";
    let simulation = Simulation::with(&["--pace", "10", "--callback-secret", secret]);
    let mut listener = Listener::start(&[secret], &[]);
    let rent = [
        "rent",
        PHONE,
        "--sms-plan",
        "demo",
        "--sms-campaign",
        "C1",
        "--voice-rtc",
        "app",
        "--callback-url",
        &listener.url(),
        "--yes",
        "--wait",
    ];
    let output = simulation.run(&rent);
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(text(&output.stdout).contains("Provisioned"), "{output:?}");
    let mut kinds: Vec<_> = (0..3)
        .map(|_| {
            let received = listener.next();
            assert_eq!(received["outcome"], "event", "{received}");
            assert_eq!(received["isDuplicate"], false);
            let event = &received["event"];
            assert_eq!(
                (&event["resourceId"], &event["status"]),
                (&PHONE.into(), &"SUCCEEDED".into())
            );
            event["eventType"].as_str().unwrap().to_owned()
        })
        .collect();
    kinds.sort();
    assert_eq!(
        kinds,
        [
            "PROVISIONING_TO_CAMPAIGN",
            "PROVISIONING_TO_SMS_PLATFORM",
            "PROVISIONING_TO_VOICE_PLATFORM"
        ]
    );
}

#[test]
fn what_is_not_signed_with_the_secret_is_refused() {
    let mut listener = Listener::start(&[SECRET], &[]);
    let upper = SIGNATURE.to_uppercase();
    let flipped = SIGNATURE.replacen('d', "e", 1);
    let list = "[]";
    for (signature, body, status) in [
        (Some(SIGNATURE), EVENT, 200),
        (None, EVENT, 401),
        (Some(""), EVENT, 401),
        (Some(&*upper), EVENT, 401),
        (Some(&*flipped), EVENT, 401),
        (Some(SIGNATURE), &EVENT[1..], 401),
        // Signed, and no event.
        (Some("e9e03bf858bd03c8262d71faba96755c043cad76"), list, 400),
    ] {
        assert_eq!(listener.post(signature, body), status, "{signature:?}");
        let said = listener.next();
        if status == 200 {
            assert_eq!(said["outcome"], "event");
        } else {
            assert_eq!(
                (&said["outcome"], &said["status"]),
                (&"refused".into(), &status.into())
            );
            assert_eq!(said["from"], "127.0.0.1");
        }
    }
}

#[test]
fn the_body_is_capped_and_only_a_post_is_an_event() {
    let mut listener = Listener::start(&[SECRET], &[]);
    assert_eq!(listener.send("GET", "", ""), 405);
    let large = "x".repeat(64 * 1024 + 1);
    assert_eq!(listener.post(Some(SIGNATURE), &large), 413);
    assert_eq!(listener.next()["status"], 413);
    // One that says that it is larger still is not waited for.
    let status = {
        let mut stream = TcpStream::connect(&listener.address).unwrap();
        let head = "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        for _ in 0..2 {
            if stream.write_all(chunk.as_bytes()).is_err() {
                break;
            }
        }
        let mut line = String::new();
        let _ = BufReader::new(stream).read_line(&mut line);
        line
    };
    assert!(status.contains("413"), "{status}");
}

#[test]
fn an_event_that_comes_again_is_said_to_be_a_duplicate() {
    let mut listener = Listener::start(&["another-secret", SECRET], &[]);
    for is_duplicate in [false, true] {
        assert_eq!(listener.post(Some(SIGNATURE), EVENT), 200);
        assert_eq!(listener.next()["isDuplicate"], is_duplicate);
    }
}

/// One line, and each digit.
#[test]
fn an_event_is_printed_as_it_came_and_its_code_explained() {
    let mut listener = Listener::start(&[SECRET], &[]);
    assert_eq!(listener.post(Some(ODD_SIGNATURE), ODD), 200);
    let mut line = String::new();
    listener.stdout.read_line(&mut line).unwrap();
    assert!(line.contains(r#""new":1.50}"#), "{line}");
    let said = super::json(&printed(line));
    assert_eq!(said["explanation"]["code"], "CAMPAIGN_EXPIRED");
    assert_eq!(said["event"]["eventId"], "1");
}

#[test]
fn a_verified_event_is_forwarded_as_it_came() {
    let (url, heard) = target(vec![204]);
    let mut listener = Listener::start(&[SECRET], &["--forward", &url]);
    assert_eq!(listener.post(Some(ODD_SIGNATURE), ODD), 200);
    let request = heard.recv().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, ODD);
    assert!(head.starts_with("POST /hook HTTP/1.1\r\n"), "{head}");
    assert!(
        head.contains(&format!("x-sinch-signature: {ODD_SIGNATURE}")),
        "{head}"
    );
    assert_eq!(listener.next()["forwardStatus"], 204);
    // What is not verified goes nowhere.
    assert_eq!(listener.post(None, ODD), 401);
    assert!(heard.recv().is_err(), "the target has seen one request");
}

/// The sender has to deliver it again.
#[test]
fn an_event_that_can_not_be_forwarded_is_not_accepted() {
    let (url, _heard) = target(vec![500]);
    let mut listener = Listener::start(&[SECRET], &["--forward", &url]);
    assert_eq!(listener.post(Some(SIGNATURE), EVENT), 502);
    assert_eq!(listener.next()["forwardStatus"], 500);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let mut listener = Listener::start(&[SECRET], &["--forward", &url]);
    assert_eq!(listener.post(Some(SIGNATURE), EVENT), 502);
    assert!(listener.next()["forwardError"].is_string());
}

#[test]
fn what_it_can_not_listen_with_is_invalid() {
    let folder = tempfile::tempdir().unwrap();
    let (empty, good) = (folder.path().join("empty"), folder.path().join("good"));
    std::fs::write(&empty, "\n").unwrap();
    std::fs::write(&good, SECRET).unwrap();
    let (empty, good) = (empty.to_str().unwrap(), good.to_str().unwrap());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (arguments, field) in [
        (&["--secret-file", "nowhere"][..], "secretFile"),
        (&["--secret-file", empty], "secretFile"),
        (
            &["--secret-file", good, "--forward", "localhost:3000"],
            "forward",
        ),
        (&["--secret-file", good, "--listen", &taken], "listen"),
        (&[], "arguments"),
    ] {
        let arguments = [&["listen", "--output", "json"], arguments].concat();
        let output = numbers(&arguments).output().unwrap();
        let said = json(&output);
        assert_eq!(
            (code(&output), &said["violations"][0]["field"]),
            (2, &field.into())
        );
        assert!(!text(&output.stdout).contains(SECRET));
    }
}

#[cfg(unix)]
#[test]
fn people_read_a_line_an_event_and_an_interrupt_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, SECRET).unwrap();
    let listen = [
        "listen",
        "--listen",
        "127.0.0.1:0",
        "--secret-file",
        secret.to_str().unwrap(),
    ];
    let mut child = numbers(&listen)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    let address = line
        .split("http://")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let mut listener = Listener {
        child,
        stdout,
        address,
        _folder: folder,
    };
    let mut shown = String::new();
    for (signature, body, lines) in [
        (SIGNATURE, EVENT, 1),
        (ODD_SIGNATURE, ODD, 3),
        (SIGNATURE, EVENT, 1),
    ] {
        assert_eq!(listener.post(Some(signature), body), 200);
        for _ in 0..lines {
            listener.stdout.read_line(&mut shown).unwrap();
        }
    }
    assert_eq!(listener.post(None, EVENT), 401);
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    shown.push_str(&format!("! {line}"));
    insta::assert_snapshot!("events", shown);
    assert_eq!(listener.interrupt(), 0);
}

/// `numbers listen ... | head -1`: an event that nobody reads is delivered again.
#[cfg(unix)]
#[test]
fn a_reader_that_is_gone_ends_it_and_the_event_is_not_accepted() {
    let mut listener = Listener::start(&[SECRET], &[]);
    // The other end of its standard output is closed.
    let mut other = Command::new("true").stdout(Stdio::piped()).spawn().unwrap();
    listener.stdout = BufReader::new(other.stdout.take().unwrap());
    other.wait().unwrap();
    assert_ne!(listener.post(Some(SIGNATURE), EVENT), 200);
    assert_eq!(listener.child.wait().unwrap().code(), Some(0));
}
