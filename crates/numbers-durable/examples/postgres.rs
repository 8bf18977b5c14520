//! Rents the numbers of a table, by as many workers as are started.
use numbers_ext::{Intent, Interceptor, Numbers, Permission, PhoneNumber, Reconciled, Sms, Veto};
use sqlx::{PgPool, Row as _};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS rental (phone_number text PRIMARY KEY,
    outcome text NOT NULL DEFAULT 'planned', reference text, in_doubt jsonb)";
/// Commits the intent; for one worker alone, and for no number that is rented or in doubt.
const INTEND: &str = "UPDATE rental SET outcome = 'unknown', reference = $2, in_doubt = $3::jsonb
    WHERE phone_number = $1 AND (reference = $2 OR outcome IN ('planned', 'not_sent', 'not_done'))";
/// Commits what is known, unless another worker has begun something since.
const CONCLUDE: &str = "UPDATE rental SET outcome = $3
    WHERE phone_number = $1 AND reference = $2 AND outcome = 'unknown'";
const IN_DOUBT: &str =
    "SELECT phone_number, reference, in_doubt::text FROM rental WHERE outcome = 'unknown'";
const OPEN: &str = "SELECT phone_number FROM rental WHERE outcome IN ('planned', 'not_sent', 'not_done') ORDER BY random()";

#[derive(Debug)]
struct Journal(PgPool);

impl Interceptor for Journal {
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        Box::pin(async move {
            let phone = intent.phone().ok_or_else(|| Veto::new("no number"))?;
            let token = serde_json::to_string(&intent.in_doubt).map_err(Veto::new)?;
            let intend = sqlx::query(INTEND).bind(phone.to_string());
            let intend = intend.bind(intent.reference.as_deref()).bind(token);
            let done = intend.execute(&self.0).await.map_err(Veto::new)?;
            match done.rows_affected() {
                1 => Ok(()), // committed: now the request may leave
                _ => Err(Veto::new("another worker has the number")),
            }
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pool = PgPool::connect(&std::env::var("DATABASE_URL")?).await?;
    let journal = Journal(pool.clone());
    let numbers = Numbers::builder().env().interceptor(journal).build()?;
    sqlx::query(TABLE).execute(&pool).await?;
    let conclude = async |phone: PhoneNumber, reference: &str, outcome: &str| {
        let conclude = sqlx::query(CONCLUDE).bind(phone.to_string());
        conclude.bind(reference).bind(outcome).execute(&pool).await
    };
    // First what became of the requests of workers that have ended. One that is under way is
    // not disturbed: before its time is over, nothing proves that it was not done.
    for row in sqlx::query(IN_DOUBT).fetch_all(&pool).await? {
        let token = serde_json::from_str(row.get("in_doubt"))?;
        let outcome = match numbers.reconcile(&token).await {
            Reconciled::Done(_) => "rented",
            Reconciled::NotDone => "not_done",
            Reconciled::Differs { .. } | Reconciled::Unknown(_) => "unknown",
        };
        let phone: String = row.get("phone_number");
        conclude(phone.parse()?, row.get("reference"), outcome).await?;
    }
    for row in sqlx::query(OPEN).fetch_all(&pool).await? {
        let phone: PhoneNumber = row.get::<String, _>("phone_number").parse()?;
        let reference = format!("{:032x}", fastrand::u128(..));
        let rent = numbers.rent(phone).sms(Sms::plan("plan-1"));
        let outcome = match rent.reference(&reference).send().await {
            Ok(_) => "rented",
            Err(error) => error.outcome().as_str(),
        };
        conclude(phone, &reference, outcome).await?;
    }
    Ok(())
}
