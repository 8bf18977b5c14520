//! The simulator by its own promises, over HTTP alone.

mod api;
mod control;
mod events;
mod faults;
mod hostile;
mod load;
mod provisioning;
mod rent;
mod scenario;
mod state_file;
mod tokens;

/// The number that most tests rent.
const PHONE: &str = "+12025550134";
