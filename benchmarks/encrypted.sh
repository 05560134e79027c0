#!/usr/bin/env bash
# What encryption at rest costs: the same data in plain and in encrypted projects, side by side in one run, each step of the one
# followed by that of the other. ROUNDS starts, SEARCHES, WRITES, SECTIONS of data and PAIRS of projects change the numbers.
. "$(dirname "$0")/lib.sh"
need curl curl
rounds=${ROUNDS:-30}; searches=${SEARCHES:-6000}; writes=${WRITES:-1500}; sections=${SECTIONS:-4000}; pairs=${PAIRS:-5}
files=$work/encrypted-$$; mkdir -p "$files"; classes=$work/encrypted; mkdir -p "$classes"
(umask 077; od -An -tx1 -N32 /dev/urandom | tr -d ' \n' >"$files/master-key")
export BERTH_ENCRYPTION_MASTER_KEY_FILE=$files/master-key BERTH_WARM_POOL_SIZE=0
berth_up
trap 'berth_end; rm -rf "$files"' EXIT
km_installed
java=$(readlink -f "/proc/$(server_pid)/exe")
"$(dirname "$java")/javac" --release 17 -d "$classes" "$root"/benchmarks/encrypted/*.java
awk -v n="$sections" 'BEGIN {
  split("harbour anchor mooring pilot tide cargo manifest crane quay lantern beacon rigging compass rudder keel mast", w, " "); srand(7)
  printf "{\"tool_name\":\"import\",\"tool_input\":{\"documents\":["
  for (i = 0; i < n; i++) {
    if (i % 400 == 0) printf "%s{\"name\":\"book-%d.md\",\"content\":\"", (i ? "\"}," : ""), i / 400
    printf "# %s and %s %d\\n\\n", w[1 + int(rand() * 16)], w[1 + int(rand() * 16)], i
    for (s = 0; s < 10; s++) printf "Item %d.%d tells how the %s is kept beside the %s before ship %d leaves. ", i, s, w[1 + int(rand() * 16)], w[1 + int(rand() * 16)], int(rand() * 9999)
    printf "\\n\\n"
  }
  printf "\"}]}}"
}' >"$files/import.json"
for n in $(seq "$pairs"); do
  for kind in plain encrypted; do
    api POST /api/v1/projects "{\"id\":\"$kind$n\"}" >/dev/null
    api POST "/projects/$kind$n/mcp" "@$files/import.json" >/dev/null
  done
  begun=$(date +%s%N); api POST "/api/v1/projects/encrypted$n/encrypt" '{}' >/dev/null
  echo $((($(date +%s%N) - begun) / 1000000))
  api POST "/api/v1/projects/plain$n/stop" '{}' >/dev/null # why: so that neither has the import in its heap
done >"$files/change"
ask() { curl -sS -f -o /dev/null -w '%{time_total}\n' -H "Authorization: Bearer $TOKEN" "$URL/projects/$1/km/health" | awk '{print $1*1000}'; }
for kind in plain encrypted; do ask "${kind}1" >/dev/null; done
for _ in $(seq 120); do # the encrypting KM has a class archive of its own
  ls -d "$DATA"/km/*/archive-encrypting-* >/dev/null 2>&1 && ! pgrep -f -- "--train" >/dev/null && break
  wait_seconds 0.5
done
ls -d "$DATA"/km/*/archive-encrypting-* >/dev/null || { echo "NOT RUN: no class archive for the encrypting KM" >&2; exit 1; }
for round in $(seq -5 "$rounds"); do # why from -5: the server's compiler is at work at first
  for kind in plain encrypted; do api POST "/api/v1/projects/${kind}1/stop" '{}' >/dev/null; done
  for kind in plain encrypted; do
    took=$(ask "${kind}1")
    [ "$round" -lt 1 ] || { echo "$took" >>"$files/start-$kind"; api GET "/api/v1/projects/${kind}1/process" | json_number startMillis >>"$files/own-$kind"; }
  done
done
side() { # side NUMBER KIND WARMING COUNT: "p50 p99 p50 p99" of the plain and the encrypted one, awake with their first answers behind them
  local at=() kind
  for kind in plain encrypted; do
    ask "$kind$1" >/dev/null
    at+=("$(api GET "/api/v1/projects/$kind$1/process" | json_number port)" "$(ls "$DATA/projects/$kind$1"/run/secret-*)")
  done
  "$java" -Xmx64m -XX:+UseSerialGC -cp "$classes" SideBySide "${at[@]}" "$2" "$3" "$4"
}
read -r sp50 sp99 se50 se99 < <(side 1 search 6000 "$searches")
read -r wp50 wp99 we50 we99 < <(side 1 write 300 "$writes")
for n in $(seq 2 "$pairs"); do side "$n" search 0 500 >/dev/null; side "$n" write 0 50 >/dev/null; done
pss() { # pss KIND FROM: PSS of each, on average, of those from this number on
  local sum=0 n
  for n in $(seq "$2" "$pairs"); do sum=$((sum + $(pss_of "$(api GET "/api/v1/projects/$1$n/process" | json_number pid)"))); done
  awk -v s="$sum" -v n=$((pairs - $2 + 1)) 'BEGIN{printf "%.1f", s/1024/n}'
}
memory_plain=$(pss plain 2); memory_encrypted=$(pss encrypted 2)
size() { du -b "$DATA/projects/$1/km.db" | awk '{printf "%.2f", $1/1048576}'; }
for kind in plain encrypted; do api POST "/api/v1/projects/${kind}2/stop" '{}' >/dev/null; done
row() { echo "| $1 | $2 | $3 | $(awk -v a="$2" -v b="$3" 'BEGIN{printf "%.2f", b/a}') |"; }
{
  echo "# Encrypted at rest, beside plain"; echo; machine
  echo "- $(java_of_server); $sections sections of text in each; $rounds cold starts, $searches searches, $writes writes of one caller, straight to the KM; memory with $pairs of each awake"
  echo; echo "| | plain | encrypted | ratio |"; echo "|---|---|---|---|"
  row "cold start at the caller, p50 (ms)" "$(median <"$files/start-plain")" "$(median <"$files/start-encrypted")"
  row "of that: fork to READY, by the adapter, p50 (ms)" "$(median <"$files/own-plain")" "$(median <"$files/own-encrypted")"
  row "search, p50 (ms)" "$sp50" "$se50"
  row "search, p99 (ms)" "$sp99" "$se99"
  row "write, p50 (ms)" "$wp50" "$we50"
  row "write, p99 (ms)" "$wp99" "$we99"
  row "PSS of a KM after 500 searches and 50 writes (MiB)" "$memory_plain" "$memory_encrypted"
  row "database on disk (MiB)" "$(size plain2)" "$(size encrypted2)"
  echo; echo "\`berth project encrypt\` of that database, from the order until it may start again, p50: $(median <"$files/change") ms."
} | tee "$root/benchmarks/results/encrypted.md"
