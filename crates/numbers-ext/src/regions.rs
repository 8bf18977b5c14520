//! `GET availableRegions`.

use std::sync::Arc;

use numbers_client::{Client, ProjectId};
use serde::Deserialize;

use crate::engine::inner::Inner;
use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::engine::read::read;
use crate::enums::NumberType;
use crate::http::body_limits::BodyKind;
use crate::model::decoded::{BodyError, Decoded};
use crate::model::items::{self, Items};
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;
use crate::types;

/// A request for the regions that have numbers. Made by
/// [`Numbers::regions`](crate::Numbers::regions).
#[derive(Clone, Debug)]
#[must_use = "nothing is asked before `send`"]
pub struct Regions {
    inner: Arc<Inner>,
    types: Option<Vec<NumberType>>,
}

impl Regions {
    pub(crate) fn new(inner: &Arc<Inner>) -> Self {
        Self {
            inner: Arc::clone(inner),
            types: None,
        }
    }

    /// Asks for regions alone that have numbers of one of these types.
    pub fn types(mut self, types: impl IntoIterator<Item = NumberType>) -> Self {
        self.types = Some(types.into_iter().collect());
        self
    }

    /// Fetches the regions.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// for region in numbers.regions().send().await? {
    ///     println!("{:?}: {:?}", region.region_code, region.types);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no response, or one that is not such a list.
    pub async fn send(&self) -> Result<Vec<Decoded<types::AvailableRegion>>, ReadError> {
        let deadline = Deadline::after(&self.inner.clock, self.inner.options.deadline);
        read(&self.inner, self, &deadline).await
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    #[serde(default)]
    available_regions: Items,
}

impl Operation for Regions {
    type Wire = types::ListAvailableRegionsResponse;
    type Value = Vec<Decoded<types::AvailableRegion>>;

    const ROUTE: Route = Route {
        method: "GET",
        template: "/v1/projects/{projectId}/availableRegions",
    };
    const BODY: BodyKind = BodyKind::Page;

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client
            .number_service_list_available_regions(project, self.types.as_ref())
            .await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        let Listed { available_regions } = items::read(&success.body)?;
        let items = available_regions.0.iter();
        items.map(|item| Decoded::from_json(item)).collect()
    }
}

impl Read for Regions {
    fn what(&self) -> String {
        "which regions have numbers".to_owned()
    }
}
