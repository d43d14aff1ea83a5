#!/usr/bin/env bash
# Figures of docs/index.md: 100,000 abstracts made of halves of the sentences of corpus/, annotated, put into all indexes, and every
# query of the page timed.
# Usage: cargo build --release --features parquet && benches/index.sh [FOLDER FOR THE PAPERS]
set -euo pipefail
cd "$(dirname "$0")/.."
biospan=$PWD/target/release/biospan
work=${1:-$(mktemp -d)}
mkdir -p "$work/papers"

# A hundred files of a thousand abstracts of ten sentences each. A sentence is the first half of one and the second half of another,
# so that many names meet.
abstracts() {
    cat corpus/*.txt corpus/[0-9]*.md | awk -v folder="$work/papers" '
        { gsub(/[\\"\t]/, " "); count = split($0, parts, /\. /)
          for (part = 1; part <= count; part++) if (length(parts[part]) > 60) {
              middle = int(length(parts[part]) / 2)
              while (substr(parts[part], middle, 1) != " ") middle++
              heads[++halves] = substr(parts[part], 1, middle); tails[halves] = substr(parts[part], middle + 1) } }
        function random(below) { state = (state * 1103515245 + 12345) % 2147483648; return int(state / 65536) % below + 1 }
        END {
            for (file = 0; file < 100; file++) {
                name = folder "/" file % 10 "/" file ".jsonl"
                if (file < 10) system("mkdir -p " folder "/" file)
                for (paper = 0; paper < 1000; paper++) {
                    text = "Abstract."
                    for (sentence = 0; sentence < 10; sentence++) text = text " " heads[random(halves)] tails[random(halves)] "."
                    printf "{\"id\":\"%d\",\"text\":\"%s\"}\n", file * 1000 + paper, text >name
                }
                close(name)
            }
        }'
}

seconds() {
    local label=$1
    shift
    /usr/bin/time -f "$label: %e s, %U s of a processor, %M KB resident" "$@"
}

[ -d "$work/papers/9" ] || abstracts
du -sh "$work/papers"
[ -d "$work/records" ] || seconds "annotate" "$biospan" annotate "$work/papers" --quiet --output-dir "$work/records" --compress gz
rm -rf "$work"/papers.db* "$work/tables"
seconds "SQLite, new" "$biospan" index "$work/records" --sqlite "$work/papers.db"
seconds "SQLite, nothing new" "$biospan" index "$work/records" --sqlite "$work/papers.db"
seconds "Parquet" "$biospan" index "$work/records" --parquet "$work/tables"
seconds "Elasticsearch" "$biospan" index "$work/records" --elasticsearch "$work/papers.ndjson"
du -sh "$work"/papers.db "$work/tables" "$work/papers.ndjson"
python3 - "$work/papers.db" docs/index.md "$work/papers" <<'PYTHON'
import re, sqlite3, sys, time
database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
for table in ("documents", "sentences", "mentions", "concepts", "occurrences", "pairs"):
    print(table, database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
part = re.search(r"^## SQLite\n(.*?)(?=^## )", open(sys.argv[2], encoding="utf-8").read(), re.M | re.S).group(1)
for query in re.findall(r"^```sql\n(.*?)^```", part, re.M | re.S):
    query = query.replace("corpus/", sys.argv[3] + "/3/").replace("corpus0", sys.argv[3] + "/30")
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        rows = len(database.execute(query).fetchall())
        times.append(1000 * (time.perf_counter() - begun))
    print(f"{min(times):8.1f} ms, at first {times[0]:8.1f} ms, {rows:3} rows: {' '.join(query.split())[:90]}")
PYTHON
for question in "mentions TNF" "mentions TNF --sentences" "with TNF" "with TNF --in-document" "with TNF MONDO:0008383" "descendants MONDO:0005578" \
    "mentions MONDO:0005578 --below" "top --type gene" "search sorafenib"; do
    # shellcheck disable=SC2086
    seconds "query $question" "$biospan" query "$work/papers.db" $question >/dev/null
done
