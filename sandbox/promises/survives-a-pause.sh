#!/usr/bin/env bash
# Promise: a TaskManager that stands still past its heartbeat, is replaced, and goes on, takes nothing
# back. Runs the sandbox with a second TaskManager in reserve, stops the first with SIGSTOP until the
# reserve has the jobs and has written, lets it go on, and passes if no feature in Redis has gone back
# to an earlier version meanwhile and the verdict is still that everything is right.
#
#   sandbox/promises/survives-a-pause.sh [sandbox options]
set -euo pipefail
export LC_ALL=C
home=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
paused=
trap 'kill -CONT ${paused:-} 2>/dev/null || true; kill "${watch:-}" "${reserve:-}" "${sandbox:-}" 2>/dev/null || true; wait; rm -rf "$dir"' EXIT

"$home/tributary" sandbox --duration 90s --rate 300 "$@" --dir "$dir/run" --report "$dir/report.json" >"$dir/out" 2>&1 &
sandbox=$!

# Waits until a command succeeds, for two minutes at most.
until_true() {
  for _ in $(seq 240); do
    if "$@"; then return; fi
    kill -0 "$sandbox" 2>/dev/null || { cat "$dir/out"; exit 1; }
    sleep 0.5
  done
  echo "gave up waiting: $*"
  exit 1
}
says() { grep -qs "$1" "$dir/out"; }
endpoint() { sed -n "s/.*\"$1\" : \"\{0,1\}\([^\",]*\).*/\1/p" "$dir/run/endpoints.json" | head -n 1; }
ask_flink() { curl -s "$(endpoint flink)/$1"; }
task_managers() { ask_flink taskmanagers | grep -o '"slotsNumber"' | wc -l; }
has_task_managers() { [ "$(task_managers)" -eq "$1" ]; }
# Jobs none of whose tasks wait, in the words of the overview: running tasks equal to all.
all_run() { ! ask_flink jobs/overview | grep -q '"state":"\(RESTARTING\|FAILING\|CREATED\)"\|"\(created\|scheduled\|deploying\|initializing\|canceling\|failed\)":[1-9]'; }

until_true says '^0:1'
pid=$(endpoint taskmanager)
mapfile -d '' command <"/proc/$pid/cmdline"
command=("${command[@]/resource-id=taskmanager-*/resource-id=reserve}")
"${command[@]}" >"$dir/reserve.log" 2>&1 &
reserve=$!
until_true has_task_managers 2

# Asks Redis for the versions of users again and again, and notes those that are lesser than before.
watch_versions() {
  local redis version user user_count=200
  redis=$(endpoint redis)
  redis=${redis#*://}
  exec 3<>"/dev/tcp/${redis%:*}/${redis##*:}"
  declare -A last
  while :; do
    for ((user = 1; user <= user_count; user++)); do
      printf 'HGET feature:user_engagement:%d _version\r\n' "$user"
    done >&3
    for ((user = 1; user <= user_count; user++)); do
      read -r version <&3
      [ "$version" = $'$-1\r' ] && continue
      read -r version <&3
      version=${version:0:43}
      [[ "$version" < "${last[$user]:-}" ]] && echo "user $user: ${last[$user]}, then $version" >>"$dir/gone-back"
      last[$user]=$version
      echo "$user" >>"$dir/seen"
    done
    sleep 0.02
  done
}
watch_versions &
watch=$!

paused=$pid
kill -STOP "$pid"
echo "stopped the TaskManager (process $pid)"
until_true has_task_managers 1
until_true all_run
sleep 5
kill -CONT "$pid"
paused=
echo "let it go on, after the reserve had the jobs"

if wait "$sandbox"; then verdict=0; else verdict=$?; fi
kill "$watch" 2>/dev/null || true
tail -n 25 "$dir/out"
[ "$(wc -l <"$dir/seen")" -gt 1000 ] || { echo "versions were hardly read"; exit 1; }
[ ! -e "$dir/gone-back" ] || { echo "features went back:"; head "$dir/gone-back"; exit 1; }
exit "$verdict"
