#!/usr/bin/env bash
# How long a sleeping project takes to answer: measured at the caller, through the gateway, cold.
. "$(dirname "$0")/lib.sh"
need curl curl
rounds=${ROUNDS:-30}
berth_up
km_installed
api POST /api/v1/projects '{"id":"cold"}' >/dev/null
ask() { curl -sS -f -o /dev/null -w '%{time_total}\n' -H "Authorization: Bearer $TOKEN" "$URL/projects/cold/km/health" | awk '{print $1*1000}'; }
ask >/dev/null; ask >/dev/null
samples=$work/start.txt; own=$work/start-own.txt; : >"$samples"; : >"$own"
for _ in $(seq "$rounds"); do
  api POST /api/v1/projects/cold/stop '{}' >/dev/null
  ask >>"$samples"
  api GET /api/v1/projects/cold/process | json_number startMillis >>"$own"
done
warm=$(for _ in $(seq 50); do ask; done | median)
{
  echo "# Start of a sleeping project, at the caller"; echo; machine; echo "- $rounds rounds; server on $(java_of_server)"
  echo
  echo "| | median | p95 |"; echo "|---|---|---|"
  echo "| request to a sleeping project, answered (ms) | $(median <"$samples") | $(percentile 95 <"$samples") |"
  echo "| of that: fork to READY, by the adapter (ms) | $(median <"$own") | $(percentile 95 <"$own") |"
  echo "| request to a project that is awake (ms) | $warm | |"
} 2>/dev/null | tee "$root/benchmarks/results/start.md"
