#!/usr/bin/env bash
# Figures of docs/performance.md: makes papers of real size from the passages of corpus/ and times the program over them.
# Usage: cargo build --release && benches/folder.sh [FOLDER FOR THE PAPERS]
set -euo pipefail
cd "$(dirname "$0")/.."
biospan=$PWD/target/release/biospan
work=${1:-$(mktemp -d)}
mkdir -p "$work"
passages=(corpus/*.txt)

# COUNT papers of 34 passages each, about 40 KB, into a folder; with `xml` as JATS.
papers() {
    mkdir -p "$work/$1"
    awk -v count="$2" -v form="${3:-text}" -v folder="$work/$1" '
        FNR == 1 { passages++ }
        { passage[passages] = passage[passages] $0 "\n" }
        END {
            for (number = 1; number <= count; number++) {
                file = folder "/" number (form == "xml" ? ".nxml" : ".txt")
                if (form == "xml") {
                    printf "<?xml version=\"1.0\"?>\n<article><front><article-meta><article-id pub-id-type=\"pmid\">%d</article-id>", number >file
                    printf "<title-group><article-title>Paper %d</article-title></title-group></article-meta></front><body><sec>", number >file
                }
                for (part = 0; part < 34; part++) {
                    text = passage[(number * 5 + part) % passages + 1]
                    if (form == "xml") {
                        gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); sub(/\n$/, "", text)
                        text = "<p>" text "</p>"
                    }
                    printf "%s\n", text >file
                }
                if (form == "xml") print "</sec></body></article>" >file
                close(file)
            }
        }' "${passages[@]}"
    if [ "${3:-}" = xml ]; then gzip -q "$work/$1"/*.nxml; fi
}

# A file like those of PubMed's baseline: records with a passage as abstract.
pubmed() {
    {
        printf '<?xml version="1.0"?>\n<PubmedArticleSet>\n'
        local passage
        for passage in "${passages[@]}"; do sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' "$passage" | tr '\n' ' '; echo; done |
            awk -v records="$2" '{ passage[NR] = $0 } END { for (n = 1; n <= records; n++) printf "<PubmedArticle><MedlineCitation Status=\"MEDLINE\" Owner=\"NLM\"><PMID Version=\"1\">%d</PMID><Article PubModel=\"Print\"><Journal><Title>A journal</Title></Journal><ArticleTitle>Record %d</ArticleTitle><Abstract><AbstractText>%s</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>\n", n, n, passage[(n - 1) % NR + 1] }'
        printf '</PubmedArticleSet>\n'
    } | gzip >"$work/$1"
}

# Seconds and resident memory of a command, the best of three.
measure() {
    local label=$1 megabytes=$2
    shift 2
    local round
    for round in 1 2 3; do
        /usr/bin/time -f '%e %U %S %M' -o "$work/time-$round" "$@" >/dev/null 2>"$work/errors" || { cat "$work/errors" >&2; exit 1; }
    done
    sort -n "$work"/time-[123] | head -1 | awk -v label="$label" -v mb="$megabytes" '{
        printf "%-46s %7.2f s %7.1f MB/s %7.1f MB a CPU second %5.0f MB resident\n", label, $1, mb / ($1 + 1e-9), mb / ($2 + $3 + 1e-9), $4 / 1024 }'
}

megabytes() { cat "$@" | wc -c | awk '{ print $1 / 1e6 }'; }
unpacked() { zcat "$@" | wc -c | awk '{ print $1 / 1e6 }'; }

[ -d "$work/text-1000" ] || { papers text-10 10; papers text-100 100; papers text-1000 1000; papers jats-500 500 xml; pubmed pubmed.xml.gz 30000; }
for count in 1000; do
    size=$(megabytes "$work/text-$count"/*)
    measure "wc -w, same text" "$size" bash -c "cat $work/text-$count/* | wc -w"
    for threads in 1 2; do
        measure "text, $count papers, $threads threads" "$size" "$biospan" annotate "$work/text-$count" --quiet --format jsonl --threads "$threads"
        rm -rf "$work/out"
        measure "  to a new folder, $threads threads" "$size" bash -c "rm -rf $work/out; $biospan annotate $work/text-$count --quiet --output-dir $work/out --threads $threads"
    done
    measure "  the same again, nothing new" "$size" "$biospan" annotate "$work/text-$count" --quiet --output-dir "$work/out"
done
for count in 10 100 1000; do
    measure "growth: $count papers, 1 thread" "$(megabytes "$work/text-$count"/*)" "$biospan" annotate "$work/text-$count" --quiet --format jsonl --threads 1
done
size=$(unpacked "$work/jats-500"/*)
for threads in 1 2; do
    measure "gzipped JATS (MB of XML), $threads threads" "$size" "$biospan" annotate "$work/jats-500" --quiet --format jsonl --threads "$threads"
done
size=$(unpacked "$work/pubmed.xml.gz")
for threads in 1 2; do
    measure "30,000 records (${size} MB of XML), $threads threads" "$size" "$biospan" annotate "$work"/pubmed*.gz --quiet --files-from /dev/null --format jsonl --threads "$threads"
done
measure "start-up: one sentence" 0.00003 "$biospan" annotate --threads 1 "$work/text-10/1.txt"
