#!/usr/bin/env bash
# How much memory `ssp tjek` takes at most, and how long, for the three deliveries of benches/reading.rs. Needs GNU time.
# Prints a line each and ends with 1 when one takes more than it may.
set -euo pipefail
cd "$(dirname "$0")/.."

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}
ssp=$CARGO_TARGET_DIR/release/ssp
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One line for the delivery of source $1, which may take $2 MB.
measure() {
  local source=$1 most=$2 peak seconds code=0
  /usr/bin/time -v "$ssp" tjek "$work/$source" >"$work/$source.log" 2>"$work/$source.time" || code=$?
  ((code <= 1)) || { cat "$work/$source.log" "$work/$source.time"; exit 1; }
  peak=$(awk -F ': ' '/Maximum resident set size/ { print int($2 / 1024) }' "$work/$source.time")
  seconds=$(awk -F '): ' '/Elapsed/ { print $2 }' "$work/$source.time")
  printf '%-8s %4d MB of %d MB  %s\n' "$source" "$peak" "$most" "$seconds"
  ((peak <= most))
}

cargo build --release --locked --quiet
SSP_BENCH_PROJECTS=$work cargo bench --locked --quiet --bench reading
code=0
measure fravaer 500 || code=1
measure politi 300 || code=1
measure upu 300 || code=1
exit "$code"
