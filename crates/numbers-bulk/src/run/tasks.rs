//! What is under way in a run.

use std::collections::VecDeque;

use numbers_ext::{Price, Reconciled};
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use crate::journal::entry::OpenEntry;
use crate::run::call::CallEnd;
use crate::run::limits::Limits;
use crate::run::price_check::PriceUnknown;
use crate::run::spending::Reservation;
use crate::run::stop::{StopConditions, Stopped};

/// A number on its way through the run.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) entry: OpenEntry,
    /// Whether it was unknown already when the run began.
    pub(super) was_unknown: bool,
    /// Whether it was sent again after a lookup.
    pub(super) is_retry: bool,
    /// How often the service asked to send less.
    pub(super) throttled: u32,
}

/// What is under way.
pub(super) struct Tasks {
    pub(super) checks: JoinSet<(Work, Result<Price, PriceUnknown>)>,
    pub(super) calls: JoinSet<(Work, Reservation, CallEnd)>,
    pub(super) looks: JoinSet<(Work, Reservation, Reconciled)>,
    /// What may be sent as soon as the limits allow, with what it may cost.
    pub(super) ready: VecDeque<(Work, Reservation)>,
    pub(super) stops: StopConditions,
    pub(super) stopped: Option<Stopped>,
    /// Nothing is sent before.
    pub(super) pause: Option<Instant>,
    /// How often in a row the service asked to send less.
    pub(super) throttled: u32,
}

impl Tasks {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            checks: JoinSet::new(),
            calls: JoinSet::new(),
            looks: JoinSet::new(),
            ready: VecDeque::new(),
            stops: StopConditions::new(limits.failures, limits.unknowns),
            stopped: None,
            pause: None,
            throttled: 0,
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.calls.is_empty() && self.looks.is_empty() && self.checks.is_empty()
    }

    /// Begins nothing more. The first reason is kept. What only looks is not waited for
    /// where nobody waits, or nothing can be written.
    pub(super) fn stop(&mut self, reason: Stopped) {
        if matches!(reason, Stopped::Asked | Stopped::Journal(_)) {
            self.looks.abort_all();
        }
        self.checks.abort_all();
        self.stopped.get_or_insert(reason);
    }

    /// Drops what is under way. Each call judges what it leaves behind as it is dropped.
    pub(super) async fn abort(&mut self) {
        self.stopped = Some(Stopped::Aborted);
        self.looks.shutdown().await;
        self.checks.shutdown().await;
        self.calls.shutdown().await;
    }

    pub(super) fn panicked(&mut self, error: &JoinError) {
        // A task that was aborted has not panicked.
        if error.is_panic() {
            self.stop(Stopped::Panicked);
        }
    }
}
