#!/usr/bin/env bash
# What each rule costs, in parts of a hundred of a run's instructions on one thread: those that are saved without it. A rule that
# takes mentions away saves the work that they would make, so that its share may be below 0.
# Usage: cargo build --release && benches/rules.sh FILE…
set -euo pipefail
cd "$(dirname "$0")/.."
biospan=$PWD/target/release/biospan
counts=$(mktemp)
trap 'rm -f "$counts"' EXIT
# The instructions of a run with some options.
count() {
    valgrind --quiet --tool=callgrind --callgrind-out-file="$counts" \
        "$biospan" annotate --threads 1 --quiet --format jsonl "$@" >/dev/null
    sed -n 's/^totals: //p' "$counts"
}
# The program names its rules when it is asked for one that it does not know.
rules=$({ "$biospan" annotate --without none "$1" 2>&1 >/dev/null || true; } | sed -n 's/.*the rules are //p' | tr -d ',')
all=$(count "$@")
printf 'all\t%d million\n' $((all / 1000000))
for rule in $rules; do
    without=$(count --without "$rule" "$@")
    awk -v rule="$rule" -v all="$all" -v without="$without" 'BEGIN { printf "%s\t%.1f\n", rule, 100 * (all - without) / all }'
done
