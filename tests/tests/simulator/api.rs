//! A simulator, and requests to it by hand.

use std::time::Duration;

use numbers_sim::{Pace, PhoneNumber, Simulator, SimulatorBuilder};
use reqwest::Method;
use serde_json::{Value, json};

/// A simulator on a clock that is moved by hand, and an HTTP client.
pub struct Api {
    pub simulator: Simulator,
    pub http: reqwest::Client,
}

/// A response: its status and its body as JSON, `null` where it is none.
pub type Response = (u16, Value);

impl Api {
    pub async fn start() -> Self {
        Self::with(Simulator::builder()).await
    }

    pub async fn with(builder: SimulatorBuilder) -> Self {
        Self::of(builder.pace(Pace::Manual).start().await.unwrap())
    }

    pub fn of(simulator: Simulator) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self { simulator, http }
    }

    /// A request below the project, with its key.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let (url, project) = (self.simulator.url(), self.simulator.project());
        self.http
            .request(method, format!("{url}/v1/projects/{project}/{path}"))
            .basic_auth(self.simulator.key_id(), Some(self.simulator.key_secret()))
    }

    pub async fn get(&self, path: &str) -> Response {
        read(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Response {
        read(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn rent(&self, phone: &str, body: Value) -> Response {
        self.post(&format!("availableNumbers/{phone}:rent"), body)
            .await
    }

    /// The number as the project holds it.
    pub async fn active(&self, phone: &str) -> Value {
        let (status, body) = self.get(&format!("activeNumbers/{phone}")).await;
        assert_eq!(status, 200, "{phone}: {body}");
        body
    }

    /// A control endpoint.
    pub fn control(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/__sim/{path}", self.simulator.url());
        self.http.request(method, url)
    }

    pub async fn view(&self, path: &str) -> Value {
        let (status, body) = read(self.control(Method::GET, path)).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Posts JSON to a control endpoint; the status, and the body where there is one.
    pub async fn plan(&self, path: &str, body: Value) -> Response {
        read(self.control(Method::POST, path).json(&body)).await
    }

    pub fn advance(&self, seconds: u64) {
        self.simulator.advance(Duration::from_secs(seconds));
    }
}

pub async fn read(request: reqwest::RequestBuilder) -> Response {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

pub fn phone(text: &str) -> PhoneNumber {
    text.parse().unwrap()
}

/// A request for SMS with a campaign.
pub fn sms() -> Value {
    json!({ "smsConfiguration": { "servicePlanId": "plan-1", "campaignId": "C1" } })
}

/// The fields of the violations of a 400.
pub fn violations(response: &Response) -> Vec<&str> {
    assert_eq!(response.0, 400, "{}", response.1);
    let violations = &response.1["error"]["details"][0]["fieldViolations"];
    let violations = violations.as_array().unwrap().iter();
    violations
        .map(|violation| violation["field"].as_str().unwrap())
        .collect()
}

/// The `resourceType` of a 404.
pub fn missing(response: &Response) -> &str {
    assert_eq!(response.0, 404, "{}", response.1);
    assert_eq!(response.1["error"]["status"], "NOT_FOUND");
    let detail = &response.1["error"]["details"][0];
    detail["resourceType"].as_str().unwrap()
}

/// Waits until a condition holds; fails when it does not for a long time.
pub async fn until(condition: impl AsyncFn() -> bool) {
    let waiting = async {
        while !condition().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting)
        .await
        .expect("it hangs");
}
