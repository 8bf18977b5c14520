//! The query of a request, in every form that the official SDKs send.

use url::form_urlencoded;

/// The parameters of a query, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Decodes percent signs. A plus sign stays one: Node's SDK sends `+1208` as it is.
    pub(crate) fn parse(query: &str) -> Self {
        let query = query.replace('+', "%2B");
        let pairs = form_urlencoded::parse(query.as_bytes());
        Self(pairs.into_owned().collect())
    }

    /// The last value of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find_map(|(key, value)| (key == name).then_some(value.as_str()))
    }

    /// The values of a list, be they repeated or separated by commas.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let values = self.0.iter().filter(|(key, _)| key == name);
        values.flat_map(|(_, value)| value.split(',')).collect()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_sdks_is_read() {
        for query in [
            "capability=SMS,VOICE&numberPattern.pattern=+1208",
            "capability=SMS&capability=VOICE&numberPattern.pattern=%2B1208",
            "capability=SMS%2CVOICE&numberPattern.pattern=%2b1208",
        ] {
            let query = Query::parse(query);
            assert_eq!(query.list("capability"), ["SMS", "VOICE"]);
            assert_eq!(query.get("numberPattern.pattern"), Some("+1208"));
        }
    }
}
