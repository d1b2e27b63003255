//! Planted bugs: each makes traces say what the right ones contradict.
//!
//! What the right traces say of these programs is held against CPython by `tests/trace_oracle.rs`: a trace that says
//! otherwise would fail there. Leaving something unsaid does not count.

use super::{NameFact, Trace, trace};
use crate::config::PythonVersion;
use crate::planted::{Bug, plant};
use crate::syntax::parse;

const PROGRAMS: [(&str, &str); 10] = [
    ("article_02", include_str!("../../../tests/cases/article_02_del_at_function_exit.py")),
    ("article_07", include_str!("../../../tests/cases/article_07_mutable_default.py")),
    ("default_arguments", include_str!("../../../tests/cases/default_arguments.py")),
    ("weak_references", include_str!("../../../tests/cases/weak_references.py")),
    ("weak_callbacks_order", include_str!("../../../tests/cases/weak_callbacks_order.py")),
    ("temporaries_die", include_str!("../../../tests/cases/temporaries_die.py")),
    ("exception_finally_paths", include_str!("../../../tests/cases/exception_finally_paths.py")),
    ("exception_frames_live", include_str!("../../../tests/cases/exception_frames_live.py")),
    ("exception_saved", include_str!("../../../tests/cases/exception_saved_keeps_frame.py")),
    ("seeded_bugs", include_str!("../../../tests/cases/seeded_bugs.py")),
];

#[test]
fn every_planted_bug_is_found() {
    // Programs run on the stack.
    let run = std::thread::Builder::new().stack_size(64 << 20).spawn(|| {
        for (bug, version) in [
            (Bug::WeakEdgeCounted, PythonVersion::PY311),
            (Bug::DropsReversed, PythonVersion::PY312),
            (Bug::LaterRule, PythonVersion::PY310),
            (Bug::DefaultPerCall, PythonVersion::PY313),
            (Bug::FinallySkipped, PythonVersion::PY311),
            (Bug::CallersForgotten, PythonVersion::PY311),
        ] {
            let found: Vec<&str> = PROGRAMS.iter().filter(|p| contradicts(p.1, version, bug)).map(|p| p.0).collect();
            assert!(!found.is_empty(), "{bug:?} on {version} is not found");
        }
    });
    run.expect("a thread").join().expect("every bug is found");
}

fn contradicts(text: &str, version: PythonVersion, bug: Bug) -> bool {
    let parsed = parse(text);
    let right = trace(&parsed.module, text, version);
    plant(Some(bug));
    let wrong = trace(&parsed.module, text, version);
    plant(None);
    assert!(right.is_complete(), "only complete traces tell what did not happen");
    both(&right.stdout, &wrong.stdout) || other_events(&right, &wrong) || other_facts(&right, &wrong)
}

/// Both are told, and not the same.
fn both<T: PartialEq>(right: &Option<T>, wrong: &Option<T>) -> bool {
    matches!((right, wrong), (Some(right), Some(wrong)) if right != wrong)
}

fn other_events(right: &Trace, wrong: &Trace) -> bool {
    wrong.is_complete() && right.events != wrong.events
}

fn other_facts(right: &Trace, wrong: &Trace) -> bool {
    let facts = |t: &Trace| -> Vec<(String, u32, u32, String, String, NameFact)> {
        let mut all = Vec::new();
        for s in &t.steps {
            for (frame, names) in &s.names {
                let named = names.iter();
                all.extend(named.map(|(n, f)| (s.frame.clone(), s.line, s.n, frame.clone(), n.clone(), f.clone())));
            }
        }
        all
    };
    let right = facts(right);
    facts(wrong).iter().any(|(frame, line, n, of, name, w)| {
        let same = |r: &&(String, u32, u32, String, String, NameFact)| {
            (&r.0, r.1, r.2, &r.3, &r.4) == (frame, *line, *n, of, name)
        };
        right.iter().find(same).is_some_and(|r| both(&r.5.count, &w.count) || both(&r.5.retained, &w.retained))
    })
}
