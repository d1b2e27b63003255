//! The client's settings: `initializationOptions` and `workspace/didChangeConfiguration`.
//!
//! ```json
//! { "targetVersion": "3.12", "hints": { "level": "surprises" } }
//! ```
//! Editors wrap them in `{ "settings": .. }` or `{ "heaplight": .. }`; both are looked through.

use std::{path::Path, sync::Arc};

use serde_json::{Map, Value};

use crate::{
    annotations::HintLevel,
    config::{self, Settings, UnknownName},
    project::{Configuration, Lookup},
    suppression,
};

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Options {
    pub(super) analysis: Settings,
    pub(super) hints: HintLevel,
}

/// A setting the client may send: its dotted name, and how its value is taken over.
struct Known {
    name: &'static str,
    set: fn(&mut Options, &Value) -> Result<(), String>,
}

const KNOWN: [Known; 2] = [
    Known {
        name: "targetVersion",
        set: |options, value| parse(value).map(|version| options.analysis.target_version = version),
    },
    Known { name: "hints.level", set: |options, value| parse(value).map(|level| options.hints = level) },
];

/// Settings of the editor's extension itself, which the server sees and leaves alone.
const OTHERS: [&str; 2] = ["path", "trace.server"];

impl Options {
    /// What a file is analysed with: what its project says, else what the editor says. A broken configuration file says
    /// nothing here; `heaplight check` tells what is wrong with it.
    pub(super) fn configuration(&self, path: Option<&Path>) -> Arc<Configuration> {
        let editor = config::Options {
            target_version: Some(self.analysis.target_version),
            large_object_size: Some(self.analysis.large_bytes),
            ..config::Options::default()
        };
        let mut lookup = Lookup::new(config::Options::default(), suppression::selectable()).over(&editor);
        let found = path.and_then(|path| lookup.of_file(path).ok());
        found.unwrap_or_else(|| Arc::new(Configuration { settings: self.analysis.clone(), ..Configuration::default() }))
    }

    /// The settings and a complaint about each one that could not be used; the others count all the same.
    pub(super) fn read(value: &Value) -> (Self, Vec<String>) {
        let mut options = Self::default();
        let mut complaints = Vec::new();
        let mut leaves = Vec::new();
        collect("", unwrap(value), &mut leaves);
        for (name, value) in leaves {
            if let Some(known) = KNOWN.iter().find(|known| known.name == name) {
                complaints.extend((known.set)(&mut options, value).err().map(|why| format!("setting `{name}`: {why}")));
            } else if !OTHERS.contains(&name.as_str()) {
                complaints.push(UnknownName::new("setting", &name, KNOWN.iter().map(|known| known.name)).to_string());
            }
        }
        (options, complaints)
    }
}

fn unwrap(mut value: &Value) -> &Value {
    while let Some(inner) = ["settings", "heaplight"].iter().find_map(|wrapper| value.get(wrapper)) {
        value = inner;
    }
    value
}

/// `{"hints": {"level": 1}}` as `hints.level`. Null is a setting that is not set.
fn collect<'v>(prefix: &str, value: &'v Value, leaves: &mut Vec<(String, &'v Value)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => collect_members(prefix, members, leaves),
        _ => leaves.push((prefix.to_owned(), value)),
    }
}

fn collect_members<'v>(prefix: &str, members: &'v Map<String, Value>, leaves: &mut Vec<(String, &'v Value)>) {
    for (key, value) in members {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        collect(&name, value, leaves);
    }
}

fn parse<T: std::str::FromStr<Err = String>>(value: &Value) -> Result<T, String> {
    value.as_str().ok_or_else(|| format!("expected a string, got `{value}`"))?.parse()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::PythonVersion;

    #[test]
    fn settings_are_found_however_they_are_wrapped() {
        let plain = json!({ "targetVersion": "3.9", "hints": { "level": "off" } });
        let expected = Options {
            analysis: Settings { target_version: PythonVersion::PY39, ..Settings::default() },
            hints: HintLevel::Off,
        };
        for wrapped in [
            plain.clone(),
            json!({ "settings": plain }),
            json!({ "heaplight": plain }),
            json!({ "settings": { "heaplight": plain } }),
            json!({ "targetVersion": "3.9", "hints.level": "off" }),
        ] {
            assert_eq!(Options::read(&wrapped), (expected.clone(), Vec::new()), "{wrapped}");
        }
    }

    #[test]
    fn what_the_project_says_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let (options, _) = Options::read(&json!({ "targetVersion": "3.9" }));
        let version = |path: Option<&Path>| options.configuration(path).settings.target_version;
        let file = folder.path().join("a.py");
        assert_eq!((version(None), version(Some(&file))), (PythonVersion::PY39, PythonVersion::PY39));
        write("heaplight.toml", "target-version = '3.12'\nhints = { level = 'off' }\n");
        assert_eq!(version(Some(&file)), PythonVersion::PY312);
        assert_eq!(options.configuration(Some(&file)).hint_level, HintLevel::Off);
        write("heaplight.toml", "nonsense = 1\n");
        assert_eq!(version(Some(&file)), PythonVersion::PY39);
    }

    #[test]
    fn nothing_said_means_the_defaults() {
        for nothing in [json!(null), json!({}), json!({ "heaplight": null }), json!({ "hints": { "level": null } })] {
            assert_eq!(Options::read(&nothing), (Options::default(), Vec::new()), "{nothing}");
        }
    }

    #[test]
    fn a_bad_setting_is_complained_about_and_the_others_count() {
        let (options, complaints) =
            Options::read(&json!({ "targetVersion": "3.99", "hint": { "level": "off" }, "hints": { "level": "off" } }));
        assert_eq!(options, Options { hints: HintLevel::Off, ..Options::default() });
        assert_eq!(
            complaints,
            [
                "unknown setting `hint.level`: did you mean `hints.level`?",
                "setting `targetVersion`: unknown Python version `3.99`: heaplight knows 3.9 to 3.14",
            ]
        );
        assert_eq!(Options::read(&json!(7)).1, ["unknown setting ``"]);
    }
}
