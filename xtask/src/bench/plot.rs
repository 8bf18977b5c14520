//! The plot of throughput over concurrency.

use std::fmt::Write as _;

use serde_json::Value;

use super::clients::Client;
use super::number;

/// Throughput over concurrency, a line a client.
pub(super) fn plot(rows: &[Value]) -> String {
    let shared: Vec<_> = rows
        .iter()
        .filter(|row| row.get("one_core") == Some(&Value::Bool(false)))
        .collect();
    let most = shared
        .iter()
        .map(|row| number(row, "rents_per_second"))
        .fold(1.0, f64::max);
    let x = |concurrency: f64| 70.0 + concurrency.log2() / 8.0 * 420.0;
    let y = |rents: f64| 300.0 - rents / most * 260.0;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 350\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"620\" height=\"350\" fill=\"white\"/>\n\
         <text x=\"280\" y=\"342\" text-anchor=\"middle\">calls at once</text>\n\
         <text x=\"8\" y=\"20\">rents a second</text>\n",
    );
    for concurrency in [1.0, 16.0, 64.0, 256.0] {
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"320\" text-anchor=\"middle\">{concurrency}</text>",
            x(concurrency)
        );
    }
    for part in 0..=4 {
        let rents = most / 4.0 * f64::from(part);
        let _ = writeln!(
            svg,
            "<line x1=\"70\" x2=\"490\" y1=\"{0:.0}\" y2=\"{0:.0}\" stroke=\"#ddd\"/><text x=\"64\" y=\"{1:.0}\" text-anchor=\"end\">{2:.0}</text>",
            y(rents),
            y(rents) + 4.0,
            rents
        );
    }
    let colours = ["#444", "#c62828", "#1565c0", "#2e7d32", "#6a1b9a"];
    for ((client, colour), index) in Client::OURS.iter().zip(colours).zip(0_i32..) {
        let client = client.name();
        let of_client = shared
            .iter()
            .filter(|row| row.get("client").and_then(Value::as_str) == Some(client));
        let points: Vec<_> = of_client
            .map(|row| {
                format!(
                    "{:.1},{:.1}",
                    x(number(row, "concurrency")),
                    y(number(row, "rents_per_second"))
                )
            })
            .collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"505\" y=\"{}\" fill=\"{colour}\">{client}</text>",
            points.join(" "),
            60 + index * 18
        );
    }
    svg.push_str("</svg>\n");
    svg
}
