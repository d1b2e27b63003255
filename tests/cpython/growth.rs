use heaplight::cpython::{
    concat::{Variable, grows_in_place},
    sizes::instance_with_attributes,
};
use serde_json::Value;

use crate::common::{python, repository};

#[test]
fn instances_and_texts_grow_as_in_cpython() {
    let mut wrong = Vec::new();
    for python in python::all() {
        let seen = python.run(&repository("tests/cpython/growth.py"), &Value::Null);
        for row in seen["instances"].as_array().expect("rows") {
            let claimed = instance_with_attributes(python.version, row[0].as_u64().expect("a number"));
            if claimed != row[1].as_u64() {
                wrong.push(format!("{}: {row}, table {claimed:?}", python.version));
            }
        }
        for row in seen["in_place"].as_array().expect("rows") {
            let variable = match row[0].as_str() {
                Some("cell") => Variable::Cell,
                Some("name") => Variable::Name,
                _ => Variable::Global,
            };
            if Some(grows_in_place(python.version, variable)) != row[1].as_bool() {
                wrong.push(format!("{}: {row}", python.version));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
