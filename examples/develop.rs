//! Commands for those who work on the dictionary and the resolver: build, weigh, gold.

use std::path::{Path, PathBuf};
fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    match args[1].as_str() {
        "build" => {
            let report = biospan::dictionary::build::build(&PathBuf::from(&args[2]), &PathBuf::from(&args[3]))?;
            println!("{report:#?}");
        }
        "weigh" => {
            let annotator = biospan::Annotator::builder().min_score(0.0).build()?;
            print!("{}", biospan::eval::weigh::weigh(&annotator, Path::new(&args[2]), Path::new(&args[3]))?);
        }
        "gold" => {
            let mut builder = biospan::Annotator::builder();
            for rule in args.iter().skip(4) {
                builder = builder.without(rule);
            }
            let annotator = builder.build()?;
            let mut worker = annotator.worker();
            let mut out = String::new();
            for document in biospan::eval::gold::read(Path::new(&args[2]))? {
                let doc = document.document();
                let record = worker.annotate(&doc);
                let mut counter = biospan::document::CharacterCounter::new(&doc.text);
                let mut mentions = Vec::new();
                for mention in &record.mentions {
                    let start = counter.at(mention.span.start).0;
                    let end = counter.at(mention.span.end).0;
                    let c = &mention.concept;
                    mentions.push(serde_json::json!({"char_start": start, "char_end": end, "text": mention.span.of(&doc.text), "type": c.entity_type, "id": c.id, "name": c.name, "xrefs": c.xrefs, "score": mention.score,
                        "members": c.members.iter().map(|m| serde_json::json!({"id": m.id})).collect::<Vec<_>>(),
                        "evidence": mention.evidence.iter().map(|e| format!("{} {}", e.rule, e.detail)).collect::<Vec<_>>() }));
                }
                let abbreviations: Vec<_> = record
                    .abbreviations
                    .iter()
                    .map(|d| serde_json::json!({"short": d.short.of(&doc.text), "long": d.long.of(&doc.text)}))
                    .collect();
                out += &serde_json::json!({"document": {"id": document.id}, "text": doc.text, "mentions": mentions, "abbreviations": abbreviations}).to_string();
                out.push('\n');
            }
            std::fs::write(&args[3], out)?;
        }
        "speed" => {
            let annotator = biospan::Annotator::new()?;
            let mut worker = annotator.worker();
            let mut docs = Vec::new();
            for file in &args[2..] {
                for d in biospan::eval::gold::read(Path::new(file))? {
                    docs.push(d.document());
                }
            }
            let bytes: usize = docs.iter().map(|d| d.text.len()).sum();
            for _ in 0..4 {
                let t = std::time::Instant::now();
                let mut n = 0;
                for d in &docs {
                    n += worker.annotate(d).mentions.len();
                }
                let e = t.elapsed().as_secs_f64();
                println!("{} bytes {} mentions {:.1} MB/s", bytes, n, bytes as f64 / e / 1e6);
            }
        }
        _ => {}
    }
    Ok(())
}
