#!/usr/bin/env bash
# What a project whose KM accepts and never answers does to its neighbours: 20 healthy ones under steady load alone (A), beside a
# stuck one whose waiting room is kept full (B), alone again (C). PROJECTS, RATE, SECONDS_EACH, ROUNDS, CALLERS and COME_SECONDS change the numbers.
. "$(dirname "$0")/lib.sh"
need curl curl
projects=${PROJECTS:-20}; rate=${RATE:-100}; seconds=${SECONDS_EACH:-20}; rounds=${ROUNDS:-9}; callers=${CALLERS:-1400}; come=${COME_SECONDS:-30}
berth_up
km_installed
java=$(readlink -f "/proc/$(server_pid)/exe"); classes=$work/stuck; mkdir -p "$classes"
"$(dirname "$java")/javac" --release 17 -d "$classes" "$root"/benchmarks/stuck/*.java
api POST /api/v1/runtimes "{\"name\":\"stuck\",\"transport\":\"http\",\"command\":[\"\${java}\",\"-Xmx64m\",\"-Xss256k\",\"-cp\",\"$classes\",\"StuckKm\",\"\${port}\"],\"readyPath\":\"/health\",\"mcpPath\":\"/mcp\"}" >/dev/null
# why for ever: a room that empties itself by timeouts is not full
api POST /api/v1/projects '{"id":"stuck","runtime":"stuck","settings":{"responseTimeout":"PT0S"}}' >/dev/null
api POST /api/v1/projects/stuck/start '{}' >/dev/null
for n in $(seq "$projects"); do
  api POST /api/v1/projects "{\"id\":\"h$n\"}" >/dev/null
  for i in 1 2 3 4 5 6 7 8 9 10; do
    api POST "/projects/h$n/mcp" "{\"tool_name\":\"save\",\"tool_input\":{\"title\":\"Rope $i\",\"content\":\"what project $n knows about rope $i\"}}" >/dev/null
  done
done
coproc LOAD { "$java" -cp "$classes" SteadyLoad "$URL" "$TOKEN" "$projects" "$rate"; }
load_pid=$LOAD_PID; load_in=${LOAD[1]}; load_out=${LOAD[0]}; filler_pid=
trap 'kill $load_pid $filler_pid 2>/dev/null || true; berth_end' EXIT
phase() { # phase NAME: appends "name requests p50 p99 errors"
  local line; echo "$seconds" >&"$load_in"; read -r line <&"$load_out"; echo "$1 $line" | tee -a "$work/stuck.txt" >&2
}
full_collections() { # how often the whole heap was looked through so far
  curl -sS -f -H "Authorization: Bearer $TOKEN" "$URL/metrics" | awk '/^gc_total\{.*name="(PS MarkSweep|MarkSweepCompact|G1 Old Generation)"/ {n+=$NF} END {print n+0}'
}
filler() { # filler CALLERS SECONDS [PATIENCE]: callers of the stuck project, until empty
  rm -f "$work/filler.in"; mkfifo "$work/filler.in"
  # why so: it shares the cores, and a compiler or a collector of its own at work would be measured, too; nor may its
  # threads, which are many and have nothing to do with Berth, be run before those of the server
  nice -n 19 "$java" -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" RoomFiller "$URL/projects/stuck/km/x" "$TOKEN" "$@" <"$work/filler.in" >"$work/filler.out" & filler_pid=$!
  exec 7>"$work/filler.in"
}
fill() { # keeps the room full until empty; returns once somebody was refused
  filler "$callers" "$come"
  local i; for i in $(seq 240); do grep -q FULL "$work/filler.out" && return; wait_seconds 0.5; done
  echo "NOT RUN: the waiting room was not full within two minutes" >&2; exit 1
}
# why: in its first ten seconds a queue takes whoever comes; they have waited in vain after 30 more, then those who were refused are back
settle() { wait_seconds $((come + 10)); }
refused() { # how many the room had no place for so far
  local lines; lines=$(wc -l <"$work/filler.out"); echo >&7
  local i; for i in $(seq 40); do [ "$(wc -l <"$work/filler.out")" -gt "$lines" ] && break; wait_seconds 0.05; done
  tail -1 "$work/filler.out" | awk '{print $2}'
}
still_full() { # fails unless somebody is refused now, too
  local before; before=$(refused); wait_seconds 2
  [ "$(refused)" -gt "$before" ] || { echo "NOT RUN: the waiting room did not stay full; raise CALLERS" >&2; exit 1; }
}
told_waiting() { # what one who is refused is told
  curl -sS -m 60 -H "Authorization: Bearer $TOKEN" "$URL/projects/stuck/km/x" | sed -n 's/.*wait already (\([0-9]*\) wait).*/\1/p'
}
empty() { exec 7>&-; wait "$filler_pid"; filler_pid=; wait_seconds 3; }
# why: a server that has been up for a day has had garbage in every part of its heap; in one just started each new part costs
# the pause in which it is entered for the first time. Waves of callers who hang up after three seconds bring it there: in its
# first ten seconds a queue takes as many as there are seats
grown() {
  local before began=$SECONDS; before=$(full_collections)
  until [ "$(full_collections)" -gt "$before" ]; do
    [ $((SECONDS - began)) -lt 900 ] || { echo "NOT RUN: the heap was not full once within 15 minutes" >&2; exit 1; }
    filler "$callers" 2 3; wait_seconds 9; empty
  done
  echo "the heap was full once after $((SECONDS - began)) s" >&2
}
# why: a JVM compiles what it runs often, waiting and refusing as well
for _ in 1 2; do phase warm; done
grown
fill; settle; phase warm; phase warm; phase warm; empty
: >"$work/stuck.txt"; : >"$work/stuck-refused.txt"
for _ in $(seq "$rounds"); do
  phase A
  fill; settle; first=$(refused); phase B; echo "$(($(refused) - first))" >>"$work/stuck-refused.txt"; still_full
  inflight=$(api GET /api/v1/projects/stuck/process | json_number inFlight); waiting=$(told_waiting)
  empty; phase C
done
pick() { awk -v n="$1" -v f="$2" '$1==n {print $f}' "$work/stuck.txt" | median; }
errors() { awk -v n="$1" '$1==n {e+=$5} END {print e+0}' "$work/stuck.txt"; }
against() { awk -v a="$(pick A "$1")" -v b="$(pick "$2" "$1")" 'BEGIN{printf "%.2f", b/a}'; }
{
  echo "# A stuck project beside $projects healthy ones"; echo; machine
  echo "- $(java_of_server); $rate requests a second in all, open loop, every second one a search over MCP; $seconds s each, median of $rounds rounds; callers on the same cores"
  echo "- the server is warm and its heap, of the size it has by default, was full once before the first round"
  echo "- stuck: $callers callers (threads of the least priority) of a KM that takes every request and answers none, while its health checks pass; who was refused, or waited for its 30 s, asks again; the full room refused $(median <"$work/stuck-refused.txt") times in the $seconds s of a B; at the end of the last round $waiting waited, as many as its pace has turns for in 30 s, and $inflight were in flight at its KM"
  echo; echo "| | p50 ms | p99 ms | errors | p50 against A | p99 against A |"; echo "|---|---|---|---|---|---|"
  for p in A B C; do
    case $p in A) what="A: healthy alone" ;; B) what="B: beside the full waiting room" ;; *) what="C: alone again" ;; esac
    echo "| $what | $(pick $p 3) | $(pick $p 4) | $(errors $p) | $(against 3 $p) | $(against 4 $p) |"
  done
} | tee "$root/benchmarks/results/stuck.md"
