//! `numbers emergency`.

use super::*;

const ADDRESS: &[&str] = &[
    "--name",
    "Desk",
    "--street-number",
    "1600",
    "--street",
    "Pennsylvania Avenue NW",
    "--location",
    "Floor 2",
    "--city",
    "Washington",
    "--state",
    "DC",
    "--postal-code",
    "20500",
];

fn holding() -> Simulation {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.saw();
    simulation
}

#[test]
fn an_address_is_set_shown_and_removed() {
    let simulation = holding();
    let get = ["emergency", "get", PHONE];
    let remove = ["emergency", "remove", PHONE, "--yes"];
    let set = [&["emergency", "set", PHONE, "--yes"], ADDRESS].concat();
    insta::assert_snapshot!(
        "emergency",
        simulation.session(&[&get, &set, &get, &remove, &get])
    );
    let saw = simulation.saw();
    let path = format!("activeNumbers/{PHONE}/emergencyAddress");
    assert_eq!(
        saw[1],
        format!(
            r#"POST {path}:provision {{"address":{{"city":"Washington","location":"Floor 2","postalCode":"20500","state":"DC","streetInfo":"Pennsylvania Avenue NW","streetNumber":"1600"}},"displayName":"Desk"}}"#
        )
    );
    assert_eq!(saw[3], format!("POST {path}:deprovision"));
    for (arguments, exit, outcome) in [
        (&get[..], 3, "no_emergency_address"),
        (&set, 0, "emergency_address_set"),
        (&get, 0, "emergency_address"),
        (&remove, 0, "emergency_address_removed"),
    ] {
        let (code, said) = simulation.json(arguments);
        assert_eq!((code, &said["outcome"]), (exit, &outcome.into()));
        assert_eq!(said["phoneNumber"], PHONE);
    }
}

#[test]
fn an_address_is_checked_without_being_set() {
    let simulation = holding();
    let validate = |more: &[&'static str]| {
        let mut arguments = vec!["emergency", "validate", PHONE];
        arguments.extend(
            ADDRESS
                .iter()
                .zip(ADDRESS.iter().skip(1))
                .step_by(2)
                .flat_map(|(name, value)| {
                    let other = more.iter().position(|one| one == name);
                    [*name, other.map_or(*value, |at| more[at + 1])]
                }),
        );
        arguments
    };
    let exact = validate(&[]);
    let near = validate(&["--street", "Main Street"]);
    let none = validate(&["--postal-code", "00000"]);
    insta::assert_snapshot!(
        "emergency_validate",
        simulation.session(&[&exact, &near, &none])
    );
    for (arguments, exit) in [(exact, 0), (near, 0), (none, 3)] {
        let (code, said) = simulation.json(&arguments);
        assert_eq!(
            (code, &said["outcome"]),
            (exit, &"emergency_address_validated".into())
        );
    }
    let saw = simulation.saw();
    assert!(saw.iter().all(|line| line.contains(":validate")), "{saw:?}");
}

#[test]
fn what_changes_an_address_takes_a_yes() {
    let simulation = holding();
    let set = [&["emergency", "set", PHONE], ADDRESS].concat();
    let remove = ["emergency", "remove", PHONE];
    insta::assert_snapshot!(
        "emergency_unconfirmed",
        simulation.session(&[&set, &remove])
    );
    assert!(simulation.saw().is_empty());
}
