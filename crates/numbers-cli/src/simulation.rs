//! The simulator inside this program, where it was built with one.

#[cfg(feature = "simulate")]
pub(crate) use numbers_sim::Simulator;

/// Starts a simulator, of this project if one is named.
#[cfg(feature = "simulate")]
pub(crate) async fn start(project: Option<&str>) -> Result<Simulator, String> {
    let builder = match project {
        Some(project) => Simulator::builder().project(project),
        None => Simulator::builder(),
    };
    builder.start().await.map_err(|error| error.to_string())
}

#[cfg(not(feature = "simulate"))]
pub(crate) use self::absent::{Simulator, start};

#[cfg(not(feature = "simulate"))]
mod absent {
    /// A simulator that can't exist, so that nothing else has to know that there is none.
    #[derive(Debug)]
    pub(crate) enum Simulator {}

    impl Simulator {
        pub(crate) fn url(&self) -> &str {
            match *self {}
        }

        pub(crate) fn project(&self) -> &str {
            match *self {}
        }

        pub(crate) fn key_id(&self) -> &str {
            match *self {}
        }

        pub(crate) fn key_secret(&self) -> &str {
            match *self {}
        }
    }

    #[allow(
        clippy::unused_async,
        reason = "callers await it with a simulator as without"
    )]
    pub(crate) async fn start(_: Option<&str>) -> Result<Simulator, String> {
        Err("this program was built without its simulator, the feature `simulate`".to_owned())
    }
}
