//! `POST numberOrders:lookupNumberRequirements`: a read, although it is a POST.

use numbers_client::{Client, ProjectId};

use crate::engine::operation::{Generated, Operation, Read, Route, Success};
use crate::enums::NumberType;
use crate::model::decoded::{BodyError, Decoded};
use crate::types::{self, LookupNumberRequirementsRequest};

/// Looks up what an order needs.
pub(crate) struct LookUpRequirements(LookupNumberRequirementsRequest);

impl LookUpRequirements {
    pub(crate) fn new(region_code: String, number_type: NumberType) -> Self {
        Self(LookupNumberRequirementsRequest {
            region_code,
            number_type,
        })
    }
}

impl Operation for LookUpRequirements {
    type Wire = types::NumberRequirements;
    type Value = Decoded<types::NumberRequirements>;

    const ROUTE: Route = Route {
        method: "POST",
        template: "/v1/projects/{projectId}/numberOrders:lookupNumberRequirements",
    };

    async fn call(&self, client: &Client, project: &ProjectId) -> Generated<Self::Wire> {
        client.lookup_number_requirements(project, &self.0).await
    }

    fn accept(&self, success: Success<'_, Self::Wire>) -> Result<Self::Value, BodyError> {
        Decoded::read(success.typed, success.body)
    }
}

impl Read for LookUpRequirements {
    fn what(&self) -> String {
        let LookupNumberRequirementsRequest {
            region_code,
            number_type,
        } = &self.0;
        format!("what an order of {number_type} numbers of {region_code} needs")
    }
}
