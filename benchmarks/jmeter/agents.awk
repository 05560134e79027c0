# The samples of agents.jmx, read twice, as a table for people. Exits 1 if a task was given to two agents or given twice,
# if the server counts other completed tasks than the agents, or if a step failed. -v completed=N: what the server counts.
function sorted(of, n,   i, j, gap, v) { # a Shell sort, in place: not every awk has one
  for (gap = int(n / 2); gap > 0; gap = int(gap / 2))
    for (i = gap + 1; i <= n; i++) {
      v = of[i]
      for (j = i; j > gap && of[j - gap] > v; j -= gap) of[j] = of[j - gap]
      of[j] = v
    }
}
function row_of(name) { if (!(name in count)) { rows[++last] = name; count[name] = 0 } }
function take(row, ms) { row_of(row); times[row, ++count[row]] = ms }
function percentile(n, p,   i) { i = int((n * p + 99) / 100); return list[i < 1 ? 1 : i] }
function wrong(what) { print "- **wrong**: " what; bad = 1 }
function label() { return $c["label"] }
{ gsub(/"/, "") }
FNR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; pass++; next }
# first: when each batch of 500 was sent
pass == 1 {
  if (label() == "plan" && $c["responseCode"] == 201) { sent[++batches] = $c["timeStamp"] }
  next
}
{
  start = $c["timeStamp"]; end = start + $c["elapsed"]
  if (!begin || start < begin) begin = start
  if (end > over) over = end
  tried = $c["responseCode"] == 429 || $c["responseCode"] == 503 || $c["later"] == "true"
  if ($c["success"] != "true") failed[label()]++
  else if (tried) again[label()]++
  if ($c["success"] != "true" || tried) { if (label() !~ /claim$/) row_of(label()); next }
}
label() ~ /claim$/ {
  task = $c["task"]; holder = $c["agent"] " " $c["attempt"]
  if (task == "none") { nothing++; next }
  if (task in given && given[task] != holder) wrong("task " task " was given to " given[task] " and to " holder)
  else if (task in given) continued++
  else tasks++
  given[task] = holder
  number = task; sub(/.*-/, "", number)
  # why not one more: the first 500 were there before the plan began
  batch = int((number - 1) / 500)
  # a caller that waited when its task was sent is measured from there
  if (batch >= 1 && start < sent[batch]) take(label() " by who waited: from when the tasks were sent", end - sent[batch])
  else take(label() " of a task that was there", $c["elapsed"])
  next
}
{ take(label(), $c["elapsed"]) }
label() ~ /complete$/ {
  done[$c["task"]]++
  if (!($c["agent"] in worked)) { worked[$c["agent"]] = 1; agents++ }
  if (!first || start < first) first = start
  if (end > final) final = end
}
END {
  for (t in done) { finished++; if (done[t] > 1) wrong("task " t " was completed " done[t] " times") }
  printf "- %d agents worked; %d tasks given, each to one agent; %d completed, the server counts %s; %d s in all, %.0f tasks a second between the first and the last that was completed\n",
    agents, tasks, finished, completed, (over - begin) / 1000, finished * 1000 / (final - first + 1)
  printf "- %d requests ended without a task after their wait of 10 s, %d were answered again with what the agent held\n\n", nothing, continued
  print "| step | done | p50 ms | p99 ms | to be tried again | failed |"; print "|---|---|---|---|---|---|"
  for (r = 1; r <= last; r++) {
    n = count[rows[r]]
    for (i = 1; i <= n; i++) list[i] = times[rows[r], i]
    sorted(list, n)
    row = rows[r]; claim = row; sub(/ (by|of) .*/, "", claim)
    printf "| %s | %d | %s | %s | %d | %d |\n", row, n, n ? percentile(n, 50) : "", n ? percentile(n, 99) : "", again[claim], failed[claim]
  }
  print ""
  for (l in failed) if (failed[l]) wrong(failed[l] " of " l " failed")
  if (finished != completed) wrong("the agents completed " finished " tasks, the server counts " completed)
  if (!finished) wrong("nothing was completed")
  exit bad
}
