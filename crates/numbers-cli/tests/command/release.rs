//! `numbers release`.

use super::*;

#[test]
fn a_release_says_when_the_number_ends() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.rent("+12025550135");
    simulation.saw();
    let release = ["release", PHONE, "--yes"];
    insta::assert_snapshot!(
        "release",
        simulation.session(&[&release, &["get", PHONE], &["list"]])
    );
    assert_eq!(
        simulation.saw()[0],
        format!("POST activeNumbers/{PHONE}:release")
    );
    let (exit, said) = simulation.json(&["release", "+12025550135", "--yes"]);
    assert_eq!((exit, &said["outcome"]), (0, &"released".into()));
    assert_eq!(said["expireAt"], said["response"]["nextChargeDate"]);
    assert_eq!(said["phoneNumber"], "+12025550135");
}

#[test]
fn a_release_that_nobody_has_confirmed_is_not_sent() {
    let simulation = Simulation::start();
    simulation.rent(PHONE);
    simulation.saw();
    insta::assert_snapshot!(
        "release_unconfirmed",
        simulation.session(&[&["release", PHONE]])
    );
    let (exit, said) = simulation.json(&["release", PHONE]);
    assert_eq!((exit, &said["outcome"]), (2, &"invalid".into()));
    assert!(simulation.saw().is_empty());
}

#[test]
fn a_release_of_a_number_that_the_project_does_not_hold_is_rejected() {
    let simulation = Simulation::start();
    let release = ["release", PHONE, "--yes"];
    insta::assert_snapshot!("release_rejected", simulation.session(&[&release]));
    let (exit, said) = simulation.json(&release);
    assert_eq!((exit, &said["outcome"]), (3, &"rejected".into()));
}
