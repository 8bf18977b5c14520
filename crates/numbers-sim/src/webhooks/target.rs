//! Where events may be delivered.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

/// Where events may be delivered: on this machine and to named hosts, never to the
/// simulator itself.
#[derive(Clone, Debug)]
pub(crate) struct Targets {
    pub(crate) hosts: Vec<String>,
    /// Where the simulator listens.
    pub(crate) own: SocketAddr,
}

impl Targets {
    /// Why nothing is delivered to this URL, if so.
    pub(crate) fn refuses(&self, url: &str) -> Option<&'static str> {
        if !cfg!(feature = "webhooks") {
            return Some("the simulator was built without the delivery of events");
        }
        let Ok(url) = Url::parse(url) else {
            return Some("it is not a URL");
        };
        let address = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(address.to_canonical()),
            _ => None,
        };
        let is_local = match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            // An unspecified address leads to this machine as well.
            Some(_) => address.is_some_and(|ip| ip.is_loopback() || ip.is_unspecified()),
            None => false,
        };
        let is_named = url
            .host_str()
            .is_some_and(|host| self.hosts.iter().any(|known| known == host));
        let own_port = url.port_or_known_default() == Some(self.own.port());
        let own_address = address == Some(self.own.ip());
        if own_port && (is_local || own_address) {
            Some("it is the simulator itself")
        } else if !is_local && !is_named {
            Some("it is not on this machine, and no host of this name was allowed")
        } else if url.scheme() != "http" {
            Some("the simulator delivers over http alone")
        } else {
            None
        }
    }
}

#[cfg(all(test, feature = "webhooks"))]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_machine_or_comes_back_to_the_simulator() {
        let targets = Targets {
            hosts: vec!["hooks.test".to_owned()],
            own: "127.0.0.1:8080".parse().unwrap(),
        };
        for (url, allowed) in [
            ("http://127.0.0.1:9000/", true),
            ("http://localhost:9000/", true),
            ("http://[::1]:9000/", true),
            ("http://hooks.test/", true),
            ("http://other.test/", false),
            ("https://127.0.0.1:9000/", false),
            ("http://127.0.0.1:8080/__sim/reset", false),
            ("http://127.1:8080/__sim/reset", false),
            ("http://2130706433:8080/", false),
            ("http://0.0.0.0:8080/", false),
            ("http://[::ffff:127.0.0.1]:8080/", false),
            ("http://LOCALHOST:8080/", false),
            ("http://a.localhost:8080/", false),
            ("nonsense", false),
        ] {
            assert_eq!(targets.refuses(url).is_none(), allowed, "{url}");
        }
    }
}
