use heaplight::cpython::mutability::{MUTABILITY, Mutability};
use serde_json::{Value, json};

use crate::common::{python, repository};

/// What is mutable changes, has no hash, and is copied as another object; the rest is as it was, but for what a tuple
/// holds.
#[test]
fn mutability_is_that_of_cpython() {
    let samples: Vec<Value> = MUTABILITY.iter().map(|(name, _, sample)| json!([name, sample])).collect();
    for python in python::all() {
        let seen = python.run(&repository("tests/cpython/mutability.py"), &Value::Array(samples.clone()));
        for ((name, claimed, sample), seen) in MUTABILITY.iter().zip(seen.as_array().expect("rows")) {
            let at = format!("{sample} on CPython {}: {seen}", python.version);
            assert_eq!(seen["type"], *name, "{at}");
            let mutable = *claimed == Mutability::Mutable;
            assert_eq!(seen["changes itself"], mutable, "{at}");
            assert_eq!(seen["one object when copied"], !mutable, "{at}");
            let holds_a_list = sample.contains('[') && *name == "tuple";
            assert_eq!(seen["is another value"], mutable || holds_a_list, "{at}");
            assert_eq!(seen["hashable"], !mutable && !holds_a_list, "{at}");
        }
    }
}
