//! The simulator as a program.

use super::*;

#[test]
fn the_simulator_listens_beyond_loopback_only_when_asked_to() {
    let output = numbers(&["simulate", "--listen", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("can be reached from other machines"));
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let output = numbers(&[
        "simulate",
        "--listen",
        &taken.local_addr().unwrap().to_string(),
    ])
    .output()
    .unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("can't listen on"));
}

/// What was responded with 200 is rented after `kill -9`; beside it at most what was being
/// answered at that moment.
#[test]
fn a_simulator_that_is_killed_forgets_nothing_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state").display().to_string();
    let start = || Simulation::with(&["--state", &file]);
    let mut first = start();
    let address = first.get("url").trim_start_matches("http://").to_owned();
    let path = format!("/v1/projects/{}/availableNumbers", first.get("project"));
    let answered = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let (report, wait) = std::sync::mpsc::channel();
    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let (address, path, answered, report) = (address.clone(), path.clone(), answered.clone(), report.clone());
            std::thread::spawn(move || {
                let mut asked = Vec::new();
                for number in 0..250 {
                    let phone = format!("+1212{:07}", 1_000_000 + worker * 1_000 + number);
                    asked.push(phone.clone());
                    // simulated-key:simulated-secret
                    let request = format!("POST {path}/{phone}:rent HTTP/1.1\r\nhost: x\r\nauthorization: Basic c2ltdWxhdGVkLWtleTpzaW11bGF0ZWQtc2VjcmV0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                    let Ok(mut stream) = TcpStream::connect(&address) else { break };
                    let mut answer = String::new();
                    let done = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_string(&mut answer));
                    if done.is_err() || !answer.starts_with("HTTP/1.1 200") {
                        break;
                    }
                    answered.lock().unwrap().push(phone);
                    let _ = report.send(());
                }
                asked
            })
        })
        .collect();
    for _ in 0..500 {
        wait.recv().unwrap();
    }
    // SIGKILL: nothing is written on the way out.
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    let asked: Vec<String> = workers
        .into_iter()
        .flat_map(|worker| worker.join().unwrap())
        .collect();
    let answered = answered.lock().unwrap().clone();
    assert!(
        answered.len() >= 500 && answered.len() < 1_000,
        "{}",
        answered.len()
    );
    let second = start();
    let mut stream = TcpStream::connect(second.get("url").trim_start_matches("http://")).unwrap();
    stream
        .write_all(
            b"GET /__sim/rentals?limit=1000 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        )
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let state: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    let rented: Vec<_> = state["rentals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rental| rental["phoneNumber"].as_str().unwrap().to_owned())
        .collect();
    for phone in &answered {
        assert!(
            rented.contains(phone),
            "{phone} was answered and is forgotten"
        );
    }
    for phone in &rented {
        assert!(asked.contains(phone), "{phone} was never asked for");
    }
    assert!(
        rented.len() <= answered.len() + 4,
        "{} rented, {} answered",
        rented.len(),
        answered.len()
    );
}

#[test]
fn a_scenario_is_read_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scenario.yaml");
    let schema = numbers(&["simulate", "--scenario-schema"])
        .output()
        .unwrap();
    assert_eq!(code(&schema), 0);
    let schema: Value = serde_json::from_slice(&schema.stdout).unwrap();
    assert!(schema["properties"]["faults"].is_object());
    for (text, fault) in [
        (
            "faults: [{ operation: rentNumber, fault: nonsense }]",
            "nonsense",
        ),
        ("balances: 1", "balances"),
        (
            "provisioning: [{ product: sms, failureCode: NOPE }]",
            "NOPE",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = numbers(&[
            "simulate",
            "--listen",
            "127.0.0.1:0",
            "--scenario",
            &file.display().to_string(),
        ])
        .output()
        .unwrap();
        assert_eq!(code(&output), 2, "{output:?}");
        assert!(self::text(&output.stderr).contains(fault), "{output:?}");
    }
    let missing = numbers(&["simulate", "--scenario", "nowhere.yaml"])
        .output()
        .unwrap();
    assert_eq!(code(&missing), 2);
}

/// Connections beyond the limit wait; when others are closed they are served.
#[cfg(unix)]
#[test]
fn seam_16c_a_simulator_without_file_descriptors_goes_on_when_it_has_some() {
    let limited = "ulimit -n 64; exec \"$0\" simulate --listen 127.0.0.1:0 --output json";
    let mut command = Command::new("sh");
    command.args(["-c", limited, env!("CARGO_BIN_EXE_numbers")]);
    let simulation = Simulation::spawn(command);
    let address = simulation.get("url").trim_start_matches("http://");
    let connections: Vec<_> = (0..100)
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    drop(connections);
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .write_all(b"GET /__sim/state HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
}

/// The health check of a container that has no other program.
#[test]
fn a_probe_finds_a_simulator_that_responds_and_no_other() {
    let simulation = Simulation::with(&[]);
    let address = simulation
        .get("url")
        .trim_start_matches("http://")
        .to_owned();
    let probe = |address: &str| {
        let output = numbers(&["simulate", "--probe", "--listen", address]).output();
        code(&output.unwrap())
    };
    assert_eq!(probe(&address), 0);
    let port = address.rsplit(':').next().unwrap();
    assert_eq!(probe(&format!("0.0.0.0:{port}")), 0);
    drop(simulation);
    assert_eq!(probe(&address), 1);
}

/// As in slim containers. Plain HTTP, events included, needs no certificates.
#[test]
fn a_machine_without_certificates_simulates() {
    let output = numbers(&["rent", PHONE, "--sms-plan", "demo", "--simulate"])
        .env("SSL_CERT_FILE", "/nowhere")
        .env("SSL_CERT_DIR", "/nowhere")
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
}
