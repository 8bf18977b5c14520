//! Exports the spans of a call with OpenTelemetry, and sends the trace along, so that the spans
//! of a proxy or of the service join it.
//!
//! `cargo run -p numbers-ext --example opentelemetry -- +12025550134`

use numbers_ext::{Numbers, Sms};
use opentelemetry::global;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::HeaderInjector;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Instrument as _, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let phone = std::env::args().nth(1).ok_or("pass a phone number")?;

    // To stdout in place of a collector.
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(opentelemetry_stdout::SpanExporter::default())
        .build();
    global::set_text_map_propagator(TraceContextPropagator::new());
    let ours = Targets::new()
        .with_target("numbers_ext", LevelFilter::INFO)
        .with_target("opentelemetry", LevelFilter::INFO);
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("example"));
    tracing_subscriber::registry()
        .with(layer.with_filter(ours))
        .init();

    let numbers = Numbers::builder()
        .env()
        .trace_context(|headers| {
            let context = Span::current().context();
            global::get_text_map_propagator(|propagator| {
                propagator.inject_context(&context, &mut HeaderInjector(headers));
            });
        })
        .build()?;
    let rent = numbers.rent(phone.parse()?).sms(Sms::plan("plan-1"));
    let order = tracing::info_span!("order", customer = 4711);
    let rental = rent.send().instrument(order).await?;
    println!("rented {}", rental.phone());
    provider.shutdown()?;
    Ok(())
}
