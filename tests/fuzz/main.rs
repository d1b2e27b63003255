//! Mutated input for every border of the program. The same targets run here, on stable Rust and with the same input on
//! every machine, and under cargo-fuzz (`fuzz/`).
//!
//! By default a few rounds. In full, so many seconds for each target, from another start if wanted:
//! `HEAPLIGHT_FUZZ_SECONDS=600 HEAPLIGHT_FUZZ_SEED=7 cargo test --test fuzz -- --test-threads 1 --nocapture`
//! `HEAPLIGHT_FUZZ_CORPUS=FOLDER`: more Python to mutate. What breaks a target is written to `target/fuzz/`; once mended
//! it is kept in `tests/fuzz/kept/TARGET/`, and tried first from then on.

#[path = "../common/mod.rs"]
mod common;
mod mutate;
mod targets;

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use common::{files_in, python::say, repository};
use mutate::Mutator;

/// Of each target in `cargo test`.
const ROUNDS: usize = 150;
/// The twenty million steps that `facts` grants a file take a minute without optimisation on a busy machine.
const SLOWEST: Duration = Duration::from_secs(300);
/// As the program's own threads have it.
const STACK_BYTES: usize = 64 << 20;

#[test]
fn analyse() {
    campaign("analyse", python(), targets::analyse);
}

#[test]
fn fix() {
    campaign("fix", python(), targets::fix);
}

#[test]
fn suppressions() {
    let comments: &[&str] = &[
        "x = 1  # heaplight: ignore[mutable-default-mutated] why\n# heaplight: file-ignore[retention]\n",
        "def f(a, b=[]):  # noqa: B006, E501\n    b.append(a)  # heaplight: ignore\n",
        "# heaplight: ignore[unused-ignore, no-such-rule]\nif x:\n    y = [\n        1]  # type: ignore # noqa\n",
    ];
    campaign("suppressions", texts(comments), targets::suppressions);
}

#[test]
fn config() {
    let files: &[&str] = &[
        "[project]\nrequires-python = '>=3.10,<4'\n[tool.heaplight]\ntarget-version = '3.12'\nselect = ['all']\n",
        "[tool.heaplight]\nignore = ['retention']\nlarge-object-size = '4 MiB'\nexclude = ['gen/**', '!gen/a.py']\n\
         [tool.heaplight.rules]\nmaterialisation = 'info'\n[[tool.heaplight.overrides]]\npaths = ['tests']\n\
         rules = { retention = 'off' }\n",
        "extend = '../heaplight.toml'\nhints = { level = 'all' }\n",
    ];
    campaign("config", texts(files), targets::config);
}

#[test]
fn positions() {
    let odd: &[&str] = &["a\r\né𝄞x\rz\u{feff}", "x = '€'\n\n\tif y:\r\n  pass", "", "def f(a=[\n):\n    '''\n"];
    let mut seeds = texts(odd);
    seeds.extend(python());
    campaign("positions", seeds, targets::positions);
}

#[test]
fn trace() {
    campaign("trace", python(), targets::trace);
}

#[test]
fn notebook() {
    let notebooks: &[&str] = &[
        "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"%ls\\n\", \"def f(a=[]):\\n\", \"    a.append(1)\"]}],\n \
         \"nbformat\": 4}",
        "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \"# a\"}, {\"cell_type\": \"code\", \"source\": \
         \"t = sum([x for x in range(100_000)])\\r\\n\"}], \"metadata\": {}, \"nbformat\": 4}",
    ];
    campaign("notebook", texts(notebooks), targets::notebook);
}

#[test]
fn messages() {
    campaign("messages", targets::sessions(), targets::messages);
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Small programs of all kinds, and files of the corpus where one is named.
fn python() -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = ["tests/article", "tests/cases", "examples"]
        .iter()
        .flat_map(|folder| files_in(&repository(folder), "py"))
        .collect();
    if let Ok(corpus) = env::var("HEAPLIGHT_FUZZ_CORPUS") {
        paths.extend(files_in(Path::new(&corpus), "py"));
    }
    let seeds = paths.iter().filter_map(|path| fs::read(path).ok());
    seeds.filter(|bytes| bytes.len() < 40_000).collect()
}

fn campaign(name: &'static str, seeds: Vec<Vec<u8>>, target: fn(&[u8])) {
    let run = move || {
        let kept = files_of(&repository("tests/fuzz/kept").join(name));
        for path in &kept {
            try_one(name, &fs::read(path).expect("a kept input"), target);
        }
        let number = |variable: &str| env::var(variable).ok().and_then(|value| value.parse::<u64>().ok());
        let seconds = number("HEAPLIGHT_FUZZ_SECONDS").map(Duration::from_secs);
        let mut mutator = Mutator::new(number("HEAPLIGHT_FUZZ_SEED").unwrap_or(1), seeds);
        let (started, mut rounds, mut worst) = (Instant::now(), 0, Duration::ZERO);
        while seconds.map_or(rounds < ROUNDS, |limit| started.elapsed() < limit) {
            let input = mutator.next();
            worst = worst.max(try_one(name, &input, target));
            rounds += 1;
        }
        say(&format!("fuzz: {name}: {rounds} inputs in {:.0?}, the slowest took {worst:.1?}", started.elapsed()));
    };
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(run).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// How long it took. Input that breaks the target stays as a file.
fn try_one(name: &str, input: &[u8], target: fn(&[u8])) -> Duration {
    let started = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| target(input)));
    let took = started.elapsed();
    if outcome.is_err() || took > SLOWEST {
        let folder = repository("target/fuzz");
        fs::create_dir_all(&folder).expect("a folder");
        let hash =
            input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        let path = folder.join(format!("{name}-{hash:016x}"));
        fs::write(&path, input).expect("a file");
        panic!("{name} took {took:.1?} or broke on {}: see the panic above", path.display());
    }
    took
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}
