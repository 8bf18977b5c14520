//! JSON Schemas of types that serialise by way of another type.

/// Gives a type the JSON Schema of the struct that it serialises as.
macro_rules! written_as {
    ($type:ty, $written:ty) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$written>::schema_name()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$written>::json_schema(generator)
            }
        }
    };
}

pub(crate) use written_as;
