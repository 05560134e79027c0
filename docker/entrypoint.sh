#!/bin/sh
# Starts one node in the foreground; tini forwards SIGTERM. The listener binds to all addresses of the
# container only when BERTH_LISTEN says so, because the container's network is its boundary.
set -eu
exec java -XX:TieredStopAtLevel=1 -cp '/opt/berth/lib/*' io.berth.cli.Berth \
  up --foreground --data "$BERTH_DATA" --port "$BERTH_PORT" "$@"
