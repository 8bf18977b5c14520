//! `numbers callbacks secret`.

use super::*;

const SECRET: &str = "0123456789abcdef0123456789abcdef01234567";
const GET: &[&str] = &["callbacks", "secret", "get"];
const SET: &[&str] = &["callbacks", "secret", "set"];

#[test]
fn a_secret_is_set_from_stdin_or_a_file_and_shown_when_asked_for() {
    let simulation = Simulation::start();
    let set = simulation.feed(&format!("{SECRET}\r\n"), SET);
    let show = [GET, &["--show"]].concat();
    insta::assert_snapshot!(
        "secret",
        transcript(&set) + &simulation.session(&[GET, &show])
    );
    assert_eq!(
        simulation.saw()[0],
        format!(r#"PATCH callbackConfiguration {{"hmacSecret":"{SECRET}"}}"#)
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, SECRET.replace('0', "9")).unwrap();
    let from_file = [SET, &["--secret-file", file.to_str().unwrap()]].concat();
    let (exit, said) = simulation.json(&from_file);
    assert_eq!((exit, &said["outcome"]), (0, &"callback_secret_set".into()));
    let (exit, said) = simulation.json(&show);
    assert_eq!((exit, &said["isSet"]), (0, &true.into()));
    assert_eq!(said["hmacSecret"], SECRET.replace('0', "9"));
}

/// In no way out, and in no log.
#[test]
fn a_secret_that_nobody_asked_for_is_printed_nowhere() {
    let simulation = Simulation::with(&["--callback-secret", SECRET]);
    for more in [&[][..], &["--output", "json"]] {
        let verbose = [&["-vv"], GET, more].concat();
        let output = simulation.run(&verbose);
        assert_eq!(code(&output), 0, "{output:?}");
        let shown = text(&output.stdout) + &text(&output.stderr);
        assert!(!shown.contains(SECRET), "{shown}");
    }
    let other = SECRET.replace('0', "8");
    let output = simulation.feed(&other, &[&["-vv"], SET].concat());
    assert_eq!(code(&output), 0, "{output:?}");
    let shown = text(&output.stdout) + &text(&output.stderr);
    assert!(!shown.contains(&other), "{shown}");
}

#[test]
fn a_secret_that_is_missing_or_refused_says_why() {
    let simulation = Simulation::start();
    let empty = simulation.feed("\n", SET);
    let missing = simulation.run(&[SET, &["--secret-file", "nowhere"]].concat());
    let short = simulation.feed("too-short\n", SET);
    let shown = [&empty, &missing, &short].map(transcript).concat();
    insta::assert_snapshot!("secret_refused", shown);
    let set = simulation.saw();
    assert!(set.len() <= 1, "{set:?}");
}
