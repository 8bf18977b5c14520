//! Reading scenarios.

use thiserror::Error;

use crate::scenario::content::Scenario;

/// A text that is no scenario: what is wrong, and in which line and column.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct ScenarioError(String);

impl Scenario {
    /// Reads YAML or JSON.
    ///
    /// ```
    /// use numbers_sim::Scenario;
    ///
    /// let error = Scenario::read("stock:\n  '12025550134': {}\n").unwrap_err();
    /// assert!(error.to_string().contains("line 2"));
    /// ```
    ///
    /// # Errors
    ///
    /// When it is no scenario; the message names line and column.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        yaml_serde::from_str(text).map_err(|error| {
            let message = error.to_string();
            let place = error.location().filter(|_| !message.contains(" line "));
            ScenarioError(match place {
                Some(place) => {
                    let (line, column) = (place.line(), place.column());
                    format!("{message} at line {line} column {column}")
                }
                None => message,
            })
        })
    }

    /// Returns the JSON Schema of scenarios, for editors.
    ///
    /// ```
    /// let schema = numbers_sim::Scenario::json_schema();
    /// assert!(schema["properties"]["faults"].is_object());
    /// ```
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).into()
    }
}
