//! Acting on what is due.

use crate::active::{end_jobs, end_release};
use crate::orders;
use crate::state::{Due, Transaction};

/// Acts on everything that is due by now, each at its own time.
pub(crate) fn catch_up(transaction: &mut Transaction<'_>) {
    let now = transaction.now;
    while let Some((at, due)) = transaction.state.schedule.take(now) {
        transaction.now = at;
        match due {
            Due::Jobs(phone) => end_jobs(transaction, phone),
            Due::Release(phone) => end_release(transaction, phone),
            Due::Order { project, order } => orders::act_on(transaction, project, &order),
        }
    }
    transaction.now = now;
}
