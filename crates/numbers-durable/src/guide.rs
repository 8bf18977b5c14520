//! Chapters on other ways to the same promise.

/// The same with Postgres: one table, and as many workers as are started.
///
/// Where an engine is too much and one machine too little, a table of a database that is there
/// anyway keeps the promise. It takes what the engine does: the intent is *committed* before the
/// request leaves, by the interceptor, and the outcome after. A worker that is killed leaves rows
/// that are `unknown`; whoever starts next looks them up before anything is sent for them.
///
/// - `INTEND` is a compare-and-set: of two workers that want the same number, one gets it, and
///   the other's call is vetoed before it has sent anything.
/// - `CONCLUDE` changes the row of its own call alone, by the reference of that call.
/// - Reconciling a row of a worker that is still at it disturbs nothing: the token has the latest
///   time at which the request may leave, and an absence proves nothing before a waiting time has
///   passed since then.
///
/// The whole program, `examples/postgres.rs`:
///
/// ```ignore
#[doc = include_str!("../examples/postgres.rs")]
/// ```
///
/// `tests/postgres.rs` kills two workers of it again and again over one table, and compares the
/// simulator's ledger with the table. It needs a Postgres:
///
/// ```text
/// DATABASE_URL=postgres://localhost/test cargo test -- --ignored workers
/// ```
pub mod postgres {}
