//! What the lock of the state is for.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::fault::Plan;
use crate::phone::PhoneNumber;
use crate::provisioning::FailingJobs;
use crate::state::interner::Interner;
use crate::state::lag::Lags;
use crate::state::project::Project;
use crate::state::review::PlannedReview;
use crate::state::schedule::Schedule;
use crate::stock::Stock;

/// What a project starts with.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) id: String,
    pub(crate) balance: Option<Decimal>,
    pub(crate) callback_secret: String,
}

/// Projects, numbers, plans, and what is due.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) projects: Vec<Project>,
    /// Who has a number: the index of the project that holds or reserves it.
    pub(crate) taken: HashMap<PhoneNumber, usize>,
    pub(crate) stock: Stock,
    pub(crate) faults: Plan,
    pub(crate) failing: FailingJobs,
    pub(crate) reviews: Vec<PlannedReview>,
    pub(crate) schedule: Schedule,
    pub(crate) lags: Lags,
    pub(crate) interner: Interner,
}

impl Inner {
    pub(crate) fn new(projects: &[Settings], stock: Stock) -> Self {
        let project = |settings: &Settings| {
            Project::new(
                &settings.id,
                settings.balance,
                settings.callback_secret.clone(),
            )
        };
        Self {
            projects: projects.iter().map(project).collect(),
            taken: HashMap::new(),
            stock,
            faults: Plan::default(),
            failing: FailingJobs::default(),
            reviews: Vec::new(),
            schedule: Schedule::default(),
            lags: Lags::default(),
            interner: Interner::default(),
        }
    }

    pub(crate) fn index_of(&self, project: &str) -> Option<usize> {
        self.projects.iter().position(|known| &*known.id == project)
    }
}
