use heaplight::cpython::members;

use crate::common::{python, repository};

/// Every name that a class of CPython's own defines must be in the table: what is not there it is said not to have.
#[test]
fn classes_have_no_names_beyond_the_table() {
    let mut missing = Vec::new();
    for python in python::all() {
        let seen = python.run(&repository("tests/cpython/members.py"), &serde_json::Value::Null);
        for (class, names) in seen.as_object().into_iter().flatten() {
            let names = names.as_array().into_iter().flatten().filter_map(|n| n.as_str());
            missing
                .extend(names.filter(|n| !members::has(class, n)).map(|n| format!("{} {class}.{n}", python.version)));
        }
    }
    assert!(missing.is_empty(), "missing: {}", missing.join(" "));
}
