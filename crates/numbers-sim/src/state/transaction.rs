//! Changes that are made together.

use std::sync::Arc;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::clock::after;
use crate::fault::{Magic, magic};
use crate::phone::PhoneNumber;
use crate::provisioning::{DURATION, FailureCode, Product, Task};
use crate::refusal::Refusal;
use crate::state::configuration::{SmsLink, VoiceLink, voice_of};
use crate::state::inner::Inner;
use crate::state::order::Order;
use crate::state::project::{Kept, NoCredit, Project};
use crate::state::rental::{Job, Rental};
use crate::state::schedule::Due;
use crate::state::tasks::Tasks;
use crate::stock::Resolved;
use crate::store::{Row, Table};
use crate::webhooks::Notice;

/// The state under its lock, the time, and what is changed.
#[derive(Debug)]
pub(crate) struct Transaction<'a> {
    pub(crate) now: Timestamp,
    pub(crate) state: &'a mut Inner,
    /// Events to be delivered.
    pub(crate) notices: Vec<Notice>,
    changed: Vec<Changed>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Changed {
    Project(usize),
    Rental(usize, PhoneNumber),
    Order(usize, Box<str>),
}

/// What is asked for with a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewRental<'a> {
    pub(crate) phone: PhoneNumber,
    pub(crate) terms: &'a Arc<Resolved>,
    pub(crate) sms: Option<&'a Value>,
    pub(crate) voice: Option<&'a Value>,
    pub(crate) callback_url: Option<&'a str>,
}

impl<'a> Transaction<'a> {
    pub(super) fn new(now: Timestamp, state: &'a mut Inner) -> Self {
        Self {
            now,
            state,
            notices: Vec::new(),
            changed: Vec::new(),
        }
    }

    /// The index of a project that was admitted.
    pub(crate) fn project_index(&self, id: &str) -> Result<usize, Refusal> {
        self.state.index_of(id).ok_or(Refusal::Forbidden)
    }

    pub(crate) fn project(&mut self, index: usize) -> Result<&mut Project, Refusal> {
        self.state.projects.get_mut(index).ok_or(Refusal::Internal)
    }

    /// A number that the project holds.
    pub(crate) fn rental(
        &mut self,
        index: usize,
        phone: PhoneNumber,
    ) -> Result<&mut Rental, Refusal> {
        let rental = self.project(index)?.rentals.get_mut(&phone);
        rental
            .map(Box::as_mut)
            .ok_or_else(|| Refusal::not_active(phone))
    }

    /// An order of the project.
    pub(crate) fn order(&mut self, index: usize, id: &str) -> Result<&mut Order, Refusal> {
        let order = self.project(index)?.orders.get_mut(id);
        order
            .map(Box::as_mut)
            .ok_or_else(|| Refusal::not_found("NumberOrder", id))
    }

    pub(crate) fn is_taken(&self, phone: PhoneNumber) -> bool {
        self.state.taken.contains_key(&phone)
    }

    /// The code with which the next job of this product and number fails.
    pub(crate) fn failure(&mut self, phone: PhoneNumber, product: Product) -> Option<FailureCode> {
        let planned = self.state.failing.take(phone, product);
        planned.or_else(|| match magic(phone) {
            Some(Magic::Fails(failing, code)) if failing == product => Some(code),
            _ => None,
        })
    }

    /// A task for a product, which fails where that is planned.
    pub(crate) fn task(&mut self, phone: PhoneNumber, product: Product, unlinks: bool) -> Task {
        Task {
            product,
            unlinks,
            fails: self.failure(phone, product),
        }
    }

    /// Puts a number into a project and starts its jobs. It was charged before.
    pub(crate) fn rent(&mut self, index: usize, new: NewRental<'_>) -> Result<(), Refusal> {
        let phone = new.phone;
        let terms = self.state.interner.terms(Arc::clone(new.terms));
        let mut rental = Rental::new(self.now, terms);
        let text = |member: &str| {
            let sms = new.sms.and_then(|sms| sms.get(member));
            sms.and_then(Value::as_str).unwrap_or_default()
        };
        let (plan, campaign) = (text("servicePlanId"), text("campaignId"));
        if !plan.is_empty() {
            let mut tasks = Tasks::default();
            tasks.push(self.task(phone, Product::Sms, false));
            if !campaign.is_empty() {
                tasks.push(self.task(phone, Product::Campaign, false));
            }
            let target = SmsLink {
                service_plan_id: self.state.interner.text(plan),
                campaign_id: self.state.interner.text(campaign),
            };
            rental.sms_job = Some(Job::new(target, self.now, tasks));
        }
        if let Some((kind, id)) = new.voice.map(voice_of) {
            let mut tasks = Tasks::default();
            tasks.push(self.task(phone, Product::Voice, false));
            let target = VoiceLink {
                kind,
                id: self.state.interner.text(id),
                since: self.now,
            };
            rental.voice_job = Some(Job::new(target, self.now, tasks));
        }
        rental.callback_url = new
            .callback_url
            .filter(|url| !url.is_empty())
            .map(|url| self.state.interner.text(url));
        let has_jobs = rental.next_end().is_some();
        self.state.taken.insert(phone, index);
        self.project(index)?.insert(phone, rental);
        if has_jobs {
            self.jobs_started(phone);
        }
        self.rental_changed(index, phone);
        Ok(())
    }

    /// Takes an amount off the project's balance.
    pub(crate) fn charge(&mut self, index: usize, amount: Decimal) -> Result<(), Refusal> {
        let project = self.project(index)?;
        let charged = project.charge(amount);
        if project.balance.is_some() {
            self.project_changed(index);
        }
        charged.map_err(|NoCredit| Refusal::no_credit())
    }

    /// Looks at a number again when jobs that start now are over.
    pub(crate) fn jobs_started(&mut self, phone: PhoneNumber) {
        let end = after(self.now, DURATION);
        self.state.schedule.add(end, Due::Jobs(phone));
    }

    pub(crate) fn project_changed(&mut self, index: usize) {
        self.mark(Changed::Project(index));
    }

    pub(crate) fn rental_changed(&mut self, index: usize, phone: PhoneNumber) {
        self.mark(Changed::Rental(index, phone));
    }

    pub(crate) fn order_changed(&mut self, index: usize, id: &str) {
        self.mark(Changed::Order(index, id.into()));
    }

    fn mark(&mut self, changed: Changed) {
        // The last few are enough: writing a row twice does no harm.
        if !self
            .changed
            .iter()
            .rev()
            .take(4)
            .any(|known| *known == changed)
        {
            self.changed.push(changed);
        }
    }

    /// The rows that were changed, as they are now.
    pub(super) fn rows(&mut self) -> Vec<Row> {
        if self.changed.is_empty() {
            return Vec::new();
        }
        let mut rows: Vec<_> = std::mem::take(&mut self.changed)
            .into_iter()
            .filter_map(|changed| self.row(changed))
            .collect();
        rows.push(Row::Clock(self.now.to_string()));
        rows
    }

    fn row(&self, changed: Changed) -> Option<Row> {
        let put = |table, id: String, project: &Project, content: Option<String>| match content {
            Some(content) => Row::Put {
                table,
                id,
                project: project.id.to_string(),
                content,
            },
            None => Row::Delete { table, id },
        };
        let project = |index: usize| self.state.projects.get(index);
        match changed {
            Changed::Project(index) => {
                let project = project(index)?;
                let kept = Kept {
                    balance: project.balance,
                    callback_secret: project.callback_secret.clone(),
                };
                let content = serde_json::to_string(&kept).ok();
                Some(put(
                    Table::Projects,
                    project.id.to_string(),
                    project,
                    content,
                ))
            }
            Changed::Rental(index, phone) => {
                let project = project(index)?;
                let rental = project.rentals.get(&phone);
                let content = rental.and_then(|rental| serde_json::to_string(rental).ok());
                Some(put(Table::Rentals, phone.to_string(), project, content))
            }
            Changed::Order(index, id) => {
                let project = project(index)?;
                let order = project.orders.get(&id);
                let content = order.and_then(|order| serde_json::to_string(order).ok());
                Some(put(Table::Orders, id.into(), project, content))
            }
        }
    }
}
