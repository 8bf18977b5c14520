//! The virtual object: one for each project and number.

use std::time::Duration;

use numbers_ext::{Configuration, InDoubt, Numbers};
use restate_sdk::prelude::*;
use serde::{Deserialize, Serialize};

use crate::call::Work;
use crate::drive::{Drive, RECORD};
use crate::key::NumberKey;
use crate::record::{Record, RecordOutcome};
use crate::settings::Settings;
use crate::wait::{self, WaitRecord, WaitRequest};

/// The name of the state that has the awakeables of those who wait.
const LISTENERS: &str = "listeners";

/// A phone number of a project, as a virtual object of the engine; its key is a
/// [`NumberKey`].
///
/// `rent`, `release` and `reconcile` are exclusive: the engine runs one of them at a time for
/// each number. `get` and `wait` may be called at any time.
#[derive(Debug)]
pub struct Number {
    settings: Settings,
}

/// What to rent a number with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RentRequest {
    /// The configuration; none leaves the number unconfigured.
    #[serde(default)]
    pub configuration: Configuration,
}

impl RentRequest {
    /// Returns a request with this configuration.
    #[must_use]
    pub fn new(configuration: Configuration) -> Self {
        Self { configuration }
    }
}

/// Registers an awakeable, in place of an earlier one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[doc(hidden)]
pub struct Listen {
    id: String,
    instead_of: Option<String>,
}

impl Number {
    /// Returns the object for these projects. Bind it to an endpoint of the engine's SDK.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    fn target(&self, key: &str) -> Result<(NumberKey, Numbers), TerminalError> {
        let key: NumberKey = key.parse().map_err(|error| refused(400, error))?;
        match self.settings.client(&key.project) {
            Some(numbers) => Ok((key, numbers.clone())),
            None => Err(refused(404, "this worker does not serve the project")),
        }
    }

    /// Finds out first what became of an earlier request, then does the work.
    async fn after_doubt(
        &self,
        ctx: &ObjectContext<'_>,
        work: &Work,
    ) -> HandlerResult<Json<Record>> {
        let (key, numbers) = self.target(ctx.key())?;
        let drive = Drive {
            ctx,
            settings: &self.settings,
            numbers: &numbers,
            key: &key,
        };
        let mut known = record(ctx).await?;
        if let Some(earlier) = &known
            && earlier.outcome == RecordOutcome::Unknown
        {
            let earlier = drive.reconcile(earlier.request.clone()).await?;
            known = Some(drive.keep(earlier));
        }
        let was_ambiguous = known.is_some();
        if let Some(known) = &known {
            match (known.outcome, work) {
                (RecordOutcome::Unknown, _) | (RecordOutcome::Released, Work::Release) => {
                    return Ok(Json(known.clone()));
                }
                (RecordOutcome::Rented, Work::Rent(configuration)) => {
                    return match known.rented_with() == Some(configuration) {
                        true => Ok(Json(known.clone())),
                        false => {
                            Err(refused(409, "it is rented with another configuration").into())
                        }
                    };
                }
                _ => {}
            }
        }
        let record = drive.work(work, was_ambiguous).await?;
        // A number that was not released is still rented.
        let is_conclusive = !matches!(
            record.outcome,
            RecordOutcome::Released | RecordOutcome::Unknown
        );
        if let Some(rented) = known.filter(|known| known.outcome == RecordOutcome::Rented)
            && *work == Work::Release
            && is_conclusive
        {
            drive.keep(rented);
        }
        Ok(Json(record))
    }
}

#[allow(
    missing_docs,
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what the macro generates is not held to the rules of hand-written code"
)]
mod generated {
    use super::*;

    #[restate_sdk::object(name = "Number")]
    impl Number {
        /// Rents the number, and returns what became of it. A number that is rented already
        /// with this configuration is not rented again.
        #[handler]
        async fn rent(
            &self,
            ctx: ObjectContext<'_>,
            request: Json<RentRequest>,
        ) -> HandlerResult<Json<Record>> {
            let Json(RentRequest { configuration }) = request;
            configuration.check().map_err(|error| refused(400, error))?;
            self.after_doubt(&ctx, &Work::Rent(configuration)).await
        }

        /// Gives the number back. There is no undo and no refund.
        #[handler]
        async fn release(&self, ctx: ObjectContext<'_>) -> HandlerResult<Json<Record>> {
            self.after_doubt(&ctx, &Work::Release).await
        }

        /// Finds out what became of a request: of this token, which may come from elsewhere,
        /// or of the last one here. Sends nothing but lookups.
        #[handler]
        async fn reconcile(
            &self,
            ctx: ObjectContext<'_>,
            token: Json<Option<InDoubt>>,
        ) -> HandlerResult<Json<Option<Record>>> {
            let (key, numbers) = self.target(ctx.key())?;
            let known = record(&ctx).await?;
            let in_doubt = match (token, &known) {
                (Json(Some(token)), _) => token,
                (_, Some(known)) if known.outcome == RecordOutcome::Unknown => {
                    known.request.clone()
                }
                _ => return Ok(Json(known)),
            };
            if (in_doubt.project(), in_doubt.phone()) != (&key.project, Some(key.phone)) {
                return Err(refused(400, "the token is about another number").into());
            }
            if !matches!(in_doubt.operation(), "rent" | "release") {
                return Err(refused(400, "the token is of another operation").into());
            }
            let drive = Drive {
                ctx: &ctx,
                settings: &self.settings,
                numbers: &numbers,
                key: &key,
            };
            let is_own = known
                .as_ref()
                .is_some_and(|known| known.outcome == RecordOutcome::Unknown);
            let record = drive.reconcile(in_doubt).await?;
            // A request that had no effect changes nothing about what is known.
            let is_done = matches!(
                record.outcome,
                RecordOutcome::Rented | RecordOutcome::Released
            );
            if is_done || is_own || known.is_none() {
                drive.keep(record.clone());
            }
            Ok(Json(Some(record)))
        }

        /// Returns what is known about the number; null before the first request.
        #[handler]
        async fn get(&self, ctx: SharedObjectContext<'_>) -> HandlerResult<Json<Option<Record>>> {
            let known = ctx.get::<Json<Record>>(RECORD).await?;
            Ok(Json(known.map(|Json(record)| record)))
        }

        /// Waits until the number is provisioned, or has failed to be.
        #[handler]
        async fn wait(
            &self,
            ctx: SharedObjectContext<'_>,
            request: Json<WaitRequest>,
        ) -> HandlerResult<Json<WaitRecord>> {
            let (key, numbers) = self.target(ctx.key())?;
            let known = ctx.get::<Json<Record>>(RECORD).await?;
            let requested = known.and_then(|Json(record)| record.rented_with().cloned());
            let mut pauses = self.settings.begin_pauses();
            let mut listening = None;
            let mut begun = None;
            loop {
                // Before the look: an event that comes after the look is not missed.
                let (id, event) = ctx.awakeable::<()>();
                let listen = Listen {
                    id: id.clone(),
                    instead_of: listening.replace(id),
                };
                let object = ctx.object_client::<NumberClient>(ctx.key());
                object.listen(Json(listen)).call().await?;
                let (client, key, requested) = (numbers.clone(), key.clone(), requested.clone());
                let look =
                    ctx.run(|| async move { Ok(Json(wait::look(&client, &key, requested).await)) });
                let Json(seen) = look.name("look").await?;
                if let Some(end) = seen.end {
                    return Ok(Json(end));
                }
                let begun = *begun.get_or_insert(seen.at);
                let passed = seen.at.duration_since(begun).unwrap_or_default();
                let left = request.0.deadline().saturating_sub(passed);
                if left.is_zero() {
                    return Ok(Json(WaitRecord::timed_out()));
                }
                let pause: Duration = pauses.next().min(left);
                restate_sdk::select! {
                    heard = event => heard?,
                    slept = ctx.sleep(pause) => slept?,
                }
            }
        }

        /// Takes note that an event about the number was received, and wakes those who wait.
        /// The event itself decides nothing: a lookup does.
        #[handler]
        async fn notify(&self, ctx: ObjectContext<'_>) -> HandlerResult<()> {
            let listeners = ctx.get::<Json<Vec<String>>>(LISTENERS).await?;
            for id in listeners.map(|Json(ids)| ids).unwrap_or_default() {
                ctx.resolve_awakeable(&id, ());
            }
            ctx.clear(LISTENERS);
            Ok(())
        }

        #[handler(ingress_private)]
        async fn listen(&self, ctx: ObjectContext<'_>, listen: Json<Listen>) -> HandlerResult<()> {
            let Json(listen) = listen;
            let listeners = ctx.get::<Json<Vec<String>>>(LISTENERS).await?;
            let mut listeners = listeners.map(|Json(ids)| ids).unwrap_or_default();
            listeners.retain(|id| Some(id) != listen.instead_of.as_ref());
            listeners.push(listen.id);
            ctx.set(LISTENERS, Json(listeners));
            Ok(())
        }
    }
}

pub use generated::{NumberClient, NumberIngressClient};

async fn record(ctx: &ObjectContext<'_>) -> Result<Option<Record>, TerminalError> {
    let record = ctx.get::<Json<Record>>(RECORD).await?;
    Ok(record.map(|Json(record)| record))
}

fn refused(code: u16, why: impl std::fmt::Display) -> TerminalError {
    TerminalError::new_with_code(code, why.to_string())
}
