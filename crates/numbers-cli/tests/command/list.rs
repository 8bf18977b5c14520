//! `numbers list` and `numbers get`.

use super::*;

/// Rents so many numbers, the first of which has a name.
fn holding(count: usize) -> Simulation {
    let simulation = Simulation::start();
    for index in 0..count {
        simulation.rent(&format!("+1202555010{index}"));
    }
    let name = ["update", "+12025550100", "--display-name", "Front desk"];
    assert_eq!(code(&simulation.run(&name)), 0);
    simulation.saw();
    simulation
}

#[test]
fn a_list_shows_a_page_and_how_to_go_on() {
    let simulation = holding(3);
    let arguments = ["list", "--page-size", "2", "--order-by", "phone-number"];
    let output = simulation.run(&arguments);
    let shown = transcript(&output);
    let next = shown
        .lines()
        .find(|line| line.contains("--page-token"))
        .unwrap();
    let token = next.split("--page-token=").nth(1).unwrap().to_owned();
    insta::assert_snapshot!("page", shown.replace(&token, "[token]"));
    // What it says is what shows the next page.
    let (_, next) = next.split_once("numbers ").unwrap();
    let output = simulation.run(&next.split(' ').collect::<Vec<_>>());
    assert!(text(&output.stdout).contains("+12025550102"), "{output:?}");
    assert_eq!(text(&output.stdout).lines().count(), 2);
    assert_eq!(text(&output.stderr), "");
    let saw = simulation.saw();
    assert_eq!(saw[0], "GET activeNumbers?orderBy=phoneNumber&pageSize=2");
    assert!(saw[1].contains(&format!("pageToken={token}")), "{saw:?}");
}

#[test]
fn a_page_in_json_ends_with_what_names_the_next_one() {
    let simulation = holding(3);
    let page = ["list", "--page-size", "2", "--output", "json"];
    let objects = lines(&simulation.run(&page));
    let outcomes: Vec<_> = objects.iter().map(|one| &one["outcome"]).collect();
    assert_eq!(outcomes, ["held", "held", "more"]);
    assert_eq!(objects[2]["totalSize"], 3);
    let token = objects[2]["nextPageToken"].as_str().unwrap();
    let rest = [&page[..], &["--page-token", token]].concat();
    let objects = lines(&simulation.run(&rest));
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["phoneNumber"], "+12025550102");
}

#[test]
fn all_pages_are_listed_with_one_request_each() {
    let simulation = holding(5);
    let all = ["list", "--all", "--page-size", "2", "--output", "json"];
    let objects = lines(&simulation.run(&all));
    let phones: Vec<_> = objects
        .iter()
        .map(|one| one["phoneNumber"].as_str().unwrap().to_owned())
        .collect();
    let expected: Vec<_> = (0..5).map(|index| format!("+1202555010{index}")).collect();
    assert_eq!(phones, expected);
    assert_eq!(simulation.saw().len(), 3);
    let table = simulation.run(&["list", "--all", "--page-size", "2"]);
    assert_eq!((code(&table), text(&table.stderr).as_str()), (0, ""));
    for phone in &expected {
        assert!(text(&table.stdout).contains(phone), "{table:?}");
    }
}

#[test]
fn filters_are_those_of_the_api() {
    let simulation = holding(1);
    let filters = [
        "list",
        "--region",
        "us",
        "--type",
        "local",
        "--starting",
        "+1202",
        "--capability",
        "sms",
    ];
    let output = simulation.run(&filters);
    assert!(text(&output.stdout).contains("+12025550100"), "{output:?}");
    assert_eq!(
        simulation.saw(),
        [
            "GET activeNumbers?capability=SMS&numberPattern.pattern=%2B1202&numberPattern.searchPattern=START&regionCode=US&type=LOCAL"
        ]
    );
    let none = simulation.session(&[&["list", "--region", "SE"]]);
    insta::assert_snapshot!(none, @r"
    $ numbers list --region SE
    ! the project holds no such number
    [0]
    ");
}

/// The pages before the one that can't be read are listed.
#[test]
fn a_page_that_can_not_be_read_is_said_after_the_others() {
    let simulation = holding(4);
    let fault = serde_json::json!({
        "operation": "listActiveNumbers", "fault": "htmlBadGateway", "after": 1, "times": 1,
    });
    for more in [&[][..], &["--output", "json"]] {
        simulation.post("faults", &fault);
        let all = ["list", "--all", "--page-size", "2"];
        let output = simulation.run(&[&all[..], more].concat());
        assert_eq!(code(&output), 5, "{output:?}");
        if more.is_empty() {
            assert!(text(&output.stdout).contains("+12025550101"), "{output:?}");
            assert!(text(&output.stderr).starts_with("error: what the project holds is not known"));
        } else {
            let objects = lines(&output);
            let outcomes: Vec<_> = objects.iter().map(|one| &one["outcome"]).collect();
            assert_eq!(outcomes, ["held", "held", "unknown"]);
        }
    }
}

/// An item that is no number costs the list nothing but itself.
#[test]
fn an_item_that_can_not_be_read_is_said_beside_the_others() {
    let page = format!(
        r#"{{"activeNumbers":[{{"phoneNumber":"{PHONE}"}},{{"phoneNumber":"soon"}}],"nextPageToken":"","totalSize":2}}"#
    );
    let responses = || vec![token(), response(200, &page)];
    let output = against(&canned(responses()), &["list"]);
    assert_eq!(code(&output), 5);
    assert!(text(&output.stdout).contains(PHONE), "{output:?}");
    assert!(text(&output.stderr).starts_with("error: "), "{output:?}");
    let output = against(&canned(responses()), &["list", "--output", "json"]);
    let objects = lines(&output);
    let outcomes: Vec<_> = objects.iter().map(|one| &one["outcome"]).collect();
    assert_eq!(
        (code(&output), outcomes.as_slice()),
        (5, &[&"held".into(), &"unknown".into()][..])
    );
}

/// `numbers list --all | head -1`
#[cfg(unix)]
#[test]
fn a_reader_that_has_read_enough_is_no_error() {
    let simulation = holding(2);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = simulation
        .command(&["list", "--all", "--page-size", "1"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!((code(&output), text(&output.stderr).as_str()), (0, ""));
    assert_eq!(simulation.saw().len(), 1, "nobody wants the second page");
}

#[cfg(unix)]
#[test]
fn a_list_fits_the_terminal() {
    let simulation = holding(1);
    let (exit, shown) = terminal::Terminal::wide(76, simulation.command(&["list"])).end();
    assert_eq!(exit, 0);
    assert!(shown.lines().all(|line| line.len() <= 76), "{shown}");
    assert!(shown.starts_with("PHONE"), "{shown}");
    let (_, narrow) = terminal::Terminal::wide(30, simulation.command(&["list"])).end();
    assert!(narrow.starts_with("+12025550100\n"), "{narrow}");
}

#[test]
fn a_number_is_looked_up() {
    let simulation = holding(1);
    insta::assert_snapshot!(
        "get",
        simulation.session(&[&["get", "+12025550100"], &["get", PHONE]])
    );
    let (exit, said) = simulation.json(&["get", "+12025550100"]);
    assert_eq!((exit, &said["outcome"]), (0, &"held".into()));
    assert_eq!(said["response"]["displayName"], "Front desk");
    let (exit, said) = simulation.json(&["get", PHONE]);
    assert_eq!((exit, &said["outcome"]), (3, &"not_held".into()));
}
