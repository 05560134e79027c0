#!/usr/bin/env bash
# Many projects on one node: 5,000 registered, 300 awake at once on four port ranges, and what all of that costs while nobody asks.
# PROJECTS, AWAKE, REST_SECONDS (between the last start and the measurement) and IDLE_SECONDS change the numbers.
. "$(dirname "$0")/lib.sh"
need curl curl
projects=${PROJECTS:-5000}; awake=${AWAKE:-300}; idle=${IDLE_SECONDS:-60}; rest=${REST_SECONDS:-120}; callers=8
export BERTH_PORTS_RANGES=${BERTH_PORTS_RANGES:-24001-24100,24101-24200,24201-24300,24301-24400}
load_before=$(cut -d' ' -f1 /proc/loadavg)
berth_up
km_installed
tmp=$work/scale-$$; mkdir -p "$tmp"; chmod 700 "$tmp"
trap 'rm -rf "$tmp"; berth_end' EXIT
many() { # many FIRST LAST: curl configurations on stdout by the function entry, run by several callers; prints "ms status"
  local c n
  for c in $(seq 0 $((callers - 1))); do
    for n in $(seq $(($1 + c)) "$callers" "$2"); do entry "$n"; done >"$tmp/part-$c"
    [ -s "$tmp/part-$c" ] || rm -f "$tmp/part-$c"
  done
  for c in "$tmp"/part-*; do sed -i "\$d" "$c"; curl -sS -K "$c" & done | awk '{printf "%.1f %s\n", $1*1000, $2}'
  rm -f "$tmp"/part-*
}
common() { printf 'header = "Authorization: Bearer %s"\noutput = /dev/null\nwrite-out = "%%{time_total} %%{http_code}\\n"\nmax-time = 90\n' "$TOKEN"; }
good() { awk -v s="$1" '$2==s {n++} END {print n+0}'; }
seconds() { awk -v a="$1" -v b="$2" 'BEGIN{printf "%.1f", (b-a)/1000}'; }
now() { date +%s%3N; }

entry() { common; printf 'url = "%s/api/v1/projects"\nheader = "Content-Type: application/json"\ndata = "{\\"id\\":\\"s%s\\"}"\nnext\n' "$URL" "$1"; }
t0=$(now); many 1 "$projects" >"$tmp/register"; t1=$(now)
registered=$(good 201 <"$tmp/register")
entry() { common; printf 'url = "%s/projects/s%s/km/health"\nnext\n' "$URL" "$1"; }
t2=$(now); many 1 "$awake" >"$tmp/start"; t3=$(now)
started=$(good 200 <"$tmp/start")
server=$(server_pid)
wait_seconds "$rest" # why: what the starts left to compile and to write is no cost of being idle
# why the list once: the cost of looking for them is not theirs
km_pids >"$tmp/kms"
s0=$(echo "$server" | cpu_ms); k0=$(cpu_ms <"$tmp/kms"); i0=$(now)
wait_seconds "$idle"
s1=$(echo "$server" | cpu_ms); k1=$(cpu_ms <"$tmp/kms"); i1=$(now)
share() { awk -v a="$1" -v b="$2" -v t="$((i1 - i0))" 'BEGIN{printf "%.1f", 100*(b-a)/t}'; }
kms=$(wc -l <"$tmp/kms"); km_total=$(km_pss); server_total=$(pss_of "$server")
many 1 "$awake" >"$tmp/again"
answering=$(good 200 <"$tmp/again")
{
  echo "# Many projects on one node"; echo; machine; echo "- $(java_of_server); load before the run $load_before; ranges $BERTH_PORTS_RANGES; $callers callers; CPU measured for $idle s, $rest s after the last start"
  echo; echo "| | |"; echo "|---|---|"
  echo "| projects registered | $registered of $projects |"
  echo "| time to register them (s) | $(seconds "$t0" "$t1") |"
  echo "| one registration, at the caller (ms): median, p95 | $(cut -d' ' -f1 "$tmp/register" | median), $(cut -d' ' -f1 "$tmp/register" | percentile 95) |"
  echo "| projects started by their first request | $started of $awake |"
  echo "| time to start them (s) | $(seconds "$t2" "$t3") |"
  echo "| one first request, at the caller (ms): median, p95 | $(cut -d' ' -f1 "$tmp/start" | median), $(cut -d' ' -f1 "$tmp/start" | percentile 95) |"
  echo "| PSS of the server (MiB) | $(mib "$server_total") |"
  echo "| PSS of $kms KMs (MiB), of each | $(mib "$km_total"), $(awk -v t="$km_total" -v n="$kms" 'BEGIN{printf "%.1f", t/1024/n}') |"
  echo "| CPU while nobody asks, server (% of one core) | $(share "$s0" "$s1") |"
  echo "| CPU while nobody asks, all KMs (% of one core) | $(share "$k0" "$k1") |"
  echo "| CPU while nobody asks, together (% of one core) | $(share "$((s0 + k0))" "$((s1 + k1))") |"
  echo "| answering afterwards | $answering of $awake |"
  echo "| one request to an awake project, at the caller (ms): median, p95 | $(cut -d' ' -f1 "$tmp/again" | median), $(cut -d' ' -f1 "$tmp/again" | percentile 95) |"
} | tee "$root/benchmarks/results/scale.md"
[ "$registered" = "$projects" ] && [ "$started" = "$awake" ] && [ "$answering" = "$awake" ] || { echo "NOT ALL ANSWERED" >&2; exit 1; }
