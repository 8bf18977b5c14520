//! Credentials from files and profiles.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use numbers_ext::simulator::Simulator;
use numbers_ext::{AccessKey, Numbers, Profile, ProfileError, Violations};
use tempfile::TempDir;

const SECRET: &str = "marker-secret-7c1f";

fn file(folder: &TempDir, text: &str, mode: u32) -> PathBuf {
    let path = folder.path().join("credentials.toml");
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    path
}

fn of(simulator: &Simulator) -> String {
    format!(
        "project_id = '{}'\nkey_id = '{}'\nkey_secret = '{}'\nnumbers_url = '{url}'\nauth_url = '{url}'\n",
        simulator.project(),
        simulator.key_id(),
        simulator.key_secret(),
        url = simulator.url(),
    )
}

fn text(violations: &Violations) -> String {
    let text = format!("{violations} {violations:?}");
    assert!(!text.contains(SECRET), "{text}");
    violations.to_string()
}

#[tokio::test]
async fn a_client_is_built_from_a_file() {
    let simulator = Simulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, &of(&simulator), 0o600);
    let numbers = Numbers::from_file(path).unwrap();
    let rent = numbers.rent("+12025550134".parse().unwrap()).unconfigured();
    rent.send().await.unwrap();
    assert_eq!(simulator.rented(), ["+12025550134"]);
}

#[test]
fn a_file_that_others_may_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let good = format!("project_id = 'p'\nkey_id = 'k'\nkey_secret = '{SECRET}'\n");
    for mode in [0o644, 0o640, 0o604, 0o660, 0o602, 0o610] {
        let path = file(&folder, &good, mode);
        let error = Profile::read(&path).unwrap_err();
        assert!(matches!(error, ProfileError::Exposed(_, found) if found == mode));
        let violations = Numbers::from_file(&path).unwrap_err();
        assert!(
            text(&violations).contains(&format!("(mode {mode:o}); run `chmod 600` on it")),
            "{violations}"
        );
    }
    for mode in [0o600, 0o400] {
        Numbers::from_file(file(&folder, &good, mode)).unwrap();
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_without_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    for (content, expected) in [
        (
            format!("project_id = 'p'\nkey_id = 'k'\nkey_secret = {SECRET}\n"),
            "is not a file of credentials: line 3 is not TOML",
        ),
        (
            format!("project_id = 'p'\nkey_id = 'k:1'\nkey_secret = '{SECRET}'\n"),
            "keyId has a ':' in it",
        ),
        (
            format!("project_id = 'p'\nkey_id = 'k'\nkey_secret = '{SECRET} '\n"),
            "keySecret has a line break, a blank",
        ),
    ] {
        let path = file(&folder, &content, 0o600);
        let violations = Numbers::from_file(path).unwrap_err();
        assert!(text(&violations).contains(expected), "{violations}");
    }
    let missing = Path::new("/nowhere/credentials.toml");
    let violations = Numbers::from_file(missing).unwrap_err();
    assert_eq!(violations.len(), 1, "{violations}");
    assert!(
        text(&violations).starts_with("credentialsFile /nowhere/credentials.toml can't be read: ")
    );
}

#[test]
fn no_project_meets_the_key_of_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(
        &folder,
        "project_id = 'of-the-file'\nkey_id = 'k'\nkey_secret = 's'\n",
        0o600,
    );
    let builder = Numbers::builder().access_key("id", "secret");
    let violations = builder.credentials_file(&path).build().unwrap_err();
    assert!(
        text(&violations).starts_with("projectId is missing"),
        "{violations}"
    );
    // Said outright, it is what the caller wants.
    let builder = Numbers::builder()
        .project("another")
        .credentials_file(&path);
    assert_eq!(builder.build().unwrap().project().as_str(), "another");
}

#[test]
fn a_name_leads_out_of_no_folder() {
    for name in ["", "..", "a/b", "a\\b", "a.b", "\u{e9}"] {
        assert!(
            matches!(Profile::path(name), Err(ProfileError::Name(_))),
            "{name}"
        );
        let violations = Numbers::from_profile(name).unwrap_err();
        assert!(
            text(&violations).contains("is not the name of a profile"),
            "{violations}"
        );
    }
}

#[test]
fn a_profile_shows_no_secret() {
    let profile = Profile::new("p", AccessKey::new("k", SECRET));
    let builder = Numbers::builder().project("p").access_key("k", SECRET);
    let shown = format!("{profile:?} {builder:?}");
    assert!(!shown.contains(SECRET), "{shown}");
}
