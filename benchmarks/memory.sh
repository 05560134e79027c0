#!/usr/bin/env bash
# What the KMs take with 1, 10 and 100 of them awake: PSS, so that shared pages count once.
. "$(dirname "$0")/lib.sh"
need curl curl
berth_up
km_installed
fill() { # wakes project number $1, saves ten pieces and asks ten questions
  api POST /api/v1/projects "{\"id\":\"m$1\"}" >/dev/null
  local i
  for i in 1 2 3 4 5 6 7 8 9 10; do
    api POST "/projects/m$1/mcp" "{\"tool_name\":\"save\",\"tool_input\":{\"title\":\"Fact $i\",\"content\":\"what project $1 knows about subject $i\"}}" >/dev/null
    api POST "/projects/m$1/mcp" "{\"tool_name\":\"query\",\"tool_input\":{\"question\":\"subject $i of $1\"}}" >/dev/null
  done
}
rows=""; made=0
for target in 1 10 100; do
  while [ "$made" -lt "$target" ]; do made=$((made + 1)); fill "$made"; done
  total=$(km_pss); processes=$(km_pids | wc -l)
  rows+="| $target | $processes | $(awk -v t="$total" 'BEGIN{printf "%.0f", t/1024}') | $(awk -v t="$total" -v n="$processes" 'BEGIN{printf "%.1f", t/1024/n}') |"$'\n'
done
server=$(server_pid)
{
  echo "# Memory of the KMs"; echo; machine; echo "- $(java_of_server); each KM saved and answered ten times"
  echo; echo "| projects awake | KM processes, warm ones included | PSS of all (MiB) | PSS each (MiB) |"; echo "|---|---|---|---|"; printf '%s' "$rows"
  echo; echo "The server itself: $(mib "$(pss_of "$server")") MiB PSS."
} | tee "$root/benchmarks/results/memory.md"
