//! Number orders of the project.

use std::sync::Arc;

use numbers_client::{AttachmentId, NumberOrderId};

use crate::client::Numbers;
use crate::engine::inner::Inner;
use crate::enums::NumberType;
use crate::model::decoded::Decoded;
use crate::model::order::Order;
use crate::orders::attach::{Attach, Document};
use crate::orders::create::CreateOrder;
use crate::orders::get::GetOrder;
use crate::orders::register::Register;
use crate::orders::registration::GetRegistration;
use crate::orders::requirements::LookUpRequirements;
use crate::orders::submit::Submit;
use crate::orders::wanted::Wanted;
use crate::outcome::read_error::ReadError;
use crate::types;
use crate::waiting::order::OrderWait;

impl Numbers {
    /// Returns the number orders of the project: the way to rent numbers that
    /// require documents.
    #[must_use]
    pub fn orders(&self) -> Orders {
        Orders(self.clone())
    }
}

/// The number orders of a project.
///
/// An order goes through six steps: look up what is required, create the order, register the
/// data, attach the documents, submit it, and wait for the review. Only
/// [`submit`](Self::submit) may spend money.
///
/// ```
/// use numbers_ext::{Document, PhoneNumber, enums::NumberType};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// # let numbers = numbers_ext::Numbers::builder()
/// #     .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #     .numbers_url(simulator.url()).auth_url(simulator.url()).build()?;
/// let orders = numbers.orders();
/// let required = orders.requirements("AU", NumberType::Mobile).await?;
/// println!("{:?}", required.fields);
///
/// let phone: PhoneNumber = "+61491570101".parse()?;
/// let order = orders.create("AU", NumberType::Mobile, phone).send().await?;
/// println!("{} at once, reserved until {:?}", order.price_at_once()?, order.expires());
///
/// let details = serde_json::json!({
///     "endBusinessName": "Example", "endBusinessAddress": "1 Example St",
///     "city": "Melbourne", "state": "VIC", "postalCode": "3000", "country": "AU",
/// });
/// orders.register(order.id(), details).send().await?;
/// for required in required.attachments.iter().flatten() {
///     let id = required.id.as_deref().unwrap_or_default().parse()?;
///     let mut document = Document::new("proof.pdf", "application/pdf", &b"%PDF-1.7"[..]);
///     if let Some(allowed) = required.allowed_document_types.iter().flatten().next() {
///         document = document.document_type(allowed);
///     }
///     orders.attach(order.id(), &id, document).send().await?;
/// }
/// // The service scans documents first: their `uploadStatus` becomes completed.
/// # simulator.advance(std::time::Duration::from_secs(2));
/// println!("{:?}", orders.registration(order.id()).await?.attachments);
/// let submitted = orders.submit(order.id()).send().await?;
/// println!("{:?}", submitted.state());
/// # simulator.advance(std::time::Duration::from_secs(60));
/// println!("{:?}", orders.wait(order.id()).end().await.state);
/// # assert_eq!(submitted.is_submitted(), Some(true));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Orders(Numbers);

impl Orders {
    /// Looks up what an order of numbers of a region and a type needs: registration data,
    /// described by a JSON Schema, and documents.
    ///
    /// # Errors
    ///
    /// When there is no response, or one that names no requirements.
    pub async fn requirements(
        &self,
        region: impl Into<String>,
        number_type: NumberType,
    ) -> Result<Decoded<types::NumberRequirements>, ReadError> {
        let look_up = LookUpRequirements::new(region.into(), number_type);
        self.0.read(&look_up).await
    }

    /// Prepares an order of a number, or of a [quantity](crate::Quantity) of numbers. It
    /// reserves them and spends nothing.
    pub fn create(
        &self,
        region: impl Into<String>,
        number_type: NumberType,
        wanted: impl Into<Wanted>,
    ) -> CreateOrder {
        CreateOrder::new(self.inner(), region.into(), number_type, wanted.into())
    }

    /// Fetches an order.
    ///
    /// # Errors
    ///
    /// When there is no response, or one that is not about this order.
    pub async fn get(&self, order: &NumberOrderId) -> Result<Order, ReadError> {
        self.0.read(&GetOrder(order.clone())).await
    }

    /// Fetches what is registered for an order: the data, the documents, and what the
    /// reviewers say.
    ///
    /// # Errors
    ///
    /// When there is no response, or one that is no registration.
    pub async fn registration(
        &self,
        order: &NumberOrderId,
    ) -> Result<Decoded<types::Registration>, ReadError> {
        self.0.read(&GetRegistration(order.clone())).await
    }

    /// Prepares registering data for an order, in place of earlier data.
    pub fn register(&self, order: &NumberOrderId, details: serde_json::Value) -> Register {
        Register::new(self.inner(), order.clone(), details)
    }

    /// Prepares uploading a document, by the id of its requirement.
    pub fn attach(
        &self,
        order: &NumberOrderId,
        attachment: &AttachmentId,
        document: Document,
    ) -> Attach {
        Attach::new(self.inner(), order.clone(), attachment.clone(), document)
    }

    /// Prepares submitting an order for review, which may spend money.
    pub fn submit(&self, order: &NumberOrderId) -> Submit {
        Submit::new(self.inner(), order.clone())
    }

    /// Prepares waiting until an order is completed, rejected, expired or blocked.
    pub fn wait(&self, order: &NumberOrderId) -> OrderWait {
        OrderWait::new(self.inner(), order.clone())
    }

    fn inner(&self) -> &Arc<Inner> {
        &self.0.0
    }
}
