//! Documents that refer to themselves, or whose few lines stand for billions: each task
//! ends, with a result or a message that names the place.

use super::*;

/// A document with one operation that both sides know, its response, and other schemas.
fn document(response: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: t, version: 1.0.0, description: d }}
paths:
  /v1/projects/{{projectId}}/activeNumbers/{{phoneNumber}}:
    get:
      operationId: NumberService_GetActiveNumber
      description: d
      parameters:
        - name: projectId
          in: path
          required: true
          description: d
          schema: {{ $ref: '#/components/schemas/ProjectId' }}
        - name: phoneNumber
          in: path
          required: true
          description: d
          schema: {{ $ref: '#/components/schemas/PhoneNumber' }}
      responses:
        '200': {response}
components:
  responses:
    A: {{ description: d }}
    Itself: {{ $ref: '#/components/responses/Itself' }}
    There: {{ $ref: '#/components/responses/Back' }}
    Back: {{ $ref: '#/components/responses/There' }}
  schemas:
    ProjectId: {{ type: string, description: d }}
    PhoneNumber: {{ type: string, description: d }}
{schemas}"
    )
}

fn of_schema(schemas: &str) -> String {
    let response = "{ description: d, content: { application/json: { schema: { $ref: '#/components/schemas/A0' } } } }";
    document(response, schemas).replace("    Itself: { $ref: '#/components/responses/Itself' }\n    There: { $ref: '#/components/responses/Back' }\n    Back: { $ref: '#/components/responses/There' }\n", "")
}

/// `layers` schemas, each of which refers to the next ten times.
fn fan(layers: usize, layer: impl Fn(usize) -> String) -> String {
    let schemas: String = (0..layers)
        .map(|index| format!("    A{index}: {}\n", layer(index + 1)))
        .collect();
    format!("{schemas}    A{layers}: {{ type: object, description: d }}\n")
}

fn ten(each: impl Fn(usize) -> String) -> String {
    (0..10).map(each).collect::<Vec<_>>().join(", ")
}

/// What both tasks say of a document. That they end at all is half of what is tested.
fn said(document: &str) -> [(i32, String); 2] {
    let project = Project::new();
    project.write("other.yaml", document);
    let drift = project.run(&["drift", "other.yaml"]);
    project.write(DOCUMENT, document);
    let generate = project.run(&["generate", "--check"]);
    for (code, said) in [&generate, &drift] {
        assert!([0, 1, 4].contains(code), "{said}");
    }
    [generate, drift]
}

#[test]
fn seam_16d_a_reference_to_itself_or_to_the_whole_document_is_an_error() {
    for (response, place) in [
        (
            "{ $ref: '#/components/responses/Itself' }",
            "#/components/responses/Itself/$ref",
        ),
        (
            "{ $ref: '#/components/responses/There' }",
            "#/components/responses/There/$ref",
        ),
        ("{ $ref: '#' }", "get/responses/200/$ref"),
        ("{ $ref: '#/paths' }", "get/responses/200/$ref"),
        (
            "{ description: d, content: { application/json: { schema: { $ref: '#' } } } }",
            "get/responses/200/content/application~1json/schema/$ref",
        ),
    ] {
        let [(code, said), _] = said(&document(response, ""));
        assert!(code == 1 && said.contains(place), "{response}: {said}");
    }
}

#[test]
fn schemas_that_contain_themselves_are_generated_and_compared() {
    let wrapped = "{ description: d, allOf: [{ $ref: '#/components/schemas/A0' }] }";
    for schema in [
        format!("{{ type: object, description: d, properties: {{ a: {wrapped}, b: {wrapped} }} }}"),
        "{ type: array, description: d, items: { $ref: '#/components/schemas/A0' } }".to_owned(),
        "{ type: object, description: d, additionalProperties: { $ref: '#/components/schemas/A0' } }".to_owned(),
    ] {
        let [(code, said), _] = said(&of_schema(&format!("    A0: {schema}\n")));
        assert_eq!(code, 4, "{said}");
    }
}

#[test]
fn a_composition_that_contains_itself_is_an_error() {
    let object = "{ type: object, description: d }";
    for key in ["allOf", "oneOf", "anyOf"] {
        let schemas = format!(
            "    A0: {{ description: d, allOf: [{{ $ref: '#/components/schemas/A1' }}, {object}] }}
    A1: {{ description: d, {key}: [{{ $ref: '#/components/schemas/A0' }}, {object}] }}\n"
        );
        let [(code, said), (other, compared)] = said(&of_schema(&schemas));
        assert!(
            code == 1 && said.contains("contains itself, by way of"),
            "{said}"
        );
        // Variants are compared one by one, parts have to be put together first.
        let is_refused = other == 1 && compared.contains("a composition that contains itself");
        assert_eq!(is_refused, key == "allOf", "{compared}");
    }
}

#[test]
fn seam_16d_a_few_lines_that_stand_for_billions_are_bounded() {
    for key in ["allOf", "oneOf", "anyOf"] {
        let layer = |next| {
            let parts = ten(|_| format!("{{ $ref: '#/components/schemas/A{next}' }}"));
            format!("{{ description: d, {key}: [{parts}] }}")
        };
        let [(code, said), _] = said(&of_schema(&fan(15, layer)));
        assert!(
            code == 1 && said.contains("a composition of more than 1000 parts"),
            "{said}"
        );
    }
    let layer = |next| {
        let properties = ten(|index| {
            format!(
                "p{index}: {{ description: d, allOf: [{{ $ref: '#/components/schemas/A{next}' }}] }}"
            )
        });
        format!("{{ type: object, description: d, properties: {{ {properties} }} }}")
    };
    let [(code, said), _] = said(&of_schema(&fan(15, layer)));
    assert_eq!(code, 4, "{said}");
}

/// Many small compositions, each with the same large part.
#[test]
fn a_large_part_of_many_schemas_is_bounded() {
    let many = |schema: &dyn Fn(usize) -> String, separator: &str| {
        (0..1_000).map(schema).collect::<Vec<_>>().join(separator)
    };
    let large = many(
        &|index| format!("p{index}: {{ type: string, description: d }}"),
        ", ",
    );
    let uses = many(
        &|index| {
            format!(
                "q{index}: {{ description: d, allOf: [{{ $ref: '#/components/schemas/B{index}' }}] }}"
            )
        },
        ", ",
    );
    let small = many(
        &|index| {
            format!(
                "    B{index}: {{ description: d, required: [p1], allOf: [{{ $ref: '#/components/schemas/Large' }}, {{ type: object, description: d }}] }}"
            )
        },
        "\n",
    );
    let schemas = format!(
        "    A0: {{ type: object, description: d, properties: {{ {uses} }} }}\n{small}\n    Large: {{ type: object, description: d, properties: {{ {large} }} }}\n"
    );
    let [(code, said), _] = said(&of_schema(&schemas));
    assert!(
        code == 1 && said.contains("more than 100000 members"),
        "{said}"
    );
}

#[test]
fn aliases_that_stand_for_billions_are_bounded() {
    let mut deep = "x-a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_owned();
    for index in 1..10 {
        let aliases = ten(|_| format!("*a{}", index - 1));
        deep.push_str(&format!("x-a{index}: &a{index} [{aliases}]\n"));
    }
    let wide = format!(
        "x-a: &a [{}]\nx-b: [{}]\n",
        vec!["1"; 20_000].join(", "),
        vec!["*a"; 20_000].join(", ")
    );
    for text in [deep, wide] {
        for (code, said) in said(&format!("{text}{}", document("{ description: d }", ""))) {
            assert!(code == 1 && said.contains("not YAML or JSON"), "{said}");
        }
    }
}

#[test]
fn depth_is_bounded() {
    for depth in [200, 100_000] {
        let project = Project::new();
        let deep = format!("a: {}{}\n", "[".repeat(depth), "]".repeat(depth));
        project.write("other.yaml", &deep);
        let (code, said) = project.run(&["drift", "other.yaml"]);
        assert!(
            code == 1 && said.contains("error: other.yaml: not "),
            "{said}"
        );
    }
}

#[test]
fn size_is_bounded() {
    for (code, said) in said(&format!("a: '{}'\n", "x".repeat(9 * 1024 * 1024))) {
        assert!(
            code == 1 && said.contains("too many for a document"),
            "{said}"
        );
    }
}
