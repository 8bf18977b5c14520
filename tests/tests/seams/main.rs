//! The seams of the promise: what is stored, measured with a clock, hooked in or read back.
//! Each test is named by the number of the seam that was broken once.

mod causes;
mod clocks;
mod contradictions;
mod hooks;
mod runtimes;
mod stored;
