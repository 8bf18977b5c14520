//! Where events come from.

use std::net::Ipv4Addr;

/// The addresses that the vendor documents as the sources of events, for a firewall that
/// admits nothing else. They may change: a signature is the proof.
///
/// ```
/// use numbers_webhooks::SOURCE_ADDRESSES;
///
/// for address in SOURCE_ADDRESSES {
///     println!("allow from {address}");
/// }
/// ```
pub const SOURCE_ADDRESSES: [Ipv4Addr; 3] = [
    Ipv4Addr::new(54, 76, 19, 159),
    Ipv4Addr::new(54, 78, 194, 39),
    Ipv4Addr::new(54, 155, 83, 128),
];
