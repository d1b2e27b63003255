use heaplight::{
    config::PythonVersion,
    cpython::{
        identity::{
            Candidate, Folded, SMALL_INTS, bytes_singleton, empty_tuple_of_unsized, frozenset_singleton, int_singleton,
            is_folded, is_immortal, is_interned_constant, str_singleton,
        },
        patterns,
        teardown::{self, Container, Order, StarArguments},
    },
};
use serde_json::{Value, json};

use crate::common::{python, repository};

/// Runs `behaviour.py` on every interpreter and collects what differs.
fn compare(facts: impl Fn(PythonVersion, &Value) -> Vec<(&'static str, Value, Value)>) {
    let mut wrong = Vec::new();
    for python in python::all() {
        let seen = python.run(&repository("tests/cpython/behaviour.py"), &Value::Null);
        for (what, claimed, seen) in facts(python.version, &seen) {
            if claimed != seen {
                wrong.push(format!("{} {what}: table {claimed}, CPython {seen}", python.version));
            }
        }
    }
    assert!(wrong.is_empty(), "wrong:\n{}", wrong.join("\n"));
}

#[test]
fn identity_is_that_of_cpython() {
    compare(|version, seen| {
        let (first, last) = SMALL_INTS.into_inner();
        let singletons: Vec<u32> = (1..1000).filter(|&code| char_is_shared(code)).collect();
        let interned = rows(seen, "interned", |row| json!(is_interned_constant(row[0].as_str().unwrap_or_default())));
        let folds = rows(seen, "folds", |row| json!(is_folded(folded(row))));
        let immortal = |kind: &str, candidate| {
            let count = seen["immortal"][kind].as_array().map_or(0, Vec::len);
            (json!(vec![is_immortal(version, candidate); count]), seen["immortal"][kind].clone())
        };
        let (singleton, name, other) = (
            immortal("singleton", Candidate::Singleton),
            immortal("interned", Candidate::InternedConstant),
            immortal("other", Candidate::Other),
        );
        assert!((-300..3000).filter(|&n| int_singleton(n).is_some()).eq(SMALL_INTS));
        vec![
            ("small ints", json!([first, last, last - first + 1]), seen["small_ints"].clone()),
            ("shared characters", json!(singletons), seen["str_singletons"].clone()),
            ("''", json!(str_singleton("").is_some()), seen["empty"]["str"].clone()),
            ("b''", json!(bytes_singleton(b"").is_some()), seen["empty"]["bytes"].clone()),
            ("()", json!(true), seen["empty"]["tuple"].clone()),
            ("frozenset()", json!(frozenset_singleton(version, 0).is_some()), seen["empty"]["frozenset"].clone()),
            (
                "tuple of unsized",
                json!(vec![empty_tuple_of_unsized(version).is_some(); 4]),
                seen["empty"]["tuple of unsized"].clone(),
            ),
            ("tuple of sized", json!(vec![true; 7]), seen["empty"]["tuple of sized"].clone()),
            ("one byte", json!((0..=255).all(|b| bytes_singleton(&[b]).is_some())), seen["one_byte"].clone()),
            ("two bytes", json!(bytes_singleton(&[1, 2]).is_some()), seen["two_bytes"].clone()),
            ("interned", interned.0, interned.1),
            ("folding", folds.0, folds.1),
            ("immortal singletons", singleton.0, singleton.1),
            ("immortal interned constants", name.0, name.1),
            ("immortal others", other.0, other.1),
        ]
    });
}

fn char_is_shared(code: u32) -> bool {
    char::from_u32(code).is_some_and(|c| str_singleton(&c.to_string()).is_some())
}

/// What `claim` makes of the rows of a group, and the rows' last column.
fn rows(seen: &Value, group: &str, claim: impl Fn(&Value) -> Value) -> (Value, Value) {
    let rows = seen[group].as_array().expect("rows");
    let last = |row: &Value| row.as_array().and_then(|row| row.last().cloned()).unwrap_or_default();
    let name = |row: &Value, value| json!([row, value]);
    (rows.iter().map(|row| name(row, claim(row))).collect(), rows.iter().map(|row| name(row, last(row))).collect())
}

fn folded(row: &Value) -> Folded {
    let size = row[1].as_u64().expect("a size");
    match row[0].as_str() {
        Some("int") => Folded::Int { bits: size },
        Some("text") => Folded::Text { len: size },
        _ => Folded::Tuple { len: size },
    }
}

#[test]
fn teardown_is_that_of_cpython() {
    let word = |order| json!(if order == Order::FirstToLast { "first" } else { "last" });
    let elements = |container| teardown::elements(container).map(word).unwrap_or_default();
    compare(|version, seen| {
        let fact = |name: &'static str, claimed| (name, claimed, seen[name].clone());
        let mut facts = vec![
            fact("locals", word(teardown::locals(version))),
            fact("arguments", word(teardown::temporary_arguments(version))),
            fact("list", elements(Container::List)),
            fact("tuple", elements(Container::Tuple)),
            fact("dict", elements(Container::Dict)),
            fact("instance", elements(Container::Instance)),
            fact("caller_owns", json!(teardown::caller_owns_arguments(version, StarArguments::No))),
            fact("caller_owns_star", json!(teardown::caller_owns_arguments(version, StarArguments::Yes))),
            fact("comprehension_inlined", json!(teardown::comprehension_is_inlined(version))),
            fact("with_again", json!(teardown::with_line_runs_again(version))),
            fact("while_true", json!(teardown::while_true_is_a_step(version))),
            fact("reversed_keeps", json!(teardown::exhausted_reversed_keeps_list(version))),
            fact("locals_keeps", json!(teardown::locals_call_keeps_locals(version))),
        ];
        if let Some(thresholds) = teardown::gc_thresholds(version) {
            facts.push(fact("gc_thresholds", json!(thresholds)));
        }
        facts
    });
}

#[test]
fn patterns_see_what_cpython_sees() {
    compare(|_, seen| {
        if seen["matching"].is_null() {
            return Vec::new();
        }
        let (claimed, observed) = rows(seen, "matching", |row| {
            let class = row[0].as_str().unwrap_or_default();
            let kind = match (patterns::is_sequence(class), patterns::is_mapping(class)) {
                (true, _) => "sequence",
                (_, true) => "mapping",
                _ => "neither",
            };
            json!([kind, patterns::matches_itself(class)])
        });
        vec![("matching", claimed, observed)]
    });
}
