//! `numbers search`, `check` and `regions`.

use super::*;

const SEARCH: &[&str] = &["search", "--region", "us", "--type", "local"];

#[test]
fn a_search_shows_what_numbers_cost_and_sends_its_filters() {
    let simulation = Simulation::start();
    let filters = [
        "--starting",
        "+1208",
        "--capability",
        "sms,voice",
        "--limit",
        "3",
    ];
    let arguments = [SEARCH, &filters].concat();
    insta::assert_snapshot!("search", simulation.session(&[&arguments]));
    assert_eq!(
        simulation.saw(),
        [
            "GET availableNumbers?capabilities=SMS&capabilities=VOICE&numberPattern.pattern=%2B1208&numberPattern.searchPattern=START&regionCode=US&size=3&type=LOCAL"
        ]
    );
    let found = lines(&simulation.run(&[&arguments[..], &["--output", "json"]].concat()));
    assert_eq!(found.len(), 3);
    for number in &found {
        assert_eq!(number["outcome"], "available");
        assert_eq!(number["response"]["setupPrice"]["amount"], "0.50");
    }
}

#[test]
fn digits_may_be_in_the_middle_or_at_the_end() {
    let simulation = Simulation::start();
    for (place, word) in [("--containing", "CONTAINS"), ("--ending", "END")] {
        let arguments = [SEARCH, &[place, "777", "--limit", "2"]].concat();
        let output = simulation.run(&arguments);
        assert_eq!(code(&output), 0, "{output:?}");
        assert_eq!(text(&output.stdout).matches("777").count(), 2, "{output:?}");
        let saw = simulation.saw();
        assert!(saw[0].contains(&format!("pattern=777&numberPattern.searchPattern={word}")));
    }
    let both = [SEARCH, &["--starting", "+1", "--ending", "7"]].concat();
    assert_eq!(code(&simulation.run(&both)), 2);
    assert!(simulation.saw().is_empty());
}

#[test]
fn a_search_that_finds_nothing_says_so_and_what_a_number_starts_with() {
    let simulation = Simulation::start();
    let arguments = [SEARCH, &["--starting", "208"]].concat();
    insta::assert_snapshot!("search_in_vain", simulation.session(&[&arguments]));
    let output = simulation.run(&[&arguments[..], &["--output", "json"]].concat());
    assert_eq!((code(&output), text(&output.stdout).as_str()), (0, ""));
}

#[test]
fn a_check_says_what_is_due_at_once_and_whether_the_number_is_available() {
    let simulation = Simulation::start();
    let available = simulation.session(&[&["check", PHONE]]);
    let (exit, said) = simulation.json(&["check", PHONE]);
    assert_eq!((exit, &said["outcome"]), (0, &"available".into()));
    assert_eq!(said["phoneNumber"], PHONE);
    simulation.rent(PHONE);
    let taken = simulation.session(&[&["check", PHONE]]);
    let (exit, said) = simulation.json(&["check", PHONE]);
    assert_eq!((exit, &said["outcome"]), (3, &"not_available".into()));
    insta::assert_snapshot!("check", available + &taken);
    let path = format!("GET availableNumbers/{PHONE}");
    let checks = simulation
        .saw()
        .iter()
        .filter(|line| **line == path)
        .count();
    assert_eq!(checks, 4);
    let (exit, said) = simulation.json(&["check", "+1202"]);
    assert_eq!((exit, &said["outcome"]), (2, &"invalid".into()));
}

#[test]
fn regions_are_listed_by_type() {
    let simulation = Simulation::start();
    let arguments = ["regions", "--type", "mobile", "--type", "toll-free"];
    insta::assert_snapshot!("regions", simulation.session(&[&arguments]));
    assert_eq!(
        simulation.saw(),
        ["GET availableRegions?types=MOBILE&types=TOLL_FREE"]
    );
    let regions = lines(&simulation.run(&["regions", "--output", "json"]));
    let us = regions
        .iter()
        .find(|region| region["response"]["regionCode"] == "US")
        .unwrap();
    assert_eq!(us["outcome"], "region");
}

/// A page of a gateway is not "none".
#[test]
fn what_could_not_be_looked_up_is_not_known() {
    let simulation = Simulation::start();
    let mut shown = String::new();
    for (operation, arguments) in [
        ("listAvailableNumbers", SEARCH),
        ("getAvailableNumber", &["check", PHONE]),
        ("listAvailableRegions", &["regions"]),
        ("getActiveNumber", &["get", PHONE]),
        ("listActiveNumbers", &["list"]),
    ] {
        for more in [&[][..], &["--output", "json"]] {
            simulation.fault(operation, "htmlBadGateway");
            let output = simulation.run(&[arguments, more].concat());
            assert_eq!(code(&output), 5, "{output:?}");
            match more {
                [] => shown.push_str(&transcript(&output)),
                _ => assert_eq!(json(&output)["outcome"], "unknown"),
            }
        }
    }
    insta::assert_snapshot!("not_known", shown);
}

#[test]
fn a_search_without_an_account_says_what_is_missing() {
    for arguments in [SEARCH, &["regions"], &["list"]] {
        let output = numbers(arguments).output().unwrap();
        assert_eq!(code(&output), 2);
        let shown = text(&output.stderr);
        assert!(shown.contains("SINCH_PROJECT_ID"), "{shown}");
    }
}

#[test]
fn a_search_becomes_a_plan() {
    let simulation = Simulation::start();
    let folder = tempfile::tempdir().unwrap();
    let arguments = [SEARCH, &["--starting", "+1208", "--limit", "2", "--plan"]].concat();
    let csv = simulation.run(&arguments);
    assert_eq!(code(&csv), 0);
    assert_eq!(
        text(&csv.stdout),
        "phone_number,max_price\n+12085550101,2.50 USD\n+12085550102,2.50 USD\n"
    );
    let json = simulation.run(&[&arguments[..], &["--output", "json"]].concat());
    assert_eq!(
        text(&json.stdout).lines().next().unwrap(),
        r#"{"phoneNumber":"+12085550101","maxPrice":"2.50 USD"}"#
    );
    for (name, plan) in [("csv", csv), ("json", json)] {
        let journal = folder.path().join(name).display().to_string();
        let run = ["bulk", "run", "-", "--sms-plan", "p", "--journal", &journal];
        let output = simulation.feed(&text(&plan.stdout), &run);
        // The second time, nothing is available any more.
        let expected = if name == "csv" { 0 } else { 4 };
        assert_eq!(code(&output), expected, "{output:?}");
    }
    assert!(simulation.json(&["get", "+12085550102"]).1["outcome"] == "held");
}
