//! Input that means harm, or none: whatever the file, `check` and `trace` end soon, with a known exit code and no panic.

mod common;

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use common::{files_in, heaplight::BINARY, python::say, repository};

/// Generous: an unoptimised build on a busy machine. The worst of these takes a second or two.
const LIMIT: Duration = Duration::from_secs(90);

/// Address space in kB: `'x' * 10**12` must be a number in the simulation, not a string.
const MEMORY: u32 = 16_000_000;

const SUBCOMMANDS: [&str; 2] = ["check", "trace"];

#[test]
fn deep_expressions() {
    let n = 20_000;
    let nested = |open: &str, middle: &str, close: &str| {
        format!("x = {}{middle}{}\n", open.repeat(n), close.repeat(n)).into_bytes()
    };
    survive(vec![
        ("parentheses", nested("(", "1", ")")),
        ("lists", nested("[", "", "]")),
        ("dicts", nested("{1: ", "2", "}")),
        ("calls", nested("f(", "", ")")),
        ("subscripts", nested("", "a", "[0]")),
        ("attributes", nested("", "a", ".b")),
        ("called_calls", nested("", "f", "()")),
        ("not", nested("not ", "1", "")),
        ("minus", nested("-", "1", "")),
        ("sum", nested("1 + ", "1", "")),
        ("power", nested("2 ** ", "2", "")),
        ("and", nested("a and ", "a", "")),
        ("comparison", nested("1 < ", "2", "")),
        ("conditional", nested("1 if a else ", "2", "")),
        ("lambda", nested("lambda: ", "1", "")),
        ("comprehension", nested("[i for i in ", "a", "]")),
        ("starred", nested("f(*", "a", ")")),
        ("await", nested("await ", "a", "")),
        ("walrus", nested("(a := ", "1", ")")),
        ("f_string", nested("f'{", "1", "}'")),
        ("unclosed", format!("x = {}", "([{".repeat(n)).into_bytes()),
        ("unopened", ")]}".repeat(n).into_bytes()),
        ("annotation", format!("x: {}int{} = 1\n", "list[".repeat(n), "]".repeat(n)).into_bytes()),
        ("decorator", format!("@{}a{}\ndef f(): pass\n", "(".repeat(n), ")".repeat(n)).into_bytes()),
        ("pattern", format!("match a:\n    case {}b{}: pass\n", "[".repeat(n), "]".repeat(n)).into_bytes()),
    ]);
}

#[test]
fn deep_statements() {
    let nested = |n: usize, header: &dyn Fn(usize) -> String, body: &str| {
        let lines: String = (0..n).map(|i| format!("{}{}\n", " ".repeat(i), header(i))).collect();
        format!("{lines}{}{body}\n", " ".repeat(n)).into_bytes()
    };
    let elifs: String = (0..3_000).map(|i| format!("elif x == {i}:\n    y = {i}\n")).collect();
    let excepts: String = (0..2_000).map(|i| format!("except E{i}:\n    y = {i}\n")).collect();
    let cases: String = (0..3_000).map(|i| format!("    case {i}:\n        y = {i}\n")).collect();
    survive(vec![
        ("loops_60", nested(60, &|i| format!("for i{i} in range(10):"), "x = 1")),
        ("unknown_loops_60", nested(60, &|i| format!("while f{i}():"), "x = [x]")),
        ("ifs_95", nested(95, &|i| format!("if a{i}:"), "x = 1")),
        ("functions_95", nested(95, &|i| format!("def f{i}(a{i}=[]):"), "a0.append(1)")),
        ("classes_95", nested(95, &|i| format!("class C{i}:"), "x = []")),
        ("ifs_3000", nested(3_000, &|_| "if a:".to_owned(), "x = 1")),
        ("elifs_3000", format!("if x:\n    y = 0\n{elifs}").into_bytes()),
        ("excepts_2000", format!("try:\n    x\n{excepts}").into_bytes()),
        ("cases_3000", format!("match x:\n{cases}").into_bytes()),
        ("with_2000", format!("with {}:\n    pass\n", vec!["open(a) as b"; 2_000].join(", ")).into_bytes()),
        ("chained_targets", format!("{}[]\n", "a = ".repeat(20_000)).into_bytes()),
    ]);
}

#[test]
fn large_files_and_values() {
    let entries: String = (0..100_000).map(|i| format!("{i}, ")).collect();
    let pairs: String = (0..100_000).map(|i| format!("'k{i}': [{i}], ")).collect();
    let functions: String =
        (0..5_000).map(|i| format!("def f{i}(a, b=[]):\n    b.append(a)\n    return b\n")).collect();
    let calls: String = (0..40).map(|i| format!("def f{}(x):\n    f{i}(x)\n    f{i}(x)\n", i + 1)).collect();
    // What is noted of one of them must not be looked for among all.
    let each = |text: fn(usize) -> String| (0..10_000).map(text).collect::<String>().into_bytes();
    let program = |text: &str| text.as_bytes().to_vec();
    survive(vec![
        ("globals", each(|i| format!("c = {{}}\ndef f{i}(k):\n    global g{i}\n    g{i} = 1\n    c[k] = f(k)\n"))),
        (
            "generators",
            each(|i| format!("def f{i}():\n    yield 1\ndef g{i}():\n    a = f{i}()\n    list(a); list(a)\n")),
        ),
        ("display", format!("x = [{entries}]\ny = x\n").into_bytes()),
        ("dict_display", format!("x = {{{pairs}}}\n").into_bytes()),
        ("arguments", format!("f({entries})\n").into_bytes()),
        ("string_10_mb", format!("x = '{}'\nprint(len(x))\n", "a".repeat(10_000_000)).into_bytes()),
        ("line_of_names", format!("x = {}\n", vec!["a"; 100_000].join(" or ")).into_bytes()),
        ("comment_1_mb", format!("#{}\n", "é".repeat(500_000)).into_bytes()),
        ("newlines_1_mb", b"\n".repeat(1_000_000)),
        ("number", format!("x = {}\n", "9".repeat(100_000)).into_bytes()),
        ("functions", functions.into_bytes()),
        ("doubling_calls", format!("def f0(x):\n    x.append(1)\n{calls}f40([])\n").into_bytes()),
        ("power", program("x = 10**10**10\ny = 2**2**2**2**2**2\nz = 1 << 10**12\n")),
        ("repeat", program("x = 'x' * 10**12\ny = [0] * 10**15\nz = b'' * 10**30\nw = (1,) * (2**63 - 1)\n")),
        ("doubling", program("x = 'x'\nfor _ in range(10**6):\n    x += x\ny = [1]\nwhile True:\n    y += y\n")),
        ("iterations", program("n = 0\nfor i in range(2**30):\n    n += i\nx = [i for i in range(2**30)]\nprint(n)\n")),
        ("endless", program("x = []\nwhile True:\n    x.append(x)\n")),
        ("recursion", program("def f(x=[]):\n    x.append(f)\n    return f(f(x))\nf()\n")),
        ("mutual", program("def f(n):\n    return g(n + 1)\ndef g(n):\n    return f([n])\nf(0)\n")),
        ("endless_generator", program("def g():\n    while True:\n        yield [g()]\nx = list(g())\nsum(g())\n")),
        (
            "cycles",
            program("a = []\na.append(a)\nb = {1: a}\nb[2] = b\nprint(a, b, a == a)\nc = (a, b)\ndel a, b, c\n"),
        ),
        ("huge_range", program("x = range(10**100)\nprint(len(x), x[10**50])\nfor i in x:\n    pass\n")),
        (
            "division",
            program("1 // 0\n1 % 0\n0 ** -1\n1 << -1\n'%d' % ()\n[][1]\n{}[1]\nint('x')\nchr(-1)\nround(1e400)\n"),
        ),
        (
            "classes",
            program("class A(type, A): pass\nclass B(metaclass=B): pass\nclass C(C): __slots__ = 1\nA.__mro__ = A\n"),
        ),
        ("dunders", program(DUNDERS)),
        ("shadowed", program("len = list = sum = range = print = None\nlen(list(range(sum)))\nNone = 1\n")),
    ]);
}

const DUNDERS: &str = "class A:
    def __getattr__(self, name): return getattr(self, name)
    def __eq__(self, other): return self == other
    def __hash__(self): return hash(self)
    def __len__(self): return -1
    def __iter__(self): return self
    def __next__(self): return self
    def __del__(self): self.__del__()
a = A()
a.b.c
a == a
{a: a}
len(a)
list(a)
del a
";

#[test]
fn broken_bytes() {
    survive(vec![
        ("empty", Vec::new()),
        ("bom", b"\xef\xbb\xbfx = []\n".to_vec()),
        ("bom_only", b"\xef\xbb\xbf".to_vec()),
        ("two_boms", b"\xef\xbb\xbf\xef\xbb\xbfx = 1\n".to_vec()),
        ("null_bytes", b"x = 1\0\ny = \0 2\n".to_vec()),
        ("only_nulls", vec![0; 10_000]),
        ("bad_utf8", b"x = '\xff\xfe'\ny = \xc3\x28\n".to_vec()),
        ("latin_1", b"# -*- coding: latin-1 -*-\nx = '\xe9'\n".to_vec()),
        ("unknown_coding", b"# -*- coding: no-such-thing -*-\nx = 1\n".to_vec()),
        ("utf_16", b"\xff\xfex\0 \0=\0 \x001\0\n\0".to_vec()),
        ("cut_utf8", "x = 'é'".as_bytes()[..6].to_vec()),
        ("surrogates", b"x = '\\ud800'\ny = '\xed\xa0\x80'\nprint(x)\n".to_vec()),
        ("crlf", b"def f(x=[]):\r\n    x.append(1)\r\n".to_vec()),
        ("cr", b"def f(x=[]):\r    x.append(1)\r".to_vec()),
        ("form_feed", b"x = 1\x0c\n\x0cy = 2\n".to_vec()),
        ("line_separators", "x = 'a\u{2028}b\u{85}c'\ny = 1\u{2029}\n".as_bytes().to_vec()),
        ("no_newline", b"def f(x=[]): x.append(1)".to_vec()),
        ("backslash_at_end", b"x = 1 + \\".to_vec()),
        ("tabs_and_blanks", b"if 1:\n\tx = 1\n        y = 2\n    z = 3\n".to_vec()),
        ("emoji", "\u{1f40d} = 1\nx = '\u{1f40d}' * 3\ndef \u{e9}(\u{e9}=[]): \u{e9}.append(1)\n".as_bytes().to_vec()),
    ]);
}

#[test]
fn cut_and_mutated_snippets() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut files = Vec::new();
    for snippet in files_in(&repository("tests/article"), "py") {
        let bytes = fs::read(&snippet).expect("a readable snippet");
        let name = snippet.file_stem().expect("a name").to_string_lossy().into_owned();
        for round in 0..12 {
            files.push((format!("{name}_cut_{round}"), bytes[..random.below(bytes.len())].to_vec()));
            let mut changed = bytes.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(changed.len());
                match random.below(4) {
                    0 => changed[at] = b"()[]{}:,.=*'\"#\\ \n\t0aif"[random.below(22)],
                    1 => changed[at] = u8::try_from(random.below(256)).expect("a byte"),
                    2 => drop(changed.remove(at)),
                    _ => changed.insert(at, changed[random.below(at + 1)]),
                }
            }
            files.push((format!("{name}_mutated_{round}"), changed));
        }
    }
    survive(files);
}

/// Runs every subcommand on every input, two at a time.
fn survive<S: AsRef<str>>(inputs: Vec<(S, Vec<u8>)>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut jobs: Vec<(&str, PathBuf)> = Vec::new();
    for (name, bytes) in &inputs {
        let path = folder.path().join(format!("{}.py", name.as_ref()));
        fs::write(&path, bytes).expect("a writable folder");
        jobs.extend(SUBCOMMANDS.map(|subcommand| (subcommand, path.clone())));
    }
    let (queue, results) = (Mutex::new(jobs), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((subcommand, path)) = { queue.lock().expect("no panic").pop() } {
                    let started = Instant::now();
                    let fault = run(subcommand, &path);
                    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
                    results.lock().expect("no panic").push((started.elapsed(), subcommand, name, fault));
                }
            });
        }
    });
    let results = results.into_inner().expect("no panic");
    if let Some((took, subcommand, name, _)) = results.iter().max_by_key(|result| result.0) {
        say(&format!("hostile: {} runs, the slowest is {subcommand} {name}: {took:.1?}", results.len()));
    }
    let faults: Vec<String> = results
        .into_iter()
        .filter_map(|(_, subcommand, name, fault)| fault.map(|fault| format!("{subcommand} {name}: {fault}")))
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// What is wrong with this run, if anything.
fn run(subcommand: &str, path: &Path) -> Option<String> {
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh", BINARY, subcommand])
        .args(["--output-format", "json"])
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let stdout = drain(child.stdout.take().expect("a pipe"));
    let stderr = drain(child.stderr.take().expect("a pipe"));
    let code = wait(&mut child);
    let (stdout, stderr) = (stdout.join().expect("a reader"), stderr.join().expect("a reader"));
    let tail = || stderr.chars().take(400).collect::<String>();
    match code {
        None => Some(format!("still running after {LIMIT:?}")),
        Some(_) if stderr.contains("panicked at") || stdout.contains("panicked at") => {
            Some(format!("panic: {}", tail()))
        }
        // 2 is bad input, said on stderr; whoever says 0 or 1 has an answer.
        Some(Some(0 | 1)) => match serde_json::from_str::<serde::de::IgnoredAny>(&stdout) {
            Ok(_) => None,
            Err(error) => Some(format!("no JSON: {error}: {stdout:.100}")),
        },
        Some(Some(2)) if stderr.is_empty() && stdout.is_empty() => Some("exit code 2, and not a word why".to_owned()),
        Some(Some(2)) => None,
        Some(Some(code)) => Some(format!("exit code {code}: {}", tail())),
        Some(None) => Some(format!("killed by a signal: {}", tail())),
    }
}

/// The exit code (none after a signal), or nothing when the time was up.
fn wait(child: &mut Child) -> Option<Option<i32>> {
    let started = Instant::now();
    while started.elapsed() < LIMIT {
        if let Some(status) = child.try_wait().expect("a child") {
            return Some(status.code());
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("a child");
    child.wait().expect("a child");
    None
}

/// Reads to the end beside the run, so that a full pipe does not stop it.
fn drain(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Marsaglia's xorshift: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("below a usize")
    }
}
