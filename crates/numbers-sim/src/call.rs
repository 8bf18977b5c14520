//! A request that was admitted and validated.

use bytes::Bytes;
use serde_json::Value;

use crate::contract::Query;
use crate::operation::Operation;
use crate::phone::PhoneNumber;
use crate::refusal::Refusal;
use crate::requirements::Requirements;
use crate::upload::Upload;

/// What an operation is given.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) operation: Operation,
    pub(crate) project: &'a str,
    pub(crate) phone: Option<PhoneNumber>,
    /// The parameters of the path.
    pub(crate) path: &'a [(&'a str, String)],
    pub(crate) query: &'a Query,
    pub(crate) body: &'a Value,
    pub(crate) upload: Option<&'a Upload>,
    pub(crate) requirements: &'a Requirements,
}

/// A JSON body, empty where the response has none, or why there is none.
pub(crate) type Reply = Result<Bytes, Refusal>;

impl Call<'_> {
    pub(crate) fn phone(&self) -> Result<PhoneNumber, Refusal> {
        self.phone.ok_or(Refusal::Internal)
    }

    /// A parameter of the path.
    pub(crate) fn parameter(&self, name: &str) -> &str {
        let found = self.path.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// What is read or changed: the number, the order, or nothing but the project.
    pub(crate) fn resource(&self) -> String {
        match self.phone {
            Some(phone) => phone.to_string(),
            None => self.parameter("numberOrderId").to_owned(),
        }
    }

    pub(crate) fn text(&self, member: &str) -> Option<&str> {
        self.body.get(member).and_then(Value::as_str)
    }
}

/// A body of JSON.
pub(crate) fn json(body: &impl serde::Serialize) -> Reply {
    let mut bytes = Vec::with_capacity(1024);
    serde_json::to_writer(&mut bytes, body).map_err(|_| Refusal::Internal)?;
    Ok(bytes.into())
}
