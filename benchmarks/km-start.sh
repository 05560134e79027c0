#!/usr/bin/env bash
# The built-in KM alone, on every JDK found: fork to an answered /ready, PSS with ten running, queries a second.
# ROUNDS starts each (30); JDKS names the homes, else those below /usr/lib/jvm with release 17 or newer; KM_FLAGS adds JVM flags.
. "$(dirname "$0")/lib.sh"
jdks=${JDKS:-$(for home in /usr/lib/jvm/*/; do
  [ -f "$home/release" ] && [ ! -L "${home%/}" ] || continue
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release"); [ "${version:-0}" -ge 17 ] && echo "${home%/}"
done)}
(cd "$root" && mvn -q -B -o -pl km-server -am -DskipTests package >&2)
class_path=$(ls "$root"/km-server/target/berth-km-server-*.jar | head -1):$(ls "$root"/km-server/target/lib/*.jar | paste -sd:)
folder=$work/km-start-$$
trap 'rm -rf "$folder"' EXIT
{
  echo "# The built-in KM as a program"; echo; machine; echo "- ${ROUNDS:-30} starts; load before the run $(cut -d' ' -f1 /proc/loadavg)"; echo
  # shellcheck disable=SC2086
  java -cp "$root/km-server/target/test-classes" io.berth.km.bench.KmBenchmark "$class_path" "$folder" "${ROUNDS:-30}" $jdks
} | tee "$root/benchmarks/results/km-start.md"
