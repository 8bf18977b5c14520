//! The transport below the client: races, TLS and proxies, and what the environment lacks.

mod environment;
mod race;
mod secured;
mod tunnel;
