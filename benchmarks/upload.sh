#!/usr/bin/env bash
# Request bodies of 100 KB through the gateway, nginx, HAProxy and configurable-http-proxy, in one run, all in front of the same
# small server: HAProxy, started by Berth as a project's KM, which answers once it has the whole body. Closed loop.
. "$(dirname "$0")/lib.sh"
need curl curl; need wrk wrk; need nginx nginx-light; need haproxy haproxy; need npm npm
seconds=${SECONDS_EACH:-3}; rounds=${ROUNDS:-3}; connections=${CONNECTIONS:-1 32}
nginx=$(command -v nginx || echo /usr/sbin/nginx); haproxy=$(command -v haproxy || echo /usr/sbin/haproxy)
np=18481; cp=18482; ca=18483; hp=18485
chp=$work/node_modules/.bin/configurable-http-proxy
[ -x "$chp" ] || (cd "$work" && npm install --no-audit --no-fund --silent configurable-http-proxy >&2)
berth_up
mkdir -p "$work/upload"
haproxy_conf() { # haproxy_conf: what both have in common
  printf 'global\n  nbthread 1\n  maxconn 4096\n%s\ndefaults\n  mode http\n  timeout connect 5s\n  timeout client 60s\n  timeout server 60s\n' "${1:-}"
}
cat >"$work/upload/km.sh" <<EOS
#!/bin/sh
# A KM that is HAProxy: takes a whole body into memory, then answers 17 bytes of JSON, on the port it is told.
cat >"\$2/haproxy.conf" <<CONF
$(haproxy_conf '  tune.bufsize 131072')
frontend km
  bind 127.0.0.1:\$1
  option http-buffer-request
  http-request return status 200 content-type application/json string '{"received":true}'
CONF
exec $haproxy -db -f "\$2/haproxy.conf"
EOS
chmod +x "$work/upload/km.sh"
cat >"$work/upload/post.lua" <<'LUA'
wrk.method = "POST"
wrk.body = string.rep("x", 102400)
wrk.headers["Content-Type"] = "application/octet-stream"
LUA
api POST /api/v1/runtimes "{\"name\":\"upload\",\"transport\":\"http\",\"command\":[\"/bin/sh\",\"$work/upload/km.sh\",\"\${port}\",\"\${data}\"],\"readyPath\":\"/\",\"mcpPath\":\"/\"}" >/dev/null
api POST /api/v1/projects '{"id":"upload","runtime":"upload"}' >/dev/null
api POST /api/v1/projects/upload/start '{}' >/dev/null
km=$(api GET /api/v1/projects/upload/process | json_number port); km_pid=$(api GET /api/v1/projects/upload/process | json_number pid)
agent=$(api POST /api/v1/tokens '{"role":"agent","projects":["upload"],"subject":"bench","ttl":"PT1H"}' | sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p')
[ -n "$agent" ] || { echo "NOT RUN: there is no token for an agent" >&2; exit 1; }
# why proxy_request_buffering off: bodies are passed on as they come, as the others do, and never go to the disk
cat >"$work/upload/nginx.conf" <<CONF
worker_processes 1; daemon off; master_process off; pid $work/upload/pid; error_log stderr; events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_temp_path $work/upload/b; proxy_temp_path $work/upload/p;
  fastcgi_temp_path $work/upload/f; uwsgi_temp_path $work/upload/u; scgi_temp_path $work/upload/s; client_body_buffer_size 128k;
  upstream km { server 127.0.0.1:$km; keepalive 256; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:$np; location / { proxy_pass http://km; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_request_buffering off; } } }
CONF
{ haproxy_conf; printf '  http-reuse always\nlisten km\n  bind 127.0.0.1:%s\n  server km 127.0.0.1:%s\n' $hp "$km"; } >"$work/upload/haproxy.conf"
"$nginx" -c "$work/upload/nginx.conf" -p "$work/upload" 2>"$work/upload/nginx.log" & nginx_pid=$!
"$haproxy" -db -f "$work/upload/haproxy.conf" >"$work/upload/haproxy.log" 2>&1 & haproxy_pid=$!
"$chp" --ip 127.0.0.1 --port $cp --api-ip 127.0.0.1 --api-port $ca --default-target "http://127.0.0.1:$km" --log-level error >"$work/upload/chp.log" 2>&1 & chp_pid=$!
trap 'kill $nginx_pid $haproxy_pid $chp_pid 2>/dev/null || true; berth_end' EXIT
for port in $np $hp $cp; do for _ in $(seq 300); do curl -sf -o /dev/null "http://127.0.0.1:$port/" && break; wait_seconds 0.2; done; done
names="direct nginx haproxy configurable-http-proxy Berth"
one() { # one NAME CONNECTIONS FILE: appends "name connections rate p50 p99 errors cpu-microseconds"
  local pid url token=() before
  case $1 in
    direct) url=http://127.0.0.1:$km/ pid=$km_pid ;; nginx) url=http://127.0.0.1:$np/ pid=$nginx_pid ;; haproxy) url=http://127.0.0.1:$hp/ pid=$haproxy_pid ;;
    configurable-http-proxy) url=http://127.0.0.1:$cp/ pid=$chp_pid ;; Berth) url=$URL/projects/upload/km/ pid=$(server_pid) token=(-H "Authorization: Bearer $agent") ;;
  esac
  before=$(echo "$pid" | cpu_ms)
  wrk -t1 -c"$2" -d"$seconds"s --latency -s "$work/upload/post.lua" "${token[@]}" "$url" >"$work/upload/wrk.txt"
  awk -v n="$1" -v c="$2" -v cpu=$(($(echo "$pid" | cpu_ms) - before)) '
    function ms(t) { if (t ~ /us$/) return t/1000; if (t ~ /ms$/) return t+0; return t*1000 }
    /50%/{a=ms($2)} /99%/{b=ms($2)} /requests in/{t=$1} /Non-2xx/{e+=$NF} /Socket errors/{gsub(",", ""); e+=$4+$6+$8+$10} /Requests\/sec/{r=$2}
    END{printf "%s %d %.0f %.2f %.2f %d %.0f\n", n, c, r, a, b, e, cpu*1000/(t ? t : 1)}' "$work/upload/wrk.txt" >>"$3"
}
pick() { awk -v n="$1" -v c="$2" -v f="$3" '$1==n && $2==c {print $f}' "$work/upload/all.txt" | median; }
# why: a JVM compiles what it runs often; the first minute of its life measures its compiler
seconds_each=$seconds; seconds=${SECONDS_WARM:-6}
for _ in 1 2 3; do one Berth 32 "$work/upload/warm.txt"; done
seconds=2; one configurable-http-proxy 32 "$work/upload/warm.txt"
seconds=$seconds_each; : >"$work/upload/all.txt"
for _ in $(seq "$rounds"); do for c in $connections; do for n in $names; do one "$n" "$c" "$work/upload/all.txt"; done; done; done
{
  echo "# Request bodies of 100 KB through the gateway and other proxies"; echo; machine
  echo "- $(java_of_server); nginx $("$nginx" -v 2>&1 | grep -o '[0-9.]*$') (bodies passed on as they come), HAProxy $("$haproxy" -v | grep -o '[0-9]\.[0-9.]*' | head -1), configurable-http-proxy $("$chp" --version); wrk -t1, $seconds_each s, median of $rounds rounds; everything on the same cores, the caller and the KM too"
  echo "- Berth: an agent's token and its grant checked, its budget and the project's counted, metrics, the log of slow requests on. The others do nothing of the kind and run one thread each, without a log"
  echo "- the KM is HAProxy, which answers once it has the whole body; closed loop"
  echo; echo "| | connections | requests/s | MB/s | p50 ms | p99 ms | errors | its processor time, µs/request | against configurable-http-proxy | against nginx |"; echo "|---|---|---|---|---|---|---|---|---|---|"
  for c in $connections; do
    base=$(pick configurable-http-proxy "$c" 3); ng=$(pick nginx "$c" 3)
    for n in $names; do
      r=$(pick "$n" "$c" 3)
      echo "| $n | $c | $r | $(awk -v r="$r" 'BEGIN{printf "%.0f", r*0.1024}') | $(pick "$n" "$c" 4) | $(pick "$n" "$c" 5) | $(pick "$n" "$c" 6) | $(pick "$n" "$c" 7) | $(awk -v a="$r" -v b="$base" 'BEGIN{printf "%.2f", a/b}') | $(awk -v a="$r" -v b="$ng" 'BEGIN{printf "%.2f", a/b}') |"
    done
  done
} | tee "$root/benchmarks/results/upload.md"
