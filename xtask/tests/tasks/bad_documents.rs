//! Documents that break a rule: each place is named, all of them in one run.

use super::*;

/// Each mistake, made by one edit, and what is said about it.
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
            "a member that differs between variants",
            "            trunkId:\n              type: string\n              description: The trunk in force;",
            "            appId:\n              type: integer\n              description: The trunk in force;",
        ),
        (
            "a variant without a value",
            "          EST: '#/components/schemas/VoiceEstRequest'\n",
            "",
        ),
        (
            "a value without a variant",
            "        - $ref: '#/components/schemas/VoiceEstRequest'\n",
            "",
        ),
        (
            "a path parameter without a type",
            "  /v1/projects/{projectId}/activeNumbers/{phoneNumber}:",
            "  /v1/projects/{projectId}/activeNumbers/{number}:",
        ),
        (
            "a path parameter that is not in the path",
            "  /v1/projects/{projectId}/activeNumbers/{phoneNumber}:",
            "  /v1/projects/{projectId}/activeNumbers:",
        ),
        (
            "a component that is another name",
            "  schemas:\n    ProjectId:\n",
            "  schemas:\n    Price:\n      $ref: '#/components/schemas/Money'\n    ProjectId:\n",
        ),
        (
            "a component that wraps another",
            "  schemas:\n    ProjectId:\n",
            "  schemas:\n    Price:\n      description: A price.\n      allOf:\n        - $ref: '#/components/schemas/Money'\n    ProjectId:\n",
        ),
        (
            "a component of plain text",
            "  schemas:\n    ProjectId:\n",
            "  schemas:\n    RegionCode:\n      type: string\n      description: A country.\n    ProjectId:\n",
        ),
        (
            "a component that is not named like a type",
            "  schemas:\n    ProjectId:\n",
            "  schemas:\n    smsConfiguration:\n      type: object\n      description: A configuration.\n    ProjectId:\n",
        ),
        (
            "a component that is named like a type of ours",
            "  schemas:\n    ProjectId:\n",
            "  schemas:\n    Timestamp:\n      type: object\n      description: A time.\n    ProjectId:\n",
        ),
        (
            "a closed enum that is received",
            "      x-open-enum: NumberType\n",
            "",
        ),
        (
            "a schema that is sent and received",
            "            - $ref: '#/components/schemas/SmsConfiguration'\n",
            "            - $ref: '#/components/schemas/SmsConfigurationRequest'\n",
        ),
        (
            "a misspelt member that is required",
            "      required:\n        - servicePlanId\n",
            "      required:\n        - servicePlanID\n",
        ),
        (
            "two members that are one field",
            "        displayName:\n          type: string\n",
            "        display_name:\n          type: string\n          description: A name.\n        displayName:\n          type: string\n",
        ),
        (
            "a schema without a type",
            "        displayName:\n          type: string\n",
            "        displayName:\n          format: date\n",
        ),
        (
            "something beside a reference",
            "        '200':\n          $ref: '#/components/responses/ActiveNumber'\n",
            "        '200':\n          $ref: '#/components/responses/ActiveNumber'\n          description: A number.\n",
        ),
        (
            "a reference to another kind of component",
            "          $ref: '#/components/responses/ActiveNumber'\n",
            "          $ref: '#/components/schemas/ActiveNumber'\n",
        ),
        (
            "an error that is written inline",
            "    NotHeld:\n      description: The project does not hold the number.\n      content:\n        application/json:\n          schema:\n            $ref: '#/components/schemas/NotFoundError'\n",
            "    NotHeld:\n      description: The project does not hold the number.\n      content:\n        application/json:\n          schema:\n            type: object\n            description: An error.\n",
        ),
        (
            "two successes that differ",
            "        '200':\n          $ref: '#/components/responses/ActiveNumber'\n",
            "        '202':\n          $ref: '#/components/responses/NotHeld'\n        '200':\n          $ref: '#/components/responses/ActiveNumber'\n",
        ),
        (
            "JSON without a schema",
            "        application/json:\n          schema:\n            $ref: '#/components/schemas/ActiveNumber'\n",
            "        application/json:\n",
        ),
        (
            "a body of an unknown kind",
            "          application/json:\n            schema:\n              $ref: '#/components/schemas/RentNumberRequest'\n",
            "          application/xml:\n            schema:\n              $ref: '#/components/schemas/RentNumberRequest'\n",
        ),
        (
            "a body of two kinds",
            "          application/json:\n            schema:\n              $ref: '#/components/schemas/RentNumberRequest'\n",
            "          text/plain:\n            schema:\n              type: string\n          application/json:\n            schema:\n              $ref: '#/components/schemas/RentNumberRequest'\n",
        ),
        (
            "bytes that are an object",
            "          application/json:\n            schema:\n              $ref: '#/components/schemas/RentNumberRequest'\n",
            "          application/octet-stream:\n            schema:\n              $ref: '#/components/schemas/RentNumberRequest'\n",
        ),
        (
            "an enum that makes no variants",
            "        servicePlanId:\n          type: string\n          description: The SMS service plan,",
            "        servicePlanId:\n          type: string\n          enum:\n            - a-b\n            - a_b\n          description: The SMS service plan,",
        ),
        (
            "a type that another type is named like",
            "        servicePlanId:\n          type: string\n          description: The service plan in force;",
            "        request:\n          type: object\n          description: An object.\n          properties:\n            a:\n              type: string\n              description: A text.\n        servicePlanId:\n          type: string\n          description: The service plan in force;",
        ),
        (
            "an operation that makes no function",
            "      operationId: NumberService_GetActiveNumber\n",
            "      operationId: new\n",
        ),
        (
            "a method that can't be sent",
            "    get:\n      operationId: NumberService_GetActiveNumber\n",
            "    trace:\n      operationId: NumberService_GetActiveNumber\n",
        ),
        (
            "a member that is not what it should be",
            "      deprecated: true\n",
            "      deprecated: soon\n",
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
            "        '302':\n          $ref: '#/components/responses/ActiveNumber'\n        '400':",
        ),
    ];
    let mut said = String::new();
    for (mistake, from, to) in edits {
        let project = Project::new();
        project.edit(DOCUMENT, from, to);
        let (code, text) = project.run(&["generate", "--check"]);
        assert_eq!(code, 1, "{mistake}: {text}");
        said.push_str(&format!("## {mistake}\n{text}\n"));
    }
    for (mistake, parameter) in [
        (
            "a cookie",
            "x, in: cookie, description: d, schema: { type: string }",
        ),
        (
            "another style",
            "x, in: query, style: deepObject, description: d, schema: { type: object }",
        ),
        (
            "a list in one value",
            "x, in: query, explode: false, description: d, schema: { type: array, items: { type: string } }",
        ),
        (
            "a list in a header",
            "x, in: header, description: d, schema: { type: array, items: { type: string } }",
        ),
        (
            "a list of objects",
            "x, in: query, description: d, schema: { type: array, items: { type: object } }",
        ),
        (
            "reserved characters",
            "x, in: query, allowReserved: true, description: d, schema: { type: string }",
        ),
        (
            "a header of ours",
            "Api-Version, in: header, description: d, schema: { type: string }",
        ),
        (
            "a name of the generator's",
            "body, in: query, description: d, schema: { type: string }",
        ),
        (
            "content",
            "x, in: query, description: d, content: { application/json: { schema: { type: string } } }",
        ),
        ("no description", "x, in: query, schema: { type: string }"),
    ] {
        let project = Project::new();
        let id = "      operationId: NumberService_GetActiveNumber\n";
        let with = format!("{id}      parameters:\n        - {{ name: {parameter} }}\n");
        project.edit(DOCUMENT, id, &with);
        let (code, text) = project.run(&["generate", "--check"]);
        assert_eq!(code, 1, "{mistake}: {text}");
        said.push_str(&format!("## a parameter: {mistake}\n{text}\n"));
    }
    for (mistake, text) in [
        ("empty", ""),
        ("not YAML", "a: [b"),
        ("a list", "- 1\n"),
        ("another document", "a: 1\n"),
    ] {
        let project = Project::new();
        project.write(DOCUMENT, text);
        let (code, text) = project.run(&["generate", "--check"]);
        assert_eq!(code, 1, "{mistake}: {text}");
        said.push_str(&format!("## {mistake}\n{text}\n"));
    }
    let project = Project::new();
    std::fs::remove_file(project.path(DOCUMENT)).unwrap();
    said.push_str(&format!("## missing\n{}\n", project.run(&["generate"]).1));
    insta::assert_snapshot!("bad_documents", said);
}

#[test]
fn every_problem_is_named_in_one_run() {
    let project = Project::new();
    let text = project.read(DOCUMENT);
    let mut left = 30;
    let (mut kept, mut within) = (String::new(), false);
    for line in text.lines() {
        // Descriptions of one line, of schemas.
        within |= line == "  schemas:";
        if within
            && left > 0
            && line.trim_start().starts_with("description: ")
            && !line.ends_with(">-")
        {
            left -= 1;
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    project.write(DOCUMENT, &kept.replacen("version: 1.0.3", "version: ''", 1));
    let (code, said) = project.run(&["generate", "--check"]);
    assert_eq!(code, 1);
    assert_eq!(
        said.matches("the description is missing").count(),
        30,
        "{said}"
    );
    assert!(said.contains("#/info/version: "), "{said}");
    assert!(said.ends_with("31 problems\n"), "{said}");
    let places: std::collections::HashSet<_> = said.lines().collect();
    assert!(places.len() > 31, "each place once: {said}");
}
