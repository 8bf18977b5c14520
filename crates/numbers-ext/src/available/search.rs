//! `GET availableNumbers`.

use std::sync::Arc;

use numbers_client::{Client, ProjectId};
use serde::Deserialize;

use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::engine::read::read;
use crate::enums::{Capability, NumberType};
use crate::http::body_limits::BodyKind;
use crate::model::available_number::AvailableNumber;
use crate::model::decoded::BodyError;
use crate::model::items::{self, Items};
use crate::model::pattern::{Pattern, pattern_setters};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types;

/// A search for available numbers. Made by [`Numbers::search`](crate::Numbers::search).
#[derive(Clone, Debug)]
#[must_use = "nothing is searched before `send`"]
pub struct Search {
    inner: Arc<Inner>,
    region: String,
    number_type: NumberType,
    pattern: Option<Pattern>,
    capabilities: Option<Vec<Capability>>,
    limit: Option<i32>,
}

impl Search {
    pub(crate) fn new(inner: &Arc<Inner>, region: String, number_type: NumberType) -> Self {
        Self {
            inner: Arc::clone(inner),
            region,
            number_type,
            pattern: None,
            capabilities: None,
            limit: None,
        }
    }

    pattern_setters!();

    /// Asks for numbers that can be used for all of these.
    pub fn capabilities(mut self, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        self.capabilities = Some(capabilities.into_iter().collect());
        self
    }

    /// Asks for this many numbers at the most.
    pub fn limit(mut self, most: u32) -> Self {
        self.limit = Some(i32::try_from(most).unwrap_or(i32::MAX));
        self
    }

    /// Searches. There is one page of results; what matches nothing is an empty list.
    ///
    /// ```
    /// use numbers_ext::enums::{Capability, NumberType};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// let found = numbers
    ///     .search("US", NumberType::Local)
    ///     .starting("+1208")
    ///     .capabilities([Capability::Sms])
    ///     .limit(3)
    ///     .send()
    ///     .await?;
    /// for number in &found {
    ///     println!("{}: {} at once", number.phone(), number.price_at_once()?);
    /// }
    /// # assert_eq!(found.len(), 3);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no response, or one that is not such a list.
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: a search changes nothing.
    pub async fn send(&self) -> Result<Vec<AvailableNumber>, ReadError> {
        let deadline = Deadline::after(&self.inner.clock, self.inner.options.deadline);
        read(&self.inner, self, &deadline).await
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    #[serde(default)]
    available_numbers: Items,
}

impl Operation for Search {
    type Wire = types::ListAvailableNumbersResponse;
    type Value = Vec<AvailableNumber>;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/availableNumbers",
    };
    const BODY: BodyKind = BodyKind::Page;

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        let pattern = self.pattern.as_ref();
        client
            .number_service_list_available_numbers(
                project,
                self.capabilities.as_ref(),
                pattern.map(|pattern| pattern.digits.as_str()),
                pattern.map(|pattern| &pattern.place),
                &self.region,
                self.limit,
                &self.number_type,
            )
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let Found { available_numbers } = items::read(&success.body)?;
        let items = available_numbers.0.iter();
        items.map(|item| AvailableNumber::from_json(item)).collect()
    }
}

impl Read for Search {
    fn what(&self) -> String {
        "what is available".to_owned()
    }
}
