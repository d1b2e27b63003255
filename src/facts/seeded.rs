//! Planted bugs of the analysis: each makes facts say what a run contradicts.
//!
//! The program prints how long `result` is at a line of each function in real calls; what its trace says of that is held
//! against CPython by `tests/trace_oracle.rs`.

use super::{functions, trace};
use crate::config::Settings;
use crate::planted::{Bug, plant};
use crate::syntax::{Source, SourceKind, parse};

const PROGRAM: &str = include_str!("../../tests/cases/seeded_in_functions.py");

/// Bugs, each with the function whose facts it makes wrong.
const BUGS: [(Bug, &str); 6] = [
    (Bug::StrongUpdate, "weak_update"),
    (Bug::ManyAsOne, "rows_of_a_loop"),
    (Bug::UnknownHarmless, "handed_out"),
    (Bug::FirstPassTold, "grown_in_a_loop"),
    (Bug::HelperForgotten, "grown_by_a_helper"),
    (Bug::FirstPathKept, "grown_on_one_path"),
];

/// What a run of a function shows: the line, and the lengths of `result` there.
struct Seen {
    function: String,
    line: u32,
    lengths: Vec<u64>,
}

#[test]
fn every_planted_bug_is_found() {
    let run = std::thread::Builder::new().stack_size(64 << 20).spawn(|| {
        let seen = seen_in_runs();
        assert!(seen.iter().all(|s| !s.is_contradicted()), "right facts are contradicted");
        let mut missed = Vec::new();
        for (bug, function) in BUGS {
            plant(Some(bug));
            let found = seen.iter().any(|s| s.function == function && s.is_contradicted());
            plant(None);
            if !found {
                missed.push(bug);
            }
        }
        assert!(missed.is_empty(), "not found: {missed:?}");
    });
    run.expect("a thread").join().expect("every bug is found");
}

fn source() -> Source<'static> {
    Source { text: PROGRAM, kind: SourceKind::Module }
}

fn seen_in_runs() -> Vec<Seen> {
    let printed = trace(&parse(PROGRAM), source(), &Settings::default()).stdout.expect("what the program prints");
    let of_line = |line: &str| {
        let mut words = line.split(' ');
        let function = words.next()?.to_owned();
        let mut numbers = words.map(|w| w.parse::<u64>().expect("a number"));
        Some(Seen { function, line: numbers.next()? as u32, lengths: numbers.collect() })
    };
    let seen: Vec<Seen> = printed.lines().filter_map(of_line).collect();
    assert!(BUGS.iter().all(|(_, function)| seen.iter().any(|s| s.function == *function)));
    seen
}

impl Seen {
    /// The facts exclude a length that a run has shown.
    fn is_contradicted(&self) -> bool {
        let all = functions(&parse(PROGRAM), source(), &Settings::default());
        let function = all.iter().find(|f| f.name == self.function).expect("the function");
        let points = function.points.iter().filter(|p| p.line == self.line);
        let claims = points.flat_map(|p| &p.names).filter(|n| n.name == "result").filter_map(|n| n.len);
        claims.into_iter().any(|(least, most)| self.lengths.iter().any(|n| !(least..=most).contains(n)))
    }
}
