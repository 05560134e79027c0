#!/usr/bin/env bash
# Queries a second of the built-in KM: 200 items, 8 callers, directly and through the gateway without its cache.
# The program that Berth's KM replaces answered 341 a second on the same items, callers and machine size.
. "$(dirname "$0")/lib.sh"
need curl curl; need wrk wrk
seconds=${SECONDS_EACH:-10}
berth_up
km_installed
api POST /api/v1/projects '{"id":"queries"}' >/dev/null
words=(harbour anchor mooring pilot tide cargo manifest crane quay lantern beacon rigging compass rudder keel mast)
for i in $(seq 200); do
  a=${words[$((i % 16))]}; b=${words[$(((i / 16) % 16))]}
  api POST /projects/queries/mcp "{\"tool_name\":\"save\",\"tool_input\":{\"ticket_id\":\"T-$((i % 20))\",\"title\":\"$a $b $i\",\"content\":\"Item $i tells how the $a is kept beside the $b, and what the crew of pier $i must do before the ship leaves.\"}}" >/dev/null
done
process=$(api GET /api/v1/projects/queries/process)
port=$(json_number port <<<"$process"); secret=$(cat "$DATA"/projects/queries/run/secret-*)
script() { # a wrk script that asks another question each time: script FILE HEADER VALUE
  cat >"$1" <<LUA
local words = {"harbour","anchor","mooring","pilot","tide","cargo","manifest","crane","quay","lantern","beacon","rigging","compass","rudder","keel","mast"}
local n = 0
request = function()
  n = n + 1
  local q = words[n % 16 + 1] .. " " .. words[math.floor(n / 16) % 16 + 1] .. " " .. n
  return wrk.format("POST", nil, {["Content-Type"]="application/json", ["$2"]="$3"},
    '{"tool_name":"query","tool_input":{"question":"' .. q .. '","limit":5}}')
end
LUA
}
script "$work/direct.lua" Berth-Secret "$secret"
script "$work/gateway.lua" Authorization "Bearer $TOKEN"
chmod 600 "$work"/*.lua
rate() { wrk -t1 -c8 -d"$seconds"s -s "$1" "$2" | awk '/Non-2xx/{bad=$NF} /Requests\/sec/{r=$2} END{printf "%.0f%s", r, (bad ? " (" bad " failed)" : "")}'; }
# why: both are JVMs, and a young one measures its compiler
rate "$work/direct.lua" "http://127.0.0.1:$port/mcp" >/dev/null
for _ in 1 2 3; do rate "$work/gateway.lua" "$URL/projects/queries/mcp" >/dev/null; done
direct=$(rate "$work/direct.lua" "http://127.0.0.1:$port/mcp")
through=$(rate "$work/gateway.lua" "$URL/projects/queries/mcp")
rm -f "$work"/*.lua
{
  echo "# Queries a second"; echo; machine; echo "- $(java_of_server); 200 items, 8 callers, another question each time"
  echo; echo "| | queries/s | against the original's 341 |"; echo "|---|---|---|"
  echo "| the built-in KM, directly | $direct | $(awk -v d="$direct" 'BEGIN{printf "%.1f times", d/341}') |"
  echo "| through the gateway, authenticated, never from the cache | $through | $(awk -v d="$through" 'BEGIN{printf "%.1f times", d/341}') |"
} | tee "$root/benchmarks/results/queries.md"
