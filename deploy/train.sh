#!/bin/sh
# Makes the AOT cache of a service: starts it on an empty database, calls it as its callers will, and
# stops it. The cache then has the classes that this took, and what the JVM learnt of the methods that
# were busy, so that the next start compiles these at once.
#
#   train.sh PORT CACHE JAVA [OPTION...] -jar forkyard.jar
set -eu
port=$1 cache=$2 java=$3
shift 3

data=$(mktemp -d)
"$java" -XX:AOTCacheOutput="$cache" "$@" --server.address=127.0.0.1 --server.port="$port" \
    --forkyard.data-dir="$data" > "$data/log" 2>&1 &
service=$!
trap 'cat "$data/log"; kill -9 $service; rm -rf "$data"' EXIT
url=http://127.0.0.1:$port

# METHOD PATH TIMES BODY, 16 at once; what follows the # curl keeps to itself.
call() {
    curl -fsS --no-progress-meter --parallel --parallel-max 16 -o /dev/null -X "$1" "$url$2#[1-$3]" \
        -H 'Content-Type: application/json' -d "$4"
}

curl -fs --retry 120 --retry-delay 1 --retry-connrefused -o /dev/null "$url/actuator/health/readiness"
call PUT /v1/pools/reused 1 '{"size": 2, "maxTasksPerChild": null}'
call PUT /v1/queues/items 1 '{}'
target='"target": "io.forkyard.examples.Sums::evens"'
job="$target, \"args\": [1, 10]"
items=$(seq 1000 | sed 's/.*/[1,&]/' | paste -sd,)
for round in 1 2; do
    call POST "/v1/jobs?wait=30" 60 "{$job}"
    call POST "/v1/jobs?wait=30" 4000 "{\"pool\": \"reused\", $job}"
    call POST /v1/queues/items/put 10000 '{"n": 1}'
    call POST /v1/queues/items/get 10000 ''
    call POST "/v1/maps?wait=30" 20 \
        "{\"pool\": \"reused\", $target, \"star\": true, \"items\": [$items]}"
done

kill $service
wait $service || true
test -s "$cache"
trap - EXIT
rm -rf "$data"
