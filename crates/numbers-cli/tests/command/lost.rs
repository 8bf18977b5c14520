//! Responses that are lost, networks that are not there, interrupts.

use super::*;

const ABSENT: &str =
    r#"{"error":{"code":404,"status":"NOT_FOUND","details":[{"resourceType":"ActiveNumber"}]}}"#;

fn held(members: &str) -> Option<String> {
    response(200, &format!(r#"{{"phoneNumber":"{PHONE}"{members}}}"#))
}

/// Runs a line in a shell, as somebody who pastes it.
#[cfg(unix)]
fn paste(line: &str, url: &str) -> Output {
    let program = numbers(&[]).get_program().to_owned();
    let folder = std::path::Path::new(&program).parent().unwrap().to_owned();
    Command::new("/bin/sh")
        .args(["-c", line])
        .env("PATH", folder)
        .env_remove("SINCH_PROJECT_ID")
        .env("SINCH_KEY_ID", "key")
        .env("SINCH_KEY_SECRET", "marker-secret")
        .env("SINCH_NUMBERS_URL", url)
        .env("SINCH_AUTH_URL", url)
        .output()
        .unwrap()
}

/// The command that an unknown names carries project, configuration, time and waiting time.
#[cfg(unix)]
#[test]
fn seam_01_the_command_that_an_unknown_names_can_be_pasted_into_a_shell() {
    let url = canned(vec![token(), None]);
    let arguments = [
        "rent",
        PHONE,
        "--sms-plan",
        "it's \u{202e}mine",
        "--yes",
        "--project",
        "another-project",
    ];
    let output = against(&url, &arguments);
    assert_eq!(code(&output), 5);
    let shown = text(&output.stderr);
    assert!(
        shown.starts_with(&format!("error: {PHONE} may have been rented: ")),
        "{shown}"
    );
    let line = shown.lines().last().unwrap().trim();
    assert!(
        line.starts_with("numbers reconcile --in-doubt '{"),
        "{line}"
    );
    let found = held(
        ",\"projectId\":\"another-project\",\"smsConfiguration\":{\"servicePlanId\":\"it's \\u202emine\"}",
    );
    let output = paste(line, &canned(vec![token(), found]));
    assert_eq!(code(&output), 0, "{output:?}");
    let theirs =
        held(r#","projectId":"another-project","smsConfiguration":{"servicePlanId":"theirs"}"#);
    let output = paste(line, &canned(vec![token(), theirs]));
    assert_eq!(code(&output), 5, "{output:?}");
}

#[test]
fn an_unknown_is_json_with_all_that_is_needed_to_reconcile_it() {
    let output = rent_against(
        vec![token(), response(502, "<html>")],
        &["--output", "json"],
    );
    let said = json(&output);
    assert_eq!(
        (code(&output), &said["outcome"], &said["status"]),
        (5, &"unknown".into(), &502.into())
    );
    let in_doubt = &said["inDoubt"];
    assert_eq!(in_doubt["operation"], "rent");
    assert_eq!(in_doubt["phoneNumber"], PHONE);
    assert_eq!(in_doubt["projectId"], "project");
    assert_eq!(in_doubt["waitingSeconds"], 60);
    assert_eq!(
        in_doubt["configuration"]["smsConfiguration"]["servicePlanId"],
        "demo"
    );
    assert!(in_doubt["sentAt"].as_str().unwrap().ends_with('Z'));

    // From a file and from stdin as well.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token.json");
    let plan = r#","smsConfiguration":{"servicePlanId":"demo"}"#;
    let name = file.display().to_string();
    // All that was printed does as well.
    let whole = serde_json::json!({ "outcome": "unknown", "inDoubt": in_doubt });
    for printed in [in_doubt, &whole] {
        std::fs::write(&file, printed.to_string()).unwrap();
        let output = against(
            &canned(vec![token(), held(plan)]),
            &["reconcile", "--in-doubt", &name],
        );
        assert_eq!(code(&output), 0, "{output:?}");
    }
    let mut child = numbers(&["reconcile", "--in-doubt", "-"]);
    let url = canned(vec![token(), held(plan)]);
    for (name, value) in [
        ("SINCH_KEY_ID", "key"),
        ("SINCH_KEY_SECRET", "secret"),
        ("SINCH_NUMBERS_URL", &url),
        ("SINCH_AUTH_URL", &url),
    ] {
        child.env(name, value);
    }
    let mut child = child
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(in_doubt.to_string().as_bytes()).unwrap();
    drop(stdin);
    assert_eq!(code(&child.wait_with_output().unwrap()), 0);
}

#[test]
fn seam_22_an_unknown_is_reconciled_when_asked_for_and_says_so() {
    let plan = r#","smsConfiguration":{"servicePlanId":"demo"}"#;
    let output = rent_against(
        vec![token(), None, held(plan)],
        &["--on-unknown", "reconcile", "--output", "json"],
    );
    let said = json(&output);
    assert_eq!(
        (code(&output), &said["outcome"], &said["proof"]),
        (0, &"rented".into(), &"lookup".into())
    );
    let output = rent_against(
        vec![
            token(),
            None,
            response(404, ABSENT),
            token(),
            response(404, ABSENT),
        ],
        &[
            "--on-unknown",
            "reconcile",
            "--waiting",
            "1s",
            "--output",
            "json",
        ],
    );
    assert_eq!(
        (code(&output), &json(&output)["outcome"]),
        (4, &"not_done".into()),
        "{output:?}"
    );
    let progress = text(&output.stderr);
    assert!(
        progress.starts_with(&format!("reconciling {PHONE}: not found yet; ")),
        "{progress}"
    );
}

/// One outcome, one exit code, in every command.
#[test]
fn seam_21_not_done_is_4_for_reconcile_as_for_rent() {
    let long_ago = ["reconcile", PHONE, "--sent-at", "2024-01-01T00:00:00Z"];
    let output = against(&canned(vec![token(), response(404, ABSENT)]), &long_ago);
    assert_eq!(code(&output), 4, "{output:?}");
}

#[test]
fn seam_03_a_time_without_offset_and_a_waiting_time_of_nothing_are_invalid() {
    for time in [
        "2026-11-25T10:08:13",
        "2026-11-25",
        "2026-11-25T02:08:13[America/New_York]",
    ] {
        let output = against(
            "http://127.0.0.1:9",
            &["reconcile", PHONE, "--sent-at", time],
        );
        assert_eq!(code(&output), 2, "{output:?}");
        assert!(
            text(&output.stderr).contains("with its offset"),
            "{output:?}"
        );
    }
    let output = against(
        "http://127.0.0.1:9",
        &["reconcile", PHONE, "--waiting", "0s"],
    );
    assert_eq!(code(&output), 2, "{output:?}");
    for token in ["{}", r#"{"projectId":"p"}"#, "nowhere.json", "{"] {
        let output = against("http://127.0.0.1:9", &["reconcile", "--in-doubt", token]);
        assert_eq!(code(&output), 2, "{output:?}");
        assert!(text(&output.stderr).contains("inDoubt"), "{output:?}");
    }
}

#[test]
fn no_network_is_not_sent() {
    let output = against(
        "http://127.0.0.1:9",
        &[
            "rent",
            PHONE,
            "--sms-plan",
            "demo",
            "--yes",
            "--timeout",
            "2s",
        ],
    );
    assert_eq!(code(&output), 4, "{output:?}");
    let shown = text(&output.stderr);
    assert!(
        shown.starts_with(&format!("error: nothing was sent to rent {PHONE}: ")),
        "{shown}"
    );
    assert!(shown.contains("the connection was refused"), "{shown}");
}

/// A lookup has no floor, and does not speak of renting.
#[test]
fn a_lookup_may_be_shorter_than_a_rental_request() {
    let url = canned(vec![token(), held("")]);
    let output = against(&url, &["get", PHONE, "--timeout", "1s"]);
    assert_eq!(code(&output), 0, "{output:?}");
}

/// Interrupted before and after the request was sent, by each signal that asks to stop.
#[cfg(unix)]
#[test]
fn seam_10_an_interrupt_says_what_may_have_happened() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        for (responses, exit, outcome) in [(0, 4, "not_sent"), (1, 5, "unknown")] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            let child = numbers(&[
                "rent",
                PHONE,
                "--sms-plan",
                "demo",
                "--yes",
                "--output",
                "json",
            ])
            .env("SINCH_PROJECT_ID", "project")
            .env("SINCH_KEY_ID", "key")
            .env("SINCH_KEY_SECRET", "secret")
            .env("SINCH_NUMBERS_URL", &url)
            .env("SINCH_AUTH_URL", &url)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
            for _ in 0..responses {
                let (mut stream, _) = listener.accept().unwrap();
                read_request(&mut stream);
                stream.write_all(token().unwrap().as_bytes()).unwrap();
            }
            // The next request is read and never answered.
            let (mut stream, _) = listener.accept().unwrap();
            read_request(&mut stream);
            let id = child.id().to_string();
            let kill = Command::new("kill").args([signal, &id]).status().unwrap();
            assert!(kill.success());
            let output = child.wait_with_output().unwrap();
            assert_eq!(
                (code(&output), &json(&output)["outcome"]),
                (exit, &outcome.into()),
                "{signal}: {output:?}"
            );
        }
    }
}
