//! Clients that other generators make of our document: `generators KIND URL RENTS CONCURRENCY`.

use numbers_bench::measure::{self, Rents};
use numbers_bench::{PHONE, PROJECT, TOKEN};
use openapi_generator_client::apis::available_number_api;
use openapi_generator_client::apis::configuration::Configuration;
use openapi_generator_client::models;

#[allow(warnings)]
#[path = "../../../../../target/bench/openapi-to-rust/mod.rs"]
mod openapi_to_rust;

#[derive(Clone)]
enum Caller {
    OpenapiGenerator(Configuration),
    OpenapiToRust(openapi_to_rust::HttpClient),
}

fn main() {
    measure::run(caller, work);
}

fn caller(kind: &str, url: &str) -> Caller {
    match kind {
        "openapi-generator" => Caller::OpenapiGenerator(Configuration {
            base_path: url.to_owned(),
            oauth_access_token: Some(TOKEN.to_owned()),
            ..Configuration::new()
        }),
        "openapi-to-rust" => Caller::OpenapiToRust(
            openapi_to_rust::HttpClient::new()
                .with_base_url(url)
                .with_api_key(TOKEN),
        ),
        other => panic!("no generator is called {other}"),
    }
}

#[allow(deprecated, reason = "so the operation is marked in the document")]
async fn work(caller: Caller, rents: Rents) {
    match caller {
        Caller::OpenapiGenerator(configuration) => {
            while rents.take() {
                let sms = models::SmsConfigurationRequest::new("plan-1".to_owned());
                let request = models::RentNumberRequest {
                    sms_configuration: Some(Box::new(sms)),
                    ..models::RentNumberRequest::new()
                };
                let answer = available_number_api::number_service_rent_number(
                    &configuration,
                    PROJECT,
                    PHONE,
                    request,
                );
                std::hint::black_box(answer.await.expect("rented"));
            }
        }
        Caller::OpenapiToRust(client) => {
            while rents.take() {
                let request = openapi_to_rust::RentNumberRequest {
                    sms_configuration: Some(openapi_to_rust::SmsConfigurationRequest {
                        service_plan_id: "plan-1".to_owned(),
                        campaign_id: None,
                    }),
                    voice_configuration: None,
                    callback_url: None,
                };
                let answer = client.number_service_rent_number(PROJECT, PHONE, request);
                std::hint::black_box(answer.await.expect("rented"));
            }
        }
    }
}
