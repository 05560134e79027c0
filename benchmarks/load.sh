#!/usr/bin/env bash
# The node of a JMeter plan: load.sh up|down PORT PLAN (mixed or agents). Called by the Maven profile "load".
set -euo pipefail
. "$(dirname "$0")/lib.sh"
data=$work/load-data
[ $# -eq 3 ] && { [ "$3" = mixed ] || [ "$3" = agents ]; } || { echo "usage: load.sh up|down PORT mixed|agents" >&2; exit 2; }
URL=http://127.0.0.1:$2

up() {
  # why: the limits protect a shared server; here they would only measure themselves
  BERTH_RATE_PROJECT=1000000000/min BERTH_RATE_AGENT=1000000000/min BERTH_RATE_TASKS_REQUEST=1000000/min \
    BERTH_PORTS_RANGES=24501-24600 "$root/berth" up --data "$data" --port "$1"
  TOKEN=$(cat "$data/admin-token")
}

mixed_up() {
  local id
  for id in load-a load-b load-c; do api POST /api/v1/projects "{\"id\":\"$id\"}" >/dev/null; done
}

agents_up() {
  api POST /api/v1/projects '{"id":"load"}' >/dev/null
  # why a file: the plan sends the same 500 tasks again and again
  seq 500 | awk 'BEGIN {printf "{\"projectId\":\"load\",\"tasks\":["}
    {printf "%s{\"name\":\"Part %d\",\"requiredSkills\":[\"java\"]}", (NR > 1 ? "," : ""), $1} END {printf "]}"}' >"$work/load-tasks.json"
  api POST /api/v1/tasks "@$work/load-tasks.json" >/dev/null
}

mixed_report() {
  echo "# Mixed traffic by JMeter: three projects, 16 callers, 30 s, from a cold server"; echo; machine; echo
  awk -F, 'NR==1 {for (i=1;i<=NF;i++) c[$i]=i; next}
    {n[$c["label"]]++; t[$c["label"]]+=$c["elapsed"]; if ($c["success"]!="true") e[$c["label"]]++}
    END {print "| request | samples | mean ms | errors |"; print "|---|---|---|---|";
         for (l in n) printf "| %s | %d | %.1f | %d |\n", l, n[l], t[l]/n[l], e[l]}' "$1"
}

agents_report() {
  echo "# Agents by JMeter: each a thread, half over REST with long poll, half over WebSocket"; echo; machine
  echo "- $(java_of_server); JMeter and PostgreSQL on the same machine; limits of rates lifted; from a cold server"
  # why twice: what a claim waited for is known when all batches of tasks are
  awk -F, -v completed="$2" -f "$root/benchmarks/jmeter/agents.awk" "$1" "$1"
}

down() {
  local completed=none failed=0 samples="$work/jmeter/results/$1.csv"
  TOKEN=$(cat "$data/admin-token")
  DATA=$data
  if [ "$1" = agents ]; then completed=$(api GET '/api/v1/project/status?project_id=load' | json_number completed) || failed=1; fi
  if [ "$1" = mixed ]; then mixed_report "$samples"; else agents_report "$samples" "$completed"; fi >"$work/load-report.md" || failed=1
  "$root/berth" down --data "$data"
  rm -rf "$data"
  cat "$work/load-report.md"
  [ "$failed" = 0 ] || { echo "NOT KEPT: the report above names what went wrong" >&2; exit 1; }
  # why: a short table for people beside the raw samples
  if [ "$1" = mixed ]; then cp "$work/load-report.md" "$root/benchmarks/results/load.md"
  else cp "$work/load-report.md" "$root/benchmarks/results/load-agents.md"; fi
}

case "$1" in
  up)
    # why: who fails here is not asked to bring it down
    trap '[ $? = 0 ] || "$root/berth" down --data "$data"' EXIT
    up "$2"
    "$3_up" ;;
  down) down "$3" ;;
  *) echo "usage: load.sh up|down PORT mixed|agents" >&2; exit 2 ;;
esac
