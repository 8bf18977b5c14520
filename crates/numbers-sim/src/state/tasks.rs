//! The tasks of a job, of which there are at most two.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::provisioning::Task;

/// The tasks of a job: one for SMS or voice, and one for a campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tasks([Option<Task>; 2]);

impl Tasks {
    /// Adds a task; a third is not kept.
    pub(crate) fn push(&mut self, task: Task) {
        if let Some(free) = self.0.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(task);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Task> {
        self.0.into_iter().flatten()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl Serialize for Tasks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Tasks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tasks = Self::default();
        for task in Vec::deserialize(deserializer)? {
            tasks.push(task);
        }
        Ok(tasks)
    }
}
