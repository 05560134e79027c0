#!/usr/bin/env bash
# How long a sleeping project takes to answer: measured at the caller, through the gateway, cold and from the warm pool.
. "$(dirname "$0")/lib.sh"
need curl curl
rounds=${ROUNDS:-150}
ask() { curl -sS -f -o /dev/null -w '%{time_total}\n' -H "Authorization: Bearer $TOKEN" "$URL/projects/sleeper/km/health" | awk '{print $1*1000}'; }
warm_ready() { api GET /api/v1/system | json_number ready; }
pool_full() { # waits until the warm pool is as large as it should be
  local i
  for i in $(seq 240); do
    [ "$(warm_ready)" -ge "$1" ] && return 0
    read -rt 0.25 <> <(:) || true
  done
  echo "NOT RUN: the warm pool was not full within a minute" >&2; exit 1
}
measure() { # measure SOURCE POOL-SIZE: samples into $work/start-SOURCE.txt (caller) and -own.txt (adapter)
  export BERTH_WARM_POOL_SIZE=$2
  berth_up
  km_installed
  api POST /api/v1/projects '{"id":"sleeper"}' >/dev/null
  local samples=$work/start-$1.txt own=$work/start-$1-own.txt wrong=0 process
  : >"$samples"; : >"$own"
  pool_full "$2"; ask >/dev/null; ask >/dev/null
  for _ in $(seq "$rounds"); do
    api POST /api/v1/projects/sleeper/stop '{}' >/dev/null
    pool_full "$2"
    ask >>"$samples"
    process=$(api GET /api/v1/projects/sleeper/process)
    json_number startMillis <<<"$process" >>"$own"
    grep -q "\"startSource\" *: *\"$1\"" <<<"$process" || wrong=$((wrong + 1))
  done
  [ "$wrong" -eq 0 ] || { echo "NOT TRUE: $wrong of $rounds starts were not $1" >&2; exit 1; }
  awake=$(for _ in $(seq 50); do ask; done | median)
  server=$(java_of_server)
  berth_end
}
# why apart: a server that was just started still compiles what a start runs through
first_last() { echo "| $1, median of these rounds (ms) | $(head -30 "$2" | median) | $(tail -30 "$2" | median) |"; }
row() { echo "| $1 | $(median <"$2") | $(percentile 95 <"$2") |"; }
measure cold 0
measure warm "${POOL:-2}"
{
  echo "# Start of a sleeping project, at the caller"; echo; machine; echo "- $rounds rounds each; server on $server"
  echo
  echo "| | median | p95 |"; echo "|---|---|---|"
  row "cold: request to a sleeping project, answered (ms)" "$work/start-cold.txt"
  row "of that: fork to READY, by the adapter (ms)" "$work/start-cold-own.txt"
  row "warm: request to a sleeping project, answered (ms)" "$work/start-warm.txt"
  row "of that: assignment to READY, by the adapter (ms)" "$work/start-warm-own.txt"
  echo; echo "| | first 30 | last 30 |"; echo "|---|---|---|"
  first_last "cold" "$work/start-cold.txt"; first_last "warm" "$work/start-warm.txt"
  echo; echo "| | median |"; echo "|---|---|"
  echo "| request to a project that is awake (ms) | $awake |"
} 2>/dev/null | tee "$root/benchmarks/results/start.md"
