#!/usr/bin/env bash
# What a shared process saves: the same 50 projects awake in processes of their own, then in a shared one. PSS of all KMs
# (warm ones included), and what the first request of a sleeping project takes in both.
. "$(dirname "$0")/lib.sh"
need curl curl
projects=${PROJECTS:-50}
load_before=$(cut -d' ' -f1 /proc/loadavg)
berth_up
km_installed
ask() { curl -sS -f -o /dev/null -w '%{time_total}\n' -H "Authorization: Bearer $TOKEN" "$URL/projects/q$1/km/health"; }
wake_all() { # wakes each sleeping project by its first request; the times in ms, one a line
  local n
  for n in $(seq "$projects"); do ask "$n"; done | awk '{printf "%.0f\n", $1*1000}'
}
stop_all() { local n; for n in $(seq "$projects"); do api POST "/api/v1/projects/q$n/stop" '{}' >/dev/null; done; }
for n in $(seq "$projects"); do
  api POST /api/v1/projects "{\"id\":\"q$n\"}" >/dev/null
  for i in 1 2 3 4 5 6 7 8 9 10; do
    api POST "/projects/q$n/mcp" "{\"tool_name\":\"save\",\"tool_input\":{\"title\":\"Fact $i\",\"content\":\"what project $n knows about subject $i\"}}" >/dev/null
  done
done
stop_all
wake_all >"$work/dedicated.ms"
own=$(km_pss); own_count=$(km_pids | wc -l)
stop_all
for n in $(seq "$projects"); do api PATCH "/api/v1/projects/q$n" '{"process":"shared","reason":"benchmark"}' >/dev/null; done
wake_all >"$work/shared.ms"
shared=$(km_pss); shared_count=$(km_pids | wc -l)
row() { echo "| $1 | $2 | $(mib "$3") | $(median <"$work/$4.ms") | $(percentile 99 <"$work/$4.ms") |"; }
{
  echo "# What a shared process saves"; echo; machine
  echo "- $(java_of_server); load before the run $load_before; $projects projects of ten items each, all awake; requests one after the other"
  echo; echo "| processes | KMs, warm ones included | PSS of all (MiB) | first request, median (ms) | p99 (ms) |"; echo "|---|---|---|---|---|"
  row dedicated "$own_count" "$own" dedicated
  row shared "$shared_count" "$shared" shared
  echo; echo "Saved of the KMs' memory: $(awk -v a="$own" -v b="$shared" 'BEGIN{printf "%.1f", 100*(a-b)/a}') %."
} | tee "$root/benchmarks/results/shared.md"
