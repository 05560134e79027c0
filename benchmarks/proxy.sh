#!/usr/bin/env bash
# The gateway beside nginx, HAProxy and configurable-http-proxy, in one run, all in front of the same small server: nginx
# started by Berth as a project's KM. Small answers and answers of 100 KB, closed loop; then half of what the gateway can,
# open loop. Cache off by nature: plain GETs of a foreign program. PROFILE=1 adds where the server's processor time went.
. "$(dirname "$0")/lib.sh"
need curl curl; need wrk wrk; need nginx nginx-light; need haproxy haproxy; need npm npm
seconds=${SECONDS_EACH:-4}; rounds=${ROUNDS:-5}; connections=${CONNECTIONS:-1 32 256}; nginx=$(command -v nginx || echo /usr/sbin/nginx)
haproxy=$(command -v haproxy || echo /usr/sbin/haproxy)
np=18481; cp=18482; ca=18483; bp=18484; hp=18485; sink=18486
chp=$work/node_modules/.bin/configurable-http-proxy
[ -x "$chp" ] || (cd "$work" && npm install --no-audit --no-fund --silent configurable-http-proxy >&2)
# Traces as the documentation says: one of a hundred is recorded, all go on to the KM.
export OTEL_SDK_DISABLED=false OTEL_SERVICE_NAME=berth OTEL_METRICS_EXPORTER=none OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf \
  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$sink OTEL_TRACES_SAMPLER=parentbased_traceidratio OTEL_TRACES_SAMPLER_ARG=0.01
one_group; trap group_again EXIT
berth_up
trap 'berth_end; group_again' EXIT
# Two small servers of nginx and a proxy: CONF is what is common to them. A KM, a collector of traces that keeps none.
common() { # common FOLDER
  echo "worker_processes 1; daemon off; master_process off; pid $1/pid; error_log stderr; events { worker_connections 4096; }"
}
temporary() { # temporary FOLDER
  echo "access_log off; keepalive_requests 1000000000; client_body_temp_path $1/b; proxy_temp_path $1/p; fastcgi_temp_path $1/f;
    uwsgi_temp_path $1/u; scgi_temp_path $1/s;"
}
mkdir -p "$work/files" "$work/nginx"; head -c 102400 /dev/zero | tr '\0' x >"$work/files/big"
cat >"$work/km.sh" <<EOS
#!/bin/sh
# A KM that is nginx: answers 77 bytes of JSON on the port it is told, and 100 KB below /big.
mkdir -p "\$2/nginx" && cat >"\$2/nginx/nginx.conf" <<CONF
$(common '$2/nginx')
http { $(temporary '$2/nginx')
  server { listen 127.0.0.1:\$1; default_type application/json;
    location / { return 200 '{"results":[{"id":1,"title":"Mooring","similarity":0.93}],"summary":"ok"}     '; }
    location /big { root $work/files; sendfile on; tcp_nopush on; } } }
CONF
exec $nginx -c "\$2/nginx/nginx.conf" -p "\$2/nginx"
EOS
chmod +x "$work/km.sh"
api POST /api/v1/runtimes "{\"name\":\"small\",\"transport\":\"http\",\"command\":[\"/bin/sh\",\"$work/km.sh\",\"\${port}\",\"\${data}\"],\"readyPath\":\"/\",\"mcpPath\":\"/\"}" >/dev/null
api POST /api/v1/projects '{"id":"small","runtime":"small"}' >/dev/null
api POST /api/v1/projects/small/start '{}' >/dev/null
km=$(api GET /api/v1/projects/small/process | json_number port)
agent=$(api POST /api/v1/tokens '{"role":"agent","projects":["small"],"subject":"bench","ttl":"PT1H"}' | sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p')
[ -n "$agent" ] || { echo "NOT RUN: there is no token for an agent" >&2; exit 1; }
# The container's own share: a servlet that passes the same bytes on a raw socket and knows nothing else.
server=$root/cli/target/dist/server/payara-micro.jar
java=$(readlink -f "/proc/$(server_pid)/exe"); tools=$(dirname "$java")
bare=$work/bare; rm -rf "$bare"; mkdir -p "$bare/WEB-INF/classes"
(cd "$work" && "$tools/jar" xf "$server" MICRO-INF/runtime/jakarta.servlet-api.jar)
"$tools/javac" --release 17 -cp "$work/MICRO-INF/runtime/jakarta.servlet-api.jar" -d "$bare/WEB-INF/classes" "$root/benchmarks/floor/BareProxy.java"
"$tools/javac" --release 17 -d "$work/proxy" "$root"/benchmarks/proxy/*.java
"$tools/jar" cf "$work/bare.war" -C "$bare" .
# why with the same settings of listener and threads: it shows what the container costs, not what its defaults do
grep -E 'hazelcast|http-listener\.(address|http\.)|thread-pool' "$DATA"/node-1/pre-boot* >"$work/bare.preboot"
tr '\0' '\n' <"/proc/$(server_pid)/cmdline" | grep -E '^-X(X|m)' | grep -v ErrorFile >"$work/bare.options"
"$java" @"$work/bare.options" -Dkm.port="$km" -jar "$server" --nohazelcast --prebootcommandfile "$work/bare.preboot" --port $bp --addlibs "$root/cli/target/dist/server/http-threads.jar" --deploy "$work/bare.war" --contextroot / >"$work/bare.log" 2>&1 & bare_pid=$!
cat >"$work/proxy.conf" <<CONF
$(common "$work/nginx")
http { $(temporary "$work/nginx")
  upstream km { server 127.0.0.1:$km; keepalive 256; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:$np; location / { proxy_pass http://km; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffers 16 8k; } }
  server { listen 127.0.0.1:$sink; location / { return 200 ''; } } }
CONF
cat >"$work/haproxy.conf" <<CONF
global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
listen km
  bind 127.0.0.1:$hp
  server km 127.0.0.1:$km
CONF
"$nginx" -c "$work/proxy.conf" -p "$work" 2>"$work/nginx.log" & nginx_pid=$!
"$haproxy" -db -f "$work/haproxy.conf" >"$work/haproxy.log" 2>&1 & haproxy_pid=$!
"$chp" --ip 127.0.0.1 --port $cp --api-ip 127.0.0.1 --api-port $ca --default-target "http://127.0.0.1:$km" --log-level error >"$work/chp.log" 2>&1 & chp_pid=$!
trap 'kill $nginx_pid $haproxy_pid $chp_pid $bare_pid 2>/dev/null || true; berth_end; group_again' EXIT
for url in $np/ $hp/ $cp/ $bp/bare; do for _ in $(seq 300); do curl -sf -o /dev/null "http://127.0.0.1:$url" && break; wait_seconds 0.2; done; done
km_pid=$(api GET /api/v1/projects/small/process | json_number pid)
names="direct nginx haproxy configurable-http-proxy bare-container Berth"
where() { # where NAME PATH: its address
  case $1 in
    direct) echo "http://127.0.0.1:$km/$2" ;; nginx) echo "http://127.0.0.1:$np/$2" ;; haproxy) echo "http://127.0.0.1:$hp/$2" ;;
    configurable-http-proxy) echo "http://127.0.0.1:$cp/$2" ;; bare-container) echo "http://127.0.0.1:$bp/bare" ;; Berth) echo "$URL/projects/small/km/$2" ;;
  esac
}
process() { case $1 in direct) echo "$km_pid" ;; nginx) echo $nginx_pid ;; haproxy) echo $haproxy_pid ;; configurable-http-proxy) echo $chp_pid ;; bare-container) echo $bare_pid ;; Berth) server_pid ;; esac; }
one() { # one NAME CONNECTIONS PATH FILE: appends "name connections rate p50 p99 errors cpu-microseconds"
  local pid before url token=(); pid=$(process "$1"); url=$(where "$1" "$3"); [ "$1" != Berth ] || token=(-H "Authorization: Bearer $agent")
  before=$(echo "$pid" | cpu_ms)
  wrk -t1 -c"$2" -d"$seconds"s --latency "${token[@]}" "$url" >"$work/wrk.txt"
  awk -v n="$1" -v c="$2" -v cpu=$(($(echo "$pid" | cpu_ms) - before)) '
    function ms(t) { if (t ~ /us$/) return t/1000; if (t ~ /ms$/) return t+0; return t*1000 }
    /50%/{a=ms($2)} /99%/{b=ms($2)} /requests in/{t=$1} /Non-2xx/{e+=$NF} /Socket errors/{gsub(",", ""); e+=$4+$6+$8+$10} /Requests\/sec/{r=$2}
    END{printf "%s %d %.0f %.2f %.2f %d %.0f\n", n, c, r, a, b, e, cpu*1000/(t ? t : 1)}' "$work/wrk.txt" >>"$4"
}
closed() { # closed PATH FILE NAMES...: all rounds
  local path=$1 file=$2 c n; shift 2; : >"$file"
  for _ in $(seq "$rounds"); do for c in $connections; do for n in "$@"; do one "$n" "$c" "$path" "$file"; done; done; done
}
pick() { awk -v n="$1" -v c="$2" -v f="$3" '$1==n && $2==c {print $f}' "$4" | median; }
table() { # table FILE NAMES...
  local file=$1 c n r base ng; shift
  echo; echo "| | connections | requests/s | p50 ms | p99 ms | errors | its processor time, µs/request | against configurable-http-proxy | against nginx |"; echo "|---|---|---|---|---|---|---|---|---|"
  for c in $connections; do
    base=$(pick configurable-http-proxy "$c" 3 "$file"); ng=$(pick nginx "$c" 3 "$file")
    for n in "$@"; do
      r=$(pick "$n" "$c" 3 "$file")
      echo "| $n | $c | $r | $(pick "$n" "$c" 4 "$file") | $(pick "$n" "$c" 5 "$file") | $(pick "$n" "$c" 6 "$file") | $(pick "$n" "$c" 7 "$file") | $(awk -v a="$r" -v b="$base" 'BEGIN{printf "%.2f", a/b}') | $(awk -v a="$r" -v b="$ng" 'BEGIN{printf "%.2f", a/b}') |"
    done
  done
}
# why: a JVM compiles what it runs often; the first minutes of its life measure its compiler
warm() { # warm NAME SECONDS PATH: at least 15 runs, until four in a row were no faster than the best before them; at most 30
  # why so many: a host that was fast for a moment ended it while the compiler was at work
  local best=0 same=0 rate i; seconds=$2
  for i in $(seq 30); do
    one "$1" 32 "$3" "$work/warm.txt"; rate=$(tail -1 "$work/warm.txt" | awk '{print $3}')
    if [ $((rate * 100)) -gt $((best * 103)) ]; then best=$rate; same=0; else same=$((same + 1)); fi
    [ $i -lt 15 ] || [ $same -lt 4 ] || break
  done
  warmed="${warmed:+$warmed and }$((i * seconds))"
}
seconds_each=$seconds
warm bare-container 4 ""
warmed=; warm Berth "${SECONDS_WARM:-8}" ""; warm Berth "${SECONDS_WARM:-8}" big
seconds=3; one configurable-http-proxy 32 "" "$work/warm.txt"; one Berth 256 "" "$work/warm.txt"
seconds=$seconds_each
# shellcheck disable=SC2086
closed "" "$work/small.txt" $names
big="direct nginx haproxy configurable-http-proxy Berth"
# shellcheck disable=SC2086
closed big "$work/big.txt" $big
capacity=$(pick Berth 32 3 "$work/small.txt"); rate=$((${capacity%.*} / 2))
for n in warm direct $(for _ in $(seq "$rounds"); do echo direct nginx haproxy configurable-http-proxy Berth; done); do
  t=$n; [ "$n" != warm ] || t=Berth
  echo "$n $rate $((seconds + 2)) $(where "$t" "") $([ "$t" != Berth ] || echo "$agent")"
done | "$java" -XX:+UseSerialGC -Xmx128m -cp "$work/proxy" OpenLoop 32 >"$work/open.txt"
mid() { awk -v n="$1" -v f="$2" '$1==n {print $f}' "$work/open.txt" | median; }
ms() { awk -v a="$1" -v b="${2:-0}" 'BEGIN{printf "%.2f", (a-b)/1000}'; }
if [ -n "${PROFILE:-}" ]; then
  "$tools/jcmd" "$(server_pid)" JFR.start name=proxy settings=profile +jdk.CPUTimeSample#enabled=true filename="$work/proxy.jfr" >/dev/null
  seconds=10; one Berth 32 "" "$work/warm.txt"
  "$tools/jcmd" "$(server_pid)" JFR.stop name=proxy >/dev/null
fi
{
  echo "# The gateway beside other proxies"; echo; machine
  echo "- $(java_of_server); nginx $("$nginx" -v 2>&1 | grep -o '[0-9.]*$'), HAProxy $("$haproxy" -v | grep -o '[0-9]\.[0-9.]*' | head -1), configurable-http-proxy $("$chp" --version); wrk -t1, $seconds_each s, median of $rounds rounds; everything on the same cores, the caller and the KM too, $(grouping); Berth was warmed up for $warmed s with small answers and those of 100 KB, until it became no faster"
  echo "- Berth: an agent's token and its grant checked, its budget and the project's counted, metrics, the log of slow requests on, traces on (W3C; one of a hundred recorded and sent by OTLP); no cached answers. The others do nothing of the kind: nginx, HAProxy and configurable-http-proxy run one thread each, without a log"
  echo "- bare-container: a servlet in the same server with the same JVM options, listener and threads that passes these bytes on a raw socket and understands nothing; what it costs, every proxy in this container costs"
  echo; echo "## Small answers (77 bytes), closed loop"
  # shellcheck disable=SC2086
  table "$work/small.txt" $names
  echo; echo "## Answers of 100 KB, closed loop"
  # shellcheck disable=SC2086
  table "$work/big.txt" $big
  echo; echo "## Small answers, open loop"; echo
  echo "$rate requests a second, half of what Berth passed on at 32 connections, on 32 connections with a schedule each; a request counts from when it was due, whenever it was sent ($((seconds_each + 2)) s, median of $rounds rounds). Added is what is more than direct."
  echo; echo "| | p50 ms | p99 ms | p99.9 ms | added p50 ms | added p99 ms | errors |"; echo "|---|---|---|---|---|---|---|"
  for n in direct nginx haproxy configurable-http-proxy Berth; do
    echo "| $n | $(ms "$(mid $n 4)") | $(ms "$(mid $n 5)") | $(ms "$(mid $n 6)") | $(ms "$(mid $n 4)" "$(mid direct 4)") | $(ms "$(mid $n 5)" "$(mid direct 5)") | $(mid $n 8) |"
  done
  if [ -n "${PROFILE:-}" ]; then
    echo; echo "## Where the server's processor time went (32 connections, small answers)"
    echo; echo "| part | share |"; echo "|---|---|"; "$java" -cp "$work/proxy" Where "$work/proxy.jfr"
  fi
} | tee "$root/benchmarks/results/proxy.md"
