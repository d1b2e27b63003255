use heaplight::cpython::abstract_classes;

use crate::common::{python, repository};

/// What the table says of objects of CPython's own classes, for every class of `collections.abc` that it knows.
#[test]
fn objects_are_instances_as_the_table_says() {
    for python in python::all() {
        let seen = python.run(&repository("tests/cpython/abstract_classes.py"), &serde_json::Value::Null);
        let mut looked_at = 0;
        for row in seen.as_array().expect("rows") {
            let (class, name) = (row[0].as_str().expect("a class"), row[1].as_str().expect("a name"));
            if abstract_classes::exists(name) {
                looked_at += 1;
                let told = abstract_classes::is_instance(class, name);
                assert_eq!(told, row[2].as_bool(), "{class} {name} on CPython {}", python.version);
            }
        }
        assert!(looked_at > 500, "{looked_at} on CPython {}", python.version);
    }
}
