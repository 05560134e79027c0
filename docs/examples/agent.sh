#!/bin/sh
# An agent of Berth in POSIX sh and curl: it logs in, registers, and works off tasks until there is none for it.
#
# Usage: agent.sh AGENT SECRET-FILE COMMAND [ARGUMENT...]
#   COMMAND is run for each task. It finds the task as JSON on its standard input, and BERTH_TASK, BERTH_PROJECT and
#   BERTH_ATTEMPT in its environment. Exit 0 finishes the task, with the last line that it printed as evidence; any
#   other exit gives the task back, with that line for the next agent. It is stopped (SIGTERM) when the task is called
#   off or was given to somebody else.
# Environment: BERTH_URL (http://127.0.0.1:8080), AGENT_SKILLS (a,b), AGENT_PROJECT (all that it is granted)
# Exit: 0 nothing left to do, 1 failed, 2 usage.
set -eu
[ $# -ge 3 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
agent=$1 secret=$2
shift 2
command -v "$1" >/dev/null || { echo "$agent: there is no command $1" >&2; exit 2; } # why: or each task would come back
url=${BERTH_URL:-http://127.0.0.1:8080}/api/v1
work=$(mktemp -d)
child='' beats='' nap=''
# shellcheck disable=SC2086 # a list of pids, perhaps empty
trap 'kill $child $beats $nap 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

pause() { sleep "$1" & nap=$!; wait "$nap" || true; nap=''; } # why not sleep alone: a signal must not wait for it
say() { echo "$agent: $*" >&2; }
# field FILE NAME: a plain value of a JSON object; texts of others cannot pass for it, their quotes are escaped
field() { tr ',{' '\n\n' <"$1" | sed -n "s/^\"$2\":\"\{0,1\}\([^\"}]*\).*/\1/p" | head -n 1; }
quoted() { tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g'; } # text on stdin, for a JSON string

# post PATH FILE JSON: the reply is in FILE, its code in $status. why files and -K: the process list shows arguments
post() {
  printf '%s' "$3" >"$2.body"
  status=$({ [ ! -s "$work/token" ] || echo "header = \"Authorization: Bearer $(cat "$work/token")\""; } |
    curl -sS -K - -o "$2" -w '%{http_code}' -X POST -H 'Content-Type: application/json' --max-time 70 \
      --data-binary "@$2.body" "$url/$1") || status=000
}

log_in() {
  : >"$work/token"
  post agents/auth "$work/login" "$(printf '{"agentId":"%s","secret":"%s"}' "$agent" "$(cat "$secret")")"
  [ "$status" = 200 ] || { say "cannot log in at $url (HTTP $status): $(cat "$work/login" 2>/dev/null)"; exit 1; }
  field "$work/login" accessToken >"$work/token"
  rm -f "$work/login" "$work/login.body"
}

sure() { # sure PATH FILE JSON: posts until there is an answer that says more than "later"
  while post "$1" "$2" "$3"; do
    case $status in
      401) log_in ;; # a token lasts an hour
      000 | 429 | 502 | 503 | 504) say "$1: HTTP $status, trying again"; pause 2 ;;
      *) return 0 ;;
    esac
  done
}

about() { printf '{"agent_id":"%s","task_id":"%s","attempt":%s' "$agent" "$task" "$attempt"; }

heartbeats() { # heartbeats PID EVERY: until this is killed; stops the work when it is not wanted any more
  while sleep 1; do
    beat=$((${beat:-0} + 1))
    [ $((beat % $2)) -eq 0 ] || continue
    post tasks/heartbeat "$work/beat" "$(about)}"
    if [ "$status" = 409 ] || grep -q '"cancel":true\|"hand_back":true' "$work/beat"; then
      kill "$1" 2>/dev/null || true
    fi
  done
}

work_on() { # work_on COMMAND...: the task is in $work/task
  task=$(field "$work/task" id)
  attempt=$(field "$work/task" attempt)
  lease=$(field "$work/task" lease_seconds)
  export BERTH_TASK="$task" BERTH_ATTEMPT="$attempt" BERTH_PROJECT="${task%-*}"
  say "works on $task, attempt $attempt"
  "$@" <"$work/task" >"$work/out" &
  child=$!
  heartbeats "$child" $((lease / 3 + 1)) >/dev/null 2>&1 &
  beats=$!
  code=0
  wait "$child" || code=$?
  kill "$beats" 2>/dev/null || true
  child='' beats=''
  line=$(tail -n 1 "$work/out" | quoted)
  # why a number of its own: a report whose answer was lost is sent again and done once
  if [ "$code" -eq 0 ]; then
    sure tasks/progress "$work/reply" "$(about),\"request_id\":\"$task-$attempt-end\",\"status\":\"completed\",\"evidence\":\"$line\"}"
  else
    sure tasks/release "$work/reply" "$(about),\"request_id\":\"$task-$attempt-end\",\"reason\":\"exit $code\",\"partial_work\":\"$line\"}"
  fi
  case $status in
    200) say "$task is $(field "$work/reply" status)" ;;
    409) say "$task was not mine any more; what I reported is in its history" ;;
    *) say "report on $task: HTTP $status $(cat "$work/reply")"; exit 1 ;;
  esac
}

log_in
skills=$(printf '%s' "${AGENT_SKILLS:-}" | sed 's/[^,][^,]*/"&"/g')
sure agents/register "$work/reply" "{\"agent_id\":\"$agent\",\"name\":\"$agent\",\"role\":\"agent\",\"skills\":[$skills]${AGENT_PROJECT:+,\"project_id\":\"$AGENT_PROJECT\"}}"
case $status in 200 | 201) ;; *) say "cannot register (HTTP $status): $(cat "$work/reply")"; exit 1 ;; esac

while sure tasks/request "$work/task" "{\"agent_id\":\"$agent\"}"; do
  [ "$status" = 200 ] || { say "asked for a task: HTTP $status $(cat "$work/task")"; exit 1; }
  if grep -q '"success":true' "$work/task"; then
    work_on "$@"
    continue
  fi
  reason=$(field "$work/task" reason)
  case $reason in
    no_tasks | missing_skills | needs_operator) say "nothing left for me: $reason"; exit 0 ;;
    *) say "waits: $reason"; pause "$(field "$work/task" retry_after)" ;;
  esac
done
