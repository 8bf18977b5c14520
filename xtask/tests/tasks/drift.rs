//! Comparing with another copy of the document.

use super::*;

/// The vendor's document: the same as ours, so that nothing has to be explained.
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
fn seam_18_every_kind_of_drift_is_named() {
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
            "the deprecation of a member",
            "        displayName:\n          type: string\n",
            "        displayName:\n          type: string\n          deprecated: true\n",
        ),
        (
            "the deprecation of a member that refers",
            "        money:\n",
            "        money:\n          deprecated: true\n",
        ),
        (
            "the deprecation of a parameter",
            "      name: phoneNumber\n      in: path\n",
            "      name: phoneNumber\n      in: path\n      deprecated: true\n",
        ),
        (
            "how a parameter is written",
            "      name: phoneNumber\n      in: path\n",
            "      name: phoneNumber\n      in: path\n      style: label\n      explode: true\n",
        ),
        (
            "a pattern",
            "      pattern: ^\\+[1-9][0-9]{6,14}$\n",
            "      pattern: ^\\+[0-9]+$\n",
        ),
        (
            "a length",
            "          minLength: 1\n",
            "          maxLength: 64\n",
        ),
        (
            "closed objects",
            "          additionalProperties: false\n",
            "",
        ),
        (
            "maps",
            "        displayName:\n          type: string\n",
            "        displayName:\n          type: object\n          additionalProperties: { type: string }\n",
        ),
        (
            "a response header",
            "        www-authenticate:\n          description: Which scheme is wanted and what was wrong with the token.\n          schema:\n            type: string\n",
            "        WWW-Authenticate:\n          description: Another text.\n          required: true\n          schema:\n            type: integer\n        Retry-After:\n          schema:\n            type: integer\n",
        ),
        (
            "a scope that is offered",
            "          scopes: {}\n",
            "          scopes:\n            numbers: all of it\n",
        ),
        (
            "a scope that is needed",
            "security:\n  - Basic: []\n  - OAuth2.0: []\n",
            "security:\n  - Basic: []\n  - OAuth2.0:\n      - numbers\n",
        ),
        (
            "an event",
            "                - IN_REVIEW\n                - BLOCKED\n",
            "                - IN_REVIEW\n                - PAUSED\n                - BLOCKED\n",
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

/// The vendor writes what it sends to callbacks into an extension.
#[test]
fn events_are_compared_with_those_of_webhooks() {
    let project = Project::new();
    let text = vendors(&project);
    let (before, after) = text.split_once("      callbacks:\n").unwrap();
    let (_, after) = after.split_once("  /v1/projects").unwrap();
    let webhooks = "x-webhooks:
  EventsCallback:
    post:
      operationId: NumberService_EventsCallback
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Event'
";
    let other = format!("{before}  /v1/projects{after}{webhooks}");
    project.write("other.yaml", &other);
    assert_eq!(project.run(&["drift", "other.yaml"]).0, 0);
    let status = "                - IN_REVIEW\n";
    assert!(other.contains(status));
    project.write("other.yaml", &other.replace(status, ""));
    let (code, said) = project.run(&["drift", "other.yaml"]);
    assert_eq!(code, 4);
    assert!(
        said.contains("/properties/status/enum/IN_REVIEW: ours has it"),
        "{said}"
    );
    project.write("other.yaml", &other.replace(webhooks, ""));
    let (code, said) = project.run(&["drift", "other.yaml"]);
    assert_eq!(code, 4);
    assert!(
        said.contains("/post: ours has it, theirs does not"),
        "{said}"
    );
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
    for (list, problem) in [
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
        assert!(said.contains(problem) && said.contains(DRIFT), "{said}");
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
