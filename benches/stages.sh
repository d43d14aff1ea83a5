#!/usr/bin/env bash
# The share of each stage in the instructions of a run, on one thread, start-up included: over papers that benches/folder.sh
# has made, or over any folder.
# Usage: benches/stages.sh FOLDER…
set -euo pipefail
cd "$(dirname "$0")/.."
# The functions must have their names, which the program that is given away has not.
cargo rustc --release --quiet --bin biospan -- -C strip=none
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in "$@"; do
    valgrind --quiet --tool=callgrind --callgrind-out-file="$work/counts" \
        target/release/biospan annotate --threads 1 --quiet --format jsonl "$folder" >/dev/null
    printf '%s\n' "$folder"
    callgrind_annotate --inclusive=yes --threshold=100 "$work/counts" 2>/dev/null | awk '
        function note(name) { if (!(name in count)) { count[name] = instructions; order[++stages] = name } }
        { instructions = $1; gsub(",", "", instructions) }
        /PROGRAM TOTALS/ { total = instructions }
        /MultiGzDecoder<R> as std::io::Read>::read \[/ { note("unpacking") }
        /:sha2::sha256::compress256 \[/ { note("SHA-256 (in hardware a tenth of this)") }
        /markup::tree::Tree::read \[/ { note("XML to a tree") }
        /(jats|pubmed_xml|text)::document \[/ { note("tree or text to passages") }
        /:biospan_lexicon::token::tokenize \[/ { note("  tokenizing") }
        /matcher::Matcher>::find \[/ { note("  matching") }
        /resolver::definition::find \[/ { note("  definitions of abbreviations") }
        /annotator::Worker::annotate \[/ { note("annotating") }
        /formats::write::json::append \[/ { note("writing records") }
        END { for (stage = 1; stage <= stages; stage++) printf "%-42s %5.1f %%\n", order[stage], 100 * count[order[stage]] / total }'
done
