//! Reading what a state file keeps, row by row.

use std::sync::Arc;

use crate::phone::PhoneNumber;
use crate::state::inner::Inner;
use crate::state::order::Order;
use crate::state::project::{Kept, Project};
use crate::state::rental::Rental;
use crate::state::schedule::Due;
use crate::store::Table;

impl Inner {
    /// Reads a row of a state file.
    pub(crate) fn load(
        &mut self,
        table: Table,
        id: &str,
        project: &str,
        content: &str,
    ) -> Result<(), String> {
        load(self, table, id, project, content)
    }
}

fn load(
    inner: &mut Inner,
    table: Table,
    id: &str,
    project: &str,
    content: &str,
) -> Result<(), String> {
    let index = match inner.index_of(project) {
        Some(index) => index,
        // A project that is not served any more keeps its numbers.
        None => {
            inner
                .projects
                .push(Project::new(project, None, String::new()));
            inner.projects.len() - 1
        }
    };
    match table {
        Table::Projects => {
            let kept: Kept = serde_json::from_str(content).map_err(|error| error.to_string())?;
            if let Some(project) = inner.projects.get_mut(index) {
                project.balance = kept.balance;
                project.callback_secret = kept.callback_secret;
            }
        }
        Table::Rentals => rental(inner, index, id, content)?,
        Table::Orders => order(inner, index, id, content)?,
    }
    Ok(())
}

fn rental(inner: &mut Inner, index: usize, id: &str, content: &str) -> Result<(), String> {
    let phone: PhoneNumber = id
        .parse()
        .map_err(|_| "its id is no phone number".to_owned())?;
    let mut rental: Rental = serde_json::from_str(content).map_err(|error| error.to_string())?;
    let interner = &mut inner.interner;
    rental.terms = interner.terms(rental.terms);
    let share = |text: &mut Arc<str>, interner: &mut crate::state::interner::Interner| {
        *text = interner.text(text);
    };
    if let Some(url) = &mut rental.callback_url {
        share(url, interner);
    }
    if let Some(sms) = &mut rental.sms {
        share(&mut sms.service_plan_id, interner);
        share(&mut sms.campaign_id, interner);
    }
    if let Some(voice) = &mut rental.voice {
        share(&mut voice.id, interner);
    }
    if let Some(end) = rental.next_end() {
        inner.schedule.add(end, Due::Jobs(phone));
    }
    if let Some(end) = rental.expire_at {
        inner.schedule.add(end, Due::Release(phone));
    }
    inner.taken.insert(phone, index);
    if let Some(project) = inner.projects.get_mut(index) {
        project.insert(phone, rental);
    }
    Ok(())
}

fn order(inner: &mut Inner, index: usize, id: &str, content: &str) -> Result<(), String> {
    let order: Order = serde_json::from_str(content).map_err(|error| error.to_string())?;
    let due = || Due::Order {
        project: index,
        order: id.into(),
    };
    if order.state.reserves() {
        inner.schedule.add(order.expires, due());
        for number in &order.numbers {
            inner.taken.insert(number.phone_number, index);
        }
    }
    if let Some(end) = order.review_ends {
        inner.schedule.add(end, due());
    }
    for attachment in &order.registration.attachments {
        inner.schedule.add(attachment.updated, due());
    }
    if let Some(project) = inner.projects.get_mut(index) {
        project.orders.insert(id.into(), Box::new(order));
    }
    Ok(())
}
