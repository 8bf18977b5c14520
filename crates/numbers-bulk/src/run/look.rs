//! Finding out what became of a number, beside the calls.

use std::time::Duration;

use numbers_ext::{InDoubt, Look, Numbers, Reconciled};
use tokio::time::Instant;

use crate::run::pace::Pace;

/// The first pause between two lookups, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// Looks at growing intervals, at the pace of the run, until it is proven what happened.
/// Gives up when lookups have proved nothing for `patience`.
pub(crate) async fn look(
    numbers: &Numbers,
    pace: &Pace,
    in_doubt: &InDoubt,
    patience: Duration,
) -> Reconciled {
    let mut pause = FIRST_PAUSE;
    let mut silent_since = None;
    loop {
        pace.turn().await;
        let wait = match numbers.look(in_doubt).await {
            Look::Proven(reconciled) => return reconciled,
            Look::NotYet(wait) => {
                silent_since = None;
                pause.min(wait)
            }
            Look::Inconclusive(error) => {
                let since = *silent_since.get_or_insert_with(Instant::now);
                if since.elapsed() >= patience {
                    return Reconciled::Unknown(Some(error));
                }
                pause
            }
        };
        tokio::time::sleep(wait).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
