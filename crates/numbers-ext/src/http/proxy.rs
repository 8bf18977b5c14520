//! The proxy that the environment names.

use std::ffi::OsString;

use http::Uri;

use crate::model::violation::Violation;

/// The variables that name a proxy for https, in the order in which they are read. In a pair,
/// the first that is set hides the second.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// Returns what is wrong with the proxy of the environment. reqwest ignores a proxy that it
/// can't read, and connects directly.
pub(crate) fn violation(variable: impl Fn(&str) -> Option<OsString>) -> Option<Violation> {
    // In a CGI script reqwest ignores all of them on purpose: there, anybody may set them.
    if variable("REQUEST_METHOD").is_some() {
        return None;
    }
    for names in VARIABLES {
        let mut set = names
            .into_iter()
            .filter_map(|name| Some((name, variable(name)?)));
        let Some((name, value)) = set.next() else {
            continue;
        };
        match value.to_str() {
            Some("") => {}
            Some(value) if is_proxy(value) => return None,
            // The value may hold a password.
            _ => {
                let message = "is not the URL of an http or https proxy; correct it, unset it, or \
                               configure a proxy";
                return Some(Violation::new(name, message));
            }
        }
    }
    None
}

/// Returns whether a tunnel can be requested there. The scheme may be left out.
fn is_proxy(value: &str) -> bool {
    let Ok(uri) = value.parse::<Uri>() else {
        return false;
    };
    let Some(authority) = uri.authority() else {
        return false;
    };
    let has_port = authority.port_u16().is_some();
    // A port that is not a number is otherwise taken for none.
    let is_host = authority.as_str().ends_with(authority.host());
    !authority.host().is_empty()
        && (has_port || is_host)
        && matches!(uri.scheme_str(), None | Some("http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variable that is refused.
    fn refused(set: &[(&str, &str)]) -> Option<String> {
        let variable = |name: &str| {
            let found = set.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| OsString::from(value))
        };
        violation(variable).map(|violation| violation.field().to_owned())
    }

    #[test]
    fn a_proxy_that_can_be_used_is_accepted() {
        for value in [
            "http://proxy.example:3128",
            "https://user:secret@proxy.example",
            "proxy.example:3128",
            "proxy.example",
            "http://[::1]:8080/",
            "",
        ] {
            assert_eq!(refused(&[("HTTPS_PROXY", value)]), None, "{value}");
            assert_eq!(refused(&[("all_proxy", value)]), None, "{value}");
        }
        assert_eq!(refused(&[]), None);
    }

    #[test]
    fn a_proxy_that_would_be_ignored_is_refused_by_the_name_of_its_variable() {
        for value in [
            "http://",
            "http://[::1",
            "http//proxy.example",
            "http://proxy.example:port",
            "http://proxy.example:99999",
            "://proxy.example",
            "socks5://proxy.example:1080",
            "ftp://proxy.example",
            "two words",
            "/proxy",
        ] {
            for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                assert_eq!(refused(&[(name, value)]).as_deref(), Some(name), "{value}");
            }
        }
    }

    #[test]
    fn a_variable_that_is_not_read_is_not_judged() {
        let (good, bad) = ("http://proxy.example", "socks5://proxy.example");
        assert_eq!(refused(&[("HTTPS_PROXY", good), ("ALL_PROXY", bad)]), None);
        assert_eq!(
            refused(&[("HTTPS_PROXY", good), ("https_proxy", bad)]),
            None
        );
        assert_eq!(refused(&[("HTTP_PROXY", bad)]), None);
        assert_eq!(
            refused(&[("HTTPS_PROXY", bad), ("REQUEST_METHOD", "GET")]),
            None
        );
        assert_eq!(
            refused(&[("HTTPS_PROXY", ""), ("ALL_PROXY", bad)]).as_deref(),
            Some("ALL_PROXY")
        );
    }

    #[test]
    fn the_refusal_does_not_show_the_value() {
        let secret = |name: &str| (name == "HTTPS_PROXY").then(|| "http://u:secret@".into());
        let violation = violation(secret).unwrap();
        assert!(!format!("{violation} {violation:?}").contains("secret"));
    }
}
