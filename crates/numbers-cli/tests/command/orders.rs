//! `numbers orders`.

use super::*;

const DETAILS: &str = r#"{"endBusinessName":"Example","endBusinessAddress":"1 Example Street","city":"Sydney","postalCode":"2000","country":"AU"}"#;
const DOCUMENT: &str = "01simulatedproofofbusiness";

/// A simulator whose reviews end when the time is moved, and a folder with what is registered.
struct Desk {
    simulation: Simulation,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            simulation: Simulation::with(&["--pace", "manual"]),
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(desk.file("details.json"), DETAILS).unwrap();
        std::fs::write(desk.file("proof.pdf"), "%PDF-1.7").unwrap();
        desk
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Creates an order and returns its id.
    fn create(&self, phone: &str) -> String {
        let create = [
            "orders", "create", "--region", "AU", "--type", "mobile", "--phone", phone,
        ];
        let (exit, said) = self.simulation.json(&create);
        assert_eq!((exit, &said["outcome"]), (0, &"created".into()));
        said["numberOrderId"].as_str().unwrap().to_owned()
    }

    /// Registers and uploads what the order requires.
    fn fill(&self, order: &str) {
        let register = ["orders", "register", order, &self.file("details.json")];
        let (exit, said) = self.simulation.json(&register);
        assert_eq!((exit, &said["outcome"]), (0, &"registered".into()));
        let (exit, said) = self.simulation.json(&[
            "orders",
            "attach",
            order,
            DOCUMENT,
            &self.file("proof.pdf"),
            "--document-type",
            "Tax certificate",
        ]);
        assert_eq!((exit, &said["outcome"]), (0, &"uploaded".into()));
        assert_eq!(said["attachmentId"], DOCUMENT);
        self.simulation.advance(2);
    }

    /// Runs commands, and returns what somebody reads, but for what is another each time.
    fn session(&self, order: &str, commands: &[&[&str]]) -> String {
        let shown = self.simulation.session(commands);
        let folder = format!("{}/", self.folder.path().display());
        shown.replace(order, "[order]").replace(&folder, "")
    }
}

#[test]
fn what_an_order_requires_is_listed() {
    let simulation = Simulation::start();
    let requirements = [
        "orders",
        "requirements",
        "--region",
        "au",
        "--type",
        "mobile",
    ];
    let none = [
        "orders",
        "requirements",
        "--region",
        "US",
        "--type",
        "local",
    ];
    insta::assert_snapshot!("requirements", simulation.session(&[&requirements, &none]));
    assert_eq!(
        simulation.saw()[0],
        r#"POST numberOrders:lookupNumberRequirements {"numberType":"MOBILE","regionCode":"AU"}"#
    );
    let (exit, said) = simulation.json(&requirements);
    assert_eq!((exit, &said["outcome"]), (0, &"requirements".into()));
    assert_eq!(said["response"]["attachments"][0]["id"], DOCUMENT);
    let (exit, said) = simulation.json(&none);
    assert_eq!((exit, &said["outcome"]), (5, &"unknown".into()));
}

#[test]
fn an_order_goes_from_its_creation_to_its_completion() {
    let desk = Desk::new();
    let phone = "+61491570156";
    let create = [
        "orders",
        "create",
        "--region",
        "AU",
        "--type",
        "mobile",
        "--phone",
        phone,
        "--sms-plan",
        "demo",
    ];
    let created = desk.simulation.run(&create);
    let shown = text(&created.stdout);
    let order = shown.split_whitespace().nth(2).unwrap().to_owned();
    let get = ["orders", "get", &order];
    let (details, proof) = (desk.file("details.json"), desk.file("proof.pdf"));
    let mut story = transcript(&created).replace(&order, "[order]");
    story += &desk.session(
        &order,
        &[
            &["orders", "register", &order, &details],
            &[
                "orders",
                "attach",
                &order,
                DOCUMENT,
                &proof,
                "--document-type",
                "Tax certificate",
            ],
            &get,
        ],
    );
    desk.simulation.advance(2);
    story += &desk.session(&order, &[&["orders", "submit", &order, "--yes"]]);
    desk.simulation.advance(60);
    story += &desk.session(&order, &[&get, &["get", phone]]);
    insta::assert_snapshot!("order", story);
    let saw = desk.simulation.saw();
    let made: Vec<_> = saw
        .iter()
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    let registration = format!("GET numberOrders/{order}/registration");
    let path = format!("numberOrders/{order}");
    assert_eq!(
        made,
        [
            "POST numberOrders:createNumberOrder".to_owned(),
            format!("PUT {path}/registration"),
            format!("POST {path}/attachments/{DOCUMENT}"),
            format!("GET {path}"),
            registration.clone(),
            format!("POST {path}/submit"),
            format!("GET {path}"),
            registration,
            format!("GET activeNumbers/{phone}"),
        ]
    );
    assert!(
        saw[0].contains(r#""numberOrderOption":{"phoneNumbers":["+61491570156"]}"#),
        "{saw:?}"
    );
    assert!(
        saw[1].ends_with(&format!(r#"{{"requestDetails":{DETAILS}}}"#)),
        "{saw:?}"
    );
}

#[test]
fn an_order_in_json_keeps_to_its_schema_at_each_step() {
    let desk = Desk::new();
    let order = desk.create("+61491570156");
    desk.fill(&order);
    let get = ["orders", "get", &order];
    let (exit, said) = desk.simulation.json(&get);
    assert_eq!(
        (exit, &said["outcome"], &said["state"]),
        (0, &"order".into(), &"CREATED".into())
    );
    assert_eq!(said["priceAtOnce"]["amount"], "2.50");
    assert_eq!(said["registration"]["requestDetails"]["city"], "Sydney");
    let (exit, said) = desk.simulation.json(&["orders", "submit", &order, "--yes"]);
    assert_eq!((exit, &said["outcome"]), (0, &"submitted".into()));
    assert_eq!(said["state"], "IN_REVIEW");
}

#[test]
fn an_order_may_be_for_numbers_of_the_services_choice() {
    let simulation = Simulation::start();
    let create = [
        "orders",
        "create",
        "--region",
        "AU",
        "--type",
        "mobile",
        "--quantity",
        "2",
        "--sequential",
        "--starting",
        "+614",
        "--capability",
        "sms",
    ];
    let (exit, said) = simulation.json(&create);
    assert_eq!((exit, &said["outcome"]), (0, &"created".into()));
    let saw = simulation.saw();
    assert!(
        saw[0].contains(r#""requestedQuantity":2,"sequential":true"#),
        "{saw:?}"
    );
    for arguments in [
        &["--phone", "+61491570156", "--quantity", "2"][..],
        &["--phone", "+61491570156", "--sequential"],
        &[],
    ] {
        let create = ["orders", "create", "--region", "AU", "--type", "mobile"];
        let (exit, _) = simulation.json(&[&create, arguments].concat());
        assert_eq!(exit, 2, "{arguments:?}");
    }
    assert!(simulation.saw().is_empty());
}

#[test]
fn data_that_is_wrong_is_named_and_data_that_is_none_is_not_sent() {
    let desk = Desk::new();
    let order = desk.create("+61491570156");
    desk.simulation.saw();
    std::fs::write(desk.file("poor.json"), r#"{"endBusinessName":"Example"}"#).unwrap();
    std::fs::write(desk.file("list.json"), "[1]").unwrap();
    let register = ["orders", "register", &order];
    let poor = desk.file("poor.json");
    let list = desk.file("list.json");
    let nowhere = desk.file("nowhere.json");
    let commands = [&poor, &list, &nowhere].map(|file| [&register[..], &[file.as_str()]].concat());
    let commands: Vec<_> = commands.iter().map(Vec::as_slice).collect();
    insta::assert_snapshot!("register_refused", desk.session(&order, &commands));
    assert_eq!(desk.simulation.saw().len(), 1);
    let output = desk
        .simulation
        .feed(DETAILS, &[&register[..], &["-"]].concat());
    assert_eq!(code(&output), 0, "{output:?}");
    // It is personal: nobody is shown it who does not ask for JSON.
    assert!(!text(&output.stdout).contains("Sydney"), "{output:?}");
}

#[test]
fn a_document_needs_a_media_type_and_has_to_be_there() {
    let desk = Desk::new();
    let order = desk.create("+61491570156");
    desk.simulation.saw();
    std::fs::write(desk.file("proof"), "%PDF-1.7").unwrap();
    let attach = |file: &str, more: &[&str]| {
        let file = desk.file(file);
        let mut arguments = vec!["orders", "attach", &order, DOCUMENT, &file];
        arguments.extend(more);
        desk.session(&order, &[&arguments])
    };
    let mut shown = attach("proof", &[]);
    shown += &attach("nowhere.pdf", &[]);
    assert!(desk.simulation.saw().is_empty());
    let types = [
        "--media-type",
        "application/pdf",
        "--document-type",
        "Tax certificate",
    ];
    shown += &attach("proof", &types);
    insta::assert_snapshot!("attach", shown);
    assert_eq!(desk.simulation.saw().len(), 1);
}

#[test]
fn an_order_is_submitted_only_when_somebody_has_confirmed_it() {
    let desk = Desk::new();
    let order = desk.create("+61491570156");
    desk.simulation.saw();
    let submit = ["orders", "submit", &order];
    insta::assert_snapshot!("submit_unconfirmed", desk.session(&order, &[&submit]));
    assert!(desk.simulation.saw().is_empty());
}

#[test]
fn a_blocked_order_shows_what_the_reviewers_say() {
    let desk = Desk::new();
    desk.simulation.post(
        "reviews",
        &serde_json::json!({ "outcome": "BLOCKED", "message": "The proof can't be read", "times": 1 }),
    );
    let order = desk.create("+61491570156");
    desk.fill(&order);
    let (exit, _) = desk.simulation.json(&["orders", "submit", &order, "--yes"]);
    assert_eq!(exit, 0);
    desk.simulation.advance(60);
    insta::assert_snapshot!(
        "order_blocked",
        desk.session(&order, &[&["orders", "get", &order]])
    );
}

#[test]
fn an_order_that_is_not_there_is_said_to_be_absent() {
    let simulation = Simulation::start();
    for command in ["get", "wait"] {
        let (exit, json) = simulation.json(&["orders", command, "nowhere"]);
        assert_eq!((exit, &json["outcome"]), (3, &Value::from("no_order")));
        let output = simulation.run(&["orders", command, "nowhere"]);
        assert_eq!(text(&output.stderr), "the project has no order nowhere\n");
    }
}
