//! Generating and checking.

use super::*;

#[test]
fn a_fresh_file_is_fresh_and_generating_twice_gives_the_same_bytes() {
    let project = Project::real();
    assert_eq!(project.run(&["generate", "--check"]), (0, String::new()));
    let before = project.read(GENERATED);
    std::fs::remove_file(project.path(GENERATED)).unwrap();
    assert_eq!(project.run(&["generate"]).0, 0);
    assert_eq!(project.run(&["generate"]), (0, String::new()));
    assert_eq!(project.read(GENERATED), before);
}

#[test]
fn all_files_are_checked_and_written() {
    let project = Project::real();
    let before = [GENERATED, EVENTS, COPY].map(|file| project.read(file));
    for file in [GENERATED, EVENTS, COPY] {
        project.write(file, "");
    }
    let (code, text) = project.run(&["generate", "--check"]);
    assert_eq!(code, 4);
    for file in [GENERATED, EVENTS, COPY] {
        assert!(
            text.contains(&format!("stale: {file} is missing")),
            "{text}"
        );
    }
    assert_eq!(project.run(&["generate"]).0, 0);
    assert_eq!(
        [GENERATED, EVENTS, COPY].map(|file| project.read(file)),
        before
    );
}

#[test]
fn an_edited_file_is_stale_and_the_command_mends_it() {
    let project = Project::new();
    project.edit(
        GENERATED,
        "pub struct ActiveNumber {",
        "pub struct ActiveNumbers {",
    );
    let (code, text) = project.run(&["generate", "--check"]);
    assert_eq!(code, 4);
    insta::assert_snapshot!("stale_by_an_edit", text);
    assert_eq!(project.run(&["generate"]).0, 0);
    assert_eq!(project.run(&["generate", "--check"]).0, 0);
}

#[test]
fn a_changed_document_makes_the_file_stale() {
    let project = Project::new();
    project.edit(
        DOCUMENT,
        "        displayName:\n          type: string\n",
        "        displayLabel:\n          type: string\n",
    );
    let (code, text) = project.run(&["generate", "--check"]);
    assert_eq!(code, 4, "{text}");
    assert!(text.starts_with("stale: crates/numbers-client/src/generated.rs was generated from another openapi/numbers.yaml\n"), "{text}");
    assert!(text.contains("+        pub display_label"), "{text}");
    assert!(text.ends_with("run: cargo xtask generate\n"), "{text}");
}

#[test]
fn the_document_that_travels_with_the_simulator_is_the_document() {
    let project = Project::real();
    project.edit(COPY, "openapi: 3.0.3", "openapi: 3.0.4");
    let (code, text) = project.run(&["generate", "--check"]);
    assert_eq!(code, 4, "{text}");
    let reason = format!("stale: {COPY} is no copy of openapi/numbers.yaml\n");
    assert!(text.starts_with(&reason), "{text}");
    assert_eq!(project.run(&["generate"]).0, 0);
    assert_eq!(project.read(COPY), project.read(DOCUMENT));
}

#[test]
fn a_missing_file_is_stale() {
    let project = Project::new();
    std::fs::remove_file(project.path(GENERATED)).unwrap();
    let (code, text) = project.run(&["generate", "--check"]);
    assert_eq!(code, 4);
    assert!(text.contains("is missing"), "{text}");
}

#[test]
fn the_lowered_document_is_reviewed() {
    let (code, text) = Project::real().run(&["generate", "--lowered"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("lowered_document", text);
}

/// A failed run leaves the file as it was.
#[test]
fn a_bad_document_costs_no_generated_file() {
    let project = Project::new();
    let before = project.read(GENERATED);
    project.edit(DOCUMENT, "openapi: 3.0.3", "openapi: 3.1.0");
    assert_eq!(project.run(&["generate"]).0, 1);
    assert_eq!(project.read(GENERATED), before);
}
