//! Sizes that kill others. Whatever the size, `check`, `facts`, `show` and `trace` end within a bound that is stated
//! here, with an answer or with a word why there is none.
//!
//! By default the sizes are small. In full, with an optimised binary:
//! `HEAPLIGHT=target/release/heaplight cargo test --test hostile_sizes -- --ignored --nocapture`

mod common;

use std::{
    env,
    fmt::Write,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use common::{heaplight::BINARY, python::say};

/// For an unoptimised build on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

#[test]
fn small_sizes_end() {
    survive(&inputs(200), &["check", "facts", "show", "trace"]);
}

/// What is not said of a function that is too long is not "nothing found".
#[test]
fn what_the_limit_of_steps_leaves_out_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let long = |n: usize| format!("def f(a=[]):\n{}    return a\n", "    a.append(1)\n".repeat(n));
    let check = |text: &str| {
        fs::write(folder.path().join("long.py"), text).expect("a writable folder");
        let mut command = Command::new(BINARY);
        command.args(["check", "--cache-dir", "cache"]).current_dir(folder.path()).env_remove("HEAPLIGHT_NO_CACHE");
        String::from_utf8(command.output().expect("the binary starts").stderr).expect("text")
    };
    let note = "note: 1 function not followed to the end, because of too many steps: in long.py\n";
    assert_eq!(check(&long(20_000)), note);
    assert_eq!(check(&long(20_000)), note, "from the cache");
    assert_eq!(check(&long(20)), "");
}

#[test]
#[ignore = "minutes, and an optimised binary: see above"]
fn full_sizes_end() {
    survive(&inputs(1), &["check", "facts", "show", "trace"]);
    survive(&[("file_50_mb", functions(1_000_000))], &["check"]);
}

/// Of the sizes one part in `scale`; depths are what they are.
fn inputs(scale: usize) -> Vec<(&'static str, String)> {
    let n = |full: usize| full / scale;
    vec![
        ("parentheses", format!("x = {}1{}\n", "(".repeat(20_000), ")".repeat(20_000))),
        ("attributes", format!("x = a{}\n", ".b".repeat(20_000))),
        ("elifs", format!("if x:\n    y = 0\n{}", lines(n(20_000), |i| format!("elif x == {i}:\n    y = [{i}]\n")))),
        ("line_5_mb", format!("x = [{}]\n", "[1, a], ".repeat(n(600_000)))),
        ("statements_in_line", format!("def f(a=[]):\n    {}\n", "a.append(1); ".repeat(n(400_000)))),
        ("functions", functions(n(100_000))),
        ("lambdas", lines(n(10_000), |i| format!("x{i} = lambda a=[]: a.append({i})\n"))),
        ("caches", lines(n(20_000), |i| format!("C{i} = {{}}\ndef f{i}(k):\n    C{i}[k] = [k]\n"))),
        ("aliases", format!("a = []\n{}a.append(1)\n", lines(n(10_000), |i| format!("a{i} = a\n")))),
        (
            "aliases_in_function",
            format!("def f():\n    a = []\n{}    a.append(1)\n", lines(n(10_000), |i| format!("    a{i} = a\n"))),
        ),
        ("loops_50", nested(50, |i| format!("for i{i} in q:"), "x = [x]")),
        (
            "class_chain",
            format!(
                "class C0:\n    x = []\n{}",
                lines(n(1_000), |i| format!("class C{}(C{i}):\n    def m{i}(self): self.x.append({i})\n", i + 1))
            ),
        ),
        (
            "class_diamonds",
            format!(
                "class C0:\n    x = []\n{}",
                lines(n(333), |i| format!(
                    "class A{i}(C{i}): pass\nclass B{i}(C{i}): pass\nclass C{}(A{i}, B{i}): pass\n",
                    i + 1
                ))
            ),
        ),
        (
            "mutual_recursion",
            lines(500 / scale.min(5), |i| {
                let all = 500 / scale.min(5);
                format!(
                    "def f{i}(x=[], n=0):\n    x.append({i})\n    return f{}(x, n) + f{}([], n)\n",
                    (i + 1) % all,
                    (i * 7 + 3) % all
                )
            }),
        ),
        (
            "ifs_200",
            format!(
                "def f(c, x=[]):\n    a = []\n{}    x.append(a)\n",
                lines(200, |i| format!("    if c:\n        a = [a]\n    else:\n        x = {{{i}: a}}\n"))
            ),
        ),
        ("finally_in_finally_20", format!("def f(x=[]):\n{}", finally_in_finally(20, " "))),
        ("returns_in_finally_20", format!("def f(x=[]):\n for q in x:\n{}", returns_in_finally(20, "  "))),
        (
            "tries",
            format!(
                "def f(x=[]):\n{}",
                "    try:\n        x.append(f())\n    finally:\n        g(x)\n".repeat(n(5_000))
            ),
        ),
        (
            "match",
            format!(
                "def f(v, x=[]):\n    match v:\n{}",
                lines(n(3_000), |i| format!(
                    "        case [{i}, a, *b] | {{'k': a, **b}} if a:\n            x.append([a, b])\n"
                ))
            ),
        ),
        ("comprehensions", lines(n(10_000), |i| format!("x{i} = [i for i in range({i})]\n"))),
        (
            "closures_in_loops",
            format!(
                "def f():\n    r = []\n{}    return r\n",
                "    for i in range(3):\n        r.append(lambda: i)\n".repeat(n(3_000))
            ),
        ),
    ]
}

fn functions(count: usize) -> String {
    lines(count, |i| format!("def f{i}(a, b=[]):\n    b.append(a)\n    return b\n"))
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, i| {
        text.push_str(&line(i));
        text
    })
}

fn nested(depth: usize, header: impl Fn(usize) -> String, body: &str) -> String {
    let headers = lines(depth, |i| format!("{}{}\n", " ".repeat(i), header(i)));
    format!("{headers}{}{body}\n", " ".repeat(depth))
}

/// CPython copies each `finally` for each way out.
fn finally_in_finally(depth: usize, indent: &str) -> String {
    if depth == 0 {
        return format!("{indent}return x\n");
    }
    let inner = finally_in_finally(depth - 1, &format!("{indent} "));
    format!("{indent}try:\n{indent} pass\n{indent}finally:\n{inner}")
}

fn returns_in_finally(depth: usize, indent: &str) -> String {
    if depth == 0 {
        return format!("{indent}return x\n");
    }
    let inner = returns_in_finally(depth - 1, &format!("{indent} "));
    format!("{indent}try:\n{indent} if x: return 1\n{indent}finally:\n{inner}")
}

fn survive(inputs: &[(&str, String)], subcommands: &[&str]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut faults = String::new();
    for (name, text) in inputs {
        let path = folder.path().join(format!("{name}.py"));
        fs::write(&path, text).expect("a writable folder");
        for subcommand in subcommands {
            let started = Instant::now();
            let fault = run(subcommand, &path, folder.path());
            say(&format!("hostile size: {name:24} {subcommand:6} {:.2?}", started.elapsed()));
            if let Some(fault) = fault {
                writeln!(faults, "{subcommand} {name}: {fault}").expect("a string");
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

fn run(subcommand: &str, path: &Path, folder: &Path) -> Option<String> {
    let binary = env::var("HEAPLIGHT").unwrap_or_else(|_| BINARY.to_owned());
    let (out, err) = (folder.join("out"), folder.join("err"));
    let mut child = Command::new(binary)
        .arg(subcommand)
        .arg(path)
        .env("HEAPLIGHT_NO_CACHE", "1")
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out).expect("a file"))
        .stderr(fs::File::create(&err).expect("a file"))
        .spawn()
        .expect("the binary starts");
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if started.elapsed() > LIMIT {
            child.kill().and_then(|()| child.wait()).expect("a child");
            return Some(format!("still running after {LIMIT:?}"));
        }
        thread::sleep(Duration::from_millis(5));
    };
    let said = fs::read_to_string(&err).expect("text");
    let silent = said.is_empty() && fs::metadata(&out).expect("a file").len() == 0;
    match status.code() {
        Some(0 | 1) if !said.contains("panicked") => None,
        Some(2) if !silent => None,
        code => Some(format!("exit code {code:?}: {said:.300}")),
    }
}
