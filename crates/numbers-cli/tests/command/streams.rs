//! Streams that can't be written to, and arguments that are no text.

use super::*;

#[cfg(target_os = "linux")]
fn rented() -> Vec<Option<String>> {
    let number = format!(r#"{{"phoneNumber":"{PHONE}"}}"#);
    vec![token(), response(200, &number)]
}

#[cfg(target_os = "linux")]
fn against_with(url: &str, arguments: &[&str]) -> Command {
    let mut command = numbers(arguments);
    command
        .env("SINCH_PROJECT_ID", "project")
        .env("SINCH_KEY_ID", "key")
        .env("SINCH_KEY_SECRET", "secret")
        .env("SINCH_NUMBERS_URL", url)
        .env("SINCH_AUTH_URL", url);
    command
}

#[cfg(target_os = "linux")]
fn full() -> Stdio {
    std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap()
        .into()
}

/// A pipe whose reader is gone.
#[cfg(target_os = "linux")]
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[cfg(target_os = "linux")]
#[test]
fn seam_10_a_result_that_stdout_does_not_take_is_said_on_stderr() {
    for stdout in [full(), closed()] {
        for more in [&[][..], &["--output", "json"]] {
            let mut arguments = vec!["rent", PHONE, "--sms-plan", "demo", "--yes"];
            arguments.extend(more);
            let output = against_with(&canned(rented()), &arguments)
                .stdout(full())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
                .wait_with_output()
                .unwrap();
            let shown = text(&output.stderr);
            assert_eq!(code(&output), 1, "{shown}");
            assert!(
                shown.contains("could not be written to standard output"),
                "{shown}"
            );
            assert!(
                shown.contains(PHONE) && shown.to_lowercase().contains("rented"),
                "{shown}"
            );
        }
        drop(stdout);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn seam_10_an_unknown_that_stderr_does_not_take_is_said_on_stdout() {
    let output = against_with(
        &canned(vec![token(), None]),
        &["rent", PHONE, "--sms-plan", "demo", "--yes"],
    )
    .stdout(Stdio::piped())
    .stderr(full())
    .spawn()
    .unwrap()
    .wait_with_output()
    .unwrap();
    assert_eq!(code(&output), 5);
    assert!(
        text(&output.stdout).contains("numbers reconcile --in-doubt"),
        "{output:?}"
    );
}

/// `numbers -vv rent ... 2>&1 | head -1`, and a full disk behind stderr.
#[cfg(target_os = "linux")]
#[test]
fn seam_00b_a_log_that_cannot_be_written_costs_nobody_the_rental() {
    for stderr in [full(), closed()] {
        let arguments = [
            "-vv",
            "rent",
            PHONE,
            "--yes",
            "--sms-plan",
            "demo",
            "--output",
            "json",
        ];
        let output = against_with(&canned(rented()), &arguments)
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap();
        assert_eq!(
            (code(&output), &json(&output)["outcome"]),
            (0, &"rented".into())
        );
    }
}

#[cfg(unix)]
#[test]
fn seam_10b_an_argument_that_is_no_text_is_invalid() {
    use std::os::unix::ffi::OsStrExt as _;
    let odd = std::ffi::OsStr::from_bytes(b"+1202\xff");
    let output = numbers(&["rent", "--output", "json", "--sms-plan", "demo"])
        .arg(odd)
        .output()
        .unwrap();
    assert_eq!(
        (code(&output), &json(&output)["outcome"]),
        (2, &"invalid".into())
    );
}

#[test]
fn seam_21_what_is_missing_or_misspelt_is_named() {
    let output = numbers(&["rent", "--output", "json"]).output().unwrap();
    let message = json(&output)["violations"][0]["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(message.contains("<PHONE>"), "{message}");
    let output = numbers(&["rent", PHONE, "--simulat"]).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("'--simulate'"), "{output:?}");
}
