//! Scenarios: what a simulator starts with and what goes wrong, in a file.

mod content;
mod numbers;
mod read;

pub use content::Scenario;
pub use read::ScenarioError;
