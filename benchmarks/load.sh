#!/usr/bin/env bash
# The node of the JMeter plan: load.sh up|down PORT. Called by the Maven profile "load".
set -euo pipefail
cd "$(dirname "$0")"
data=$PWD/target/load-data
case "$1" in
  up)
    BERTH_RATE_PROJECT=1000000000/min BERTH_RATE_AGENT=1000000000/min BERTH_PORTS_RANGES=24501-24600 ../berth up --data "$data" --port "$2"
    for id in load-a load-b load-c; do
      curl -sS -f -o /dev/null -H "Authorization: Bearer $(cat "$data/admin-token")" -H 'Content-Type: application/json' \
        --data "{\"id\":\"$id\"}" "http://127.0.0.1:$2/api/v1/projects"
    done ;;
  down)
    ../berth down --data "$data"
    rm -rf "$data"
    # why: a short table for people beside the raw samples; one row for each kind of request
    . ./lib.sh
    {
      echo "# Mixed traffic by JMeter: three projects, 16 callers, 30 s, from a cold server"; echo; machine; echo
      awk -F, 'NR==1 {for (i=1;i<=NF;i++) c[$i]=i; next}
        {n[$c["label"]]++; t[$c["label"]]+=$c["elapsed"]; if ($c["success"]!="true") e[$c["label"]]++}
        END {print "| request | samples | mean ms | errors |"; print "|---|---|---|---|";
             for (l in n) printf "| %s | %d | %.1f | %d |\n", l, n[l], t[l]/n[l], e[l]}' "$root"/benchmarks/target/jmeter/results/*.csv
    } | tee "$root/benchmarks/results/load.md" ;;
  *) echo "usage: load.sh up|down PORT" >&2; exit 2 ;;
esac
