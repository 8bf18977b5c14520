//! What a person meets who runs the tasks: messages, exit codes, files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A project of its own, with the real document and generated file in it.
struct Project(TempDir);

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const DOCUMENT: &str = "openapi/numbers.yaml";
const GENERATED: &str = "crates/numbers-client/src/generated.rs";
const DRIFT: &str = "openapi/drift.yaml";

impl Project {
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        for file in [DOCUMENT, GENERATED, DRIFT] {
            let to = project.path(file);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(Path::new(ROOT).join(file), to).unwrap();
        }
        project
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path(file), text).unwrap();
    }

    /// Replaces the first occurrence, which has to be there.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{from:?} is not in {file}");
        self.write(file, &text.replacen(from, to, 1));
    }

    /// Exit code and all that was printed.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("--root")
            .arg(self.0.path())
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap(),
            String::from_utf8(text).unwrap(),
        )
    }
}

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

/// The vendor's document as far as the list of known differences goes: ours, with what
/// the list says undone.
fn vendors(project: &Project) -> String {
    let text = project.read(DOCUMENT);
    project.write(DRIFT, "");
    text
}

#[test]
fn the_same_document_does_not_drift_whatever_its_prose() {
    let project = Project::new();
    let text =
        vendors(&project).replace("A phone number in E.164", "Another phone number in E.164");
    project.write("other.yaml", &text);
    let (code, text) = project.run(&["drift", "other.yaml"]);
    assert_eq!(
        (code, text.as_str()),
        (
            0,
            "0 differences explained, 0 not; 0 explanations stale; 0 other operations not covered\n"
        )
    );
}

#[test]
fn a_json_document_is_read_as_well() {
    let project = Project::new();
    let value: serde_json::Value = serde_norway::from_str(&vendors(&project)).unwrap();
    project.write("other.json", &value.to_string());
    assert_eq!(project.run(&["drift", "other.json"]).0, 0);
}

#[test]
fn every_kind_of_drift_is_named() {
    let edits: &[(&str, &str, &str)] = &[
        (
            "a property",
            "        displayName:\n          type: string\n",
            "        displayLabel:\n          type: string\n",
        ),
        (
            "a type",
            "          type: integer\n          format: int32\n",
            "          type: string\n          format: int32\n",
        ),
        ("a format", "format: int32", "format: int64"),
        (
            "requiredness",
            "      required:\n        - servicePlanId\n",
            "      required:\n        - campaignId\n",
        ),
        ("an enum value", "        - TOLL_FREE\n", ""),
        (
            "a new enum value",
            "        - TOLL_FREE\n",
            "        - TOLL_FREE\n        - SATELLITE\n",
        ),
        (
            "a variant",
            "          FAX: '#/components/schemas/VoiceFaxRequest'\n",
            "          FAQS: '#/components/schemas/VoiceFaxRequest'\n",
        ),
        (
            "a status",
            "        '500':\n          $ref: '#/components/responses/InternalError'\n",
            "        '503':\n          $ref: '#/components/responses/InternalError'\n",
        ),
        ("security", "security:\n  - Basic: []\n", "security:\n"),
        (
            "a scheme",
            "      scheme: basic\n",
            "      scheme: digest\n",
        ),
        (
            "the server",
            "https://numbers.api.sinch.com",
            "https://us.numbers.api.sinch.com",
        ),
        (
            "the token url",
            "https://auth.sinch.com/oauth2/token",
            "https://auth.sinch.com/oauth3/token",
        ),
        ("deprecation", "      deprecated: true\n", ""),
        (
            "a parameter",
            "      name: phoneNumber\n",
            "      name: number\n",
        ),
        (
            "the operation",
            "  /v1/projects/{projectId}/activeNumbers/{phoneNumber}:\n",
            "  /v2/projects/{projectId}/activeNumbers/{phoneNumber}:\n",
        ),
        (
            "nullability",
            "          nullable: true\n          description: When it is charged next.\n",
            "          description: When it is charged next.\n",
        ),
    ];
    let mut said = String::new();
    for (what, from, to) in edits {
        let project = Project::new();
        let text = vendors(&project);
        assert!(text.contains(from), "{from:?}");
        project.write("other.yaml", &text.replacen(from, to, 1));
        let (code, text) = project.run(&["drift", "other.yaml"]);
        assert_eq!(code, 4, "{what}: {text}");
        said.push_str(&format!("## {what}\n{text}\n"));
    }
    insta::assert_snapshot!("drift", said);
}

#[test]
fn a_known_difference_is_explained_until_it_is_stale() {
    let project = Project::new();
    let text = vendors(&project);
    let entry =
        "- pointer: /components/schemas/NumberType/enum/SATELLITE\n  reason: Not sold here.\n";
    project.write(DRIFT, entry);
    project.write(
        "other.yaml",
        &text.replacen(
            "        - TOLL_FREE\n",
            "        - TOLL_FREE\n        - SATELLITE\n",
            1,
        ),
    );
    assert_eq!(project.run(&["drift", "other.yaml"]).0, 0);
    project.write("other.yaml", &text);
    let (code, said) = project.run(&["drift", "other.yaml"]);
    assert_eq!(code, 4);
    assert!(
        said.contains("stale: /components/schemas/NumberType/enum/SATELLITE"),
        "{said}"
    );
}

#[test]
fn a_bad_list_of_known_differences_is_an_error() {
    for (list, fault) in [
        ("- pointer: /a/*\n  reason: all\n", "wildcards"),
        ("- pointer: a\n  reason: b\n", "not a JSON pointer"),
        ("- pointer: /a\n  reason: ''\n", "the reason is missing"),
        ("- pointer: /a\n", "missing field `reason`"),
        (
            "- pointer: /a\n  reason: b\n- pointer: /a\n  reason: c\n",
            "explained twice",
        ),
        ("- pointer: /a\n  raeson: b\n", "unknown field"),
    ] {
        let project = Project::new();
        let text = vendors(&project);
        project.write(DRIFT, list);
        project.write("other.yaml", &text);
        let (code, said) = project.run(&["drift", "other.yaml"]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(fault) && said.contains(DRIFT), "{said}");
    }
}

#[test]
fn a_document_that_cannot_be_read_is_an_error() {
    let project = Project::new();
    let (code, said) = project.run(&["drift", "nowhere.yaml"]);
    assert_eq!(code, 1);
    assert!(
        said.starts_with("error: nowhere.yaml: can't be read"),
        "{said}"
    );
}
