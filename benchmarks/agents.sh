#!/usr/bin/env bash
# Agents connected by WebSocket (AGENTS=10000): memory each, rates, latency of a task request while all are there.
. "$(dirname "$0")/lib.sh"
need curl curl
agents=${AGENTS:-10000}; seconds=${SECONDS_OF_WORK:-60}
# why twice: the server has as many open as this script's client, each in a process of its own
files=$((agents + 2000))
[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge "$files" ] || ulimit -n "$files" 2>/dev/null || {
  echo "NOT RUN: ulimit -n is $(ulimit -n), $files are needed" >&2; exit 1; }
export BERTH_AGENTS_CONNECTIONS=$((agents + 100)) BERTH_RATE_TASKS_REQUEST=1000000/min
# why: the usual 512 MiB are for some thousands of agents
[ "$agents" -le 2000 ] || export BERTH_NODE_JAVA_OPTS=${BERTH_NODE_JAVA_OPTS:--Xmx1g}
berth_up
api POST /api/v1/projects '{"id":"crowd"}' >/dev/null
java=${JAVA_HOME:+$JAVA_HOME/bin/}java; javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
"$javac" --release 17 -d "$work/agents" "$root"/benchmarks/agents/*.java
server=$(server_pid)
rows=$("$java" -Xmx512m -cp "$work/agents" Crowd "$PORT" "$DATA/admin-token" "$agents" crowd "$server" "$(readlink -f "/proc/$server/exe")" "$seconds")
{
  echo "# Agents connected by WebSocket"; echo; machine; echo "- $(java_of_server); the client and PostgreSQL on the same machine; Java options of the server beside its own: ${BERTH_NODE_JAVA_OPTS:-none}"
  echo "- each agent sends a heartbeat every 15 s; beside them 20 task requests a second for $seconds s, each timed from when it was due"
  echo; echo "| what | measured |"; echo "|---|---|"; echo "$rows"
  echo; echo "Memory is that of the server's process: the live heap after a full collection, and its PSS, each less what it was before the first agent."
} | tee "$root/benchmarks/results/agents.md"
