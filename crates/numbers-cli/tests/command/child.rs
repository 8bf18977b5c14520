//! `numbers simulate -- COMMAND`.

#![cfg(unix)]

use super::*;

fn simulate(command: &[&str]) -> Command {
    numbers(&[&["simulate", "--"], command].concat())
}

#[test]
fn a_command_has_the_environment_of_the_simulator_and_gives_its_exit_code() {
    let script = "echo $SINCH_PROJECT_ID $SINCH_KEY_ID $SINCH_KEY_SECRET $SINCH_NUMBERS_URL $SINCH_AUTH_URL; cat; exit 7";
    let mut child = simulate(&["sh", "-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"typed\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), text(&output.stderr).as_str()), (7, ""));
    let shown = text(&output.stdout);
    let (environment, rest) = shown.split_once('\n').unwrap();
    assert_eq!(environment.split(' ').count(), 5, "{shown}");
    assert!(environment.contains("http://127.0.0.1:"), "{shown}");
    assert_eq!(rest, "typed\n");
}

#[test]
fn a_command_uses_the_simulator() {
    let program = env!("CARGO_BIN_EXE_numbers");
    let output = simulate(&[program, "rent", PHONE, "--sms-plan", "demo", "--yes"])
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(text(&output.stdout).starts_with("Rented"), "{output:?}");
}

#[test]
fn a_command_that_can_not_be_run_is_said_as_a_shell_does() {
    let folder = tempfile::tempdir().unwrap();
    for (program, exit) in [
        ("no-such-program-anywhere", 127),
        (folder.path().to_str().unwrap(), 126),
    ] {
        let output = simulate(&[program]).output().unwrap();
        assert_eq!(code(&output), exit, "{output:?}");
        assert!(text(&output.stderr).contains("can't be run"), "{output:?}");
    }
}

#[test]
fn a_signal_is_passed_on_and_the_end_by_one_is_passed_back() {
    for (script, exit) in [
        (
            "trap 'exit 9' TERM; echo ready; while :; do sleep 0.01; done",
            9,
        ),
        ("echo ready; exec sleep 600", 128 + 15),
    ] {
        let mut child = simulate(&["sh", "-c", script])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let id = child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(child.wait().unwrap().code(), Some(exit), "{script}");
    }
}
