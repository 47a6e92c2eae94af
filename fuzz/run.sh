#!/usr/bin/env bash
# Runs every fuzz target: run.sh SECONDS [CORPUS] for an equal share of the seconds, to search; run.sh steady for a fixed number of
# executions, to check: they are the same ones for the same program, on every machine. Inputs worth keeping go to folder CORPUS
# and are the start of the next run with it; without it they are thrown away. Ends with 1 when a target broke a promise, and
# prints the input that did it: everything here is made of synthetic data, so it may be shown.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:?usage: run.sh SECONDS|steady [CORPUS]}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpus=${2:-$work/corpus}
jobs=${SSP_FUZZ_JOBS:-$(nproc)}
samples=../data-samples/eksempelby
# More memory than this at once is never needed for an input of this size.
most_virtual_kb=3000000
# Small inputs are tried more often; a packed file needs more room, and an old Excel file has five kilobytes of nothing.
most_bytes=4096
most_bytes_of_files=32768

export CARGO_TARGET_DIR=${SSP_FUZZ_TARGET_DIR:-$HOME/.cache/ssp-fuzz-target}
# What cargo-fuzz passes on a nightly compiler, without the sanitizer that needs one.
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
# With a target named, RUSTFLAGS do not reach build scripts and macros, which could not be linked.
platform=x86_64-unknown-linux-gnu

mapfile -t targets < <(sed -n 's/^path = "targets\/\(.*\)\.rs"$/\1/p' Cargo.toml)

# Copies the smallest sample whose path fits a pattern into the corpus of a target.
sample() {
  local target=$1 pattern=$2 smallest
  smallest=$(find "$samples" -path "$pattern" -type f -printf '%s %p\n' | sort -n | sed -n '1s/^[0-9]* //p')
  [[ -n $smallest ]] || { printf 'no sample fits %s\n' "$pattern"; exit 1; }
  head -c "$most_bytes_of_files" "$smallest" >"$corpus/$target/sample-$(basename "$smallest" | tr ' ' '-')"
}

fill_corpus() {
  local target
  for target in "${targets[@]}"; do
    mkdir -p "$corpus/$target" "$work/broken/$target"
    [[ ! -d seeds/$target ]] || cp seeds/"$target"/* "$corpus/$target/"
  done
  sample xlsx '*/politi/*.xlsx'
  sample docx '*/observationer/*.docx'
  sample delimited '*/stamdata/*.csv'
  sample sniff '*/observationer/*.csv'
  sample sniff '*/politi/*.xlsx'
  sample proposals '*/observationer/*.csv'
}

# How long one target goes on: a share of the seconds, or executions for about ten seconds.
limit() {
  local target=$1 share=$2
  [[ $share == steady ]] || { printf -- '-max_total_time=%s' "$share"; return; }
  case $target in
    proposals) printf -- '-runs=400' ;;
    cpr | dates | numbers | schools | weeks) printf -- '-runs=3000' ;;
    docx | html | profiles) printf -- '-runs=30000' ;;
    *) printf -- '-runs=6000' ;;
  esac
}

# Runs one target; its log and its exit code stay in the work folder.
one() {
  local target=$1 share=$2 code=0 most=$most_bytes
  case $target in xlsx | xls | sniff) most=$most_bytes_of_files ;; esac
  (
    ulimit -v "$most_virtual_kb"
    exec "$CARGO_TARGET_DIR/$platform/release/$target" "$corpus/$target" -seed=1 "$(limit "$target" "$share")" -max_len="$most" \
      -timeout=60 -rss_limit_mb=1024 -dict=words.dict -artifact_prefix="$work/broken/$target/" -print_final_stats=1
  ) >"$work/$target.log" 2>&1 || code=$?
  echo "$code" >"$work/$target.code"
}

# One line per target: executions, points of the program reached, seconds of the slowest input, memory.
tell() {
  local target=$1 log=$work/$1.log
  printf '%-10s %9s executions  %6s points reached  slowest %3s s  %4s MB\n' "$target" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d ' ' -f 2)" \
    "$(sed -n 's/^stat::slowest_unit_time_sec: *//p' "$log")" \
    "$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")"
  [[ $(cat "$work/$target.code") != 0 ]] || return 0
  printf 'FLAW %s broke a promise\n' "$target"
  grep -v '^#[0-9]\|^stat::\|^INFO:' "$log" | tail -n 25
  for input in "$work/broken/$target"/*; do
    [[ -e $input ]] || continue
    printf '%s, %s bytes, in base64 (head):\n' "$(basename "$input")" "$(stat -c %s "$input")"
    base64 -w 0 "$input" | head -c 12000
    printf '\n'
    [[ -z ${SSP_FUZZ_BROKEN:-} ]] || { mkdir -p "$SSP_FUZZ_BROKEN" && cp "$input" "$SSP_FUZZ_BROKEN/$target-$(basename "$input")"; }
  done
  return 1
}

cargo build --release --locked --quiet --target "$platform"
fill_corpus
share=steady
if [[ $seconds != steady ]]; then
  share=$((seconds * jobs / ${#targets[@]}))
  ((share > 0)) || share=1
fi
export -f one limit
export CARGO_TARGET_DIR platform corpus work most_virtual_kb most_bytes most_bytes_of_files
printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I '{}' bash -c 'one "$@"' _ '{}' "$share"
code=0
for target in "${targets[@]}"; do tell "$target" || code=1; done
exit "$code"
