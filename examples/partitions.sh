#!/usr/bin/env bash
# Parquet tables of a folder of records, in partitions: for each file of records a folder `part=NAME` with documents.parquet,
# mentions.parquet and concepts.parquet. Only partitions whose records have changed are made again, and those whose records are gone
# are removed. Readers may read meanwhile: a partition is replaced as a whole.
#
# Usage: examples/partitions.sh RECORDS TABLES [PROCESSES, one a core if none]
# BIOSPAN is the program, built with --features parquet.
set -euo pipefail
export BIOSPAN=${BIOSPAN:-biospan}
records=${1%/}
export tables=$2
processes=${3:-$(getconf _NPROCESSORS_ONLN)}
mkdir -p "$tables"

# The partition of a file of records, whose name is the file's below RECORDS.
place_of() {
    local name=${1#"$records"/}
    name=${name%.json*}
    printf '%s/part=%s' "$tables" "${name//\//__}"
}

# Makes a partition, unless it has been made from these very bytes. They hold the papers' digests, the dictionary's, the program's
# version and all options, so that a change of any of them is a change here.
make() {
    local file=$1 place=$2 digest
    digest=$(sha256sum <"$file" | cut -c 1-64)
    if [ "$digest" = "$(cat "$place/records.sha256" 2>/dev/null)" ]; then return; fi
    local new=$tables/.new-${place##*/}
    rm -rf "$new"
    "$BIOSPAN" index "$file" --parquet "$new" --quiet
    printf '%s\n' "$digest" >"$new/records.sha256"
    rm -rf "$place"
    mv "$new" "$place"
    printf 'made %s\n' "${place##*/}"
}
export -f make

declare -A wanted
pairs=()
while IFS= read -r -d '' file; do
    place=$(place_of "$file")
    wanted[$place]=1
    pairs+=("$file" "$place")
done < <(find "$records" -name '.biospan' -prune -o -type f -name '*.json*' -print0 | LC_ALL=C sort -z)
if [ ${#pairs[@]} -gt 0 ]; then
    printf '%s\0' "${pairs[@]}" | xargs -0 -n 2 -P "$processes" bash -euo pipefail -c 'make "$0" "$1"'
fi
for place in "$tables"/part=*; do
    if [ -d "$place" ] && [ -z "${wanted[$place]:-}" ]; then
        rm -rf "$place"
        printf 'removed %s\n' "${place##*/}"
    fi
done
