//! Base URLs that credentials may be sent to: https, or http to this machine.

use thiserror::Error;
use url::{Host, Url};

/// A validated base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    text: String,
    host: String,
    port: Option<u16>,
    loopback: bool,
}

/// Why a base URL is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum BaseUrlError {
    #[error("is not an absolute URL")]
    NotAbsolute,
    #[error(
        "must be https: plain http would show the credentials to everybody on the way; it is accepted for localhost and loopback addresses alone"
    )]
    NotHttps,
    #[error("has a user name or password in it; credentials are passed apart")]
    UserInfo,
    #[error("has a query or a fragment in it")]
    QueryOrFragment,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
        if text.chars().any(odd) {
            return Err(BaseUrlError::NotAbsolute);
        }
        let url = Url::parse(text).map_err(|_| BaseUrlError::NotAbsolute)?;
        let host = url.host().ok_or(BaseUrlError::NotAbsolute)?;
        // `localhost` by that exact name alone: `localhost.evil.example` is another host.
        // IPv4-mapped addresses don't count as loopback either.
        let loopback = match &host {
            Host::Domain(name) => *name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            _ => return Err(BaseUrlError::NotHttps),
        }
        if text.contains('@') {
            return Err(BaseUrlError::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::QueryOrFragment);
        }
        Ok(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            host: host.to_string(),
            port: url.port_or_known_default(),
            loopback,
        })
    }

    /// Returns the URL without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the host, without the port.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Returns the port.
    pub(crate) fn port(&self) -> Option<u16> {
        self.port
    }

    /// Returns whether the host is this machine, for which no proxy is used.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_this_machine_are_accepted() {
        for (text, base, loopback) in [
            (
                "https://numbers.api.sinch.com",
                "https://numbers.api.sinch.com",
                false,
            ),
            (
                "https://example.com/prefix/",
                "https://example.com/prefix",
                false,
            ),
            ("http://localhost:8080", "http://localhost:8080", true),
            ("http://127.0.0.1:1/", "http://127.0.0.1:1", true),
            ("http://127.9.9.9", "http://127.9.9.9", true),
            ("http://[::1]:9", "http://[::1]:9", true),
            ("https://localhost", "https://localhost", true),
        ] {
            let url = BaseUrl::parse(text).unwrap();
            assert_eq!(
                (url.as_str(), url.is_loopback()),
                (base, loopback),
                "{text}"
            );
        }
    }

    #[test]
    fn the_host_comes_without_its_port() {
        let host = |text| BaseUrl::parse(text).map(|url| url.host().to_owned());
        assert_eq!(
            host("https://example.com:8443/x").as_deref(),
            Ok("example.com")
        );
        assert_eq!(host("http://[::1]:9").as_deref(), Ok("[::1]"));
    }

    #[test]
    fn what_could_leak_a_credential_is_refused() {
        for (text, error) in [
            ("http://numbers.api.sinch.com", BaseUrlError::NotHttps),
            ("http://localhost.evil.example", BaseUrlError::NotHttps),
            ("http://localhost.", BaseUrlError::NotHttps),
            ("http://[::ffff:127.0.0.1]", BaseUrlError::NotHttps),
            ("http://10.0.0.1", BaseUrlError::NotHttps),
            ("http://0.0.0.0", BaseUrlError::NotHttps),
            ("ftp://localhost", BaseUrlError::NotHttps),
            ("https://user@example.com", BaseUrlError::UserInfo),
            ("https://:secret@example.com", BaseUrlError::UserInfo),
            ("https://@example.com", BaseUrlError::UserInfo),
            ("https://example.com?x", BaseUrlError::QueryOrFragment),
            ("https://example.com#x", BaseUrlError::QueryOrFragment),
            ("numbers.api.sinch.com", BaseUrlError::NotAbsolute),
            ("https://", BaseUrlError::NotAbsolute),
            (
                "https://example.com\\@evil.example",
                BaseUrlError::NotAbsolute,
            ),
            ("https://example.com\r\n", BaseUrlError::NotAbsolute),
            ("https://example.com/\u{7}", BaseUrlError::NotAbsolute),
            ("https://example.com/\u{a0}", BaseUrlError::NotAbsolute),
            ("", BaseUrlError::NotAbsolute),
        ] {
            assert_eq!(BaseUrl::parse(text), Err(error), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_refused_or_sends_nothing_in_clear_beyond_this_machine(
            text in "(https?|ftp)?:?/{0,3}[a-z0-9.@:\\[\\]%?#/\\\\ -]{0,24}"
        ) {
            if let Ok(base) = BaseUrl::parse(&text) {
                let url = Url::parse(base.as_str()).unwrap();
                proptest::prop_assert!(url.scheme() == "https" || base.is_loopback());
                proptest::prop_assert!(url.username().is_empty() && url.password().is_none());
                proptest::prop_assert!(url.query().is_none() && url.fragment().is_none());
                let again = BaseUrl::parse(base.as_str());
                proptest::prop_assert_eq!(again.as_ref(), Ok(&base));
            }
        }

        #[test]
        fn an_id_that_is_accepted_is_one_segment_of_the_url(text in "[a-zA-Z0-9._~%/?#\\\\+ -]{0,12}") {
            if let Ok(project) = text.parse::<numbers_client::ProjectId>() {
                let url = Url::parse(&format!("https://example.com/v1/{project}/end")).unwrap();
                let segments: Vec<_> = url.path_segments().unwrap().collect();
                proptest::prop_assert_eq!(segments, ["v1", text.as_str(), "end"]);
            }
        }

        #[test]
        fn a_number_that_is_accepted_is_written_as_it_was(text in "\\+?[0-9]{0,18}") {
            if let Ok(phone) = text.parse::<numbers_client::PhoneNumber>() {
                proptest::prop_assert_eq!(phone.to_string(), text);
            }
        }
    }
}
