//! Every mutation keeps the promise of the rental request, each by its own proof.

mod scripts;
