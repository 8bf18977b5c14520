// The official Node SDK: `official.cjs URL CALLS` prints one line of JSON.
"use strict";

const path = require("node:path");

// Where `cargo xtask bench --install` puts it.
const place = path.join(__dirname, "../../../target/bench/node");
const { NumbersService } = require(require.resolve("@sinch/numbers", { paths: [place] }));

const PROJECT = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a";
const PHONE = "+12025550134";
const WARM_UP = 1000;

async function main(url, calls) {
  const numbers = new NumbersService({
    projectId: PROJECT,
    keyId: "key-id",
    keySecret: "key-secret",
    numbersHostname: url,
    authHostname: url,
  });
  const rent = async (times) => {
    for (let made = 0; made < times; made += 1) {
      const number = await numbers.availableNumber.rent({
        phoneNumber: PHONE,
        rentNumberRequestBody: { smsConfiguration: { servicePlanId: "plan-1" } },
      });
      if (number.phoneNumber !== PHONE) throw new Error("another number");
    }
  };
  await rent(WARM_UP);
  const [cpu, begun] = [process.cpuUsage(), process.hrtime.bigint()];
  await rent(calls);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  console.log(JSON.stringify({
    calls_per_second: calls / seconds,
    cpu_us: (user + system) / calls,
    peak_rss_mib: process.resourceUsage().maxRSS / 1024,
  }));
}

main(process.argv[2], Number(process.argv[3]));
