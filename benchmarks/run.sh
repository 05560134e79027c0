#!/usr/bin/env bash
# The benchmarks of Berth, one by one. Usage: ./benchmarks/run.sh [start|memory|queries|proxy|upload|scale|saved|shared|adopt|claims|agents|stuck|encrypted|all]
# Each writes what it measured, with the machine described, to benchmarks/results/NAME.md.
set -euo pipefail
cd "$(dirname "$0")"
case "${1:-}" in
  start|memory|queries|proxy|upload|scale|saved|shared|adopt|claims|agents|stuck|encrypted) exec "./$1.sh" ;;
  all) for name in start memory queries claims agents proxy upload saved shared adopt stuck encrypted scale; do "./$name.sh"; done ;;
  *) sed -n '2,3s/^# //p' "$0"; exit 2 ;;
esac
