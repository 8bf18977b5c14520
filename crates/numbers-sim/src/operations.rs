//! Which function implements which operation, and which reads show what a change has done.

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use crate::call::{Call, Reply};
use crate::operation::Operation;
use crate::refusal::Refusal;
use crate::state::Transaction;
use crate::{active, available, callbacks, emergency, orders, regions};

/// Carries out an operation; a read that lags shows what it showed before.
pub(crate) fn act(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    let now = transaction.now;
    let lags = &mut transaction.state.lags;
    if let Some(stale) = lags.get(call.operation, call.project, &call.resource(), now) {
        return stale.response.clone();
    }
    carry_out(transaction, call)
}

/// Carries out an operation whose effect is not seen by reads until then.
pub(crate) fn act_unseen(
    transaction: &mut Transaction<'_>,
    call: &Call<'_>,
    until: Timestamp,
) -> Reply {
    let reads = reads_of(call.operation);
    let before: Vec<_> = reads
        .iter()
        .map(|read| match call.operation {
            // What they make did not exist before.
            Operation::RentAnyNumber | Operation::CreateNumberOrder => {
                Err(Refusal::not_found(read.resource_type(), ""))
            }
            _ => {
                let read = Call {
                    operation: *read,
                    ..call.clone()
                };
                act(transaction, &read)
            }
        })
        .collect();
    let response = act(transaction, call)?;
    let resource = made(call.operation, &response).unwrap_or_else(|| call.resource());
    for (read, before) in reads.iter().zip(before) {
        let lags = &mut transaction.state.lags;
        lags.add(*read, call.project, &resource, until, before);
    }
    Ok(response)
}

/// The reads that show what an operation changes.
fn reads_of(operation: Operation) -> &'static [Operation] {
    match operation {
        Operation::RentNumber
        | Operation::RentAnyNumber
        | Operation::UpdateActiveNumber
        | Operation::ReleaseNumber => &[Operation::GetActiveNumber],
        Operation::ProvisionEmergencyAddress | Operation::DeprovisionEmergencyAddress => {
            &[Operation::GetEmergencyAddress]
        }
        Operation::CreateNumberOrder | Operation::SubmitNumberOrder => &[Operation::GetNumberOrder],
        Operation::UpdateNumberOrderRegistration | Operation::UploadNumberOrderAttachment => {
            &[Operation::GetNumberOrderRegistration]
        }
        Operation::UpdateCallbackConfiguration => &[Operation::GetCallbackConfiguration],
        _ => &[],
    }
}

/// What a response names, where the request does not.
fn made(operation: Operation, response: &Bytes) -> Option<String> {
    let member = match operation {
        Operation::RentAnyNumber => "phoneNumber",
        Operation::CreateNumberOrder => "idNumberOrder",
        _ => return None,
    };
    let body: Value = serde_json::from_slice(response).ok()?;
    body.get(member)?.as_str().map(str::to_owned)
}

fn carry_out(transaction: &mut Transaction<'_>, call: &Call<'_>) -> Reply {
    match call.operation {
        Operation::RentNumber => available::rent(transaction, call),
        Operation::RentAnyNumber => available::rent_any(transaction, call),
        Operation::ListAvailableNumbers => available::search(transaction, call),
        Operation::GetAvailableNumber => available::check(transaction, call),
        Operation::ListActiveNumbers => active::list(transaction, call),
        Operation::GetActiveNumber => active::get(transaction, call),
        Operation::UpdateActiveNumber => active::update(transaction, call),
        Operation::ReleaseNumber => active::release(transaction, call),
        Operation::GetEmergencyAddress => emergency::get(transaction, call),
        Operation::ProvisionEmergencyAddress => emergency::provision(transaction, call),
        Operation::DeprovisionEmergencyAddress => emergency::deprovision(transaction, call),
        Operation::ValidateEmergencyAddress => emergency::validate(transaction, call),
        Operation::LookupNumberRequirements => orders::lookup(call),
        Operation::CreateNumberOrder => orders::create(transaction, call),
        Operation::GetNumberOrder => orders::get(transaction, call),
        Operation::GetNumberOrderRegistration => orders::get_registration(transaction, call),
        Operation::UpdateNumberOrderRegistration => orders::update_registration(transaction, call),
        Operation::UploadNumberOrderAttachment => orders::upload(transaction, call),
        Operation::SubmitNumberOrder => orders::submit(transaction, call),
        Operation::ListAvailableRegions => regions::list(transaction, call),
        Operation::GetCallbackConfiguration => callbacks::get(transaction, call),
        Operation::UpdateCallbackConfiguration => callbacks::update(transaction, call),
        // The token endpoint is no operation of a project.
        Operation::IssueToken => Err(Refusal::Internal),
    }
}
