//! Plans are checked whole before anything is sent.

use std::net::TcpListener;

use super::*;

/// An account at which nothing may arrive.
struct Silence(TcpListener);

impl Silence {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let url = format!("http://{}", self.0.local_addr().unwrap());
        let output = numbers(arguments)
            .env("SINCH_PROJECT_ID", "project")
            .env("SINCH_KEY_ID", "key")
            .env("SINCH_KEY_SECRET", "secret")
            .env("SINCH_NUMBERS_URL", &url)
            .env("SINCH_AUTH_URL", &url)
            .output()
            .unwrap();
        let arrived = self.0.accept();
        assert!(arrived.is_err(), "something was sent: {arrived:?}");
        output
    }
}

#[test]
fn twenty_violations_are_all_named_and_nothing_is_sent() {
    let rows = [
        "phone_number,sms_plan,sms_campaign,voice_rtc,voice_est,voice_fax,callback_url,max_price",
        "+12025550100,plan-1,,,,,,",
        "12025550101,plan-1,,,,,,",
        "+1202,plan-1,,,,,,",
        "+1202555010a,plan-1,,,,,,",
        ",plan-1,,,,,,",
        "+02025550102,plan-1,,,,,,",
        "+12025550103,,,,,,,",
        "+12025550104,,C1,,,,,",
        "+12025550105,,,app,trunk,,,",
        "+12025550106,,,app,,fax,,",
        "+12025550107,,,,trunk,fax,,",
        "+12025550108,plan-1,,,,,nope,",
        "+12025550109,plan-1,,,,,ftp://example.com,",
        "+12025550110,plan-1,,,,,,2.50",
        "+12025550111,plan-1,,,,,,\"2,50 USD\"",
        "+12025550112,plan-1,,,,,,-1 USD",
        "+12025550100,plan-2,,,,,,",
        "+12025550113,plan-1",
        "+12025550114,plan-1,,,,,,,,",
        "+1.202.555.0115,plan-1,,,,,,",
        "+12025550116,\"plan-1,,,,,,",
    ];
    let desk = Desk::new();
    let plan = desk.write("plan.csv", &rows.join("\r\n"));
    let (plan, journal) = (plan.to_str().unwrap(), desk.journal());
    let journal_text = journal.to_str().unwrap();
    let run = ["bulk", "run", plan, "--journal", journal_text];
    let silence = Silence::new();
    let output = silence.run(&run);
    assert_eq!(code(&output), 2, "{output:?}");
    insta::assert_snapshot!("twenty_violations", stderr(&output));
    assert_eq!(stdout(&output), "");
    assert!(
        !journal.exists(),
        "a plan that is refused leaves no journal"
    );

    let output = silence.run(&[&run[..], &["--output", "json"]].concat());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let violations = said["violations"].as_array().unwrap();
    assert_eq!(
        (said["outcome"].as_str(), violations.len()),
        (Some("invalid"), 20)
    );
    assert_eq!(violations[0]["line"], 3);
    assert_eq!(violations[0]["column"], "phone_number");

    // What else is invalid is named along with them.
    let output = numbers(&run).output().unwrap();
    assert_eq!(code(&output), 2, "{output:?}");
    let said = stderr(&output);
    assert!(said.contains("(22 violations)"), "{said}");
}

#[test]
fn numbers_are_shown_as_they_are_read_and_rented_once() {
    let simulation = Simulation::start();
    let desk = Desk::new();
    desk.write(
        "plan.csv",
        "phoneNumber;smsPlan\r\n+1 (202) 555-0100;plan-1\r\n\r\n+12025550100;plan-1\r\n",
    );
    let output = desk.bulk(&simulation, "run", &[]).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(
        stderr(&output),
        "2 rows: 1 new, 1 repeated\n  '+1 (202) 555-0100' is read as +12025550100\n"
    );
    // The same plan again is nothing new.
    let output = desk.bulk(&simulation, "run", &[]).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(simulation.rentals()["+12025550100"], 1);
}

#[test]
fn a_plan_comes_from_stdin_as_well_and_in_json_lines() {
    use std::io::Write as _;
    let simulation = Simulation::start();
    let desk = Desk::new();
    let journal = desk.journal();
    let arguments = ["bulk", "run", "-", "--journal", journal.to_str().unwrap()];
    let mut command = simulation.command(&arguments);
    command.args(["--voice-rtc", "app-1", "--output", "json"]);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(
        stdin,
        r#"{{"phoneNumber":"+12025550100","smsPlan":"plan-1"}}"#
    )
    .unwrap();
    writeln!(
        stdin,
        r#"{{"phone_number":"+12025550101","callbackUrl":null}}"#
    )
    .unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&said["outcome"], &said["rented"]),
        (&"finished".into(), &2.into())
    );
    assert_eq!(said["spent"][0]["amount"], "4.00");
    let entries = desk.entries();
    assert_eq!(
        entries[0]["configuration"].to_string(),
        r#"{"smsConfiguration":{"servicePlanId":"plan-1"}}"#
    );
    // A row that names none gets what the arguments name.
    assert_eq!(
        entries[1]["configuration"].to_string(),
        r#"{"voiceConfiguration":{"type":"RTC","appId":"app-1"}}"#
    );
}

#[test]
fn a_dry_run_keeps_and_sends_nothing() {
    let desk = Desk::new();
    let plan = desk.plan(3);
    let run = ["bulk", "run", plan.to_str().unwrap(), "--dry-run"];
    let output = Silence::new().run(&run);
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(stdout(&output), "3 rows: 3 new\n");
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 1);
}

#[test]
fn a_number_that_costs_more_than_its_max_price_is_not_rented() {
    let simulation = Simulation::start();
    let desk = Desk::new();
    let rows = "phone_number,sms_plan,max_price\n+12025550100,p,0.10 USD\n+12025550101,p,90 USD\n";
    desk.write("plan.csv", rows);
    let output = desk.bulk(&simulation, "run", &[]).output().unwrap();
    assert_eq!(code(&output), 4, "{output:?}");
    let entries = desk.entries();
    assert_eq!(entries[0]["outcome"], "not_sent");
    let message = entries[0]["message"].as_str().unwrap();
    assert!(message.ends_with("more than 0.10 USD"), "{message}");
    assert_eq!(entries[1]["outcome"], "rented");
    assert_eq!(simulation.rentals().len(), 1);
}

#[test]
fn numbers_are_updated_and_released_in_bulk() {
    let simulation = Simulation::start();
    let desk = Desk::new();
    desk.plan(2);
    let output = desk.bulk(&simulation, "run", &[]).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    let plan = desk.write(
        "other.csv",
        "phone_number,display_name\n+12025550000,Desk\n",
    );
    let (plan, journal) = (plan.to_str().unwrap(), desk.file("other.db"));
    let journal = journal.to_str().unwrap();
    // A journal is for one operation.
    let first = desk.journal();
    let wrong = ["bulk", "update", plan, "--journal", first.to_str().unwrap()];
    let output = simulation.command(&wrong).output().unwrap();
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(
        stderr(&output).contains("use another journal to update"),
        "{output:?}"
    );

    let update = [
        "bulk",
        "update",
        plan,
        "--journal",
        journal,
        "--output",
        "json",
    ];
    let output = simulation.command(&update).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&said["operation"], &said["updated"]),
        (&"update".into(), &1.into())
    );

    // A plan to rent is none to release, and a release has to be meant.
    let journal = desk.file("release.db");
    let plan = desk.file("plan.csv");
    let release = [
        "bulk",
        "release",
        plan.to_str().unwrap(),
        "--journal",
        journal.to_str().unwrap(),
    ];
    let output = simulation.command(&release).output().unwrap();
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(stderr(&output).contains("--yes"), "{output:?}");
    let release = [&release[..], &["--yes"]].concat();
    let output = simulation.command(&release).output().unwrap();
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(
        stderr(&output).contains("the columns of a plan to release are phone_number"),
        "{output:?}"
    );
    desk.write("plan.csv", "phone_number\n+12025550000\n+12025550001\n");
    let output = simulation.command(&release).output().unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert!(
        stdout(&output).contains("released          2\n"),
        "{output:?}"
    );
}

#[test]
fn the_schema_of_a_row_holds_for_rows() {
    let mut said = String::new();
    for operation in ["release", "update", "rent"] {
        let schema = ["bulk", "schema", "--operation", operation];
        said.push_str(&stdout(&numbers(&schema).output().unwrap()));
    }
    insta::assert_snapshot!("schema_of_a_row", said);
    let output = numbers(&["bulk", "schema"]).output().unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_slice(&output.stdout).unwrap());
    let schema = schema.unwrap();
    for (row, is_valid) in [
        (
            r#"{"phoneNumber":"+1 (202) 555-0134","smsPlan":"p","maxPrice":"2.50 USD"}"#,
            true,
        ),
        (r#"{"phoneNumber":"+12025550134","voiceRtc":"a"}"#, true),
        (r#"{"phoneNumber":"12025550134","smsPlan":"p"}"#, false),
        (r#"{"smsPlan":"p"}"#, false),
        (r#"{"phoneNumber":"+12025550134","smsCampaign":"C"}"#, false),
        (
            r#"{"phoneNumber":"+12025550134","voiceRtc":"a","voiceFax":"b"}"#,
            false,
        ),
        (r#"{"phoneNumber":"+12025550134","colour":"red"}"#, false),
    ] {
        let row: Value = serde_json::from_str(row).unwrap();
        assert_eq!(schema.is_valid(&row), is_valid, "{row}");
    }
}

#[test]
fn help_is_reviewed() {
    let mut said = String::new();
    for arguments in [
        &["bulk", "--help"][..],
        &["bulk", "run", "--help"],
        &["bulk", "release", "--help"],
        &["bulk", "update", "--help"],
        &["bulk", "resume", "--help"],
        &["bulk", "reconcile", "--help"],
        &["bulk", "status", "--help"],
        &["bulk", "export", "--help"],
        &["bulk", "schema", "--help"],
    ] {
        let output = numbers(arguments).output().unwrap();
        assert_eq!(code(&output), 0);
        said.push_str(&format!(
            "$ numbers {}\n{}\n",
            arguments.join(" "),
            stdout(&output)
        ));
    }
    insta::assert_snapshot!("help", said);
}
