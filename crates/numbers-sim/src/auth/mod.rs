//! Who may call: accounts, access tokens, and the endpoint that issues them.

mod account;
mod admission;
mod limiter;
mod token_endpoint;
mod tokens;

pub use account::Account;
pub(crate) use admission::Accounts;
pub(crate) use limiter::Limiter;
pub(crate) use token_endpoint::{GrantError, grant};
pub(crate) use tokens::Tokens;
