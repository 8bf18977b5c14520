//! Rents a number with reqwest alone.

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rental {
    phone_number: String,
    money: Money,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Money {
    currency_code: String,
    amount: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let response = reqwest::Client::new()
        .post("https://numbers.api.sinch.com/v1/projects/p/availableNumbers/+12025550134:rent")
        .bearer_auth("token")
        .json(&serde_json::json!({ "smsConfiguration": { "servicePlanId": "plan-1" } }))
        .send()
        .await?
        .error_for_status()?;
    let rental: Rental = response.json().await?;
    let Money {
        currency_code,
        amount,
    } = rental.money;
    println!("{}: {amount} {currency_code}", rental.phone_number);
    Ok(())
}
