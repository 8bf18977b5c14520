//! Generating, checking, and documents that are bad.

use super::*;

#[test]
fn a_fresh_file_is_fresh_and_generating_twice_gives_the_same_bytes() {
    let project = Project::new();
    assert_eq!(project.run(&["generate", "--check"]), (0, String::new()));
    let before = project.read(GENERATED);
    std::fs::remove_file(project.path(GENERATED)).unwrap();
    assert_eq!(project.run(&["generate"]).0, 0);
    assert_eq!(project.run(&["generate"]), (0, String::new()));
    assert_eq!(project.read(GENERATED), before);
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
fn a_missing_file_is_stale() {
    let project = Project::new();
    std::fs::remove_file(project.path(GENERATED)).unwrap();
    let (code, text) = project.run(&["generate", "--check"]);
    assert_eq!(code, 4);
    assert!(text.contains("is missing"), "{text}");
}

#[test]
fn the_lowered_document_is_reviewed() {
    let (code, text) = Project::new().run(&["generate", "--lowered"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("lowered_document", text);
}

/// Each fault of the document, made by one edit, and what is said about it.
#[test]
fn a_bad_document_gets_an_error_that_names_the_place() {
    let edits: &[(&str, &str, &str)] = &[
        ("a misspelt key", "nullable: true", "nulable: true"),
        (
            "a misspelt required",
            "    SmsConfigurationRequest:\n      type: object\n      description: Which SMS service the number joins.\n      required:",
            "    SmsConfigurationRequest:\n      type: object\n      description: Which SMS service the number joins.\n      requird:",
        ),
        ("OpenAPI 3.1", "openapi: 3.0.3", "openapi: 3.1.0"),
        (
            "a dangling reference",
            "#/components/schemas/Money'",
            "#/components/schemas/Monye'",
        ),
        (
            "one id twice",
            "operationId: NumberService_GetActiveNumber",
            "operationId: NumberService_RentNumber",
        ),
        (
            "no id",
            "      operationId: NumberService_GetActiveNumber\n",
            "",
        ),
        (
            "no description",
            "        amount:\n          type: string\n          description: A decimal number of any scale; no precision is promised.\n",
            "        amount:\n          type: string\n",
        ),
        (
            "a version that is no header",
            "version: 1.0.3",
            "version: \"1.0\\n3\"",
        ),
        (
            "colliding variants",
            "        - TOLL_FREE\n",
            "        - TOLL_FREE\n        - tollFree\n",
        ),
        (
            "a value called unknown",
            "        - TOLL_FREE\n",
            "        - UNKNOWN\n",
        ),
        (
            "a name that is no type",
            "x-open-enum: Capability",
            "x-open-enum: capa bility",
        ),
        (
            "an unbound path parameter",
            "      name: projectId\n      in: path\n      required: true\n      description: The project that rents or holds the number.\n      schema:\n        $ref: '#/components/schemas/ProjectId'",
            "      name: projectId\n      in: path\n      required: true\n      description: The project that rents or holds the number.\n      schema:\n        type: string",
        ),
        (
            "a composition nobody knows",
            "    VoiceJob:\n      type: object\n",
            "    VoiceJob:\n      type: object\n      minProperties: 1\n",
        ),
        (
            "a key that stands twice",
            "info:\n",
            "info:\n  title: twice\n",
        ),
        (
            "a type that is none",
            "          type: integer\n          format: int32\n",
            "          type: integers\n          format: int32\n",
        ),
        (
            "a reference in a circle",
            "    ProjectId:\n      type: string\n",
            "    ProjectId:\n      $ref: '#/components/schemas/ProjectId'\n",
        ),
        (
            "no success",
            "        '200':\n          $ref: '#/components/responses/ActiveNumber'\n        '400':",
            "        '202':\n          $ref: '#/components/responses/ActiveNumber'\n        '400':",
        ),
    ];
    let mut said = String::new();
    for (fault, from, to) in edits {
        let project = Project::new();
        project.edit(DOCUMENT, from, to);
        let (code, text) = project.run(&["generate", "--check"]);
        assert_eq!(code, 1, "{fault}: {text}");
        said.push_str(&format!("## {fault}\n{text}\n"));
    }
    for (fault, text) in [
        ("empty", ""),
        ("not YAML", "a: [b"),
        ("a list", "- 1\n"),
        ("another document", "a: 1\n"),
    ] {
        let project = Project::new();
        project.write(DOCUMENT, text);
        let (code, text) = project.run(&["generate", "--check"]);
        assert_eq!(code, 1, "{fault}: {text}");
        said.push_str(&format!("## {fault}\n{text}\n"));
    }
    let project = Project::new();
    std::fs::remove_file(project.path(DOCUMENT)).unwrap();
    said.push_str(&format!("## missing\n{}\n", project.run(&["generate"]).1));
    insta::assert_snapshot!("bad_documents", said);
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
