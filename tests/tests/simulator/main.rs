//! The simulator by its own promises, over HTTP alone.

mod active;
mod api;
mod available;
mod callbacks;
mod control;
mod emergency;
mod events;
mod faults;
mod hostile;
mod load;
mod orders;
mod orders_over;
mod provisioning;
mod rent;
mod scenario;
mod state_file;
mod tokens;

/// The number that most tests rent.
const PHONE: &str = "+12025550134";
