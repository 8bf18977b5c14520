//! Every script of up to three faults, for every mutation but the rental request, which has its
//! own in `money`: the release with all letters, the others with one for each class of evidence.

use numbers_ext::OnUnknown::{self, Reconcile, ReconcileThenRetry, Report};
use numbers_tests::script::{ALPHABET, Explored, Letter, Played, explore_all};

/// One letter for each class of evidence. The last one is left to those mutations whose success
/// shows something.
const CLASSES: &[Letter] = &[
    Letter::Honest,
    Letter::ActsThenResets,
    Letter::ActsThenAnother,
    Letter::Resets,
    Letter::Html200,
    Letter::Status401,
    Letter::Html404,
    Letter::Throttled,
    Letter::Lag,
    Letter::Refused,
    Letter::Object200,
];

const POLICIES: [OnUnknown; 3] = [Report, Reconcile, ReconcileThenRetry];

/// How many scripts are used up by each mutation under each policy. Fewer would mean that the
/// calls ask less often, and see fewer faults, than they did.
const PINNED: [(&str, [usize; 3]); 10] = [
    ("update", [161, 944, 944]),
    ("release", [353, 8_853, 8_853]),
    ("createOrder of a number", [161, 161, 161]),
    ("createOrder of a quantity", [161, 161, 161]),
    ("registerOrder", [157, 790, 790]),
    ("uploadAttachment", [145, 669, 669]),
    ("submitOrder", [161, 944, 944]),
    ("setEmergencyAddress", [161, 944, 944]),
    ("removeEmergencyAddress", [145, 669, 669]),
    ("setCallbackSecret", [161, 944, 944]),
];

#[test]
fn every_mutation_keeps_the_invariants_under_every_script_of_up_to_three_faults() {
    let explored = PINNED.iter().flat_map(|(name, _)| {
        POLICIES.map(|policy| Explored {
            played: Played::named(name),
            policy,
            alphabet: match *name {
                "release" => ALPHABET,
                "uploadAttachment" | "removeEmergencyAddress" => &CLASSES[..CLASSES.len() - 1],
                _ => CLASSES,
            },
        })
    });
    let counts = explore_all(&explored.collect::<Vec<_>>());
    let counts = PINNED.iter().zip(counts.chunks(POLICIES.len()));
    let counts: Vec<_> = counts
        .map(|((name, _), counts)| (*name, <[usize; 3]>::try_from(counts).unwrap()))
        .collect();
    assert_eq!(counts, PINNED);
}
