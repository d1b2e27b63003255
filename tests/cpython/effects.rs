use heaplight::{
    config::PythonVersion,
    cpython::effects::{Arg, Effect, Place, Returns, all_functions, all_methods},
};
use serde_json::{Value, json};

use crate::common::{python, repository};

#[test]
fn effects_are_those_of_cpython() {
    let entries: Vec<_> = all_functions().into_iter().chain(all_methods()).collect();
    let mut wrong = Vec::new();
    for python in python::all() {
        let claims: Vec<_> = entries.iter().flat_map(|entry| claims(entry, python.version)).collect();
        assert!(claims.len() * 2 > entries.len(), "most entries have a sample");
        let report = python.run(&repository("tests/cpython/effects.py"), &Value::Array(claims));
        for line in report["wrong"].as_array().expect("a list") {
            wrong.push(format!("{} {}", python.version, line.as_str().unwrap_or_default()));
        }
        let counts = report["checked"].as_object().expect("counts");
        let checks: u64 = counts.values().filter_map(Value::as_u64).sum();
        let (executed, all) = (&report["executed"], entries.len());
        python::say(&format!("CPython {}: {executed} of {all} samples executed, {checks} checks", python.version));
        for claim in ["returns", "not mutated", "grows", "shrinks", "iterates to the end", "stops early", "calls"] {
            assert!(counts.contains_key(claim), "no sample checks `{claim}`");
        }
    }
    assert!(wrong.is_empty(), "{} wrong claims:\n{}", wrong.len(), wrong.join("\n"));
}

/// The entry as `effects.py` reads it, once for each sample; none if it is not in this version.
fn claims(entry: &Effect, version: PythonVersion) -> Vec<Value> {
    let samples = entry.sample.filter(|_| entry.since <= version).into_iter();
    samples.flat_map(|samples| samples.split(" || ")).map(|sample| claim(entry, sample)).collect()
}

fn claim(entry: &Effect, sample: &str) -> Value {
    let name = |arg| match arg {
        Arg::Receiver => "self",
        Arg::Param(index) => entry.params[usize::from(index)].name,
    };
    let place = |place| match place {
        Place::Inside(arg) => name(arg),
        Place::Result => "result",
        Place::Registry => "registry",
    };
    let returned = |returns: &Returns| match *returns {
        Returns::None => json!({"kind": "None"}),
        Returns::Same(arg) => json!({"kind": "Same", "of": name(arg)}),
        Returns::Element(arg) => json!({"kind": "Element", "of": name(arg)}),
        Returns::ResultOf(arg) => json!({"kind": "ResultOf", "of": name(arg)}),
        Returns::Fresh(class) => json!({"kind": "Fresh", "type": class}),
        Returns::Atom(class) => json!({"kind": "Atom", "type": class}),
        Returns::View(class, arg) => json!({"kind": "View", "type": class, "of": name(arg)}),
        Returns::Lazy(class) => json!({"kind": "Lazy", "type": class}),
        Returns::Unknown => json!({"kind": "Unknown"}),
    };
    let word = |value: &dyn std::fmt::Debug| format!("{value:?}");
    let params = entry.params.iter().map(|param| json!({"name": param.name, "kind": word(&param.kind)}));
    let mutates = entry.mutates.iter().map(|mutation| {
        json!({
            "of": name(mutation.target), "change": word(&mutation.change), "certainty": word(&mutation.certainty),
        })
    });
    let keeps = entry.keeps.iter().map(|keep| {
        json!({
            "what": word(&keep.what), "of": name(keep.of), "place": place(keep.place),
            "certainty": word(&keep.certainty),
        })
    });
    let iterates = entry.iterates.iter().map(
        |iteration| json!({"of": name(iteration.over), "how": word(&iteration.how), "when": word(&iteration.when)}),
    );
    let calls = entry.calls.iter().map(|callback| {
        json!({"of": name(callback.what), "when": word(&callback.when), "certainty": word(&callback.certainty)})
    });
    json!({
        "owner": entry.owner, "name": entry.name, "sample": sample,
        "params": params.collect::<Vec<_>>(), "mutates": mutates.collect::<Vec<_>>(),
        "keeps": keeps.collect::<Vec<_>>(), "iterates": iterates.collect::<Vec<_>>(),
        "calls": calls.collect::<Vec<_>>(), "returns": entry.returns.iter().map(returned).collect::<Vec<_>>(),
    })
}
