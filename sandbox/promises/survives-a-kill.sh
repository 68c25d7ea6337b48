#!/usr/bin/env bash
# Promise: a component that is killed in mid-run costs nothing. Runs the sandbox, kills the process
# with -9 half-way, and passes if the verdict is still that everything is right.
#
#   sandbox/promises/survives-a-kill.sh taskmanager|jobmanager|connect|kafka|redis|postgresql [sandbox options]
set -euo pipefail
home=$(cd "$(dirname "$0")/../.." && pwd)
component=${1:?which component: taskmanager, jobmanager, connect, kafka, redis, postgresql}
shift
dir=$(mktemp -d)
trap 'kill "${sandbox:-}" 2>/dev/null || true; wait; rm -rf "$dir"' EXIT

"$home/tributary" sandbox --duration 60s --rate 1000 "$@" --dir "$dir/run" --report "$dir/report.json" >"$dir/out" 2>&1 &
sandbox=$!

says() { grep -q "$1" "$dir/out"; }
until says '^0:2'; do
  kill -0 "$sandbox" 2>/dev/null || { cat "$dir/out"; exit 1; }
  sleep 1
done
pid=$(sed -n "s/.*\"$component\" : \([0-9][0-9]*\).*/\1/p" "$dir/run/endpoints.json")
kill -9 "$pid"
echo "killed $component (process $pid)"

if wait "$sandbox"; then verdict=0; else verdict=$?; fi
tail -n 25 "$dir/out"
grep -q "\"$component\"" <(sed -n '/"restarts"/,/]/p' "$dir/report.json") || { echo "$component was not started again"; exit 1; }
exit "$verdict"
