//! Reconciling calls of any operation whose response was lost.

use crate::active::release::ReleaseNumber;
use crate::active::update::FindUpdated;
use crate::available::rent_number::FindRented;
use crate::callbacks::set::FindSecret;
use crate::client::Numbers;
use crate::emergency::remove::DeprovisionEmergencyAddress;
use crate::emergency::set::FindAddress;
use crate::engine::effect::{Find, Sighting};
use crate::engine::inner::Inner;
use crate::engine::reconcile::{Look, Reconciled, look_at_stored, reconcile_stored};
use crate::orders::attach::FindUploaded;
use crate::orders::create::Nowhere;
use crate::orders::register::FindRegistered;
use crate::orders::submit::SubmitOrder;
use crate::outcome::in_doubt::InDoubt;
use crate::outcome::intended::Intended;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;

impl Numbers {
    /// Finds out what became of a call whose response was lost. Looks the number up, at
    /// growing intervals, until it is proven what happened or the budget is used up.
    ///
    /// ```
    /// use numbers_ext::{InDoubt, Reconciled};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #   .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #   .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # numbers.rent("+12025550134".parse()?).unconfigured().send().await?;
    /// // It usually comes from `Outcome::Unknown`, or was stored by an interceptor.
    /// let in_doubt = InDoubt::rent(numbers.project().clone(), "+12025550134".parse()?);
    /// match numbers.reconcile(&in_doubt).await {
    ///     Reconciled::Done(_) => println!("it was rented"),
    ///     Reconciled::Differs { differences, .. } => println!("held, but {differences:?}"),
    ///     Reconciled::NotDone => println!("it was not rented; it may be tried again"),
    ///     Reconciled::Unknown(_) => println!("still unknown; reconcile again later"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A call that was made for another project stays [`Unknown`](Reconciled::Unknown).
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: lookups change nothing.
    pub async fn reconcile(&self, in_doubt: &InDoubt) -> Reconciled {
        reconcile_stored(&self.0, &Finder::of(in_doubt), in_doubt).await
    }

    /// Looks once for the effect of a call whose response was lost. This is one step of
    /// [`reconcile`](Self::reconcile), for engines that have timers of their own.
    ///
    /// ```
    /// use numbers_ext::{InDoubt, Look};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let simulator = numbers_sim::Simulator::start().await?;
    /// # let numbers = numbers_ext::Numbers::builder()
    /// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
    /// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
    /// # let in_doubt = InDoubt::rent(numbers.project().clone(), "+12025550134".parse()?);
    /// match numbers.look(&in_doubt).await {
    ///     Look::Proven(reconciled) => println!("{}", reconciled.as_str()),
    ///     Look::NotYet(wait) => println!("look again in {wait:?}"),
    ///     Look::Inconclusive(error) => println!("look again later: {error}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Cancellation
    ///
    /// The future may be dropped at any time: a lookup changes nothing.
    pub async fn look(&self, in_doubt: &InDoubt) -> Look {
        look_at_stored(&self.0, &Finder::of(in_doubt), in_doubt).await
    }
}

/// What looks for the effect of a stored call, by operation.
enum Finder {
    Rent(FindRented),
    Update(FindUpdated),
    Release(ReleaseNumber),
    CreateOrder(Nowhere),
    RegisterOrder(FindRegistered),
    UploadAttachment(FindUploaded),
    SubmitOrder(SubmitOrder),
    SetEmergencyAddress(FindAddress),
    RemoveEmergencyAddress(DeprovisionEmergencyAddress),
    SetCallbackSecret(FindSecret),
}

impl Finder {
    fn of(in_doubt: &InDoubt) -> Self {
        match in_doubt.request().clone() {
            Intended::Rent {
                phone_number: phone,
                configuration,
            } => Self::Rent(FindRented {
                phone,
                configuration,
            }),
            Intended::Update {
                phone_number: phone,
                changes,
            } => Self::Update(FindUpdated { phone, changes }),
            Intended::Release { phone_number } => Self::Release(ReleaseNumber(phone_number)),
            Intended::CreateOrder { .. } => Self::CreateOrder(Nowhere),
            Intended::RegisterOrder {
                number_order_id: order,
                fingerprint,
            } => Self::RegisterOrder(FindRegistered { order, fingerprint }),
            Intended::UploadAttachment {
                number_order_id: order,
                attachment_id: attachment,
            } => Self::UploadAttachment(FindUploaded { order, attachment }),
            Intended::SubmitOrder { number_order_id } => {
                Self::SubmitOrder(SubmitOrder(number_order_id))
            }
            Intended::SetEmergencyAddress {
                phone_number: phone,
                fingerprint,
            } => Self::SetEmergencyAddress(FindAddress { phone, fingerprint }),
            Intended::RemoveEmergencyAddress { phone_number } => {
                Self::RemoveEmergencyAddress(DeprovisionEmergencyAddress(phone_number))
            }
            Intended::SetCallbackSecret { fingerprint } => {
                Self::SetCallbackSecret(FindSecret { fingerprint })
            }
        }
    }
}

impl Find for Finder {
    async fn find(&self, inner: &Inner, deadline: &Deadline<'_>) -> Result<Sighting, ReadError> {
        match self {
            Self::Rent(find) => find.find(inner, deadline).await,
            Self::Update(find) => find.find(inner, deadline).await,
            Self::Release(find) => find.find(inner, deadline).await,
            Self::CreateOrder(find) => find.find(inner, deadline).await,
            Self::RegisterOrder(find) => find.find(inner, deadline).await,
            Self::UploadAttachment(find) => find.find(inner, deadline).await,
            Self::SubmitOrder(find) => find.find(inner, deadline).await,
            Self::SetEmergencyAddress(find) => find.find(inner, deadline).await,
            Self::RemoveEmergencyAddress(find) => find.find(inner, deadline).await,
            Self::SetCallbackSecret(find) => find.find(inner, deadline).await,
        }
    }
}
