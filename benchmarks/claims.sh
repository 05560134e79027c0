#!/usr/bin/env bash
# Claims of tasks on long boards: latency at an offered load (open loop), what eight callers get at most, and the
# plan of the statement. The claim service against a real PostgreSQL of its own, durable as in a server, no HTTP.
. "$(dirname "$0")/lib.sh"
need mvn maven
rate=${RATE:-200}; seconds=${SECONDS_EACH:-30}; sizes=${SIZES:-1000 10000 100000}
(cd "$root" && mvn -B -q ${MAVEN_ARGS:-} -pl ejb-lifecycle -am test-compile dependency:build-classpath \
  -DskipChecks -Dmdep.outputFile="$work/claims.classpath" -Dmdep.includeScope=test >&2)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath=$root/ejb-lifecycle/target/test-classes:$root/ejb-lifecycle/target/classes:$(cat "$work/claims.classpath")
rows=; said=$work/claims.said; : >"$said"
for tasks in $sizes; do
  rows+=$("$java" -Xmx512m -cp "$classpath" io.berth.lifecycle.claim.bench.ClaimBenchmark "$tasks" "$rate" "$seconds" \
    "$root/benchmarks/results/claims-plan-$tasks.txt" 2> >(tee -a "$said" >&2))$'\n'
done
{
  echo "# Claims on a long board"; echo; machine
  echo "- $("$java" -version 2>&1 | head -1); PostgreSQL on the same machine, fsync on, ten connections; 300 agents"
  echo "- the disk, asked alone before each board:"; sed -n 's/^the disk alone: /  - /p' "$said"
  echo "- a board like Board.java says: four of ten tasks wait for others, three of ten require a skill; each claimed task is"
  echo "  finished at once and the board filled up again by batches of 20 tasks, so its length stays: both are done beside the"
  echo "  claims, on the same two cores and the same disk. 20 s to warm up; then claims arrive by chance for $seconds s at the"
  echo "  offered rate, each timed from when it was due. What eight callers get: claim and completion, one after the other"
  echo
  echo "| open tasks | made in | offered/s | claims/s | p50 ms | p99 ms | p99.9 ms | longest ms | failed | nothing to give | eight callers: claims/s |"
  echo "|---|---|---|---|---|---|---|---|---|---|---|"
  printf '%s' "$rows"
  echo; echo "The plans of the statement: \`claims-plan-N.txt\`."
} | tee "$root/benchmarks/results/claims.md"
