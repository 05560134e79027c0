# Shared by the benchmarks: an installation of their own, the machine's description, small statistics.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$root/benchmarks/target
mkdir -p "$work" "$root/benchmarks/results"

need() { # fails loudly when a tool is missing: need TOOL PACKAGE
  command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || { echo "NOT RUN: '$1' is missing (Debian package $2)" >&2; exit 1; }
}

machine() {
  echo "- machine: $(nproc) cores ($(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)), $(awk '/MemTotal/{printf "%.0f GiB", $2/1048576}' /proc/meminfo), Linux $(uname -r)"
  echo "- date: $(date -u +%Y-%m-%d), commit: $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
}

# Linux can share the processors out by session, not by thread (autogroup). why not here: the session that a program happens
# to be started in would decide what it gets; in a container, or beside callers on other machines, there is no such thing.
groups=/proc/sys/kernel/sched_autogroup_enabled
one_group() { # from now on all programs that are started compete as equals; the script gives it back with group_again
  group_before=$(cat "$groups" 2>/dev/null || echo 0)
  [ "$group_before" = 0 ] || { echo 0 >"$groups"; } 2>/dev/null ||
    echo "THE MACHINE SHARES ITS PROCESSORS OUT BY SESSION, and only root can end that: ratios say less" >&2
}
group_again() { [ "${group_before:-0}" = 0 ] || { echo "$group_before" >"$groups"; } 2>/dev/null || true; }
grouping() { # how the processors are shared out now, for the description of a run
  if [ "$(cat "$groups" 2>/dev/null || echo 0)" = 0 ]; then echo "all threads compete as equals"; else echo "the processors are shared out by session (autogroup)"; fi
}

median() { sort -n | awk '{v[NR]=$1} END {if (NR==0) {print "none"; exit} print (NR%2) ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }
percentile() { sort -n | awk -v p="$1" '{v[NR]=$1} END {i=int((NR*p+99)/100); if (i<1) i=1; print v[i]}'; }

# Starts an installation for a benchmark and sets URL, TOKEN, DATA; it ends with the script.
berth_up() {
  DATA=$work/data-$$
  PORT=${PORT:-18480}
  export BERTH_PORTS_RANGES=${BERTH_PORTS_RANGES:-24001-24400}
  # why: the limits protect a shared server; here they would only measure themselves
  export BERTH_RATE_PROJECT=1000000000/min BERTH_RATE_AGENT=1000000000/min
  "$root/berth" up --data "$DATA" --port "$PORT" >&2
  trap berth_end EXIT
  URL=http://127.0.0.1:$PORT
  TOKEN=$(cat "$DATA/admin-token")
}

berth_end() {
  "$root/berth" down --data "$DATA" >&2 || true
  rm -rf "$DATA"
}

api() { # api METHOD PATH [JSON]
  curl -sS -f -X "$1" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' ${3:+--data "$3"} "$URL$2"
}

json_number() { # the first number of a field in the JSON on stdin
  grep -o "\"$1\" *: *[0-9.]*" | head -1 | grep -o '[0-9.]*$'
}

java_of_server() { # the JDK that the server and its KMs run on
  local pid; pid=$(pgrep -f "payara-micro.*$DATA" | head -1) || true
  [ -n "${pid:-}" ] && "/proc/$pid/exe" -version 2>&1 | head -1 || echo unknown
}

km_installed() { # waits until the built-in KM is installed with its class archive; wakes a project for it
  api POST /api/v1/projects '{"id":"first"}' >/dev/null
  api POST /api/v1/projects/first/start '{}' >/dev/null
  local i
  for i in $(seq 120); do
    ls -d "$DATA"/km/*/archive-* >/dev/null 2>&1 && ! pgrep -f -- "--train" >/dev/null && break
    read -rt 0.5 <> <(:) || true
  done
  [ "$i" -lt 120 ] || { echo "NOT RUN: the class archive was not made within a minute" >&2; exit 1; }
  api DELETE '/api/v1/projects/first?data=delete' >/dev/null
}

pss_of() { # PSS of one process, in KiB
  awk '/^Pss:/{print $2}' "/proc/$1/smaps_rollup" 2>/dev/null || echo 0
}

server_pid() { pgrep -f "payara-micro.*$DATA" | head -1; }

km_pids() { # every KM of this installation, warm ones included
  local pid
  for pid in $(pgrep -f 'io.berth.km.KmServer'); do
    tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$DATA" && echo "$pid"
  done
  return 0
}

km_pss() { # the sum over all KMs, in KiB
  local sum=0 pid
  for pid in $(km_pids); do sum=$((sum + $(pss_of "$pid"))); done
  echo "$sum"
}

cpu_ms() { # CPU time used so far by the processes on stdin, in ms
  local pid
  while read -r pid; do sed 's/^.*) //' "/proc/$pid/stat" 2>/dev/null; done |
    awk -v hz="$(getconf CLK_TCK)" '{t+=$12+$13} END {printf "%.0f", t*1000/hz}'
}

wait_seconds() { read -rt "$1" <> <(:) || true; }

mib() { awk -v k="$1" 'BEGIN{printf "%.0f", k/1024}'; }
