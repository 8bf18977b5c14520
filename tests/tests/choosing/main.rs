//! Renting what a search finds, and no more than may be paid: what the service sees, and what
//! the outcome says, with faults in the middle.

mod at_most;
mod rent_first;
