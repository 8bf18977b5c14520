//! Comparing with another copy of the document.

use super::*;

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
    let value: serde_json::Value = yaml_serde::from_str(&vendors(&project)).unwrap();
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
