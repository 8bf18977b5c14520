"""The official Python SDK: `official.py URL CALLS` prints one line of JSON."""

import json
import resource
import sys
import time

from sinch import SinchClient

PROJECT = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a"
PHONE = "+12025550134"
WARM_UP = 100


def main(url, calls):
    client = SinchClient(project_id=PROJECT, key_id="key-id", key_secret="key-secret")
    client.configuration.numbers_origin = url
    client.configuration.auth_origin = url

    def rent(times):
        for _ in range(times):
            number = client.numbers.rent(
                phone_number=PHONE,
                sms_configuration={"service_plan_id": "plan-1"},
            )
            assert number.phone_number == PHONE

    rent(WARM_UP)
    cpu, begun = time.process_time(), time.perf_counter()
    rent(calls)
    cpu, seconds = time.process_time() - cpu, time.perf_counter() - begun
    print(json.dumps({
        "calls_per_second": calls / seconds,
        "cpu_us": cpu * 1e6 / calls,
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


main(sys.argv[1], int(sys.argv[2]))
