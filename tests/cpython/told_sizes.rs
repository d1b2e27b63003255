//! The bytes that tooltips and cards tell of a new object, held against `sys.getsizeof`.

use heaplight::{
    annotations::{HintLevel, hints, hover},
    config::{PythonVersion, Settings},
    facts::{Source, SourceKind, analyze_all},
    syntax,
};

use crate::common::python;

/// What is made in one line; of some nothing is told.
const MADE: [&str; 22] = [
    "[]",
    "[1, 2, 3]",
    "[1, 2, 3, 4, 5]",
    "[n, n]",
    "[n, 2, 3]",
    "[n] * 3",
    "[*range(10), 11]",
    "list(range(5))",
    "[i for i in range(10)]",
    "[i for i in range(10**5)]",
    "[c for c in 'hello']",
    "sorted([3, 1, 2])",
    "{}",
    "{'a': 1}",
    "{1: 2, 3: 4}",
    "{n: 1}",
    "{1, 2, 3}",
    "set()",
    "(n, 1)",
    "([], n)",
    "bytearray(100)",
    "(i for i in range(10))",
];

#[test]
fn bytes_told_of_new_objects_are_those_of_getsizeof() {
    for python in python::all() {
        let mut program = "import sys\ndef f(n):\n".to_owned();
        for made in MADE {
            program += &format!("    x = {made}\n    print(sys.getsizeof(x))\n");
        }
        program += "f('n')\n";
        let output = python.command().args(["-c", &program]).output().expect("CPython runs");
        let measured = String::from_utf8_lossy(&output.stdout).into_owned();
        let measured: Vec<u64> = measured.lines().map(|line| line.parse().expect("bytes")).collect();
        assert_eq!(measured.len(), MADE.len(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut told = 0;
        for (made, bytes) in MADE.iter().zip(measured) {
            for text in words(&format!("def f(n):\n    x = {made}\n    return x\n"), python.version) {
                told += 1;
                assert_eq!(text, bytes, "`{made}` on CPython {}", python.version);
            }
        }
        assert!(told > MADE.len(), "CPython {}: only {told} were told", python.version);
    }
}

/// The numbers before the word `bytes` in the tooltip and the card of `x`.
fn words(text: &str, target_version: PythonVersion) -> Vec<u64> {
    let settings = Settings { target_version, ..Settings::default() };
    let facts = analyze_all(&syntax::parse(text), Source { text, kind: SourceKind::Module }, &settings);
    let made = text.find("x =").expect("x") as u32;
    let hints = hints(&facts, text, HintLevel::All);
    let here = hints.iter().filter(|hint| text[..hint.offset as usize].matches('\n').count() == 1);
    let says = here.flat_map(|hint| hint.also.iter().chain([&hint.says]).cloned());
    let card = hover(&facts, made).map(|card| card.markdown);
    says.chain(card).flat_map(|said| exact_bytes(&said)).collect()
}

fn exact_bytes(said: &str) -> Vec<u64> {
    let words: Vec<&str> = said.split(|c: char| c.is_whitespace() || ",.".contains(c)).collect();
    words.windows(2).filter(|pair| pair[1] == "bytes").filter_map(|pair| pair[0].parse().ok()).collect()
}
