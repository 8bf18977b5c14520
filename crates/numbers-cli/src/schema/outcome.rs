//! What the forms of the output have in common.

/// The response of the service, as it was received.
pub(super) type Response = serde_json::Map<String, serde_json::Value>;

/// Defines forms of the output, each with the `outcome` that tells it apart.
macro_rules! outcomes {
    ($($(#[$doc:meta])* $name:ident = $outcome:literal { $($body:tt)* })*) => {$(
        $(#[$doc])*
        #[derive(JsonSchema, Serialize)]
        #[serde(rename_all = "camelCase")]
        #[allow(dead_code, reason = "used for its schema alone, never constructed")]
        pub(crate) struct $name {
            #[schemars(extend("const" = $outcome))]
            outcome: String,
            $($body)*
        }
    )*};
}
