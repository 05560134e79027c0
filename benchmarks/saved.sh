#!/usr/bin/env bash
# What sleeping saves: the KMs' PSS with all of 100 projects awake, and with 10 of them while 90 sleep by the idle policy.
# Whatever the node keeps beside (warm processes) counts as KMs' memory; the server's own stands beside it.
. "$(dirname "$0")/lib.sh"
need curl curl
projects=${PROJECTS:-100}; active=${ACTIVE:-10}
export BERTH_IDLE_SWEEP=PT2S
load_before=$(cut -d' ' -f1 /proc/loadavg)
berth_up
km_installed
for n in $(seq "$projects"); do
  api POST /api/v1/projects "{\"id\":\"p$n\"}" >/dev/null
  for i in 1 2 3 4 5 6 7 8 9 10; do
    api POST "/projects/p$n/mcp" "{\"tool_name\":\"save\",\"tool_input\":{\"title\":\"Fact $i\",\"content\":\"what project $n knows about subject $i\"}}" >/dev/null
    api POST "/projects/p$n/mcp" "{\"tool_name\":\"query\",\"tool_input\":{\"question\":\"subject $i of $n\"}}" >/dev/null
  done
done
server=$(server_pid)
all=$(km_pss); all_server=$(pss_of "$server"); all_count=$(km_pids | wc -l)
for n in $(seq $((active + 1)) "$projects"); do
  api PATCH "/api/v1/projects/p$n" '{"settings":{"idleTimeout":"PT1S","idleGrace":"PT0S","idleMinRequests":"1"}}' >/dev/null
done
for _ in $(seq 180); do
  awake=$(api GET /api/v1/system | json_number active)
  [ "$awake" -le "$active" ] && break
  wait_seconds 1
done
[ "$awake" = "$active" ] || { echo "NOT RUN: $awake projects are awake after three minutes, not $active" >&2; exit 1; }
for n in $(seq "$active"); do
  curl -sS -f -o /dev/null -H "Authorization: Bearer $TOKEN" "$URL/projects/p$n/km/health"
done
few=$(km_pss); few_server=$(pss_of "$server"); few_count=$(km_pids | wc -l)
row() { echo "| $1 | $2 | $(mib "$3") | $(mib "$4") | $(mib "$(($3 + $4))") |"; }
saved() { awk -v a="$1" -v b="$2" 'BEGIN{printf "%.1f", 100*(a-b)/a}'; }
{
  echo "# What sleeping saves"; echo; machine
  echo "- $(java_of_server); load before the run $load_before; each KM saved and answered ten times"
  echo; echo "| of $projects projects | KM processes | PSS of the KMs (MiB) | PSS of the server (MiB) | together (MiB) |"; echo "|---|---|---|---|---|"
  row "all awake" "$all_count" "$all" "$all_server"
  row "$active awake, the rest asleep" "$few_count" "$few" "$few_server"
  echo; echo "Saved of the KMs' memory: $(saved "$all" "$few") %. With the server's own counted on both sides: $(saved $((all + all_server)) $((few + few_server))) %."
} | tee "$root/benchmarks/results/saved.md"
