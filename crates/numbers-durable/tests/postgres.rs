//! The example with Postgres: its workers are killed, and the ledger agrees with the table.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Child, Command};

use numbers_sim::{Fault, Operation, Simulator};
use sqlx::{AssertSqlSafe, PgPool, Row as _};

const COUNT: usize = 150;

fn phone(index: usize) -> String {
    format!("+1202555{index:04}")
}

/// A schema of its own, so that the database may be anybody's.
async fn schema(database: &str) -> (String, PgPool) {
    let name = format!("numbers_{}", std::process::id());
    let pool = PgPool::connect(database).await.unwrap();
    let create = format!("CREATE SCHEMA {name}");
    sqlx::query(AssertSqlSafe(create))
        .execute(&pool)
        .await
        .unwrap();
    let joint = if database.contains('?') { '&' } else { '?' };
    let url = format!("{database}{joint}options[search_path]={name}");
    let pool = PgPool::connect(&url).await.unwrap();
    (url, pool)
}

/// Starts a worker. Cargo builds examples before tests, beside them, unless it is told which.
fn worker(simulator: &Simulator, database: &str) -> Child {
    let test: PathBuf = std::env::current_exe().unwrap();
    let program = test
        .parent()
        .unwrap()
        .with_file_name("examples")
        .join("postgres");
    Command::new(program)
        .env("DATABASE_URL", database)
        .env("SINCH_PROJECT_ID", simulator.project())
        .env("SINCH_KEY_ID", simulator.key_id())
        .env("SINCH_KEY_SECRET", simulator.key_secret())
        .env("SINCH_NUMBERS_URL", simulator.url())
        .env("SINCH_AUTH_URL", simulator.url())
        .spawn()
        .unwrap()
}

fn has_ended(worker: &mut Child) -> bool {
    worker.try_wait().unwrap().is_some()
}

async fn numbers(pool: &PgPool, condition: &'static str) -> BTreeSet<String> {
    let sql = format!("SELECT phone_number FROM rental WHERE {condition}");
    let rows = sqlx::query(AssertSqlSafe(sql))
        .fetch_all(pool)
        .await
        .unwrap();
    rows.iter().map(|row| row.get("phone_number")).collect()
}

/// Lets every request in doubt be one of long ago, which can't be on its way any more.
async fn minutes_pass(pool: &PgPool) {
    let sql = r#"UPDATE rental SET in_doubt = jsonb_set(in_doubt, '{sentAt}', '"2026-01-01T00:00:00Z"')
        WHERE in_doubt IS NOT NULL"#;
    sqlx::query(sql).execute(pool).await.unwrap();
}

fn last_request(simulator: &Simulator) -> u64 {
    simulator
        .requests()
        .iter()
        .map(|request| request.id)
        .max()
        .unwrap_or(0)
}

/// `DATABASE_URL=postgres://... cargo test -- --ignored workers`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a Postgres, by DATABASE_URL"]
async fn workers_that_are_killed_lose_nothing_and_rent_nothing_twice() {
    let database = std::env::var("DATABASE_URL").expect("DATABASE_URL is set");
    let mut builder = Simulator::builder();
    for (index, fault) in [
        Fault::CommittedThenReset,
        Fault::NotCommittedThenReset,
        Fault::Truncated,
        Fault::Unavailable { retry_after: 1 },
    ]
    .into_iter()
    .cycle()
    .take(COUNT / 3)
    .enumerate()
    {
        let planned = fault.on(Operation::RentNumber).times(1);
        builder = builder.fault(planned.phone_number(phone(index * 3).parse().unwrap()));
    }
    // So slow that most kills hit a request.
    let slow = Fault::Slow { milliseconds: 30 };
    let simulator = builder.fault(slow.on(Operation::RentNumber));
    let simulator = simulator.start().await.unwrap();

    let (database, pool) = schema(&database).await;
    assert!(worker(&simulator, &database).wait().unwrap().success());
    for index in 0..COUNT {
        let insert = sqlx::query("INSERT INTO rental (phone_number) VALUES ($1)");
        insert.bind(phone(index)).execute(&pool).await.unwrap();
    }
    let mut doubts = 0;
    for kill in 0..12_u64 {
        let mut workers = [worker(&simulator, &database), worker(&simulator, &database)];
        // At another request each time, but while some are left.
        let enough = last_request(&simulator) + 2 + kill * 5 % 9;
        while last_request(&simulator) < enough && !workers.iter_mut().all(has_ended) {
            tokio::task::yield_now().await;
        }
        for worker in &mut workers {
            worker.kill().unwrap();
            worker.wait().unwrap();
        }
        // What is rented, the table has as rented or as unknown, at every moment.
        let known = numbers(&pool, "outcome IN ('rented', 'unknown')").await;
        let rented: BTreeSet<_> = simulator.rented().into_iter().collect();
        let lost: Vec<_> = rented.difference(&known).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
        doubts += numbers(&pool, "outcome = 'unknown'").await.len();
        minutes_pass(&pool).await;
    }
    let rented = simulator.rented().len();
    println!("after the kills: {rented} rented, {doubts} in doubt meanwhile");
    assert!(doubts > 0, "no kill has hit");

    let all: BTreeSet<_> = (0..COUNT).map(phone).collect();
    for _ in 0..COUNT {
        if numbers(&pool, "outcome = 'rented'").await == all {
            break;
        }
        minutes_pass(&pool).await;
        assert!(worker(&simulator, &database).wait().unwrap().success());
    }
    assert_eq!(numbers(&pool, "outcome = 'rented'").await, all);
    let rented: BTreeSet<_> = simulator.rented().into_iter().collect();
    assert_eq!(rented, all);
}
