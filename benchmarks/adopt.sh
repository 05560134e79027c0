#!/usr/bin/env bash
# How long a restarted server takes to have its KMs again: many awake, the server killed by SIGKILL, berth up, and each asked once. AWAKE changes the number.
. "$(dirname "$0")/lib.sh"
need curl curl
awake=${AWAKE:-300}
export BERTH_PORTS_RANGES=${BERTH_PORTS_RANGES:-24001-24400}
berth_up
km_installed
now() { date +%s%3N; }
ask() { for n in $(seq "$awake"); do echo "$n"; done | xargs -P 8 -I{} curl -sS -o /dev/null -w '%{http_code}\n' -m 90 -H "Authorization: Bearer $TOKEN" "$URL/projects/a{}/km/health" | grep -c '^200'; }
for n in $(seq "$awake"); do api POST /api/v1/projects "{\"id\":\"a$n\"}" >/dev/null; done
ask >/dev/null
km_pids | sort >"$work/adopt-before"
kill -9 "$(server_pid)"
t0=$(now)
"$root/berth" up --data "$DATA" --port "$PORT" >&2
t1=$(now)
answered=$(ask)
t2=$(now)
km_pids | sort >"$work/adopt-after"
same=$(comm -12 "$work/adopt-before" "$work/adopt-after" | wc -l)
{
  echo "# Adoption after a killed server"; echo; machine; echo "- $(java_of_server); the server killed by SIGKILL with $(wc -l <"$work/adopt-before") KM processes"
  echo; echo "| | |"; echo "|---|---|"
  echo "| berth up, until it says that all is there (s) | $(awk -v a="$t0" -v b="$t1" 'BEGIN{printf "%.1f", (b-a)/1000}') |"
  echo "| all asked once, 8 callers (s) | $(awk -v a="$t1" -v b="$t2" 'BEGIN{printf "%.1f", (b-a)/1000}') |"
  echo "| answered | $answered of $awake |"
  echo "| processes that are still the same | $same |"
} | tee "$root/benchmarks/results/adopt.md"
