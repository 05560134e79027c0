#!/usr/bin/env bash
# Throughput and latency of the gateway beside nginx and configurable-http-proxy, in one run, all in front of the
# same small server: nginx started by Berth as a project's KM. Cache off by nature: plain GETs of a foreign program.
. "$(dirname "$0")/lib.sh"
need curl curl; need wrk wrk; need nginx nginx-light; need npm npm
seconds=${SECONDS_EACH:-8}; rounds=${ROUNDS:-3}; connections=${CONNECTIONS:-1 32 256}; nginx=$(command -v nginx || echo /usr/sbin/nginx)
chp=$work/node_modules/.bin/configurable-http-proxy
[ -x "$chp" ] || (cd "$work" && npm install --no-audit --no-fund --silent configurable-http-proxy >&2)
berth_up
cat >"$work/km.sh" <<EOS
#!/bin/sh
# A KM that is nginx: answers 77 bytes of JSON on the port it is told.
mkdir -p "\$2/nginx" && cat >"\$2/nginx/nginx.conf" <<CONF
worker_processes 1; daemon off; master_process off; pid \$2/nginx/pid; error_log stderr;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_temp_path \$2/nginx/b; proxy_temp_path \$2/nginx/p;
  fastcgi_temp_path \$2/nginx/f; uwsgi_temp_path \$2/nginx/u; scgi_temp_path \$2/nginx/s;
  server { listen 127.0.0.1:\$1; default_type application/json;
    location / { return 200 '{"results":[{"id":1,"title":"Mooring","similarity":0.93}],"summary":"ok"}     '; }
    location /big { return 200 '$(head -c 1000 /dev/zero | tr '\0' x)'; } } }
CONF
exec $nginx -c "\$2/nginx/nginx.conf" -p "\$2/nginx"
EOS
chmod +x "$work/km.sh"
api POST /api/v1/runtimes "{\"name\":\"small\",\"transport\":\"http\",\"command\":[\"/bin/sh\",\"$work/km.sh\",\"\${port}\",\"\${data}\"],\"readyPath\":\"/\",\"mcpPath\":\"/\"}" >/dev/null
api POST /api/v1/projects '{"id":"small","runtime":"small"}' >/dev/null
api POST /api/v1/projects/small/start '{}' >/dev/null
km=$(api GET /api/v1/projects/small/process | json_number port)
np=18481; cp=18482; ca=18483; bp=18484
# The container's own share: a servlet that passes the same bytes on a raw socket and knows nothing else.
server=$root/cli/target/dist/server/payara-micro.jar
java=$(readlink -f "/proc/$(server_pid)/exe"); tools=$(dirname "$java")
bare=$work/bare; rm -rf "$bare"; mkdir -p "$bare/WEB-INF/classes"
(cd "$work" && "$tools/jar" xf "$server" MICRO-INF/runtime/jakarta.servlet-api.jar)
"$tools/javac" --release 17 -cp "$work/MICRO-INF/runtime/jakarta.servlet-api.jar" -d "$bare/WEB-INF/classes" "$root/benchmarks/floor/BareProxy.java"
"$tools/jar" cf "$work/bare.war" -C "$bare" .
echo "set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false" >"$work/bare.preboot"
echo "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1" >>"$work/bare.preboot"
tr '\0' '\n' <"/proc/$(server_pid)/cmdline" | grep -E '^-X(X|m)' | grep -v ErrorFile >"$work/bare.options"
"$java" @"$work/bare.options" -Dkm.port="$km" -jar "$server" --nohazelcast --prebootcommandfile "$work/bare.preboot" --port $bp --deploy "$work/bare.war" --contextroot / >"$work/bare.log" 2>&1 & bare_pid=$!
cat >"$work/proxy.conf" <<CONF
worker_processes 1; daemon off; master_process off; pid $work/proxy.pid; error_log stderr;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f;
  uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  upstream km { server 127.0.0.1:$km; keepalive 64; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:$np; location / { proxy_pass http://km; proxy_http_version 1.1; proxy_set_header Connection ""; } } }
CONF
"$nginx" -c "$work/proxy.conf" -p "$work" 2>"$work/nginx.log" & nginx_pid=$!
"$chp" --ip 127.0.0.1 --port $cp --api-ip 127.0.0.1 --api-port $ca --default-target "http://127.0.0.1:$km" --log-level error >"$work/chp.log" 2>&1 & chp_pid=$!
trap 'kill $nginx_pid $chp_pid $bare_pid 2>/dev/null || true; berth_end' EXIT
for url in $np/ $cp/ $bp/bare; do for _ in $(seq 300); do curl -sf -o /dev/null "http://127.0.0.1:$url" && break; read -rt 0.2 <> <(:) || true; done; done
one() { # one NAME CONNECTIONS URL [HEADER]: appends "name connections rate p50 p99 errors"
  wrk -t1 -c"$2" -d"$seconds"s --latency ${4:+-H "$4"} "$3" | awk -v n="$1" -v c="$2" '
    function ms(t) { if (t ~ /us$/) return t/1000; if (t ~ /ms$/) return t+0; return t*1000 }
    /50%/{a=ms($2)} /99%/{b=ms($2)} /Non-2xx/{e+=$NF} /Socket errors/{e+=$4+$6+$8+$10} /Requests\/sec/{r=$2}
    END{printf "%s %d %.0f %.2f %.2f %d\n", n, c, r, a, b, e}' >>"$work/proxy.txt"
}
: >"$work/proxy.txt"
# why: a JVM compiles what it runs often; the first half minute of its life measures its compiler
for _ in 1 2 3 4 5; do
  one warm 32 "$URL/projects/small/km/" "Authorization: Bearer $TOKEN"
  one warm 32 "http://127.0.0.1:$cp/"
  one warm 32 "http://127.0.0.1:$bp/bare"
done
: >"$work/proxy.txt"
for _ in $(seq "$rounds"); do
  for c in $connections; do
    one direct $c "http://127.0.0.1:$km/"
    one nginx $c "http://127.0.0.1:$np/"
    one configurable-http-proxy $c "http://127.0.0.1:$cp/"
    one bare-container $c "http://127.0.0.1:$bp/bare"
    one Berth $c "$URL/projects/small/km/" "Authorization: Bearer $TOKEN"
  done
done
pick() { awk -v n="$1" -v c="$2" -v f="$3" '$1==n && $2==c {print $f}' "$work/proxy.txt" | median; }
{
  echo "# The gateway beside other proxies"; echo; machine
  echo "- $(java_of_server); nginx $("$nginx" -v 2>&1 | grep -o '[0-9.]*$'), configurable-http-proxy $("$chp" --version), wrk -t1, $seconds s, median of $rounds rounds, everything on the same cores"
  echo "- Berth checks a token and the grant, counts and times each request; the others do nothing of the kind"
  echo "- bare-container: a servlet in the same server with the same JVM options that passes these bytes on a raw socket and understands nothing; what it costs, every proxy in this container costs"
  echo; echo "| | connections | requests/s | p50 ms | p99 ms | errors | against configurable-http-proxy | against nginx |"; echo "|---|---|---|---|---|---|---|---|"
  for c in $connections; do
    base=$(pick configurable-http-proxy $c 3); ng=$(pick nginx $c 3)
    for n in direct nginx configurable-http-proxy bare-container Berth; do
      r=$(pick $n $c 3)
      echo "| $n | $c | $r | $(pick $n $c 4) | $(pick $n $c 5) | $(pick $n $c 6) | $(awk -v a="$r" -v b="$base" 'BEGIN{printf "%.2f", a/b}') | $(awk -v a="$r" -v b="$ng" 'BEGIN{printf "%.2f", a/b}') |"
    done
  done
} | tee "$root/benchmarks/results/proxy.md"
