//! Every script of up to three faults, under every policy, against the invariants.
//!
//! A script is a list of letters. Each request to the API, be it a rental request or a lookup,
//! uses up the next one; after the end of its script the service is honest. A script is only
//! extended by another letter if the call used it up, so that every counted script was used up.

use numbers_ext::OnUnknown;
use numbers_tests::script::{ALPHABET, Explored, Played, explore_all};

/// How many scripts are used up under each policy. Fewer would mean that the calls ask less
/// often, and see fewer faults, than they did.
const PINNED: [(OnUnknown, usize); 3] = [
    (OnUnknown::Report, 353),
    (OnUnknown::Reconcile, 8_853),
    (OnUnknown::ReconcileThenRetry, 8_853),
];

#[test]
fn money_every_script_of_up_to_three_faults_keeps_the_invariants() {
    let all = PINNED.map(|(policy, _)| Explored {
        played: Played::named("rent"),
        policy,
        alphabet: ALPHABET,
    });
    for (count, (policy, expected)) in explore_all(&all).into_iter().zip(PINNED) {
        println!("scripts used up under {policy:?}: {count}");
        assert_eq!(count, expected, "{policy:?}");
    }
}
