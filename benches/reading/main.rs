//! How fast, and with how much memory, documents are read: intake, markup, recognise.
//!
//! `cargo bench --bench reading` measures 1, 10 and 100 MB in one file and in files of 100 kB, and hostile
//! documents of 1 MB. What counts are ratios: time per byte between sizes, peak memory per byte of input.
//! Every size runs in a process of its own, so that its peak is its own. `cargo bench --bench reading one 10`
//! runs a single size in this process, to look at under a profiler.

#![allow(clippy::print_stdout, reason = "a bench prints")]

mod corpus;

use std::process::Command;
use std::time::{Duration, Instant};

use deckpress::model::Document;
use deckpress::{intake, markup, recognise};
use rayon::prelude::*;

const MB: usize = 1_000_000;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["one", megabytes] => one_file(megabytes.parse().unwrap_or(1)),
        ["many", files] => many_files(files.parse().unwrap_or(1)),
        ["hostile", names @ ..] => hostile(names),
        ["file", path, megabytes] => file(path, megabytes.parse().unwrap_or(1)),
        _ => all(),
    }
}

/// Runs every shape in a process of its own.
fn all() {
    println!(
        "{:>22} {:>9} {:>9} {:>9} {:>9} {:>12}",
        "", "intake", "markup", "recognise", "in all", "peak memory"
    );
    for (shape, size) in
        [("one", "1"), ("one", "10"), ("one", "100"), ("many", "10"), ("many", "100"), ("many", "1000")]
    {
        run(&[shape, size]);
    }
    run(&["hostile"]);
}

fn run(arguments: &[&str]) {
    let finished = std::env::current_exe().and_then(|program| Command::new(program).args(arguments).status());
    if !finished.is_ok_and(|status| status.success()) {
        println!("{arguments:?} failed");
    }
}

/// Times and the peak, all per byte of input.
struct Measured {
    bytes: usize,
    intake: Duration,
    markup: Duration,
    recognise: Duration,
    all: Duration,
}

impl Measured {
    fn print(&self, name: &str) {
        let speed =
            |time: Duration| format!("{:.0} MB/s", self.bytes as f64 / MB as f64 / time.as_secs_f64());
        let peak = peak_bytes()
            .map_or("?".to_owned(), |peak| format!("{:.2} x input", peak as f64 / self.bytes as f64));
        let times = [self.intake, self.markup, self.recognise].map(speed);
        let all = format!("{:.2} s", self.all.as_secs_f64());
        println!("{name:>22} {:>9} {:>9} {:>9} {all:>9} {peak:>12}", times[0], times[1], times[2]);
    }
}

/// One document of so many megabytes.
fn one_file(megabytes: usize) {
    let bytes = corpus::document(megabytes * MB, 7).into_bytes();
    measure(bytes, &format!("1 file of {megabytes} MB"));
}

/// A file of your own, over and over up to so many megabytes.
fn file(path: &str, megabytes: usize) {
    let Ok(bytes) = std::fs::read(path) else { return println!("`{path}` cannot be read") };
    let bytes = bytes.repeat((megabytes * MB).div_ceil(bytes.len().max(1)));
    measure(bytes, path);
}

fn measure(bytes: Vec<u8>, name: &str) {
    let length = bytes.len();
    let start = Instant::now();
    let document = read(&bytes);
    // As in the pipeline, which keeps the text only.
    drop(bytes);
    let intake = start.elapsed();
    let tree = markup::parse(&document.text);
    let markup = start.elapsed() - intake;
    let findings = recognise::recognise(0, &document, tree, &recognise::Options::default());
    let recognise = start.elapsed() - intake - markup;
    let measured = Measured { bytes: length, intake, markup, recognise, all: start.elapsed() };
    measured.print(name);
    drop(findings);
}

/// So many documents of 100 kB, on as many threads as there are. As in the pipeline, each is read from its file
/// where it is decoded.
fn many_files(files: usize) {
    let Ok(folder) = tempfile::tempdir() else { return println!("there is no folder for the files") };
    let place = |file: usize| folder.path().join(format!("{file}.md"));
    let written: std::io::Result<usize> = (0..files)
        .map(|file| {
            let text = corpus::document(MB / 10, file as u64);
            std::fs::write(place(file), &text).map(|()| text.len())
        })
        .sum();
    let Ok(bytes) = written else { return println!("the files cannot be written") };
    let start = Instant::now();
    let documents: Vec<Document> =
        (0..files).into_par_iter().filter_map(|file| Some(read(&std::fs::read(place(file)).ok()?))).collect();
    let intake = start.elapsed();
    let found: Vec<_> = documents
        .par_iter()
        .enumerate()
        .map(|(index, document)| {
            let start = Instant::now();
            let tree = markup::parse(&document.text);
            let markup = start.elapsed();
            (
                recognise::recognise(index, document, tree, &recognise::Options::default()),
                markup,
                start.elapsed() - markup,
            )
        })
        .collect();
    let all = start.elapsed();
    let threads = u32::try_from(rayon::current_num_threads()).unwrap_or(1);
    let markup = found.iter().map(|(_, markup, _)| *markup).sum::<Duration>() / threads;
    let recognise = found.iter().map(|(_, _, recognise)| *recognise).sum::<Duration>() / threads;
    Measured { bytes, intake, markup, recognise, all }.print(&format!("{files} files of 100 kB"));
}

fn read(bytes: &[u8]) -> Document {
    match intake::document("corpus.md".to_owned(), bytes, "en") {
        Ok(reading) => reading.document,
        Err(refusal) => panic!("the corpus is text: {refusal}"),
    }
}

/// The most memory that this process ever held; `None` where the system does not say.
fn peak_bytes() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Documents of 1 MB that provoke, or those of them that have one of `names`; the slowest first.
fn hostile(names: &[&str]) {
    let mut times: Vec<_> = hostile::documents(MB)
        .into_iter()
        .filter(|(name, _)| names.is_empty() || names.contains(name))
        .map(|(name, text)| {
            let start = Instant::now();
            let Ok(reading) = intake::document("hostile.md".to_owned(), text.as_bytes(), "en") else {
                return (start.elapsed(), name, [start.elapsed(), Duration::ZERO, Duration::ZERO]);
            };
            let document = reading.document;
            let intake = start.elapsed();
            let tree = markup::parse(&document.text);
            let markup = start.elapsed() - intake;
            let findings = recognise::recognise(0, &document, tree, &recognise::Options::default());
            let recognise = start.elapsed() - intake - markup;
            drop(findings);
            if start.elapsed() > Duration::from_secs(1) {
                println!("{name:>22} took {:.1} s", start.elapsed().as_secs_f64());
            }
            (start.elapsed(), name, [intake, markup, recognise])
        })
        .collect();
    times.sort_by_key(|(all, ..)| std::cmp::Reverse(*all));
    println!("\nhostile documents of 1 MB, the slowest of {}:", times.len());
    for (all, name, parts) in times.iter().take(12) {
        let parts = parts.map(|part| format!("{:.3}", part.as_secs_f64()));
        println!("{name:>22} {:.3} s ({})", all.as_secs_f64(), parts.join(" + "));
    }
}

#[path = "../../tests/it/hostile.rs"]
mod hostile;
