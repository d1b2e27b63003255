//! How long each step of linting takes, by the size of the file: `cargo bench` (docs/performance.md).

use std::fmt::Write;

use divan::{Bencher, counter::BytesCount};
use heaplight::{
    annotations,
    config::{Selection, Settings},
    facts::{self, Facts},
    rules, semantic,
    syntax::{self, Parsed, Source, SourceKind},
};

/// Functions in the file; each is 13 lines.
const SIZES: [usize; 3] = [25, 250, 2_500];

fn main() {
    divan::main();
}

/// Every eighth function has something to find, as code that nobody has linted yet; the others are plain.
fn module(functions: usize) -> String {
    let mut text = String::from("import os\nfrom dataclasses import dataclass\n\nREGISTRY = {}\n\n\n");
    for i in 0..functions {
        let default = if i % 8 == 0 { "[]" } else { "None" };
        let (open, close) = if i % 8 == 4 { ("[", "]") } else { ("", "") };
        write!(
            text,
            "def f{i}(path, seen={default}, *, limit={i}):\n    \"\"\"Sums up what is new.\"\"\"\n    total = 0\n    \
             for name in os.listdir(path):\n        if name.startswith('.') or len(name) > limit:\n            \
             continue\n        total += sum({open}len(part) for part in name.split('.'){close})\n        \
             if seen is not None:\n            seen.append(name)\n    REGISTRY['f{i}'] = total\n    \
             return total, seen\n\n\n"
        )
        .expect("text takes everything");
    }
    text
}

fn source(text: &str) -> Source<'_> {
    Source { text, kind: SourceKind::Module }
}

fn analyse(parsed: &Parsed, text: &str) -> Facts {
    facts::analyze(parsed, source(text), &Settings::default(), rules::demand(&Selection::default()))
}

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, functions: usize) {
    let text = module(functions);
    bencher.counter(BytesCount::of_str(&text)).bench(|| syntax::parse(&text));
}

#[divan::bench(args = SIZES)]
fn scopes(bencher: Bencher<'_, '_>, functions: usize) {
    let text = module(functions);
    let parsed = syntax::parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| drop(semantic::bind(&parsed.module)));
}

/// Scopes, and the simulation of what rules have something to say about.
#[divan::bench(args = SIZES)]
fn simulation(bencher: Bencher<'_, '_>, functions: usize) {
    let text = module(functions);
    let parsed = syntax::parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| analyse(&parsed, &text));
}

#[divan::bench(args = SIZES)]
fn all_rules(bencher: Bencher<'_, '_>, functions: usize) {
    let text = module(functions);
    let facts = analyse(&syntax::parse(&text), &text);
    let selection = Selection::default();
    assert!(!rules::run(&facts, &selection).is_empty(), "there is something to find");
    bencher.counter(BytesCount::of_str(&text)).bench(|| rules::run(&facts, &selection));
}

/// What an editor shows: every function is simulated.
#[divan::bench(args = SIZES)]
fn simulation_and_hints(bencher: Bencher<'_, '_>, functions: usize) {
    let text = module(functions);
    let parsed = syntax::parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let facts = facts::analyze_all(&parsed, source(&text), &Settings::default());
        annotations::all_hints(&facts, &text)
    });
}

/// One letter typed in the middle of the file, up to the tree.
#[divan::bench(args = SIZES)]
fn parse_again(bencher: Bencher<'_, '_>, functions: usize) {
    let before = module(functions);
    let at = before.len() / 2 + before[before.len() / 2..].find("total").expect("a name");
    let after = format!("{}x{}", &before[..at], &before[at..]);
    bencher.with_inputs(|| syntax::parse(&before)).bench_values(|tree| syntax::parse_again(tree, &before, &after));
}
