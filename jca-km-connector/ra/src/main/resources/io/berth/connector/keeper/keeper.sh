#!/bin/sh
# The keeper of one node: ends foreign programs when no server has been heard for too long.
#
#   keeper.sh FOLDER RECORDS INSTALLATION NODE PERIOD ROUNDS PATIENCE
#
# FOLDER/beat   changes as long as a server lives; only whether it changes counts, no clock is compared
# FOLDER/owner  the pid of the keeper in charge: whoever reads another pid there goes
# RECORDS       a folder with one record for each process; a record alone proves nothing
# PERIOD        seconds between two looks; ROUNDS silent looks in a row are the orphan timeout
# PATIENCE      seconds from SIGTERM to SIGKILL
#
# Time is counted in sleeps of its own, so neither a set clock nor a suspended machine counts as silence.
# A process is ours when boot id, pid and start ticks are those of its record, it leads its session, and its
# environment names this installation, node, project and generation. Any doubt ends nothing.
set -uf
folder=$1 records=$2 installation=$3 node=$4 period=$5 rounds=$6 patience=$7

say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

in_charge() {
  owner=
  read -r owner 2>/dev/null < "$folder/owner" || return 1
  [ "$owner" = "$$" ]
}

beat() {
  now=
  read -r now 2>/dev/null < "$folder/beat" || now=
}

text() { sed -n 's/^ *"'"$1"'": *"\([^"]*\)",*$/\1/p' "$2" 2>/dev/null; }
number() { sed -n 's/^ *"'"$1"'": *\([0-9][0-9]*\),*$/\1/p' "$2" 2>/dev/null; }

# sets state, group, session and start of a running process
look() {
  line=
  read -r line 2>/dev/null < "/proc/$1/stat" || return 1
  set -- ${line##*) }
  [ $# -ge 20 ] || return 1
  state=$1 group=$3 session=$4
  shift 19
  start=$1
  case $state in Z|X|x) return 1 ;; esac
}

marked() { tr '\0' '\n' 2>/dev/null < "/proc/$1/environ" | grep -qxF -- "$2"; }

# sets pid and ticks when the record is about a process that is ours and cannot end itself
prove() {
  [ -f "$1" ] && [ ! -L "$1" ] || return 1
  pid=$(number pid "$1") ticks=$(number startTicks "$1")
  project=$(text project "$1") generation=$(number generation "$1") runtime=$(text runtime "$1")
  [ -n "$runtime" ] && [ "$runtime" != built-in ] || return 1
  [ "${pid:-0}" -gt 1 ] && [ "${ticks:-0}" -gt 0 ] || return 1
  [ "$(text bootId "$1")" = "$boot" ] || return 1
  look "$pid" && [ "$start" = "$ticks" ] && [ "$session" = "$pid" ] || return 1
  marked "$pid" "BERTH_INSTALLATION=$installation" && marked "$pid" "BERTH_NODE=$node" \
    && marked "$pid" "BERTH_PROJECT=$project" && marked "$pid" "BERTH_GENERATION=$generation"
}

# sends a signal to everything of the session or group of $2 that is not older than its start $3
signal() {
  hit=1
  set +f
  for entry in /proc/[0-9]*; do
    set -f
    member=${entry#/proc/}
    look "$member" || continue
    [ "$session" = "$2" ] || [ "$group" = "$2" ] || continue
    [ "$start" -ge "$3" ] || continue
    kill "-$1" "$member" 2>/dev/null && hit=0
  done
  set -f
  return $hit
}

silent_still() { beat; [ "$now" = "$last" ] && in_charge; }

# signals each victim; fails when nobody was left
signal_all() {
  any=1
  for victim in $victims; do
    signal "$1" "${victim%:*}" "${victim#*:}" && any=0
  done
  return $any
}

end_all() {
  victims=
  set +f
  for record in "$records"/*.json; do
    set -f
    prove "$record" || continue
    silent_still || return
    say "no server for $((period * rounds)) s: ending $project#$generation, process $pid"
    victims="$victims $pid:$ticks"
    signal TERM "$pid" "$ticks"
  done
  set -f
  left=$patience
  while [ "$left" -gt 0 ] && signal_all 0; do
    sleep 1
    silent_still || return
    left=$((left - 1))
  done
  left=5
  while [ "$left" -gt 0 ] && signal_all KILL; do
    sleep 1
    left=$((left - 1))
  done
}

boot=
read -r boot < /proc/sys/kernel/random/boot_id || exit 1
printf '%s\n' "$$" > "$folder/owner" || exit 1
beat
last=$now silent=0 blind=0
while sleep "$period"; do
  in_charge || exit 0
  beat
  if [ -z "$now" ]; then
    # the file is gone or unreadable: who cannot hear must not judge
    blind=$((blind + 1))
    [ "$blind" -lt "$rounds" ] || exit 0
  elif [ "$now" != "$last" ]; then
    last=$now silent=0 blind=0
  else
    silent=$((silent + 1))
    if [ "$silent" -ge "$rounds" ]; then
      end_all
      silent_still || { beat; last=$now silent=0; continue; }
      exit 0
    fi
  fi
done
