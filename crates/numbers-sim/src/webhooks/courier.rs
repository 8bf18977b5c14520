//! Delivering events: at least once, in order for each receiver, never two at once to one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};

use crate::webhooks::delivery::Delivery;
use crate::webhooks::event::Notice;
use crate::webhooks::journal::{Event, Journal};
use crate::webhooks::sender::Sender;
use crate::webhooks::target::Targets;

/// Delivers events in the background, and keeps the last of them.
#[derive(Clone, Debug)]
pub(crate) struct Courier {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    sender: Sender,
    runtime: Handle,
    targets: Targets,
    delivery: Mutex<Delivery>,
    journal: Mutex<Journal>,
    /// A queue for each receiver.
    queues: Mutex<HashMap<String, mpsc::UnboundedSender<Parcel>>>,
}

/// What is delivered to a receiver.
#[derive(Clone, Debug)]
struct Parcel {
    id: u64,
    url: String,
    secret: String,
    body: Value,
}

/// How often a delivery that fails is tried.
const ATTEMPTS: u32 = 5;
/// How many events of one receiver are being repeated at a time.
const REPEATING: usize = 64;
/// More receivers than this share a queue.
const RECEIVERS: usize = 1_000;
const FIRST_PAUSE: Duration = Duration::from_millis(50);

impl Courier {
    pub(crate) fn new(targets: Targets, delivery: Delivery, sender: Sender) -> Self {
        Self {
            shared: Arc::new(Shared {
                sender,
                runtime: Handle::current(),
                targets,
                delivery: Mutex::new(delivery),
                journal: Mutex::default(),
                queues: Mutex::default(),
            }),
        }
    }

    pub(crate) fn set_delivery(&self, delivery: Delivery) {
        *lock(&self.shared.delivery) = delivery;
    }

    pub(crate) fn delivery(&self) -> Delivery {
        *lock(&self.shared.delivery)
    }

    /// Delivers the events of one moment.
    pub(crate) fn send(&self, mut notices: Vec<Notice>) {
        let delivery = self.delivery();
        if delivery == Delivery::Reversed {
            notices.reverse();
        }
        for notice in notices {
            let refused = self.shared.targets.refuses(&notice.url);
            let id = lock(&self.shared.journal).add(Event {
                id: 0,
                url: notice.url.to_string(),
                body: notice.body.clone(),
                delivered: 0,
                attempts: 0,
                refused,
                secret: notice.secret.clone(),
            });
            let parcel = Parcel {
                id,
                url: notice.url.to_string(),
                secret: notice.secret,
                body: notice.body,
            };
            let times = if delivery == Delivery::Doubled { 2 } else { 1 };
            for _ in 0..times {
                if refused.is_none() {
                    self.queue(parcel.clone());
                }
            }
        }
    }

    /// Delivers an event once more, if it is still known and was not refused.
    pub(crate) fn redeliver(&self, id: u64) -> bool {
        let found = lock(&self.shared.journal).find(id);
        let Some(event) = found.filter(|event| event.refused.is_none()) else {
            return false;
        };
        self.queue(Parcel {
            id,
            url: event.url,
            secret: event.secret,
            body: event.body,
        });
        true
    }

    /// The newest events before a number, newest first.
    pub(crate) fn newest(&self, before: Option<u64>, limit: usize) -> Vec<Event> {
        let journal = lock(&self.shared.journal);
        let older = journal
            .all()
            .rev()
            .filter(|event| before.is_none_or(|before| event.id < before));
        older.take(limit).cloned().collect()
    }

    pub(crate) fn count(&self) -> u64 {
        lock(&self.shared.journal).count()
    }

    pub(crate) fn clear(&self) {
        lock(&self.shared.journal).clear();
    }

    /// Queues what goes to one receiver behind what went there before.
    fn queue(&self, parcel: Parcel) {
        let mut queues = lock(&self.shared.queues);
        let receiver = if queues.len() < RECEIVERS {
            receiver_of(&parcel.url)
        } else {
            String::new()
        };
        let queue = queues.entry(receiver).or_insert_with(|| {
            let (queue, parcels) = mpsc::unbounded_channel();
            let shared = Arc::downgrade(&self.shared);
            self.shared.runtime.spawn(serve(shared, parcels));
            queue
        });
        let _ = queue.send(parcel);
    }
}

/// Delivers to one receiver. What fails is repeated beside what comes next.
async fn serve(shared: Weak<Shared>, mut parcels: mpsc::UnboundedReceiver<Parcel>) {
    let repeating = Arc::new(Semaphore::new(REPEATING));
    while let Some(parcel) = parcels.recv().await {
        let Some(shared) = shared.upgrade() else {
            return;
        };
        if shared.deliver(&parcel).await {
            continue;
        }
        let Ok(permit) = Arc::clone(&repeating).acquire_owned().await else {
            return;
        };
        tokio::spawn(async move {
            let mut pause = FIRST_PAUSE;
            for _ in 1..ATTEMPTS {
                tokio::time::sleep(pause).await;
                if shared.deliver(&parcel).await {
                    break;
                }
                pause *= 2;
            }
            drop(permit);
        });
    }
}

impl Shared {
    /// Sends an event once; whether it was responded to with a 2xx.
    async fn deliver(&self, parcel: &Parcel) -> bool {
        let Parcel {
            url, secret, body, ..
        } = parcel;
        let delivered = self.sender.send(url, secret, body).await;
        lock(&self.journal).attempted(parcel.id, delivered);
        delivered
    }
}

/// Scheme, host and port.
fn receiver_of(url: &str) -> String {
    let url = url::Url::parse(url).map(|url| url.origin().ascii_serialization());
    url.unwrap_or_default()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
