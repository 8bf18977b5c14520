//! Receives events with actix-web. `CALLBACK_SECRET` has the secret of the project.
//!
//! ```sh
//! CALLBACK_SECRET=... cargo run -p numbers-webhooks --example actix 127.0.0.1:3000
//! ```

use actix_web::web::{Bytes, Data, PayloadConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, Responder, post};
use numbers_webhooks::{EventError, SIGNATURE_HEADER, Verifier};

#[post("/numbers")]
async fn receive(request: HttpRequest, body: Bytes, verifier: Data<Verifier>) -> impl Responder {
    let signature = request.headers().get(SIGNATURE_HEADER);
    let signature = signature.and_then(|value| value.to_str().ok());
    match verifier.event(signature, &body) {
        Ok(event) => {
            println!(
                "{:?} {:?} of {:?}",
                event.event_type, event.status, event.resource_id
            );
            HttpResponse::Ok().finish()
        }
        Err(error @ EventError::Signature(_)) => {
            HttpResponse::Unauthorized().body(error.to_string())
        }
        Err(error) => HttpResponse::BadRequest().body(error.to_string()),
    }
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let verifier = Data::new(Verifier::new([std::env::var("CALLBACK_SECRET")?]));
    let address = std::env::args().nth(1).ok_or("usage: actix ADDRESS")?;
    let server = HttpServer::new(move || {
        App::new()
            .app_data(verifier.clone())
            .app_data(PayloadConfig::new(64 * 1024))
            .service(receive)
    });
    let server = server.workers(1).bind(address)?;
    println!(
        "listening on {}",
        server.addrs().first().ok_or("no address")?
    );
    server.run().await?;
    Ok(())
}
