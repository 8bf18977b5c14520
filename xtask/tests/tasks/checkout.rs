//! The same project in another checkout: other line ends, another folder, other YAML.

use super::*;

fn with_crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let project = Project::new();
    let before = project.read(GENERATED);
    for file in [DOCUMENT, GENERATED] {
        project.write(file, &format!("\u{feff}{}", with_crlf(&project.read(file))));
    }
    assert_eq!(project.run(&["generate", "--check"]), (0, String::new()));
    std::fs::remove_file(project.path(GENERATED)).unwrap();
    assert_eq!(project.run(&["generate"]).0, 0);
    assert_eq!(project.read(GENERATED), before);
    // Our own document as the other one: nothing differs, so that no explanation is needed.
    let (_, said) = project.run(&["drift", DOCUMENT]);
    assert!(said.contains("0 differences explained, 0 not"), "{said}");
}

#[test]
fn status_codes_without_quotes_are_read_as_text() {
    let project = Project::new();
    let text = project.read(DOCUMENT).replace("'404':", "404:");
    project.write("other.yaml", &text);
    project.write(DRIFT, "");
    assert_eq!(project.run(&["drift", "other.yaml"]).0, 0);
    project.write(DOCUMENT, &text);
    let (code, said) = project.run(&["generate", "--check"]);
    assert_eq!(code, 4, "{said}");
    assert!(
        !said.contains("\n+    "),
        "only the hash has changed: {said}"
    );
}

/// Each text, put into the document twice: as ours and as another one.
#[test]
fn yaml_that_is_no_json_is_refused_alike_by_both_tasks() {
    for (from, to, said) in [
        (
            "        '404':\n          $ref: '#/components/responses/NotAvailable'\n",
            "        '404':\n          $ref: '#/components/responses/NotAvailable'\n        404:\n          $ref: '#/components/responses/NotAvailable'\n",
            "post/responses/404: the key '404' stands twice",
        ),
        (
            "  version: 1.0.3\n",
            "  version: 1.0.3\n  true: 1\n",
            "#/info: a key is the value true",
        ),
        (
            "  version: 1.0.3\n",
            "  version: 1.0.3\n  1.5: 1\n",
            "#/info: a key is the number 1.5",
        ),
        (
            "  version: 1.0.3\n",
            "  version: 1.0.3\n  ~: 1\n",
            "#/info: a key is null",
        ),
        (
            "  version: 1.0.3\n",
            "  version: 1.0.3\n  ? [a]\n  : 1\n",
            "#/info: a key is a list",
        ),
        (
            "  version: 1.0.3\n",
            "  version: !foo 1.0.3\n",
            "#/info/version: tags of YAML",
        ),
        (
            "  version: 1.0.3\n",
            "  version: .nan\n",
            "#/info/version: NaN is no number",
        ),
        (
            "  version: 1.0.3\n",
            "  version: 99999999999999999999\n",
            "#/info/version: 99999999999999999999 has more than 64 bits",
        ),
        (
            "  version: 1.0.3\n",
            "  version: 1.0.3\n  <<: 1\n",
            "#/info/<<: only a mapping",
        ),
    ] {
        let project = Project::new();
        project.edit(DOCUMENT, from, to);
        std::fs::copy(project.path(DOCUMENT), project.path("other.yaml")).unwrap();
        let ours = project.run(&["generate", "--check"]);
        assert!(ours.0 == 1 && ours.1.contains(said), "{said}: {ours:?}");
        project.write(DOCUMENT, SMALL);
        let theirs = project.run(&["drift", "other.yaml"]);
        assert!(
            theirs.0 == 1 && theirs.1.contains(said),
            "{said}: {theirs:?}"
        );
    }
}

#[test]
fn seam_18_merge_keys_are_merged_and_the_keys_beside_them_win() {
    let money = "    Money:\n      type: object\n      description: An amount of money.\n      properties:\n";
    let project = Project::new();
    let text = project.read(DOCUMENT);
    assert!(text.contains(money));
    // The same document, with a part of it written as a merge.
    let merged = text.replacen(
        money,
        "    Money:\n      <<: [{ type: object }, { type: string, description: nothing }]\n      description: An amount of money.\n      properties:\n",
        1,
    );
    project.write(DOCUMENT, &merged);
    let (code, said) = project.run(&["generate", "--check"]);
    assert_eq!(code, 4, "{said}");
    assert!(
        !said.contains("\n+    "),
        "only the hash has changed: {said}"
    );
    project.write(DOCUMENT, &text);
    project.write("same.yaml", &merged);
    project.write(DRIFT, "");
    assert_eq!(project.run(&["drift", "same.yaml"]).0, 0);
    // A property that comes by way of a merge.
    let more = text.replacen(
        money,
        "    Money:\n      type: object\n      description: An amount of money.\n      properties:\n        <<: { added: { type: string } }\n",
        1,
    );
    project.write("more.yaml", &more);
    let (code, said) = project.run(&["drift", "more.yaml"]);
    assert_eq!(code, 4);
    assert!(
        said.contains("/components/schemas/Money/properties/added"),
        "{said}"
    );
}

#[test]
fn the_project_is_found_from_a_folder_within_it() {
    let project = Project::new();
    let within = project.path("openapi");
    let (code, said) = ended(
        project
            .command(&["generate", "--check"])
            .current_dir(within),
    );
    assert_eq!((code, said.as_str()), (0, ""));
}

#[test]
fn the_project_that_cargo_runs_the_program_for_is_the_one() {
    let (project, other) = (Project::new(), Project::new());
    other.write(GENERATED, "");
    let (code, said) = ended(
        other
            .command(&["generate", "--check"])
            .env("CARGO_MANIFEST_DIR", project.path("xtask")),
    );
    assert_eq!((code, said.as_str()), (0, ""));
}

#[test]
fn a_folder_that_is_in_no_project_is_said_to_be() {
    let folder = TempDir::new().unwrap();
    let project = Project::new();
    let (code, said) = ended(project.command(&["generate"]).current_dir(folder.path()));
    assert_eq!(code, 1);
    assert!(said.contains("no project is here"), "{said}");
}
