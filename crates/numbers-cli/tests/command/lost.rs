//! Answers that are lost, networks that are not there, interrupts.

use super::*;

/// What an unknown tells a person to do, does it.
#[test]
fn an_unknown_names_the_command_that_settles_it() {
    let output = rent_against(vec![token(), None], &[]);
    assert_eq!(code(&output), 5);
    let said = text(&output.stderr);
    assert!(
        said.starts_with(&format!("error: unknown whether {PHONE} was rented\n")),
        "{said}"
    );
    let command = said
        .lines()
        .last()
        .unwrap()
        .split_once("numbers settle ")
        .unwrap()
        .1;
    let arguments: Vec<_> = ["settle"].into_iter().chain(command.split(' ')).collect();
    let held = format!(r#"{{"phoneNumber":"{PHONE}"}}"#);
    let output = against(&canned(vec![token(), answer(200, &held)]), &arguments);
    assert_eq!(code(&output), 0, "{output:?}");
    let absent = r#"{"error":{"code":404,"status":"NOT_FOUND","details":[{"resourceType":"ActiveNumber"}]}}"#;
    let mut arguments = arguments;
    arguments.extend(["--settle-waiting", "0s"]);
    let output = against(&canned(vec![token(), answer(404, absent)]), &arguments);
    assert_eq!(code(&output), 3, "{output:?}");
}

#[test]
fn an_unknown_is_json_with_what_is_pending() {
    let output = rent_against(vec![token(), answer(502, "<html>")], &["--output", "json"]);
    let said = json(&output);
    assert_eq!(
        (code(&output), &said["outcome"], &said["status"]),
        (5, &"unknown".into(), &502.into())
    );
    assert_eq!(said["pending"]["phoneNumber"], PHONE);
    assert!(said["pending"]["dispatchedAt"].is_string());
}

#[test]
fn an_unknown_is_settled_when_asked_for() {
    let held =
        format!(r#"{{"phoneNumber":"{PHONE}","smsConfiguration":{{"servicePlanId":"demo"}}}}"#);
    let output = rent_against(
        vec![token(), None, answer(200, &held)],
        &["--on-unknown", "settle", "--output", "json"],
    );
    let said = json(&output);
    assert_eq!(
        (code(&output), &said["outcome"], &said["proof"]),
        (0, &"rented".into(), &"lookup".into())
    );
    let absent = r#"{"error":{"code":404,"status":"NOT_FOUND","details":[{"resourceType":"ActiveNumber"}]}}"#;
    let output = rent_against(
        vec![token(), None, answer(404, absent)],
        &[
            "--on-unknown",
            "settle",
            "--settle-waiting",
            "0s",
            "--output",
            "json",
        ],
    );
    assert_eq!(
        (code(&output), &json(&output)["outcome"]),
        (4, &"not_rented".into())
    );
}

#[test]
fn no_network_is_not_sent() {
    let output = against(
        "http://127.0.0.1:9",
        &["rent", PHONE, "--sms-plan", "demo", "--timeout", "2s"],
    );
    assert_eq!(code(&output), 4, "{output:?}");
    assert!(
        text(&output.stderr).starts_with(&format!("error: nothing was sent to rent {PHONE}\n"))
    );
}

/// Interrupted before and after the request was sent.
#[cfg(unix)]
#[test]
fn an_interrupt_tells_what_may_have_happened() {
    for (answers, exit, outcome) in [(0, 4, "not_sent"), (1, 5, "unknown")] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let child = numbers(&["rent", PHONE, "--sms-plan", "demo", "--output", "json"])
            .env("SINCH_PROJECT_ID", "project")
            .env("SINCH_KEY_ID", "key")
            .env("SINCH_KEY_SECRET", "secret")
            .env("SINCH_NUMBERS_URL", &url)
            .env("SINCH_AUTH_URL", &url)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        for _ in 0..answers {
            let (mut stream, _) = listener.accept().unwrap();
            read_request(&mut stream);
            stream.write_all(token().unwrap().as_bytes()).unwrap();
        }
        // The next request is read and never answered.
        let (mut stream, _) = listener.accept().unwrap();
        read_request(&mut stream);
        let id = child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (code(&output), &json(&output)["outcome"]),
            (exit, &outcome.into()),
            "{output:?}"
        );
    }
}
