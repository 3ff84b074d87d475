//! How well the search finds: nDCG@10 by language and kind of query over a corpus, sizes, and the time that building takes.
//!
//! `cargo run --example search_quality -- corpus.json queries.jsonl [folder for the index files and rankings]`. See `benches/search/README.md`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::Instant;

use dalil::search::{Corpus, SourcePage, SourceSection, index, search};
use serde::Deserialize;

#[derive(Deserialize)]
struct Texts {
    path: String,
    tag: String,
    dir: String,
    pages: Vec<Text>,
}

#[derive(Deserialize)]
struct Text {
    url: String,
    title: String,
    text: String,
}

#[derive(Deserialize)]
struct Query {
    lang: String,
    query: String,
    kind: String,
    relevant: Vec<String>,
}

fn corpus(texts: &Texts) -> Corpus {
    let section = |text: &Text| SourceSection { text: text.text.clone(), ..SourceSection::default() };
    let page = |text: &Text| SourcePage { url: text.url.clone(), title: text.title.clone(), kind: 0, sections: vec![section(text)] };
    Corpus {
        lang: texts.tag.clone(),
        dir: texts.dir.clone(),
        base: format!("/{}/", texts.path),
        kinds: vec![String::new()],
        pages: texts.pages.iter().map(page).collect(),
        concepts: Vec::new(),
    }
}

/// The gain of the first ten answers against that of the best order (Järvelin and Kekäläinen 2002), all relevant pages being equal.
fn ndcg(answers: &[String], relevant: &[String]) -> f64 {
    let gain = |place: usize| 1.0 / ((place + 2) as f64).log2();
    let won: f64 = answers.iter().take(10).enumerate().filter(|(_, url)| relevant.contains(url)).map(|(place, _)| gain(place)).sum();
    let best: f64 = (0..relevant.len().min(10)).map(gain).sum();
    won / best
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let texts: Vec<Texts> = serde_json::from_str(&std::fs::read_to_string(&arguments[0]).unwrap()).unwrap();
    let lines = std::fs::read_to_string(&arguments[1]).unwrap();
    let queries: Vec<Query> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let wrong = std::env::var("WRONG").is_ok();
    let mut rankings: Vec<Vec<String>> = Vec::new();
    let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for texts in &texts {
        let start = Instant::now();
        let corpus = corpus(texts);
        let mut index = index(&corpus);
        let took = start.elapsed();
        let bytes = index.file().len();
        if let Some(folder) = arguments.get(2) {
            index.head.folder = format!("{folder}/{}/", texts.path);
            std::fs::create_dir_all(&index.head.folder).unwrap();
            std::fs::write(format!("{folder}/{}.json", texts.path), index.file()).unwrap();
            for (number, bucket) in index.buckets.iter().enumerate() {
                std::fs::write(format!("{}{number}.json", index.head.folder), bucket).unwrap();
            }
        }
        let mut own: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for query in queries.iter().filter(|query| query.lang == texts.path) {
            let hits = search(&index, &query.query, 10);
            let answers: Vec<String> = hits.iter().map(|hit| hit.url.clone()).collect();
            let score = ndcg(&answers, &query.relevant);
            if wrong && score < 0.99 {
                println!(
                    "  {:.2} {} {} {:?} wants {:?}",
                    score,
                    query.kind,
                    query.query,
                    answers.iter().take(4).collect::<Vec<_>>(),
                    query.relevant
                );
                for hit in hits.iter().take(4) {
                    println!(
                        "        {} {:.2} {:?}",
                        hit.url,
                        hit.score,
                        hit.reasons.iter().map(|r| (&r.term, (r.quality * 100.0) as u32)).collect::<Vec<_>>()
                    );
                }
            }
            rankings.push([&[texts.path.clone(), query.query.clone()], answers.as_slice()].concat());
            own.entry(&query.kind).or_default().push(score);
            kinds.entry(&query.kind).or_default().push(score);
        }
        let mean = |list: &Vec<f64>| list.iter().sum::<f64>() / list.len() as f64;
        let all: Vec<f64> = own.values().flatten().copied().collect();
        let each: Vec<String> = own.iter().map(|(kind, list)| format!("{kind} {:.3}", mean(list))).collect();
        println!(
            "{:4} {:.3} {} bytes, {:.2} ms/page | {}",
            texts.path,
            mean(&all),
            bytes,
            took.as_secs_f64() * 1000.0 / texts.pages.len() as f64,
            each.join(" ")
        );
    }
    if let Some(folder) = arguments.get(2) {
        std::fs::write(format!("{folder}/rankings.json"), serde_json::to_string(&rankings).unwrap()).unwrap();
    }
    for (kind, list) in &kinds {
        println!("{kind}: {:.3}", list.iter().sum::<f64>() / list.len() as f64);
    }
}
